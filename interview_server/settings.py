"""Typed settings of the server, all from variables `INTERVIEW_SERVER_*`."""

from __future__ import annotations

from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """What the server runs with. Every setting has a default that works for a trial on one machine."""

    model_config = SettingsConfigDict(env_prefix="INTERVIEW_SERVER_", frozen=True, use_attribute_docstrings=True)

    database_url: str = "sqlite:///interview-server.sqlite"
    """The database: sqlite:///FILE or postgresql+psycopg://…"""
    public_url: str = "http://127.0.0.1:8000"
    """Where people reach the server: in links of mails, and as the issuer of its tokens."""
