"""Many transcripts at once: what to score, who scores it, and where it is written so that nothing is lost."""
