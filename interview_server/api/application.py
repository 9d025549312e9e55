"""The application: routers, error answers, the database of the process."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import JSONResponse

from interview_server.accounts.issuer import Issuer
from interview_server.api.requests import RequestContext
from interview_server.database.engine import Database
from interview_server.errors import Refused
from interview_server.settings import Settings

ROUTERS: tuple[APIRouter, ...] = ()
"""One of every noun."""


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

    app = FastAPI(title="interview", lifespan=lifespan)
    app.state.settings = settings
    app.state.database = opened
    app.state.clock = clock
    app.state.issuer = Issuer(settings.public_url, opened)
    app.state.tokens = app.state.issuer.verifier
    app.add_exception_handler(Refused, _refused)
    app.add_middleware(RequestContext)
    app.add_api_route("/health", health, methods=["GET"])
    for router in ROUTERS:
        app.include_router(router)
    return app


def health() -> dict[str, str]:
    """Whether the server is up."""
    return {"status": "ok"}


async def _refused(_request: Request, refused: Exception) -> JSONResponse:
    assert isinstance(refused, Refused)
    return JSONResponse({"detail": refused.detail}, status_code=refused.status, headers=refused.headers)
