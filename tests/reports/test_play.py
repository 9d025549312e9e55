"""`interview feedback ID --play N`."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from interview_cli.app import SystemClock
from interview_cli.interview.model import Session
from interview_cli.paths import Paths
from interview_cli.speech import devices
from interview_cli.speech import player as player_module
from interview_cli.storage.sessions import open_store

if TYPE_CHECKING:
    from tests.conftest import Run


class Loudspeaker:
    """Notes what is played instead of playing it; may be interrupted by Ctrl-C."""

    def __init__(self) -> None:
        self.played: list[tuple[Path, float]] = []
        self.interrupted = False

    def play_file(self, path: Path, offset_s: float = 0.0) -> bool:
        self.played.append((path, offset_s))
        if self.interrupted:
            raise KeyboardInterrupt
        return True


@pytest.fixture
def loudspeaker(monkeypatch: pytest.MonkeyPatch) -> Loudspeaker:
    speaker = Loudspeaker()
    monkeypatch.setattr(player_module, "Player", lambda: speaker)
    return speaker


@pytest.mark.parametrize(
    ("options", "second"),
    [
        ([], 0.0),
        (["--from", "3.5"], 3.5),
        (["--quote", "of four"], 6.0),
        (["--quote", "UM i LET"], 1.0),
        (["--quote", "you know"], 8.0),
    ],
)
def test_an_answer_is_played_from_where_it_is_wanted(
    cli: Run, stored: Session, recording: Path, loudspeaker: Loudspeaker, options: list[str], second: float
) -> None:
    done = cli("feedback", "last", "--play", "1", *options)
    assert (done.code, done.out) == (0, "")
    assert loudspeaker.played == [(recording, second)]


@pytest.mark.parametrize(
    ("options", "code", "says"),
    [
        (["--play", "2"], 3, "Answer 2 has no recording"),
        (["--play", "3"], 3, "Question 3 was not answered"),
        (["--play", "4"], 3, "There is no answer 4: this session has 3"),
        (["--play", "0"], 2, ""),
        (["--play", "1", "--quote", "xylophone"], 3, "does not have the words 'xylophone'"),
        (["--play", "1", "--quote", "..."], 3, "does not have the words"),
        (["--play", "1", "--quote", "four", "--from", "1"], 2, "Choose one"),
        (["--from", "1"], 2, "--play N"),
        (["--quote", "four"], 2, "--play N"),
        (["--play", "1", "--json"], 2, "--play cannot be combined"),
        (["--play", "1", "--rate", "4"], 2, "--play cannot be combined"),
    ],
)
def test_what_cannot_be_played_is_reported(
    cli: Run, stored: Session, loudspeaker: Loudspeaker, options: list[str], code: int, says: str
) -> None:
    done = cli("feedback", "last", *options)
    assert done.code == code
    assert says in done.err
    assert loudspeaker.played == []


def test_a_recording_that_was_deleted_is_reported(
    cli: Run, stored: Session, recording: Path, loudspeaker: Loudspeaker
) -> None:
    recording.unlink()
    done = cli("feedback", "last", "--play", "1")
    assert done.code == 3
    assert "no longer there" in done.err
    assert str(recording.parent) in done.err


def test_ctrl_c_ends_it(cli: Run, stored: Session, loudspeaker: Loudspeaker) -> None:
    loudspeaker.interrupted = True
    assert cli("feedback", "last", "--play", "1").code == 130


def test_without_a_loudspeaker_nothing_is_played(cli: Run, stored: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(devices, "devices", lambda _: [])
    done = cli("feedback", "last", "--play", "1")
    assert done.code == 4
    assert "Traceback" not in done.err
    assert done.err.count("\n") <= 2


def test_a_damaged_recording_is_reported(cli: Run, stored: Session, recording: Path) -> None:
    recording.write_bytes(b"fLaC but not really")
    done = cli("feedback", "last", "--play", "1")
    assert done.code == 3
    assert str(recording) in done.err


def test_each_attempt_at_a_question_is_played(
    cli: Run, spoken: Session, recording: Path, loudspeaker: Loudspeaker
) -> None:
    later = recording.with_name("asked-0.2.flac")
    later.write_bytes(b"fLaC")
    exchange = spoken.exchanges[0]
    first = exchange.attempt
    assert first is not None
    second = replace(first, id="second", answer=replace(first.answer, audio_path=later.name))
    third = replace(first, id="third", answer=replace(first.answer, audio_path=None))
    again = replace(exchange, attempts=(first, second, third))
    with open_store(Paths.from_environment().database, SystemClock()) as store:
        store.create(replace(spoken, exchanges=(again,)))
    for number in ("1", "2"):
        assert cli("compare", "last", "1", "--play", number).code == 0
    assert loudspeaker.played == [(recording, 0.0), (later, 0.0)]
    silent, missing = cli("compare", "last", "1", "--play", "3"), cli("compare", "last", "1", "--play", "4")
    assert (silent.code, "Attempt 3 has no recording." in silent.err) == (3, True)
    assert (missing.code, "There is no attempt 4" in missing.err) == (3, True)
