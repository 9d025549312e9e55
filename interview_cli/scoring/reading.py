"""An answer read once: words, sentences and cues, with the way back to the candidate's own characters.

Everything is judged on the text without fillers and without sentences that talk to the scorer, so that neither can
change a score. Evidence is cut from the original text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field

from interview_cli.interview.model import Evidence
from interview_cli.scoring.evidence import cut
from interview_cli.scoring.lexicon import BREAKS, PHRASES, STEPS, VERB_CLASSES

JUDGED_CHARACTERS = 50_000
"""Only this much of an answer is judged: about an hour of speech. What follows cannot slow the scoring down."""

LONG_SENTENCE_WORDS = 40
"""A longer stretch without a full stop is cut at its connectives: transcripts often come without punctuation."""

_FILLER = re.compile(
    r"(?<![\w'’-])(?:u+m{1,8}|u+h{1,8}|e+r{1,8}m?|a+h{1,8}|h+m{1,8}|mm+|mhm|you know|i mean)(?![\w'’-]),?\s*", re.I
)
_ASIDE = re.compile(r",\s*(?:like|well|actually|basically|right|okay),\s*", re.I)
_INJECTION = re.compile(
    r"\b(?:ignore|disregard|forget|override|bypass)\b[^.!?\n]{0,40}\b(?:instructions?|prompts?|rubrics?|rules|criteria)\b"
    r"|\b(?:give|award|grant|assign|score|grade|rate|mark)\b[^.!?\n]{0,40}"
    r"\b(?:full|top|maximum|max|perfect|highest)[ -](?:marks?|scores?|points?|grades?|ratings?)\b"
    r"|\b(?:give|award|score|grade|rate|mark)\b (?:me|this|it|the|my)\b[^.!?\n]{0,30}"
    r"\b(?:strong[ _]hire|5/5|10/10|100 ?%|100/100|(?:a|an) (?:5|10|100|ten|a\+))(?!\w)"
    r"|^\W*(?:system|assistant|developer|interviewer|evaluator|judge|scorer)(?: prompt| message)?\W{0,3}:"
    r"|</?(?:system|assistant|instructions?)>|\[/?inst\]|<\|im_(?:start|end)\|>|\byou are now (?:a|an|in)\b",
    re.I,
)
_SENTENCE_END = re.compile(r"[.!?…。！？]+(?=[\s\"'”’)]|$)|\n+")
_WORD = re.compile(r"[$€£]?\d+(?:[.,:/]\d+)*(?:%|[^\W\d_]+)?|[^\W_]+(?:['’-][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Hit:
    """A cue found in the answer: its kind and the words `first` to `last` (exclusive) that show it."""

    kind: str
    first: int
    last: int


@dataclass(slots=True)
class Reading:
    """An answer taken apart.

    `words` are lower case; `starts`/`ends` are their offsets in `clean`, the judged text. `units` are sentences, or
    clauses where a sentence never ends, as ranges of words. `hits` maps each kind of cue to where it was found.
    """

    answer: str
    clean: str
    words: list[str]
    starts: list[int]
    ends: list[int]
    units: list[tuple[int, int]]
    punctuated: bool
    injected: bool
    hits: dict[str, list[Hit]] = field(default_factory=dict)
    removed_at: list[int] = field(default_factory=list)
    removed_before: list[int] = field(default_factory=list)

    def has(self, kind: str) -> bool:
        """Whether a cue of this kind was found."""
        return kind in self.hits

    def count(self, *kinds: str) -> int:
        """How many cues of these kinds were found."""
        return sum(len(self.hits.get(kind, ())) for kind in kinds)

    def original(self, offset: int) -> int:
        """The offset in the candidate's own text of a character of the judged text."""
        index = bisect_right(self.removed_at, offset) - 1
        return offset + (self.removed_before[index] if index >= 0 else 0)

    def evidence(self, first: int, last: int) -> Evidence | None:
        """The candidate's own characters from word `first` to word `last` (exclusive)."""
        if not 0 <= first < last <= len(self.words):
            return None
        return cut(self.answer, self.original(self.starts[first]), self.original(self.ends[last - 1] - 1) + 1)

    def unit_of(self, word: int) -> int:
        """The index of the sentence or clause that holds a word."""
        return max(0, bisect_right(self.units, (word, len(self.words) + 1)) - 1)


