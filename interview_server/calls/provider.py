"""The port through which calls are held, and what every provider of calls has in common."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from interview_server.errors import NotFound
from interview_server.jobs.worker import PermanentFailure


@dataclass(frozen=True, slots=True)
class Party:
    """A person in a call."""

    person_id: str
    name: str


@dataclass(frozen=True, slots=True)
class PlannedCall:
    """The call of an interview, whose id is that of the booking."""

    id: str
    candidate: Party
    interviewer: Party
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class CallAccess:
    """What a client needs to join a call; `token` is None where the provider has no calls of its own."""

    provider: str
    call_type: str | None = None
    api_key: str | None = None
    token: str | None = None
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class TranscriptReady:
    """A transcript of one session of a call can be downloaded. A call has a session each time people gather in it."""

    call_id: str
    session_id: str
    url: str
    started_at: datetime


@dataclass(frozen=True, slots=True)
class RecordingReady:
    """A recording of one session of a call is at `url`."""

    call_id: str
    session_id: str
    url: str
    started_at: datetime


CallEvent = TranscriptReady | RecordingReady


class CallProvider(Protocol):
    """Who holds the calls. Opening and closing may be repeated; both raise TemporaryFailure or PermanentFailure."""

    @property
    def name(self) -> str:
        """As in the path of its webhook."""
        ...

    def open(self, call: PlannedCall) -> None:
        """Have the call exist, at its time: one that exists already is moved there."""
        ...

    def close(self, call_id: str) -> None:
        """Have nobody in the call any more; a call that does not exist is closed."""
        ...

    def forget(self, person_id: str) -> None:
        """Erase what the provider keeps of a person. Raises as `open` does."""
        ...

    def access(self, call: PlannedCall, person_id: str, now: datetime) -> CallAccess:
        """What this person needs to join."""
        ...

    def signed_body(self, headers: Mapping[str, str], body: bytes) -> bytes:
        """The content of a webhook request. Raises NotSignedIn when this provider did not sign it, or Invalid."""
        ...

    def read_event(self, body: str) -> CallEvent | None:
        """What an event says, None where it is of no interest. Raises PermanentFailure when it makes no sense."""
        ...

    def download(self, url: str) -> bytes:
        """A file of the provider. Raises TemporaryFailure or PermanentFailure."""
        ...

    def checked_url(self, url: str) -> str:
        """The address of a file of the provider, for people to open. Raises PermanentFailure for any other."""
        ...


class LocalCalls:
    """No calls of our own: people meet wherever they like and upload a recording or a transcript afterwards."""

    name = "local"

    def open(self, call: PlannedCall) -> None:
        del call

    def close(self, call_id: str) -> None:
        del call_id

    def forget(self, person_id: str) -> None:
        del person_id

    def access(self, call: PlannedCall, person_id: str, now: datetime) -> CallAccess:
        del call, person_id, now
        return CallAccess(self.name)

    def signed_body(self, headers: Mapping[str, str], body: bytes) -> bytes:
        del headers, body
        raise NotFound("There is no such provider here.")

    def read_event(self, body: str) -> CallEvent | None:
        del body
        return None

    def download(self, url: str) -> bytes:
        raise PermanentFailure(f"there is nothing to download from {url}")

    def checked_url(self, url: str) -> str:
        raise PermanentFailure(f"{url} is not ours")
