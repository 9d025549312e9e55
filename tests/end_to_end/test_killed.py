"""`kill -9` after every event of a session: nothing said is lost, nothing is asked twice, and it can be finished."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from interview_cli.app import Application
from interview_cli.interview.model import Session, SessionStatus
from interview_cli.paths import Paths
from tests.conftest import PATIENCE_S, without_times

if TYPE_CHECKING:
    from tests.conftest import Run

ANSWERS = [
    "We did various things and it was fine in the end, I think.",
    "I led a team of four engineers in 2023. I cut two features and we shipped in ten days; complaints fell by 40%.",
    "",
    "I asked our biggest customer for an hour, wrote down nine points and fixed seven. They stayed three more years.",
    "We talked about it.",
    "I trained twelve colleagues and called eighty shops myself; we lost no sale and finished two weeks early.",
]


class Announcer:
    """The process that runs sessions in steps."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("announcer.py")), json.dumps(ANSWERS)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def begin(self, home: Path) -> int:
        """Start the session in a home; the id of its process."""
        self.tell(str(home))
        word, pid = self.hear().split()
        assert word == "process"
        return int(pid)

    def tell(self, line: str = "") -> None:
        assert self._process.stdin
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()

    def hear(self) -> str:
        assert self._process.stdout
        return self._process.stdout.readline().rstrip("\n")

    def events(self, home: Path, at_most: int | None = None) -> list[str]:
        """The events of a session that is killed right after the `at_most`-th."""
        pid = self.begin(home)
        heard = [self.hear()]
        while heard[-1] != "ended":
            if len(heard) == at_most:
                os.kill(pid, signal.SIGKILL)
                assert self.hear() == "ended"
                return heard
            self.tell()
            heard.append(self.hear())
        return heard[:-1]

    def close(self) -> None:
        self._process.communicate(timeout=PATIENCE_S)


@pytest.fixture
def announcer() -> Iterator[Announcer]:
    process = Announcer()
    yield process
    process.close()


def last_session(home: Path) -> Session:
    application = Application(Paths(home / "config", home / "data", home / "cache"))
    with application.store as store:
        return store.load(store.resolve("last"))


def content(document: Any) -> Any:
    """What a session says, without its ids and times."""
    answers = [without_times(each) for each in document["answers"]]
    return answers, document["scores"], document["feedback"], document["delivery"]


def test_kill_after_every_event(
    announcer: Announcer, cli: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = announcer.events(tmp_path / "whole")
    assert whole[0] == "Planned"
    assert whole[-1] == "Finished"
    assert {"Asked", "FollowUpAsked", "Listening", "Answered", "Skipped", "Measured", "Scored"} <= {*whole}
    monkeypatch.setenv("INTERVIEW_HOME", str(tmp_path / "whole"))
    uncut = content(cli("feedback", "last", "--json").json)
    rest = tmp_path / "rest.jsonl"
    for at in range(1, len(whole) + 1):
        home = tmp_path / f"killed-after-{at}"
        heard = announcer.events(home, at)
        place = f"killed after event {at}, {heard[-1]}"
        assert heard == whole[:at], place
        session = last_session(home)
        assert len(session.exchanges) == heard.count("Asked") + heard.count("FollowUpAsked"), place
        attempts = [each.attempt for each in session.exchanges if each.attempt]
        assert len(attempts) == heard.count("Answered"), place
        assert sum(attempt.delivery is not None for attempt in attempts) == heard.count("Measured"), place
        assert sum(attempt.evaluation is not None for attempt in attempts) == heard.count("Scored"), place
        given = sum(each.attempt is not None or each.skipped for each in session.exchanges)
        said = [each.attempt.answer.text if each.attempt else "" for each in session.exchanges][:given]
        assert said == ANSWERS[:given], place
        monkeypatch.setenv("INTERVIEW_HOME", str(home))
        if heard[-1] == "Finished":
            assert session.status is SessionStatus.COMPLETED
            continue
        assert session.status is SessionStatus.IN_PROGRESS, place
        rest.write_text("".join(json.dumps(text) + "\n" for text in [*ANSWERS[given:], "the end"]))
        done = cli("practice", "--continue", "last", "--answers", rest, "--json")
        assert done.code == 0, (place, done.err)
        document = done.json
        assert document["session"]["id"] == session.id, place
        assert document["session"]["status"] == "completed", place
        questions = [(each["question_id"], each["question"]) for each in document["answers"]]
        assert len(set(questions)) == len(questions), place
        assert content(document) == uncut, place
        assert cli("practice", "--continue", "last").code == 3, place
