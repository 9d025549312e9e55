"""What speaks against the questions and answers found in a transcript: replies in none of them, statements inside
answers that may have been prompts, and questions that are asked again, as if several interviews were one."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import accumulate, groupby, pairwise
from typing import Final, NamedTuple

from interview_cli.text.words import count_words
from interview_cli.transcripts.asking import is_acknowledgement, may_be_said, sentences
from interview_cli.transcripts.judgement import CERTAIN, judgement_of
from interview_cli.transcripts.labels import is_section
from interview_cli.transcripts.model import QuestionAnswer, Reading, Role, Transcript, Turn, quoted
from interview_cli.transcripts.pairing import SURE_OF_CHAT
from interview_cli.transcripts.sentence_acts import Act, has_question_mark, is_marked_question, judge_act
from interview_cli.transcripts.utterances import MAY_BE_SMALL_TALK, utterances

MIN_LOST_WORDS: Final = 12
"""A shorter reply is often small talk or a farewell (chosen)."""

MIN_REMARK_WORDS: Final = 4
"""A shorter statement inside an answer is a comment (chosen)."""

MIN_TOGETHER: Final = 3
"""Questions in a row, and turns in a row that answer them, for the sides to stand one after the other (chosen)."""

MIN_REPEATED: Final = 2
MIN_REPEATED_WORDS: Final = 4
"""Several questions of some length asked again belong to another interview; one may be a reminder (chosen)."""

LEFT_OUT: Final = 0.7
"""Highest confidence if a reply is in no answer, or a remark inside one may be a question (chosen)."""

ONE_SIDED: Final = 0.5
"""Highest confidence if the other side of a conversation is missing (chosen)."""

ASKED_AGAIN: Final = 0.5
"""Highest confidence if questions are asked again (chosen)."""


def reading_with(transcript: Transcript, pairs: Sequence[QuestionAnswer]) -> Reading:
    """How certain it is that a transcript with roles and its pairs were read as their author meant them."""
    reading = transcript.reading.and_(judgement_of(transcript, pairs))
    if one_sided := _one_sided(transcript, pairs):
        reading = reading.and_(Reading(ONE_SIDED, (one_sided,)))
    if unheard := _unheard(transcript.turns):
        reading = reading.and_(Reading(LEFT_OUT, (f"Left out, as it is unclear who says it: {quoted(unheard)}.",)))
    if together := _asked_together(transcript):
        reading = reading.and_(Reading(ASKED_AGAIN, (f"Asked without an answer between: {quoted(together)}.",)))
    stretches = [] if transcript.paired or not pairs else list(_stretches(transcript, pairs))
    if lost := _lost(stretches):
        reading = reading.and_(Reading(LEFT_OUT, (f"Said by the candidate, but part of no answer: {quoted(lost)}.",)))
    if remarks := _remarks(stretches):
        reading = reading.and_(Reading(LEFT_OUT, (f"Taken for remarks, but may be questions: {quoted(remarks)}.",)))
    if len(pairs) == 1 and pairs[0].question and not transcript.paired and not _is_asked(pairs[0].question):
        reading = reading.and_(Reading(LEFT_OUT, ("The only answer replies to what may be no question.",)))
    asked = Counter(pair.question.casefold() for pair in pairs)
    again = [text for text, count in asked.items() if count > 1 and count_words(text) >= MIN_REPEATED_WORDS]
    if len(again) >= MIN_REPEATED or any(asked[text] > MIN_REPEATED for text in again):
        note = f"{len(again)} questions are asked again; the file may hold several interviews."
        reading = reading.and_(Reading(ASKED_AGAIN, (note,)))
    answered = Counter(pair.answer for pair in pairs if count_words(pair.answer) >= MIN_REPEATED_WORDS)
    if len(same := [text for text, count in answered.items() if count > 1]) >= MIN_REPEATED:
        reading = reading.and_(Reading(ASKED_AGAIN, (f"The answer to several questions: {quoted(same)}.",)))
    return reading


def _asked_together(transcript: Transcript) -> list[str]:
    """Questions in turns of their own with the answers in several turns below: one side may stand after the other."""
    said = [] if transcript.paired else list(utterances(transcript.turns))
    for asking, answering in pairwise(said):
        asked = [turn.text for turn in asking.turns if turn.text.endswith(("?", "？"))]
        if asking.role is Role.INTERVIEWER and min(len(asked), len(answering.turns)) >= MIN_TOGETHER:
            return asked
    return []


def _unheard(turns: Sequence[Turn]) -> list[str]:
    """What is left out because nobody is named as its speaker, or as a note in words that is the only one of its kind
    between turns: it may be part of what is said."""
    counts = Counter(turn.speaker_label for turn in turns)
    texts = [
        f"{label}: {turn.text}" if label else turn.text
        for index, turn in enumerate(turns)
        if turn.role is Role.OTHER
        if (label := turn.speaker_label) is None
        or (index and counts[label] == 1 and is_section(label) and any(map(str.isalpha, turn.text)))
    ]
    return list(filter(may_be_said, texts))


def _one_sided(transcript: Transcript, pairs: Sequence[QuestionAnswer]) -> str | None:
    """What is missing where no question has an answer, as in the recording of one side of a call."""
    alone = next((turn.speaker_label for turn in transcript.turns if turn.speaker_label), None)
    if not alone or any(pair.question for pair in pairs):
        return None
    if {turn.role for turn in transcript.turns} >= {Role.INTERVIEWER, Role.CANDIDATE}:
        return "No answer to a question was found: both sides may be asking."
    return f"Nobody asks: only {alone} is recorded."


def _is_asked(question: str) -> bool:
    """Whether a question is marked as one, or certainly prompts somebody."""
    shares = judge_act((sentences(question) or [question])[-1]).shares
    return is_marked_question(question) or shares[Act.QUESTION] + shares[Act.PROMPT] >= CERTAIN


class _Stretch(NamedTuple):
    """What one side says in a row. `answer` is the number of the answer it ends in, None if it is in none."""

    role: Role
    text: str
    answer: int | None


def _stretches(transcript: Transcript, pairs: Sequence[QuestionAnswer]) -> Iterator[_Stretch]:
    """What each side says in a row; of the candidate, what is in no answer stands apart, unless it asks."""
    ends = list(accumulate(len(pair.answer) + 1 for pair in pairs))
    answers, place = " ".join(pair.answer for pair in pairs), 0
    spoken = (turn for turn in transcript.turns if turn.text and turn.role in {Role.INTERVIEWER, Role.CANDIDATE})
    for role, group in groupby(spoken, key=lambda turn: turn.role):
        said, lost, number = [], [], None
        for turn in group:
            if role is Role.CANDIDATE and answers.startswith(turn.text, place):
                number = bisect_right(ends, place)
                place += len(turn.text) + 1
            elif role is Role.CANDIDATE and not has_question_mark(turn.text):
                lost.append(turn.text)
                continue
            said.append(turn.text)
        if lost:
            yield _Stretch(role, " ".join(lost), None)
        yield _Stretch(role, " ".join(said), number)


def _lost(stretches: Sequence[_Stretch]) -> list[str]:
    """What the candidate says that is in no answer: at some length, or in reply to what may be a question."""
    none, lost, least = _Stretch(Role.OTHER, "", None), [], MAY_BE_SMALL_TALK
    for before, each, after in zip([none, *stretches], stretches, [*stretches[1:], none], strict=False):
        if each.answer is not None:
            least = SURE_OF_CHAT
        elif each.role is Role.CANDIDATE and _is_lost(each, _may_ask(before, least), after):
            lost.append(each.text)
    return lost


def _is_lost(stretch: _Stretch, is_reply: bool, after: _Stretch) -> bool:
    """Whether words in no answer are no small talk, and no question to the interviewer, who would reply to it."""
    is_long = count_words(stretch.text) >= MIN_LOST_WORDS
    if has_question_mark(stretch.text):
        return is_long and is_reply and is_marked_question((sentences(after.text) or [""])[0])
    return is_long or is_reply


def _may_ask(stretch: _Stretch, least: float) -> bool:
    """Whether the interviewer ends with a question that is less likely than that small talk or the end."""
    last = (sentences(stretch.text) or [""])[-1]
    if stretch.role is not Role.INTERVIEWER or not is_marked_question(last):
        return False
    return sum(judge_act(last).shares[act] for act in (Act.SMALL_TALK, Act.HAND_OVER, Act.CLOSING)) < least


def _remarks(stretches: Sequence[_Stretch]) -> list[str]:
    """What the interviewer states inside an answer before a reply of some length: it may have been a prompt."""
    return [
        stated.text
        for before, stated, after in zip(stretches, stretches[1:], stretches[2:], strict=False)
        if before.answer is not None and before.answer == after.answer and stated.role is Role.INTERVIEWER
        if count_words(stated.text) >= MIN_REMARK_WORDS and count_words(after.text) >= MIN_LOST_WORDS
        if not is_acknowledgement(stated.text)
    ]
