"""Practice outside a session: questions answered again in a retry or a review, and the rounds of a drill.

A round of a drill is measured; its answer is not kept.
"""

from __future__ import annotations

import random
import uuid
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from interview_cli.errors import InputError
from interview_cli.interview import events
from interview_cli.interview.kinds import Difficulty, InterviewType, Stage
from interview_cli.interview.model import AskedQuestion, Attempt
from interview_cli.interview.one_question import Retrying, complete, unfinished
from interview_cli.interview.ports import CandidateLeft
from interview_cli.learning.drills import Task, play, tasks_on
from interview_cli.learning.habits import KEY_POINTS
from interview_cli.paths import place_below
from interview_cli.scoring.rules import evaluate_answer

if TYPE_CHECKING:
    from interview_cli.app import Application
    from interview_cli.app.learning import Learning, Place
    from interview_cli.app.parts import SessionParts
    from interview_cli.interview.model import SessionSettings
    from interview_cli.interview.ports import Candidate, Voice
    from interview_cli.learning.drills import Round
    from interview_cli.learning.habits import Drill
    from interview_cli.learning.review import ReviewCard


@dataclass(frozen=True, slots=True)
class Again:
    """Asks the questions at `places` again, each judged as its session was.

    `parts` are those for a session with `settings`; for other settings they are opened again. `done` is called after
    each judged answer.
    """

    application: Application
    candidate: Candidate
    settings: SessionSettings
    parts: SessionParts
    voice: Voice | None
    done: Callable[[Place], None]

    async def events(self, places: Iterable[Place], total: int) -> AsyncIterator[events.Event]:
        """What happens, question by question; ends early when the candidate has had enough.

        Raises CandidatePaused where they go away, and StorageError.
        """
        application = self.application
        store, meter = application.store, application.meter
        for number, place in enumerate(places, 1):
            same = place.session.settings == self.settings
            parts = self.parts if same else application.parts(place.session.settings)
            for attempt in unfinished(place.exchange):
                async for _ in complete(place.exchange, attempt, meter, parts.judge, store):
                    pass
            retrying = Retrying(self.candidate, meter, parts.judge, store, parts.problems, self.voice)
            try:
                async for event in retrying.again(place.exchange, number, total):
                    yield event
                    if isinstance(event, events.Scored):
                        self.done(place)
            except CandidateLeft:
                return


def claimed(due: Sequence[ReviewCard], learning: Learning) -> Iterator[Place]:
    """The places of the due questions that nobody else is reviewing, each taken when its turn comes."""
    for card in due:
        if learning.store.claim(card.question.id, learning.holder, learning.today):
            place = learning.place_of_question(card.question.id)
            if place is not None:
                yield place


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
