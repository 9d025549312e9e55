"""Mail: what a message looks like as it travels, and the two ways out."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from interview_server.accounts.mail import Message, OutboxMailer, SmtpMailer, letter

ICS = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nSUMMARY:Ünterview\r\nEND:VCALENDAR\r\n"
MESSAGE = letter("ada@example.org", "Your interview – booked", ["Hello <Ada> & co."], "https://x.org/?a=1&b=2", ICS)


def test_a_letter_is_text_html_and_calendar() -> None:
    mail = message_from_bytes(MESSAGE.as_email("us@example.org").as_bytes(), policy=policy.default)
    assert (mail["To"], mail["Subject"]) == ("ada@example.org", "Your interview – booked")
    plain, html = (mail.get_body((kind,)) for kind in ("plain", "html"))
    assert plain is not None
    assert html is not None
    assert "Hello <Ada> & co." in plain.get_content()
    assert "Hello &lt;Ada&gt; &amp; co." in html.get_content()
    assert 'href="https://x.org/?a=1&amp;b=2"' in html.get_content()
    calendar = next(part for part in mail.walk() if part.get_content_type() == "text/calendar")
    assert calendar.get_param("method") == "REQUEST"
    assert "Ünterview" in calendar.get_content()


def test_a_header_takes_no_line_break() -> None:
    with pytest.raises(ValueError, match="linefeed"):
        Message("ada@example.org", "Hello\nBcc: all@example.org", "", "").as_email("us@example.org")


def test_the_same_message_twice_is_one_file_in_the_outbox(tmp_path: Path) -> None:
    mailer = OutboxMailer(tmp_path / "outbox", "us@example.org")
    for message_id in ("job-1", "job-1", "job-2"):
        mailer.send(MESSAGE, message_id)
    assert len(list((tmp_path / "outbox").iterdir())) == 2


class MailServer(socketserver.ThreadingTCPServer):
    """A mail server without encryption that takes everything, or refuses recipients."""

    daemon_threads = True
    refuses = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Conversation)
        self.received: list[bytes] = []


class Conversation(socketserver.StreamRequestHandler):
    server: MailServer

    def handle(self) -> None:
        self.wfile.write(b"220 here\r\n")
        while line := self.rfile.readline():
            verb = line[:4].upper()
            if verb == b"DATA":
                self.wfile.write(b"354 go on\r\n")
                content = b""
                while (line := self.rfile.readline()) != b".\r\n":
                    content += line
                self.server.received.append(content)
            refused = verb == b"RCPT" and self.server.refuses
            self.wfile.write(b"550 nobody\r\n" if refused else b"221 bye\r\n" if verb == b"QUIT" else b"250 fine\r\n")


@pytest.fixture
def mail_server() -> Iterator[MailServer]:
    with MailServer() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def test_a_mail_server_gets_the_message_with_an_id_that_stays(mail_server: MailServer) -> None:
    mailer = SmtpMailer(f"smtp://127.0.0.1:{mail_server.server_address[1]}", "us@example.org")
    for _ in range(2):
        mailer.send(MESSAGE, "job-1")
    first, second = (message_from_bytes(content, policy=policy.default) for content in mail_server.received)
    assert first["Message-ID"] == second["Message-ID"]
    assert first["Message-ID"].endswith("@example.org>")


def test_a_message_that_is_not_accepted_is_an_error_that_is_tried_again(mail_server: MailServer) -> None:
    mail_server.refuses = True
    with pytest.raises(OSError, match="nobody"):
        SmtpMailer(f"smtp://127.0.0.1:{mail_server.server_address[1]}", "us@example.org").send(MESSAGE, "job-1")
