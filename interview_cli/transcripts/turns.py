"""Making turns from what the formats deliver, in the order they were spoken."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import chain, islice, pairwise
from typing import Final
from unicodedata import category

from interview_cli.errors import InputError
from interview_cli.interview.spoken import Word
from interview_cli.text.decoding import flatten, unescaped
from interview_cli.transcripts.line_times import NEXT_DAY_S, TIME, are_newest_first
from interview_cli.transcripts.model import Role, Turn
from interview_cli.transcripts.several import parts_of_turns

MAX_TURNS: Final = 100_000
"""A cue per second for a day; more is not an interview and would block a worker."""

MAX_TEXT_CHARACTERS: Final = 4_000_000
"""Captions of a day; a longer text is not an interview."""

MAX_LABEL_CHARACTERS: Final = 80
MAX_SPEAKERS: Final = 30
"""More labels than this are not searched for inside texts (chosen): far more than speak in an interview."""

MAX_ASIDE_CHARACTERS: Final = 200
"""What another speaker says in brackets within a turn is no longer (chosen)."""

_MIN_QUOTED: Final = 2
"""Labels inside what one speaker says that may be quoted rather than begin turns (chosen)."""

_NOISE_WORD: Final = (
    r"(?:laugh\w*|chuckl\w*|giggl\w*|inaudible|unintelligible|indiscernible|cross-?talk|overlapping|silence|"
    r"music|applause|cough\w*|clears throat|sigh\w*|pause[sd]?|noise|blank_audio|foreign|"
    r"risas?|risos|risate|rires?|gelächter|lacht|lachen|unverständlich|ininteligible|inaudible)"
)
_NOISE: Final = re.compile(
    rf"[\[(<]\s*(?:\w{{1,20}}\s)?{_NOISE_WORD}(?:\s(?:at\s)?[\d:.,\s–-]{{1,32}})?\s*[\])>]"
    rf"|\[(?:{TIME}|[0-9.]{{1,8}}s)\]|#{TIME}#|[♪♫]+|//\s?\w{{1,8}}:[^/\n]{{1,60}}//"
    r"|(?<=[\w.?!,])\[(?:[a-z]{1,2}|[0-9]{1,3})\]"
    r"|(?:\A|(?<=\s))<[^\W\d_][^<>\n/ ]{0,30} [^<>\n/=]{1,60}>(?=\s*\Z)",
    re.IGNORECASE,
)
"""What nobody says: sounds, times, footnote marks (`[a]`), attachments (`<Media omitted>`); and what the listener
says meanwhile (`//I: Mhm.//`)."""

_SCORE: Final = re.compile(r"(?<=\S)\s?[\[(]\s?[0-9]{1,2}(?:\.[0-9])?\s?/\s?(?:5|10|20|100)\s?[\])]\Z")
"""A score for what is said, at its end."""

_ATTACHMENT: Final = re.compile(r"\[ [^\s\[\].,?!]{1,20}(?: [^\s\[\].,?!]{1,20})? \]")
"""What a chat shows in place of speech: `[ Photo ]`."""

_SIGNS: Final = frozenset({"Ps", "So"})
"""The kinds of signs that may be all of an answer, as `{}` and an emoji are."""


def without_noise(text: str) -> str:
    """A text without what nobody says."""
    if "[" in text or "(" in text or "#" in text or "<" in text or "//" in text or "♪" in text or "♫" in text:
        return flatten(_NOISE.sub(" ", text))
    return text


def is_stage_direction(text: str) -> bool:
    """Whether a text in brackets describes a sound rather than a speaker: "laughter", "inaudible 00:12"."""
    return _NOISE.fullmatch(f"[{text}]") is not None


def make_turn(
    label: str | None,
    text: str,
    start_s: float | None = None,
    end_s: float | None = None,
    words: Sequence[Word] | None = None,
) -> Turn | None:
    """A turn of a speaker whose role is not known yet, without stage directions; None if no word was said."""
    text = without_noise(flatten(text))
    if "&" in text:
        text = flatten(unescaped(text))
    if not any(map(str.isalnum, text)) and not (label and any(category(sign) in _SIGNS for sign in text)):
        return None
    if _ATTACHMENT.fullmatch(text):
        return None
    if start_s is not None and end_s is not None and end_s < start_s:
        end_s = start_s
    return Turn(label and _clean_label(label), Role.UNKNOWN, text, start_s, end_s, tuple(words) if words else None)


@lru_cache(maxsize=1024)
def _clean_label(label: str) -> str | None:
    return flatten(label)[:MAX_LABEL_CHARACTERS].strip().rstrip(" :：") or None


def check_length(text: str, source: str) -> None:
    """Raise InputError when a text is too long to be one interview."""
    if len(text) > MAX_TEXT_CHARACTERS:
        raise InputError(
            f"{source} contains more than {MAX_TEXT_CHARACTERS:,} characters, too many for an interview."
        )


def too_many_turns(source: str) -> InputError:
    """The error for a file with more turns than any interview has."""
    return InputError(f"{source} contains more than {MAX_TURNS:,} cues or lines, too many for an interview.")


def collect(turns: Iterable[Turn | None], source: str) -> tuple[Turn, ...]:
    """The non-empty turns, in the order they start; the last one may be written first.

    Raises InputError when there are none, or more than any interview has.
    """
    kept = list(islice(filter(None, turns), MAX_TURNS + 1))
    if len(kept) > MAX_TURNS:
        raise too_many_turns(source)
    if not kept:
        raise InputError(f"{source} contains nothing that could be read as speech.")
    if are_newest_first(turn.start_s for turn in kept if turn.start_s is not None):
        kept.reverse()
    divided = _by_labels_inside(_without_scores(kept))
    return tuple(chain.from_iterable(map(_in_time_order, parts_of_turns(divided))))


def _without_scores(turns: list[Turn]) -> list[Turn]:
    """Turns without the score at their end, if most turns of a speaker have one."""
    scored = Counter(turn.speaker_label for turn in turns if turn.text[-1] in ")]" and _SCORE.search(turn.text))
    counts = Counter(turn.speaker_label for turn in turns) if scored else scored
    labels = {label for label, count in scored.items() if 2 * count > counts[label] > 1}
    return [replace(turn, text=_SCORE.sub("", turn.text)) if turn.speaker_label in labels else turn for turn in turns]


def _by_labels_inside(turns: list[Turn]) -> list[Turn]:
    """Turns divided where a sentence is followed by the label of one of the speakers, a colon, and another sentence.

    In brackets another speaker interrupts: `I waited. (I: Mhm.) Then I asked.`
    """
    counts = Counter(turn.speaker_label for turn in turns if turn.speaker_label)
    speakers = [label for label, count in counts.most_common(MAX_SPEAKERS) if count > 1]
    if len(speakers) < 2 or not any(": " in turn.text for turn in turns):
        return turns
    labels = "|".join(map(re.escape, speakers))
    not_lower = "" if any(turn.text[0].islower() for turn in turns) else "(?![a-zß-ÿ])"
    inside = re.compile(
        rf"(?<=[.?!…]) ({labels}): {not_lower}| ?[(\[]({labels}): ([^()\[\]]{{1,{MAX_ASIDE_CHARACTERS}}})[)\]] ?"
    )
    divided: list[Turn] = []
    for turn, after in zip(turns, [*turns[1:], None], strict=True):
        said, *rest = inside.split(turn.text) if ": " in turn.text and not turn.words else [turn.text]
        speaking = [turn.speaker_label, *filter(None, rest[::4])]
        speaking += [after.speaker_label] if after and len(speaking) > _MIN_QUOTED else []
        if any(one == other for one, other in pairwise(speaking)):  # a dialogue that is quoted
            said, rest = turn.text, []
        divided.append(replace(turn, text=said) if rest else turn)
        pieces = iter(rest)
        for label, other, interruption, text in zip(pieces, pieces, pieces, pieces, strict=True):
            if interruption:
                divided.append(replace(turn, speaker_label=other, text=interruption))
            divided.append(replace(turn, speaker_label=label or divided[-2].speaker_label, text=text))
    return [turn for turn in divided if turn.text]


def _in_time_order(turns: Sequence[Turn]) -> Sequence[Turn]:
    """Turns by their start if all have one (cross-talk and one-channel-after-the-other files are not in order).

    Where several speak before and after a time that is much earlier, it is a time of day on another day.
    """
    latest_s, stretches = 0.0, [set[str | None]()]
    for turn in turns:
        if turn.start_s is None:
            return turns
        if turn.start_s < latest_s - NEXT_DAY_S:
            stretches.append(set())
            latest_s = 0.0
        stretches[-1].add(turn.speaker_label)
        latest_s = max(latest_s, turn.start_s)
    if len(stretches) > 1 and all(len(speakers) > 1 for speakers in stretches):
        return turns
    return sorted(turns, key=lambda turn: turn.start_s or 0.0)
