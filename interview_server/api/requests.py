"""What surrounds every request: its id, a line in the log, and measurements for Prometheus."""

from __future__ import annotations

import hmac
import os
import re
import time
import uuid
from typing import Final

import structlog
from fastapi import APIRouter, Request, Response
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    REGISTRY,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
)
from prometheus_client.multiprocess import MultiProcessCollector
from sqlalchemy import func, select
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from interview_server.api.access import Bearer, Now, Opened
from interview_server.errors import NotSignedIn
from interview_server.jobs.models import Job, JobState

HEADER: Final = b"x-request-id"
METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_ACCEPTED: Final = re.compile(rb"[A-Za-z0-9._-]{1,64}")

log = structlog.get_logger()


class RequestContext:
    """Gives each request an id, its own or the one that came in `X-Request-Id`, and binds it to the log's context."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request_id = _request_id(scope)
        scope.setdefault("state", {})["request_id"] = request_id
        started = time.perf_counter()
        status = 500

        async def send_with_id(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message = {**message, "headers": [*message["headers"], (HEADER, request_id.encode())]}
            await send(message)

        with structlog.contextvars.bound_contextvars(request_id=request_id):
            try:
                await self.app(scope, receive, send_with_id)
            finally:
                took_s = time.perf_counter() - started
                route = getattr(scope.get("route"), "path", "unknown")
                measure(scope["method"] if scope["method"] in METHODS else "other", route, status, took_s)
                log.info(
                    "request", method=scope["method"], route=route, status=int(status), took_ms=round(took_s * 1e3, 1)
                )


def _request_id(scope: Scope) -> str:
    sent: bytes = next((value for name, value in scope["headers"] if name == HEADER), b"")
    return sent.decode() if _ACCEPTED.fullmatch(sent) else uuid.uuid4().hex


router = APIRouter(tags=["operation"])

REQUESTS = Counter("interview_requests_total", "Requests answered.", ("method", "route", "status"))
REQUEST_TIME_S = Histogram("interview_request_seconds", "Time to answer a request.", ("method", "route"))


def measure(method: str, route: str, status: int, took_s: float) -> None:
    """Count one request; `route` is the path with its parameters' names, so that ids make no new series."""
    REQUESTS.labels(method, route, str(status)).inc()
    REQUEST_TIME_S.labels(method, route).observe(took_s)


@router.get("/metrics", response_class=Response, responses={200: {"content": {"text/plain": {}}}})
def metrics(request: Request, sent: Bearer, database: Opened, now: Now) -> Response:
    """Measurements in Prometheus' text format, of all workers of this machine."""
    token = request.app.state.settings.metrics_token.get_secret_value()
    if token and (sent is None or not hmac.compare_digest(sent.credentials.encode(), token.encode())):
        raise NotSignedIn("Send the metrics token.", {"WWW-Authenticate": "Bearer"})
    registry = CollectorRegistry()
    waiting = Gauge("interview_jobs_due", "Jobs that wait for a worker.", registry=registry)
    dead = Gauge("interview_jobs_dead", "Jobs that an admin has to look at.", registry=registry)
    with database.reading() as session:
        count = select(func.count()).select_from(Job)
        waiting.set(session.scalar(count.where(Job.state == JobState.WAITING, Job.run_at <= now)) or 0)
        dead.set(session.scalar(count.where(Job.state == JobState.DEAD)) or 0)
    return Response(_of_processes() + generate_latest(registry), media_type=CONTENT_TYPE_LATEST)


def _of_processes() -> bytes:
    """What this process measured, or with several workers, what all of them did."""
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return generate_latest(REGISTRY)
    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return generate_latest(registry)
