"""What is made of a CV and a job: analysis, match, rewriting without a new fact."""
