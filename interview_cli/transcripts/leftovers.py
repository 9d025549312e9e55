"""What a reading left in the texts that nobody says: labels, times, line numbers, sections such as scores.

Somebody would be scored on it, so a reading with such leftovers, or one that names no speaker, is marked as doubtful.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from interview_cli.transcripts.clock import TIME
from interview_cli.transcripts.model import Reading, Turn

UNNAMED: Final = 0.6
"""The most a reading is worth that tells the speakers by what they say (chosen)."""

LEFT_IN: Final = 0.3
"""The most a reading is worth whose texts hold what looks like a label, a time or a section (chosen)."""

MIN_RECURRING: Final = 2
_MAX_SHOWN: Final = 3
_LABEL: Final = re.compile(
    r"(?:^|(?<=[.!?…]\s))(?P<label>(?:[A-Z][\w'’-]{0,19}|[+]?\d[\d -]{5,19})(?:\s[\w'’()-]{1,19}){0,3}):\s"
)
_QUESTION_MARK: Final = re.compile(
    r"(?:^|(?<=[.!?…]\s))(?:\d{1,3}\s+)?(?P<label>(?:Ques|Ans|Question|Answer|Q|A)\s?\d{0,3}(?:\s?[.)–-]+\s|\s{2,}|(?=\s[A-Z])))"
)
_TIME: Final = re.compile(rf"[\[(]{TIME}[\])]|^:\s|<\d\d:")
_SECTION: Final = re.compile(
    r"(?<![\w-])(?P<label>(?:Overall |Final |Total |Candidate )?"
    r"(?:Score|Rating|Feedback|Evaluation|Reply|Verdict|Comments?|Question|Recommendation)):\s"
)


def doubts(turns: Sequence[Turn], named: bool = True) -> Reading:
    """How far turns are to be trusted, by what is left in them. `named`: the source names the speakers.

    The cost is linear in the texts.
    """
    confidence = 1.0
    notes: list[str] = []
    if not named:
        confidence = UNNAMED
        notes.append("No speakers are named: who speaks was worked out from what is asked.")
    labels: Counter[str] = Counter()
    certain: dict[str, None] = {}
    times = 0
    for turn in turns:
        certain.update((match["label"].strip(), None) for match in _QUESTION_MARK.finditer(turn.text))
        if ":" not in turn.text:
            continue
        labels.update(match["label"] for match in _LABEL.finditer(turn.text))
        certain.update((match["label"], None) for match in _SECTION.finditer(turn.text))
        times += _TIME.search(turn.text) is not None
    certain.pop("A", None)  # most often the article
    certain.update((label, None) for label, count in labels.items() if count >= MIN_RECURRING)
    if certain:
        confidence = LEFT_IN
        shown = ", ".join(repr(label) for label in list(certain)[:_MAX_SHOWN])
        notes.append(f"Looks like a label or a section but was read as speech: {shown}.")
    if times:
        confidence = LEFT_IN
        notes.append(f"{times} of {len(turns)} turns hold a time in their text.")
    return Reading(confidence, tuple(notes))
