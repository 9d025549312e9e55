"""Every text on every screen can be read in both looks: contrast at least that of WCAG 2.2 level AA for text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest
from rich.color import ColorType
from textual.color import Color

from interview_cli.app import Application
from interview_cli.app.learning import Learning
from interview_cli.interview.model import Session, SessionStatus
from interview_cli.tui.app import InterviewApp
from interview_cli.tui.navigation import GoCompare, GoFeedback, GoHome, GoPractise, GoSetUp, GoTo, Place
from tests.tui.test_again import answered_again
from tests.tui.test_browse import STORY, judged
from tests.tui.test_feedback import timed_session

if TYPE_CHECKING:
    from textual.message import Message

    from tests.tui.conftest import Person, StoppedClock, Visit

AA_RATIO = 4.5
"""WCAG 2.2, success criterion 1.4.3, for text of ordinary size."""

SCREENS: dict[str, tuple[Message, str, tuple[str, ...]]] = {
    "home": (GoHome(), "Past sessions", ()),
    "set-up": (GoSetUp(), "What do you want to practise?", ("down",)),
    "feedback": (GoFeedback("spoken-session"), "How helpful", ("n", "tab", "tab")),
    "compare": (GoCompare("again-session", 1), "Attempt 1 →", ()),
    "help": (GoHome(), "Past sessions", ("question_mark",)),
    "palette": (GoHome(), "Past sessions", ("ctrl+p",)),
    "interview": (GoPractise("begun-session"), "Question 1 of", ()),
    "skip dialog": (GoPractise("begun-session"), "Question 1 of", ("x", "ctrl+k")),
    **{place.value: (GoTo(place), place.value, ("down",)) for place in Place},
}


def unreadable(person: Person) -> Iterator[str]:
    """Texts in sight whose colour is too near to that behind it. Lines and bars are no texts."""
    for strip in person.app.screen._compositor.render_strips():
        for segment in strip:
            style = segment.style
            if style is None or not any(each.isalnum() for each in segment.text):
                continue
            front, back = style.color, style.bgcolor
            if front is None or back is None or ColorType.TRUECOLOR not in {front.type} & {back.type}:
                continue
            colours = [Color.from_rich_color(each) for each in (front, back)]
            if style.reverse:
                colours.reverse()
            ratio = colours[0].get_contrast_ratio(colours[1])
            if ratio < AA_RATIO:
                yield f"{segment.text.strip()!r} {colours[0].hex} on {colours[1].hex}: {ratio:.2f}"


@pytest.mark.parametrize("look", ["dark", "light"])
@pytest.mark.parametrize("name", SCREENS)
async def test_every_text_can_be_read(
    visit: Visit,
    application: Application,
    make_session: Callable[..., Session],
    clock: StoppedClock,
    name: str,
    look: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    application.store.create(timed_session(make_session("spoken", day=2)))
    application.store.create(answered_again(make_session("again", day=1), "I cut two features in the end."))
    application.store.create(judged(make_session("judged", day=3), STORY.text))
    application.store.create(make_session("begun", day=4, status=SessionStatus.IN_PROGRESS))
    Learning(application).store.save_story(STORY)
    message, text, keys = SCREENS[name]
    app = InterviewApp(application)
    async with visit(app, (100, 40)) as person:
        if look == "light":
            await person.press("ctrl+t")
        await person.sees("Past sessions")
        app.post_message(message)
        await person.sees(text)
        await person.press(*keys)
        await person.pilot.pause()
        assert list(unreadable(person)) == []
