"""The core: what an interview is and how it runs. Imports no terminal, database, audio or network library."""
