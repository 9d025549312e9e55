"""How a model interviewer behaves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from interview_cli.errors import UsageError

DEFAULT_PERSONA: Final = "neutral"

PERSONAS: Final = {
    "friendly": (
        "You are warm and encouraging in tone. You thank the candidate for details and put them at ease, without "
        "ever saying how good an answer was."
    ),
    "neutral": "You are polite, calm and factual. You show neither approval nor doubt.",
    "skeptical": (
        "You are courteous but hard to convince. You ask for proof: numbers, alternatives that were rejected, and "
        "what could have gone wrong."
    ),
    "rapid": (
        "You are brisk. You ask in one short sentence, without an introduction, and go to the next point quickly."
    ),
}
"""The personas that ship, each with how it behaves."""


def persona_text(name: str, own: Mapping[str, str]) -> str:
    """How the persona of this name behaves; the user's `own` come before the shipped ones.

    Raises UsageError when there is none of this name.
    """
    everyone = {**PERSONAS, **own}
    if name not in everyone:
        raise UsageError(f"There is no persona {name!r}.", "Personas: " + ", ".join(sorted(everyone)))
    return everyone[name]
