"""Fetches one large file over HTTP: resumed after an interruption, and believed only when its checksum is right."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from time import sleep
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from requests import Response

Progress = Callable[[int, int], None]
"""Called with the bytes that have come and the bytes there are in all (0 if not known)."""

BLOCK_BYTES: Final = 1_000_000
"""As much is written at a time (chosen): often enough for progress, seldom enough for speed."""

ATTEMPTS: Final = 5
"""How many times a file is requested when the connection is lost halfway (chosen)."""

RETRY_DELAY_S: Final = 1.0
"""The wait before the second attempt (chosen); each further one is twice as long."""

_TIMEOUT_S: Final = 60.0
_CHECKSUM: Final = re.compile(r"[0-9a-f]{64}|[0-9a-f]{40}")
_CONTENT_RANGE: Final = re.compile(r"bytes (\d+)-\d+/(\d+|\*)")
_LFS_POINTER: Final = b"version https://git-lfs.github.com/spec/"
"""How a file begins that Git LFS puts in the place of a large one (its specification)."""


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """A file on a server: `checksum` is its SHA-256 or the SHA-1 that Git gives it, `size_bytes` is 0 if not known.

    `headers` go to the host of `url` alone: requests drops Authorization where another host is redirected to.
    """

    url: str
    checksum: str
    size_bytes: int = 0
    headers: Mapping[str, str] = field(default_factory=dict)


def fetch_file(remote: RemoteFile, target: Path, progress: Progress | None) -> None:
    """Download a file unless it is there. It appears under its name once it is complete and its checksum right.

    What has come before Ctrl-C or a lost connection is kept in a file named after the checksum, so that another
    version of the file is never appended to it. Raises OSError when the network or the server fails or another
    process is downloading to the same folder, ValueError when the content is not what was announced.
    """
    from filelock import FileLock, Timeout

    if not _CHECKSUM.fullmatch(remote.checksum):
        raise ValueError(f"the server names no checksum of {target.name}")
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f"{target.name}.{remote.checksum[:16]}.part")
    try:
        with FileLock(target.parent.with_name(f"{target.parent.name}.lock"), timeout=0):
            if target.is_file() and _has_checksum(target, remote.checksum):
                return
            for other in set(target.parent.glob(f"{target.name}.*.part")) - {part}:
                other.unlink()
            _receive_with_retries(remote, part, progress)
            _verify(part, remote)
            part.replace(target)
    except ValueError:
        part.unlink(missing_ok=True)
        raise
    except Timeout:
        raise OSError("another process is downloading it") from None


def _receive_with_retries(remote: RemoteFile, part: Path, progress: Progress | None) -> None:
    from requests import ConnectionError, Timeout  # noqa: A004  requests' names
    from requests.exceptions import ChunkedEncodingError

    before_bytes = _size_bytes(part)
    for attempt in range(ATTEMPTS):
        if attempt:
            sleep(RETRY_DELAY_S * 2 ** (attempt - 1))
        try:
            return _receive(remote, part, progress)
        except (ConnectionError, Timeout, ChunkedEncodingError):
            if _size_bytes(part) == before_bytes:
                raise
    raise OSError(f"the connection was lost {ATTEMPTS} times; the {_size_bytes(part):,} bytes received are kept")


def _receive(remote: RemoteFile, part: Path, progress: Progress | None) -> None:
    """Ask once for what is missing of a file, and append it."""
    import requests

    begin = _size_bytes(part)
    if remote.size_bytes and begin >= remote.size_bytes:
        return
    headers = {**remote.headers, "Accept-Encoding": "identity", **({"Range": f"bytes={begin}-"} if begin else {})}
    with requests.get(remote.url, headers=headers, stream=True, timeout=_TIMEOUT_S) as response:
        if begin and response.status_code == requests.codes.requested_range_not_satisfiable:
            return  # nothing is missing, or this is another file: the checksum says which
        response.raise_for_status()
        begin, announced = _extent(response, begin)
        total = remote.size_bytes or announced
        if announced not in {0, total}:
            start = next(response.iter_content(len(_LFS_POINTER)), b"")
            raise _unexpected(remote, start, f"is not {total} bytes long")
        done = begin
        with part.open("ab") as file:
            file.truncate(begin)
            for block in response.iter_content(BLOCK_BYTES):
                done += file.write(block)
                if progress is not None:
                    progress(done, total)
                if total and done >= total:
                    break
            file.flush()
            os.fsync(file.fileno())
    if done < total:
        raise requests.ConnectionError("the end is missing", request=response.request)


def _extent(response: Response, asked: int) -> tuple[int, int]:
    """Where a response's content begins within the file, and how long the whole file is (0 if it does not say)."""
    if response.status_code != 206:
        return 0, int(response.headers.get("Content-Length") or 0)
    found = _CONTENT_RANGE.fullmatch(response.headers.get("Content-Range", ""))
    if found is None or int(found[1]) != asked:
        raise ValueError("the server sends another part of the file than it was asked for")
    return asked, 0 if found[2] == "*" else int(found[2])


def _verify(part: Path, remote: RemoteFile) -> None:
    """Raise ValueError when what came is not the announced file."""
    start = _start(part)
    if start == _LFS_POINTER or not _has_checksum(part, remote.checksum):
        raise _unexpected(remote, start, "is not the file that was announced (wrong checksum)")


def _unexpected(remote: RemoteFile, start: bytes, otherwise: str) -> ValueError:
    name = remote.url.rpartition("/")[2]
    if start == _LFS_POINTER:
        return ValueError(f"the server has a Git LFS pointer in the place of {name}")
    return ValueError(f"{name} {otherwise}")


def is_lfs_pointer(file: Path) -> bool:
    """Whether a file is what Git LFS leaves in the place of a large one."""
    return file.is_file() and _start(file) == _LFS_POINTER


def _start(file: Path) -> bytes:
    with file.open("rb") as content:
        return content.read(len(_LFS_POINTER))


def _has_checksum(file: Path, checksum: str) -> bool:
    digest: Any = hashlib.sha256()
    if len(checksum) != 2 * digest.digest_size:
        digest = hashlib.sha1(b"blob %d\0" % _size_bytes(file), usedforsecurity=False)
    with file.open("rb") as content:
        while block := content.read(BLOCK_BYTES):
            digest.update(block)
    return bool(digest.hexdigest() == checksum)


def _size_bytes(file: Path) -> int:
    return file.stat().st_size if file.is_file() else 0
