"""The JSON that model servers send, assembled from bytes however those are cut."""

from __future__ import annotations

import json
from typing import Any, Final

from interview_cli.llm.structured import MAX_REPLY_CHARACTERS

MAX_EVENT_BYTES: Final = 20 * MAX_REPLY_CHARACTERS
"""Room for the longest reply in one event: JSON may write a character in twelve bytes."""


class EventReader:
    """Puts a reply's events together from its bytes.

    They are lines of JSON, after `data:` when they are server-sent events, which end with `[DONE]`. A server that
    does not stream sends one JSON object instead of events: `is_whole`. `broken_off` when the bytes end inside it, or
    inside a line.
    """

    def __init__(self, *, server_sent: bool) -> None:
        self.ended = self.is_whole = self.broken_off = False
        self._server_sent = server_sent
        self._held = bytearray()
        """The beginning of a line, or of the object."""
        self._begun = False

    def read(self, chunk: bytes) -> list[Any]:
        """The events that are complete with these bytes; no bytes are the end. Raises ValueError for no JSON."""
        self.ended = not chunk
        self._held += chunk
        if not self._begun:
            self._held = self._held.lstrip()
            self._begun = bool(self._held)
            self.is_whole = self._server_sent and self._held.startswith(b"{")
        if self.is_whole:
            events = self._last(self._text(self._held)) if self.ended else []
        else:
            *lines, self._held = self._held.split(b"\n") if b"\n" in chunk else [self._held]
            events = [json.loads(data) for line in lines if (data := self._data(line))]
            if self.ended:
                events += self._last(self._data(self._held))
                self.broken_off |= self._server_sent and b"data:".startswith(bytes(self._held)) and bool(self._held)
        if len(self._held) > MAX_EVENT_BYTES:
            raise ValueError("an event without an end")
        return events

    def _last(self, data: str) -> list[Any]:
        """What is at the end of all bytes; nothing when it is only the beginning of an object."""
        try:
            return [json.loads(data)] if data else []
        except json.JSONDecodeError:
            if not data.startswith("{"):
                raise
            self.broken_off = True
            return []

    def _data(self, line: bytearray) -> str:
        """What a line brings, "" for a line without data and for the end."""
        if not self._server_sent:
            return self._text(line)
        data = self._text(line[5:]) if line.startswith(b"data:") else ""
        return "" if data == "[DONE]" else data

    @staticmethod
    def _text(line: bytearray) -> str:
        return line.strip().decode(errors="replace")
