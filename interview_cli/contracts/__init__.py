"""The JSON that others script against, as types: fields may be added to them, not changed.

They are typed dictionaries, so that writing one costs nothing; Pydantic is imported where a schema is made.
"""
