"""Rounds of a drill: a question, an answer that is measured and not kept."""

from __future__ import annotations

import random
import uuid
from typing import TYPE_CHECKING

from interview_cli.errors import InputError
from interview_cli.interview.kinds import Difficulty, InterviewType, Stage
from interview_cli.interview.model import AskedQuestion, Attempt
from interview_cli.learning.drills import Task, play, tasks_on
from interview_cli.learning.habits import KEY_POINTS
from interview_cli.paths import place_below
from interview_cli.scoring.rules import evaluate_answer

if TYPE_CHECKING:
    from interview_cli.app import Application
    from interview_cli.app.learning import Learning
    from interview_cli.interview.ports import Candidate
    from interview_cli.learning.drills import Round
    from interview_cli.learning.habits import Drill


def round_questions(
    application: Application, learning: Learning, drill: Drill, rounds: int, seed: int
) -> list[AskedQuestion]:
    """At most `rounds` questions about something done that anyone can answer, or key points that kept missing; each
    once.

    Raises InputError when none kept missing.
    """
    if drill.name == KEY_POINTS:
        tasks = tasks_on(learning.cards())
        if not tasks:
            raise InputError(
                "No key point has been missing three times in a row.",
                "They show after retries and reviews: interview review",
            )
    else:
        behavioral = application.library.questions(InterviewType.BEHAVIORAL)
        easy = [each for each in behavioral if each.difficulty is not Difficulty.INTENSE and not each.roles]
        tasks = [Task(each, each.text) for each in easy if each.stage is Stage.CORE]
    chosen = random.Random(seed).sample(tasks, len(tasks))[:rounds]  # noqa: S311
    return [AskedQuestion(str(uuid.uuid4()), 0, number, words, each) for number, (each, words) in enumerate(chosen)]


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
    # By the question's own words: those of a round on a key point give the point away.
    attempt = Attempt(asked.id, answer, delivery, evaluate_answer(asked.question, answer.text))
    found = play(drill, attempt)
    learning.store.save_round(asked.id, drill.name, found.value, reached=found.reached)
    return found
