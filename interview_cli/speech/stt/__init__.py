"""Engines that turn speech into words, one file each, and the registry that opens them."""
