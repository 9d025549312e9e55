"""The base of what goes in and out: names in camelCase, unknown fields refused."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel


class Sent(BaseModel):
    """What the server answers."""

    model_config = ConfigDict(alias_generator=to_camel, validate_by_name=True, validate_by_alias=True, frozen=True)


class Received(BaseModel):
    """What a client sends."""

    model_config = ConfigDict(
        alias_generator=to_camel, validate_by_name=True, validate_by_alias=True, extra="forbid", frozen=True
    )


class Problem(Sent):
    """Why a request was refused."""

    detail: str
