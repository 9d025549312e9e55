"""The golden table of findings; `tests/scoring/golden.py` writes it with the one of scores."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

from interview_cli.delivery.measure import measure_text
from interview_cli.interview.model import (
    Answer,
    AnswerSource,
    AskedQuestion,
    Attempt,
    Evaluation,
    Exchange,
    Feedback,
    Question,
    Session,
    SessionSettings,
    SessionStatus,
)
from interview_cli.scoring.rules import session_feedback
from interview_cli.text import embeddings
from tests.scoring.conftest import NOON
from tests.scoring.labelled import FOLDER, entries, judged, question_of, samples, spoken

TABLE = Path(__file__).with_name("golden_findings.txt")


def table() -> str:
    """What is found in every known answer, in the same answer as unmarked speech, and in one to another question; and
    what is said of sessions of them."""
    answers = (f"{name}: {_found(judged(question, answer))}\n" for name, question, answer in _answers())
    sessions = (f"{name}: {_feedback(session_feedback(session))}\n" for name, session in _sessions())
    with patch.object(embeddings, "is_installed", return_value=False):
        return "".join((*answers, *sessions))


def _answers() -> Iterator[tuple[str, Question, str]]:
    known = [(f"sample {name}", question, answer) for name, question, answer in samples()]
    known += [(f"spoken {each.id}", each.question, each.answer) for each in spoken("development")]
    yield from known
    for (name, question, answer), (_, other, _) in zip(known, [*known[1:], known[0]], strict=True):
        yield f"{name}, unmarked", question, " ".join(re.findall(r"[\w'%-]+", answer.lower()))
        yield f"{name}, another question", other, answer
    for name in ("other_trades", "software"):
        for entry in entries(FOLDER / "key_points" / f"{name}.yaml"):
            asked = {"question": entry["asked"], "type": "technical_verbal", "key_points": entry["points"]}
            for way in ("right", "plain", "inverted", "salad", "partial"):
                answer = entry[way]["text"] if isinstance(entry[way], dict) else entry[way]
                yield f"{name} {way}, {entry['asked'][:30]}", question_of(asked), answer


def _found(evaluation: Evaluation) -> str:
    """Each kind of finding and where it stands ("?": doubtful), states of key points, scores, and the comment."""
    places = defaultdict[str, list[str]](list)
    for each in evaluation.findings:
        places[each.kind].append(f"{each.evidence.start}-{each.evidence.end}{'' if each.sure else '?'}")
    kinds = "; ".join(f"{kind} {' '.join(found)}" for kind, found in sorted(places.items()))
    points = " ".join(each.state for each in evaluation.key_points)
    scores = " ".join(f"{each.criterion} {each.state or each.score}" for each in evaluation.scores)
    return f"{kinds} | {points} | {scores} | {' '.join(evaluation.tags)} | {evaluation.comment}"


def _sessions() -> Iterator[tuple[str, Session]]:
    """Known answers three, four and five at a time, each third with the following one as a reply to a follow-up."""
    known = [*((question, answer) for _, question, answer in samples())]
    known += [(each.question, each.answer) for each in spoken("development")]
    for number in range(24):
        chosen = known[number * 5 : number * 5 + 3 + number % 3]
        exchanges: list[Exchange] = []
        for question, answer in chosen:
            at = len(exchanges)
            parent = exchanges[-1].asked.id if at % 3 == 2 else None
            asked = AskedQuestion(f"q{at}", at, at, question.text, question, parent)
            said = Answer(answer, AnswerSource.TYPED, NOON, NOON)
            exchanges.append(
                Exchange(asked, (Attempt(f"a{at}", said, measure_text(answer), judged(question, answer)),))
            )
        settings = SessionSettings(chosen[0][0].type)
        delivery = measure_text("\n".join(answer for _, answer in chosen))
        yield (
            f"session {number}",
            Session("s", settings, SessionStatus.IN_PROGRESS, NOON, exchanges=tuple(exchanges), delivery=delivery),
        )


def _feedback(feedback: Feedback) -> str:
    """The scores, and all that is said of a session, with the places of the answers that it is said of."""
    scores = feedback.scores
    points = (
        f"{what} {point.position} {point.text} “{point.quote}”"
        for what, found in (("+", feedback.strengths), ("-", feedback.improvements))
        for point in found
    )
    notes = (feedback.technical_notes, feedback.communication_notes, feedback.problem_solving_notes)
    return " | ".join(
        (
            f"{scores.clarity} {scores.structure} {scores.relevance} {scores.confidence} {scores.overall}",
            f"{feedback.overall_score} {feedback.recommendation} {feedback.coverage:.2f}",
            feedback.summary,
            *points,
            *feedback.suggestions,
            *(note or "-" for note in notes),
        )
    )
