"""Stories and drills as they are used."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from interview_cli.app import Application
from interview_cli.app.again import round_questions
from interview_cli.app.learning import Learning
from interview_cli.cli import answering
from interview_cli.cli.plain_lines import LinesCandidate
from interview_cli.interview.kinds import Stage
from interview_cli.learning.habits import DRILLS
from tests.conftest import SteppingClock

if TYPE_CHECKING:
    from tests.conftest import Run

from tests.cli.learning.material import ONE, QUESTION, STRONG, WEAK, killed_at

CLEAN = "I led the move of nine shops to one new supplier."


def test_stories_from_an_answer_to_a_match(cli: Run, time: SteppingClock) -> None:
    done = cli("practice", *ONE, stdin=STRONG)
    identifier = done.json["session"]["id"]
    made = cli("stories", "distill", identifier, "1", "--json")
    assert made.code == 0, made.err
    story = made.json
    assert story["source"] == "distilled"
    assert all(quote in STRONG for quote in story["quotes"])
    (listed,) = cli("stories", "list", "--json").json
    assert (listed["told"], listed["sessions"]) == (1, [identifier])
    asked = done.json["answers"][0]["question"]
    (matched,) = cli("stories", "match", asked, "--json").json
    assert matched["id"] == story["id"]
    assert matched["why"]
    gaps = {each["competency"] for each in cli("stories", "gaps", "--json").json}
    assert "leadership" in gaps
    assert not gaps & {"salary", "notice_period"}, "nobody tells a story about these"
    assert not gaps & set(story["competencies"])


def test_stories_are_written_changed_shown_exported_and_removed(cli: Run) -> None:
    made = cli(
        *("stories", "add", "--title", "The late release", "--action", "I cut two features.", "--json"),
        *("--competency", "Decision Making", "--number", "40%"),
    )
    identifier = made.json["id"][:8]
    assert made.json["competencies"] == ["decision_making"]
    changed = cli("stories", "edit", identifier, "--result", "Shipped in ten days.", "--json").json
    assert (changed["result"], changed["title"], changed["numbers"]) == (
        "Shipped in ten days.",
        "The late release",
        ["40%"],
    )
    assert "I cut two features." in cli("stories", "show", identifier).out
    assert cli("stories", "export").json_lines == [changed]
    assert cli("stories", "remove", identifier).code == 0
    assert cli("stories", "list", "--json").json == []
    assert cli("stories", "show", identifier).code == 3
    assert cli("stories", "add", "--title", "Nothing done").code == 2


def test_a_distilled_story_goes_with_its_session(cli: Run, time: SteppingClock) -> None:
    identifier = cli("practice", *ONE, stdin=STRONG).json["session"]["id"]
    assert cli("stories", "distill", identifier, "1").code == 0
    assert cli("stories", "add", "--title", "Mine", "--action", "I did it.").code == 0
    assert cli("purge", identifier, "--yes").code == 0
    assert [each["title"] for each in cli("stories", "list", "--json").json] == ["Mine"]
    assert cli("purge", "--all", "--yes").code == 0
    assert cli("stories", "list", "--json").json == []


def test_feedback_names_a_story_that_would_have_fitted_better(cli: Run, time: SteppingClock) -> None:
    done = cli("practice", *ONE, stdin=WEAK)
    competency = cli("questions", "show", QUESTION, "--json").json["competencies"][0]
    assert "would have fitted better" not in cli("feedback").out
    cli("stories", "add", "--title", "The old depot", "--action", "I took it over.", "--competency", competency)
    shown = cli("feedback", done.json["session"]["id"]).out
    line = "our story “The old depot” would have fitted better: it shows"
    assert f"Question 1: Y{line}" in shown
    better = cli("feedback", "--json").json["answers"][0]["better_story"]
    assert (better["title"], better["why"][0][:8]) == ("The old depot", "it shows")
    assert line in cli("feedback", "--markdown").out
    assert line in cli("feedback", "--html", "-").out


def test_two_stories_that_are_one_are_merged(cli: Run) -> None:
    told = ("--action", "I cut two features and paired with the new developer every morning for ten days.")
    one = cli("stories", "add", "--title", "One", *told, "--competency", "planning", "--number", "2", "--json").json
    other = cli(
        "stories", "add", "--title", "Other", *told, "--result", "We shipped.", "--number", "10", "--json"
    ).json
    hint = f"interview stories merge {one['id'][:8]} {other['id'][:8]}"
    assert hint in cli("stories", "list").out
    merged = cli("stories", "merge", one["id"], other["id"][:8], "--json").json
    assert merged == one | {"result": "We shipped.", "numbers": ["2", "10"]}
    assert cli("stories", "list", "--json").json == [merged | {"overused": False}]
    assert cli("stories", "merge", one["id"], one["id"]).code == 2
    assert cli("stories", "merge", one["id"], other["id"]).code == 3


def test_a_drill_keeps_values_and_no_words(cli: Run, home: Path) -> None:
    done = cli("drill", "no-fillers", "--rounds", "2", "--json", stdin=f"Um, {CLEAN}\n{CLEAN}\n")
    assert done.code == 0, done.err
    assert [each["reached"] for each in done.json["played"]] == [False, True]
    assert (done.json["rounds"], done.json["reached"], done.json["best"]) == (2, 1, 0)
    assert done.json["trend"] == "not_enough_yet"
    assert "target" in done.err
    again = cli("drill", "no-fillers", "-n", "1", "--json", stdin=f"{CLEAN}\n").json
    assert again["rounds"] == 3
    assert CLEAN.encode() not in next(home.rglob("interview.db")).read_bytes()
    assert cli("history", "--json").json == []


class Saying:
    """A voice that takes down what it is to say."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def say(self, sentence: str) -> None:
        self.said.append(sentence)


