"""Credits by double entry: what was earned, spent, bought and paid out."""
