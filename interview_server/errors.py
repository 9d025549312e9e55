"""What the server refuses, and why. The API turns each into its status and `{"detail": …}`."""

from __future__ import annotations

from http import HTTPStatus
from typing import ClassVar


class Refused(Exception):
    """A request that is refused: `detail` is a sentence for the person who asked, with what they can do."""

    status: ClassVar[HTTPStatus] = HTTPStatus.BAD_REQUEST

    def __init__(self, detail: str, headers: dict[str, str] | None = None) -> None:
        super().__init__(detail)
        self.detail = detail
        self.headers = headers or {}


class NotSignedIn(Refused):
    """No token, or one that is not accepted."""

    status = HTTPStatus.UNAUTHORIZED


class NotEnoughCredits(Refused):
    """A balance would fall below zero."""

    status = HTTPStatus.PAYMENT_REQUIRED


class NotAllowed(Refused):
    """The person is known and may not do this."""

    status = HTTPStatus.FORBIDDEN


class NotFound(Refused):
    """There is no such thing, or it is somebody else's: the two are not distinguished."""

    status = HTTPStatus.NOT_FOUND


class Conflict(Refused):
    """Something else came first: a slot is taken, a state does not allow this any more."""

    status = HTTPStatus.CONFLICT


class Invalid(Refused):
    """The request cannot be carried out as it stands."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY


class TooLarge(Refused):
    """More was sent than is accepted."""

    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE


class TooMany(Refused):
    """A limit is reached. `retry_after_s` is the time in seconds after which it is worth trying again."""

    status = HTTPStatus.TOO_MANY_REQUESTS

    def __init__(self, detail: str, retry_after_s: int) -> None:
        super().__init__(detail, {"Retry-After": str(retry_after_s)})


class Unavailable(Refused):
    """A part the server needs, such as a provider, does not answer."""

    status = HTTPStatus.SERVICE_UNAVAILABLE
