"""`interview audit`: scores that depend on names, pronouns or fillers, and groups that are selected unequally."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from interview_cli.interview.spoken import Word
from interview_cli.scoring.person_names import GROUPS
from interview_cli.transcripts.model import Role, Transcript, Turn
from interview_cli.trust.audit import Audit, AuditedTranscript, Outcome
from interview_cli.trust.variants import (
    CHANGES,
    FILLERS_REMOVED,
    MARKERS_ADDED,
    PAUSES_ADDED,
    PRONOUNS,
    Variant,
    variants,
)
from tests.batch.material import QUESTION, STRONG, WEAK, conversation
from tests.conftest import Run

HESITANT = STRONG.replace("I had to", "um, I had to").replace("I checked", "I, uh, checked")
BANK = """
title: History
type: technical_verbal
questions:
  - id: tsar
    text: Which ruler founded a new capital at the mouth of the Neva, and why there?
    difficulty: standard
    skills: [history]
    key_points:
      - The tsar Peter founded it.
      - It gave Russia a port on the Baltic.
"""
TSAR = (
    "It was Peter who founded it. I think he wanted a port on the Baltic so that Russia could trade by sea all year."
)


def variants_of(transcript: Transcript, candidate: str | None = None) -> dict[str, Variant]:
    return {each.change: each for each in variants(transcript, candidate, 0)}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Transcripts by speakers with and without names."""
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(2):
        (folder / f"strong{number}.txt").write_text(
            conversation((QUESTION, f"{HESITANT} She thanked me, case {number}."))
        )
    (folder / "named.txt").write_text(f"Ann Roe: {QUESTION}\n\nPeter Hill: {STRONG}\n\nAnn Roe: Thanks, Peter.\n")
    (folder / "weak.txt").write_text(conversation((QUESTION, WEAK)))
    return folder


def test_every_change_is_reported_with_how_often_it_could_be_made(cli: Run, folder: Path) -> None:
    done = cli("audit", folder, "--json", "--tolerance", "100")
    assert done.code == 0, done.err
    found = done.json
    assert (found["transcripts"], found["scored"], found["failed"]) == (4, 4, [])
    changes = {each["change"]: each for each in found["changes"]}
    assert tuple(changes) == CHANGES
    made = {change: each["transcripts"] for change, each in changes.items()}
    assert {made[change] for change in CHANGES if change.startswith("names")} == {1}
    assert (made[PRONOUNS], made[FILLERS_REMOVED], made[PAUSES_ADDED], made[MARKERS_ADDED]) == (2, 3, 4, 3)
    assert [each["mean_points"] is None for each in found["changes"]] == [False] * len(CHANGES)


def test_strong_answers_score_the_same_whoever_gives_them_and_however_they_hesitate(cli: Run, folder: Path) -> None:
    changes = {each["change"]: each for each in cli("audit", folder, "--json", "--tolerance", "100").json["changes"]}
    for change in (PRONOUNS, FILLERS_REMOVED):
        assert changes[change]["moved"] == 0, change
    assert changes[PAUSES_ADDED]["max_points"] <= 4
    for group in GROUPS:
        assert changes[f"names: {group.label}"]["moved"] == 0, group.label


def test_a_score_that_moves_is_named_and_exits_6(cli: Run, tmp_path: Path, home: Path) -> None:
    banks = home / "data" / "question_banks"
    banks.mkdir(parents=True)
    (banks / "history.yaml").write_text(BANK)
    folder = tmp_path / "in"
    folder.mkdir()
    asked = "Which ruler founded a new capital at the mouth of the Neva, and why there?"
    (folder / "tsar.txt").write_text(conversation((asked, TSAR)))
    done = cli("audit", folder, "--type", "technical", "--json")
    assert done.code == 6
    assert "scores moved by more than 0.5 points" in done.err
    moved = [each for each in done.json["moved"] if each["change"].startswith("names")]
    assert {each["change"] for each in moved} == {change for change in CHANGES if change.startswith("names")}
    assert {each["id"] for each in moved} == {"tsar"}
    assert all(each["points"] == round(each["after"] - each["before"], 1) < -0.5 for each in moved)
    assert done.json["beyond_tolerance"] >= len(moved)
    told = cli("audit", folder, "--type", "technical")
    assert told.code == 6
    assert re.search(r"names: [A-Z][a-z ]+, (?:men|women): tsar$", told.out, re.MULTILINE)
    assert cli("audit", folder, "--type", "technical", "--tolerance", "100").code == 0


