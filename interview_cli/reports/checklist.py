"""The checklist of an answer in words, the same in every report."""

from __future__ import annotations

from typing import Final

from interview_cli.interview.checklist import ChecklistItem
from interview_cli.interview.model import Question
from interview_cli.scoring.asked_for import KEY_POINT_TYPES

CHECKLIST_HEADING: Final = "Key points (your own ticks are no part of the score)"

OWN: Final = "(your own)"
"""Next to what the candidate ticked or unticked."""

_STATES: Final = {
    "right": "right",
    "wrong": "said the other way round",
    "mentioned": "mentioned",
    "not_said": "not found",
    "cannot_tell": "cannot tell",
}


def tick_text(item: ChecklistItem) -> str:
    """A tick or a blank, and whether that is the candidate's own word."""
    return f"{'✓' if item.ticked else ' '} {OWN if item.is_own else ''}".rstrip()


def found_text(item: ChecklistItem, question: Question) -> str:
    """What the rules found of the point; empty unless the question is one of knowledge, which has right and wrong."""
    state = item.key_point.state
    return _STATES.get(state, state) if question.type in KEY_POINT_TYPES else ""
