"""Simulated candidates against the model interviewer and the model judge.

Each YAML file is one scenario: `settings` of the session, the candidate's `answers` (said in turn, the last one again
and again; an empty one skips), what the `stub` replies (good and bad), and `checks` on the transcript.
"""