def test_a_score_that_comes_or_goes_moves_by_all_of_it() -> None:
    found = Audit()
    found.add(AuditedTranscript("a", "a.txt", Outcome(60.0, "HIRE"), {PRONOUNS: Outcome(None, "WITHHELD")}))
    found.add(
        AuditedTranscript("b", "b.txt", Outcome(50.0, "LEAN_NO_HIRE"), {PRONOUNS: Outcome(50.4, "LEAN_NO_HIRE")})
    )
    found.add(
        AuditedTranscript("c", "c.txt", Outcome(50.0, "LEAN_NO_HIRE"), {PRONOUNS: Outcome(50.0, "LEAN_NO_HIRE")})
    )
    effect = found.effects[PRONOUNS]
    assert (effect.transcripts, effect.moved, effect.largest_points, effect.recommendations_changed) == (3, 2, 60, 1)
    assert effect.mean_points == pytest.approx(60.4 / 3)
    assert [(move.id, move.points) for move in found.moves_by_size()] == [("a", -60), ("b", 0.4)]
    assert [move.id for move in found.beyond(0.5)] == ["a"]


def test_names_change_everywhere_and_the_candidate_is_still_known() -> None:
    turns = (
        Turn("Ann Roe", Role.UNKNOWN, "Hello Peter, tell me about Maria."),
        Turn("Peter Hill", Role.UNKNOWN, "Ann, Maria's plan was mine.", words=(Word("Ann,", 0, 1),) * 5),
    )
    found = variants_of(Transcript("t", "t.txt", turns, candidate="Peter Hill"), "Peter Hill")
    for group in GROUPS:
        variant = found[f"names: {group.label}"]
        first, second = variant.transcript.turns
        assert variant.candidate == second.speaker_label == variant.transcript.candidate
        assert not {"Ann", "Roe", "Peter", "Hill", "Maria"} & set(f"{first} {second}".replace("'", " ").split())
        assert variant.candidate is not None
        assert first.text.startswith(f"Hello {variant.candidate.split()[0]}, tell")
        assert second.words == turns[1].words, "as many words as before"
    assert set(variants_of(Transcript("t", "t.txt", turns))) >= {f"names: {group.label}" for group in GROUPS}


def test_only_the_candidates_fillers_change() -> None:
    turns = (
        Turn("Interviewer", Role.UNKNOWN, f"Um, so, uh, {QUESTION} " * 5),
        Turn("Candidate", Role.UNKNOWN, f"Um, {STRONG} " * 3, words=(Word("Um,", 0, 1),)),
    )
    found = variants_of(Transcript("t", "t.txt", turns))
    assert set(found) == {FILLERS_REMOVED, PAUSES_ADDED, MARKERS_ADDED}, "nobody is named, nobody is he or she"
    for variant in found.values():
        assert variant.transcript.turns[0] == turns[0]
        assert variant.transcript.turns[1].text != turns[1].text
        assert variant.transcript.turns[1].words is None
    assert variants_of(Transcript("t", "t.txt", turns)) == found


def test_speech_without_speakers_is_audited_too(cli: Run, tmp_path: Path) -> None:
    file = tmp_path / "one.txt"
    file.write_text(f"{QUESTION}\n{HESITANT}\nThank you. What did you learn from it?\n{STRONG}\n")
    done = cli("audit", file, "--json", "--tolerance", "100")
    assert done.code == 0, done.err
    changes = {each["change"]: each["transcripts"] for each in done.json["changes"]}
    assert changes[FILLERS_REMOVED] == changes[PAUSES_ADDED] == 1


