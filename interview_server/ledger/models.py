"""The tables of the ledger, and the rules that the database itself keeps.

A movement names its last entry, and that entry's running sum must be zero: a foreign key that is checked at commit
says so on either database. Triggers count the entries and their running sum, keep each account's balance, and refuse
every change to what is written. A balance below zero breaks a check, except on accounts that credits come from.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Final

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Enum,
    ForeignKey,
    ForeignKeyConstraint,
    Identity,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from interview_server.database.base import Base, Id, Instant, keep_rules, new_id

ACCOUNT_LENGTH: Final = 50
SOURCES: Final = ("grants", "purchases")
"""The accounts that credits come from: what they are below zero is what was given and bought."""

NOT_NEGATIVE: Final = "balance_is_not_negative"


class Account(Base):
    """A balance in credits, kept by a trigger. It is made by the first entry on it."""

    __tablename__ = "ledger_account"
    __table_args__ = (
        CheckConstraint(f"balance >= 0 OR name IN {SOURCES}", name=NOT_NEGATIVE),
        {"sqlite_with_rowid": False},
    )

    name: Mapped[str] = mapped_column(String(ACCOUNT_LENGTH), primary_key=True)
    balance: Mapped[int] = mapped_column(BigInteger, default=0)


class Entry(Base):
    """One side of a movement: `amount` credits onto an account, or off it when negative."""

    __tablename__ = "ledger_entry"
    __table_args__ = (
        UniqueConstraint("movement_id", "position", "running_sum"),
        CheckConstraint("amount <> 0", name="amount_is_not_zero"),
        Index("ix_ledger_entry_account_number", "account", "number"),
    )

    number: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), Identity(always=True), primary_key=True
    )
    movement_id: Mapped[str] = mapped_column(Id)
    position: Mapped[int]
    """From 1 to the movement's `entry_count`."""
    account: Mapped[str] = mapped_column(String(ACCOUNT_LENGTH))
    amount: Mapped[int] = mapped_column(BigInteger)
    running_sum: Mapped[int] = mapped_column(BigInteger)
    """The sum of the movement's amounts up to and with this one."""


