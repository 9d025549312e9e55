"""Question banks: what is valid, how each mistake is told, and how a user's banks join the shipped ones."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from interview_cli.errors import InputError
from interview_cli.interview.model import Difficulty, InterviewType, Stage
from interview_cli.interview.questions import QuestionLibrary, filter_questions, read_bank

BANK = """\
title: A bank
type: behavioral
questions:
  - id: first-question
    text: What did you do first?
    difficulty: warmup
    stage: warm_up
    competencies: [ownership]
    key_points:
      - Says what it was.
  - id: second-question
    text: What did you do second?
    difficulty: standard
    skills: [planning]
    roles: [Team Lead]
    key_points: [Says what it was., Says why.]
    pitfalls: [Blames others.]
    follow_ups: [And then?]
    ideal_answer: I did it.
    source: own
"""


def write(folder: Path, name: str, content: str | bytes) -> Path:
    folder.mkdir(exist_ok=True)
    file = folder / name
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return file


def test_a_valid_bank(tmp_path: Path) -> None:
    questions, problems = read_bank(write(tmp_path, "mine.yaml", "\ufeff" + BANK))
    assert problems == []
    assert [question.id for question in questions] == ["first-question", "second-question"]
    second = questions[1]
    assert (second.bank, second.type, second.difficulty) == ("mine", InterviewType.BEHAVIORAL, Difficulty.STANDARD)
    assert (second.stage, second.roles, second.topics) == (Stage.CORE, ("team lead",), ("planning",))
    assert second.key_points == ("Says what it was.", "Says why.")
    assert (second.pitfalls, second.follow_ups) == (("Blames others.",), ("And then?",))
    assert (second.ideal_answer, second.source) == ("I did it.", "own")


@pytest.mark.parametrize(
    ("old", "new", "line", "field", "says"),
    [
        ("title: A bank\n", "", 1, "title", "is missing"),
        ("title: A bank", "title: ''", 1, "title", "at least 1 character"),
        ("type: behavioral", "type: banter", 2, "type", "behavioral"),
        ("type: behavioral", "type: mixed", 2, "type", "not mixed"),
        ("type: behavioral", "type: behavioral\nauthor: me", 3, "author", "is not a field"),
        ("    difficulty: warmup\n", "    difficulty: warmup\n    type: mixed\n", 7, "questions.0.type", "not mixed"),
        ("id: first-question", "id: First Question", 4, "questions.0.id", "pattern"),
        ("id: first-question", "id: 7", 4, "questions.0.id", "valid string"),
        ("id: second-question", "id: first-question", 11, "questions.1.id", "is used twice"),
        ("    text: What did you do second?\n", "", 11, "questions.1.text", "is missing"),
        ("What did you do second?", "Why?", 12, "questions.1.text", "at least 10"),
        ("What did you do second?", "Nine more", 12, "questions.1.text", "at least 10"),
        ("What did you do second?", "x" * 601, 12, "questions.1.text", "at most 600"),
        ("id: first-question", f"id: {'x' * 81}", 4, "questions.0.id", "at most 80"),
        ("difficulty: standard", "difficulty: hard", 13, "questions.1.difficulty", "standard"),
        ("stage: warm_up", "stage: middle", 7, "questions.0.stage", "warm_up"),
        ("competencies: [ownership]", "competencies: ownership", 8, "questions.0.competencies", "valid list"),
        ("    competencies: [ownership]\n", "", 4, "questions.0", "at least one of competencies or skills"),
        ("      - Says what it was.\n", "      - ''\n", 9, "questions.0.key_points", "has an empty item"),
        ("    key_points:\n      - Says what it was.\n", "", 4, "questions.0.key_points", "is missing"),
        ("[Says what it was., Says why.]", "[]", 16, "questions.1.key_points", "at least 1 item"),
        ("[Says what it was., Says why.]", "[Says: what]", 16, "questions.1.key_points.0", "valid string"),
        ("    source: own", "    sauce: own", 20, "questions.1.sauce", "is not a field"),
    ],
)
def test_mistakes_are_reported_with_file_line_and_field(
    tmp_path: Path, old: str, new: str, line: int, field: str, says: str
) -> None:
    assert BANK.count(old) == 1
    file = write(tmp_path, "wrong.yaml", BANK.replace(old, new))
    questions, problems = read_bank(file)
    assert questions == []
    assert [(problem.line, problem.field) for problem in problems] == [(line, field)]
    assert str(problems[0]).startswith(f"{file}:{line}: {field}: ")
    assert says in problems[0].message


@pytest.mark.parametrize("text", ["x" * 10, "x" * 600], ids=["shortest", "longest"])
def test_the_shortest_and_the_longest_question_are_read(tmp_path: Path, text: str) -> None:
    bank = BANK.replace("What did you do second?", text).replace("first-question", "i" * 80)
    questions, _ = read_bank(write(tmp_path, "right.yaml", bank))
    assert [question.id for question in questions] == ["i" * 80, "second-question"]


@pytest.mark.parametrize("mistakes", [49, 50, 51])
def test_at_most_fifty_mistakes_of_a_bank_are_reported(tmp_path: Path, mistakes: int) -> None:
    bank = "title: A bank\ntype: behavioral\nquestions:\n" + "- nothing\n" * mistakes
    assert len(read_bank(write(tmp_path, "wrong.yaml", bank))[1]) == min(mistakes, 50)


@pytest.mark.parametrize(
    ("content", "line", "says"),
    [
        (b"", None, "mapping of fields"),
        (b"- a\n- b\n", 1, "mapping of fields"),
        (b"title: [a\ntype: b\n", 2, "broken YAML"),
        (b"title: 'a\n", 2, "broken YAML"),
        (b"title: a\nquestions: []\ntype: project\n", 2, "at least 1 item"),
        (BANK.encode("utf-16"), None, "is not UTF-8 text"),
        (b"\x00\x01\x02", None, "broken YAML"),
        (b"a: &x [1]\nb: [*x, *x]\n", None, "aliases"),
        (b"? [a, b]\n: c\n", 1, "broken YAML"),
        (b"[" * 60, 1, "nested too deeply"),
        (b"x" * 5_000_001, None, "is larger than 5 MB"),
        (b"#" * 5_000_000, None, "mapping of fields"),
        (b"title: !!python/object/apply:os.getcwd []\n", 1, "broken YAML"),
        (b"title: !!int ''\n", 1, "tags"),
    ],
    ids=[
        *("empty", "list", "bracket", "quote", "no-questions", "utf-16", "binary", "alias", "key", "deep", "large"),
        *("largest", "python", "tag"),
    ],
)
def test_files_that_are_no_bank(tmp_path: Path, content: bytes, line: int | None, says: str) -> None:
    questions, problems = read_bank(write(tmp_path, "wrong.yaml", content))
    assert questions == []
    assert says in problems[0].message
    if line is not None:
        assert problems[0].line == line


def test_an_alias_bomb_is_refused_before_it_grows(tmp_path: Path) -> None:
    levels = "\n".join(f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]" for n in range(1, 15))
    _, problems = read_bank(write(tmp_path, "bomb.yaml", f"l0: &l0 [lol]\n{levels}\n"))
    assert "aliases" in problems[0].message


def test_files_that_cannot_be_read_or_have_no_end(tmp_path: Path) -> None:
    assert "No such file" in str(read_bank(tmp_path / "missing.yaml")[1][0])
    assert "larger than" in str(read_bank(Path("/dev/zero"))[1][0])


def test_a_star_in_a_text_is_no_alias(tmp_path: Path) -> None:
    bank = BANK.replace("What did you do first?", "'What does SELECT * cost?'")
    assert read_bank(write(tmp_path, "star.yaml", bank))[1] == []


json_like: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=4,
)
entry = st.dictionaries(st.sampled_from(["id", "text", "type", "difficulty", "key_points", "roles"]), json_like)


@settings(max_examples=40)
@given(
    st.one_of(
        st.binary(max_size=100),
        st.fixed_dictionaries({}, optional={"title": json_like, "type": json_like, "questions": st.lists(entry)}).map(
            lambda data: yaml.safe_dump(data).encode()
        ),
    )
)
def test_any_file_gives_questions_or_problems(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    file = tmp_path_factory.getbasetemp() / "any.yaml"
    file.write_bytes(content)
    questions, problems = read_bank(file)
    assert bool(questions) != bool(problems)


@pytest.fixture
def shipped(tmp_path: Path) -> Path:
    """A small set of shipped banks."""
    folder = tmp_path / "shipped"
    folder.mkdir()
    write(folder / "behavioral", "base.yaml", BANK)
    return folder


def test_a_users_bank_is_merged_and_replaces_by_id(shipped: Path, tmp_path: Path) -> None:
    mine = BANK.replace("first-question", "my-question").replace("did you do second", "did I replace")
    write(tmp_path / "mine", "mine.yml", mine)
    library = QuestionLibrary(shipped, tmp_path / "mine")
    texts = {question.id: question.text for question in library.questions(InterviewType.BEHAVIORAL)}
    assert texts == {
        "first-question": "What did you do first?",
        "my-question": "What did you do first?",
        "second-question": "What did I replace?",
    }
    assert library.banks() == {"base": 1, "mine": 2}
    assert library.problems == []


def test_a_replaced_question_is_gone_even_when_its_type_changed(shipped: Path, tmp_path: Path) -> None:
    write(tmp_path / "mine", "mine.yaml", BANK.replace("type: behavioral", "type: project"))
    library = QuestionLibrary(shipped, tmp_path / "mine")
    assert [question.id for question in library.questions(InterviewType.BEHAVIORAL)] == []
    everything = [question.id for question in library.questions(InterviewType.MIXED)]
    assert everything == ["first-question", "second-question"]
    assert library.find("first-question").type is InterviewType.PROJECT


def test_a_broken_bank_of_the_user_is_left_out_and_reported(shipped: Path, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    write(folder, "good.yaml", BANK.replace("-question", "-good"))
    write(folder, "wrong.yaml", BANK.replace("warmup", "easy"))
    write(folder, "notes.txt", "not a bank")
    library = QuestionLibrary(shipped, folder)
    assert len(library.questions(InterviewType.MIXED)) == 4
    assert [(Path(problem.file).name, problem.line) for problem in library.problems] == [("wrong.yaml", 6)]


def test_questions_are_found_by_a_unique_beginning(shipped: Path) -> None:
    library = QuestionLibrary(shipped)
    assert library.find("first").id == "first-question"
    with pytest.raises(InputError, match="There is no question 'third'"):
        library.find("third")
    with pytest.raises(InputError, match="fits 2 questions"):
        library.find("")


def test_an_exact_id_wins_over_a_longer_one(shipped: Path, tmp_path: Path) -> None:
    write(tmp_path / "mine", "mine.yaml", BANK.replace("first-question", "second-question-b"))
    library = QuestionLibrary(shipped, tmp_path / "mine")
    assert library.find("second-question").id == "second-question"


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({}, 2),
        ({"difficulty": Difficulty.WARMUP}, 1),
        ({"bank": "base"}, 2),
        ({"bank": "bas"}, 0),
        ({"topic": "Planning"}, 1),
        ({"role": "tech lead"}, 2),
        ({"role": "nurse"}, 1),
        ({"search": "do FIRST"}, 1),
        ({"search": "do", "topic": "planning", "bank": "base"}, 1),
    ],
)
def test_filters_narrow_down(shipped: Path, wanted: dict[str, Any], found: int) -> None:
    questions = QuestionLibrary(shipped).questions(InterviewType.MIXED)
    assert len(filter_questions(questions, **wanted)) == found
