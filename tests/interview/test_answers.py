"""Reading prepared answers: every format, and every way a file can be wrong."""

from __future__ import annotations

import json
import os
import tempfile
import threading
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from interview_cli.errors import InputError
from interview_cli.interview.answers import MAX_ANSWER_CHARACTERS, MAX_ANSWERS_BYTES, read_answers


def read(name: str, content: str | bytes) -> list[str]:
    """The answers in a file of this name and content."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / name
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        return read_answers(file)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.jsonl", '{"answer": "One."}\n{"answer": "Two."}\n'),
        ("a.ndjson", '{"answer": "One.", "note": 1}\n\n"Two."'),
        ("a.jsonl", '{"answer": "One."}\r\n{"answer": "Two."}\r\n'),
        ("answers", '{"answer": "One."}\n{"answer": "Two."}\n'),
        ("a.json", '["One.", {"answer": "Two."}]'),
        ("a.txt", '[\n  "One.",\n  "Two."\n]'),
        ("a.yaml", "- One.\n- answer: Two.\n"),
        ("a.yml", "- >-\n  One.\n- 'Two.'\n"),
        ("a.txt", "- One.\n- Two.\n"),
        ("a.txt", "One.\n\nTwo.\n"),
        ("a.txt", "\n\n\nOne.\r\n  \r\n\r\nTwo."),
        ("a.md", "\ufeffOne.\n\nTwo."),
        ("a.jsonl", '\ufeff{"answer": "One."}\n{"answer": "Two."}'),
    ],
)
def test_every_format_gives_the_same_answers(name: str, content: str) -> None:
    assert read(name, content) == ["One.", "Two."]


def test_paragraphs_keep_their_lines_as_one_answer() -> None:
    assert read("a.txt", "I led\n  the team.\n\nWe won.") == ["I led the team.", "We won."]


def test_paragraphs_may_begin_with_brackets() -> None:
    assert read("a.txt", "[laughs] Well, I led it.\n\n{sic} Yes.") == ["[laughs] Well, I led it.", "{sic} Yes."]


def test_short_yaml_answers_stay_words() -> None:
    assert read("a.yaml", "- no\n- 2019\n- 2020-13-45\n- 1e3\n-\n") == ["no", "2019", "2020-13-45", "1e3", ""]


def test_an_empty_answer_is_kept_so_that_it_can_skip() -> None:
    assert read("a.jsonl", '{"answer": ""}\n{"answer": "x"}') == ["", "x"]


def test_unicode_line_separators_inside_json_do_not_end_a_line() -> None:
    text = "one\u2028two\u0085three"
    assert read("a.jsonl", json.dumps({"answer": text}, ensure_ascii=False)) == [text]


def test_what_no_text_can_hold_is_replaced() -> None:
    assert read("a.jsonl", '{"answer": "a\\ud800b\\u0000c \\ud83d\\ude00"}') == ["a\ufffdb\ufffdc 😀"]


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.txt", b"", "contains no answers"),
        ("a.txt", b" \n\t\n", "contains no answers"),
        ("a.yaml", b"", "contains no answers"),
        ("a.yaml", b"# nothing\n", "contains no answers"),
        ("a.json", b"[]", "contains no answers"),
        ("a.jsonl", b"\n\n", "contains no answers"),
        ("a.bin", b"\x7fELF\x02\x01\x00\x00", "binary"),
        ("a.txt", b"caf\xe9", "not UTF-8"),
        ("a.txt", "One.".encode("utf-16"), "not UTF-8"),
        ("a.txt", "One.".encode("utf-16-le"), "binary"),
        ("a.jsonl", b'{"answer": "x"}\n{"answer": \n', "line 2: broken JSON"),
        ("a.jsonl", b'{"answer": "x"}\n{"reply": "y"}\n', 'line 2: there is no text under "answer"'),
        ("a.jsonl", b'{"answer": 7}', "line 1: there is no text"),
        ("a.json", b'[\n"x",\n]', "line 3: broken JSON"),
        ("a.json", b'{"answer": "x"}', "must hold a list"),
        ("a.json", b'["x", 3]', "item 2: there is no text"),
        ("a.json", b"[" * 100_000, "broken JSON"),
        ("a.json", b"[" + b"1" * 5000 + b"]", "broken JSON"),
        ("a.yaml", b"- x\n- [y\n- z: {\n", "line 3: broken YAML"),
        ("a.yaml", b"- x\n-\ty: 'z\n", "broken YAML"),
        ("a.yaml", b"a: 1\n", "must hold a list"),
        ("a.yaml", b"just words\n", "must hold a list"),
        ("a.yaml", b"- " * 60 + b"x", "nested too deeply"),
        ("a.yaml", b"- " * 100_000, "broken YAML"),
        ("a.yaml", b"- [x, y]\n", "item 1: there is no text"),
        ("a.yaml", b"- " + b"[" * 100_000, "broken YAML"),
        ("a.txt", b"x" * (MAX_ANSWER_CHARACTERS + 1), "Answer 1 .* is longer than 200,000 characters"),
    ],
)
def test_mistakes_are_reported_with_their_place(name: str, content: bytes, says: str) -> None:
    with pytest.raises(InputError, match=says):
        read(name, content)


def test_a_yaml_alias_bomb_is_no_answer() -> None:
    levels = "\n".join(f"- &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]" for n in range(1, 12))
    with pytest.raises(InputError, match="aliases"):
        read("a.yaml", f"- &l0 [lol]\n{levels}\n")


@pytest.mark.parametrize("tag", ["!!python/object/apply:os.getcwd []", "!!python/name:os.system x"])
def test_yaml_cannot_run_code(tag: str) -> None:
    try:
        answers = read("a.yaml", f"- {tag}\n")
    except InputError:
        return
    assert answers == ["x"]


def test_a_file_of_200_mb_is_refused_unread(tmp_path: Path) -> None:
    file = tmp_path / "big.txt"
    with file.open("wb") as stream:
        stream.truncate(200_000_000)
    with pytest.raises(InputError, match="larger than 20 MB"):
        read_answers(file)
    assert MAX_ANSWERS_BYTES == 20_000_000


def test_a_device_without_end_is_refused() -> None:
    with pytest.raises(InputError, match="larger than 20 MB"):
        read_answers(Path("/dev/zero"))


def test_a_named_pipe_is_read(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_bytes, args=(b"One.\n\nTwo.",))
    writer.start()
    assert read_answers(pipe) == ["One.", "Two."]
    writer.join()


@pytest.mark.parametrize(("place", "says"), [("missing.txt", "No such file"), (".", "Is a directory")])
def test_what_cannot_be_opened_says_why(tmp_path: Path, place: str, says: str) -> None:
    with pytest.raises(InputError, match=says):
        read_answers(tmp_path / place)


words = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\0"), max_size=40)
many = st.lists(words, min_size=1, max_size=8)


@given(many)
def test_json_lines_round_trip(answers: list[str]) -> None:
    for plain_ascii in (True, False):
        lines = (json.dumps({"answer": each}, ensure_ascii=plain_ascii) for each in answers)
        assert read("a.jsonl", "\n".join(lines)) == answers
        assert read("a.json", json.dumps(answers, ensure_ascii=plain_ascii)) == answers


@given(many)
def test_yaml_round_trip(answers: list[str]) -> None:
    dumped = yaml.safe_dump([{"answer": each} for each in answers])
    assert read("a.yaml", dumped) == answers


@given(st.lists(st.lists(st.text("aZ'é", min_size=1), min_size=1), min_size=1, max_size=8))
def test_paragraphs_round_trip(paragraphs: list[list[str]]) -> None:
    answers = [" ".join(each) for each in paragraphs]
    assert read("a.txt", "\n\n".join(answers)) == answers


@given(
    name=st.sampled_from(["a.txt", "a.jsonl", "a.json", "a.yaml", "a"]),
    content=st.one_of(
        st.binary(max_size=200),
        st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace")),
        st.text('{}[]"answer:\\u- \n&*!|>0', max_size=60).map(str.encode),
    ),
)
def test_any_bytes_give_answers_or_an_input_error(name: str, content: bytes) -> None:
    try:
        answers = read(name, content)
    except InputError:
        return
    assert answers
    "\n".join(answers).encode("utf-8")
