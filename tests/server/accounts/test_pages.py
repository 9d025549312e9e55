"""The pages on which people type their password."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from interview_server.accounts.models import Person, SignUp
from interview_server.accounts.passwords import digest, hash_password
from interview_server.accounts.signing_up import reset_code
from interview_server.api.sign_in_pages import HEADERS
from interview_server.database.connection import Database
from tests.server.conftest import Served

EMAIL, PASSWORD = "known@example.org", "correct horse"


@pytest.fixture
def site(sqlite_file: Path, tmp_path: Path) -> Iterator[Served]:
    """The server with one person who has a password."""
    path = tmp_path / "pages.sqlite"
    path.write_bytes(sqlite_file.read_bytes())
    served = Served(Database(f"sqlite:///{path}"))
    person_id = served.person("INTERVIEWEE", email=EMAIL)
    with served.database.transaction() as session:
        session.get_one(Person, person_id).password_hash = hash_password(PASSWORD)
    yield served
    served.database.close()


def signs_in(site: Served, password: str, email: str = EMAIL) -> bool:
    body = {"email": email, "password": password}
    return site.client.post("/api/auth/login", json=body).status_code == 200


@pytest.mark.parametrize("path", ["/device?code=%22%3E%3Cscript%3E", "/verify?code=%22%3E%3Cscript%3E", "/forgotten"])
def test_a_page_runs_no_script_and_is_in_no_frame(site: Served, path: str) -> None:
    answer = site.client.get(path)
    assert "<script" not in answer.text
    assert HEADERS.items() <= {name: answer.headers[name] for name in HEADERS}.items()


def test_a_device_is_approved_by_code_and_password(site: Served) -> None:
    codes = site.client.post("/api/auth/device", json={}).json()
    form = {"code": codes["userCode"], "email": EMAIL, "password": "wrong password"}
    refused = site.client.post("/device", data=form)
    assert (refused.status_code, codes["userCode"] in refused.text) == (401, True)
    assert site.client.post("/device", data=form | {"code": "BCDF-GHJK", "password": PASSWORD}).status_code == 404
    assert "signed in" in site.client.post("/device", data=form | {"password": PASSWORD}).text
    polled = site.client.post("/api/auth/device/token", json={"deviceCode": codes["deviceCode"]})
    assert polled.status_code == 200


def test_an_address_is_confirmed_by_the_button_and_not_by_the_link(site: Served) -> None:
    with site.database.transaction() as session:
        hashed = hash_password(PASSWORD)
        ends = site.now.replace(hour=10)
        session.add(
            SignUp(
                email="ada@example.org", name="", password_hash=hashed, code_digest=digest("c0de"), expires_at=ends
            )
        )
    assert "Confirm" in site.client.get("/verify?code=c0de").text
    assert not signs_in(site, PASSWORD, "ada@example.org")
    assert site.client.post("/verify", data={"code": "c0de"}).status_code == 200
    assert signs_in(site, PASSWORD, "ada@example.org")
    assert site.client.post("/verify", data={"code": "c0de"}).status_code == 422


def test_a_new_password_is_set_by_the_code_of_a_mail(site: Served) -> None:
    assert site.client.post("/forgotten", data={"email": EMAIL}).status_code == 200
    with site.database.transaction() as session:
        code = reset_code(session, session.query(Person).one(), site.now)
    assert site.client.post("/reset", data={"code": code, "password": "short"}).status_code == 422
    assert site.client.post("/reset", data={"code": code, "password": "a new password"}).status_code == 200
    assert (signs_in(site, PASSWORD), signs_in(site, "a new password")) == (False, True)
