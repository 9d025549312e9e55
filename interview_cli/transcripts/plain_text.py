"""Plain text with speaker labels and times, as people and services write them, or without any.

Understood at the start of a line, with or without Markdown emphasis: `Jane Doe: hello`, `[00:12] Jane: hello`,
`Jane Doe (00:12): hello`, `00:12<tab>Jane Doe<tab>hello`; above the text it belongs to: `Jane Doe  0:12` (Otter,
Teams), `[00:12] Jane Doe`, `Interviewer`; a time alone. Other ways to mark speakers are understood when they
recur (`label_forms`). Without speakers a turn is a paragraph.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import pairwise
from typing import Final

from interview_cli.errors import InputError
from interview_cli.transcripts.around_speech import without_marks_of_programs
from interview_cli.transcripts.asking import asks, sentences
from interview_cli.transcripts.division_features import Said
from interview_cli.transcripts.divisions import Division, best_division
from interview_cli.transcripts.label_forms import HEAD_CHARACTERS, Line, split_prefix
from interview_cli.transcripts.labels import could_be_label, is_name_like, marks_question, names_side, role_of_label
from interview_cli.transcripts.line_times import is_date, leading_time
from interview_cli.transcripts.log_lines import speech_in_log
from interview_cli.transcripts.model import Reading, Role, Transcript, quoted
from interview_cli.transcripts.proposals import Choice, choose
from interview_cli.transcripts.remarks import foot_of, odd_lines, remarks_in
from interview_cli.transcripts.text_turns import turns_of
from interview_cli.transcripts.turns import MAX_TURNS, check_length, is_stage_direction, too_many_turns, without_noise

_QUOTED: Final = re.compile(
    r"\s*(?:>\s?|(?:[*•◦‣▪]|[\u2600-\u27bf\U0001f300-\U0001faff]\ufe0f?)\s)+(?:\[!\w{1,20}\][+-]?\s*)?"
)
"""Quotation marks, bullets, emoji and Markdown callouts."""

_MARK: Final = re.compile(
    r"[\s*_]*(?P<label>[^\W\d_][^:\n\d]{0,30}):[*_]*\s[*_]*[0-9]{1,3}(?:[.,][0-9])?(?:\s?/\s?[0-9]{1,3})?[\s*_]*"
)
"""A score for an answer: `Nota: 7`, `Punkte: 3/5`."""
_MARK_CHARACTERS: Final = 50

_ONLY_SIGNS: Final = re.compile(r"\s*[^\w\s]\W{2,}$")
_BLANK_RULE: Final = Line("", None, is_rule=True)
_BLANK_LINES: Final = re.compile(r"\n(?>(?:[ \t]*+\n)+)")
_BRACKETS: Final = re.compile(r"\([^()]{0,80}\)")
_ANY_LABEL: Final = re.compile(r"[^\W\d_][^:.?!\n]{0,24}:\s")
_LABEL_INSIDE: Final = re.compile(r"(?<=[.?!…]) (?P<label>[^\W\d_][\w'’.-]{0,19}(?: [^\W\d_][\w'’.-]{0,19}){0,3}): ")
_LINE_NUMBER: Final = re.compile(r"[ \t]{0,12}(?P<number>[0-9]{1,4})(?=\s|$)")
_MIN_NUMBERED: Final = 6
_MIN_NUMBERED_SHARE: Final = 0.8
"""Share of lines that must start with a number, and of those numbers that must count up (chosen)."""

LIKELY: Final = 0.7
"""Highest confidence of a reading that left out text which may be speech (chosen)."""

CERTAIN: Final = 0.9
"""At this likelihood a reading counts as certain (chosen)."""

EVEN: Final = 0.5
"""At this likelihood a text is divided into several interviews, below it is read as one."""

POSSIBLE: Final = 0.1
"""At this likelihood it is said that a text read as one may hold several (`1 - CERTAIN`)."""

SURE: Final = 0.6
"""How likely it must be that a text names its speakers, or that it does not; otherwise it is refused (chosen)."""


def plain_transcripts(text: str, source: str, fallback_id: str) -> Iterator[Transcript]:
    """The interviews in a text, usually one.

    Raises InputError when it contains none, several that cannot be separated, or too many turns, or when it is
    unclear whether its lines start with speakers.
    """
    written = written_lines(text, source)
    division = best_division(written, said_in)
    read: list[Transcript] = []
    if division and division.likelihood >= EVEN:
        with suppress(InputError):
            read = [_transcript(part.body, source, fallback_id, part.head) for part in division.parts]
        read = [each for each in read if len(each.turns) > 1]
        if division.family.recurs and len(read) == len(division.parts):
            raise InputError(f"{source} contains several interviews in one text; save each in its own file.")
    if division is None or len(read) < len(division.parts):
        doubt = Reading()
        if division and division.likelihood >= POSSIBLE:
            doubt = _doubt("may begin", division, max(POSSIBLE, 1 - division.likelihood))
        elif division and division.has_sections and not _are_questions_below_labels(written):
            written = ["" if index in division.family.at else line for index, line in enumerate(written)]
        yield _with(_transcript(written, source, fallback_id), doubt)
        return
    sure = division.likelihood >= CERTAIN
    doubt = Reading() if sure else _doubt("were taken to begin", division, division.likelihood)
    named = [each for each in read if any(turn.speaker_label for turn in each.turns)]
    if 0 < len(named) < len(read):  # the others are about the interview
        doubt = doubt.and_(left_out([each.turns[0].text for each in read if each not in named]))
        read = named
    for number, each in enumerate(read, 1):
        yield replace(_with(each, doubt), id=f"{fallback_id}-{number}" if len(read) > 1 else fallback_id)


def _are_questions_below_labels(written: list[str]) -> bool:
    """Whether questions stand below labels, such as `Question 1`, which are not mere headings then."""
    lines = _lines(written)
    hits = choose(lines).best.hits
    ends = [*(hit.at for hit in hits[1:]), len(lines)]
    return any(
        marks_question(hit.split.label) and not hit.split.text and any(line.whole for line in lines[hit.at + 1 : end])
        for hit, end in zip(hits, ends, strict=False)
    )


def _with(transcript: Transcript, doubt: Reading) -> Transcript:
    return replace(transcript, reading=transcript.reading.and_(doubt))


def _doubt(verb: str, division: Division, confidence: float) -> Reading:
    shown = " and ".join(repr(text[:60]) for text in division.family.texts[:2])
    return Reading(round(confidence, 2), (f"Different interviews {verb} at {shown}.",))


def said_in(written: list[str]) -> Said:
    """Who says what in lines, as far as speakers are named."""
    best = choose(_lines(written)).best
    return [(hit.split.label, hit.split.text) for hit in best.hits]


def plain_transcript(text: str, source: str, fallback_id: str) -> Transcript:
    """The only interview in a text. Raises InputError as `plain_transcripts` does, and when there are several."""
    first, *others = plain_transcripts(text, source, fallback_id)
    if others:
        raise InputError(f"{source} contains several interviews in one text; save each in its own file.")
    return first


def _transcript(written: list[str], source: str, fallback_id: str, head: Sequence[str] = ()) -> Transcript:
    """The interview in some lines below a head, by the speakers they name or otherwise by paragraph."""
    lines = _lines(written)
    choice = choose(lines)
    unsure = 1 - SURE < choice.named < SURE
    if unsure or (not choice.best.hits and _has_unknown_labels(lines)):
        raise InputError(_unclear(source, choice, lines))
    candidate = _candidate_in([*_lines(list(head)), *lines[: choice.best.begin]])
    begins = [hit.at for hit in choice.best.hits]
    dates = {index for index in range(min(begins, default=len(lines)), len(lines)) if is_date(lines[index].whole)}
    lines = without(lines, dates)
    sure, likely = remarks_in(lines, set(begins))
    lines = without(lines, sure)
    foot = foot_of(lines, begins, choice.best.speakers)
    dropped = {*(index for index in likely if index > begins[0]), *range(foot, len(lines))}
    shown = [lines[index].whole for index in sorted(dropped) if lines[index].whole]
    lines = without(lines, dropped)
    turns = turns_of(lines, choice.best, source, of_several_days=bool(dates))
    odd = odd_lines(lines, {hit.at for hit in choice.best.hits})
    return Transcript(fallback_id, source, turns, candidate=candidate, reading=_reading(choice, shown, odd))


def _candidate_in(header: list[Line]) -> str | None:
    """The name after `Candidate:` above an interview."""
    for line in header:
        prefix = split_prefix(line.whole)
        if prefix and role_of_label(prefix[0]) is Role.CANDIDATE and is_name_like(name := prefix[1].strip(" *_")):
            return _BRACKETS.sub("", name).strip() or None
    return None


def without(lines: Sequence[Line], left_out: Container[int]) -> list[Line]:
    """Lines in which those left out are blank."""
    return [Line("", line.time) if index in left_out else line for index, line in enumerate(lines)]


def left_out(texts: Sequence[str], what: str = "Left out as not speech") -> Reading:
    """A reading that left out some texts which may have been speech."""
    return Reading(LIKELY, (f"{what}: {quoted(texts)}.",)) if texts else Reading()


def _reading(choice: Choice, dropped: Sequence[str], odd: Sequence[str]) -> Reading:
    if dropped or odd:
        unsure = left_out(dropped) if dropped else left_out(odd, "Read as speech, but may be notes")
        return replace(unsure, confidence=min(LIKELY, round(choice.likelihood, 2)))
    if choice.likelihood >= CERTAIN:
        return Reading()
    taken, other = ({hit.split.label for hit in proposal.hits} for proposal in (choice.best, choice.next))
    unclear = quoted(sorted(taken ^ other))
    note = (
        f"It is uncertain whether these are speakers: {unclear}."
        if unclear
        else "It is uncertain where the interview begins."
    )
    return Reading(round(choice.likelihood, 2), (note,))


def lines_of(text: str, source: str) -> list[Line]:
    """The lines of a text. Raises InputError when there are too many."""
    return _lines(written_lines(text, source))


def written_lines(text: str, source: str) -> list[str]:
    """The lines of a text as they are written. Raises InputError when there are too many."""
    check_length(text, source)
    text = _by_labels_inside(without_marks_of_programs(speech_in_log(text)))
    written = _BLANK_LINES.sub("\n\n", text).split("\n")
    if len(written) > 2 * MAX_TURNS:
        raise too_many_turns(source)
    return written


def _by_labels_inside(text: str) -> str:
    """A text with a line for each speaker, if it has lost its line breaks: labels recur, but start few lines."""
    counts = Counter(found["label"] for found in _LABEL_INSIDE.finditer(text))
    recurring = [label for label, count in counts.items() if count > 1]
    speakers = {label for label in recurring if is_name_like(label) and could_be_label(label)}
    starts = sum(split_prefix(line) is not None for line in text.split("\n")) if len(speakers) > 1 else 0
    if len(speakers) < 2 or sum(counts[label] for label in speakers) <= 2 * starts:
        return text
    return _LABEL_INSIDE.sub(lambda found: ("\n" if found["label"] in speakers else " ") + found[0][1:], text)


def _lines(written: list[str]) -> list[Line]:
    return [
        _BLANK_RULE if _ONLY_SIGNS.match(line[:HEAD_CHARACTERS]) else _parted(line)
        for line in _without_numbers(written)
        if not _is_noise(line)
    ]


def _without_numbers(lines: list[str]) -> list[str]:
    """Lines without their line numbers, if nearly all have one and count up, perhaps from 1 on each page."""
    numbers = [(index, match) for index, line in enumerate(lines) if (match := _LINE_NUMBER.match(line))]
    filled = sum(1 for line in lines if line.strip())
    if len(numbers) < max(_MIN_NUMBERED, _MIN_NUMBERED_SHARE * filled):
        return lines
    steps = [(int(a["number"]), int(b["number"])) for (_, a), (_, b) in pairwise(numbers)]
    if sum(1 for a, b in steps if b in {a + 1, 1}) < _MIN_NUMBERED_SHARE * len(steps):
        return lines
    bare = {index: lines[index][match.end() :] for index, match in numbers}
    return [bare.get(index, line) for index, line in enumerate(lines)]


def _is_noise(line: str) -> bool:
    """Whether a line only describes a sound or gives a score, and does not separate turns."""
    if len(line) < _MARK_CHARACTERS and ":" in line and (mark := _MARK.fullmatch(line)):
        return not names_side(mark["label"])
    if line.startswith("<"):
        return not without_noise(line)
    return line.startswith(("[", "(")) and line.endswith(("]", ")")) and is_stage_direction(line[1:-1])


def _parted(line: str) -> Line:
    """A line without its quotation marks and the time at its start."""
    if quote := _QUOTED.match(line):
        line = line[quote.end() :]
    time = leading_time(line[:HEAD_CHARACTERS])
    return Line(line[time.stop :].strip() if time else line.strip(), time)


def _unclear(source: str, choice: Choice, lines: Sequence[Line]) -> str:
    """Why a text is refused: what might or might not be speakers."""
    proposal = choice.best if choice.best.hits else choice.next
    labels = [hit.split.label for hit in proposal.hits] or [
        match[0].rstrip(": ") for line in lines if (match := _ANY_LABEL.match(line.whole))
    ]
    names = quoted(dict.fromkeys(labels))
    return (
        f"{source}: no speaker labels were found{f' with certainty ({names} might be labels)' if names else ''}; "
        "start each turn with a name that is used consistently, such as Interviewer: and Candidate:."
    )


def _has_unknown_labels(lines: list[Line]) -> bool:
    """Whether a question is asked in lines most of which seem to start with a speaker."""
    filled = [line.whole for line in lines if line.whole]
    labelled = sum(1 for line in filled if _ANY_LABEL.match(line))
    return 2 * labelled > len(filled) > 1 and any(asks(sentence) for line in filled for sentence in sentences(line))
