"""People, their roles, and what they sign in with."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Enum, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from interview_server.database.base import Base, Id, Instant, new_id

DIGEST_LENGTH = 64
"""Characters of a SHA-256 in hexadecimal: secrets that were handed out are kept as their digest only."""


class Role(StrEnum):
    """What a person does here. Nobody holds UNASSIGNED: it is the current role of who has not chosen one."""

    UNASSIGNED = "UNASSIGNED"
    INTERVIEWEE = "INTERVIEWEE"
    INTERVIEWER = "INTERVIEWER"
    ADMIN = "ADMIN"


def _one_of(kind: type[StrEnum], name: str) -> Enum:
    return Enum(kind, name=name, native_enum=False, create_constraint=True, length=20)


class Person(Base):
    """Somebody whose e-mail address is verified. Erasing a person keeps the row, which money refers to, empty."""

    __tablename__ = "person"
    __table_args__ = (
        UniqueConstraint("issuer", "subject"),
        CheckConstraint("credit_rate >= 0", name="credit_rate_is_not_negative"),
        CheckConstraint("years_exp >= 0", name="years_exp_is_not_negative"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    email: Mapped[str] = mapped_column(String(320), unique=True)
    """In lower case. After erasure an address under `invalid`, where no mail goes."""
    name: Mapped[str] = mapped_column(String(200), default="")
    role: Mapped[Role] = mapped_column(_one_of(Role, "role"), default=Role.UNASSIGNED)
    """The current role: which of several the person acts in now."""
    password_hash: Mapped[str | None] = mapped_column(String(200))
    issuer: Mapped[str | None] = mapped_column(String(500))
    """Who signs this person's tokens, with `subject` as its name for the person; None for the built-in issuer."""
    subject: Mapped[str | None] = mapped_column(String(255))
    created_at: Mapped[datetime] = mapped_column(Instant)
    disabled_at: Mapped[datetime | None] = mapped_column(Instant)
    erased_at: Mapped[datetime | None] = mapped_column(Instant)
    verified_at: Mapped[datetime | None] = mapped_column(Instant)
    """When an admin verified the person as an interviewer; only verified interviewers are listed and booked."""

    current_plan: Mapped[str | None] = mapped_column(String(50))
    credits_last_allocated_at: Mapped[datetime | None] = mapped_column(Instant)
    bio: Mapped[str | None] = mapped_column(Text)
    title: Mapped[str | None] = mapped_column(String(200))
    company: Mapped[str | None] = mapped_column(String(200))
    years_exp: Mapped[int | None]
    credit_rate: Mapped[int | None]
    """Credits that an interview with this person costs."""

    role_rows: Mapped[list[PersonRole]] = relationship(lazy="selectin", cascade="all, delete-orphan")
    category_rows: Mapped[list[PersonCategory]] = relationship(
        cascade="all, delete-orphan", order_by="PersonCategory.category"
    )

    @property
    def roles(self) -> frozenset[Role]:
        return frozenset(row.role for row in self.role_rows)

    @property
    def categories(self) -> list[str]:
        return [row.category for row in self.category_rows]


class PersonRole(Base):
    """A role that a person holds."""

    __tablename__ = "person_role"

    person_id: Mapped[str] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    role: Mapped[Role] = mapped_column(_one_of(Role, "held_role"), primary_key=True)


class PersonCategory(Base):
    """A kind of interview that an interviewer gives, such as BACKEND."""

    __tablename__ = "person_category"

    person_id: Mapped[str] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    category: Mapped[str] = mapped_column(String(50), primary_key=True, index=True)


class SigningKey(Base):
    """A key of the built-in issuer, shared by all its workers through the database. The newest one signs."""

    __tablename__ = "signing_key"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    """The `kid` of its tokens."""
    private_pem: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(Instant)


