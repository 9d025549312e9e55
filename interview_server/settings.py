"""Typed settings of the server, all from variables `INTERVIEW_SERVER_*`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Final, Literal, Self
from urllib.parse import urlsplit

from pydantic import BeforeValidator, Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

PREFIX: Final = "INTERVIEW_SERVER_"
LOOPBACK: Final = ("localhost", "127.0.0.1", "::1")


class SettingsWrong(Exception):
    """The server cannot start with its settings; the message names each variable that is wrong."""


def _split(value: object) -> object:
    return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value


CommaSeparated = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_split)]


class Settings(BaseSettings):
    """What the server runs with. Every setting has a default that works for a trial on one machine."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, use_attribute_docstrings=True)

    database_url: str = "sqlite:///interview-server.sqlite"
    """The database: sqlite:///FILE or postgresql+psycopg://…"""
    public_url: str = "http://127.0.0.1:8000"
    """Where people reach the server: in links of mails, and as the issuer of its tokens."""
    files_folder: Path = Path("interview-server-files")
    """Where uploaded recordings are kept. All workers share it."""
    outbox_folder: Path = Path("interview-server-outbox")
    """Where mails are written to when there is no smtp_url."""
    smtp_url: SecretStr = SecretStr("")
    """The mail server: smtps://[user:password@]host[:port], or smtp://… with STARTTLS."""
    mail_from: str = "interview@localhost"
    """The sender of mails."""
    issuer: str = ""
    """Whose tokens are accepted in place of the built-in accounts: the URL of an OpenID Connect issuer."""
    jwks_url: str = ""
    """Where the issuer's keys are; found through its discovery document when empty."""
    audience: str = ""
    """What the issuer's tokens must name as their audience."""
    authorized_parties: CommaSeparated = ()
    """One of which the issuer's tokens must name as `azp`, separated by commas."""
    built_in_accounts: bool | None = None
    """Whether people sign up here; by default exactly when there is no issuer."""
    jobs_in_process: bool | None = None
    """Whether `interview serve` does background work itself; by default with SQLite only."""
    metrics_token: SecretStr = SecretStr("")
    """The bearer token that /metrics asks for; open to everybody when empty."""
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    """The least severe lines of the log that are written."""
    call_provider: Literal["local", "stream"] = "local"
    """Who holds the calls: `stream`, or `local`: people meet where they like and upload a recording or transcript."""
    stream_api_key: str = ""
    """The key of the Stream app; needed for `stream`."""
    stream_api_secret: SecretStr = SecretStr("")
    """The secret of the Stream app; needed for `stream`. It signs tokens and checks webhooks."""
    stream_call_type: str = "default"
    """The type of the calls at Stream. It has to allow transcription and recording."""
    stream_hosts: CommaSeparated = ("stream-io-cdn.com", "stream-io-api.com", "getstream.io")
    """Where transcripts and recordings are downloaded from: these hosts and those below them."""
    model: str = ""
    """The language model that judges interviews and writes questions, as ENGINE:MODEL; rules and banks when empty."""
    model_url: str = ""
    """The address of the model's server, when it differs from the engine's own."""
    transcriber: str = ""
    """Who transcribes uploaded recordings, as ENGINE:MODEL such as faster-whisper:base.en; nobody when empty."""
    payout_fee_percent: Annotated[int, Field(ge=0, le=99)] = 10
    """What the platform keeps of a payout."""
    credit_price_cents: Annotated[int, Field(ge=1)] = 100
    """The price of a credit, in the smallest unit of the currency."""
    currency: Annotated[str, Field(pattern="^[a-z]{3}$")] = "usd"
    """The currency of prices, by ISO 4217 in lower case."""
    plans: dict[str, Annotated[int, Field(ge=0)]] = {}
    """Credits that each plan gives a month, as JSON: {"PRO": 200}."""
    payment_provider: Literal["manual", "stripe"] = "manual"
    """Who takes the money: `stripe`, or `manual`: it comes another way and an admin approves the purchase."""
    stripe_api_key: SecretStr = SecretStr("")
    """The secret key of the Stripe account; needed for `stripe`."""
    stripe_webhook_secret: SecretStr = SecretStr("")
    """The secret of the webhook /api/webhooks/stripe (whsec_…); needed for `stripe`."""
    stripe_api_url: str = "https://api.stripe.com"
    """Where Stripe's API is; another one for trials."""
    shutdown_s: Annotated[int, Field(ge=1, le=600)] = 30
    """How many seconds requests and jobs may take to end when the server is stopped."""

    @property
    def has_built_in_accounts(self) -> bool:
        return not self.issuer

    @property
    def does_jobs(self) -> bool:
        """Whether a server process does background work, too."""
        return self.database_url.startswith("sqlite") if self.jobs_in_process is None else self.jobs_in_process

    @field_validator("database_url")
    @classmethod
    def _is_a_database(cls, url: str) -> str:
        try:
            driver = make_url(url).drivername
        except ArgumentError:
            raise ValueError("this is no address of a database") from None
        if driver not in ("sqlite", "postgresql+psycopg"):
            raise ValueError("it begins with sqlite:/// or postgresql+psycopg://")
        return url

    @field_validator("public_url", "issuer", "jwks_url")
    @classmethod
    def _is_an_address(cls, url: str) -> str:
        """Keys that are read over an open connection could be anybody's."""
        if not url:
            return url
        address = urlsplit(url)
        if address.scheme not in ("http", "https") or not address.hostname:
            raise ValueError("it begins with https:// or http://")
        return url

    @field_validator("issuer", "jwks_url")
    @classmethod
    def _is_encrypted(cls, url: str) -> str:
        if url.startswith("http://") and urlsplit(url).hostname not in LOOPBACK:
            raise ValueError("keys are read over https:// only")
        return url

    @field_validator("smtp_url")
    @classmethod
    def _is_a_mail_server(cls, url: SecretStr) -> SecretStr:
        secret = url.get_secret_value()
        if secret and (urlsplit(secret).scheme not in ("smtp", "smtps") or not urlsplit(secret).hostname):
            raise ValueError("it begins with smtps:// or smtp://")
        return url

    @model_validator(mode="after")
    def _has_one_issuer(self) -> Self:
        if self.issuer and self.built_in_accounts:
            raise ValueError(
                "INTERVIEW_SERVER_BUILT_IN_ACCOUNTS and INTERVIEW_SERVER_ISSUER exclude each other: tokens have one "
                "issuer"
            )
        if not self.issuer and self.built_in_accounts is False:
            raise ValueError("INTERVIEW_SERVER_ISSUER is missing: nobody could sign in without built-in accounts")
        if self.issuer and not self.audience and not self.authorized_parties:
            raise ValueError(
                "INTERVIEW_SERVER_AUDIENCE or INTERVIEW_SERVER_AUTHORIZED_PARTIES is missing: tokens of the issuer "
                "for any other application would be accepted here"
            )
        return self

    @model_validator(mode="after")
    def _stream_is_complete(self) -> Self:
        if self.call_provider == "stream" and not (self.stream_api_key and self.stream_api_secret.get_secret_value()):
            raise ValueError(
                "INTERVIEW_SERVER_CALL_PROVIDER=stream needs INTERVIEW_SERVER_STREAM_API_KEY and "
                "INTERVIEW_SERVER_STREAM_API_SECRET"
            )
        return self

    @model_validator(mode="after")
    def _stripe_is_complete(self) -> Self:
        secrets = (self.stripe_api_key.get_secret_value(), self.stripe_webhook_secret.get_secret_value())
        if self.payment_provider == "stripe" and not all(secrets):
            raise ValueError(
                "INTERVIEW_SERVER_PAYMENT_PROVIDER=stripe needs INTERVIEW_SERVER_STRIPE_API_KEY and "
                "INTERVIEW_SERVER_STRIPE_WEBHOOK_SECRET"
            )
        return self


def read_settings() -> Settings:
    """The settings of this process. Raises SettingsWrong."""
    try:
        return Settings()
    except ValidationError as problem:
        lines = []
        for error in problem.errors(include_input=False, include_url=False):
            name = "".join(PREFIX + str(part).upper() + ": " for part in error["loc"][:1])
            lines.append(name + error["msg"].removeprefix("Value error, "))
        raise SettingsWrong("\n".join(lines)) from None


def unknown_variables() -> list[str]:
    """Variables that look like settings and are none, such as misspelt ones."""
    known = {PREFIX + name.upper() for name in Settings.model_fields}
    return sorted(name for name in os.environ if name.upper().startswith(PREFIX) and name.upper() not in known)