def write_groups(path: Path, *rows: str) -> Path:
    path.write_text("\n".join(rows) + "\n")
    return path


def selection_of(cli: Run, *arguments: Any) -> Any:
    done = cli("audit", *arguments, "--tolerance", "100", "--json")
    assert done.code == 0, done.err
    return done.json["selection"]


def test_groups_are_compared_by_the_four_fifths_rule(cli: Run, folder: Path, tmp_path: Path) -> None:
    groups = write_groups(tmp_path / "g.csv", "id,group", "strong0,x", "strong1,x", "weak,y", "gone,y")
    found = selection_of(cli, folder, "--groups", groups)
    assert (found["threshold"], found["transcripts_without_group"], found["rows_without_transcript"]) == (60, 1, 1)
    first, second = found["groups"]
    assert (first["group"], first["n"], first["selected"], first["ratio"], first["verdict"]) == (
        "x",
        2,
        2,
        1,
        "reference",
    )
    assert (second["group"], second["n"], second["selected"], second["ratio"]) == ("y", 1, 0, 0)
    assert second["small"] is True
    assert second["verdict"] == "below_uncertain"
    low, high = second["ratio_interval"]
    assert low == 0
    assert high > 0.8
    told = cli("audit", folder, "--groups", groups, "--tolerance", "100")
    assert "under four fifths, which chance may explain" in told.out
    assert "fewer than 30" in told.out
    assert "1 transcript without a group." in told.err
    nobody = selection_of(cli, folder, "--groups", groups, "--threshold", "100")
    assert {each["verdict"] for each in nobody["groups"]} == {"undefined"}


def test_groups_go_by_source_too(cli: Run, folder: Path, tmp_path: Path) -> None:
    for names in (("strong0.txt", "weak.txt"), (f"{folder}/strong0.txt", f"{folder}/weak.txt")):
        groups = write_groups(tmp_path / "g.csv", "source,group", f"{names[0]},x", f"{names[1]},y")
        assert [each["n"] for each in selection_of(cli, folder, "--groups", groups)["groups"]] == [1, 1]


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        (("id,team", "a,x"), "must be a column 'group'"),
        (("name,group", "a,x"), "'id' or 'source'"),
        (("id,group",), "names no transcript"),
        (("id,group", "a,"), "line 2: no value"),
        (("id,group", "a"), "line 2: no value"),
        (("id,group", "a,x", "a,y"), "in another group as well"),
        (("id,group", '"a,x'), "line 2: unexpected end of data"),
    ],
)
def test_bad_group_files_are_refused(
    cli: Run, folder: Path, tmp_path: Path, rows: tuple[str, ...], told: str
) -> None:
    done = cli("audit", folder, "--groups", write_groups(tmp_path / "g.csv", *rows))
    assert done.code == 3
    assert told in done.err
    assert done.out == ""


def test_what_cannot_be_read_is_reported_after_the_rest(cli: Run, folder: Path) -> None:
    (folder / "paper.pdf").write_bytes(b"%PDF-1.7")
    (folder / "two.jsonl").write_text(
        "".join(json.dumps({"id": name, "turns": [{"speaker": "candidate", "text": STRONG}]}) + "\n" for name in "ab")
    )
    done = cli("audit", folder, "--json", "--tolerance", "0")
    assert done.code == 5
    assert "1 could not be audited" in done.err
    assert done.json["transcripts"] == 6
    assert [each["error"] for each in done.json["failed"]] == [
        f"{folder}/paper.pdf is a damaged or encrypted PDF document."
    ]


def test_bad_input_and_usage(cli: Run, folder: Path, tmp_path: Path) -> None:
    for arguments, code in (
        ((tmp_path / "none",), 3),
        ((folder, "--groups", tmp_path / "none.csv"), 3),
        ((folder, "--rubric", tmp_path / "none.yaml"), 3),
        ((folder, "--tolerance", "-1"), 2),
        ((), 2),
    ):
        done = cli("audit", *arguments)
        assert done.code == code, done.err
