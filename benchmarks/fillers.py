"""How well fillers are found, word by word, against the filler marks of the Switchboard dialogue act corpus.

    python benchmarks/fillers.py DIR [--split odd|tune|check] [--errors WORD]

DIR holds the corpus' `.utt` files (in any subfolders; `lin380/tadr`, `data-raw/original/swda`). Its text may not be
redistributed, so nothing of it is kept here. Only conversations with an odd number (last four digits of the file
name) are read: number % 4 == 1 is the part rules were tuned on (`tune`), number % 4 == 3 the part they were not
(`check`).

Reading of the marks
--------------------
Candidates are filled pauses and the discourse markers you know, I mean, well, actually,
like, now, so, okay, basically, right. "oh", "huh", "uh-huh" and hedges (kind of, sort of) are none. A candidate is a
filler when all its words stand inside `{F ...}`, `{D ...}` or `{E ...}`, at any depth; `{C ...}` (conjunction) and
`{A ...}` (aside) don't make one. Marks left open end with their utterance.

Scores count occurrences of candidates ("you know" is one), and once more single words ("you know" is two). A filler
reported anywhere else than on a candidate is a false alarm. Count error is (reported - marked) / marked.

About 2 % of the conversations carry no mark at all: nobody went through them, so every "um" in them counts as a false
alarm. Totals are given with and without these ("marked only"); scores per candidate are without.

Input variants
--------------
What is measured is the bare text: marks, brackets, slashes, pluses, `--`, `#` and `<noises>` removed, everything else
(case, punctuation, cut-off words such as "s-,") as in the files. Crossed are the unit handed over at once
(utterance, turn, all a speaker says in a conversation) and the form (as is; lower case; no punctuation; neither).
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby, product
from pathlib import Path

from interview_cli.delivery.fillers import find_fillers
from interview_cli.text.words import split_words

FILLED_PAUSES = frozenset("um umm uh uhh er erm hm hmm mm ah eh".split())
MARKERS = frozenset("well actually like now so okay basically right".split())
PHRASES = frozenset({("you", "know"), ("i", "mean")})
UNITS = ("utterance", "turn", "side")
FORMS = ("as is", "lower", "no punctuation", "lower, no punctuation")

_LINE = re.compile(r"^\S*\s+@*([AB])\.(\d+)\s+utt(\d+):(.*)$")
_NOISE = re.compile(r"<[^<>]*>?|\*\[\[.*?\]\]|\*\w+|--|[/#\[\]+()^]|(?<!\S)-(?!\S)")
_PIECE = re.compile(r"\{\s*([A-Z])\b|[{}]|[^\s{}]+")
_TOKEN = re.compile(r"\w+(?:['\-]\w+)*")


@dataclass(frozen=True)
class Utterance:
    """One utterance as bare pieces of text, each with whether a filler mark covers it."""

    speaker: str
    turn: int
    pieces: tuple[tuple[str, bool], ...]


@dataclass(frozen=True)
class Sample:
    """Bare text with its candidates: name, first character, end, marked as filler."""

    text: str
    candidates: tuple[tuple[str, int, int, bool], ...]


@dataclass
class Score:
    """Hits, false alarms and misses."""

    hit: int = 0
    false_alarm: int = 0
    miss: int = 0

    def __str__(self) -> str:
        precision = self.hit / max(1, self.hit + self.false_alarm)
        recall = self.hit / max(1, self.hit + self.miss)
        return f"P {precision:.4f}  R {recall:.4f}  F1 {self.f1:.4f}  count error {self.count_error:+.2%}"

    @property
    def f1(self) -> float:
        return 2 * self.hit / max(1, 2 * self.hit + self.false_alarm + self.miss)

    @property
    def count_error(self) -> float:
        return (self.false_alarm - self.miss) / max(1, self.hit + self.miss)

    def merge(self, other: Score) -> None:
        self.hit += other.hit
        self.false_alarm += other.false_alarm
        self.miss += other.miss

    def add(self, marked: bool, reported: bool, weight: int = 1) -> None:
        if marked and reported:
            self.hit += weight
        elif reported:
            self.false_alarm += weight
        elif marked:
            self.miss += weight


@dataclass
class Result:
    """Scores of one variant: by occurrence, by single word, and per candidate."""

    occurrences: Score = field(default_factory=Score)
    words: Score = field(default_factory=Score)
    per_candidate: dict[str, Score] = field(default_factory=dict)

    @property
    def has_marks(self) -> bool:
        return self.occurrences.hit + self.occurrences.miss > 0

    def merge(self, other: Result) -> None:
        self.occurrences.merge(other.occurrences)
        self.words.merge(other.words)
        for name, score in other.per_candidate.items():
            self.per_candidate.setdefault(name, Score()).merge(score)


def read_conversation(path: Path) -> list[Utterance]:
    """The utterances of one file, in order."""
    body = path.read_text(encoding="latin-1").rpartition("=====")[2]
    matches = (_LINE.match(line) for line in body.splitlines())
    return [Utterance(m[1], int(m[2]), tuple(read_pieces(m[4]))) for m in matches if m]


def read_pieces(marked_text: str) -> Iterator[tuple[str, bool]]:
    """The bare pieces of an utterance, each with whether an open {F, {D or {E covers it."""
    marks: list[str] = []
    for match in _PIECE.finditer(_NOISE.sub(" ", marked_text)):
        if match[0].startswith("{"):
            marks.append(match[1] or "")
        elif match[0] == "}":
            del marks[-1:]
        else:
            yield match[0], not {"F", "D", "E"}.isdisjoint(marks)


def make_units(utterances: list[Utterance], unit: str) -> Iterator[list[Utterance]]:
    """Utterances grouped by what is measured at once."""
    if unit == "utterance":
        yield from ([utterance] for utterance in utterances)
    elif unit == "turn":
        yield from (list(group) for _, group in groupby(utterances, key=lambda u: (u.speaker, u.turn)))
    else:
        yield from ([u for u in utterances if u.speaker == speaker] for speaker in "AB")


def make_sample(utterances: Iterable[Utterance], form: str) -> Sample:
    """The bare text of some utterances in one form, with its candidates."""
    text = ""
    tokens: list[tuple[str, int, int, bool]] = []
    for piece, marked in (piece for utterance in utterances for piece in utterance.pieces):
        if "no punctuation" in form:
            piece = re.sub(r"[^\w\s'\-]|-(?!\w)", "", piece)
        if not piece:
            continue
        shown = piece.lower() if "lower" in form else piece
        start = len(text) + 1 if text else 0
        text = f"{text} {shown}" if text else shown
        tokens += [(m[0].lower(), start + m.start(), start + m.end(), marked) for m in _TOKEN.finditer(shown)]
    return Sample(text, tuple(find_candidates(tokens)))


def find_candidates(tokens: list[tuple[str, int, int, bool]]) -> Iterator[tuple[str, int, int, bool]]:
    """The candidates among some tokens."""
    for index, (word, start, end, marked) in enumerate(tokens):
        if word in FILLED_PAUSES or word in MARKERS:
            yield word, start, end, marked
        elif index + 1 < len(tokens) and (word, tokens[index + 1][0]) in PHRASES:
            following, _, phrase_end, also_marked = tokens[index + 1]
            yield f"{word} {following}", start, phrase_end, marked and also_marked


def score_sample(sample: Sample, result: Result, errors: list[str], wanted: str | None) -> None:
    """Add the scores of one sample; errors on the wanted candidate are kept with their surroundings."""
    reported = {filler.start: filler for filler in find_fillers(split_words(sample.text))}
    for name, start, end, marked in sample.candidates:
        found = reported.pop(start, None) is not None
        weight = len(name.split())
        result.occurrences.add(marked, found)
        result.words.add(marked, found, weight)
        result.per_candidate.setdefault(name, Score()).add(marked, found)
        if marked != found and name == wanted:
            before, after = sample.text[max(0, start - 50) : start], sample.text[end : end + 50]
            errors.append(f"{'miss ' if marked else 'alarm'} {before:>50}[{sample.text[start:end]}]{after}")
    for filler in reported.values():
        result.occurrences.add(False, True)
        result.words.add(False, True, len(filler.text.split()))
        result.per_candidate.setdefault("(other)", Score()).add(False, True)
        if wanted == "(other)":
            errors.append(sample.text[max(0, filler.start - 30) : filler.end + 30])


def find_files(folder: Path, split: str) -> list[Path]:
    """The odd-numbered conversations of a split, in order. Ends the program when there are none."""
    remainders = {"odd": {1, 3}, "tune": {1}, "check": {3}}[split]
    paths = sorted(path for path in folder.rglob("*.utt") if re.fullmatch(r".*\d{4}", path.stem))
    chosen = [path for path in paths if int(path.stem[-4:]) % 4 in remainders]
    if not chosen:
        sys.exit(f"No odd-numbered .utt conversation under {folder}: give the folder of the Switchboard corpus.")
    return chosen


def main() -> None:
    parser = argparse.ArgumentParser(description="Score filler detection against Switchboard's marks.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--split", choices=("odd", "tune", "check"), default="odd")
    parser.add_argument("--unit", choices=UNITS, help="only this unit")
    parser.add_argument("--form", choices=FORMS, help="only this form")
    parser.add_argument("--errors", metavar="WORD", help="show every error on this candidate")
    options = parser.parse_args()
    conversations = [read_conversation(path) for path in find_files(options.folder, options.split)]
    units = [options.unit] if options.unit else UNITS
    forms = [options.form] if options.form else FORMS
    print(f"{len(conversations)} conversations ({options.split})")
    for unit, form in product(units, forms):
        everything, marked_only, errors = Result(), Result(), list[str]()
        for utterances in conversations:
            result = Result()
            for group in make_units(utterances, unit):
                score_sample(make_sample(group, form), result, errors, options.errors)
            everything.merge(result)
            if result.has_marks:
                marked_only.merge(result)
        print_result(f"by {unit}, {form}", everything, marked_only)
        print(*errors, sep="\n")


def print_result(title: str, everything: Result, marked_only: Result) -> None:
    """One variant: overall by occurrence and by word, then F1 per candidate."""
    print(f"\n{title}")
    for name, result in (("all", everything), ("marked only", marked_only)):
        print(f"  {name:11}  occurrences   {result.occurrences}")
        print(f"  {name:11}  single words  {result.words}")
    by_size = sorted(marked_only.per_candidate.items(), key=lambda item: -(item[1].hit + item[1].miss))
    for name, score in by_size:
        print(
            f"    {name:10} F1 {score.f1:.3f}  marked {score.hit + score.miss:6}"
            f"  reported {score.hit + score.false_alarm:6}  alarms {score.false_alarm:5}  misses {score.miss:5}"
        )


if __name__ == "__main__":
    main()