def test_each_prompt_of_a_spoken_drill_is_spoken(cli: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    voice = Saying()

    def typed(application: Application, *_: object) -> tuple[LinesCandidate, Saying]:
        return LinesCandidate(application.clock), voice

    monkeypatch.setattr(answering, "_speaking", typed)
    done = cli("drill", "numbers", "--voice", "--rounds", "2", stdin=f"{CLEAN}\n{CLEAN}\n")
    assert done.code == 0, done.err
    assert len(voice.said) == 2
    printed = " ".join(done.out.split())
    assert all(each in printed for each in voice.said)


@pytest.mark.usefixtures("home")
def test_a_drill_asks_nothing_that_belongs_to_the_beginning_or_the_end() -> None:
    application = Application()
    asked = round_questions(application, Learning(application), DRILLS["opening-line"], 1_000, 1)
    assert len(asked) > 50
    assert {each.question.stage for each in asked} == {Stage.CORE}


def test_drills_are_listed_with_a_suggestion(cli: Run, time: SteppingClock) -> None:
    cli("practice", *ONE, stdin="Um, um, I led, uh, a team and we, um, shipped the, uh, release in ten days.")
    found = cli("drill", "--json").json
    assert {"one-minute", "no-fillers", "pause-not-um", "numbers"} <= {each["name"] for each in found["drills"]}
    assert found["suggested"]["name"] == "no-fillers"
    assert "interview drill no-fillers" in cli("drill").out


@pytest.mark.parametrize(("name", "says"), [("jumping", "There is no drill"), ("pause-not-um", "--voice")])
def test_drills_that_cannot_be_played(cli: Run, name: str, says: str) -> None:
    done = cli("drill", name, stdin=STRONG)
    assert done.code == 2
    assert says in done.err


@pytest.mark.parametrize(("when", "kept"), [("before", 1), ("after", 2)])
def test_a_drill_killed_between_two_rounds_keeps_those_that_were_played(cli: Run, when: str, kept: int) -> None:
    said = "I led nine people.\n" * 3
    killed_at("save_round", when, "drill", "numbers", stdin=said, call=2)
    assert next(each["rounds"] for each in cli("drill", "--json").json["drills"] if each["name"] == "numbers") == kept
    assert cli("drill", "numbers", "--json", stdin=said).json["rounds"] == kept + 3
    assert cli("history", "--json").json == []
