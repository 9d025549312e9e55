"""Transcripts of any supported format as one `Transcript`: read, decide who is who, pair questions with answers."""
