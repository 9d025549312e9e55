"""What `interview serve check` looks at: whether each part that the settings name is there."""

from __future__ import annotations

import smtplib
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from typing import Literal
from urllib.parse import urlsplit

from sqlalchemy.exc import DBAPIError, OperationalError

from interview_server.accounts.external import fetch_keys
from interview_server.administration import has_admin
from interview_server.database.connection import Database
from interview_server.database.migrating import NEWEST, version_of
from interview_server.settings import LOOPBACK, Settings, unknown_variables


@dataclass(frozen=True)
class Check:
    """One part: whether it is there, and what to do when it is not."""

    name: str
    status: Literal["ok", "warn", "fail"]
    detail: str
    fix: str = ""

    def as_json(self) -> dict[str, str]:
        return asdict(self)


def checks(settings: Settings) -> Iterator[Check]:
    """Every part in turn."""
    yield _variables()
    yield from _database(settings)
    yield _address(settings)
    yield _accounts(settings)
    yield _mail(settings)
    yield _calls(settings)


def _variables() -> Check:
    unknown = unknown_variables()
    if unknown:
        return Check(
            "settings", "warn", f"unknown: {', '.join(unknown)}", "Correct the name, or remove the variable."
        )
    return Check("settings", "ok", "every variable is known")


def _database(settings: Settings) -> Iterator[Check]:
    database = Database(settings.database_url, pool_size=1)
    kind = "SQLite" if database.is_sqlite else "PostgreSQL"
    try:
        version = version_of(database)
        if version == NEWEST:
            yield Check("database", "ok", f"{kind}, version {version}")
            if has_admin(settings):
                yield Check("admin", "ok", "there is one")
            else:
                yield Check("admin", "warn", "nobody is an admin", "Run: interview serve admin YOU@EXAMPLE.ORG")
        else:
            yield Check("database", "warn", f"{kind}, version {version or 'none'}", "Run: interview serve migrate")
    except (OperationalError, DBAPIError) as problem:
        fix = "Check INTERVIEW_SERVER_DATABASE_URL, and that the database runs."
        yield Check("database", "fail", f"{kind}: {str(problem.orig).splitlines()[0]}", fix)
    finally:
        database.close()


def _address(settings: Settings) -> Check:
    address = urlsplit(settings.public_url)
    if address.scheme == "http" and address.hostname not in LOOPBACK:
        fix = "Put a proxy with TLS in front, and set INTERVIEW_SERVER_PUBLIC_URL to its https:// address."
        return Check("address", "warn", f"{settings.public_url} is not encrypted", fix)
    return Check("address", "ok", settings.public_url)


def _accounts(settings: Settings) -> Check:
    if settings.has_built_in_accounts:
        return Check("accounts", "ok", "built in")
    try:
        keys = fetch_keys(settings.issuer, settings.jwks_url)
    except OSError as problem:
        fix = "Check INTERVIEW_SERVER_ISSUER and INTERVIEW_SERVER_JWKS_URL."
        return Check("accounts", "fail", str(problem), fix)
    return Check("accounts", "ok", f"{settings.issuer} with {len(keys)} keys")


def _mail(settings: Settings) -> Check:
    url = settings.smtp_url.get_secret_value()
    if not url:
        fix = "Set INTERVIEW_SERVER_SMTP_URL for real mail."
        return Check("mail", "warn", f"written to {settings.outbox_folder}", fix)
    address = urlsplit(url)
    connect: Callable[..., smtplib.SMTP] = smtplib.SMTP_SSL if address.scheme == "smtps" else smtplib.SMTP
    try:
        connect(address.hostname, address.port or 0, timeout=10).close()
    except OSError as problem:
        return Check("mail", "fail", f"{address.hostname}: {problem}", "Check INTERVIEW_SERVER_SMTP_URL.")
    return Check("mail", "ok", f"{address.hostname} answers")


def _calls(settings: Settings) -> Check:
    if settings.call_provider == "local":
        return Check("calls", "ok", "people upload recordings or transcripts")
    return Check("calls", "ok", f"{settings.call_provider}; its webhook: {settings.public_url}/api/webhooks/stream")
