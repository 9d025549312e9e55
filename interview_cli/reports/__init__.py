"""Sessions as documents: JSON for programs, Markdown and HTML for people. Pure functions of a Session."""
