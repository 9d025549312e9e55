"""What was said, judged: coverage of reference content, rubrics, evidence, aggregates, feedback."""
