"""Getting better over many evenings: attempts compared, reviews, stories, drills and progress.

Pure functions over saved attempts: nothing here opens a database, a terminal, a device or a connection.
"""
