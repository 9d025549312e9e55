"""The web pages in a real browser: they play, print, fit small screens, are accessible, and load nothing."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pypdfium2
import pytest

from interview_cli.interview.model import Session
from interview_cli.reports.audio_player import sounds_for
from interview_cli.reports.html import session_to_html
from tests.system_packages import chromium, need

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Request

    from tests.conftest import Run

WIDTHS = (360, 1280)
PATIENCE_MS = 120_000
"""How long a page may take on a busy machine."""
HOSTILE = "</script><script>document.title = 'stolen'</script><img src=x onerror=\"document.title = 'stolen'\">"
TALK = "Interviewer: Tell me about a conflict.\nCandidate: We argued about the release, so I asked both teams.\n"
GRADES = "question,reference,answer,grade,grade2\n" + "".join(
    f"What is {each}?,It is a {each} of order.,It is a {each}.,{number % 6},3\n"
    for number, each in enumerate(["queue", "stack", "tree", "list", "graph", "set"])
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium of the system, without a window."""
    need("chromium", "libatomic1")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        yield opened
        opened.close()


@dataclass
class Opened:
    """A page, with all that it said on its console, and all that it asked for."""

    page: Page
    said: list[str] = field(default_factory=list)
    asked_for: list[str] = field(default_factory=list)

    def note(self, request: Request) -> None:
        self.asked_for.append(request.url)


SECOND_HEARD = """(audio, after) => new Promise(resolve => {
    const tell = () => { if (audio.currentTime > after && !audio.paused) resolve(audio.currentTime) }
    audio.addEventListener("timeupdate", tell)
    tell()
})"""
"""The second that an audio element plays at, once that is later than `after`."""

Open = Callable[..., Opened]


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Open]:
    """Opens a file in a context of its own."""
    contexts = []

    def call(file: Path, width: int = 1280, scheme: str = "light") -> Opened:
        context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)  # type: ignore[arg-type]
        context.set_default_timeout(PATIENCE_MS)
        contexts.append(context)
        opened = Opened(context.new_page())
        opened.page.on("console", lambda message: opened.said.append(message.text))
        opened.page.on("pageerror", lambda error: opened.said.append(str(error)))
        opened.page.on("request", opened.note)
        opened.page.goto(file.as_uri())
        return opened

    yield call
    for each in contexts:
        each.close()


@pytest.fixture
def retried(spoken: Session, recording: Path) -> Session:
    """The session with a second, better attempt at its spoken answer, which says something hostile."""
    exchange = spoken.exchanges[0]
    first = exchange.attempt
    assert first is not None
    assert first.evaluation is not None
    (recording.parent / "asked-0.2.flac").write_bytes(recording.read_bytes())
    answer = replace(first.answer, text=f"{first.answer.text} {HOSTILE}", audio_path="asked-0.2.flac")
    second = replace(first, id="attempt-2", answer=answer, evaluation=replace(first.evaluation, overall_score=95.0))
    again = replace(exchange, attempts=(first, second))
    return replace(spoken, exchanges=(again, *spoken.exchanges[1:]))


