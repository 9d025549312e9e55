"""The application: routers, error answers, the database of the process."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse

from interview_server.database.engine import Database
from interview_server.errors import Refused
from interview_server.settings import Settings


def create_application(settings: Settings, database: Database | None = None) -> FastAPI:
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
    app.add_exception_handler(Refused, _refused)
    app.add_api_route("/health", health, methods=["GET"])
    return app


def health() -> dict[str, str]:
    """Whether the server is up."""
    return {"status": "ok"}


async def _refused(_request: Request, refused: Exception) -> JSONResponse:
    assert isinstance(refused, Refused)
    return JSONResponse({"detail": refused.detail}, status_code=refused.status, headers=refused.headers)
