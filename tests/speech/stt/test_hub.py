"""Models for faster-whisper come from a hub, which a server on this machine stands in for."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from interview_cli.errors import UnavailableError
from interview_cli.speech.stt import faster_whisper_engine
from interview_cli.speech.stt.faster_whisper_engine import download_model, find_model

REPOSITORY = "someone/small-whisper"
FILES = {"config.json": b"{}", "tokenizer.json": b"[]", "model.bin": bytes(range(250)) * 10, "README.md": b"-"}
BLOCK_BYTES = 1_000


class Hub:
    """Offers the files of one repository, and keeps which parts of which were asked for."""

    def __init__(self) -> None:
        self.files = dict(FILES)
        self.asked: list[tuple[str, int]] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.answer(with_body=True)

            def do_HEAD(self) -> None:
                self.answer(with_body=False)

            def answer(self, *, with_body: bool) -> None:
                path = self.path.partition("?")[0]
                if path.startswith("/api/"):
                    self.send(200, json.dumps(outer.about(path)).encode(), with_body=with_body)
                    return
                name = path.rpartition("/")[2]
                begin, _, end = self.headers.get("Range", "bytes=0-").partition("=")[2].partition("-")
                outer.asked.append((name, int(begin)))
                self.send(206, outer.files[name][int(begin) : int(end) + 1 if end else None], with_body=with_body)

            def send(self, status: int, body: bytes, *, with_body: bool) -> None:
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                if with_body:
                    self.wfile.write(body)

            def log_message(self, *arguments: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,))
        self._thread.start()

    def about(self, path: str) -> Any:
        files = [
            {"type": "file", "path": name, "size": len(content), "oid": "0" * 40} for name, content in FILES.items()
        ]
        return files if "/tree/" in path or "/paths-info/" in path else {"id": REPOSITORY, "sha": "0" * 40}

    def close(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Hub]:
    import huggingface_hub.constants
    import huggingface_hub.file_download

    running = Hub()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_CACHE", str(tmp_path / "hub"))
    monkeypatch.setattr(huggingface_hub.constants, "ENDPOINT", running.url)
    pages = running.url + "/{repo_id}/resolve/{revision}/{filename}"
    for module in (huggingface_hub.constants, huggingface_hub.file_download):
        monkeypatch.setattr(module, "HUGGINGFACE_CO_URL_TEMPLATE", pages, raising=False)
    monkeypatch.setattr(faster_whisper_engine, "_BLOCK_BYTES", BLOCK_BYTES)
    yield running
    running.close()


def test_a_model_is_downloaded_with_progress_and_found_again(hub: Hub) -> None:
    reported: list[tuple[int, int]] = []
    assert find_model(REPOSITORY) is None
    folder = download_model(REPOSITORY, lambda done, total: reported.append((done, total)))
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == {
        name: content for name, content in FILES.items() if name != "README.md"
    }
    assert reported[-3:] == [(1_000, 2_500), (2_000, 2_500), (2_500, 2_500)]
    assert find_model(REPOSITORY) == folder


def test_a_download_that_was_stopped_is_resumed(hub: Hub) -> None:
    def stop(done: int, total: int) -> None:
        if done == 2_000:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        download_model(REPOSITORY, stop)
    assert find_model(REPOSITORY) is None
    hub.asked.clear()
    folder = download_model(REPOSITORY, None)
    assert (folder / "model.bin").read_bytes() == FILES["model.bin"]
    assert min(begin for name, begin in hub.asked if name == "model.bin") == 2_000
    assert {name for name, _ in hub.asked} == {"model.bin"}


def test_a_file_of_another_length_is_not_believed(hub: Hub) -> None:
    hub.files["model.bin"] = b"short"
    with pytest.raises(UnavailableError, match=r"model\.bin is not 2500 bytes long"):
        download_model(REPOSITORY, None)
    assert find_model(REPOSITORY) is None
    hub.files["model.bin"] = FILES["model.bin"]
    assert find_model(REPOSITORY) is None
    assert download_model(REPOSITORY, None) == find_model(REPOSITORY)
