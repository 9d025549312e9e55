"""Our own JSON form of a transcript, read and written.

`{id, type, role?, candidate?, turns: [{speaker: interviewer|candidate, text, start?, end?, words?: [{text, start,
end}]}]}`. A turn may also carry the `label` its source gave the speaker, a word its `probability`. A speaker with
neither role is `other`; one whose role is not known yet is `unknown`. `paired: true` marks turns
that are exactly questions and their answers.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, TypeGuard, cast

from interview_cli.contracts import transcript as contract
from interview_cli.errors import InputError
from interview_cli.interview.model import InterviewType
from interview_cli.interview.spoken import Word
from interview_cli.text.decoding import clean
from interview_cli.transcripts.line_times import to_seconds
from interview_cli.transcripts.model import Role, Transcript, Turn
from interview_cli.transcripts.turns import MAX_TURNS, too_many_turns

_ROLES: Final = {role.value: role for role in Role}


def to_contract(transcript: Transcript) -> contract.Transcript:
    """The transcript as data for JSON. Absent values are left out."""
    given = _present(
        type=transcript.type and transcript.type.value,
        role=transcript.role,
        candidate=transcript.candidate,
        paired=transcript.paired or None,
    )
    turns = [_turn_to_contract(turn) for turn in transcript.turns]
    return cast("contract.Transcript", {"id": transcript.id, "turns": turns, **given})


def _turn_to_contract(turn: Turn) -> dict[str, Any]:
    words = turn.words and [
        {"text": word.text, "start": word.start_s, "end": word.end_s} | _present(probability=word.probability)
        for word in turn.words
    ]
    given = _present(label=turn.speaker_label, start=turn.start_s, end=turn.end_s, words=words)
    return {"speaker": turn.role.value, "text": turn.text, **given}


def _present(**fields: Any) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value is not None}


def follows_contract(record: Mapping[str, object]) -> TypeGuard[contract.Transcript]:
    """Whether a record looks like our form: turns that each have a speaker and a text.

    Its other fields may contain anything; `from_contract` checks each one as it reads it.
    """
    turns = record.get("turns")
    return isinstance(turns, list) and all(
        isinstance(turn, dict) and isinstance(turn.get("speaker"), str) and isinstance(turn.get("text"), str)
        for turn in turns
    )


def from_contract(record: contract.Transcript, source: str, fallback_id: str) -> Transcript:
    """The transcript in a record that `follows_contract`.

    A speaker that is not a role is read as a name. Turns without text are left out. Raises InputError when no turn
    is left, when there are too many, or when the type is not one of ours.
    """
    records = record["turns"]
    if len(records) > MAX_TURNS:
        raise too_many_turns(source)
    turns = tuple(turn for each in records if (turn := _turn_from_contract(each)).text)
    if not turns:
        raise InputError(f"{source} contains nothing that could be read as speech.")
    return Transcript(
        id=text_field(record, "id") or fallback_id,
        source=source,
        turns=turns,
        type=type_of(record.get("type"), source),
        role=text_field(record, "role"),
        candidate=text_field(record, "candidate"),
        paired=record.get("paired") is True and _alternates(turns),
    )


def _alternates(turns: tuple[Turn, ...]) -> bool:
    """Whether the turns are a question, an answer, a question, an answer, …"""
    questions, answers = turns[0::2], turns[1::2]
    return (
        len(questions) == len(answers)
        and all(turn.role is Role.INTERVIEWER for turn in questions)
        and all(turn.role is Role.CANDIDATE for turn in answers)
    )


def _turn_from_contract(record: contract.Turn) -> Turn:
    speaker = clean(record["speaker"])
    role = _ROLES.get(speaker.casefold(), Role.UNKNOWN)
    label = text_field(record, "label") or (None if speaker.casefold() in _ROLES else speaker or None)
    start_s, end_s = to_seconds(record.get("start")), to_seconds(record.get("end"))
    words = read_words(record.get("words"))
    return Turn(label, role, clean(record["text"]), start_s, end_s, words or None)


def type_of(value: object, source: str) -> InterviewType | None:
    """The interview type a source names; None when it gives none. Raises InputError when there is no such type."""
    if value is None or value == "":
        return None
    try:
        return InterviewType(str(value))
    except ValueError:
        known = ", ".join(InterviewType)
        raise InputError(f"{source} has the type {str(value)[:40]!r}, which is none of: {known}.") from None


def text_field(record: Mapping[str, object], name: str) -> str | None:
    """A field's cleaned text or number; None when it is missing, empty or of another type."""
    value = record.get(name)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return clean(value) or None if isinstance(value, str) else None


def read_words(value: object) -> tuple[Word, ...]:
    """Words with times, also with the field names of speech recognisers; words without text or times are left out."""
    words = []
    for item in value if isinstance(value, list) else ():
        if not isinstance(item, dict):
            continue
        text = item.get("text") or item.get("word")
        start, end = to_seconds(item.get("start")), to_seconds(item.get("end"))
        probability = item.get("probability", item.get("score", item.get("confidence")))
        if isinstance(text, str) and start is not None and end is not None and (text := clean(text)):
            sure = probability if isinstance(probability, float) and 0 <= probability <= 1 else None
            words.append(Word(text, start, max(start, end), sure))
    return tuple(words)
