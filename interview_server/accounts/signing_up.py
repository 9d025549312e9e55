"""Making an account and setting a new password, both through the mail of the person.

Neither answers whether an address is known: the request does the same work for every address, and what follows from
the address is decided later, by the job that writes the mail.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urlencode

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from interview_server.accounts.mail import Mailer, Message, letter
from interview_server.accounts.models import PasswordReset, Person, SignUp
from interview_server.accounts.passwords import digest, new_secret
from interview_server.accounts.people import add_person
from interview_server.accounts.signing_in import end_all_sign_ins, find_person, forget_expired
from interview_server.errors import Invalid
from interview_server.jobs.queue import enqueue
from interview_server.jobs.worker import Kind, Running

CODE_LIVES: Final = timedelta(hours=1)
"""How long a mailed code works. Chosen."""
USED: Final = "This code does not work, or no longer. Sign up again, or sign in if you have an account."
SIGN_UP_MAIL: Final = "mail sign-up"
RESET_MAIL: Final = "mail password reset"


def sign_up(session: Session, email: str, name: str, password_hash: str, now: datetime) -> None:
    """Ask for an account; a mail goes to the address, which says how to confirm it, or that there is one already."""
    row = SignUp(email=email.lower(), name=name, password_hash=password_hash, expires_at=now + CODE_LIVES)
    session.add(row)
    session.flush()
    enqueue(session, SIGN_UP_MAIL, {"sign_up_id": row.id}, run_at=now)


def verify(session: Session, code: str, now: datetime) -> Person:
    """Make the account whose code came back from the mail. Raises Invalid when the code is unknown, used or old."""
    row = session.scalar(
        select(SignUp).where(SignUp.code_digest == digest(code), SignUp.expires_at > now).with_for_update()
    )
    if row is None or session.scalar(select(Person.id).where(Person.email == row.email)) is not None:
        raise Invalid(USED)
    try:
        person = add_person(session, row.email, name=row.name, password_hash=row.password_hash, now=now)
    except IntegrityError:  # another code for the same address came back at the same time
        raise Invalid(USED) from None
    session.execute(delete(SignUp).where(SignUp.email == row.email))
    return person


def ask_reset(session: Session, email: str, now: datetime) -> None:
    """Have a mail sent by which a new password can be set, if the address is somebody's."""
    enqueue(session, RESET_MAIL, {"email": email.lower()}, run_at=now)


def reset(session: Session, code: str, password_hash: str, now: datetime) -> Person:
    """Set a new password by the code of a mail, and sign the person out everywhere. Raises Invalid."""
    person_id = session.execute(
        delete(PasswordReset)
        .where(PasswordReset.code_digest == digest(code), PasswordReset.expires_at > now)
        .returning(PasswordReset.person_id)
    ).scalar()
    person = session.get(Person, person_id) if person_id else None
    if person is None or person.disabled_at is not None or person.erased_at is not None:
        raise Invalid("This code does not work, or no longer. Ask for a new one.")
    person.password_hash = password_hash
    end_all_sign_ins(session, person.id, now)
    return person


def reset_code(session: Session, person: Person, now: datetime) -> str:
    """A code by which `person` can set a password."""
    code = new_secret()
    session.add(PasswordReset(code_digest=digest(code), person_id=person.id, expires_at=now + CODE_LIVES))
    session.flush()
    return code


def link(public_url: str, page: str, code: str) -> str:
    """The address of the page on which a code is used."""
    return f"{public_url.rstrip('/')}/{page}?{urlencode({'code': code})}"


def job_kinds(mailer: Mailer, public_url: str) -> Sequence[Kind]:
    """The jobs of accounts: the mails, and forgetting what has expired."""

    def mail_sign_up(running: Running) -> None:
        with running.database.transaction() as session:
            message = _sign_up_message(session, running.job.payload["sign_up_id"], public_url)
        if message is not None:
            mailer.send(message, running.job.id)

    def mail_reset(running: Running) -> None:
        with running.database.transaction() as session:
            message = _reset_message(session, running.job.payload["email"], public_url, running.clock())
        if message is not None:
            mailer.send(message, running.job.id)

    def forget(running: Running) -> None:
        with running.finishing() as session:
            forget_expired(session, running.clock())

    return [
        Kind(SIGN_UP_MAIL, mail_sign_up),
        Kind(RESET_MAIL, mail_reset),
        Kind("forget expired sign-ins", forget, every=timedelta(hours=1)),
    ]


def _sign_up_message(session: Session, sign_up_id: str, public_url: str) -> Message | None:
    row = session.get(SignUp, sign_up_id)
    if row is None:
        return None
    if session.scalar(select(Person.id).where(Person.email == row.email)) is not None:
        session.delete(row)
        words = [
            "Somebody, probably you, asked for an account with this address. You have one already.",
            "If you forgot the password, set a new one here. If it was not you, ignore this mail.",
        ]
        return letter(row.email, "You have an account already", words, f"{public_url.rstrip('/')}/forgotten")
    code = new_secret()
    row.code_digest = digest(code)
    words = [
        "Somebody, probably you, asked for an account with this address. Confirm it here within an hour.",
        "If it was not you, ignore this mail: without your confirmation there is no account.",
    ]
    return letter(row.email, "Confirm your address", words, link(public_url, "verify", code))


def _reset_message(session: Session, email: str, public_url: str, now: datetime) -> Message | None:
    person = find_person(session, email)
    if person is None:
        return None
    code = reset_code(session, person, now)
    words = [
        "Somebody, probably you, asked to set a new password. Do it here within an hour.",
        "If it was not you, ignore this mail: your password stays as it is.",
    ]
    return letter(email, "Set a new password", words, link(public_url, "reset", code))
