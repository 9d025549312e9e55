"""What is to be scored: files, folders, patterns, streams, URLs."""

from __future__ import annotations

import io
import json
import os
import tempfile
import zipfile
from collections.abc import Iterable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from interview_cli.batch.items import Item, read_item
from interview_cli.batch.remote import file_name_in, without_secrets
from interview_cli.batch.sources import Sources
from interview_cli.errors import InputError, UnavailableError


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


@pytest.mark.parametrize(("more", "items"), [("turns", 1), ("other", 2)])
def test_a_line_that_goes_on_with_the_one_before_is_no_item(tmp_path: Path, more: str, items: int) -> None:
    turns = [{"speaker": "Ann", "text": "Why?"}, {"speaker": "Bo", "text": "I like it."}]
    later = {"turns": turns, "other": []} | {more: [*turns, turns[0]]}
    file = tmp_path / "chat.jsonl"
    file.write_text(f"{json.dumps({'turns': turns})}\n{json.dumps(later)}\n")
    assert len(found(file)) == items


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


def test_what_the_shell_has_opened_is_read_once() -> None:
    end, other = os.pipe()
    os.write(other, f"{transcript_line(1)}\n{transcript_line(2)}\n".encode())
    os.close(other)
    items = found(f"/dev/fd/{end}")
    os.close(end)
    assert [json.loads(read_item(item))["id"] for item in items] == ["c1", "c2"]
    assert [item.stamp for item in items] == [None, None]


def test_only_files_are_read(tree: Path) -> None:
    os.mkfifo(tree / "pipe.txt")
    (tree / "gone.txt").symlink_to("nowhere")
    (tree / "round.txt").symlink_to("round.txt")
    (tree / "link.txt").symlink_to("b.txt")
    told = {
        "gone.txt": "cannot be read: No such file or directory.",
        "round.txt": "cannot be read: Too many levels of symbolic links.",
    }
    for way in ([tree], [f"{tree}/*.txt"], [f"{tree}/**/*.txt"], [tree / "gone.txt", tree / "round.txt"]):
        problems = {Path(item.source).name: item.problem for item in found(*way) if item.problem}
        assert problems == {name: f"{tree}/{name} {problem}" for name, problem in told.items()}
    assert [item.problem for item in found(tree / "pipe.txt")] == [f"{tree}/pipe.txt is a named pipe, not a file."]
    assert [item.problem for item in found(f"{tree}/pip*")] == [f"{tree}/pip* matches no file."]
    assert "link.txt" in {Path(item.source).name for item in found(f"{tree}/*.txt")}
    os.mkfifo(tree / "pipe.jsonl")
    assert [item.problem for item in found(f"file://{tree}/pipe.jsonl")] == [
        f"file://{tree}/pipe.jsonl is not a file."
    ]
    assert [item.problem for item in found(f"file://{tree}/pi*")] == [f"file://{tree}/pi* matches no file."]


def test_patterns_do_not_follow_links_round_and_round(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("loop", "deep/loop", "deep/er/loop"):
        (tree / name).symlink_to(tree, target_is_directory=True)
    assert [Path(item.source).name for item in found(f"{tree}/**/*.srt")] == ["c.srt"]
    every = ["a.vtt", "b.txt", "deep/er/c.srt", "deep/results.jsonl"]
    monkeypatch.chdir(tree)
    for pattern in ("**", "**/*", "*", "**/**/*"):
        assert sorted(item.source.removeprefix("./") for item in found(pattern)) == every
    assert [item.source for item in found("d*/**/c*")] == ["deep/er/c.srt"]


def test_a_name_that_is_no_text_is_shown_as_one(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for number in (0xFE, 0xFF):
        (folder / os.fsdecode(b"bad" + bytes([number]) + b".txt")).write_text(chr(number))
    items = found(folder)
    assert {item.source for item in items} == {f"{folder}/bad\ufffd.txt"}
    assert sorted(read_item(item).decode() for item in items) == ["\xfe", "\xff"]
    (missing,) = found(os.fsdecode(b"no\xff.txt"))
    assert missing.problem == "no\ufffd.txt does not exist."


def test_a_copy_of_a_dead_process_is_removed_and_that_of_a_living_one_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    left = tmp_path / "interview-stdin-left"
    left.write_text("secret")
    living = Sources(["-"], io.BytesIO(b"one"))
    (item,) = living
    assert not left.exists()
    other = Sources(["-"], io.BytesIO(b"two"))
    assert [read_item(each) for each in other] == [b"two"]
    assert read_item(item) == b"one"
    living.close()
    other.close()
    assert list(tmp_path.glob("interview-*")) == []


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


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("nonsense://x", "nonsense://x is not the address of a known store."),
        ("file:///nowhere/*.txt", "file:///nowhere/*.txt matches no file."),
        ("file:///nowhere/a.txt", "file:///nowhere/a.txt does not exist."),
        ("http://127.0.0.1:1/x.txt", "http://127.0.0.1:1/x.txt cannot be reached (Connection refused)."),
    ],
)
def test_a_url_that_cannot_be_read_says_why(url: str, told: str) -> None:
    assert problem_of(url) == told


