"""Where an interview takes place, and how its transcript becomes feedback."""
