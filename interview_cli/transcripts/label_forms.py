"""Speakers marked without colon and blank: `[Jane] hello`, `Jane - hello`, `Jane<tab>hello`, `JANE` above the text.

Sentences begin like that too, so such a form counts only where it recurs through the text: at least two names that
alternate, in most of the lines that have the form. Names in small letters and marks of any other kind (`Jane> hello`,
`(jane) hello`) must hold a good part of the text together.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from interview_cli.transcripts.asking import is_acknowledgement
from interview_cli.transcripts.clock import TIME
from interview_cli.transcripts.labels import could_be_label, is_name_like, role_of_label, roles_of_labels
from interview_cli.transcripts.model import Role
from interview_cli.transcripts.turns import is_stage_direction

MIN_RECURRING_SHARE: Final = 0.6
"""Of the lines that have a form, those that must begin with a speaker who comes again. Chosen, not measured."""

MIN_STRICT_RECURRING_SHARE: Final = 0.9
MIN_STRICT_SHARE: Final = 0.3
"""Of all lines, those that a form without capital letters or of any mark must name the speaker of."""

MIN_CHANGES: Final = 3
"""How often the speaker must change: the fewest at which both have spoken twice in turn."""

_MAX_HEAD_CHARACTERS: Final = 160

_LABEL: Final = r"(?P<label>[^\W_][^\n\t?!;\"<>{}=\[\]]{0,79}?)"
_BRACKETED: Final = (
    re.compile(rf"\[(?P<label>[^\[\]\n:]{{1,80}}?)(?:[\s,|-]+{TIME})?\]\s*"),
    re.compile(r"<(?P<label>[^\W_][^<>\n:]{0,79})>\s*"),
    re.compile(rf"[*_]{{2,3}}{_LABEL}[*_]{{2,3}}\s+"),
)
_INLINE: Final = (
    *_BRACKETED,
    re.compile(rf"{_LABEL}\t\s*"),
    re.compile(rf"{_LABEL}(?:\s+[-–|]\s+|\s*—\s*)"),
    re.compile(r"(?P<label>[^\W_][^\n\t?!;\"<>{}=\[\]:：，。、]{0,79}?)(?::(?=[^\s:/\\])|：)"),
)
_STRICT: Final = (
    re.compile(r"\((?P<label>[^()\n:]{1,60})\)\s*"),
    re.compile(r"@(?P<label>\w[\w.-]{0,39})[\s:]+"),
    re.compile(
        r"[^\w\s(\"'“‘]{0,4}\s?(?P<label>[^\W_][\w .'’-]{0,39}?)"
        r"(?:\s?[^\w\s'’\"“”.,;?!…()-]{1,3}|\s?-{1,2}>|\s-{1,2}\s)\s*"
    ),
)
_ROLE: Final = re.compile(r"(?P<label>[^\W\d_]{1,20}(?:\s?\d{1,2})?)[.,;]\s*")
_HEADING: Final = re.compile(r"[*_#\s\[]{0,6}(?P<label>[^\W_][^:\[\]*\t\n]{0,59}?)[\]*_\s]{0,4}")
_SPEAKER_NUMBER: Final = re.compile(r"(?:speaker|spk|voice|person)[\s_-]?\d{1,3}", re.IGNORECASE)
_ENDS_LIKE_SPEECH: Final = re.compile(r"(?:(?<!\b[JSD]r)\.|[?!,;:…。！？])$")


@dataclass(frozen=True, slots=True)
class _Form:
    """One way to mark the speaker at the beginning of a line.

    `alone`: nothing else stands on the line. `strict`: names may be written small, so more of the text must have it.
    `roles_only`: it counts only with words for the two sides.
    """

    pattern: re.Pattern[str]
    alone: bool = False
    strict: bool = False
    roles_only: bool = False

    def split(self, line: str) -> tuple[str, str] | None:
        head = line[:_MAX_HEAD_CHARACTERS]
        match = self.pattern.fullmatch(head) if self.alone else self.pattern.match(head)
        if not match or not _is_speaker(label := match["label"].strip(), self.strict):
            return None
        if self.alone and _ENDS_LIKE_SPEECH.search(label):
            return None
        if self.roles_only and role_of_label(label) is Role.UNKNOWN:
            return None
        return label, "" if self.alone else line[match.end() :].strip().removesuffix(" |")


_FORMS: Final = (*map(_Form, _INLINE), _Form(_HEADING, alone=True), _Form(_ROLE, roles_only=True))
_STRICT_FORMS: Final = (
    *(_Form(pattern, strict=True) for pattern in (*_INLINE, *_STRICT)),
    _Form(_HEADING, alone=True, strict=True),
)


@dataclass(frozen=True, slots=True)
class RecurringLabels:
    """A form that recurs, and the speakers it names. `lines` counts the lines that begin with one."""

    form: _Form
    speakers: frozenset[str]
    lines: int

    def split(self, line: str) -> tuple[str, str] | None:
        """The speaker and what is said in a line, None when the line names none."""
        found = self.form.split(line)
        return found if found and found[0] in self.speakers else None


def recurring_labels(lines: Sequence[str], *, headings: bool = True) -> RecurringLabels | None:
    """The form by which most lines name their speakers, None when no form recurs. `lines` hold no blanks around.

    `headings`: a line may hold a speaker's name and nothing else.
    """
    for forms in (_FORMS, _STRICT_FORMS):
        allowed = (form for form in forms if headings or not form.alone)
        found = [each for form in allowed if (each := _recurring(form, lines))]
        if found:
            return max(found, key=lambda each: each.lines)
    return None


def _recurring(form: _Form, lines: Sequence[str]) -> RecurringLabels | None:
    labels = [split[0] for line in lines if line and (split := form.split(line))]
    if len(labels) < 2:
        return None
    counts = Counter(labels)
    filled = sum(1 for line in lines if line)
    roles = roles_of_labels(set(counts))
    speakers = {label for label, count in counts.items() if count > 1 or label in roles}
    everywhere = len(labels) == filled and len(counts) == 2 and not form.strict
    if everywhere and len(labels) > 2:
        speakers = set(counts)
    spoken = [label for label in labels if label in speakers]
    changes = sum(before != after for before, after in pairwise(spoken))
    both_sides = {Role.INTERVIEWER, Role.CANDIDATE} <= set(roles.values())
    if len(speakers) < 2 or changes < (1 if both_sides else 2 if everywhere else MIN_CHANGES):
        return None
    if len(spoken) < (MIN_STRICT_RECURRING_SHARE if form.strict else MIN_RECURRING_SHARE) * len(labels):
        return None
    if form.strict and len(spoken) < MIN_STRICT_SHARE * filled:
        return None
    if form.pattern in _BRACKETED and not form.strict:
        return RecurringLabels(form, frozenset(counts), len(labels))  # brackets leave no doubt who speaks only once
    return RecurringLabels(form, frozenset(speakers), len(spoken))


def _is_speaker(label: str, any_case: bool) -> bool:
    if _SPEAKER_NUMBER.fullmatch(label):
        return True
    return (
        could_be_label(label)
        and (any_case or is_name_like(label))
        and not is_stage_direction(label)
        and not is_acknowledgement(label)
    )


def looks_labelled(lines: Sequence[str]) -> bool:
    """Whether most lines begin as if with a speaker, though no form recurs so that it could be relied on."""
    filled = [line for line in lines if line]
    return len(filled) > 1 and any(
        2 * sum(1 for line in filled if form.split(line)) > len(filled) for form in _FORMS if not form.alone
    )
