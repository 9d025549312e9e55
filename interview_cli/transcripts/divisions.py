"""Where another interview begins in a text: lines that recur in form, above blocks of speech, with something else in
them each time.

Every such family of lines is proposed: headings of a level, `Interview 1` and `Interview 2`, entries like
`Name: Tom Fox`, lines in bold or capitals, rules, page breaks. Features of the division say whether it parts
interviews or the sections of one; their weights (`prompts/weights/divisions.json`) come from a logistic regression
(`benchmarks/fit_divisions.py`).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby, pairwise
from operator import itemgetter
from typing import Final

from interview_cli.transcripts.division_features import (
    BARE,
    ENTRY,
    MARKS,
    MAX_HEAD_LINES,
    QUESTION,
    RULE,
    Family,
    Part,
    Said,
    features_of,
    is_speech,
    key_of,
    with_heads,
)
from interview_cli.transcripts.known_words import fitted_weights
from interview_cli.transcripts.labels import marks_question, role_of_label
from interview_cli.transcripts.leftovers import likelihood
from interview_cli.transcripts.line_times import lone_time
from interview_cli.transcripts.model import Role

MIN_LINES: Final = 4
"""Lines with text in each interview, beside its heading (chosen: two questions and their answers)."""

MAX_INTERVIEWS: Final = 200
_MAX_PROPOSALS: Final = 4
_MAX_HEADING_CHARACTERS: Final = 100

_LEVEL: Final = re.compile(r"#{1,6}(?=\s)")
_NUMBERED: Final = re.compile(
    r"(?P<before>[^\d\W]?[^\d:\n]{0,30}?)(?P<number>[0-9]{1,4}|(?<=\w )(?:[IVX]{1,5}|[A-Z])\b(?=\W*$|[:.,(]|\s[-–—]))"
    r"(?![0-9]{0,3}:[0-9])(?:\W{0,3}(?P<behind>[^\W\d_]{1,20}))?"
)


@dataclass(frozen=True, slots=True)
class Division:
    """A text divided into parts, and how likely it is that these are interviews (0–1).

    `family` are the headings that tell them apart.
    """

    parts: tuple[Part, ...]
    family: Family
    features: Mapping[str, float]

    @property
    def likelihood(self) -> float:
        """How likely the parts are interviews (0–1)."""
        return likelihood(self.features, fitted_weights("divisions"))

    @property
    def has_sections(self) -> bool:
        """Whether the headings, if not of interviews, are those of sections, and nothing that is said."""
        is_part = self.family.form in "#*" or (self.family.form == "1" and self.features["part_word"] > 0)
        return is_part and not self.family.recurs


def propose(lines: Sequence[str], said_in: Callable[[list[str]], Said]) -> Iterator[Division]:
    """The divisions of a text that may be ones into interviews; `said_in` reads the lines of a part."""
    read = cache(lambda *body: said_in(list(body)))  # families often part a text at the same places
    for family in _families(lines):
        begins = _begins(lines, family)
        divided = [list(lines[a:b]) for a, b in pairwise([*begins, len(lines)])]
        parts, entries = with_heads(divided, family.texts)
        features = features_of(parts, entries, family, [read(*part.body) for part in parts])
        yield Division(tuple(parts), family, features)


def best_division(lines: Sequence[str], said_in: Callable[[list[str]], Said]) -> Division | None:
    """The most likely division of a text into several interviews, None if none is proposed."""
    return max(propose(lines, said_in), key=lambda each: each.likelihood, default=None)


def _families(lines: Sequence[str]) -> Iterator[Family]:
    """The families that may divide a text, those of the fewest parts first."""
    filled = [0]
    for line in lines:
        filled.append(filled[-1] + bool(line.strip(MARKS)))
    if filled[-1] < 2 * MIN_LINES:
        return
    by_form: dict[tuple[str, str], list[tuple[int, str]]] = defaultdict(list)
    spoken: set[tuple[str, str]] = set()
    for index, line in enumerate(lines):
        for form, common, text in _forms_of(lines, index, line):
            by_form[form, common].append((index, text))
            if is_speech(text):
                spoken.add((form, common))
    families = []
    for (form, common), found in by_form.items():
        if len(found) + (form in BARE) < 2 or len(found) > MAX_INTERVIEWS or (form, common) in spoken:
            continue
        first = [next(group) for _, group in groupby(found, key=itemgetter(1))]
        if form in BARE:
            first = _between(first, filled)
        gaps = [filled[b] - filled[a] for a, b in pairwise([*(index for index, _ in first), len(lines)])]
        texts = [text for _, text in first]
        if len(set(texts)) > 1 and min(gaps) >= MIN_LINES + (form not in BARE):
            at = tuple(index for index, _ in first)
            families.append(Family(form, common, at, tuple(texts), len(set(texts)) < len(texts)))
    yield from sorted(families, key=lambda family: len(family.at))[:_MAX_PROPOSALS]


def _between(found: Sequence[tuple[int, str]], filled: Sequence[int]) -> list[tuple[int, str]]:
    """Rules or page breaks with what is above the first one as the first part, without those that end the text."""
    kept = [(index, text) for index, text in found if filled[index] < filled[-1]]
    return [*([(0, "")] if not kept or filled[kept[0][0]] else []), *kept]


def _forms_of(lines: Sequence[str], index: int, line: str) -> Iterator[tuple[str, str, str]]:
    """The forms of a line that may be a heading: the form, what is common to lines of it, and what may differ."""
    if line.startswith("\f"):
        yield "\f", "", str(index)
    if len(line) > _MAX_HEADING_CHARACTERS or not line:
        return
    text = line.strip(MARKS)
    if not text:
        if RULE.fullmatch(line):
            yield "-", line.strip()[:1], str(index)
        return
    entry = ENTRY.match(text)
    is_note = entry is not None and role_of_label(entry["key"]) is Role.OTHER
    if entry and not (is_note or entry["key"][-1].isdigit() or lone_time(entry["value"])):
        yield ":", entry["key"].casefold(), " ".join(entry["value"].split())
    if not is_speech(text):
        if level := _LEVEL.match(line):
            yield "#", level[0], text
        elif line.startswith(("**", "==", "--")) and line.rstrip().endswith(line[:2]):
            yield "*", line[:2], text
        elif text.isupper() and sum(map(str.isalpha, text)) > 3:
            yield "A", "", text
    if number := _NUMBERED.match(text):
        common = number["before"].strip() or number["behind"] or ""
        if common[:1].isalpha() and not (text.endswith(":") and (len(common) == 1 or marks_question(common))):
            yield "1", common.casefold(), text
    elif entry is None and _is_alone(lines, index):
        yield "a", text.split()[0].casefold(), text


def _is_alone(lines: Sequence[str], index: int) -> bool:
    around = [lines[at].strip(MARKS) for at in (index - 1, index + 1) if 0 <= at < len(lines)]
    return not any(around)


def _begins(lines: Sequence[str], family: Family) -> tuple[int, ...]:
    """The first line of each interview: a rule or other entries may stand above the line of the family.

    What stands above the first is a title, unless it is as long as an interview.
    """
    keys = Counter(map(key_of, lines)) if family.form == ":" else Counter[str | None]()
    begins = [_with_head(lines, at, family, keys) for at in family.at]
    above = sum(bool(line.strip(MARKS)) for line in lines[: begins[0]])
    asked = sum(len(QUESTION.findall(line)) for line in lines[: begins[0]])
    return tuple(begins) if above < MIN_LINES or asked < 2 else (0, *begins)


def _with_head(lines: Sequence[str], at: int, family: Family, keys: Counter[str | None]) -> int:
    begin = at
    while begin and family.form == ":" and at - begin < MAX_HEAD_LINES:
        key = key_of(lines[begin - 1])
        if key is None or keys[key] != len(family.at):
            break
        begin -= 1
    return begin
