"""What is to be scored: files, folders, patterns, streams, URLs."""

from __future__ import annotations

import io
import json
import os
from collections.abc import Iterable
from pathlib import Path

import pytest

from interview_cli.batch.items import Item, read_item
from interview_cli.batch.sources import Sources
from interview_cli.errors import InputError


def found(*paths: str | Path, stdin: bytes = b"", left_out: Iterable[Path] = ()) -> list[Item]:
    sources = Sources([str(path) for path in paths], io.BytesIO(stdin), list(left_out))
    items = list(sources)
    assert list(sources) == items, "a second look finds something else"
    assert len({item.key for item in items}) == len(items)
    return items


def transcript_line(number: int) -> str:
    return json.dumps({"id": f"c{number}", "turns": [{"speaker": "candidate", "text": "I did it."}]})


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for name in ("b.txt", "a.vtt", "deep/er/c.srt", ".hidden", ".git/config", "deep/results.jsonl"):
        file = tmp_path / "tree" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(name)
    return tmp_path / "tree"


def test_a_folder_gives_its_files_at_any_depth_in_order(tree: Path) -> None:
    names = [
        Path(item.source).relative_to(tree).as_posix() for item in found(tree, left_out=[tree / "deep/results.jsonl"])
    ]
    assert names == ["a.vtt", "b.txt", "deep/er/c.srt"]


def test_patterns_reach_into_folders(tree: Path) -> None:
    assert [Path(item.source).name for item in found(f"{tree}/**/*.srt")] == ["c.srt"]
    assert [Path(item.source).name for item in found(f"{tree}/*.*")] == ["a.vtt", "b.txt"]


def test_a_file_whose_name_looks_like_a_pattern_is_a_file(tmp_path: Path) -> None:
    file = tmp_path / "call [1].txt"
    file.write_text("x")
    assert [item.location for item in found(file)] == [str(file)]


def test_the_same_file_has_one_key_however_it_is_spelled(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tree)
    keys = {item.key for path in ("b.txt", "./b.txt", str(tree / "b.txt")) for item in found(path)}
    assert len(keys) == 1


def test_what_is_not_there_is_an_item_with_a_problem(tree: Path) -> None:
    (tree / "broken").symlink_to(tree / "nowhere")
    assert [item.problem for item in found(tree / "no.txt", f"{tree}/*.doc", tree / "a.vtt")] == [
        f"{tree}/no.txt does not exist.",
        f"{tree}/*.doc matches no file.",
        None,
    ]
    with pytest.raises(InputError, match="cannot be read: No such file"):
        read_item(found(tree / "broken")[0])


@pytest.mark.parametrize("path", ["missing.txt", "*.none", "empty"])
def test_nothing_at_all_to_read_is_an_error(tmp_path: Path, path: str) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError):
        Sources([str(tmp_path / path)], io.BytesIO()).count()


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\n\n"])
def test_a_file_with_a_transcript_on_each_line_gives_an_item_per_line(tmp_path: Path, ending: str) -> None:
    file = tmp_path / "calls"
    lines = [transcript_line(number) for number in range(4)]
    file.write_bytes(("\ufeff" + ending.join(lines)).encode())
    items = found(file)
    assert [read_item(item).decode("utf-8-sig").strip() for item in items] == lines
    assert [item.line for item in items] == ([1, 2, 3, 4] if ending != "\n\n" else [1, 3, 5, 7])


@pytest.mark.parametrize(
    "content",
    [
        transcript_line(1),
        json.dumps(json.loads(transcript_line(1)), indent=2),
        '{"speaker_id": 1, "text": "a", "words": [{"text": "a"}]}\n{"speaker_id": 2, "text": "b"}\n',
        '{"question": "q", "answer": "a", "tags": [{}]}\n{"question": "q", "answer": "a"}\n',
        '{"turns": [{}]}\nnot json\n',
        "{" * 100_000 + "\n{",
        "",
    ],
)
def test_any_other_file_is_one_item(tmp_path: Path, content: str) -> None:
    file = tmp_path / "file"
    file.write_text(content)
    assert [item.line for item in found(file)] == [None]


def test_standard_input_is_known_by_its_content(tmp_path: Path) -> None:
    lines = f"{transcript_line(1)}\n{transcript_line(2)}\n".encode()
    sources = Sources(["-"], io.BytesIO(lines))
    items = list(sources)
    assert [item.line for item in items] == [1, 2]
    assert [read_item(item) for item in items] == lines.splitlines(keepends=True)
    assert [item.key for item in found("-", stdin=lines)] == [item.key for item in items]
    sources.close()
    assert not Path(items[0].location).exists()


def test_a_named_pipe_is_read_once(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    if os.fork() == 0:
        pipe.write_text(f"{transcript_line(1)}\n{transcript_line(2)}\n")
        os._exit(0)
    items = found(pipe)
    os.wait()
    assert [json.loads(read_item(item))["id"] for item in items] == ["c1", "c2"]


def test_urls_are_read_through_fsspec(tmp_path: Path) -> None:
    import fsspec

    files = fsspec.filesystem("memory")
    files.pipe(
        {
            "/calls/a.txt": b"one",
            "/calls/b.txt": b"two",
            "/calls/deep/c.jsonl": f"{transcript_line(1)}\n{transcript_line(2)}".encode(),
        }
    )
    try:
        items = found("memory://calls")
        assert [(Path(item.source).name, item.line) for item in items] == [
            ("a.txt", None),
            ("b.txt", None),
            ("c.jsonl", 1),
            ("c.jsonl", 2),
        ]
        assert [read_item(item)[:3] for item in items] == [b"one", b"two", b'{"i', b'{"i']
        assert [read_item(item) for item in found("memory://calls/b*")] == [b"two"]
        with pytest.raises(InputError, match="does not exist"):
            read_item(found("memory://calls/none.txt")[0])
    finally:
        files.rm("/calls", recursive=True)


@pytest.mark.parametrize("url", ["nonsense://x", "s3://bucket/key", "file:///nowhere/*.txt"])
def test_a_url_that_cannot_be_reached_is_an_item_with_a_problem(url: str) -> None:
    items = found(url)
    try:
        problem = items[0].problem or str(read_item(items[0]))
    except InputError as error:
        problem = error.message
    assert url in problem
