"""The marketplace: what a server answers and `interview market … --json` prints.

The names are the server's own. What only some servers send is not required. Words of which a field holds one are
named in the docstrings and not checked: a newer server may know further ones.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any, NotRequired

from typing_extensions import TypedDict

from interview_cli.contracts.shared import OneOf

if TYPE_CHECKING:
    from pydantic_core import CoreSchema

EARLIEST, LATEST = datetime(1970, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
"""No time of a marketplace lies outside (chosen)."""


def moment(text: str) -> datetime:
    """The time that an instant names. Raises ValueError without an offset, or outside EARLIEST to LATEST."""
    found = datetime.fromisoformat(text)
    if found.tzinfo is None or not EARLIEST <= found <= LATEST:
        raise ValueError("no time with its offset from UTC")
    return found


class _Moment:
    """Marks a text that is an instant: ISO 8601 with an offset."""

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> CoreSchema:
        from pydantic_core import core_schema

        def checked(text: str) -> str:
            moment(text)
            return text

        return core_schema.no_info_after_validator_function(checked, core_schema.str_schema())


Instant = Annotated[str, _Moment()]


class User(TypedDict):
    """Who is signed in. `role` is UNASSIGNED, INTERVIEWEE, INTERVIEWER or ADMIN.

    `credits` can be spent on bookings, `creditBalance` was earned as an interviewer.
    """

    id: str
    email: str
    role: str
    name: NotRequired[str | None]
    roles: NotRequired[list[str]]
    credits: NotRequired[int | None]
    currentPlan: NotRequired[str | None]
    creditsLastAllocatedAt: NotRequired[Instant | None]
    bio: NotRequired[str | None]
    title: NotRequired[str | None]
    company: NotRequired[str | None]
    yearsExp: NotRequired[int | None]
    categories: NotRequired[list[str] | None]
    creditRate: NotRequired[int | None]
    creditBalance: NotRequired[int | None]
    verifiedAt: NotRequired[Instant | None]
    createdAt: NotRequired[Instant]


class Interviewer(TypedDict):
    """Somebody who can be booked. `creditRate` is what an interview costs, in credits."""

    id: str
    name: NotRequired[str | None]
    bio: NotRequired[str | None]
    title: NotRequired[str | None]
    company: NotRequired[str | None]
    yearsExp: NotRequired[int | None]
    categories: NotRequired[list[str] | None]
    creditRate: NotRequired[int | None]


class Policy(TypedDict):
    """The terms of cancelling, moving and not coming, in words."""

    version: int
    text: str
    fullRefundBeforeHours: NotRequired[int]
    lateCancelPercent: NotRequired[int]
    noShowPercent: NotRequired[int]
    disputeHours: NotRequired[int]


class Slot(TypedDict):
    """A time of an interviewer. `status` is AVAILABLE, BOOKED or BLOCKED."""

    startTime: Instant
    endTime: Instant
    status: NotRequired[str]


class Slots(TypedDict):
    """What can be booked of an interviewer; `zone` is theirs."""

    items: list[Slot]
    zone: NotRequired[str | None]
    policy: NotRequired[Policy]


class Booking(TypedDict):
    """An interview of two people. `status` is SCHEDULED, COMPLETED, CANCELLED or NO_SHOW."""

    id: str
    startTime: Instant
    endTime: Instant
    status: str
    interviewerId: NotRequired[str | None]
    candidateId: NotRequired[str | None]
    zone: NotRequired[str | None]
    creditsCharged: NotRequired[int | None]
    endedBy: NotRequired[str | None]
    disputedAt: NotRequired[Instant | None]
    resolvedAt: NotRequired[Instant | None]
    streamCallId: NotRequired[str | None]
    recordingUrl: NotRequired[str | None]
    policy: NotRequired[Policy]


class Appointment(Booking):
    """A booking as one of the two sees it: `side` is theirs, the other person is who they meet."""

    side: NotRequired[str | None]
    otherId: NotRequired[str | None]
    otherName: NotRequired[str | None]


class Call(TypedDict):
    """What one needs to join a call. Without a `token` people meet elsewhere, and upload what was recorded."""

    callId: str
    provider: NotRequired[str]
    callType: NotRequired[str | None]
    apiKey: NotRequired[str | None]
    token: NotRequired[str | None]
    userId: NotRequired[str | None]
    expiresAt: NotRequired[Instant | None]
    startTime: NotRequired[Instant]
    endTime: NotRequired[Instant]


class UploadedFile(TypedDict):
    """A file of a call, as the server has it. `kind` is transcript or recording, as its content tells.

    `becomesFeedback` is false for a recording where the server does not transcribe.
    """

    kind: str
    sha256: str
    size: NotRequired[int]
    isNew: NotRequired[bool]
    becomesFeedback: NotRequired[bool]


class Evidence(TypedDict):
    """The candidate's words that statement number `index`, from 0, of a `part` of the feedback rests on."""

    part: str
    index: int
    quote: str
    question: NotRequired[str | None]


