"""The two looks of the app."""

from __future__ import annotations

from typing import Final

from textual.theme import Theme

DARK: Final = Theme(
    name="interview-dark",
    primary="#7fb0d6",
    secondary="#5c7f9e",
    accent="#7fb0d6",
    foreground="#d8dde3",
    background="#14171b",
    surface="#1b2026",
    panel="#232a32",
    success="#8fbf8a",
    warning="#e0b060",
    error="#e08080",
    dark=True,
    variables={
        "muted": "#a9b4bf",
        "scrollbar": "#3a4652",
        "scrollbar-hover": "#4c5a68",
        "scrollbar-active": "#5c7f9e",
        "scrollbar-background": "#1b2026",
        "scrollbar-background-hover": "#1b2026",
        "scrollbar-background-active": "#1b2026",
        "block-cursor-background": "#293b4c",
        "block-cursor-foreground": "#f2f5f8",
        "block-cursor-text-style": "bold",
        "block-cursor-blurred-background": "#232a32",
        "block-cursor-blurred-text-style": "none",
        "border-blurred": "#2b333c",
        "border": "#5c7f9e",
        "footer-background": "#14171b",
        "footer-key-foreground": "#7fb0d6",
        "footer-description-foreground": "#a9b4bf",
    },
)
LIGHT: Final = Theme(
    name="interview-light",
    primary="#24608f",
    secondary="#5c87aa",
    accent="#24608f",
    foreground="#22282e",
    background="#f6f5f2",
    surface="#ffffff",
    panel="#e9e7e2",
    success="#2f6f3a",
    warning="#8a5a00",
    error="#a63232",
    dark=False,
    variables={
        "muted": "#4f565d",
        "scrollbar": "#c3c0b9",
        "scrollbar-hover": "#aaa79f",
        "scrollbar-active": "#5c87aa",
        "scrollbar-background": "#e9e7e2",
        "scrollbar-background-hover": "#e9e7e2",
        "scrollbar-background-active": "#e9e7e2",
        "block-cursor-background": "#cfe0ee",
        "block-cursor-foreground": "#14202b",
        "block-cursor-text-style": "bold",
        "block-cursor-blurred-background": "#e9e7e2",
        "block-cursor-blurred-text-style": "none",
        "border-blurred": "#d4d1ca",
        "border": "#5c87aa",
        "footer-background": "#f6f5f2",
        "footer-key-foreground": "#24608f",
        "footer-description-foreground": "#4f565d",
    },
)
