"""Starting the server: settings from the environment, the log, the newest database, requests and background work."""

from __future__ import annotations

import logging
import os
import signal
import socket
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import structlog
from fastapi import FastAPI

from interview_server.accounts import signing_up
from interview_server.accounts.mail import Mailer, OutboxMailer, SmtpMailer
from interview_server.api.application import create_application
from interview_server.booking.work import booking_kinds
from interview_server.calls.configured import call_provider, judge_of, listener_of
from interview_server.calls.erasing import erasing_kinds
from interview_server.calls.public_web import PublicWeb
from interview_server.calls.work import CallWork
from interview_server.database.connection import Database
from interview_server.database.migrating import migrate
from interview_server.jobs.worker import Kind, start_workers, system_clock
from interview_server.ledger.payments import payment_provider
from interview_server.ledger.work import MoneyWork
from interview_server.notices.letters import Sender
from interview_server.notices.work import NoticeWork
from interview_server.settings import Settings, read_settings

log = structlog.get_logger()


def mailer_of(settings: Settings) -> Mailer:
    """Where mails leave."""
    url = settings.smtp_url.get_secret_value()
    if url:
        return SmtpMailer(url, settings.mail_from)
    return OutboxMailer(settings.outbox_folder, settings.mail_from)


def job_kinds(settings: Settings) -> Sequence[Kind]:
    """Everything that is done in the background."""
    mailer = mailer_of(settings)
    sender = Sender(settings.public_url, settings.mail_from)
    return [
        *signing_up.job_kinds(mailer, settings.public_url),
        *booking_kinds(),
        *MoneyWork(payment_provider(settings, system_clock), settings.plans).kinds(),
        *erasing_kinds(settings.files_folder),
        *CallWork(call_provider(settings), judge_of(settings), settings.files_folder, listener_of(settings)).kinds(),
        *NoticeWork(mailer, sender, PublicWeb(hosts=None)).kinds(),
    ]


def application() -> FastAPI:
    """What each process of uvicorn runs."""
    settings = read_settings()
    set_up_log(settings.log_level)
    database = Database(settings.database_url)
    migrate(database)
    return create_application(settings, database, beside=lambda: _beside(settings, database))


@contextmanager
def _beside(settings: Settings, database: Database) -> Iterator[None]:
    """Background work in threads while requests are served, when the settings ask for it; the database's end."""
    stop = threading.Event()
    threads = start_workers(database, job_kinds(settings), stop) if settings.does_jobs else []
    try:
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join(settings.shutdown_s)
        database.close()


def is_port_free(host: str, port: int) -> bool:
    """Whether the server can listen there."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def _end(*_: object) -> None:
    """End in order: what was opened is closed."""
    raise SystemExit(0)


def serve(settings: Settings, *, host: str, port: int, workers: int) -> None:
    """Answer requests until the process is asked to stop; what has begun is completed first."""
    import uvicorn
    from uvicorn.supervisors import Multiprocess

    signal.signal(signal.SIGTERM, _end)  # uvicorn raises the signal again when it has stopped
    options: dict[str, Any] = {
        "factory": True,
        "host": host,
        "port": port,
        "workers": workers,
        "log_config": None,
        "access_log": False,
        "server_header": False,
        "timeout_graceful_shutdown": settings.shutdown_s,
    }
    if workers == 1:
        uvicorn.run("interview_server.main:application", **options)
        return
    with tempfile.TemporaryDirectory(prefix="interview-metrics-") as folder:
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = folder
        config = uvicorn.Config("interview_server.main:application", **options)
        listening = config.bind_socket()
        # Connections inherit it. Without it an answer's body waits up to 40 ms until its head is acknowledged;
        # asyncio sees to that where it opens the socket, which is with one process only.
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        Multiprocess(config, sockets=[listening]).run()


def work(settings: Settings) -> None:
    """Do background work until the process is asked to stop; the current job is completed first."""
    set_up_log(settings.log_level)
    database = Database(settings.database_url, pool_size=2)
    migrate(database)
    stop = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    log.info("worker started")
    for thread in start_workers(database, job_kinds(settings), stop):
        thread.join()
    database.close()
    log.info("worker stopped")


def set_up_log(level: str) -> None:
    """Have structlog and the standard library's loggers write to stderr alike."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    on_terminal = sys.stderr.isatty()
    renderer = structlog.dev.ConsoleRenderer() if on_terminal else structlog.processors.JSONRenderer()
    errors = [] if on_terminal else [structlog.processors.format_exc_info]
    handler = logging.StreamHandler(sys.stderr)
    remove = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(foreign_pre_chain=shared, processors=[remove, *errors, renderer])
    )
    logging.basicConfig(handlers=[handler], level=level.upper(), force=True)
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
