"""Stream as the provider of calls: its tokens, its HTTP interface and its webhook, without its SDK.

Tokens are JWTs signed with the API secret (HS256), as the SDKs make them. The webhook's `X-Signature` is the
HMAC-SHA256 of the uncompressed body in hexadecimal; the body may be compressed, which its first bytes tell.
"""

from __future__ import annotations

import hashlib
import hmac
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, Final

import jwt
from pydantic import BaseModel, BeforeValidator, ValidationError

from interview_server.calls.provider import CallAccess, CallEvent, PlannedCall, RecordingReady, TranscriptReady
from interview_server.calls.public_web import PublicWeb
from interview_server.errors import Invalid, NotSignedIn
from interview_server.jobs.worker import PermanentFailure, TemporaryFailure

BASE_URL: Final = "https://video.stream-io-api.com"
MAX_EVENT_BYTES: Final = 5_000_000
"""Of an uncompressed event. Chosen: the largest events of the documentation are some kilobytes."""

TOKEN_OUTLIVES_CALL: Final = timedelta(hours=1)
"""So that an interview may run over. Chosen."""

REQUEST_TIMEOUT_S: Final = 15
_CLOCK_SKEW_S: Final = 5
_GZIP: Final = b"\x1f\x8b"
_GZIP_WINDOW: Final = 16 + zlib.MAX_WBITS


@dataclass(frozen=True)
class StreamCalls:
    """Calls held by Stream."""

    api_key: str
    api_secret: str
    web: PublicWeb
    call_type: str = "default"
    base_url: str = BASE_URL
    name: str = "stream"

    def open(self, call: PlannedCall) -> None:
        parties = (call.candidate, call.interviewer)
        self._send(
            "POST", "/api/v2/users", {"users": {each.person_id: _user(each.person_id, each.name) for each in parties}}
        )
        data = {
            "created_by_id": call.interviewer.person_id,
            "members": [{"user_id": each.person_id} for each in parties],
            "starts_at": call.starts_at.isoformat(),
            "settings_override": {
                "transcription": {"mode": "auto-on"},
                "recording": {"mode": "auto-on", "audio_only": False, "quality": "720p"},
            },
        }
        made = self._send("POST", self._path(call.id), {"data": data})
        if not made.get("created", True):  # then its data were not looked at
            self._send("PATCH", self._path(call.id), {"starts_at": data["starts_at"]})

    def close(self, call_id: str) -> None:
        self._send("POST", f"{self._path(call_id)}/mark_ended", {}, missing_is_fine=True)

    def forget(self, person_id: str) -> None:
        everything = dict.fromkeys(("user", "calls", "messages", "conversations"), "hard")
        body = {"user_ids": [person_id], **everything}
        self._send("POST", "/api/v2/users/delete", body, missing_is_fine=True)

    def access(self, call: PlannedCall, person_id: str, now: datetime) -> CallAccess:
        expires_at = call.ends_at + TOKEN_OUTLIVES_CALL
        claims = {
            "iat": int(now.timestamp()) - _CLOCK_SKEW_S,
            "call_cids": [f"{self.call_type}:{call.id}"],
            "user_id": person_id,
            "exp": int(expires_at.timestamp()),
        }
        return CallAccess(self.name, self.call_type, self.api_key, self._signed(claims), expires_at)

    def signed_body(self, headers: Mapping[str, str], body: bytes) -> bytes:
        plain = _uncompressed(body)
        expected = hmac.new(self.api_secret.encode(), plain, hashlib.sha256).hexdigest()
        given = headers.get("x-signature", "")
        if not hmac.compare_digest(expected.encode(), given.encode()):
            raise NotSignedIn("The signature is not that of this account.")
        return plain

    def read_event(self, body: str) -> CallEvent | None:
        try:
            kind = _Event.model_validate_json(body).type
            if kind == "call.transcription_ready":
                transcript = _TranscriptionReady.model_validate_json(body)
                return TranscriptReady(transcript.call_id, *transcript.call_transcription.place)
            if kind == "call.recording_ready":
                recording = _RecordingReady.model_validate_json(body)
                return RecordingReady(recording.call_id, *recording.call_recording.place)
        except ValidationError as error:
            raise PermanentFailure(f"the event is not as documented: {_fields(error)}") from None
        return None

    def download(self, url: str) -> bytes:
        return self.web.download(url)

    def checked_url(self, url: str) -> str:
        self.web.allowed(url)
        return url

    def _path(self, call_id: str) -> str:
        return f"/api/v2/video/call/{self.call_type}/{call_id}"

    def _signed(self, claims: dict[str, Any]) -> str:
        return jwt.encode(claims, self.api_secret, algorithm="HS256")

    def _send(self, method: str, path: str, body: dict[str, Any], *, missing_is_fine: bool = False) -> dict[str, Any]:
        """What Stream answers. Raises TemporaryFailure."""
        import requests  # here: a server without Stream needs no HTTP client to start

        headers = {"Authorization": self._signed({}), "stream-auth-type": "jwt"}
        try:
            answer = requests.request(
                method,
                self.base_url + path,
                params={"api_key": self.api_key},
                json=body,
                headers=headers,
                timeout=REQUEST_TIMEOUT_S,
                allow_redirects=False,
            )
        except requests.RequestException as error:
            raise TemporaryFailure(f"Stream does not answer: {type(error).__name__}") from None
        if missing_is_fine and answer.status_code == requests.codes.not_found:
            return {}
        if not answer.ok:
            raise TemporaryFailure(f"Stream answers {answer.status_code} to {method} {path}")
        try:
            said = answer.json()
        except requests.JSONDecodeError:
            said = None
        if not isinstance(said, dict):
            raise TemporaryFailure(f"Stream answers something else than JSON to {method} {path}")
        return said


def _user(person_id: str, name: str) -> dict[str, str]:
    return {"id": person_id, "name": name, "role": "user"}


def _uncompressed(body: bytes) -> bytes:
    """The body as it was signed. Raises Invalid when it cannot be unpacked or becomes too large."""
    if not body.startswith(_GZIP):
        return body
    unpacking = zlib.decompressobj(_GZIP_WINDOW)
    try:
        plain = unpacking.decompress(body, MAX_EVENT_BYTES + 1)
    except zlib.error:
        raise Invalid("The body begins like gzip and is not.") from None
    if len(plain) > MAX_EVENT_BYTES:
        raise Invalid("The event is too large.")
    if not unpacking.eof:
        raise Invalid("The compressed body is cut off.")
    return plain


def _instant(value: object) -> object:
    """A time as events give it: text in ISO 8601, or nanoseconds since 1970."""
    if not isinstance(value, int):
        return value
    try:
        return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=value // 1000)
    except OverflowError:
        raise ValueError("the time is out of range") from None


def _fields(error: ValidationError) -> str:
    return "; ".join(f"{'.'.join(map(str, each['loc']))}: {each['type']}" for each in error.errors()[:3])


class _Event(BaseModel):
    type: str


class _CallEvent(BaseModel):
    call_cid: str

    @property
    def call_id(self) -> str:
        """The id without the type of the call before it."""
        return self.call_cid.partition(":")[2]


class _File(BaseModel):
    url: str
    session_id: str
    start_time: Annotated[datetime, BeforeValidator(_instant)]

    @property
    def place(self) -> tuple[str, str, datetime]:
        """Its session, its address and its start."""
        start = self.start_time
        return self.session_id, self.url, start if start.tzinfo else start.replace(tzinfo=UTC)


class _TranscriptionReady(_CallEvent):
    call_transcription: _File


class _RecordingReady(_CallEvent):
    call_recording: _File
