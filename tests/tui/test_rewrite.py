"""Rewrites on the screen: each change taken or left, refused ones shown, and the CV written with what was taken."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from interview_cli.app import Application
from interview_cli.app.shelf import Documents
from interview_cli.cv.reviewing import Review
from interview_cli.cv.rewriting import Rewriting, rewrite_by_rules
from interview_cli.tui.app import InterviewApp
from interview_cli.tui.navigation import GoTo, Place
from interview_cli.tui.screens.rewrite import RewriteScreen
from tests.cv.material import RESUME

if TYPE_CHECKING:
    from tests.tui.conftest import Visit

LONG = "Cut the nightly settlement run from 6 hours to 40 minutes in order to free the batch window"


def with_cv(application: Application, folder: Path) -> None:
    """Add a CV called mara."""
    file = folder / "mara.json"
    file.write_text(json.dumps(RESUME))
    Documents(application).add("cv", file, None)


def with_a_refused_line() -> Review:
    """A rewrite by rules in which a model wanted to add something."""
    made = rewrite_by_rules(RESUME)
    path, before = "work.0.highlights.3", "Mentored 3 junior engineers"
    made.propose(path, before, "Led 30 engineers", "Reworded by a model.", ["30", "“Led”"])
    return Review(RESUME, made)


async def test_changes_are_taken_or_left_and_the_cv_is_written(
    visit: Visit, application: Application, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with_cv(application, tmp_path)
    async with visit(InterviewApp(application), (110, 30)) as person:
        person.app.post_message(GoTo(Place.REWRITE))
        await person.sees("2 of 2 changes taken, 0 refused", "Taken", "work, Nordpay AB", "“in order to” is “to”")
        await person.press("space")
        await person.sees("1 of 2 changes taken", "Left as it was", "✗ Cut the nightly")
        await person.press("down")
        await person.sees("Moved from place")
        await person.press("w")
        await person.sees("mara-ats.docx")
    assert (tmp_path / "mara-ats.docx").exists()
    assert LONG in str(Documents(application).cv(str(tmp_path / "mara-ats.docx")).parsed["resume"])


async def test_without_a_cv_it_is_said_how_to_add_one(visit: Visit, application: Application) -> None:
    async with visit(InterviewApp(application)) as person:
        person.app.post_message(GoTo(Place.REWRITE))
        await person.sees("There is no CV yet. Add one: interview cv add FILE")


async def test_a_refused_line_is_shown_with_what_it_adds_and_cannot_be_taken(
    visit: Visit, application: Application
) -> None:
    written: list[Rewriting] = []

    def write(made: Rewriting) -> str:
        written.append(made)
        return ""

    review = with_a_refused_line()
    app = InterviewApp(application, opens=lambda parts: RewriteScreen(parts, review, write))
    async with visit(app, (110, 30)) as person:
        await person.sees("1 refused")
        await person.press("end")
        await person.sees("It adds 30, “Led”, which your CV does not say.", "Led 30 engineers")
        await person.press("space", "w")
        await person.until(lambda: written)
    assert "Led 30 engineers" not in str(written[0].resume)


async def test_the_app_closes_with_the_review_it_was_opened_for(visit: Visit, application: Application) -> None:
    app = InterviewApp(application, opens=lambda parts: RewriteScreen(parts, with_a_refused_line(), lambda _: ""))
    async with visit(app) as person:
        await person.sees("1 refused")
        await person.press("escape")
        await person.until(lambda: not person.app.is_running)
