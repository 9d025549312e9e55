"""How likely a reading is right, judged by what it left in the texts: labels, times, symbols, whole answers.

A person is scored on it, so each sign that something went wrong lowers the confidence and adds a note.
The weights (`prompts/weights/confidence.json`) come from a logistic regression on generated texts, both
intact and damaged (`benchmarks/fit_confidence.py`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from math import exp
from typing import Final

from interview_cli.text.language import language
from interview_cli.text.lexicon import FUNCTION_WORDS
from interview_cli.transcripts.field_names import without_count
from interview_cli.transcripts.known_words import fitted_weights
from interview_cli.transcripts.label_forms import HEAD_CHARACTERS
from interview_cli.transcripts.labels import names_side
from interview_cli.transcripts.line_times import TIME
from interview_cli.transcripts.model import Reading, Role, Turn, quoted
from interview_cli.transcripts.sentence_acts import has_question_mark
from interview_cli.transcripts.turns import without_noise

MIN_RECURRING: Final = 2
SWALLOWED_WORDS: Final = 8
"""Words before and after a question within a candidate's turn for it to be someone else's question (chosen)."""

LONG_AFTER_WORDS: Final = 25
"""Words after an interviewer's last question for them to be an answer (chosen)."""

MANY: Final = 0.2
"""Share of turns from which on a sign counts fully; a long interview may show each once by chance (chosen)."""

MAX_MARK_CHARACTERS: Final = 40
"""Characters of a word that are examined."""

MIN_LINES: Final = 4
"""With more lines than this, rarely do two thirds have a speaker that no other line has (chosen)."""

BILINGUAL_TURNS: Final = 3
"""The number of longest turns examined; most must change language (chosen)."""

ENGLISH: Final = 0.25
"""Share of English function words that text in other languages does not reach (see `text.language`)."""

_BLANK: Final = "____"
_LISTED: Final = "- …"
_MAX_WORDS_LISTED: Final = 3
"""Words for each dash of a turn below which it is a list of words, as with a time for each (chosen)."""

_SENTENCES: Final = re.compile(r"[.!?…]\s+|\n")
_LABEL: Final = re.compile(r"(?:[^\W\d_][\w'’-]{0,19}|[+]?\d[\d -]{5,19})(?:\s[\w'’()-]{1,19}){0,3}(?=:\s)")
_QUESTION_MARK: Final = re.compile(
    r"(?:\d{1,3}\s+)?(?P<label>(?:Ques|Ans|Question|Answer|Q|A)\s?\d{0,3}(?:\s?[)–-]+\s|\s{2,}|(?=\s[A-Z])|\.?$))"
)
_TIME: Final = re.compile(rf"[\[(]{TIME}[\])]|<\d\d:|\b\d{{1,2}}:\d\d:\d\d\b")
_ARTICLES: Final = frozenset({"A", ""})
"""Usually an article rather than an answer label."""

_DIGITS: Final = re.compile(r"\d+")
_LETTERS: Final = re.compile(r"[^\W\d_]+")
_MARK: Final = re.compile(r"[#@|<>{}\[\]*_/\\=~•–—]|^-|-$|9.*:9")
"""What no spoken word contains, in the shape of a word (digits written as 9) at the edge of a sentence."""

_BEFORE_LABEL: Final = re.compile(r"[\W\d_]{0,24}(?:s[\W\d_]{1,24}){0,2}")


def _labels_in(sentences: Sequence[str]) -> list[str]:
    """What looks like a label or heading at the start of sentences, each time: names of a side, numbers, names that
    recur."""
    certain: list[str] = []
    labels: Counter[str] = Counter()
    for sentence in sentences:
        if sentence[:1] in "QA0123456789" and (match := _QUESTION_MARK.match(sentence)):
            certain.append(match["label"].strip())
        if ":" in sentence[:HEAD_CHARACTERS] and (match := _LABEL.match(sentence)):
            if names_side(match[0]):
                certain.append(match[0])
            elif not match[0][0].islower():
                labels[match[0]] += 1
    recurring = [label for label, count in labels.items() if count >= MIN_RECURRING for _ in range(count)]
    return [label for label in (*certain, *recurring) if label not in _ARTICLES]


def _marks_in(sentences: Sequence[str], turns: Sequence[Turn]) -> list[list[str]]:
    """Words at the edges of sentences whose shape recurs and is not speech, blanks to fill in, and lists of words; by
    shape."""
    forms: dict[str, list[str]] = {}
    edges = [sentence.partition(" ")[0] for sentence in sentences] + [turn.text.rpartition(" ")[2] for turn in turns]
    edges += [_BLANK] * sum(turn.text.count(_BLANK) for turn in turns)
    for word in edges:
        if word.strip(",.?!…-–—").replace("/", "", 1).isalpha() or not without_noise(word):
            continue
        word = word[:MAX_MARK_CHARACTERS].lstrip("\"'“‘(¿¡")
        form = _LETTERS.sub("a", _DIGITS.sub("9", word))
        if len(form) > 1 and _MARK.search(form):
            forms.setdefault(form, []).append(word)
    forms[_LISTED] = [_LISTED for turn in turns if _MAX_WORDS_LISTED * turn.text.count(" - ") > turn.text.count(" ")]
    return [words for words in forms.values() if len(words) >= MIN_RECURRING]


