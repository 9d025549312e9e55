"""Feedback: the report on one session, and how helpful it was."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.events import DescendantFocus
from textual.widget import Widget
from textual.widgets import Static

from interview_cli.errors import StorageError
from interview_cli.interview.checklist import checklist, with_ticks
from interview_cli.interview.model import Exchange, Session
from interview_cli.tui.navigation import GoCompare, GoPractise, GoSetUp
from interview_cli.tui.playback import Playback
from interview_cli.tui.screens.app_screen import AppScreen
from interview_cli.tui.text import explain, one_line
from interview_cli.tui.widgets.answer_text import AnswerText
from interview_cli.tui.widgets.exchange_report import ExchangeReport, KeyPointLine, ScoreLine
from interview_cli.tui.widgets.key_hints import KeyHints

if TYPE_CHECKING:
    from interview_cli.app import Application
    from interview_cli.learning.stories import Match


class FeedbackScreen(AppScreen):
    """One long page to scroll through, with scores to look into and key points to tick."""

    ABOUT = (
        "What you said and what it is worth. Tab goes from score to score: the words a score rests on light up in "
        "your answer. In a recorded answer ← and → go from sentence to sentence, and P plays from there. R asks the "
        "question again; your answer here stays hidden until the new one is done."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "page_down", "Scroll", key_display="↑↓"),
        Binding("n,N", "go_to_answer(1)", "Next answer"),
        Binding("b,B", "go_to_answer(-1)", "Previous answer", show=False),
        Binding("tab", "go_to_stop(1)", "Scores"),
        Binding("shift+tab", "go_to_stop(-1)", "Score before", show=False),
        Binding("p,P", "play", "Play"),
        Binding("p,P", "silence", "Silence"),
        Binding("r,R", "retry", "Retry"),
        Binding("c,C", "compare", "Compare"),
        Binding("s,S", "keep_story", "Keep as story", show=False),
        Binding("a,A", "again", "Practise again"),
        *(Binding(str(stars), f"rate({stars})", f"Rate {stars} of 5", show=False) for stars in range(1, 6)),
    ]

    def __init__(self, application: Application, session_id: str, problems: Sequence[str] = ()) -> None:
        super().__init__()
        self._problems = problems
        self._application = application
        self._session_id = session_id
        self._session: Session | None = None
        self._selected = 0
        self._playback = Playback(self, application)

    def compose(self) -> ComposeResult:
        """The page and the rating below it."""
        yield VerticalScroll(id="report", classes="page")
        yield Static("", id="rating", markup=False)
        yield KeyHints()

    def on_screen_resume(self) -> None:
        """Read the session; again when something may have been added to it."""
        self.query_one("#report").focus()
        self.behind(self._read, lambda read: self.call_next(self._show, *read), "session")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Offer only what there is something for."""
        exchanges = self._session.exchanges if self._session else ()
        selected = exchanges[self._selected] if self._selected < len(exchanges) else None
        match action:
            case "play":
                return not self._playback.is_on and any(map(_recording, exchanges))
            case "silence":
                return self._playback.is_on
            case "retry":
                return selected is not None and self._session is not None and self._session.ended_at is not None
            case "compare":
                return selected is not None and len(selected.attempts) > 1
            case "keep_story":
                return selected is not None and bool(selected.attempts)
            case "go_to_stop":
                return bool(self._stops())
        return True

    def _read(self) -> tuple[Session, Mapping[str, Match]]:
        from interview_cli.app.learning import Learning

        session = self._application.store.load(self._session_id)
        return session, Learning(self._application).better_stories(session)

    async def _show(self, session: Session, better: Mapping[str, Match]) -> None:
        if session == self._session:
            return
        from interview_cli.tui.widgets.report import report

        self._session = session
        page = self.query_one("#report", VerticalScroll)
        at = page.scroll_offset.y
        with self.app.batch_update():
            await page.remove_children()
            await page.mount_all(list(report(session, self._problems, better)))
        page.scroll_to(y=at, animate=False)
        self.refresh_bindings()
        self._show_rating()

    def fail(self, error: Exception) -> None:
        """At the bottom."""
        self._tell(explain(error), problem=True)

    def _show_rating(self) -> None:
        stars = self._session.helpfulness if self._session else None
        if self._session is None or self._session.feedback is None:
            text = ""
        elif stars is None:
            text = "How helpful was this feedback? Press 1 (not at all) to 5 (very)."
        else:
            text = f"Helpfulness {'★' * stars}{'☆' * (5 - stars)}  {stars} of 5. Thank you."
        self._tell(text)

    def _tell(self, text: str, *, problem: bool = False) -> None:
        rating = self.query_one("#rating", Static)
        rating.set_class(problem, "problem")
        rating.update(Content(text))

    def action_rate(self, stars: int) -> None:
        """Keep how helpful the feedback was."""
        if self._session and self._session.feedback:
            self.behind(lambda: self._application.store.rate(self._session_id, stars), lambda _: self._thank(stars))

    def _thank(self, stars: int) -> None:
        if self._session:
            self._session = replace(self._session, helpfulness=stars)
        self._show_rating()

    def _y(self, widget: Widget) -> int:
        """Where on the page something begins."""
        page = self.query_one("#report", VerticalScroll)
        return widget.region.y - page.scrollable_content_region.y + int(page.scroll_offset.y)

    def action_go_to_answer(self, step: int) -> None:
        """Scroll to the next or previous question; it is the one that is played, and asked again."""
        page = self.query_one("#report", VerticalScroll)
        blocks = list(page.query(ExchangeReport))
        here = int(page.scroll_offset.y)
        beyond = [
            number
            for number, block in enumerate(blocks)
            if (self._y(block) > here or number > self._selected if step > 0 else self._y(block) < here)
        ]
        if beyond:
            self._selected = beyond[0] if step > 0 else beyond[-1]
            page.scroll_to(y=self._y(blocks[self._selected]), animate=False)
            page.focus()
            self.refresh_bindings()

    def _stops(self) -> list[Widget]:
        """What Tab goes to: scores, key points, recorded answers."""
        return [
            each for each in self.query("#report *").results(Widget) if isinstance(each, _STOPS) and each.can_focus
        ]

    def action_go_to_stop(self, step: int) -> None:
        """Move to the next or previous score or key point: from one to the other, else from what is on screen."""
        page = self.query_one("#report", VerticalScroll)
        stops = self._stops()
        if self.focused in stops:
            number = stops.index(self.focused) + step
        else:
            edge = int(page.scroll_offset.y) + (0 if step > 0 else page.scrollable_content_region.height)
            above = sum(self._y(stop) < edge for stop in stops)
            number = above if step > 0 else above - 1
        target = stops[number] if 0 <= number < len(stops) else page
        target.focus()

    @on(DescendantFocus)
    def _focus_moved(self) -> None:
        if isinstance(self.focused, _STOPS):
            self._selected = self.focused.exchange_number
        self.refresh_bindings()

    @on(ScoreLine.Entered)
    def _light(self, message: ScoreLine.Entered) -> None:
        """Highlight what a score rests on, in the answer it is of."""
        for answer in self.query(AnswerText):
            if answer.exchange_number == message.line.exchange_number:
                answer.light(() if message.left else message.line.score.evidence)

    @on(KeyPointLine.Toggled)
    async def _tick(self, message: KeyPointLine.Toggled) -> None:
        """Save what the candidate says of a key point, then show it."""
        item, number = message.line.item, message.line.exchange_number
        if self._session is None or (attempt := self._session.exchanges[number].attempt) is None:
            return
        attempt = with_ticks(attempt, {item.key_point.point: not item.ticked})
        try:
            await asyncio.to_thread(self._application.store.save_ticks, attempt.id, attempt.ticks)
        except StorageError as error:
            self._tell(explain(error), problem=True)
            return
        exchange = self._session.exchanges[number].with_attempt(attempt)
        before, after = self._session.exchanges[:number], self._session.exchanges[number + 1 :]
        self._session = replace(self._session, exchanges=(*before, exchange, *after))
        items = checklist(exchange)
        for line in self.query(KeyPointLine):
            if line.exchange_number == number:
                line.show(items[line.item.number - 1])
        self.refresh_bindings()
        if not self._playback.is_on:
            self._show_rating()

    def action_play(self) -> None:
        """Play the answer on screen, or the next one that was recorded, from the focused sentence or quote."""
        exchanges = self._session.exchanges if self._session else ()
        recorded = [number for number, exchange in enumerate(exchanges) if _recording(exchange)]
        if not recorded:
            return
        number = next((each for each in recorded if each >= self._selected), recorded[0])
        self._tell(f"Playing the answer to: {one_line(exchanges[number].asked.text, 60)}")
        self._playback.play(_recording(exchanges[number]) or "", self._second(number), self._played)

    def _second(self, number: int) -> float:
        """Where to begin in an answer."""
        answer = next(each for each in self.query(AnswerText) if each.exchange_number == number)
        if self.focused is answer:
            return answer.second
        stop = self.focused
        if isinstance(stop, ScoreLine) and stop.exchange_number == number and stop.score.evidence:
            return answer.second_of(stop.score.evidence[0].start, stop.score.evidence[0].end)
        return 0.0

    @on(AnswerText.PlayFrom)
    def _play_from(self, message: AnswerText.PlayFrom) -> None:
        self._selected = message.answer.exchange_number
        self.action_silence()
        self.action_play()

    def _played(self, error: Exception | None) -> None:
        if error:
            self._tell(explain(error), problem=True)
        else:
            self._show_rating()

    def action_silence(self) -> None:
        """Play no more."""
        self._playback.stop()

    def on_unmount(self) -> None:
        """Be silent."""
        self.action_silence()

    def action_page_down(self) -> None:
        """One page on."""
        self.query_one("#report", VerticalScroll).action_page_down()

    def action_retry(self) -> None:
        """Ask the question on screen again: as a new attempt, or for the first time when it was skipped."""
        if self._session is None:
            return
        from interview_cli.tui.plays import practise_question
        from interview_cli.tui.replays import RetryPlay

        exchange = self._session.exchanges[self._selected]
        if exchange.attempts:
            self.post_message(GoPractise(RetryPlay(self._session_id, self._selected + 1)))
        else:
            asked = exchange.asked.question.id
            self.behind(lambda: GoPractise(practise_question(self._application, asked)), self.post_message)

    def action_compare(self) -> None:
        """See the attempts at the question on screen side by side."""
        self.post_message(GoCompare(self._session_id, self._selected + 1))

    def action_keep_story(self) -> None:
        """Make a story of the answer on screen."""
        self.behind(self._distill, lambda title: self.notify(f"Kept as a story: {title}", markup=False))

    def _distill(self) -> str:
        from interview_cli.app.learning import Learning

        return Learning(self._application).keep_story_of(self._session_id, self._selected + 1).title

    def action_again(self) -> None:
        """Set up another session like this one."""
        self.post_message(GoSetUp(self._session.settings if self._session else None))


_STOPS = (ScoreLine, KeyPointLine, AnswerText)


def _recording(exchange: Exchange) -> str | None:
    """The name of an answer's recording."""
    return exchange.attempt.answer.audio_path if exchange.attempt else None
