"""Plain text with speaker labels and times, as people and services write them, or without any.

Understood at the start of a line, with or without Markdown emphasis: `Jane Doe: hello`, `[00:12] Jane: hello`,
`Jane Doe (00:12): hello`, `00:12<tab>Jane Doe<tab>hello`; above the text it belongs to: `Jane Doe  0:12` (Otter,
Teams), `[00:12] Jane Doe`, `Interviewer`; a time alone. Other ways to mark speakers are understood when they
recur (`label_forms`). Without speakers a turn is a paragraph.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import pairwise
from typing import Final

from interview_cli.errors import InputError
from interview_cli.transcripts.asking import asks, sentences, speaks_of_oneself
from interview_cli.transcripts.division_features import Said
from interview_cli.transcripts.divisions import Division, best_division
from interview_cli.transcripts.label_forms import BY_LOOK, HEAD_CHARACTERS, Line, split_prefix
from interview_cli.transcripts.labels import is_name_like, is_section, marks_question, role_of_label
from interview_cli.transcripts.line_times import is_date
from interview_cli.transcripts.model import Reading, Role, Transcript, quoted
from interview_cli.transcripts.numbered_lists import answers_by_number
from interview_cli.transcripts.proposals import Choice, choose
from interview_cli.transcripts.reading_features import Hit
from interview_cli.transcripts.remarks import foot_of, notices_in, odd_lines, remarks_in, verdicts_in
from interview_cli.transcripts.text_lines import lines_in, without, written_lines
from interview_cli.transcripts.text_turns import turns_of
from interview_cli.transcripts.turns import check_length

_BRACKETS: Final = re.compile(r"\([^()]{0,80}\)")
_WITH_ROLE: Final = re.compile(r"(?P<name>[^,;:：、()（）\n]{2,60})[(（](?P<role>[^()（）\n]{1,40})[)）]")
_ANY_LABEL: Final = re.compile(r"[^\W\d_][^:.?!\n]{0,24}:\s")
OF_LOOKS: Final = 0.8
"""Highest confidence where only the look of lines tells who speaks (chosen)."""

LIKELY: Final = 0.7
"""Highest confidence of a reading that left out text which may be speech (chosen)."""

CERTAIN: Final = 0.9
"""At this likelihood a reading counts as certain (chosen)."""

EVEN: Final = 0.5
"""At this likelihood a text is divided into several interviews, below it is read as one."""

POSSIBLE: Final = 0.1
"""At this likelihood it is said that a text read as one may hold several (`1 - CERTAIN`)."""

_MAX_SAID_CHARACTERS: Final = 100_000
_MAX_QUOTES: Final = 40
"""So much of the longest part of a text, and so many turns of the others, are compared (chosen)."""

SURE: Final = 0.6
"""How likely it must be that a text names its speakers, or that it does not; otherwise it is refused (chosen)."""


def plain_transcripts(text: str, source: str, fallback_id: str) -> Iterator[Transcript]:
    """The interviews in a text, usually one.

    Raises InputError when it contains none, several that cannot be separated, or too many turns, or when it is
    unclear whether its lines start with speakers.
    """
    check_length(text, source)
    if apart := answers_by_number(text.split("\n"), source, fallback_id):
        yield apart
        return
    written, removed = written_lines(text, source)
    division = best_division(written, said_in)
    read: list[Transcript] = []
    if division and division.likelihood >= EVEN:
        with suppress(InputError):
            read = [_transcript(part.body, source, fallback_id, part.head) for part in division.parts]
        read = [each for each in read if len(each.turns) > 1]
        if division.family.recurs and len(read) == len(division.parts):
            raise InputError(f"{source} contains several interviews in one text; save each in its own file.")
    if division is None or len(read) < len(division.parts):
        doubt = left_out(removed)
        if division and division.likelihood >= POSSIBLE and len(read) != 1:  # one part alone is no division
            doubt = doubt.and_(_doubt("may begin", division, max(POSSIBLE, 1 - division.likelihood)))
        elif division and division.has_sections and not _are_questions_below_labels(written):
            written = ["" if index in division.family.at else line for index, line in enumerate(written)]
        yield _with(_transcript(written, source, fallback_id), doubt)
        return
    sure = division.likelihood >= CERTAIN
    doubt = left_out(removed)
    if not sure:
        doubt = doubt.and_(_doubt("were taken to begin", division, division.likelihood))
    said = max((" ".join(turn.text for turn in each.turns) for each in read), key=len)[:_MAX_SAID_CHARACTERS]
    named = [each for each in read if any(turn.speaker_label for turn in each.turns) and not _quotes(each, said)]
    if 0 < len(named) < len(read):  # the others are about the interview
        doubt = doubt.and_(left_out([each.turns[0].text for each in read if each not in named]))
        read = named
    for number, each in enumerate(read, 1):
        yield replace(_with(each, doubt), id=f"{fallback_id}-{number}" if len(read) > 1 else fallback_id)


def _are_questions_below_labels(written: list[str]) -> bool:
    """Whether questions stand below labels, such as `Question 1`, which are not mere headings then."""
    lines = lines_in(written)
    hits = choose(lines).best.hits
    ends = [*(hit.at for hit in hits[1:]), len(lines)]
    return any(
        marks_question(hit.split.label) and not hit.split.text and any(line.whole for line in lines[hit.at + 1 : end])
        for hit, end in zip(hits, ends, strict=False)
    )


def _quotes(part: Transcript, said: str) -> bool:
    """Whether most turns of a part, which ask nothing, are pieces of what is said in another, twice as long, as in
    notes on it."""
    turns = part.turns[:_MAX_QUOTES]
    quoted_turns = sum("?" not in turn.text and turn.text.strip("\"'“”„«»") in said for turn in turns)
    return len(said) > 2 * sum(len(turn.text) for turn in part.turns) and 2 * quoted_turns > len(turns)


def _with(transcript: Transcript, doubt: Reading) -> Transcript:
    return replace(transcript, reading=transcript.reading.and_(doubt))


def _doubt(verb: str, division: Division, confidence: float) -> Reading:
    shown = " and ".join(repr(text[:60]) for text in division.family.texts[:2])
    return Reading(round(confidence, 2), (f"Different interviews {verb} at {shown}.",))


def said_in(written: list[str]) -> Said:
    """Who says what in lines, as far as speakers are named."""
    best = choose(lines_in(written)).best
    return [(hit.split.label, hit.split.text) for hit in best.hits]


def plain_transcript(text: str, source: str, fallback_id: str) -> Transcript:
    """The only interview in a text. Raises InputError as `plain_transcripts` does, and when there are several."""
    first, *others = plain_transcripts(text, source, fallback_id)
    if others:
        raise InputError(f"{source} contains several interviews in one text; save each in its own file.")
    return first


def _transcript(written: list[str], source: str, fallback_id: str, head: Sequence[str] = ()) -> Transcript:
    """The interview in some lines below a head, by the speakers they name or otherwise by paragraph."""
    lines = lines_in(written)
    choice = choose(lines)
    unsure = 1 - SURE < choice.named < SURE
    if unsure or (not choice.best.hits and _has_unknown_labels(lines)):
        raise InputError(_unclear(source, choice, lines))
    candidate = _candidate_in([*lines_in(list(head)), *lines[: choice.best.begin]])
    begins = [hit.at for hit in choice.best.hits]
    labelled = set(begins)
    are_timed = bool(begins) and all(hit.split.time for hit in choice.best.hits)
    below = range(begins[0], len(lines)) if are_timed else ()
    filled = [index for index in below if lines[index].whole]
    dates = {index for index, after in pairwise(filled) if after in labelled and is_date(lines[index].whole)}
    lines = without(lines, dates)
    sure, likely = remarks_in(lines, labelled)
    lines = without(lines, sure)
    likely += [*notices_in(lines, choice.best.hits), *verdicts_in(lines, choice.best.hits)]
    foot = foot_of(lines, begins, choice.best.speakers)
    dropped = {*(index for index in likely if not begins or index > begins[0]), *range(foot, len(lines))}
    of_sections = {index for index in dropped if is_section(_label_above(index, choice.best.hits, begins))}
    shown = [lines[index].whole for index in sorted(dropped - of_sections) if lines[index].whole]
    lines = without(lines, dropped)
    turns = turns_of(lines, choice.best, source, of_several_days=bool(dates))
    odd = odd_lines(lines, labelled)
    return Transcript(fallback_id, source, turns, candidate=candidate, reading=_reading(choice, shown, odd))


def _label_above(index: int, hits: Sequence[Hit], begins: Sequence[int]) -> str:
    """The label of the turn that a line is in, "" if it is above all."""
    turn = bisect(begins, index)
    return hits[turn - 1].split.label if turn else ""


def _candidate_in(header: list[Line]) -> str | None:
    """The name after `Candidate:` or before `(candidate)` above an interview."""
    for line in header:
        for person in _WITH_ROLE.finditer(line.whole[:HEAD_CHARACTERS]):
            if role_of_label(person["role"]) is Role.CANDIDATE:
                return person["name"].strip(" *_")
        prefix = split_prefix(line.whole)
        if prefix and role_of_label(prefix[0]) is Role.CANDIDATE and is_name_like(name := prefix[1].strip(" *_")):
            return _BRACKETS.sub("", name).strip() or None
    return None


def left_out(texts: Sequence[str], what: str = "Left out as not speech") -> Reading:
    """A reading that left out some texts which may have been speech."""
    return Reading(LIKELY, (f"{what}: {quoted(texts)}.",)) if texts else Reading()


def with_texts_around(read: Iterable[Transcript], texts: Iterable[str]) -> Iterator[Transcript]:
    """The transcripts in a table, with a note on the texts around it in which somebody speaks of themselves."""
    doubt = left_out(list(filter(speaks_of_oneself, texts)), "Left out around a table")
    return (_with(each, doubt) for each in read)


def _reading(choice: Choice, dropped: Sequence[str], odd: Sequence[str]) -> Reading:
    if dropped or odd:
        unsure = left_out(dropped) if dropped else left_out(odd, "Read as speech, but may be notes")
        return replace(unsure, confidence=min(LIKELY, round(choice.likelihood, 2)))
    if choice.best.form is BY_LOOK:
        note = "No speakers are named: lines that look different were taken for questions."
        return Reading(min(OF_LOOKS, round(choice.likelihood, 2)), (note,))
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
