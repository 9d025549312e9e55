"""A server on this machine that behaves as the hub of models does, and fails as it is told to."""

from __future__ import annotations

import hashlib
import json
import re
import threading
from abc import ABC, abstractmethod
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

REPOSITORY = "someone/small-whisper"
FILES = {"config.json": b"{}", "tokenizer.json": b"[]", "model.bin": bytes(range(250)) * 10, "README.md": b"-"}
OTHER_NAME = "127.1"
"""Another name of this machine than 127.0.0.1, which needs no file of hosts."""
LFS_POINTER = b"version https://git-lfs.github.com/spec/v1\noid sha256:" + b"0" * 64 + b"\nsize 2500\n"


@dataclass(frozen=True, slots=True)
class Request:
    """What a server was asked for: a file's name, its first byte, and the token."""

    name: str
    begin: int
    token: str | None


class Server(ABC):
    """An HTTP server in a thread; `answer` is called with each request."""

    def __init__(self) -> None:
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer.answer(self)

            def log_message(self, *arguments: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self._server.server_port
        self.url = f"http://127.0.0.1:{self.port}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,))
        self._thread.start()

    @abstractmethod
    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        """Reply to a request."""

    def close(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


class Storage(Server):
    """A host of one large file: the one that the hub redirects to, or that openai-whisper's models are on."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.requests: list[Request] = []
        self.with_length = True
        self.with_ranges = True
        self.content_range: str | None = None
        """What is said instead of the true range."""
        self.cuts: list[int] = []
        """After how many bytes each of the next responses breaks off."""
        super().__init__()

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        asked = re.fullmatch(r"bytes=(\d+)-", handler.headers.get("Range", "")) if self.with_ranges else None
        begin = int(asked[1]) if asked else 0
        self.requests.append(Request(handler.path.rpartition("/")[2], begin, handler.headers.get("Authorization")))
        size = len(self.content)
        if begin >= size:
            handler.send_response(416)
            handler.send_header("Content-Range", f"bytes */{size}")
            handler.send_header("Content-Length", "0")
            handler.end_headers()
            return
        handler.send_response(206 if asked else 200)
        if asked:
            handler.send_header("Content-Range", self.content_range or f"bytes {begin}-{size - 1}/{size}")
        if self.with_length:
            handler.send_header("Content-Length", str(size - begin))
        handler.send_header("ETag", f'"{hashlib.sha256(self.content).hexdigest()}"')
        handler.send_header("Accept-Ranges", "bytes")
        handler.end_headers()
        length = self.cuts.pop(0) if self.cuts else size
        handler.wfile.write(self.content[begin : begin + length])
        handler.close_connection = True


class Hub(Server):
    """Offers the files of one repository, the weights by way of its storage on another host."""

    def __init__(self) -> None:
        self.files = dict(FILES)
        """What is announced; what `storage` sends is the weights it has."""
        self.in_git: set[str] = set()
        """Names of large files that are in Git itself, where there should be a pointer to the storage."""
        self.blob_ids: dict[str, str] = {}
        """What is announced instead of Git's true checksums."""
        self.refusals: dict[str, tuple[int, dict[str, str]]] = {}
        """Status and headers of the response, by the beginning of the path."""
        self.requests: list[Request] = []
        self.storage = Storage(FILES["model.bin"])
        super().__init__()

    def replace_weights(self, content: bytes) -> None:
        """As a push of new weights does."""
        self.files["model.bin"] = self.storage.content = content

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        path = handler.path.partition("?")[0]
        name = path.rpartition("/")[2]
        token = handler.headers.get("Authorization")
        for beginning, (status, headers) in self.refusals.items():
            if path.startswith(beginning):
                self.send(handler, status, b"", headers)
                return
        if path.startswith("/api/"):
            about = {"id": REPOSITORY, "sha": self.commit, "siblings": [self.about(name) for name in self.files]}
            self.send(handler, 200, json.dumps(about).encode(), {"Content-Type": "application/json"})
            return
        self.requests.append(Request(name, 0, token))
        if f"/resolve/{self.commit}/" not in path:
            self.send(handler, 404, b"", {"X-Error-Code": "RevisionNotFound"})
        elif self.is_large(name):
            self.send(handler, 302, b"", {"Location": f"http://{OTHER_NAME}:{self.storage.port}/{name}"})
        else:
            self.send(handler, 200, self.files[name], {"ETag": f'"{self.blob_id(name)}"'})

    def is_large(self, name: str) -> bool:
        return name == "model.bin" and name not in self.in_git

    @property
    def commit(self) -> str:
        return hashlib.sha1(json.dumps([self.blob_id(name) for name in self.files]).encode()).hexdigest()

    def blob_id(self, name: str) -> str:
        content = self.files[name]
        return hashlib.sha1(b"blob %d\0" % len(content) + content).hexdigest()

    def about(self, name: str) -> dict[str, Any]:
        content = self.files[name]
        entry: dict[str, Any] = {
            "rfilename": name,
            "size": len(content),
            "blobId": self.blob_ids.get(name, self.blob_id(name)),
        }
        if self.is_large(name):
            sha256 = hashlib.sha256(content).hexdigest()
            entry["lfs"] = {"sha256": sha256, "size": len(content), "pointerSize": len(LFS_POINTER)}
        return entry

    def send(self, handler: BaseHTTPRequestHandler, status: int, body: bytes, headers: dict[str, str]) -> None:
        handler.send_response(status)
        for key, value in {**headers, "Content-Length": str(len(body))}.items():
            handler.send_header(key, value)
        handler.end_headers()
        handler.wfile.write(body)

    def close(self) -> None:
        super().close()
        self.storage.close()