@pytest.fixture
def session_page(retried: Session, recording: Path, tmp_path: Path) -> Path:
    file = tmp_path / "session.html"
    file.write_text(session_to_html(retried, sounds_for(retried, recording.parent, file)), encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def written() -> dict[str, str]:
    """What the commands have written into their pages, by name; empty before the first test that needs them."""
    return {}


@pytest.fixture
def pages(session_page: Path, cli: Run, tmp_path: Path, written: dict[str, str]) -> dict[str, Path]:
    """Every page this program writes, by name."""
    files = {name: tmp_path / f"{name}.html" for name in ("ranking", "calibration")}
    if not written:
        talk, grades = tmp_path / "talk.txt", tmp_path / "grades.csv"
        talk.write_text(TALK)
        grades.write_text(GRADES)
        out = tmp_path / "o.jsonl"
        done = cli("evaluate", talk, "--out", out, "--type", "behavioral", "--html", files["ranking"])
        assert done.code == 0, done.err
        done = cli("calibrate", grades, "--plot", files["calibration"])
        assert done.code == 0, done.err
        written |= {name: file.read_text(encoding="utf-8") for name, file in files.items()}
    for name, file in files.items():
        file.write_text(written[name], encoding="utf-8")
    return {"session": session_page, **files}


def test_a_quote_is_heard_where_it_was_said(open_page: Open, session_page: Path) -> None:
    opened = open_page(session_page)
    for number in range(2):
        opened.page.get_by_role("button", name="“of four” 0:06").nth(number).click()
        audio = opened.page.locator("audio").nth(number)
        assert audio.evaluate(SECOND_HEARD, 6) == pytest.approx(6, abs=3)
        assert audio.evaluate("audio => audio.duration") == pytest.approx(12, abs=0.1)
        audio.evaluate("audio => audio.pause()")
    assert opened.said == []


@pytest.mark.parametrize("name", ["session", "ranking", "calibration"])
def test_nothing_is_fetched_and_nothing_goes_wrong(open_page: Open, pages: dict[str, Path], name: str) -> None:
    opened = open_page(pages[name])
    assert opened.said == []
    assert [url for url in opened.asked_for if not url.startswith("data:")] == [pages[name].as_uri()]
    assert opened.page.title() != "stolen"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", ["session", "ranking", "calibration"])
def test_axe_finds_nothing_serious(
    open_page: Open, pages: dict[str, Path], name: str, width: int, scheme: str
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    found: list[dict[str, Any]] = Axe().run(open_page(pages[name], width, scheme).page).response["violations"]
    serious = [each for each in found if each["impact"] in {"serious", "critical"}]
    assert not serious, json.dumps(serious, indent=1)


@pytest.mark.parametrize("name", ["session", "ranking", "calibration"])
def test_a_small_screen_shows_everything_in_its_width(open_page: Open, pages: dict[str, Path], name: str) -> None:
    page = open_page(pages[name], 360).page
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    outside = """[...document.querySelectorAll('main *, body > *')]
        .filter(each => !each.closest('.scroll') && each.getBoundingClientRect().right > 361)
        .map(each => each.outerHTML)"""
    assert page.evaluate(outside) == []


@pytest.mark.parametrize("name", ["session", "ranking", "calibration"])
def test_the_letters_of_its_charts_can_be_read_on_a_small_screen(
    open_page: Open, pages: dict[str, Path], name: str
) -> None:
    heights = "[...document.querySelectorAll('svg text')].map(each => each.getBoundingClientRect().height)"
    assert min(open_page(pages[name], 360).page.evaluate(heights)) >= 12


def test_the_comparison_and_the_charts_are_shown(open_page: Open, session_page: Path) -> None:
    page = open_page(session_page).page
    assert page.get_by_role("heading", name="Attempt 1 against attempt 2").is_visible()
    (added,) = page.get_by_role("insertion").all_inner_texts()
    assert HOSTILE.endswith(added)
    assert page.locator("audio").count() == 2
    labels = [each.get_attribute("aria-label") or "" for each in page.get_by_role("img").all()]
    assert len(labels) == 3
    assert "Question 1 80, best attempt 95" in labels[0]
    assert "0:12 in all, 2 fillers, 1 long pauses" in labels[1]
    assert labels[2] == "Scores of the attempts: 1: 80; 2: 95;"


def test_what_is_printed_holds_the_words_and_no_buttons(open_page: Open, session_page: Path, tmp_path: Path) -> None:
    page = open_page(session_page).page
    page.emulate_media(media="print")
    assert not page.locator("audio").first.is_visible()
    assert not page.locator("button").first.is_visible()
    paper = tmp_path / "paper.pdf"
    page.pdf(path=str(paper), format="A4")
    document = pypdfium2.PdfDocument(paper)
    text = " ".join(" ".join(sheet.get_textpage().get_text_range() for sheet in document).split())
    document.close()
    for words in ("Tell me about a team.", "I led a <b>team</b> of four.", "Attempt 1 against attempt 2", "Owns it."):
        assert words in text
    assert "of four” 0:06" not in text
