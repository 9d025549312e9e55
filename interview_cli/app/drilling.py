"""Rounds of a drill: an easy question, an answer that is measured and not kept."""

from __future__ import annotations

import random
import uuid
from typing import TYPE_CHECKING

from interview_cli.interview.kinds import Difficulty, InterviewType
from interview_cli.interview.model import AskedQuestion, Attempt
from interview_cli.learning.drills import play
from interview_cli.paths import place_below
from interview_cli.scoring.rules import evaluate_answer

if TYPE_CHECKING:
    from interview_cli.app import Application
    from interview_cli.app.learning import Learning
    from interview_cli.interview.ports import Candidate
    from interview_cli.learning.drills import Drill, Round

ROUNDS = 3
"""Rounds of one drill unless asked otherwise: some three minutes (chosen)."""


def round_questions(application: Application, count: int, seed: int) -> list[AskedQuestion]:
    """Questions that anyone can answer at once, each once."""
    easy = [
        each
        for each in application.library.questions(InterviewType.BEHAVIORAL)
        if each.difficulty is not Difficulty.INTENSE and not each.roles
    ]
    chosen = random.Random(seed).sample(easy, min(count, len(easy)))  # noqa: S311
    return [AskedQuestion(str(uuid.uuid4()), 0, number, each.text, each) for number, each in enumerate(chosen)]


async def play_round(
    application: Application, learning: Learning, drill: Drill, candidate: Candidate, asked: AskedQuestion
) -> Round | None:
    """One measured round, whose value is kept and whose recording is deleted; None when it was skipped.

    Raises CandidateLeft, CandidatePaused and StorageError.
    """
    answer = await candidate.answer(asked, "")
    if answer is None:
        return None
    delivery = application.meter.measure([answer])
    if answer.audio_path and (recording := place_below(application.paths.recordings, answer.audio_path)):
        recording.unlink(missing_ok=True)
    attempt = Attempt(asked.id, answer, delivery, evaluate_answer(asked.question, answer.text, asked.text))
    found = play(drill, attempt)
    learning.store.save_round(asked.id, drill.name, found.value, reached=found.reached)
    return found
