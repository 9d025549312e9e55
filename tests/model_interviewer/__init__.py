"""The interviewer with a language model: over a scripted model at its port, and over real HTTP."""
