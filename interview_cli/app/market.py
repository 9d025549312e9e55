"""The marketplace assembled: a server, who is signed in there, the outbox, and what has been seen."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta, tzinfo
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from interview_cli.contracts.market import (
    Appointment,
    Call,
    Interviewer,
    PreparedQuestions,
    Queued,
    Sending,
    Slots,
    UploadedFile,
    User,
)
from interview_cli.errors import InputError, InterviewError, UsageError
from interview_cli.file_lock import alone
from interview_cli.hosted.outbox import deliver, is_doubtful
from interview_cli.hosted.server import MarketServer, NotSignedIn, Refusal, ServerFault
from interview_cli.hosted.sign_in import SignIn, SignIns
from interview_cli.learning.days import zone_named
from interview_cli.storage.market import Kind, MarketItems, Outbox
from interview_cli.storage.values import local_zone
from interview_cli.web.client import File
from interview_cli.web.keeping import Safe

if TYPE_CHECKING:
    from interview_cli.app import Application

_FULL_ID: Final = 20
"""An unknown id of this length or more is sent as it is (chosen: servers' ids are longer)."""


class Market:
    """What the front ends ask for. Made from an application, for one server."""

    def __init__(self, application: Application, server: str | None = None) -> None:
        """`server` takes precedence over the setting. Raises UsageError when there is neither, and for a bad one."""
        address = server or application.settings.market.server
        if not address:
            raise UsageError(
                "No server is named.", "Give --server URL, or keep one: interview config set market.server URL"
            )
        self._application = application
        self.address = MarketServer(address).address
        self.sign_ins = SignIns(self.address, _safe(application), application.clock)
        self.server = MarketServer(self.address, self.sign_ins)
        self.why_waiting: InterviewError | None = None

    @cached_property
    def zone(self) -> tuple[str, tzinfo]:
        """The person's own time zone, and its name."""
        name = self._application.settings.learning.zone or local_zone()
        if name is not None:
            return name, zone_named(name)
        system = self._application.clock.now().astimezone().tzinfo
        assert system is not None
        return str(system), system

    @property
    def signed_in(self) -> SignIn:
        """Who is signed in. Raises NotSignedIn when nobody is."""
        found = self.sign_ins.current()
        if found is None:
            raise NotSignedIn(f"You are not signed in at {self.address}.", "interview market login", 401)
        return found

    @cached_property
    def outbox(self) -> Outbox:
        """What this person is sending there."""
        return Outbox(self._application.store.database, self.address, self.signed_in.person_id)

    @cached_property
    def items(self) -> MarketItems:
        """What this person has seen there."""
        return MarketItems(self._application.store.database, self.address, self.signed_in.person_id)

    def log_out(self) -> bool | None:
        """Be signed out here and at the server: whether the server knows, None when nobody was signed in."""
        if self.sign_ins.current() is None:
            return None
        try:
            self.server.send("POST", "api/auth/logout", {}, object)
        except (Refusal, ServerFault) as error:
            told = isinstance(error, NotSignedIn)
        else:
            told = True
        self.sign_ins.forget()
        return told

    def me(self) -> User:
        """Who is signed in, as the server knows them now."""
        _ = self.signed_in
        return self.server.get("api/user/me", User)

    def onboard(self, profile: Mapping[str, Any]) -> User:
        """Choose a role, and say who one is."""
        _ = self.signed_in
        return self.server.send("POST", "api/onboarding", profile, User)

    def interviewers(self, query: Mapping[str, str]) -> list[Interviewer]:
        """Who can be booked."""
        found = self.server.pages("api/interviewers", Interviewer, query=query)
        self.items.keep("interviewer", found, self._now())
        return found

    def slots(self, interviewer: str, start: datetime, end: datetime) -> Slots:
        """When an interviewer can be booked, between two times."""
        query = {"from": _instant(start), "to": _instant(end)}
        path = f"api/interviewers/{self.interviewer_id(interviewer)}/slots"
        return self.server.get(path, Slots, query=query, lacking="lists of free times")

    def appointments(self) -> list[Appointment]:
        """The person's interviews on either side, the earliest first."""
        found = self.server.pages("api/appointments", Appointment)
        self.items.keep("appointment", found, self._now())
        return sorted(found, key=lambda each: datetime.fromisoformat(each["startTime"]))

    def appointments_seen(self) -> list[Appointment]:
        """The person's interviews as they were when they were last read."""
        found: Any = self.items.all("appointment")
        return sorted(found, key=lambda each: datetime.fromisoformat(each["startTime"]))

    def call(self, booking: str) -> Call:
        """What one needs to join the call of a booking."""
        return self.server.get(f"api/calls/{self.call_id(self.booking_id(booking))}", Call)

    def upload(self, booking: str, file: Path) -> UploadedFile:
        """Send what was recorded or written down of an interview. Raises InputError, Refusal, ServerFault."""
        try:
            with file.open("rb") as opened:
                if not opened.read(1):
                    raise InputError(f"{file} is empty.")
        except OSError as error:
            raise InputError(f"{file} cannot be read: {error.strerror}.") from None
        path = f"api/calls/{self.call_id(self.booking_id(booking))}/upload"
        return self.server.upload(path, File(file), UploadedFile, lacking="uploads of recordings and transcripts")

    def call_id(self, booking_id: str) -> str:
        """The id of a booking's call: its own id where nothing else has been seen."""
        found = self.items.find("appointment", booking_id)
        return path_part(str((found[0].get("streamCallId") if found else None) or booking_id))

    def interviewer_id(self, reference: str) -> str:
        """The id of the interviewer meant by an id or its beginning. Raises InputError."""
        return self._meant("interviewer", reference, lambda: self.interviewers({}))

    def booking_id(self, reference: str) -> str:
        """The id of the booking meant by an id or its beginning. Raises InputError."""
        return self._meant("appointment", reference, self.appointments)

    def book(self, interviewer: str, start: datetime) -> Sending:
        """Book an interview, through the outbox."""
        body = {"interviewerId": self.interviewer_id(interviewer), "startTime": _instant(start)}
        return self.request("the booking", "POST", "api/bookings", body)

    def terms(self, interviewer: str, start: datetime) -> tuple[int | None, str]:
        """What a time of an interviewer costs, and the terms; None and nothing where the server does not say."""
        try:
            found = self.server.get(f"api/interviewers/{self.interviewer_id(interviewer)}", Interviewer)
            policy = self.slots(interviewer, start, start + timedelta(minutes=1)).get("policy")
        except (Refusal, ServerFault):
            return None, ""
        return found.get("creditRate"), policy["text"] if policy else ""

    def questions(self, wish: Mapping[str, Any]) -> PreparedQuestions:
        """Questions to prepare with."""
        _ = self.signed_in
        answer = self.server.send("POST", "api/ai/questions", wish, dict[str, Any])
        listed = answer.get("questions")
        if isinstance(listed, list):  # some servers send nothing but texts
            answer["questions"] = [{"text": each} if isinstance(each, str) else each for each in listed]
        return self.server.checked(PreparedQuestions, answer)

    def request(self, what: str, method: str, path: str, body: Mapping[str, Any]) -> Sending:
        """Write a request down, send what waits, and give what became of this one.

        Raises Refusal when the server refuses it. When it stays queued, `why_waiting` says why.
        """
        queued: Queued = {
            "key": str(uuid.uuid4()),
            "server": self.address,
            "personId": self.signed_in.person_id,
            "what": what,
            "method": method,
            "path": path,
            "body": dict(body),
            "queuedAt": self._now(),
            "sentAt": None,
            "status": None,
            "answer": None,
        }
        key = self.outbox.add(queued)
        self.deliver()
        found = self.outbox.find(key)
        if found is None or found["answer"] is None:
            return {"what": what, "state": "queued", "key": key, "answer": None}
        if found["status"] != 200:
            self.outbox.forget(key)
            raise Refusal(str(found["answer"]["message"]), str(found["answer"]["remedy"]), found["status"] or 0)
        return {"what": what, "state": "done", "key": key, "answer": found["answer"]}

    def deliver(self) -> None:
        """Send what waits in the outbox; `why_waiting` says why something still does."""
        with alone(self._application.paths.data / "outbox"):
            self.why_waiting = deliver(self.outbox, self.server, self._application.clock)

    def doubtful(self) -> list[Queued]:
        """What may have been carried out or not, too long ago to be sent again by itself."""
        now = self._application.clock.now()
        return [each for each in self.outbox.waiting() if is_doubtful(each, now)]

    def waiting_request(self, key: str) -> Queued:
        """The one request that waits and whose key begins so. Raises InputError."""
        found = [each for each in self.outbox.waiting() if each["key"].startswith(key)]
        if len(found) != 1:
            raise InputError(f"No request that waits, or more than one, has a key that begins with {key[:40]!r}.")
        return found[0]

    @contextmanager
    def outcomes(self) -> Iterator[Sequence[Queued]]:
        """What has been answered and not shown yet: it is forgotten when the block that shows it ends well."""
        answered = self.outbox.answered()
        yield answered
        for each in answered:
            self.outbox.forget(each["key"])

    def _meant(self, kind: Kind, reference: str, look: Callable[[], object]) -> str:
        """The one id that begins so, of what has been seen, after another look where nothing has."""
        found = self.items.find(kind, reference)
        if not found and len(reference) >= _FULL_ID:
            return path_part(reference)
        if not found:
            look()
            found = self.items.find(kind, reference)
        if len(found) == 1:
            return path_part(str(found[0]["id"]))
        problem = "is the beginning of several ids" if found else "is unknown"
        raise InputError(f"The {kind} {reference!r} {problem}.", f"List them: interview market {kind}s")

    def _now(self) -> str:
        return _instant(self._application.clock.now())


def _safe(application: Application) -> Safe:
    return Safe("interview-cli market", application.paths.config / "sign-ins.json")


def _instant(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def path_part(text: str) -> str:
    """An id as a part of a path. Raises InputError for what would lead elsewhere."""
    if not text.replace("-", "").replace("_", "").isalnum() or not text.isascii() or len(text) > 100:
        raise InputError(f"{text[:40]!r} is not an id.")
    return text
