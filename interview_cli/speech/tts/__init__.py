"""What turns text into sound, one file per engine. `registry.py` knows them by name."""
