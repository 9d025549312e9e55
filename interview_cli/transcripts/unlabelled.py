"""Speech without speakers: who says what, from what is asked.

Captions and Whisper's output often name no speaker, and cut sentences anywhere. Here the cues are joined, cut into
sentences, and each sentence goes to the interviewer when it asks, acknowledges or chats, else to the candidate; an
acknowledgement right after a question ("Sure.") begins the answer. Where marks are missing a stretch between pauses
stands for a sentence. What leads up to a question within one stretch (no pause, no new paragraph) is the
interviewer's too, unless it tells a story in the first person. Once the candidate is invited to ask, in the second
half of the transcript, questions are theirs and statements the interviewer's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Final, NamedTuple

from interview_cli.interview.model import Word
from interview_cli.transcripts.asking import Kind, has_marks, kind_of
from interview_cli.transcripts.model import Role, Turn

MIN_BREAK_S: Final = 0.8
"""A silence in which the floor can change; pauses inside speech are mostly shorter (Heldner & Edlund 2010)."""

MAX_LEAD_UP_WORDS: Final = 60
_MIN_MARKED_SHARE: Final = 1 / 60
"""Sentence ends per word below which a transcript counts as written without marks."""

_END_MARKS: Final = frozenset(".?!…")
_CLOSING_MARKS: Final = "\"'”’)"
_FIRST_PERSON: Final = re.compile(r"\b(?:I|I'm|I've|I'd|my|me)\b")


class _Token(NamedTuple):
    """A written word with the turn it comes from and, when the source has it, its times."""

    text: str
    turn: int
    word: Word | None
    is_first: bool
    is_last: bool


class _Sentence(NamedTuple):
    tokens: list[_Token]
    text: str
    kind: Kind


def split_by_question(turns: Sequence[Turn]) -> tuple[Turn, ...]:
    """The same speech as turns of interviewer and candidate. Times come from the words or else from the cues."""
    tokens = [token for index, turn in enumerate(turns) for token in _tokens(turn, index)]
    marks = sum(turn.text.count(mark) for turn in turns for mark in _END_MARKS)
    marked = marks >= _MIN_MARKED_SHARE * len(tokens)
    sentences: list[_Sentence] = []
    for stretch in _stretches(tokens, turns):
        sentences += _with_lead_up([_judged(each) for each in (_sentences(stretch) if marked else [stretch])])
    with_roles = zip(_roles(sentences), sentences, strict=True)
    return tuple(
        _turn(role, [token for _, sentence in group for token in sentence.tokens], turns)
        for role, group in groupby(with_roles, key=itemgetter(0))
    )


def _roles(sentences: Sequence[_Sentence]) -> Iterator[Role]:
    """Who says each sentence."""
    before: Kind | None = None
    invited = False
    for index, (_, _, kind) in enumerate(sentences):
        if invited and kind in {Kind.QUESTION, Kind.STATEMENT}:
            yield Role.CANDIDATE if kind is Kind.QUESTION else Role.INTERVIEWER
        elif kind is Kind.STATEMENT or (kind is Kind.ACKNOWLEDGEMENT and before is Kind.QUESTION):
            yield Role.CANDIDATE
        else:
            yield Role.INTERVIEWER
        invited = invited or (kind is Kind.INVITATION and 2 * index >= len(sentences))
        before = kind


def _tokens(turn: Turn, index: int) -> Iterator[_Token]:
    texts = turn.text.split()
    words = turn.words if turn.words and len(turn.words) == len(texts) else [None] * len(texts)
    last = len(texts) - 1
    return (
        _Token(text, index, word, position == 0, position == last)
        for position, (text, word) in enumerate(zip(texts, words, strict=True))
    )


def _stretches(tokens: Sequence[_Token], turns: Sequence[Turn]) -> Iterator[list[_Token]]:
    """The tokens between breaks."""
    stretch: list[_Token] = []
    for token in tokens:
        if stretch and _breaks(stretch[-1], token, turns):
            yield stretch
            stretch = []
        stretch.append(token)
    if stretch:
        yield stretch


def _breaks(before: _Token, after: _Token, turns: Sequence[Turn]) -> bool:
    """Whether the floor can change between two tokens: a long silence, or a new turn when there are no times."""
    if before.turn == after.turn and not (before.word and after.word):
        return False
    end_s = before.word.end_s if before.word else turns[before.turn].end_s
    start_s = after.word.start_s if after.word else turns[after.turn].start_s
    return end_s is None or start_s is None or start_s - end_s >= MIN_BREAK_S


def _sentences(stretch: list[_Token]) -> Iterator[list[_Token]]:
    sentence: list[_Token] = []
    for token in stretch:
        sentence.append(token)
        if token.text.rstrip(_CLOSING_MARKS)[-1:] in _END_MARKS:
            yield sentence
            sentence = []
    if sentence:
        yield sentence


def _judged(tokens: list[_Token]) -> _Sentence:
    text = " ".join(token.text for token in tokens)
    return _Sentence(tokens, text, kind_of(text, not has_marks(text)))


def _with_lead_up(sentences: list[_Sentence]) -> list[_Sentence]:
    """A stretch as it is, or as one question when it is short, ends in one and tells no story."""
    text = " ".join(sentence.text for sentence in sentences)
    if sentences[-1].kind is not Kind.QUESTION or len(sentences) == 1:
        return sentences
    if text.count(" ") >= MAX_LEAD_UP_WORDS or _FIRST_PERSON.search(text):
        return sentences
    return [sentence._replace(kind=_asking(sentence.kind)) for sentence in sentences]


def _asking(kind: Kind) -> Kind:
    return Kind.QUESTION if kind is Kind.STATEMENT else kind


def _turn(role: Role, tokens: list[_Token], turns: Sequence[Turn]) -> Turn:
    first, last = tokens[0], tokens[-1]
    words = tuple(token.word for token in tokens if token.word)
    return Turn(
        speaker_label=turns[first.turn].speaker_label,
        role=role,
        text=" ".join(token.text for token in tokens),
        start_s=first.word.start_s if first.word else turns[first.turn].start_s if first.is_first else None,
        end_s=last.word.end_s if last.word else turns[last.turn].end_s if last.is_last else None,
        words=words if len(words) == len(tokens) else None,
    )
