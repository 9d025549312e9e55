"""Speech without speakers: who says what, inferred from the questions.

Captions and Whisper's output often name no speaker and break sentences anywhere. Here the cues are joined, cut into
sentences, and each sentence goes to the interviewer if it asks, acknowledges or chats, otherwise to the candidate; an
acknowledgement right after a question ("Sure.") begins the answer. Where captions mark changes of speaker, each
stretch between two marks belongs to one of them. Without punctuation, a stretch between pauses
counts as a sentence. The lead-up to a question within one stretch (no pause, no new paragraph) is the interviewer's
too, unless it is a story in the first person. Once the candidate is invited to ask, in the second half
of the transcript, questions are theirs and statements the interviewer's.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import accumulate, groupby, pairwise
from operator import itemgetter
from typing import Final, NamedTuple

from interview_cli.interview.spoken import Word
from interview_cli.text.sentences import END_MARKS, has_end_marks, sentence_ends
from interview_cli.transcripts.asking import act_of, sentences
from interview_cli.transcripts.model import Role, Turn
from interview_cli.transcripts.sentence_acts import Act

MIN_BREAK_S: Final = 0.8
"""A silence in which the speaker can change. Chosen: longer than most breaths and gaps between cues."""

CHANGE: Final = ">> "
"""What captions write where the speaker changes."""

MIN_CHANGES: Final = 4
"""With fewer marks, not every change has one (chosen)."""

MAX_LEAD_UP_WORDS: Final = 60
_MIN_MARKED_SHARE: Final = 1 / 60
"""With fewer sentence ends per word, a transcript counts as unpunctuated."""

_FIRST_PERSON: Final = re.compile(r"\b(?:I|I'm|I've|I'd|my|me)\b")


class _Speech(NamedTuple):
    """All words of the turns in sequence: their text, the index of their turn, and their times."""

    turns: Sequence[Turn]
    texts: list[str]
    owners: list[int]
    words: list[Word | None]

    def start_s(self, index: int) -> float | None:
        """When a word starts: by its own time, or that of a turn it starts."""
        word, owner = self.words[index], self.owners[index]
        if word:
            return word.start_s
        return self.turns[owner].start_s if not index or self.owners[index - 1] != owner else None

    def end_s(self, index: int) -> float | None:
        """When a word ends: by its own time, or that of a turn it ends."""
        word, owner = self.words[index], self.owners[index]
        if word:
            return word.end_s
        return self.turns[owner].end_s if self.owners[index + 1 : index + 2] != [owner] else None


class _Sentence(NamedTuple):
    """A sentence by its words, `begin` to `end` (exclusive) in the speech."""

    begin: int
    end: int
    act: Act


def split_by_question(turns: Sequence[Turn]) -> tuple[Turn, ...]:
    """The same speech as turns of interviewer and candidate.

    Times are those of the words, or of the cues if a turn starts or ends with one, otherwise None.
    """
    if is_divided(turns):
        return tuple(_by_change(turns))
    speech = _joined(turns)
    marks = sum(turn.text.count(mark) for turn in turns for mark in END_MARKS)
    marked = marks >= _MIN_MARKED_SHARE * len(speech.texts)
    sentences: list[_Sentence] = []
    for begin, end in _stretches(speech, marked):
        spans = _spans(speech.texts, begin, end) if marked else [(begin, end)]
        sentences += _with_lead_up(speech.texts, [_judged(speech.texts, *span) for span in spans])
    with_roles = zip(_roles(sentences), sentences, strict=True)
    groups = ((role, list(group)) for role, group in groupby(with_roles, key=itemgetter(0)))
    return tuple(_turn(speech, role, group[0][1].begin, group[-1][1].end) for role, group in groups)


def is_divided(turns: Sequence[Turn]) -> bool:
    """Whether marks of a change of speaker divide the speech."""
    return sum(turn.text.startswith(CHANGE) for turn in turns) >= MIN_CHANGES


def _by_change(turns: Sequence[Turn]) -> Iterator[Turn]:
    """What is said between two marks of a change, as one turn: the interviewer's if it ends by asking, or is
    at most half as long as the candidate's before it, to which somebody else replies."""
    numbers = accumulate(turn.text.startswith(CHANGE) for turn in turns)
    grouped = groupby(zip(numbers, turns, strict=True), key=itemgetter(0))
    answer = ""
    for stretch in ([turn for _, turn in group] for _, group in grouped):
        text = " ".join(turn.text.removeprefix(CHANGE) for turn in stretch)
        is_statement = act_of((sentences(text) or [text])[-1], not has_end_marks(text)) is Act.STATEMENT
        answer = text if is_statement and 2 * len(text) > len(answer) else ""
        role = Role.CANDIDATE if answer else Role.INTERVIEWER
        yield Turn(stretch[0].speaker_label, role, text, stretch[0].start_s, stretch[-1].end_s)


