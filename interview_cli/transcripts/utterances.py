"""What one side says in a row, and what is said beside questions and answers: small talk before the first question,
cross-talk, echoes ("Forty?"), courtesy. Likelihoods are those of `sentence_acts`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from interview_cli.text.sentences import has_end_marks, is_ended
from interview_cli.text.words import count_words, list_words
from interview_cli.transcripts.asking import act_of, sentences
from interview_cli.transcripts.model import QuestionAnswer, Role, Turn
from interview_cli.transcripts.sentence_acts import Act, has_question_mark, is_marked_question, judge_act
from interview_cli.transcripts.wording import said_to_candidate

MAX_CROSS_TALK_WORDS: Final = 5
MAX_OPENING_WORDS: Final = 6
"""The most words of a reply to what may be small talk before the first question (chosen)."""

MAY_BE_SMALL_TALK: Final = 0.4
"""How likely a question must be small talk for it to be so before all others (chosen)."""

MAY_BE_QUESTION: Final = 0.5
MAX_ECHO_WORDS: Final = 3
"""The most words of a question that only repeats what was said ("Forty?")."""

MAY_BE_THANKS: Final = 0.25
"""How likely thanks must be closing words for a reply of a few words to be courtesy (chosen)."""

_KIND: Final = frozenset({Act.ACKNOWLEDGEMENT, Act.SMALL_TALK, Act.CLOSING})


@dataclass(frozen=True, slots=True)
class Utterance:
    """Consecutive turns of one side."""

    role: Role
    turns: tuple[Turn, ...]
    text: str

    @property
    def start_s(self) -> float | None:
        return self.turns[0].start_s

    @property
    def end_s(self) -> float | None:
        ends = [turn.end_s for turn in self.turns if turn.end_s is not None]
        return max(ends, default=None)

    @property
    def word_count(self) -> int:
        return count_words(self.text)


def utterances(turns: Iterable[Turn]) -> Iterator[Utterance]:
    """What each side says in a row."""
    spoken = (turn for turn in turns if turn.role in {Role.INTERVIEWER, Role.CANDIDATE} and turn.text)
    for role, group in groupby(spoken, key=lambda turn: turn.role):
        together = tuple(group)
        is_asking = role is Role.INTERVIEWER
        said = said_to_candidate(together) if is_asking else " ".join(turn.text for turn in together)
        yield Utterance(role, together, said)


def without_cross_talk(said: list[Utterance]) -> list[Utterance]:
    """Utterances without the few words with which one side interrupts a sentence of the other."""
    kept = [
        utterance.turns
        for index, utterance in enumerate(said)
        if not (0 < index < len(said) - 1 and _is_cross_talk(*said[index - 1 : index + 2]))
    ]
    return list(utterances(turn for turns in kept for turn in turns)) if len(kept) < len(said) else said


def _is_cross_talk(before: Utterance, middle: Utterance, after: Utterance) -> bool:
    """Whether a few words interrupt a sentence of the other side that was unfinished or continued meanwhile."""
    if middle.word_count > MAX_CROSS_TALK_WORDS or has_question_mark(middle.text) or is_ended(before.text[-4:]):
        return False
    return _overlap(middle.start_s, before.end_s) or _overlap(after.start_s, middle.end_s)


def _overlap(start_s: float | None, end_s: float | None) -> bool:
    """Whether one thing starts before another ends."""
    return start_s is not None and end_s is not None and start_s < end_s


def without_opening(pairs: tuple[QuestionAnswer, ...]) -> tuple[QuestionAnswer, ...]:
    """Pairs without those at the beginning in which a few words answer what may be small talk."""
    if len(pairs) > 1 and count_words(pairs[0].answer) <= MAX_OPENING_WORDS:
        *_, last = sentences(pairs[0].question)
        if judge_act(last).shares[Act.SMALL_TALK] >= MAY_BE_SMALL_TALK:
            return without_opening(pairs[1:])
    return pairs


def judged(text: str) -> list[tuple[str, Act]]:
    """The sentences of a text, each with what it does."""
    unmarked = not has_end_marks(text)
    return [(sentence, act_of(sentence, unmarked)) for sentence in sentences(text)]


def is_courtesy(utterance: Utterance) -> bool:
    """Whether a few words only thank, agree or say goodbye."""
    if utterance.word_count > MAX_CROSS_TALK_WORDS:
        return False
    return all(act in _KIND for _, act in judged(utterance.text))


def are_thanks(text: str) -> bool:
    """Whether the last thing that is said may be thanks, to which people reply with courtesy."""
    shares = judge_act((sentences(text) or [text])[-1]).shares
    rest = sum(share for act, share in shares.items() if act not in _KIND)
    return shares[Act.CLOSING] >= MAY_BE_THANKS > rest


def is_echo(text: str, answer: str) -> bool:
    """Whether a question consists of a few words of the answer before it, which goes on afterwards."""
    words = list_words(text)
    return (
        0 < len(words) <= MAX_ECHO_WORDS
        and is_marked_question(text)
        and judge_act(text).shares[Act.QUESTION] < MAY_BE_QUESTION
        and set(words) <= set(list_words(answer))
    )