class Movement(Base):
    """Credits that went from accounts to accounts at once, for one reason, once: see `entries.post`."""

    __tablename__ = "ledger_movement"
    __table_args__ = (
        UniqueConstraint("kind", "reference"),
        CheckConstraint("final_sum = 0", name="sums_to_zero"),
        CheckConstraint("entry_count >= 2", name="has_two_sides"),
        ForeignKeyConstraint(
            ["id", "entry_count", "final_sum"],
            ["ledger_entry.movement_id", "ledger_entry.position", "ledger_entry.running_sum"],
            deferrable=True,
            initially="DEFERRED",
        ),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    kind: Mapped[str] = mapped_column(String(30))
    reference: Mapped[str] = mapped_column(String(100))
    """The id of what caused it: a booking, a purchase, a payout, an admin's audit row."""
    request_id: Mapped[str] = mapped_column(String(100), default="")
    created_at: Mapped[datetime] = mapped_column(Instant)
    entry_count: Mapped[int]
    final_sum: Mapped[int] = mapped_column(BigInteger, default=0)


class PurchaseStatus(StrEnum):
    """A purchase is pending until the provider, or an admin, says that it was paid for."""

    PENDING = "PENDING"
    PAID = "PAID"
    REJECTED = "REJECTED"


class Purchase(Base):
    """Credits that somebody buys for money."""

    __tablename__ = "purchase"
    __table_args__ = (
        UniqueConstraint("provider", "provider_reference"),
        CheckConstraint("credits > 0", name="credits_are_positive"),
        CheckConstraint("credits_taken_back BETWEEN 0 AND credits", name="no_more_taken_back_than_bought"),
        CheckConstraint("credits_lost BETWEEN 0 AND credits_taken_back", name="no_more_lost_than_taken_back"),
        Index("ix_purchase_status_created_at", "status", "created_at"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    credits: Mapped[int]
    price_cents: Mapped[int]
    """In the smallest unit of the currency."""
    currency: Mapped[str] = mapped_column(String(3))
    provider: Mapped[str] = mapped_column(String(20))
    provider_reference: Mapped[str] = mapped_column(String(255))
    payment_reference: Mapped[str | None] = mapped_column(String(255), index=True)
    """The provider's name for the money itself, which its events about refunds use; None until it is paid."""
    credits_taken_back: Mapped[int] = mapped_column(default=0)
    """By refunds and chargebacks."""
    credits_lost: Mapped[int] = mapped_column(default=0)
    """Those among them that the person had spent already: the platform's loss."""
    checkout_url: Mapped[str | None] = mapped_column(Text)
    status: Mapped[PurchaseStatus] = mapped_column(
        Enum(PurchaseStatus, name="purchase_status", native_enum=False, create_constraint=True, length=20)
    )
    created_at: Mapped[datetime] = mapped_column(Instant)
    decided_at: Mapped[datetime | None] = mapped_column(Instant)


class PurchaseReversal(Base):
    """A refund or a chargeback of a purchase's payment, under the provider's name for it."""

    __tablename__ = "purchase_reversal"
    __table_args__ = (CheckConstraint("cents > 0", name="cents_are_positive"),)

    id: Mapped[str] = mapped_column(String(100), primary_key=True)
    purchase_id: Mapped[str] = mapped_column(ForeignKey("purchase.id"), index=True)
    cents: Mapped[int]
    is_undone: Mapped[bool]
    """Whether the money did not go back after all: the refund failed, or the chargeback was won."""


class PayoutStatus(StrEnum):
    """A payout is in process until a second person approves or rejects it."""

    PROCESSING = "PROCESSING"
    PROCESSED = "PROCESSED"
    REJECTED = "REJECTED"


class Payout(Base):
    """Earnings that an interviewer asks to be paid."""

    __tablename__ = "payout"
    __table_args__ = (
        CheckConstraint("credits > 0 AND platform_fee >= 0 AND net_amount > 0", name="amounts_are_positive"),
        CheckConstraint("credits = platform_fee + net_amount", name="amounts_add_up"),
        CheckConstraint("decided_by IS NULL OR decided_by <> person_id", name="is_decided_by_a_second_person"),
        CheckConstraint("(status = 'PROCESSING') = (decided_by IS NULL)", name="is_decided_by_somebody"),
        Index("ix_payout_status_created_at", "status", "created_at"),
        Index("ix_payout_person_id_created_at", "person_id", "created_at"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    credits: Mapped[int]
    platform_fee: Mapped[int]
    net_amount: Mapped[int]
    payment_method: Mapped[str] = mapped_column(String(50))
    payment_detail: Mapped[str] = mapped_column(String(500))
    status: Mapped[PayoutStatus] = mapped_column(
        Enum(PayoutStatus, name="payout_status", native_enum=False, create_constraint=True, length=20)
    )
    created_at: Mapped[datetime] = mapped_column(Instant)
    decided_at: Mapped[datetime | None] = mapped_column(Instant)
    decided_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str | None] = mapped_column(String(1000))
    """Why it was rejected."""


COUNTED: Final = """
    (SELECT count(*) + 1 FROM ledger_entry WHERE movement_id = NEW.movement_id) = NEW.position
    AND (SELECT coalesce(sum(amount), 0) + NEW.amount FROM ledger_entry WHERE movement_id = NEW.movement_id)
        = NEW.running_sum
    AND NEW.position <= coalesce((SELECT entry_count FROM ledger_movement WHERE id = NEW.movement_id), 0)
"""

POSTGRESQL: Final = (
    f"""
    CREATE FUNCTION ledger_entry_counted() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF NOT ({COUNTED}) THEN
            RAISE EXCEPTION 'this entry does not continue a new movement' USING ERRCODE = '23000';
        END IF;
        RETURN NEW;
    END $$
    """,
    """
    CREATE TRIGGER ledger_entry_counted BEFORE INSERT ON ledger_entry
    FOR EACH ROW EXECUTE FUNCTION ledger_entry_counted()
    """,
    """
    CREATE FUNCTION ledger_entry_posted() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        INSERT INTO ledger_account (name, balance) VALUES (NEW.account, 0) ON CONFLICT (name) DO NOTHING;
        UPDATE ledger_account SET balance = balance + NEW.amount WHERE name = NEW.account;
        RETURN NULL;
    END $$
    """,
    """
    CREATE TRIGGER ledger_entry_posted AFTER INSERT ON ledger_entry
    FOR EACH ROW EXECUTE FUNCTION ledger_entry_posted()
    """,
    """
    CREATE FUNCTION ledger_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        RAISE EXCEPTION 'the ledger is append-only' USING ERRCODE = '23000';
    END $$
    """,
    *(
        f"""
        CREATE TRIGGER {table}_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
        FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only()
        """
        for table in ("ledger_entry", "ledger_movement")
    ),
    """
    CREATE TRIGGER ledger_account_is_kept BEFORE UPDATE ON ledger_account
    FOR EACH ROW WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION ledger_is_append_only()
    """,
    """
    CREATE TRIGGER ledger_account_is_not_removed BEFORE DELETE OR TRUNCATE ON ledger_account
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only()
    """,
)

SQLITE: Final = (
    f"""
    CREATE TRIGGER ledger_entry_counted BEFORE INSERT ON ledger_entry WHEN NOT ({COUNTED})
    BEGIN SELECT RAISE(ABORT, 'this entry does not continue a new movement'); END
    """,
    """
    CREATE TRIGGER ledger_entry_posted AFTER INSERT ON ledger_entry BEGIN
        INSERT INTO ledger_account (name, balance) VALUES (NEW.account, 0) ON CONFLICT (name) DO NOTHING;
        UPDATE ledger_account SET balance = balance + NEW.amount WHERE name = NEW.account;
    END
    """,
    *(
        f"""
        CREATE TRIGGER {table}_has_no_{change} BEFORE {change} ON {table}
        BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END
        """
        for table, change in (
            ("ledger_entry", "update"),
            ("ledger_entry", "delete"),
            ("ledger_movement", "update"),
            ("ledger_movement", "delete"),
            ("ledger_account", "delete"),
        )
    ),
)

keep_rules(Movement.__table__, sqlite=SQLITE, postgresql=POSTGRESQL)
