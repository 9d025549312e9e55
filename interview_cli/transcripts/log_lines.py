"""Logs of programs that hold interviews: the lines among all others that say what was said, and by whom.

What stands before the message of a line up to its level (`INFO`) is left out. Messages that begin alike, up to a
colon, bracket or quote, form a group: `interview - AGENT: …`, `TTS: Generating [...]`, `Added transcript: [User] …`.
The groups of speech are those whose messages differ and read like sentences. The numbers are chosen.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from itertools import islice
from typing import Final

from interview_cli.text.sentences import is_ended
from interview_cli.text.words import count_words
from interview_cli.transcripts.interviews import says
from interview_cli.transcripts.labels import could_be_label, role_of_label
from interview_cli.transcripts.model import Role

_LEVEL: Final = re.compile(
    r"[^\n]{0,100}?(?<![\w-])(?:(?:TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|CRITICAL|FATAL)(?![\w-])"
    r"|level=\"?[a-z]{4,8}\"?(?=\s))[\]|:\s-]{0,12}"
)
_CLOCK: Final = re.compile(r"(?:[0-9]{4}-[0-9]{2}-[0-9]{2}[ T])?[0-9]{2}:[0-9]{2}:[0-9]{2}")
_STOP: Final = re.compile(r"[\]:|>\"]\s*|\[| - ")
_DIGITS: Final = re.compile(r"[0-9]+")
_WORD: Final = re.compile(r"[^\W\d_]+")
_QUOTE: Final = re.compile(r'(?<!\\)"')
_NO_SPEECH: Final = re.compile(r"[={}<>#_/\\]|\w\(")
_HEAD_CHARACTERS: Final = 160
_MAX_STOPS: Final = 12
_MIN_LINES: Final = 4
_MIN_SHARE: Final = 0.6
_MIN_PART: Final = 0.2
_MIN_DIFFERENT: Final = 0.7
_MIN_WORDS: Final = 3

_Said = list[tuple[int, str]]
"""The lines of a group: their indexes, and what the messages say behind what they begin with."""


def speech_in_log(text: str) -> tuple[str, list[str]]:
    """The speech in a log as lines with time and speaker, and what else may be speech; other text as it is."""
    if not any(level in text for level in ("INFO", "DEBUG", "level=")):
        return text, []
    lines = [line for line in text.split("\n") if line.strip()]
    parts: list[list[str]] = []
    times: list[str] = []
    for line in lines:
        if begin := _LEVEL.match(line):
            time = _CLOCK.search(line[:_HEAD_CHARACTERS])
            times.append(f"[{time[0]}] " if time else "")
            parts.append([line[begin.end() :]])
        elif parts:
            parts[-1].append(line.strip())
    if len(parts) < max(_MIN_LINES, _MIN_SHARE * len(lines)):
        return text, []
    groups, others = _speakers(_groups([" ".join(each) for each in parts]))
    labels = {head: _label(head) or f"Speaker {number}" for number, head in enumerate(groups, 1)}
    if len(set(labels.values())) < 2:
        return text, []
    spoken = sorted((place, labels[head], said) for head, all_said in groups.items() for place, said in all_said)
    return "\n".join(f"{times[place]}{label}: {said}" for place, label, said in spoken), others


def _groups(messages: list[str]) -> dict[str, _Said]:
    """The messages by what they begin with: the longest beginning that a fair part of those like it have."""
    stops = [
        [match.end() for match in islice(_STOP.finditer(message[:_HEAD_CHARACTERS]), _MAX_STOPS)]
        for message in messages
    ]
    heads = [
        [_DIGITS.sub("", message[:stop]) for stop in ends] for message, ends in zip(messages, stops, strict=True)
    ]
    counts = Counter(head for each in heads for head in each)
    groups: defaultdict[str, _Said] = defaultdict(list)
    for place, (message, ends, begins) in enumerate(zip(messages, stops, heads, strict=True)):
        head, stop = "", 0
        for begin, end in zip(begins, ends, strict=True):
            if counts[begin] < max(2, _MIN_PART * counts[head]):
                break
            head, stop = begin, end
        said = message[stop:]
        if head.endswith('"'):
            said = _QUOTE.split(said, maxsplit=1)[0].replace('\\"', '"')
        groups[head].append((place, said.removesuffix("]").strip()))
    return groups


def _speakers(groups: dict[str, _Said]) -> tuple[dict[str, _Said], list[str]]:
    """The groups of what the two sides say, each sentence once, and what others may say."""
    kept: dict[str, _Said] = {}
    for head, said in sorted(groups.items(), key=lambda each: -sum(len(text) for _, text in each[1]) / len(each[1])):
        if head and _is_speech([text for _, text in said]) and not _is_told(said, kept):
            kept[head] = said
    sides = {head: role_of_label(_label(head) or "") for head in kept}
    if {Role.INTERVIEWER, Role.CANDIDATE} <= set(sides.values()):
        chosen = [head for head in kept if sides[head] is not Role.UNKNOWN]
    else:
        chosen = sorted(kept, key=lambda head: -sum(len(text) for _, text in kept[head]))[:2]
    unheard = [
        said[0][1]
        for head, said in groups.items()
        if head not in chosen and (head in kept or (_may_be_speech(said) and not _is_told(said, kept)))
    ]
    return {head: kept[head] for head in chosen}, unheard


def _is_speech(texts: list[str]) -> bool:
    """Whether texts differ in more than numbers and read like sentences."""
    spoken = [
        text for text in texts if not _NO_SPEECH.search(text) and (is_ended(text) or count_words(text) > _MIN_WORDS)
    ]
    different = {_DIGITS.sub("", text) for text in spoken}
    return len(texts) > 1 and len(different) >= _MIN_DIFFERENT * len(texts)


def _may_be_speech(said: _Said) -> bool:
    """Whether most messages of a group differ and are as long as a sentence; a single one must end like one."""
    texts = {_DIGITS.sub("", text) for _, text in said if count_words(text) > _MIN_WORDS}
    return len(texts) >= _MIN_DIFFERENT * len(said) and (len(said) > 1 or is_ended(said[0][1]))


def _is_told(said: _Said, kept: dict[str, _Said]) -> bool:
    """Whether most lines of a group repeat one next to them: interim results, or sentences of what was said."""
    told = sorted(each for other in kept.values() for each in other)
    again = 0
    for each in said:
        after = bisect_left(told, each)
        again += any(says(other, each[1]) for _, other in told[max(0, after - 1) : after + 1])
    return 2 * again > len(said)


def _label(head: str) -> str | None:
    """Who speaks in the messages that begin with a text: the word for a side in it, or its last words as a label."""
    named = next((word for word in reversed(_WORD.findall(head)) if role_of_label(word) is not Role.UNKNOWN), None)
    last = [label for part in _STOP.split(head) if (label := " ".join(_WORD.findall(part)))]
    return named or next((label for label in last[-1:] if could_be_label(label)), None)
