"""Typed settings of the server, all from variables `INTERVIEW_SERVER_*`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, SecretStr, model_validator
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