def problem_of(url: str) -> str:
    (item,) = found(url)
    with pytest.raises(InputError) as raised:
        read_item(item)
    return raised.value.message


@pytest.mark.parametrize(
    ("status", "told"),
    [
        (401, "cannot be read: the server answers 401 Unauthorized (it needs a sign-in, or other rights)."),
        (403, "cannot be read: the server answers 403 Forbidden (it needs a sign-in, or other rights)."),
        (404, "does not exist."),
        (503, "cannot be read: the server answers 503 Service Unavailable."),
    ],
)
def test_what_a_web_server_answers_is_reported_without_secrets(status: int, told: str) -> None:
    class Refusing(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        do_HEAD = do_GET  # noqa: N815

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Refusing)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        host = f"127.0.0.1:{server.server_port}"
        assert problem_of(f"http://me:secret@{host}/a.txt?key=secret") == f"http://{host}/a.txt?key=*** {told}"
    finally:
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("http://me:s@cret@host/a.txt", "http://host/a.txt"),
        ("https://host/a@b.txt?x=secret&y=sec)r'et#z=secret", "https://host/a@b.txt?x=***&y=***#z=***"),
        ("https://host/a.txt?secret", "https://host/a.txt?***"),
        ("zip://*.txt::https://me@host/a.zip?sig=secret%2F", "zip://*.txt::https://host/a.zip?sig=***"),
        ("simplecache::https://host/a?b=secret", "simplecache::https://host/a?b=***"),
        ("s3://bucket/call?.txt", "s3://bucket/call?.txt"),
    ],
)
def test_no_secret_of_a_url_is_shown(url: str, shown: str) -> None:
    assert without_secrets(url) == shown
    assert without_secrets(f"404 at {url} again") == f"404 at {shown} again"
    assert file_name_in("https://host/Calls.JSONL?key=secret") == "https://host/Calls.JSONL"


def test_files_in_an_archive_are_found_by_a_pattern(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "calls.zip", "w") as archive:
        for name in ("a.txt", "b.txt", "c.vtt"):
            archive.writestr(name, name)
    chain = f"::file://{tmp_path}/calls.zip"
    for pattern, names in (("*.txt", ["a.txt", "b.txt"]), ("", ["a.txt", "b.txt", "c.vtt"]), ("c.vtt", ["c.vtt"])):
        items = found(f"zip://{pattern}{chain}")
        assert [item.source for item in items] == [f"zip://{name}{chain}" for name in names]
        assert [read_item(item).decode() for item in items] == names
    assert problem_of(f"zip://none.txt{chain}") == f"zip://none.txt{chain} does not exist."
    cached = f"simplecache::file://{tmp_path}/*.zip"
    assert [item.source for item in found(cached)] == [f"simplecache::file://{tmp_path}/calls.zip"]


def test_a_store_whose_package_is_missing_is_reported_with_the_command(tree: Path) -> None:
    with pytest.raises(UnavailableError) as raised:
        Sources(["s3://bucket/*.txt"], io.BytesIO()).count()
    assert "s3fs" in raised.value.message
    assert "pip install 's3fs'" in raised.value.remedy
    assert Sources(["s3://bucket/*.txt", str(tree / "b.txt")], io.BytesIO()).count() == 2
    assert "pip install 's3fs'" in problem_of("s3://bucket/*.txt")


def test_a_stamp_changes_with_what_there_is_to_read(tree: Path) -> None:
    file = tree / "b.txt"
    (before,) = found(file)
    assert found(f"file://{file}")[0].stamp == found(f"file://{tree}/b*")[0].stamp
    file.write_text("longer than it was")
    (behind,) = found(file)
    assert (before.key, before.location) == (behind.key, behind.location)
    assert before.stamp != behind.stamp
    lines = tree / "lines"
    lines.write_text(f"{transcript_line(1)}\n{transcript_line(2)}\n")
    first, second = found(lines)
    lines.write_text(f"{transcript_line(1)}\n{transcript_line(3)}\n{transcript_line(4)}\n")
    again = found(lines)
    assert [again[0].stamp == first.stamp, again[1].stamp == second.stamp] == [True, False]
