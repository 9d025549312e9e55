"""Bodies that are no JSON of ours: read piece by piece up to a limit, the large ones into a file."""

from __future__ import annotations

import base64
import hashlib
import os
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkstemp
from typing import Final

import anyio
from fastapi import Request

from interview_cli.transcripts.recordings import is_recording
from interview_server.errors import Invalid, TooLarge

MAX_TRANSCRIPT_BYTES: Final = 8_000_000
"""Some hours of talk with the times of all words. Chosen: reading that much takes a second or two."""

MAX_RECORDING_BYTES: Final = 2_000_000_000
"""Two hours of video of 720p with some room. Chosen."""

_HEAD_BYTES: Final = 16
_SHA256: Final = re.compile(r"\bsha-256=:([A-Za-z0-9+/]{43}=):")


def limited_body(max_bytes: int) -> Callable[[Request], Awaitable[bytes]]:
    """A dependency: the whole body, as it was sent. Raises TooLarge."""

    async def body(request: Request) -> bytes:
        content = bytearray()
        async for chunk in request.stream():
            content += chunk
            if len(content) > max_bytes:
                raise TooLarge(f"The body is larger than {max_bytes:,} bytes.")
        return bytes(content)

    return body


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that was uploaded: in a temporary place, to be moved or removed. `checksum` is its SHA-256."""

    path: Path
    checksum: str
    size: int
    is_recording: bool

    def move_into(self, folder: Path) -> None:
        """Keep the file under its checksum."""
        self.path.replace(folder / self.checksum)

    def remove(self) -> None:
        """Forget the file, unless it was moved."""
        self.path.unlink(missing_ok=True)


async def uploaded(request: Request) -> AsyncIterator[Upload]:
    """A dependency: the body as a file, identified by its content as a recording or something else.

    `Content-Digest: sha-256=:…:` (RFC 9530) is compared with what arrived. Raises TooLarge, Invalid when nothing or
    something else arrived.
    """
    folder: Path = request.app.state.settings.files_folder
    upload = await anyio.to_thread.run_sync(_reserve, folder)
    try:
        yield await _written(request, upload)
    finally:
        await anyio.to_thread.run_sync(lambda: upload.unlink(missing_ok=True))


def _reserve(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, name = mkstemp(dir=folder, suffix=".part")
    os.close(handle)
    return Path(name)


async def _written(request: Request, path: Path) -> Upload:
    digest, size, head = hashlib.sha256(), 0, b""
    async with await anyio.open_file(path, "wb") as file:
        async for chunk in request.stream():
            head += chunk[: _HEAD_BYTES - len(head)]
            size += len(chunk)
            limit = MAX_RECORDING_BYTES if is_recording(head) else MAX_TRANSCRIPT_BYTES
            if size > limit:
                raise TooLarge(f"The file is larger than {limit // 1_000_000:,} MB.")
            digest.update(chunk)
            await file.write(chunk)
    if not size:
        raise Invalid("The body is empty. Send the recording or the transcript as the body of the request.")
    expected = _SHA256.search(request.headers.get("content-digest", ""))
    if expected and base64.b64decode(expected[1]) != digest.digest():
        raise Invalid("What arrived is not what was sent: its SHA-256 differs from Content-Digest. Send it again.")
    return Upload(path, digest.hexdigest(), size, is_recording(head))
