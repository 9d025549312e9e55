"""Questions answered again, one after the other: in a retry, or in a review."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from interview_cli.interview import events
from interview_cli.interview.ports import CandidateLeft
from interview_cli.interview.retrying import Retrying, complete, unfinished

if TYPE_CHECKING:
    from interview_cli.app import Application
    from interview_cli.app.learning import Learning, Place
    from interview_cli.app.parts import SessionParts
    from interview_cli.interview.model import SessionSettings
    from interview_cli.interview.ports import Candidate, Voice
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
