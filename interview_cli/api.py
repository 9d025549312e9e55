"""The program as a library: transcripts read, answers scored by rules, delivery measured.

    from interview_cli.api import evaluate_transcript
    evaluate_transcript("talk.vtt", type="behavioral")["overall_score"]

What is returned is the JSON of the contracts in `interview_cli.contracts`, as dictionaries. Nothing is saved, nothing
leaves the machine, and nothing heavy is imported before a function is called. Every function raises `InputError`
(from `interview_cli.errors`) for input it cannot use.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from interview_cli.contracts.batch import Result
    from interview_cli.contracts.delivery import Delivery
    from interview_cli.contracts.evaluation import Evaluation
    from interview_cli.contracts.transcript import Transcript, Word
    from interview_cli.interview.model import InterviewType
    from interview_cli.transcripts.model import Transcript as ReadTranscript

__all__ = ["evaluate_transcript", "measure_delivery", "read_transcript", "score_answer"]


def read_transcript(source: str | Path | bytes, *, candidate: str | None = None) -> Transcript:
    """The transcript in a file, or in the bytes of one, of any format that `interview evaluate` reads.

    Speakers are separated into interviewer and candidate; `candidate` is the candidate's name or label where that
    cannot be recognised. The file must hold one transcript.
    """
    from interview_cli.transcripts.contract import to_contract
    from interview_cli.transcripts.roles import assign_roles

    return to_contract(assign_roles(_read(source), candidate))


def evaluate_transcript(
    source: str | Path | bytes | Transcript, *, type: str | None = None, candidate: str | None = None
) -> Result:
    """The scores of one transcript by rules, as a line of `interview evaluate` holds them.

    `source` is a file, its bytes, or what `read_transcript` gave. `type` is the interview type (`behavioral`,
    `hr_screen`, `technical_verbal`, `project`, `system_design`); by default the transcript's own, else behavioral.
    """
    from interview_cli.batch.asked import QuestionFinder
    from interview_cli.batch.judging import AnswerRules, at_once
    from interview_cli.batch.plan import Plan
    from interview_cli.batch.transcript_scoring import score_transcript
    from interview_cli.interview.questions import QuestionLibrary
    from interview_cli.resources import resource_root

    plan = Plan(type=_type(type) if type else None, candidate=candidate)
    finder = QuestionFinder(QuestionLibrary(resource_root("question_banks"), None))
    return at_once(score_transcript(_read(source), plan, finder, AnswerRules(None)))


def score_answer(
    question: str,
    answer: str,
    *,
    type: str = "behavioral",
    key_points: Sequence[str] = (),
    ideal_answer: str | None = None,
) -> Evaluation:
    """The judgement of one answer by rules, every score with quotes from it.

    `key_points` are what a good answer mentions; `ideal_answer` is one to compare with.
    """
    from interview_cli.interview.model import Difficulty, Question
    from interview_cli.reports.contract import evaluation_to_json
    from interview_cli.scoring.rules import evaluate_answer

    asked = Question(
        id="",
        text=question,
        type=_type(type),
        difficulty=Difficulty.STANDARD,
        bank="",
        key_points=tuple(key_points),
        ideal_answer=ideal_answer,
    )
    return evaluation_to_json(evaluate_answer(asked, answer))


def measure_delivery(text: str, words: Sequence[Word] | None = None) -> Delivery:
    """Fillers, hedges, repeats, and with the `words` of the text and their times pace and pauses too.

    Times are in seconds from the start of the answer. What cannot be measured is None and named in `not_measured`.
    """
    from interview_cli.delivery.contract import delivery_to_json
    from interview_cli.delivery.measure import measure_text
    from interview_cli.transcripts.contract import read_words

    return delivery_to_json(measure_text(text, read_words(list(words)) if words else None))


def _read(source: str | Path | bytes | Transcript) -> ReadTranscript:
    import json

    from interview_cli.errors import InputError
    from interview_cli.transcripts.reading import read_transcripts

    if isinstance(source, str | Path):
        try:
            data, name = Path(source).read_bytes(), str(source)
        except OSError as error:
            raise InputError(f"{source} cannot be read: {error.strerror}.") from None
    elif isinstance(source, bytes):
        data, name = source, "the transcript"
    else:
        data, name = json.dumps(source).encode(), source["id"]
    found = list(read_transcripts(data, name))
    if len(found) != 1:
        raise InputError(f"{name} contains {len(found)} transcripts, not one.", "Use 'interview evaluate' for many.")
    return found[0]


def _type(name: str) -> InterviewType:
    """Raises InputError for a type that has no rubric of its own."""
    from interview_cli.errors import InputError
    from interview_cli.interview.model import InterviewType

    known = [each.value for each in InterviewType if each is not InterviewType.MIXED]
    if name not in known:
        raise InputError(f"There is no interview type {name[:40]!r}.", f"There are: {', '.join(known)}.")
    return InterviewType(name)
