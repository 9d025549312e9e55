"""A marketplace for tests: an interviewer who is free on weekdays, candidates with credits, and requests in short."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from interview_server.booking.models import Booking
from interview_server.booking.outcomes import earn
from interview_server.calls.judged import FeedbackContent
from interview_server.calls.work import store_feedback
from interview_server.database.base import new_id
from interview_server.ledger.audit import audit
from interview_server.ledger.entries import (
    GRANTS,
    AccountKey,
    Kind,
    balances,
    credits_of,
    earnings_of,
    post,
)
from tests.server.conftest import Served

BERLIN_WEEKDAYS = {
    "zone": "Europe/Berlin",
    "slotMinutes": 60,
    "weekly": [
        {"weekday": day, "start": "09:00", "end": "17:00"}
        for day in ("MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY")
    ],
}

FEEDBACK = FeedbackContent(
    is_sufficient=False,
    summary="Little was said.",
    technical=None,
    communication=None,
    problem_solving=None,
    recommendation=None,
    exact_recommendation="WITHHELD",
    overall_rating=None,
    coverage=0,
    strengths=[],
    improvements=[],
    evaluator={},
    notes=[],
    report={},
)


@dataclass
class Market:
    """Two people who can meet: an interviewer whose rate is 10 credits, and a candidate who has 100."""

    served: Served
    tokens: dict[str, dict[str, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.interviewer = self.served.person("INTERVIEWER")
        self.candidate = self.someone(100)
        self.put(self.interviewer, "/api/availability", BERLIN_WEEKDAYS)

    def someone(self, credits_held: int = 0, *roles: str) -> str:
        """A new person, a candidate unless other roles are given."""
        person = self.served.person(*(roles or ("INTERVIEWEE",)))
        if credits_held:
            self.give(person, credits_held)
        return person

    def give(self, person: str, amount: int) -> None:
        with self.served.database.transaction() as session:
            amounts = {GRANTS: -amount, credits_of(person): amount}
            post(session, Kind.ADMIN_ADJUST, amounts, reference=new_id(), now=self.served.now)

    def pass_time(self, **time: float) -> None:
        """Move the clock; who asks signs in again."""
        self.served.now += timedelta(**time)
        self.tokens.clear()

    def send(self, method: str, person: str, path: str, body: Any = None, key: str | None = None) -> Any:
        if person not in self.tokens:
            self.tokens[person] = self.served.token(person)
        headers = self.tokens[person] | ({"Idempotency-Key": key} if key else {})
        return self.served.client.request(method, path, json=body, headers=headers)

    def get(self, person: str, path: str) -> Any:
        answer = self.send("GET", person, path)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def put(self, person: str, path: str, body: Any) -> Any:
        answer = self.send("PUT", person, path, body)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def post(self, person: str, path: str, body: Any = None, key: str | None = None) -> Any:
        return self.send("POST", person, path, body, key)

    def slots(self, days: float = 7) -> list[str]:
        """The starts of what can be booked from now on."""
        start = self.served.now
        query = urlencode({"from": start.isoformat(), "to": (start + timedelta(days=days)).isoformat()})
        found = self.get(self.candidate, f"/api/interviewers/{self.interviewer}/slots?{query}")
        return [slot["startTime"] for slot in found["items"]]

    def at(self, start: str) -> dict[str, str]:
        """The body that asks for a time of the interviewer."""
        return {"interviewerId": self.interviewer, "startTime": start}

    def booked(self, slot: int = -1, person: str | None = None) -> dict[str, Any]:
        """A booking of one of the free slots, the last one of this week unless said otherwise."""
        answer = self.post(person or self.candidate, "/api/bookings", self.at(self.slots()[slot]))
        assert answer.status_code == 201, answer.text
        found: dict[str, Any] = answer.json()
        return found

    def complete(self, booking_id: str) -> bool:
        """Complete an interview and pay its interviewer; whether this did so."""
        with self.served.database.transaction() as session:
            return earn(session, session.get_one(Booking, booking_id), self.served.now)

    def give_feedback(self, booking_id: str) -> None:
        """Store feedback, which completes the interview; nothing happens where it was cancelled or missed."""
        with self.served.database.transaction() as session:
            store_feedback(session, booking_id, FEEDBACK, [], self.served.now)

    def admin(self) -> str:
        """An admin who has just signed in."""
        return self.served.person("ADMIN")

    def earned(self, times: int = 1) -> None:
        """Interviews that took place, each of which earned 10 credits, and the time for disputes is over."""
        for _ in range(times):
            self.give_feedback(self.booked()["id"])
        self.pass_time(hours=72)

    def money(self) -> tuple[int, int]:
        """The candidate's credits and the interviewer's earnings; the books are right."""
        with self.served.database.transaction() as session:
            assert audit(session) == []
            keys: list[AccountKey] = [credits_of(self.candidate), earnings_of(self.interviewer)]
            found = balances(session, keys)
        return found[keys[0]], found[keys[1]]


def instant(text: str) -> datetime:
    """An instant as the API writes it."""
    return datetime.fromisoformat(text)
