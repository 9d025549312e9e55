"""YAML, TOML and CSV that people hand us: what is read, and how each thing that is wrong with them is told."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from interview_cli.data_files import (
    MAX_VALUES,
    CsvTable,
    DataFileError,
    first_cells,
    line_finder,
    load_toml,
    load_yaml,
    read_text,
)
from interview_cli.interview.questions import MOST_PROBLEMS, read_bank


def test_yaml_numbers_truth_and_nothing_are_read_as_such_and_all_else_as_text() -> None:
    text = "[3, -0, 0.5, .5, 1., 2e3, true, False, null, ~, yes, 2024-02-31, 1:30, 0x10, 089, 1_000, '7', =, <<]"
    assert load_yaml(text, "a.yaml") == [
        *(3, 0, 0.5, 0.5, 1.0, 2000.0, True, False, None, None),
        *("yes", "2024-02-31", "1:30", "0x10", "089", "1_000", "7", "=", "<<"),
    ]
    assert load_yaml("[3, true, null]", "a.yaml", as_text=True) == ["3", "true", "null"]


def test_a_number_longer_than_any_that_counts_is_text() -> None:
    assert load_yaml("9" * 5_000, "a.yaml") == "9" * 5_000
    assert load_yaml("9" * 18, "a.yaml") == int("9" * 18)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a: 1\nb: !!bool x", "a.yaml, line 2: broken YAML: tags (!name) are not allowed."),
        ("!!timestamp foo", "line 1: broken YAML: tags"),
        ("a: !!python/object/apply:os.getcwd []", "line 1: broken YAML: tags"),
        ("- &x [1]\n- *x", "line 2: broken YAML: aliases"),
        ("? [a, b]\n: c", "line 1: broken YAML: found unhashable key"),
        ("a:\n  - [", "line 3: broken YAML"),
        ("a\nb\x07", "line 2: broken YAML: control characters"),
        ("\n\n" + "[" * 51, "line 3: broken YAML: lists or mappings are nested too deeply"),
        ("- x\n" * (MAX_VALUES + 1), f"line {MAX_VALUES}: broken YAML: there are more than 100,000 values"),
    ],
    ids=["bool", "timestamp", "python", "alias", "key", "end", "control", "deep", "many"],
)
@pytest.mark.parametrize("as_text", [True, False], ids=["texts", "values"])
def test_yaml_that_is_refused_is_reported_with_its_line(text: str, told: str, as_text: bool) -> None:
    with pytest.raises(DataFileError) as raised:
        load_yaml(text, "a.yaml", as_text=as_text)
    assert told in raised.value.message
    assert "\n" not in raised.value.message


@given(st.text(max_size=60) | st.text("-:[]{}!&*?|>'\"#%@`,~ \n\tae019.", max_size=60))
def test_any_text_is_yaml_or_reported(text: str) -> None:
    for as_text in (True, False):
        try:
            load_yaml(text, "a.yaml", as_text=as_text)
        except DataFileError as error:
            assert error.line is not None  # noqa: PT017 - what is read need not fail


def test_the_line_of_the_innermost_part_there_is() -> None:
    line_of = line_finder("a: 1\nb:\n  - c: 2\n  - d: 3\n")
    assert [line_of(path) for path in ((), ("a",), ("b", 1, "d"), ("b", 0, "x"), ("b", 7))] == [1, 1, 4, 3, 2]
    assert line_finder("")(("a",)) is None


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a = 1\nb = [", "c.toml, line 2: broken TOML"),
        ("a = 1\na = 2\n", "c.toml, line "),
        ("a = " + "[" * 3_000, "c.toml has lists or tables nested too deeply."),
        ("a = 1" + "0" * 5_000, "c.toml, line 1: broken TOML: Exceeds the limit"),
    ],
    ids=["open", "twice", "deep", "long"],
)
def test_toml_that_is_refused_is_reported(text: str, told: str) -> None:
    with pytest.raises(DataFileError) as raised:
        load_toml(text, "c.toml")
    assert raised.value.message.startswith(told)


def test_csv_rows_have_their_lines() -> None:
    table = CsvTable('a,b\n1,"x\ny"\n2\n3,z,more\n', "t.csv")
    assert table.columns == ("a", "b")
    assert list(table) == [
        (3, {"a": "1", "b": "x\ny"}),
        (4, {"a": "2", "b": None}),
        (5, {"a": "3", "b": "z", None: ["more"]}),
    ]
    assert CsvTable("", "t.csv").columns == ()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (f'"{"x" * 131_073}",b\n', "t.csv, line 1: field larger than field limit"),
        (f'a,b\n1,2\n"{"x" * 131_073}",b\n', "t.csv, line 3: field larger than field limit"),
        ('a,b\n1,"2', "t.csv, line 2: unexpected end of data"),
    ],
    ids=["header", "cell", "quote"],
)
def test_csv_that_is_refused_is_reported_with_its_line(text: str, told: str) -> None:
    with pytest.raises(DataFileError) as raised:
        list(CsvTable(text, "t.csv"))
    assert raised.value.message.startswith(told)


def test_the_first_cells_by_each_delimiter() -> None:
    assert first_cells("a;b\nc", ";") == ["a", "b"]
    assert first_cells("a;b\nc", ",") == ["a;b"]
    assert first_cells("x" * 131_073 + ",b", ",") == ()


@pytest.mark.parametrize(
    ("content", "told"),
    [(b"12345678", "is larger than"), (b"\xff", "is not UTF-8 text"), (None, "cannot be read: No such file")],
    ids=["large", "bytes", "missing"],
)
def test_files_that_hold_no_text(tmp_path: Path, content: bytes | None, told: str) -> None:
    file = tmp_path / "a"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(DataFileError, match=told):
        read_text(file, 7)


def test_a_bank_of_nothing_but_mistakes_tells_the_first_of_them(tmp_path: Path) -> None:
    file = tmp_path / "wrong.yaml"
    file.write_text("title: A bank\ntype: hr\nquestions:\n" + "- {}\n" * 90_000, encoding="utf-8")
    questions, problems = read_bank(file)
    assert (questions, len(problems)) == ([], MOST_PROBLEMS)
    assert str(problems[-1]).startswith(f"{file}:16: questions.12.")


@pytest.mark.parametrize("value", ["!!bool x", '!!int ""', "!!timestamp foo", "2024-02-31", "9" * 5_000])
def test_odd_values_in_a_bank_are_reported_and_nothing_is_raised(tmp_path: Path, value: str) -> None:
    file = tmp_path / "wrong.yaml"
    file.write_text(f"title: {value}\ntype: hr\nquestions: []\n", encoding="utf-8")
    questions, problems = read_bank(file)
    assert not questions
    assert all(problem.line for problem in problems)


@given(st.recursive(st.none() | st.booleans() | st.text("ab", max_size=3), st.lists, max_leaves=8))
def test_what_is_dumped_is_read_back(data: object) -> None:
    class NoAliases(yaml.SafeDumper):
        def ignore_aliases(self, data: object) -> bool:
            return True

    assert load_yaml(yaml.dump(data, Dumper=NoAliases), "a.yaml") == data