class Feedback(TypedDict):
    """The feedback on an interview. `recommendation` is STRONG_HIRE, HIRE or NO_HIRE; ratings go from 1 to 10.

    `state` is SUFFICIENT, or INSUFFICIENT where too little was said for a recommendation.
    """

    summary: str
    recommendation: str | None
    strengths: list[str]
    improvements: list[str]
    technical: NotRequired[str | None]
    communication: NotRequired[str | None]
    problemSolving: NotRequired[str | None]
    overallRating: NotRequired[float | None]
    sessionRating: NotRequired[int | None]
    bookingId: NotRequired[str]
    state: NotRequired[str]
    exactRecommendation: NotRequired[str]
    evidence: NotRequired[list[Evidence]]
    coverage: NotRequired[float]
    evaluator: NotRequired[dict[str, Any]]
    notes: NotRequired[list[str]]
    createdAt: NotRequired[Instant]


class PreparedQuestion(TypedDict):
    """A question to prepare with, what a good answer mentions, and what to ask next."""

    text: str
    id: NotRequired[str]
    type: NotRequired[str]
    difficulty: NotRequired[str]
    topics: NotRequired[list[str]]
    keyPoints: NotRequired[list[str]]
    followUps: NotRequired[list[str]]


class PreparedQuestions(TypedDict):
    """Questions, and who wrote them: `banks`, or the name of a language model."""

    questions: list[PreparedQuestion]
    source: NotRequired[str]
    fallbackReason: NotRequired[str | None]


class Rating(TypedDict):
    """What one thinks of an interview, from 1 to 10."""

    bookingId: str
    rating: int
    comment: NotRequired[str | None]
    ratedAt: NotRequired[Instant]


class CreditTransaction(TypedDict):
    """Credits that somebody got, or gave when negative; `type` says why."""

    id: str
    amount: int
    type: str
    account: NotRequired[str]
    reference: NotRequired[str | None]
    createdAt: Instant


class Credits(TypedDict):
    """What can be spent, what was earned and can be paid out, and how it came about, the newest first."""

    balance: int
    earned: NotRequired[int]
    availableForPayout: NotRequired[int]
    transactions: list[CreditTransaction]
    nextCursor: NotRequired[str | None]


class Purchase(TypedDict):
    """Credits that are being bought: paid at `checkoutUrl`, or another way where that is null."""

    id: str
    credits: int
    status: str
    personId: NotRequired[str]
    priceCents: NotRequired[int]
    currency: NotRequired[str]
    provider: NotRequired[str]
    checkoutUrl: NotRequired[str | None]
    creditsTakenBack: NotRequired[int]
    createdAt: NotRequired[Instant]


class Payout(TypedDict):
    """Earnings that somebody asked to be paid. `status` is PROCESSING, PROCESSED or REJECTED."""

    id: str
    credits: int
    status: str
    platformFee: NotRequired[int]
    netAmount: NotRequired[int]
    paymentMethod: NotRequired[str]
    paymentDetail: NotRequired[str]
    personId: NotRequired[str]
    createdAt: NotRequired[Instant]
    decidedAt: NotRequired[Instant | None]
    reason: NotRequired[str | None]


class Times(TypedDict):
    """From `start` to `end`, as 09:00, on a clock in the zone of the availability."""

    start: str
    end: str


class WeeklyTimes(Times):
    """Free at these times on a `weekday`, such as MONDAY."""

    weekday: str


class Override(TypedDict):
    """A day on which other times hold; none at all is a day off."""

    day: str
    times: list[Times]


class Blocked(TypedDict):
    """A stretch of time that is not free."""

    startTime: Instant
    endTime: Instant


class Availability(TypedDict):
    """When an interviewer is free, in their own zone."""

    zone: str
    slotMinutes: NotRequired[int]
    weekly: NotRequired[list[WeeklyTimes]]
    overrides: NotRequired[list[Override]]
    blocked: NotRequired[list[Blocked]]


class Queued(TypedDict):
    """A request that waits in the outbox, or whose outcome has not been shown yet.

    `key` is its Idempotency-Key. `sentAt` is when it was first sent, null while it certainly never arrived. `status`
    is that of the server's `answer`, null until there is one.
    """

    key: str
    server: str
    personId: str
    what: str
    method: str
    path: str
    body: dict[str, Any]
    queuedAt: Instant
    sentAt: Instant | None
    status: int | None
    answer: dict[str, Any] | None


class Sending(TypedDict):
    """What became of a request: the server's `answer` when it is `done`, null while it is `queued`."""

    what: str
    state: Annotated[str, OneOf("done", "queued")]
    key: str
    answer: dict[str, Any] | None


class Synced(TypedDict):
    """What `interview sync` did: sessions that are new in the history, and what still waits in the outbox."""

    appointments: int
    sessions: list[str]
    waiting: list[Queued]
    notOffered: list[str]
