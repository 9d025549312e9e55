"""Mail: what a message is, and the ports it leaves by. Messages are sent by jobs, never while a request waits."""

from __future__ import annotations

import hashlib
import smtplib
import ssl
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from html import escape
from pathlib import Path
from typing import Final, Protocol
from urllib.parse import unquote, urlsplit

import structlog

SMTP_TIMEOUT_S: Final = 30
"""How long a mail server may take for each step. Chosen."""
LOOPBACK: Final = ("localhost", "127.0.0.1", "::1")

ABOUT: Final = "X-Interview-About"

log = structlog.get_logger()


@dataclass(frozen=True)
class Message:
    """A mail to one person. `ics` is an iCalendar object with its METHOD, or None.

    `about` is the id of the booking, payout or purchase that it is about, and goes along in the header `ABOUT`.
    """

    to: str
    subject: str
    text: str
    html: str
    ics: str | None = None
    about: str = ""

    def as_email(self, sender: str) -> EmailMessage:
        """The message as it travels. Raises ValueError when a header would hold a line break."""
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = sender, self.to, self.subject
        if self.about:
            mail[ABOUT] = self.about
        mail.set_content(self.text)
        mail.add_alternative(self.html, subtype="html")
        if self.ics is not None:
            mail.add_alternative(self.ics, subtype="calendar", params={"method": _method(self.ics)})
            mail.add_attachment(self.ics.encode(), maintype="text", subtype="calendar", filename="interview.ics")
        return mail


def letter(to: str, subject: str, paragraphs: Sequence[str], link: str = "", ics: str | None = None) -> Message:
    """A message of plain `paragraphs`, as text and as HTML, with a `link` of its own below them."""
    text = "\n\n".join([*paragraphs, link] if link else paragraphs) + "\n"
    parts = [f"<p>{escape(paragraph)}</p>" for paragraph in paragraphs]
    if link:
        parts.append(f'<p><a href="{escape(link)}">{escape(link)}</a></p>')
    head = f'<!doctype html><html lang="en"><head><title>{escape(subject)}</title></head>'
    page = f"{head}<body>{''.join(parts)}</body></html>"
    return Message(to, subject, text, page, ics)


def _method(ics: str) -> str:
    lines = (line.strip() for line in ics.splitlines())
    return next((line[7:].upper() for line in lines if line.upper().startswith("METHOD:")), "PUBLISH")


def _digest(message_id: str) -> str:
    return hashlib.sha256(message_id.encode()).hexdigest()[:32]


class Mailer(Protocol):
    """Where messages leave. `send` raises OSError when the message was not accepted: try again later."""

    def send(self, message: Message, message_id: str) -> None:
        """Hand `message` over. The same `message_id` again is the same message."""

    def forget(self, address: str, ids: Collection[str]) -> None:
        """Erase what is kept here of messages to `address`, and of those about one of `ids`."""


@dataclass(frozen=True)
class OutboxMailer:
    """Writes each message as a file into a folder and names it in the log: mail for trials and tests."""

    folder: Path
    sender: str

    def send(self, message: Message, message_id: str) -> None:
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = self.folder / f"{_digest(message_id)}.eml"
        part = path.with_suffix(".part")
        part.write_bytes(message.as_email(self.sender).as_bytes())
        part.replace(path)
        log.info("mail written", subject=message.subject, file=str(path))

    def forget(self, address: str, ids: Collection[str]) -> None:
        for path in self.folder.glob("*.eml"):
            mail = message_from_bytes(path.read_bytes(), policy=policy.default)
            if mail["To"] == address or mail[ABOUT] in ids:
                path.unlink(missing_ok=True)


@dataclass(frozen=True)
class SmtpMailer:
    """Hands messages to a mail server: `smtp://[user:password@]host[:port]` (STARTTLS where offered) or `smtps://…`."""

    url: str
    sender: str

    def forget(self, address: str, ids: Collection[str]) -> None:
        """Nothing: what was handed over is not here any more."""

    def send(self, message: Message, message_id: str) -> None:
        address = urlsplit(self.url)
        host, port = address.hostname or "localhost", address.port or 0
        mail = message.as_email(self.sender)
        mail["Message-ID"] = f"<{_digest(message_id)}@{self.sender.rpartition('@')[2]}>"
        trusted = ssl.create_default_context()
        with (
            smtplib.SMTP_SSL(host, port, timeout=SMTP_TIMEOUT_S, context=trusted)
            if address.scheme == "smtps"
            else smtplib.SMTP(host, port, timeout=SMTP_TIMEOUT_S)
        ) as server:
            server.ehlo()
            encrypted = address.scheme == "smtps" or host in LOOPBACK
            if not encrypted and server.has_extn("starttls"):
                server.starttls(context=trusted)
                encrypted = True
            if address.username:
                if not encrypted:
                    raise OSError(f"{host} offers no encryption, so the password is not sent; use smtps://")
                server.login(unquote(address.username), unquote(address.password or ""))
            server.send_message(mail)
