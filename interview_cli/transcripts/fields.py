"""Reading data files whose fields are named differently by every service and in every language."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final

from interview_cli.transcripts.role_words import (
    ANSWER_WORDS,
    CANDIDATE_WORDS,
    INTERVIEWER_WORDS,
    QUESTION_WORDS,
    SPEAKER_WORDS,
    TEXT_WORDS,
)


def _plain(name: str) -> str:
    """A field's name in lower case, without blanks and marks."""
    return "".join(char for char in name.casefold() if char.isalnum())


_ALIASES: Final[dict[str, tuple[str, ...]]] = {
    "speaker": (
        "speaker", "speakername", "speakerlabel", "speakerid", "participantname", "participant", "displayname",
        "name", "username", "user", "author", "from", "role", "who", "channel",
        *sorted(map(_plain, SPEAKER_WORDS)),
    ),
    "text": (
        "text", "utterance", "sentence", "transcript", "content", "message", "value", "body", "caption",
        *sorted(map(_plain, TEXT_WORDS)),
    ),
    "start": (
        "start", "starts", "startts", "starttime", "startseconds", "startsec", "begin", "begints", "begintime",
        "timestamp", "timestamps", "ts", "time", "offset",
    ),
    "end": ("end", "ends", "endts", "stopts", "endtime", "stoptime", "endseconds", "endsec", "stop"),
    "words": ("words", "tokens"),
    "question": (
        "question", "questiontext", "prompt", "q", "interviewquestion", "questions", "interviewerquestion",
        *sorted(map(_plain, QUESTION_WORDS)),
    ),
    "answer": (
        "answer", "answertext", "response", "reply", "a", "candidateanswer", "studentanswer", "useranswer", "answers",
        "candidateresponse", *sorted(map(_plain, ANSWER_WORDS)),
    ),
    "pair_id": (
        "id", "transcriptid", "interviewid", "sessionid", "candidateid", "conversationid", "callid", "meetingid",
    ),
    "transcript_id": ("transcriptid", "interviewid", "sessionid", "conversationid", "callid", "meetingid"),
    "candidate": ("candidate", "candidatename", "applicant", "applicantname"),
    "type": ("type", "interviewtype"),
    "job": ("role", "jobrole", "jobtitle", "position", "job"),
}  # fmt: skip
_INTERVIEWERS: Final = frozenset(map(_plain, INTERVIEWER_WORDS))
_CANDIDATES: Final = frozenset(map(_plain, CANDIDATE_WORDS))

FieldNames = dict[str, str]
"""For each meaning (`speaker`, `text`, `start`, …) that a record has, the name of the field that carries it."""


def field_names(record: Mapping[str, Any]) -> FieldNames:
    """What the fields of a record mean, by their names; letter case, blanks, `_` and `-` aside.

    Fields called after the two sides ("interviewer", "candidate") hold a question and its answer, unless others do
    or the record holds a text besides.
    """
    return _field_names(tuple(record))


@lru_cache(maxsize=256)
def _field_names(names: tuple[str, ...]) -> FieldNames:
    plain = {_plain(name): name for name in reversed(names)}
    found = {}
    for meaning, aliases in _ALIASES.items():
        alias = next((alias for alias in aliases if alias in plain), None)
        if alias:
            found[meaning] = plain[alias]
    if found.keys().isdisjoint({"question", "answer", "text", "words"}):
        asking = next((name for each, name in plain.items() if each in _INTERVIEWERS), None)
        answering = next((name for each, name in plain.items() if each in _CANDIDATES), None)
        if asking is not None and answering is not None:
            found |= {"question": asking, "answer": answering}
            if found.get("candidate") == answering:
                del found["candidate"]
    return found


def text_of(value: object) -> str:
    """A value of a data file as text: numbers written out, anything else that is no text empty."""
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def name_of(value: object) -> str | None:
    """A speaker given as text, number or an object that holds a name or id."""
    if isinstance(value, dict):
        for key in ("name", "displayName", "display_name", "label", "id"):
            if inner := text_of(value.get(key)):
                return inner
        return None
    return text_of(value) or None
