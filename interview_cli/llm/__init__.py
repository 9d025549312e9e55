"""Language models: engines, calls that survive bad days, replies that fit a schema, keys, and redaction."""