def _speakers_in(sentences: Sequence[str], turns: Sequence[Turn]) -> list[str]:
    """Speaker labels at the start of sentences, except where somebody is addressed by name."""
    labels = {turn.speaker_label for turn in turns if turn.speaker_label and len(turn.speaker_label) > 1}
    known = tuple(sorted(labels, key=len, reverse=True))
    found = []
    for sentence in sentences:
        if sentence[:1].isalpha() or (before := _BEFORE_LABEL.match(sentence)) is None:
            text = sentence
        else:
            text = sentence[before.end() :]
        if text.startswith(known):
            label = next(label for label in known if text.startswith(label))
            after = text[len(label) : len(label) + 1]
            if after and not after.isalnum() and after not in "'’,.!?":
                found.append(label)
    return found


def _swallows(turn: Turn) -> bool:
    """Whether a turn seems to contain both a question and its answer."""
    if turn.role is Role.INTERVIEWER:
        return turn.text.rpartition("?")[2].count(" ") >= LONG_AFTER_WORDS
    before, _, after = turn.text.partition("?")
    return turn.role is Role.CANDIDATE and min(before.count(" "), after.count(" ")) >= SWALLOWED_WORDS


def _are_bilingual(turns: Sequence[Turn]) -> bool:
    """Whether most of the longest turns end in a different language than they start in, as with a translation."""
    texts = sorted((turn.text for turn in turns), key=len)[-BILINGUAL_TURNS:]
    longest = [text.casefold().split() for text in texts]
    ends = [(words[: len(words) // 3], words[-len(words) // 4 :]) for words in longest]
    unclear = [each for each in ends if not all(map(_is_english, each))]
    return 2 * len(unclear) > len(ends) and 2 * sum(map(_changes_language, unclear)) > len(ends)


def _is_english(words: Sequence[str]) -> bool:
    return sum(word in FUNCTION_WORDS for word in words) > ENGLISH * len(words)


def _changes_language(ends: tuple[Sequence[str], Sequence[str]]) -> bool:
    front, back = [" ".join(words) for words in ends]
    last = language(back)  # the shorter one, and mostly too short to tell, which is known at once
    return last is not None and language(front) not in {None, last}


def _holds_time(turn: Turn) -> bool:
    text = turn.text
    return text.startswith(": ") or (":" in text and _TIME.search(text) is not None)


def signs_of(turns: Sequence[Turn], named: bool = True) -> tuple[dict[str, float], tuple[str, ...]]:
    """What speaks against a reading, by name from 0 to 1, and notes that say so. The cost is linear in the texts.

    `named`: the source names the speakers.
    """
    said = [turn for turn in turns if turn.role is not Role.OTHER or turn.speaker_label is None]
    texts = [without_count(turn.text) if turn.role is Role.INTERVIEWER else turn.text for turn in said]
    sentences = [each for each in _SENTENCES.split("\n".join(texts)) if each]
    asking = [turn for turn in turns if has_question_mark(turn.text)]
    notes = []
    if not named:
        only = next(filter(None, (turn.speaker_label for turn in turns)), None)
        who = f"Only {only} is named as a speaker" if only else "No speakers are named"
        notes.append(f"{who}: who is speaking was inferred from the questions.")
    if headings := _labels_in(sentences):
        notes.append(f"Read as speech, but looks like a label or heading: {quoted(dict.fromkeys(headings))}.")
    if inside := _speakers_in(sentences, turns):
        notes.append(f"Speaker names appear inside the text of turns: {quoted(dict.fromkeys(inside))}.")
    if times := list(filter(_holds_time, turns)):
        notes.append(f"Read as speech with a timestamp in it: {quoted(turn.text for turn in times)}.")
    if marks := _marks_in(sentences, said):
        notes.append(f"Symbols that are not speech are left in turns: {quoted(words[0] for words in marks)}.")
    if bilingual := _are_bilingual(turns):
        notes.append("Turns start in one language and end in another; the file may contain a translation.")
    labels = {turn.speaker_label or "" for turn in turns}
    labels = {_DIGITS.sub("", label) if names_side(label) else label for label in labels}
    labels_once = named and len(turns) > MIN_LINES and 3 * len(labels) > 2 * len(turns)
    if labels_once:
        notes.append("Almost every line has a different speaker.")
    swallowed = list(filter(_swallows, asking)) if named else []
    if swallowed:
        notes.append(
            f"A question and what may be its answer are one turn: {quoted(turn.text for turn in swallowed)}."
        )

    def share(count: int) -> float:
        return min(1.0, count / max(1.0, MANY * len(turns)))

    signs = {
        "unnamed": float(not named),
        "sections": share(len(headings)),
        "inside": share(len(inside)),
        "times": share(len(times)),
        "labels_once": float(labels_once),
        "bilingual": float(bilingual),
        "marks": share(sum(map(len, marks))),
        "swallowed": share(len(swallowed)),
    }
    return signs, tuple(notes)


def doubts(turns: Sequence[Turn], named: bool = True) -> Reading:
    """How far turns with decided roles can be trusted, and why."""
    signs, notes = signs_of(turns, named)
    return Reading(1.0 if not notes else round(likelihood(signs, fitted_weights("confidence")), 2), notes)


def likelihood(signs: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """The likelihood by logistic weights, 0–1: that a reading with these signs is right, or a division with these."""
    score = weights.get("", 0.0) + sum(weights.get(name, 0.0) * value for name, value in signs.items())
    return 1 / (1 + exp(-score))
