"""Typed settings of the server, all from variables `INTERVIEW_SERVER_*`."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, Self

from pydantic import SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """What the server runs with. Every setting has a default that works for a trial on one machine."""

    model_config = SettingsConfigDict(env_prefix="INTERVIEW_SERVER_", frozen=True, use_attribute_docstrings=True)

    database_url: str = "sqlite:///interview-server.sqlite"
    """The database: sqlite:///FILE or postgresql+psycopg://…"""
    public_url: str = "http://127.0.0.1:8000"
    """Where people reach the server: in links of mails, and as the issuer of its tokens."""
    files_folder: Path = Path("interview-server-files")
    """Where uploaded recordings are kept. All workers share it."""
    call_provider: Literal["local", "stream"] = "local"
    """Who holds the calls: `stream`, or `local`: people meet where they like and upload a recording or transcript."""
    stream_api_key: str = ""
    """The key of the Stream app; needed for `stream`."""
    stream_api_secret: SecretStr = SecretStr("")
    """The secret of the Stream app; needed for `stream`. It signs tokens and checks webhooks."""
    stream_call_type: str = "default"
    """The type of the calls at Stream. It has to allow transcription and recording."""
    stream_hosts: tuple[str, ...] = ("stream-io-cdn.com", "stream-io-api.com", "getstream.io")
    """Where transcripts and recordings are downloaded from: these hosts and those below them."""

    @model_validator(mode="after")
    def _stream_is_complete(self) -> Self:
        if self.call_provider == "stream" and not (self.stream_api_key and self.stream_api_secret.get_secret_value()):
            raise ValueError(
                "INTERVIEW_SERVER_CALL_PROVIDER=stream needs INTERVIEW_SERVER_STREAM_API_KEY and "
                "INTERVIEW_SERVER_STREAM_API_SECRET"
            )
        return self
