"""The part of an answer that is judged: no fillers, nothing said to the scorer."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache

from interview_cli.text.words import MAX_KEPT_CHARACTERS, RareWords, split_words

JUDGED_CHARACTERS = 50_000
"""Only this much of an answer is judged: about an hour of speech. What follows cannot slow the scoring down."""

LONGEST_REMOVED = 200
"""A sentence to the scorer is dropped whole up to this many characters; of a longer one only the order itself."""

SENTENCE_END = re.compile(r"[.!?…。！？\n](?<![.!?…。！？].)(?:(?<=\n)\n*+|[.!?…。！？]*+(?=[\s\"'”’)]|$))")
"""Stops before a space or the end, and line breaks. A run of stops is tried once, from its start, to stay linear."""

_FILLER = re.compile(
    r"[uehamyi](?<![\w'’-].)"
    r"(?:(?<=u)u{0,7}[mh]{1,8}|(?<=e)e{0,7}r{1,8}m?|(?<=a)a{0,7}h{1,8}|(?<=h)h{0,7}m{1,8}|(?<=m)(?:m{1,8}|hm)"
    r"|(?<=y)ou know|(?<=i) mean)(?![\w'’-]),?\s*"
)
"""Filled pauses, "you know" and "I mean", in lower case. One set of first letters keeps the search fast."""

_ASIDE = re.compile(r",\s*(?:like|well|actually|basically|right|okay),\s*")
_OPENING = re.compile(
    ",(?:"
    + "|".join(
        rf"(?<=\A({word}),)|(?<=[.!?]\s({word}),)"
        for word in "so well okay ok right now basically actually anyway".split()
    )
    + r")\s+"
)
"""Markers that open a sentence and say nothing, in lower case: found by the comma behind them, which is fast."""

_TORN = re.compile(r" (?:(?<=\d )(?=\. ?\d|, ?\d{3}(?!\d))|(?<=\d \. )(?=\d)|(?<=\d , )(?=\d{3}(?!\d)))")
"""A blank that some recognisers leave inside a number: "23 .5 percent", "300 ,000", "23 . 5"."""

_ORDER_WORDS = frozenset(
    "ignore disregard forget override bypass give award grant assign score grade rate mark evaluate assess recommend "
    "evaluator judge scorer grader ai instructions deserve deserves merit merits earns".split()
)
_ORDER_SIGNS = (":", "<", "[", "you are ")
"""Every order holds one of these words or signs; most answers hold none."""

_IGNORE_INSTRUCTIONS = (
    r"\b(?:ignore|disregard|forget|override|bypass)\b[^.!?\n]{0,40}\b(?:instructions?|prompts?|rubrics?|criteria)\b"
    r"(?:[^.!?\n]{0,40}\b(?:marks?|scores?|points?|grades?|ratings?|answer)\b)?"
)
_GIVE_FULL_MARKS = (
    r"(?:\A\W*(?:please )?(?:give|award|grant|assign)\b"
    r"|\b(?:give|award|grant|assign|score|grade|rate|mark) (?:me|my|this|the answer|the candidate)\b)"
    r"[^.!?\n]{0,40}\b(?:full|top|maximum|max|perfect|highest)[ -](?:marks?|scores?|points?|grades?|ratings?)\b"
)
_RATE_THIS_ANSWER = (
    r"\b(?:give|award|score|grade|rate|mark|evaluate|assess|recommend) (?:me|my answer|my response|the answer"
    r"|the candidate|this(?: answer| response| candidate| interview| transcript)?)\b[^.!?\n]{0,40}"
    r"\b(?:strong[ _-]hire|excellent|outstanding|\d+ ?(?:/|out of) ?\d+|100 ?%"
    r"|an? (?:5|10|100|ten|a\+)(?![\w%]| \w))"
)
_YOU_ARE_A_JUDGE = (
    r"\byou are (?:an?|the) (?:helpful|ai|language model|assistant|evaluator|judge|grader)\b"
    r"|\byou are now (?:an?|in)\b"
    r"|\bas (?:an?|the) (?:evaluator|judge|scorer|grader|ai)\b[^.!?\n]{0,20}\byou (?:must|should|will)\b"
)
_FAKE_TURN = (
    r"\A\W*(?:system|assistant|developer|interviewer|evaluator|judge|scorer)(?: prompt| message)?\W{0,3}:"
    r"|\bnew instructions?:|</?(?:system|assistant|instructions?)>|\[/?inst\]|<\|im_(?:start|end)\|>"
)
_DESERVES_FULL_MARKS = (
    r"\b(?:this|the|my) (?:candidate|applicant|answer|response)s?\b[^.!?\n]{0,60}\b(?:deserves?|earns|merits?)\b"
    r"[^.!?\n]{0,30}(?:\b(?:full|top|maximum|max|perfect|highest)[ -](?:marks?|scores?|points?|grades?|ratings?)\b"
    r"|\b(?:5|five|10|ten) ?(?:/|out of) ?(?:5|five|10|ten)\b)"
)
_ORDERS = tuple(
    (re.compile(order), signs)
    for order, signs in (
        (_IGNORE_INSTRUCTIONS, ("instruction", "prompt", "rubric", "criteria")),
        (_GIVE_FULL_MARKS, ("full", "top", "max", "perfect", "highest")),
        (_RATE_THIS_ANSWER, ("hire", "excellent", "outstanding", "/", "out of", "5", "10", "ten", "a+")),
        (_YOU_ARE_A_JUDGE, ("you are ", "as a", "as the ")),
        (_FAKE_TURN, (":", "<", "[")),
        (_DESERVES_FULL_MARKS, ("deserve", "earn", "merit")),
    )
)
"""Each with signs of which it holds one, which are looked for faster."""


@dataclass(frozen=True, slots=True)
class Judged:
    """The judged text. Before its offset `seams[n]`, `gone[n]` characters of the original have been left out.

    `orders` are the stretches of the original that spoke to the scorer, `fillers` the number of fillers left out.
    """

    text: str
    seams: list[int]
    gone: list[int]
    orders: list[tuple[int, int]]
    fillers: int

    def original(self, offset: int) -> int:
        """Where a character of the judged text stands in the original."""
        index = bisect_right(self.seams, offset)
        return offset + self.gone[index - 1] if index else offset

    def quotable(self, start: int, end: int) -> tuple[int, int]:
        """The longest part of a stretch of the original that holds no order to the scorer."""
        for order_start, order_end in self.orders:
            if start < order_start < end:
                start, end = max((start, order_start), (order_end, end), key=lambda part: part[1] - part[0])
        return start, end


@lru_cache(maxsize=8)
def judged_part(answer: str) -> Judged:
    """Leave out fillers and sentences that give orders to the scorer. Linear in the answer's length.

    So neither the number of fillers nor such an order can change a score, up or down. What was left is kept for a
    moment: several parts of a judgement ask for the same answer's.
    """
    text = answer[:JUDGED_CHARACTERS]
    lowered = lower_in_place(text)
    orders = _orders(lowered)
    fillers = [match.span() for match in _FILLER.finditer(lowered)] if _may_hold_fillers(text, lowered) else []
    spans = fillers + orders
    spans += [(match.start() + 1, match.end()) for match in _ASIDE.finditer(lowered)]
    spans += [match.span() for match in _TORN.finditer(lowered)]
    spans += [(match.start(match.lastindex or 0), match.end()) for match in _OPENING.finditer(lowered)]
    kept: list[str] = []
    seams: list[int] = []
    gone: list[int] = []
    position = length = missing = 0
    for start, end in sorted(spans):
        if end <= position:
            continue
        start = max(start, position)
        kept.append(text[position:start])
        length += start - position
        missing += end - start
        seams.append(length)
        gone.append(missing)
        position = end
    kept.append(text[position:])
    return Judged("".join(kept), seams, gone, orders, len(fillers))


def lower_in_place(text: str) -> str:
    """The text in lower case, every character in its place; the few whose lower case is longer stay as they are."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(lower if len(lower := char.lower()) == 1 else char for char in text)


