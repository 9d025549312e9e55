"""Measurements for Prometheus: requests by their route, and background work that waits."""

from __future__ import annotations

import hmac
import os

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

from interview_server.api.access import Bearer, Now, Opened
from interview_server.errors import NotSignedIn
from interview_server.jobs.models import Job, JobState

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
