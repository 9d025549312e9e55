"""Joining a call, and uploading what was recorded of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated, Final, Literal

from fastapi import APIRouter, Depends, Path, Request
from fastapi.responses import FileResponse
from sqlalchemy.orm import Session

from interview_cli.errors import InputError
from interview_server.api.access import Now, Opened, SignedIn
from interview_server.api.bodies import Upload, uploaded
from interview_server.api.schema import Problem, Sent
from interview_server.booking.bookings import find_booking
from interview_server.booking.models import Booking, BookingStatus
from interview_server.calls import files
from interview_server.calls.erasing import is_erased
from interview_server.calls.files import NewFile
from interview_server.calls.models import FileKind
from interview_server.calls.work import planned_call
from interview_server.errors import Conflict, Invalid

router = APIRouter(prefix="/api/calls", tags=["calls"])

OPENS_BEFORE: Final = timedelta(minutes=15)
"""How long before the start of an interview its call can be joined. Chosen."""

CLOSES_AFTER: Final = timedelta(hours=1)
"""How long after the end of an interview its call can still be joined. Chosen."""

CallId = Annotated[str, Path(max_length=36, description="The booking's `streamCallId`.")]
PROBLEMS: Final[dict[int | str, dict[str, object]]] = {
    status: {"model": Problem} for status in (401, 404, 409, 413, 422)
}


class CallSent(Sent):
    """What you need to join a call. Without a token of a provider, meet elsewhere and upload a recording."""

    call_id: str
    provider: str
    call_type: str | None
    api_key: str | None
    token: str | None
    user_id: str
    expires_at: datetime | None
    start_time: datetime
    end_time: datetime


class FileSent(Sent):
    """What was uploaded, as its content tells."""

    kind: Literal["transcript", "recording"]
    sha256: str
    size: int
    is_new: bool
    becomes_feedback: bool
    """Whether feedback is generated from it: from transcripts, and from recordings where the server transcribes."""


@router.get("/{call_id}", responses=PROBLEMS)
def join_call(call_id: CallId, request: Request, asking: SignedIn, database: Opened, now: Now) -> CallSent:
    """What you need to join the call of an interview of yours, shortly before it until shortly after it."""
    with database.reading() as session:
        booking, _ = find_booking(session, asking.person_id, call_id)
        if booking.status in {BookingStatus.CANCELLED, BookingStatus.NO_SHOW}:
            raise Conflict(f"This interview is {booking.status.lower().replace('_', '-')}: it has no call.")
        if now < booking.starts_at - OPENS_BEFORE:
            raise Conflict(f"The call opens {OPENS_BEFORE // timedelta(minutes=1)} minutes before the interview.")
        if now > booking.ends_at + CLOSES_AFTER:
            raise Conflict("The call is over.")
        call = planned_call(session, booking)
    access = request.app.state.call_provider.access(call, asking.person_id, now)
    return CallSent(
        call_id=call.id,
        provider=access.provider,
        call_type=access.call_type,
        api_key=access.api_key,
        token=access.token,
        user_id=asking.person_id,
        expires_at=access.expires_at,
        start_time=call.starts_at,
        end_time=call.ends_at,
    )


def may_upload(call_id: CallId, asking: SignedIn, database: Opened, now: Now) -> None:
    """Refuse an upload before its body is read. Raises NotFound, Conflict."""
    with database.reading() as session:
        booking, _ = find_booking(session, asking.person_id, call_id)
        _require_took_place(session, booking, now)


@router.put(
    "/{call_id}/upload",
    status_code=202,
    responses=PROBLEMS,
    dependencies=[Depends(may_upload)],
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
        }
    },
)
def upload(
    call_id: CallId,
    request: Request,
    asking: SignedIn,
    database: Opened,
    now: Now,
    upload: Annotated[Upload, Depends(uploaded)],
) -> FileSent:
    """Upload a transcript or a recording of your interview, once it has started. Feedback is generated from it."""
    content = None if upload.is_recording else _transcript(upload)
    with database.transaction() as session:
        booking, _ = find_booking(session, asking.person_id, call_id, lock=True)
        _require_took_place(session, booking, now)
        file = NewFile(
            kind=FileKind.RECORDING if upload.is_recording else FileKind.TRANSCRIPT,
            origin=upload.checksum,
            started_at=booking.starts_at,
            checksum=upload.checksum,
            content=content,
            url=f"{request.app.state.settings.public_url}/api/calls/{call_id}/recording",
            uploaded_by=asking.person_id,
        )
        is_new = files.keep_upload(session, booking, file, now)
        if is_new and upload.is_recording:
            upload.move_into(request.app.state.settings.files_folder)
    becomes_feedback = not upload.is_recording or bool(request.app.state.settings.transcriber)
    return FileSent(
        kind=file.kind.value,
        sha256=upload.checksum,
        size=upload.size,
        is_new=is_new,
        becomes_feedback=becomes_feedback,
    )


@router.get("/{call_id}/recording", response_class=FileResponse, responses=PROBLEMS)
def recording(call_id: CallId, request: Request, asking: SignedIn, database: Opened) -> FileResponse:
    """The recording that was uploaded for an interview of yours."""
    with database.reading() as session:
        booking, _ = find_booking(session, asking.person_id, call_id)
        path = files.uploaded_recording(session, booking.id, request.app.state.settings.files_folder)
    return FileResponse(path, media_type="application/octet-stream", filename=f"interview-{call_id}")


def _require_took_place(session: Session, booking: Booking, now: datetime) -> None:
    if booking.status in {BookingStatus.CANCELLED, BookingStatus.NO_SHOW}:
        raise Conflict(f"This interview is {booking.status.lower().replace('_', '-')}.")
    if now < booking.starts_at:
        raise Conflict("The interview has not started yet.")
    if is_erased(session, booking):
        raise Conflict("One of you two had everything erased: nothing of this interview is stored any more.")


def _transcript(upload: Upload) -> bytes:
    """The content of an upload that can be read as one transcript. Raises Invalid."""
    from interview_cli.transcripts.reading import read_transcripts

    content = upload.path.read_bytes()
    try:
        found = list(read_transcripts(content, "the file"))
    except InputError as error:
        raise Invalid(error.message[0].upper() + error.message[1:]) from None
    if len(found) != 1:
        raise Invalid(f"The file holds {len(found)} transcripts, not one.")
    if len(found[0].turns) < 2:
        raise Invalid("The file holds no conversation of two people.")
    return content
