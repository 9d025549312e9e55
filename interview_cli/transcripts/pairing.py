"""Questions paired with their answers.

Consecutive turns of one side are one utterance. Then, in order:

* The interviewer's utterance that asks or prompts ("Tell me about …") opens a pair; acknowledgements and small talk
  around the question are left out; context is kept, monologues are not (`wording`). A second question before any
  answer is added to the first. Questions between interviewers do not count (`wording`).
* "Mm-hmm", "great, thanks" and remarks inside an answer do not split it. A longer remark is itself the question if a
  long reply follows; so are a few words that give a topic between two long replies.
* A few words in the middle of the other side's sentence are cross-talk and left out.
* Small talk ("Can you hear me?", "How was your weekend?") and the reply to it are left out.
* If nobody asks anything, statements of the interviewer are prompts, if an answer of some length follows.
* Questions of the candidate are not answers. After "Do you have any questions for me?" or a farewell, only a new
  question of the interviewer with a real reply opens another pair.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from interview_cli.interview.spoken import Word
from interview_cli.text.sentences import has_end_marks
from interview_cli.text.words import count_words
from interview_cli.transcripts.asking import MAX_NOTICE_WORDS, asks, is_acknowledgement, is_farewell, sentences
from interview_cli.transcripts.labels import marks_question
from interview_cli.transcripts.model import QuestionAnswer, Role, Transcript, Turn
from interview_cli.transcripts.sentence_acts import Act, has_question_mark, is_marked_question, judge_act
from interview_cli.transcripts.utterances import (
    MAX_CROSS_TALK_WORDS,
    MAX_ECHO_WORDS,
    Utterance,
    are_thanks,
    is_courtesy,
    is_echo,
    judged,
    utterances,
    without_cross_talk,
    without_opening,
)
from interview_cli.transcripts.wording import MAX_ASKED_WORDS, what_was_asked

MAX_REMARK_WORDS: Final = 12
"""With a longer statement, the interviewer has taken the floor."""

MIN_REPLY_WORDS: Final = 25
"""A reply of this length shows that the statement was meant as a question."""

MIN_CLOSING_REPLY_WORDS: Final = 8
MAX_ASIDE_WORDS: Final = 15
"""The most words of a reply to small talk within an answer ("Yes, I can hear you now")."""

SURE_OF_CHAT: Final = 0.9
"""How likely a question after the first answer must be small talk to be left out with the reply to it (chosen)."""

MAY_BE_PROMPT: Final = 0.2
"""How likely a question must be a prompt for yes or no not to answer it (chosen)."""

MIN_ANSWER_WORDS: Final = 3
"""The fewest words that agree for them to be the answer when something else is asked next (chosen)."""

SURE_OF_ASSENT: Final = 0.85
"""How likely a sign of listening must be one not to be such an answer, as "Non." is (chosen)."""

_SUBSTANCE: Final = frozenset({Act.QUESTION, Act.STATEMENT})
_YES_NO: Final = re.compile(
    r"(?:(?:so|and|but|okay|ok|great|good|then|now|also)\W+)*"
    r"(?:is|are|was|were|do|does|did|have|has|had|can|could|would|will|should)(?:n't)?\b",
    re.IGNORECASE,
)


def pair(transcript: Transcript) -> tuple[QuestionAnswer, ...]:
    """The questions and answers, in order, of a transcript with roles.

    If only the candidate speaks, the result is one answer with an empty question; if no question was answered, it is
    empty.
    """
    if transcript.paired:
        turns = transcript.turns
        return tuple(
            _question_answer(question.text, question.end_s, [answer])
            for question, answer in zip(turns[0::2], turns[1::2], strict=True)
        )
    said = without_cross_talk(list(utterances(transcript.turns)))
    if said and all(utterance.role is Role.CANDIDATE for utterance in said):
        return (_question_answer("", None, said[0].turns),)
    return without_opening(_pairs(said)) or _pairs(said, statements_ask=True)


def _pairs(said: Iterable[Utterance], *, statements_ask: bool = False) -> tuple[QuestionAnswer, ...]:
    pairing = _Pairing(statements_ask)
    for utterance in said:
        if utterance.role is Role.INTERVIEWER:
            pairing.hear_interviewer(utterance)
        else:
            pairing.hear_candidate(utterance)
    pairing.close()
    return tuple(pairing.pairs)


@dataclass(slots=True)
class _Pairing:
    """The state of the pass over the utterances."""

    statements_ask: bool = False
    pairs: list[QuestionAnswer] = field(default_factory=list)
    question: str = ""
    asked_until_s: float | None = None
    answer: list[Turn] = field(default_factory=list)
    answer_words: int = 0
    assent: list[Turn] = field(default_factory=list)
    """"Yes." or "Sure." alone: the answer to a question of yes or no, otherwise an invitation to continue."""
    remark: tuple[str, Utterance] | None = None
    closing: bool = False
    aside: bool = False
    thanked: bool = False

    def hear_interviewer(self, utterance: Utterance) -> None:
        if self.answer and is_echo(utterance.text, self.answer[-1].text):
            return
        said = judged(utterance.text)
        if (self.pairs or self.answer) and not self.closing:
            said = [(sentence, Act.QUESTION if _may_ask(sentence, act) else act) for sentence, act in said]
        asked = _asked(said) or (utterance.text if _is_marked(utterance, said) else "")
        acts = [act for _, act in said]
        stated = what_was_asked([(sentence, act) for sentence, act in said if act is Act.STATEMENT])
        self.remark, self.aside = None, False
        self.thanked = not asked and are_thanks(utterance.text)
        if asked and not (self.closing and acts[-1] is not Act.QUESTION):
            self._ask(asked, utterance)
        elif Act.HAND_OVER in acts or is_farewell(utterance.text):
            self.close()
            self.closing = True
        elif any(act is Act.SMALL_TALK and _wants_reply(sentence) for sentence, act in said):
            self.aside = True
        elif stated and (self.statements_ask or self._goes_on_asking()):
            self._ask(stated, utterance)
        elif stated and self._takes_floor(utterance):
            self.remark = stated, utterance
        if Act.QUESTION in acts and Act.HAND_OVER in acts[len(acts) - acts[::-1].index(Act.QUESTION) :]:
            self.closing = True

    def _goes_on_asking(self) -> bool:
        """Whether the candidate has only signalled that they are ready for the rest of the question."""
        return bool(self.assent) and not self.answer and not _is_yes_or_no(self.question)

    def _takes_floor(self, utterance: Utterance) -> bool:
        """Whether a statement may be what the candidate replies to next."""
        if not self.question or not self.answer:
            return not self.question and not self.closing
        return self.answer_words >= MIN_REPLY_WORDS or utterance.word_count > MAX_REMARK_WORDS

    def hear_candidate(self, utterance: Utterance) -> None:
        remark, self.remark = self.remark, None
        if remark and utterance.word_count >= MIN_REPLY_WORDS and not _only_asks(utterance.text):
            self._ask(*remark)
        if not self.question or (self.aside and utterance.word_count <= MAX_ASIDE_WORDS):
            return
        is_short = utterance.word_count <= MAX_CROSS_TALK_WORDS
        if _only_asks(utterance.text) or (self.answer and is_short and (self.thanked or is_courtesy(utterance))):
            return
        if self.statements_ask and not self.answer and utterance.word_count < MIN_CLOSING_REPLY_WORDS:
            return
        if self.closing and not self.answer:
            if utterance.word_count < MIN_CLOSING_REPLY_WORDS:
                self.question = ""
                return
            self.closing = False
        if not self.answer and is_acknowledgement(utterance.text):
            self.assent += utterance.turns
            return
        self.answer += [*self.assent, *utterance.turns]
        self.answer_words += utterance.word_count
        self.assent = []

    def _ask(self, asked: str, utterance: Utterance) -> None:
        if self.answer or (self.assent and self._is_answered()):
            self.close()
        if self.question and not self.closing and count_words(self.question) <= MAX_ASKED_WORDS:
            asked = f"{self.question} {asked}"
        self.question = asked
        self.assent = []
        self.asked_until_s = utterance.end_s

    def _is_answered(self) -> bool:
        """Whether the open question is one of yes or no, or has more of an answer than a sign of listening."""
        said = " ".join(turn.text for turn in self.assent)
        may_listen = judge_act(said).shares[Act.ACKNOWLEDGEMENT] >= SURE_OF_ASSENT
        is_answer = count_words(said) >= MIN_ANSWER_WORDS or not may_listen
        return not _is_prompt(self.question) and (is_answer or _is_yes_or_no(self.question))

    def close(self) -> None:
        """Finish the open pair, if there is an answer to it."""
        turns = self.answer
        if self.assent and not turns and not _is_prompt(self.question):
            turns = self.assent
        if self.question and turns:
            self.pairs.append(_question_answer(self.question, self.asked_until_s, turns))
        self.question = ""
        self.answer, self.answer_words, self.assent = [], 0, []


def _is_marked(utterance: Utterance, said: list[tuple[str, Act]]) -> bool:
    """Whether only the label of what is said marks it as a question."""
    if utterance.word_count <= MAX_NOTICE_WORDS or are_thanks(utterance.text) or is_farewell(utterance.text):
        return False
    is_label = marks_question(utterance.turns[-1].speaker_label or "")
    return is_label and {Act.HAND_OVER, Act.ACKNOWLEDGEMENT}.isdisjoint(act for _, act in said)


def _asked(said: list[tuple[str, Act]]) -> str:
    """The question in an utterance with the statements that belong to it; empty when nothing is asked.

    Statements before small talk that leads up to the question are small talk themselves.
    """
    acts = [act for _, act in said]
    if Act.QUESTION not in acts:
        return ""
    lead_up = acts[: acts.index(Act.QUESTION)]
    begin = len(lead_up) - lead_up[::-1].index(Act.SMALL_TALK) if Act.SMALL_TALK in lead_up else 0
    return what_was_asked([(sentence, act) for sentence, act in said[begin:] if act in _SUBSTANCE])


def _may_ask(sentence: str, act: Act) -> bool:
    """Whether a sentence taken for small talk may be a question, in an interview that has begun."""
    if act is not Act.SMALL_TALK or not is_marked_question(sentence) or count_words(sentence) <= MAX_ECHO_WORDS:
        return False
    shares = judge_act(sentence).shares
    return shares[Act.SMALL_TALK] + shares[Act.CLOSING] < SURE_OF_CHAT


def _wants_reply(small_talk: str) -> bool:
    return has_question_mark(small_talk) or (not has_end_marks(small_talk) and asks(small_talk))


def _only_asks(text: str) -> bool:
    """Whether the candidate only asks something, acknowledgements aside."""
    if not has_question_mark(text):
        return False
    said = [sentence for sentence in sentences(text) if not is_acknowledgement(sentence)]
    return bool(said) and all(map(is_marked_question, said))


def _is_yes_or_no(question: str) -> bool:
    """Whether the last sentence of a question can be answered by yes or no, unlike "Can you tell me about …?"."""
    *_, last = sentences(question)
    return _YES_NO.match(last) is not None and not _is_prompt(last)


def _is_prompt(question: str) -> bool:
    *_, last = sentences(question) or [""]
    return judge_act(last).shares[Act.PROMPT] >= MAY_BE_PROMPT


def _question_answer(question: str, asked_until_s: float | None, turns: Iterable[Turn]) -> QuestionAnswer:
    turns = list(turns)
    start_s = turns[0].start_s
    ends = [turn.end_s for turn in turns if turn.end_s is not None]
    return QuestionAnswer(
        question=question,
        answer=" ".join(turn.text for turn in turns),
        words=_words(turns),
        start_s=start_s,
        end_s=max(ends, default=None),
        response_latency_s=None
        if start_s is None or asked_until_s is None
        else round(max(0.0, start_s - asked_until_s), 3),
    )


def _words(turns: list[Turn]) -> tuple[Word, ...] | None:
    """The words of an answer with times from its start, if all its turns have them."""
    words = [word for turn in turns for word in turn.words or ()]
    if not words or not all(turn.words for turn in turns):
        return None
    begin_s = min(word.start_s for word in words)
    if not begin_s:
        return tuple(words)
    return tuple(Word(word.text, word.start_s - begin_s, word.end_s - begin_s, word.probability) for word in words)
