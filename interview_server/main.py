"""Starting the server: settings from the environment, one application."""

from __future__ import annotations

from fastapi import FastAPI

from interview_server.api.application import create_application
from interview_server.settings import Settings


def application() -> FastAPI:
    """What uvicorn runs."""
    return create_application(Settings())
