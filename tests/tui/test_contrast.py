"""Every text on every screen can be read in both looks: contrast at least that of WCAG 2.2 level AA for text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from rich.color import ColorType
from textual.color import Color

from interview_cli.app import Application
from interview_cli.app.learning import Learning
from interview_cli.interview.model import InterviewType, Session, SessionSettings
from interview_cli.tui.app import InterviewApp
from interview_cli.tui.navigation import GoCompare, GoFeedback, GoHome, GoPractise, GoSetUp, GoTo, Place
from tests.tui.test_again import answered_again
from tests.tui.test_browse import STORY, judged
from tests.tui.test_feedback_spoken import timed_session
from tests.tui.test_rewrite import with_cv

if TYPE_CHECKING:
    from textual.message import Message

    from tests.tui.conftest import Person, Visit

AA_RATIO = 4.5
"""WCAG 2.2, success criterion 1.4.3, for text of ordinary size."""

PLAN = SessionSettings(InterviewType.BEHAVIORAL, questions=3, max_follow_ups=0, seed=1)
SCREENS: dict[str, tuple[Message, str, tuple[str, ...]]] = {
    "home": (GoHome(), "Past sessions", ()),
    "set-up": (GoSetUp(), "What do you want to practise?", ("down",)),
    "feedback": (GoFeedback("spoken-session"), "How helpful", ("n", "tab", "tab")),
    "compare": (GoCompare("again-session", 1), "Attempt 1 →", ()),
    "help": (GoHome(), "Past sessions", ("question_mark",)),
    "palette": (GoHome(), "Past sessions", ("ctrl+p",)),
    "interview": (GoPractise(PLAN), "0 words", ("x",)),
    "finish dialog": (GoPractise(PLAN), "0 words", ("x", "ctrl+d")),
    "story form": (GoTo(Place.STORIES), "1 story", ("enter",)),
    **{place.value: (GoTo(place), "Esc Back", ("down",)) for place in Place},
    "rewrite": (GoTo(Place.REWRITE), "Taken", ("space",)),
}


def contrast(one: Color, other: Color) -> float:
    """The contrast ratio of WCAG 2.2, from 1 to 21."""

    def luminance(colour: Color) -> float:
        shares = (each / 255 for each in colour.rgb)
        linear = (each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in shares)
        return sum(weight * each for weight, each in zip((0.2126, 0.7152, 0.0722), linear, strict=True))

    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def unreadable(person: Person) -> Iterator[str]:
    """Texts in sight whose colour is too near to that behind it. Lines and bars are no texts.

    What lies behind a box that has to be answered first is inactive, and exempt.
    """
    screen = person.app.screen
    box = next(iter(screen.query("#dialog, #form, #--container")), screen).region
    for strip in screen._compositor.render_strips()[box.y : box.bottom]:
        for segment in strip.crop(box.x, box.right):
            style = segment.style
            if style is None or not any(each.isalnum() for each in segment.text):
                continue
            front, back = style.color, style.bgcolor
            if front is None or back is None or {front.type, back.type} != {ColorType.TRUECOLOR}:
                continue
            colours = [Color.from_rich_color(each) for each in (front, back)]
            if style.reverse:
                colours.reverse()
            ratio = contrast(*colours)
            if ratio < AA_RATIO:
                yield f"{segment.text.strip()!r} {colours[0].hex} on {colours[1].hex}: {ratio:.2f}"


@pytest.mark.parametrize("look", ["dark", "light"])
@pytest.mark.parametrize("name", SCREENS)
async def test_every_text_can_be_read(
    visit: Visit,
    application: Application,
    make_session: Callable[..., Session],
    name: str,
    look: str,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    with_cv(application, tmp_path)
    application.store.create(timed_session(make_session("spoken", day=2)))
    application.store.create(answered_again(make_session("again", day=1), "I cut two features in the end."))
    application.store.create(judged(make_session("judged", day=3), STORY.text))
    Learning(application).store.save_story(STORY)
    message, text, keys = SCREENS[name]
    app = InterviewApp(application)
    async with visit(app, (100, 40)) as person:
        if look == "light":
            await person.press("ctrl+t")
        await person.sees("Past sessions")
        app.post_message(message)
        await person.sees(text)
        if isinstance(message, GoPractise):
            await person.may_write()
            assert list(unreadable(person)) == []
        await person.press(*keys)
        await person.pilot.pause()
        assert list(unreadable(person)) == []
