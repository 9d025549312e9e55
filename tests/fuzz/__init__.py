"""Every reader of others' files against thousands of spoilt ones: `python -m tests.fuzz`, or `make fuzz`."""
