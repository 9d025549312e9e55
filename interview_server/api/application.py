"""The application: routers, error answers, the database of the process."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractContextManager, asynccontextmanager, nullcontext
from datetime import datetime
from typing import Any, Final

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from sqlalchemy.exc import OperationalError

from interview_cli import __version__
from interview_server.accounts.external import external_verifier
from interview_server.accounts.issuer import Issuer
from interview_server.api import (
    admin,
    appointments,
    auth,
    availability,
    bookings,
    calls,
    dead_letters,
    disputes,
    feedback,
    interviewers,
    outgoing,
    payouts,
    personal_data,
    published,
    questions,
    requests,
    sign_in_pages,
    users,
    webhooks,
)
from interview_server.api.credits import router as credits_router
from interview_server.api.requests import RequestContext
from interview_server.api.schema import Problem
from interview_server.calls.configured import call_provider, chat_model
from interview_server.calls.public_web import PublicWeb
from interview_server.calls.stream import StreamCalls
from interview_server.database.connection import Database
from interview_server.errors import Refused
from interview_server.jobs.worker import system_clock
from interview_server.ledger.payments import StripePayments, payment_provider
from interview_server.settings import Settings

log = structlog.get_logger()

ROUTERS: Final = (
    bookings.router,
    disputes.router,
    appointments.router,
    credits_router,
    users.router,
    interviewers.router,
    availability.router,
    calls.router,
    feedback.router,
    payouts.router,
    webhooks.router,
    questions.router,
    published.router,
    personal_data.router,
    admin.router,
    dead_letters.router,
    outgoing.router,
    requests.router,
)
"""One of every noun; what is asked for most comes first, since they are looked through in this order."""

PROBLEMS: Final[dict[int | str, dict[str, Any]]] = {
    422: {"model": Problem, "description": "The request cannot be carried out as it stands."},
    "default": {"model": Problem, "description": "Refused, with the reason."},
}


def create_application(
    settings: Settings,
    database: Database,
    clock: Callable[[], datetime] = system_clock,
    beside: Callable[[], AbstractContextManager[None]] = nullcontext,
) -> FastAPI:
    """The whole server as an ASGI application; `beside` is what runs while it serves."""

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        with beside():
            yield

    app = FastAPI(title="interview", version=__version__, lifespan=lifespan, responses=PROBLEMS)
    app.add_exception_handler(Refused, _refused)
    app.add_exception_handler(RequestValidationError, _not_valid)
    app.add_exception_handler(OperationalError, _without_database)
    app.add_middleware(RequestContext)
    app.add_api_route("/health", health, methods=["GET"], tags=["operation"])
    for router in ROUTERS:
        app.include_router(router)
    if settings.has_built_in_accounts:
        app.include_router(auth.router)
        app.include_router(sign_in_pages.router)
    equip(app, settings, database, clock)
    return app


def equip(app: FastAPI, settings: Settings, database: Database, clock: Callable[[], datetime]) -> None:
    """Give the handlers what they work with."""
    app.state.settings = settings
    app.state.database = database
    app.state.clock = clock
    app.state.issuer = Issuer(settings.public_url, database) if settings.has_built_in_accounts else None
    app.state.tokens = app.state.issuer.verifier if app.state.issuer else external_verifier(settings)
    app.state.call_provider = call_provider(settings)
    app.state.public_web = PublicWeb(hosts=None)
    app.state.chat_model = chat_model(settings)
    app.state.payment_provider = payment_provider(settings, clock)
    providers = (app.state.call_provider, app.state.payment_provider)
    app.state.webhook_sources = {
        each.name: each for each in providers if isinstance(each, StreamCalls | StripePayments)
    }


def health() -> dict[str, str]:
    """Whether the server is up."""
    return {"status": "ok"}


async def _refused(_request: Request, refused: Exception) -> JSONResponse:
    assert isinstance(refused, Refused)
    return JSONResponse({"detail": refused.detail}, status_code=refused.status, headers=refused.headers)


async def _without_database(_request: Request, error: Exception) -> JSONResponse:
    """The database is away or starts again: what was being done is undone, and can be sent again."""
    log.error("database.failed", error=type(getattr(error, "orig", error)).__name__)
    detail = "The database does not answer. Try again in a moment; with its Idempotency-Key nothing is done twice."
    return JSONResponse({"detail": detail}, status_code=503, headers={"Retry-After": "1"})


async def _not_valid(_request: Request, problem: Exception) -> JSONResponse:
    """One sentence for each part that is wrong; what was sent is not repeated, since it may be a password."""
    assert isinstance(problem, RequestValidationError)
    places = [".".join(str(part) for part in error["loc"][1:]) or str(error["loc"][0]) for error in problem.errors()]
    wrong = [f"{place}: {error['msg']}" for place, error in zip(places, problem.errors(), strict=True)]
    return JSONResponse({"detail": "; ".join(wrong)}, status_code=422)
