"""Work that is done in the background, exactly once in effect."""
