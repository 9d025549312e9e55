"""The OpenAPI document is the contract: whatever is sent, answers are what it says, and never an error of ours."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from interview_server.api.application import create_application
from interview_server.database.connection import Database
from interview_server.settings import Settings
from tests.server.conftest import Served

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
APP = create_application(Settings(), Database("sqlite://"))
HEADER: dict[str, str] = {}
schema = schemathesis.openapi.from_asgi("/openapi.json", APP)
PERSON_FOR = 16
"""Requests that one person sends: a person a request would take longer than the requests, and one meets limits."""


@pytest.fixture(scope="module")
def everybody(tmp_path_factory: pytest.TempPathFactory, sqlite_file: Path) -> Iterator[Served]:
    """The application of the schema with a database of its own."""
    path = tmp_path_factory.mktemp("contract") / "contract.sqlite"
    path.write_bytes(sqlite_file.read_bytes())
    served = Served(Database(f"sqlite:///{path}"), settings=Settings(files_folder=path.parent / "files"), app=APP)
    yield served
    served.database.close()


@schema.parametrize()
@settings(max_examples=2, deadline=None, suppress_health_check=list(HealthCheck))
def test_answers_are_what_the_contract_says(case: schemathesis.Case[Any], everybody: Served) -> None:
    """Asked by somebody who holds every role and signed in just now: the edges of each value, and some at random."""
    everybody.now = everybody.now.replace(microsecond=(everybody.now.microsecond + 1) % 1_000_000)
    if everybody.now.microsecond % PERSON_FOR == 1:
        HEADER.update(everybody.token(everybody.person("INTERVIEWEE", "INTERVIEWER", "ADMIN")))
    case.call_and_validate(headers=HEADER, checks=CHECKS)
