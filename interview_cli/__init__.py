"""Practise job interviews out loud, alone, on your own machine."""

__version__ = "0.1.0"
