"""What surrounds every request: its id, and a line in the log."""

from __future__ import annotations

import re
import time
import uuid
from typing import Final

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from interview_server.api.metrics import measure

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
