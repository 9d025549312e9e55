"""What is played other than sessions: a question once more, a review, the rounds of a drill."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

from textual.message import Message

from interview_cli.errors import InputError
from interview_cli.interview import events
from interview_cli.tui.messages import Remark
from interview_cli.tui.navigation import GoBack, GoCompare
from interview_cli.tui.plays import Happenings, Play

if TYPE_CHECKING:
    from interview_cli.app import Application
    from interview_cli.app.learning import Place
    from interview_cli.app.parts import SessionParts
    from interview_cli.interview.kinds import InterviewType
    from interview_cli.interview.model import AskedQuestion, SessionSettings
    from interview_cli.interview.ports import Candidate, Voice
    from interview_cli.learning.drills import Round
    from interview_cli.learning.habits import Drill


class RetryPlay(Play):
    """Question `number` of a session, counted from 1 with its follow-ups, once more."""

    FINISHING = ("Finish without a new answer?", "The attempts you have made stay as they are.")

    def __init__(self, session_id: str, number: int) -> None:
        super().__init__()
        self._session = session_id
        self._number = number
        self._place: Place | None = None

    def settings(self, application: Application) -> SessionSettings:
        """Those of its session."""
        from interview_cli.app.learning import Learning

        self._place = Learning(application).place(self._session, self._number)
        return self._place.session.settings

    async def events(
        self, application: Application, candidate: Candidate, parts: SessionParts, voice: Voice | None
    ) -> Happenings:
        """Asking, answering, judging."""
        from interview_cli.app.again import Again
        from interview_cli.app.learning import Learning

        place = self._place
        assert place is not None

        def done(_: Place) -> None:
            self.finished = True
            Learning(application).refresh()

        again = Again(application, candidate, place.session.settings, parts, voice, done)
        async for event in again.events([place], 1):
            yield event

    def label(self, number: int, total: int) -> str:  # noqa: ARG002 - there is one
        """Which attempt it is."""
        made = len(self._place.exchange.attempts) if self._place else 0
        return f"Attempt {made + 1}"

    def after(self, problems: tuple[str, ...]) -> Message:  # noqa: ARG002
        """The comparison with the earlier attempts; without a new answer, back."""
        return GoCompare(self._session, self._number) if self.finished else GoBack()


class ReviewPlay(Play):
    """What is due today, at most `limit` questions, of one type if one is given."""

    FINISHING = ("Finish the review now?", "What you have answered is kept. What is left stays due.")

    def __init__(self, kind: InterviewType | None = None, limit: int | None = None) -> None:
        super().__init__()
        self._kind = kind
        self._limit = limit
        self.reviewed: list[str] = []
        """The ids of the questions answered."""

    def settings(self, application: Application) -> SessionSettings:
        """Those of the session that the first question is of."""
        from interview_cli.app.again import claimed
        from interview_cli.app.learning import Learning

        learning = self._learning = Learning(application)
        self._due = learning.due(learning.cards(), self._kind)[: self._limit]
        self._places = claimed(self._due, learning)
        self._first = next(self._places, None)
        if self._first is None:
            raise InputError("There is nothing left to review now.")
        return self._first.session.settings

    async def events(
        self, application: Application, candidate: Candidate, parts: SessionParts, voice: Voice | None
    ) -> Happenings:
        """Each due question in turn; what was not answered is given back."""
        from interview_cli.app.again import Again

        first, learning = self._first, self._learning
        assert first is not None

        def done(place: Place) -> None:
            self.reviewed.append(place.exchange.asked.question.id)
            learning.refresh()
            learning.store.release(self.reviewed[-1], learning.holder)

        again = Again(application, candidate, first.session.settings, parts, voice, done)
        try:
            async for event in again.events(chain([first], self._places), len(self._due)):
                yield event
            self.finished = True
        finally:
            for card in self._due:
                learning.store.release(card.question.id, learning.holder)

    def label(self, number: int, total: int) -> str:
        """Which of the day's reviews it is."""
        return f"Review {number} of {total}"


class DrillPlay(Play):
    """Rounds of one drill. What is said in them is not kept."""

    ABOUT = "Answer in short rounds. Only the value of each round is kept, not what you type or say."
    FINISHING = ("Finish the drill now?", "The rounds you have played count.")

    def __init__(self, drill: Drill, rounds: int, seed: int | None = None) -> None:
        super().__init__()
        self.drill = drill
        self._rounds = rounds
        self._seed = seed
        self.played: list[Round] = []
        """The rounds so far."""

    def settings(self, application: Application) -> SessionSettings:
        """English, and judged by what is measured. Raises InputError also when there is nothing to drill."""
        from interview_cli.app.again import round_questions
        from interview_cli.app.learning import Learning
        from interview_cli.interview.kinds import InterviewType

        settings = application.session_settings(kind=InterviewType.BEHAVIORAL, questions=1, seed=self._seed)
        learning = self._learning = Learning(application)
        self._questions = round_questions(application, learning, self.drill, self._rounds, settings.seed)
        return replace(settings, language="en")

    def parts(self, application: Application, settings: SessionSettings) -> SessionParts:  # noqa: ARG002
        """Rules; no model takes part."""
        from interview_cli.app.parts import rules_parts

        return rules_parts(application)

    def save_draft(self, application: Application) -> None:
        """Nothing is kept."""

    def target_s(self, asked: AskedQuestion) -> float | None:  # noqa: ARG002 - it is the drill's
        """That of the drill."""
        return self.drill.length_s

    async def events(
        self,
        application: Application,
        candidate: Candidate,
        parts: SessionParts,  # noqa: ARG002
        voice: Voice | None,
    ) -> Happenings:
        """A question, an answer, and what was measured of it, round by round."""
        from interview_cli.app.again import play_round
        from interview_cli.interview.ports import CandidateLeft

        questions = self._questions
        for number, asked in enumerate(questions, 1):
            if voice:
                voice.say(asked.text)
            yield events.Asked(asked, number, len(questions))
            yield events.Listening(asked, "")
            try:
                found = await play_round(application, self._learning, self.drill, candidate, asked)
            except CandidateLeft:
                break
            yield events.Skipped(asked)
            if found is not None:
                self.played.append(found)
                yield Remark(f"Round {number}: {found.sentence}")
        self.finished = True

    def label(self, number: int, total: int) -> str:
        """Which round it is, and its target."""
        return f"Round {number} of {total}  ·  {self.drill.target}"


def retry_of_question(application: Application, question_id: str) -> RetryPlay:
    """A question once more, where it was answered last. Blocks. Raises InputError when it never was."""
    from interview_cli.app.learning import Learning

    place = Learning(application).place_of_question(question_id)
    if place is None:
        raise InputError("This question has not been answered yet.")
    return RetryPlay(place.session.id, place.session.exchanges.index(place.exchange) + 1)