def read(answer: str) -> Reading:
    """Take an answer apart. Linear in its length, whatever it holds."""
    judged = answer[:JUDGED_CHARACTERS]
    removals = _removals(judged)
    clean, removed_at, removed_before = _without(judged, removals[0])
    words: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for match in _WORD.finditer(clean):
        words.append(match.group().lower().replace("’", "'"))
        starts.append(match.start())
        ends.append(match.end())
    units, punctuated = _units(clean, words, starts)
    reading = Reading(answer, clean, words, starts, ends, units, punctuated, removals[1])
    reading.removed_at, reading.removed_before = removed_at, removed_before
    reading.hits = find_cues(words)
    return reading


def _removals(text: str) -> tuple[list[tuple[int, int]], bool]:
    """Stretches that are not judged (fillers, asides, words to the scorer), and whether any spoke to the scorer."""
    spans = [match.span() for match in _FILLER.finditer(text)]
    spans += [(match.start() + 1, match.end()) for match in _ASIDE.finditer(text)]
    injected = False
    start = 0
    for end in [match.end() for match in _SENTENCE_END.finditer(text)] + [len(text)]:
        match = _INJECTION.search(text[start:end])
        if match:
            injected = True
            whole = end - start <= 8 * LONG_SENTENCE_WORDS
            spans.append((start, end) if whole else (start + match.start(), start + match.end()))
        start = end
    return spans, injected


def _without(text: str, spans: list[tuple[int, int]]) -> tuple[str, list[int], list[int]]:
    """The text without these stretches, and for each seam its offset and how many characters went before it."""
    if not spans:
        return text, [], []
    kept: list[str] = []
    removed_at: list[int] = []
    removed_before: list[int] = []
    position = length = gone = 0
    for start, end in sorted(spans):
        if end <= position:
            continue
        start = max(start, position)
        kept.append(text[position:start])
        length += start - position
        gone += end - start
        removed_at.append(length)
        removed_before.append(gone)
        position = end
    kept.append(text[position:])
    return "".join(kept), removed_at, removed_before


def _units(clean: str, words: list[str], starts: list[int]) -> tuple[list[tuple[int, int]], bool]:
    """Sentences as word ranges, long ones cut at connectives, and whether the text has punctuation at all."""
    cuts = [0]
    index, count = 0, len(words)
    for match in _SENTENCE_END.finditer(clean):
        end = match.end()
        while index < count and starts[index] < end:
            index += 1
        if index > cuts[-1]:
            cuts.append(index)
    if cuts[-1] < count:
        cuts.append(count)
    punctuated = len(cuts) > 2 or count <= LONG_SENTENCE_WORDS
    units: list[tuple[int, int]] = []
    for first, last in zip(cuts, cuts[1:], strict=False):
        if last - first > LONG_SENTENCE_WORDS:
            units += _clauses(words, first, last)
        else:
            units.append((first, last))
    return units, punctuated


def _clauses(words: list[str], first: int, last: int) -> list[tuple[int, int]]:
    """Cut a stretch before its connectives, no piece under 8 words unless it is the last, none over 30."""
    clauses: list[tuple[int, int]] = []
    start = first
    for index in range(first, last):
        size = index - start
        if size >= 8 and last - index >= 4 and (words[index] in BREAKS or size >= 30):
            clauses.append((start, index))
            start = index
    clauses.append((start, last))
    return clauses


def find_cues(words: list[str]) -> dict[str, list[Hit]]:
    """One pass over the words that finds every cue phrase of the lexicon, and who did what ("I built", "we built")."""
    hits: dict[str, list[Hit]] = {}
    count = len(words)
    actor = ""
    actor_until = 0
    for index, word in enumerate(words):
        for phrase, kinds in PHRASES.get(word, ()):
            size = len(phrase)
            if size == 1 or (index + size <= count and tuple(words[index : index + size]) == phrase):
                for kind in kinds:
                    hits.setdefault(kind, []).append(Hit(kind, index, index + size))
        if word in STEPS:
            actor, actor_until = STEPS[word], index + 4
        elif actor and index <= actor_until:
            kind = VERB_CLASSES.get(word) or ("act" if word.endswith("ed") and len(word) > 4 else "")
            if kind == "act":
                hits.setdefault(actor, []).append(Hit(actor, index, index + 1))
                actor_until = index + 12
    return hits
