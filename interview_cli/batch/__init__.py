"""Many transcripts at once: what to score, which judge scores it, and how results are written without loss."""