def _may_hold_fillers(text: str, lowered: str) -> bool:
    """A fast look for fillers among the words, which are looked for anyway."""
    if not text.isascii() or len(text) > MAX_KEPT_CHARACTERS or "you know" in lowered or "i mean" in lowered:
        return True
    return bool(_FILLING.among(set(split_words(text).words)))


_FILLING = RareWords(_FILLER.match)


def _may_be_order(lowered: str) -> bool:
    """A fast look for what every order holds."""
    if any(sign in lowered for sign in _ORDER_SIGNS):
        return True
    for quote in "\"“‘'(*":
        lowered = lowered.replace(quote, " ")
    return not _ORDER_WORDS.isdisjoint(lowered.split())


def _orders(lowered: str) -> list[tuple[int, int]]:
    """The stretches that speak to the scorer."""
    if not _may_be_order(lowered):
        return []
    found = []
    start = 0
    for end in [match.end() for match in SENTENCE_END.finditer(lowered)] + [len(lowered)]:
        sentence = lowered[start:end]
        order = _first_order(sentence) if _may_be_order(sentence) else None
        if order and end - start <= LONGEST_REMOVED:
            found.append((start, end))
        elif order:
            found.append((start + order[0], start + order[1]))
        start = end
    return found


def _first_order(sentence: str) -> tuple[int, int] | None:
    """The stretch of a sentence that gives the first order in it."""
    found = [order.search(sentence) for order, signs in _ORDERS if any(sign in sentence for sign in signs)]
    return min((match.span() for match in found if match), key=lambda span: span[0], default=None)
