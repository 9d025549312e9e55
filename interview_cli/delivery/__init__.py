"""How it was said: fillers, hedges, repeats, pauses and pace. Pure functions of text and word times."""