def _joined(turns: Sequence[Turn]) -> _Speech:
    speech = _Speech(turns, [], [], [])
    for index, turn in enumerate(turns):
        texts = turn.text.split()
        speech.texts.extend(texts)
        speech.owners.extend([index] * len(texts))
        timed = turn.words is not None and len(turn.words) == len(texts)
        speech.words.extend(turn.words if turn.words and timed else [None] * len(texts))
    return speech


def _stretches(speech: _Speech, marked: bool) -> Iterator[tuple[int, int]]:
    """The words between breaks."""
    owners, count = speech.owners, len(speech.texts)
    possible = (index for index in range(1, count) if speech.words[index] or owners[index] != owners[index - 1])
    breaks = [index for index in possible if _breaks(speech, index, marked)]
    return pairwise([0, *breaks, count] if count else [])


def _breaks(speech: _Speech, index: int, marked: bool) -> bool:
    """Whether the speaker can change before a word: after a long silence, or at a new turn without times.

    Captions with start times only break inside sentences, so punctuation decides if there is any.
    """
    end_s, start_s = speech.end_s(index - 1), speech.start_s(index)
    if end_s is None and start_s is not None and marked:
        return speech.texts[index - 1].rstrip("\"'”’»)").endswith(tuple(END_MARKS))
    return end_s is None or start_s is None or start_s - end_s >= MIN_BREAK_S


def _spans(texts: list[str], begin: int, end: int) -> Iterator[tuple[int, int]]:
    """The sentences of a stretch. Punctuation within a word does not end one, as the word has a single time."""
    first = begin
    offsets = list(accumulate(len(text) + 1 for text in texts[begin:end]))
    for offset in sentence_ends(" ".join(texts[begin:end])):
        index = bisect_left(offsets, offset)
        if offsets[index] == offset + 1:
            yield begin, first + index + 1
            begin = first + index + 1
    if begin < end:
        yield begin, end


def _judged(texts: list[str], begin: int, end: int) -> _Sentence:
    text = " ".join(texts[begin:end])
    return _Sentence(begin, end, act_of(text, not has_end_marks(text)))


def _with_lead_up(texts: list[str], sentences: list[_Sentence]) -> list[_Sentence]:
    """A stretch unchanged, or as one question if it is short, ends in one and is not a story."""
    begin, end = sentences[0].begin, sentences[-1].end
    if sentences[-1].act is not Act.QUESTION or len(sentences) == 1 or end - begin > MAX_LEAD_UP_WORDS:
        return sentences
    if _FIRST_PERSON.search(" ".join(texts[begin:end])):
        return sentences
    return [
        sentence._replace(act=Act.QUESTION) if sentence.act is Act.STATEMENT else sentence for sentence in sentences
    ]


def _roles(sentences: Sequence[_Sentence]) -> Iterator[Role]:
    """Who says each sentence."""
    before: Act | None = None
    invited = False
    for index, (_, _, act) in enumerate(sentences):
        if invited and act in {Act.QUESTION, Act.STATEMENT}:
            yield Role.CANDIDATE if act is Act.QUESTION else Role.INTERVIEWER
        elif act is Act.STATEMENT or (act is Act.ACKNOWLEDGEMENT and before is Act.QUESTION):
            yield Role.CANDIDATE
        else:
            yield Role.INTERVIEWER
        invited = invited or (act is Act.HAND_OVER and 2 * index >= len(sentences))
        before = act


def _turn(speech: _Speech, role: Role, begin: int, end: int) -> Turn:
    words = tuple(word for word in speech.words[begin:end] if word)
    return Turn(
        speaker_label=speech.turns[speech.owners[begin]].speaker_label,
        role=role,
        text=" ".join(speech.texts[begin:end]),
        start_s=speech.start_s(begin),
        end_s=speech.end_s(end - 1),
        words=words if len(words) == end - begin else None,
    )
