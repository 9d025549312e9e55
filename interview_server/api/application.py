"""The application: routers, error answers, the database of the process."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse

from interview_server.accounts.issuer import Issuer
from interview_server.api import (
    admin,
    auth,
    bookings,
    calls,
    dead_letters,
    feedback,
    interviewers,
    published,
    sign_in_pages,
    users,
    webhooks,
)
from interview_server.api.requests import RequestContext
from interview_server.api.schema import Problem
from interview_server.calls.providers import call_provider
from interview_server.database.engine import Database
from interview_server.errors import Refused
from interview_server.settings import Settings

ROUTERS: Final = (
    published.router,
    users.router,
    interviewers.router,
    bookings.router,
    calls.router,
    feedback.router,
    webhooks.router,
    admin.router,
    dead_letters.router,
)
"""One of every noun."""

PROBLEMS: Final[dict[int | str, dict[str, Any]]] = {
    422: {"model": Problem, "description": "The request cannot be carried out as it stands."},
    "default": {"model": Problem, "description": "Refused, with the reason."},
}


def create_application(
    settings: Settings, database: Database | None = None, clock: Callable[[], datetime] = lambda: datetime.now(UTC)
) -> FastAPI:
    """The whole server as an ASGI application; `database` is made from the settings unless one is given."""
    opened = database or Database(settings.database_url)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        yield
        if database is None:
            opened.close()

    app = FastAPI(title="interview", lifespan=lifespan, responses=PROBLEMS)
    app.state.settings = settings
    app.state.database = opened
    app.state.clock = clock
    app.state.issuer = Issuer(settings.public_url, opened)
    app.state.call_provider = call_provider(settings)
    app.state.webhook_sources = {source.name: source for source in (app.state.call_provider,)}
    app.state.tokens = app.state.issuer.verifier
    app.add_exception_handler(Refused, _refused)
    app.add_exception_handler(RequestValidationError, _not_valid)
    app.add_middleware(RequestContext)
    app.add_api_route("/health", health, methods=["GET"])
    for router in ROUTERS:
        app.include_router(router)
    if app.state.issuer is not None:
        app.include_router(auth.router)
        app.include_router(sign_in_pages.router)
    return app


def health() -> dict[str, str]:
    """Whether the server is up."""
    return {"status": "ok"}


async def _refused(_request: Request, refused: Exception) -> JSONResponse:
    assert isinstance(refused, Refused)
    return JSONResponse({"detail": refused.detail}, status_code=refused.status, headers=refused.headers)


async def _not_valid(_request: Request, problem: Exception) -> JSONResponse:
    """One sentence for each part that is wrong; what was sent is not repeated, since it may be a password."""
    assert isinstance(problem, RequestValidationError)
    wrong = [f"{'.'.join(str(part) for part in error['loc'])}: {error['msg']}" for error in problem.errors()]
    return JSONResponse({"detail": "; ".join(wrong)}, status_code=422)