class SignUp(Base):
    """An account somebody asked for. It becomes a person when the code that was mailed to the address comes back.

    Each request keeps its own password, so that whoever signs up with another's address gains nothing: the owner's
    own sign-up brings the owner's own password.
    """

    __tablename__ = "sign_up"

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    email: Mapped[str] = mapped_column(String(320))
    name: Mapped[str] = mapped_column(String(200))
    password_hash: Mapped[str] = mapped_column(String(200))
    code_digest: Mapped[str | None] = mapped_column(String(DIGEST_LENGTH), unique=True)
    """None until the mail is written: the code is in the mail only."""
    expires_at: Mapped[datetime] = mapped_column(Instant, index=True)


class PasswordReset(Base):
    """Permission to set a new password, given to who reads the person's mail. Works once."""

    __tablename__ = "password_reset"

    code_digest: Mapped[str] = mapped_column(String(DIGEST_LENGTH), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    expires_at: Mapped[datetime] = mapped_column(Instant, index=True)


class SignIn(Base):
    """One sign-in with everything that follows from it: its refresh tokens are a family that ends together."""

    __tablename__ = "sign_in"

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    client: Mapped[str] = mapped_column(String(200))
    signed_in_at: Mapped[datetime] = mapped_column(Instant)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)


class RefreshToken(Base):
    """A token that is exchanged once for the next one. Using it a second time ends the sign-in."""

    __tablename__ = "refresh_token"

    digest: Mapped[str] = mapped_column(String(DIGEST_LENGTH), primary_key=True)
    sign_in_id: Mapped[str] = mapped_column(ForeignKey("sign_in.id", ondelete="CASCADE"), index=True)
    expires_at: Mapped[datetime] = mapped_column(Instant, index=True)
    used_at: Mapped[datetime | None] = mapped_column(Instant)


class DeviceLogin(Base):
    """A device that waits until somebody approves it elsewhere (RFC 8628)."""

    __tablename__ = "device_login"

    device_code_digest: Mapped[str] = mapped_column(String(DIGEST_LENGTH), primary_key=True)
    user_code: Mapped[str] = mapped_column(String(9), unique=True)
    client: Mapped[str] = mapped_column(String(200))
    person_id: Mapped[str | None] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    """Who approved it; None while it waits."""
    denied_at: Mapped[datetime | None] = mapped_column(Instant)
    approved_at: Mapped[datetime | None] = mapped_column(Instant)
    next_poll_at: Mapped[datetime] = mapped_column(Instant)
    interval_s: Mapped[int]
    expires_at: Mapped[datetime] = mapped_column(Instant, index=True)


class AuthorizationCode(Base):
    """What a browser login hands to the program that opened it (RFC 6749 with PKCE, RFC 7636). Works once."""

    __tablename__ = "authorization_code"

    digest: Mapped[str] = mapped_column(String(DIGEST_LENGTH), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    client: Mapped[str] = mapped_column(String(200))
    redirect_uri: Mapped[str] = mapped_column(String(500))
    code_challenge: Mapped[str] = mapped_column(String(128))
    signed_in_at: Mapped[datetime] = mapped_column(Instant)
    expires_at: Mapped[datetime] = mapped_column(Instant, index=True)
    sign_in_id: Mapped[str | None] = mapped_column(ForeignKey("sign_in.id", ondelete="CASCADE"))
    """The sign-in it was exchanged for: a second exchange ends that."""


class AuditRow(Base):
    """What an admin did, to whom, and why. Rows are only ever added."""

    __tablename__ = "audit_row"
    __table_args__ = (Index("ix_audit_row_at_id", "at", "id"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    at: Mapped[datetime] = mapped_column(Instant)
    actor_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    action: Mapped[str] = mapped_column(String(50))
    """A verb and a noun, such as `approve_payout`."""
    subject_id: Mapped[str] = mapped_column(String(100), index=True)
    """The id of what it was done to: a person, a payout, a job."""
    detail: Mapped[str] = mapped_column(Text, default="")
    request_id: Mapped[str] = mapped_column(String(100), default="")
