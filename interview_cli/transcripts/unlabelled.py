"""Speech without speakers: who says what, from what is asked.

Captions and Whisper's output often name no speaker, and cut sentences anywhere. Here the cues are joined, cut into
sentences, and each sentence goes to the interviewer when it asks, acknowledges or chats, else to the candidate. Where
marks are missing a stretch between pauses stands for a sentence. What leads up to a question within one stretch (no
pause, no new paragraph) is the interviewer's too, unless it tells a story in the first person.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final, NamedTuple

from interview_cli.interview.model import Word
from interview_cli.transcripts.asking import Kind, has_marks, kind_of
from interview_cli.transcripts.model import Role, Turn

MIN_BREAK_S: Final = 0.8
"""A silence in which the floor can change; pauses inside speech are mostly shorter (Heldner & Edlund 2010)."""

MAX_LEAD_UP_WORDS: Final = 60
_MIN_MARKED_SHARE: Final = 1 / 60
"""Sentence ends per word below which a transcript counts as written without marks."""

_SENTENCE_END: Final = re.compile(r"[.?!…][\"'”’)]*$")
_FIRST_PERSON: Final = re.compile(r"\b(?:I|I'm|I've|I'd|my|me)\b")


class _Token(NamedTuple):
    """A written word with the turn it comes from and, when the source has it, its times."""

    text: str
    turn: int
    word: Word | None


class _Sentence(NamedTuple):
    tokens: list[_Token]
    text: str
    role: Role


def split_by_question(turns: Sequence[Turn]) -> tuple[Turn, ...]:
    """The same speech as turns of interviewer and candidate. Times come from the words or else from the cues."""
    tokens = [token for index, turn in enumerate(turns) for token in _tokens(turn, index)]
    marked = sum(1 for token in tokens if _SENTENCE_END.search(token.text[-4:])) >= _MIN_MARKED_SHARE * len(tokens)
    sentences: list[_Sentence] = []
    for stretch in _stretches(tokens, turns):
        sentences += _with_lead_up([_judged(each) for each in (_sentences(stretch) if marked else [stretch])])
    return tuple(
        _turn(role, [token for sentence in group for token in sentence.tokens], turns)
        for role, group in groupby(sentences, key=lambda sentence: sentence.role)
    )


def _tokens(turn: Turn, index: int) -> Iterator[_Token]:
    texts = turn.text.split()
    words = turn.words if turn.words and len(turn.words) == len(texts) else [None] * len(texts)
    return (_Token(text, index, word) for text, word in zip(texts, words, strict=True))


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
        if _SENTENCE_END.search(token.text[-4:]):
            yield sentence
            sentence = []
    if sentence:
        yield sentence


def _judged(tokens: list[_Token]) -> _Sentence:
    text = " ".join(token.text for token in tokens)
    says = kind_of(text, not has_marks(text))
    return _Sentence(tokens, text, Role.CANDIDATE if says is Kind.STATEMENT else Role.INTERVIEWER)


def _with_lead_up(sentences: list[_Sentence]) -> list[_Sentence]:
    """The sentences of a stretch, all the interviewer's when it is short, ends in a question and tells no story."""
    text = " ".join(sentence.text for sentence in sentences)
    ends_asking = sentences[-1].role is Role.INTERVIEWER and len(sentences) > 1
    if ends_asking and text.count(" ") < MAX_LEAD_UP_WORDS and not _FIRST_PERSON.search(text):
        return [sentence._replace(role=Role.INTERVIEWER) for sentence in sentences]
    return sentences


def _turn(role: Role, tokens: list[_Token], turns: Sequence[Turn]) -> Turn:
    first, last = tokens[0], tokens[-1]
    words = tuple(token.word for token in tokens if token.word)
    return Turn(
        speaker_label=turns[first.turn].speaker_label,
        role=role,
        text=" ".join(token.text for token in tokens),
        start_s=first.word.start_s if first.word else turns[first.turn].start_s,
        end_s=last.word.end_s if last.word else turns[last.turn].end_s,
        words=words if len(words) == len(tokens) else None,
    )
