"""The player in the web page: sound in it or beside it, buttons for moments, and no way out of the markup."""

from __future__ import annotations

import base64
import re
from dataclasses import replace
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from interview_cli.interview.model import Session
from interview_cli.reports import audio_player
from interview_cli.reports.audio_player import Sound, sounds_for
from interview_cli.reports.html import session_to_html

if TYPE_CHECKING:
    from tests.conftest import Run


class Page(HTMLParser):
    """The tags of a page with their attributes, and the text in buttons and scripts."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.buttons: list[str] = []
        self.scripts: list[str] = []
        self._inside = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._inside = tag

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside == "button":
            self.buttons.append(data)
        if self._inside == "script":
            self.scripts.append(data)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


def test_a_recording_is_in_the_page_with_buttons_for_its_moments(cli: Run, stored: Session, recording: Path) -> None:
    page = Page(cli("feedback", stored.id, "--html", "-").out)
    (audio,) = page.all("audio")
    source = audio["src"] or ""
    assert source.startswith("data:audio/flac;base64,")
    assert base64.b64decode(source.split(",")[1]) == recording.read_bytes()
    assert page.buttons == [
        "a sound that is not a word 0:00",
        "Um 0:01",
        "pause of 2.5 s 0:02",
        "“of four” 0:06",
        "you know 0:08",
    ]
    assert [each["data-at"] for each in page.all("button")] == ["0.50", "1.00", "2.00", "6.00", "8.00"]
    assert {each["data-audio"] for each in page.all("button")} == {audio["id"]}


def test_the_policy_allows_the_one_script_and_no_network(cli: Run, stored: Session) -> None:
    text = cli("feedback", stored.id, "--html", "-").out
    page = Page(text)
    (policy,) = (each["content"] or "" for each in page.all("meta") if each.get("http-equiv"))
    (script,) = page.scripts
    allowed = base64.b64encode(sha256(script.encode()).digest()).decode()
    assert f"script-src 'sha256-{allowed}'" in policy
    assert policy.startswith("default-src 'none'")
    assert not re.search(r"(script-src|media-src)[^;]*(https?:|\*|unsafe)", policy)
    assert "<b>" not in text


def test_a_page_without_recordings_has_no_script(spoken: Session) -> None:
    text = session_to_html(spoken)
    assert "script" not in text
    assert "<audio" not in text


def test_recordings_that_are_too_large_are_linked(
    cli: Run, stored: Session, recording: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audio_player, "EMBEDDED_BYTES", recording.stat().st_size - 1)
    file = tmp_path / "pages" / "report.html"
    file.parent.mkdir()
    assert cli("feedback", stored.id, "--html", file).code == 0
    text = file.read_text()
    (audio,) = Page(text).all("audio")
    assert (file.parent / (audio["src"] or "")).resolve() == recording
    assert "too large to be in the page" in text
    assert recording.as_uri() in cli("feedback", stored.id, "--html", "-").out


def test_all_recordings_together_stay_in_the_bound(
    answered_twice: Session, recording: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, size = recording.parent, recording.stat().st_size
    (folder / "asked-1.1.flac").write_bytes(recording.read_bytes())
    monkeypatch.setattr(audio_player, "EMBEDDED_BYTES", 2 * size - 1)
    sounds = sounds_for(answered_twice, folder, None)
    assert [sound.embedded for sound in sounds.values()] == [True, False]
    monkeypatch.setattr(audio_player, "EMBEDDED_BYTES", 2 * size)
    assert all(sound.embedded for sound in sounds_for(answered_twice, folder, None).values())


@pytest.mark.parametrize("path", ["../interview.db", "/etc/passwd", "gone.flac", "a\0b", "", "."])
def test_only_recordings_get_into_the_page(stored: Session, recording: Path, path: str) -> None:
    exchange = stored.exchanges[0]
    assert exchange.attempt is not None
    answer = replace(exchange.attempt.answer, audio_path=path)
    hostile = replace(stored, exchanges=(exchange.with_attempt(replace(exchange.attempt, answer=answer)),))
    assert sounds_for(hostile, recording.parent, None) == {}


def test_nothing_said_leaves_its_button(spoken: Session) -> None:
    exchange = spoken.exchanges[0]
    assert exchange.attempt is not None
    assert exchange.attempt.delivery is not None
    said = '"><script>alert(1)</script>\x1b[2J'
    (um, *_) = exchange.attempt.delivery.fillers
    delivery = replace(exchange.attempt.delivery, fillers=(replace(um, text=said),))
    hostile = replace(spoken, exchanges=(exchange.with_attempt(replace(exchange.attempt, delivery=delivery)),))
    sounds = {"attempt-0": Sound('x"onerror="alert(1)', embedded=False)}
    page = Page(session_to_html(hostile, sounds))
    assert page.scripts == [audio_player.SCRIPT]
    assert any(button.startswith('"><script>alert(1)</script>\ufffd[2J 0:01') for button in page.buttons)
    assert all("onerror" not in attributes for _, attributes in page.tags)
