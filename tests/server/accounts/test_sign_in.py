"""Signing up, in and out over HTTP, with the mails that belong to it."""

from __future__ import annotations

import re
from datetime import timedelta
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from interview_server.accounts.mail import OutboxMailer
from interview_server.accounts.models import Person, Role
from interview_server.accounts.passwords import hash_password
from interview_server.accounts.people import give_role
from interview_server.accounts.program_sign_in import challenge_of
from interview_server.accounts.signing_up import job_kinds
from interview_server.jobs.worker import Worker
from tests.server.conftest import Served

PASSWORD = "correct horse"
KNOWN = "known@example.org"


@pytest.fixture(scope="module")
def password_hash() -> str:
    return hash_password(PASSWORD)


@pytest.fixture
def known(served: Served, password_hash: str) -> str:
    """The id of a person with a password."""
    person_id = served.person("INTERVIEWEE", email=KNOWN)
    with served.database.transaction() as session:
        session.get_one(Person, person_id).password_hash = password_hash
    return person_id


def post(served: Served, path: str, expected: int = 200, header: dict[str, str] | None = None, **body: Any) -> Any:
    answer = served.client.post(f"/api/auth/{path}", json=body, headers=header)
    assert answer.status_code == expected, answer.text
    return answer.json() if answer.content else None


def mails(served: Served, folder: Path) -> dict[str, str]:
    """The subject and the code (or the text) of each mail to be sent now, by its address."""
    worker = Worker(
        served.database, job_kinds(OutboxMailer(folder, "us@example.org"), "https://x.org"), lambda: served.now
    )
    worker.run_due()
    read = [message_from_bytes(path.read_bytes(), policy=policy.default) for path in folder.glob("*.eml")]
    found = {}
    for mail in read:
        text = mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]
        code = re.search(r"code=(\S+)", text)
        found[str(mail["To"])] = code[1] if code else str(mail["Subject"])
    return found


def bearer(tokens: dict[str, Any]) -> dict[str, str]:
    return {"Authorization": f"Bearer {tokens['accessToken']}"}


def me(served: Served, tokens: dict[str, Any]) -> int:
    return served.client.get("/api/user/me", headers=bearer(tokens)).status_code


def test_an_account_begins_with_the_code_of_its_mail(served: Served, tmp_path: Path) -> None:
    post(served, "signup", 202, email="Ada@example.org", password=PASSWORD, name="Ada")
    post(served, "login", 401, email="ada@example.org", password=PASSWORD)
    code = mails(served, tmp_path)["ada@example.org"]
    tokens = post(served, "verify", code=code)
    user = served.client.get("/api/user/me", headers=bearer(tokens)).json()
    assert (user["email"], user["name"], user["role"]) == ("ada@example.org", "Ada", "UNASSIGNED")
    post(served, "verify", 422, code=code)
    post(served, "login", email="ADA@example.org", password=PASSWORD)


def test_a_code_of_a_mail_is_too_old_after_an_hour(served: Served, tmp_path: Path) -> None:
    post(served, "signup", 202, email="ada@example.org", password=PASSWORD)
    code = mails(served, tmp_path)["ada@example.org"]
    served.now += timedelta(hours=1)
    post(served, "verify", 422, code=code)


def test_who_signs_up_with_anothers_address_leaves_them_their_own_password(served: Served, tmp_path: Path) -> None:
    post(served, "signup", 202, email="ada@example.org", password="the thief's own")
    mails(served, tmp_path / "theirs")
    post(served, "signup", 202, email="ada@example.org", password=PASSWORD)
    post(served, "verify", code=mails(served, tmp_path / "own")["ada@example.org"])
    post(served, "login", 401, email="ada@example.org", password="the thief's own")


@pytest.mark.parametrize(("path", "more"), [("signup", {"password": PASSWORD}), ("reset", {})])
def test_an_answer_does_not_say_whether_an_address_is_known(
    served: Served, known: str, tmp_path: Path, path: str, more: dict[str, str]
) -> None:
    answers = [
        served.client.post(f"/api/auth/{path}", json={"email": f"{who}@example.org", **more})
        for who in ("known", "no")
    ]
    assert answers[0].content == answers[1].content
    assert answers[0].status_code == answers[1].status_code
    sent = mails(served, tmp_path)
    if path == "signup":
        assert sent[KNOWN] == "You have an account already"
    else:
        assert set(sent) == {KNOWN}


def test_a_wrong_password_and_an_unknown_address_are_refused_alike(served: Served, known: str) -> None:
    wrong = post(served, "login", 401, email=KNOWN, password="wrong password")
    assert post(served, "login", 401, email="no@example.org", password=PASSWORD) == wrong


def test_attempts_to_sign_in_are_limited_for_known_and_unknown_addresses(served: Served, known: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("interview_server.api.auth.password_matches", lambda *_: False)
        for address in (KNOWN, "no@example.org"):
            for _ in range(20):
                post(served, "login", 401, email=address, password=PASSWORD)
            answer = served.client.post("/api/auth/login", json={"email": address, "password": PASSWORD})
            assert (answer.status_code, answer.headers["Retry-After"]) == (429, "900")
    served.now += timedelta(minutes=15)
    post(served, "login", email=KNOWN, password=PASSWORD)


def test_a_new_password_ends_every_sign_in_and_its_code_works_once(
    served: Served, known: str, tmp_path: Path
) -> None:
    before = post(served, "login", email=KNOWN, password=PASSWORD)
    post(served, "reset", email=KNOWN)
    code = mails(served, tmp_path)[KNOWN]
    post(served, "reset", code=code, password="a new password")
    assert me(served, before) == 401
    post(served, "refresh", 401, refreshToken=before["refreshToken"])
    post(served, "reset", 422, code=code, password="another password")
    post(served, "login", 401, email=KNOWN, password=PASSWORD)
    post(served, "login", email=KNOWN, password="a new password")


def test_a_refresh_token_works_once_and_its_second_use_ends_the_family(served: Served, known: str) -> None:
    first = post(served, "login", email=KNOWN, password=PASSWORD)
    second = post(served, "refresh", refreshToken=first["refreshToken"])
    assert me(served, second) == 200
    post(served, "refresh", 401, refreshToken=first["refreshToken"])
    assert (me(served, first), me(served, second)) == (401, 401)
    post(served, "refresh", 401, refreshToken=second["refreshToken"])


def test_a_refresh_token_lives_thirty_days(served: Served, known: str) -> None:
    tokens = post(served, "login", email=KNOWN, password=PASSWORD)
    served.now += timedelta(days=30) - timedelta(seconds=1)
    tokens = post(served, "refresh", refreshToken=tokens["refreshToken"])
    served.now += timedelta(days=30)
    post(served, "refresh", 401, refreshToken=tokens["refreshToken"])


def test_refreshing_is_no_fresh_sign_in(served: Served, known: str) -> None:
    with served.database.transaction() as session:
        give_role(session, session.get_one(Person, known), Role.ADMIN)
    other = served.person("INTERVIEWEE")
    tokens = post(served, "login", email=KNOWN, password=PASSWORD)
    change = {"reason": "asked for it", "disabled": False}
    assert served.client.patch(f"/api/admin/users/{other}", json=change, headers=bearer(tokens)).status_code == 200
    served.now += timedelta(minutes=11)
    tokens = post(served, "refresh", refreshToken=tokens["refreshToken"])
    assert served.client.patch(f"/api/admin/users/{other}", json=change, headers=bearer(tokens)).status_code == 403


def test_signing_out_ends_this_sign_in_alone(served: Served, known: str) -> None:
    here, there = (post(served, "login", email=KNOWN, password=PASSWORD) for _ in range(2))
    post(served, "logout", 204, bearer(here))
    assert (me(served, here), me(served, there)) == (401, 200)


def test_who_is_disabled_is_out_at_once(served: Served, known: str) -> None:
    tokens = post(served, "login", email=KNOWN, password=PASSWORD)
    admin = served.token(served.person("ADMIN"))
    body: dict[str, Any] = {"reason": "abuse", "disabled": True}
    assert served.client.patch(f"/api/admin/users/{known}", json=body, headers=admin).status_code == 200
    assert me(served, tokens) == 401
    post(served, "login", 401, email=KNOWN, password=PASSWORD)
    post(served, "refresh", 401, refreshToken=tokens["refreshToken"])
    rows = served.client.get("/api/admin/audit", headers=admin).json()["items"]
    assert [(row["action"], row["subjectId"]) for row in rows] == [("change_user", known)]


def test_a_device_is_signed_in_by_a_code_typed_elsewhere(served: Served, known: str) -> None:
    codes = post(served, "device", client="laptop")
    poll: dict[str, Any] = {"deviceCode": codes["deviceCode"]}
    assert post(served, "device/token", 400, **poll)["error"] == "authorization_pending"
    assert post(served, "device/token", 400, **poll)["error"] == "slow_down"
    post(served, "device/approve", 204, served.token(known), userCode=codes["userCode"].lower(), approve=True)
    served.now += timedelta(seconds=10)
    tokens = post(served, "device/token", **poll)
    assert served.client.get("/api/user/me", headers=bearer(tokens)).json()["id"] == known
    assert post(served, "device/token", 400, **poll)["error"] == "expired_token"


def test_a_device_that_is_refused_or_forgotten_gets_nothing(served: Served, known: str) -> None:
    refused, forgotten = post(served, "device"), post(served, "device")
    post(served, "device/approve", 204, served.token(known), userCode=refused["userCode"], approve=False)
    assert post(served, "device/token", 400, deviceCode=refused["deviceCode"])["error"] == "access_denied"
    served.now += timedelta(minutes=15)
    assert post(served, "device/token", 400, deviceCode=forgotten["deviceCode"])["error"] == "expired_token"
    post(served, "device/approve", 404, served.token(known), userCode=forgotten["userCode"], approve=True)


VERIFIER = "v" * 43
LOOPBACK = "http://127.0.0.1:8123/back"


def browser_code(served: Served, **changed: str) -> str:
    """The code that the browser carries to the program, after its person signed in."""
    form = {
        "email": KNOWN,
        "password": PASSWORD,
        "client": "laptop",
        "redirectUri": LOOPBACK,
        "codeChallenge": challenge_of(VERIFIER),
        "state": "s1",
        **changed,
    }
    answer = served.client.post("/api/auth/authorize", data=form, follow_redirects=False)
    assert answer.status_code == 303, answer.text
    sent_to = urlsplit(answer.headers["Location"])
    assert sent_to._replace(query="").geturl() == LOOPBACK
    query = parse_qs(sent_to.query)
    assert query["state"] == ["s1"]
    return query["code"][0]


def test_a_browser_login_gives_tokens_to_who_holds_the_verifier(served: Served, known: str) -> None:
    body: dict[str, Any] = {"codeVerifier": VERIFIER, "redirectUri": LOOPBACK}
    tokens = post(served, "token", code=browser_code(served), **body)
    assert me(served, tokens) == 200
    code = browser_code(served)
    post(served, "token", 401, code=code, codeVerifier="w" * 43, redirectUri=LOOPBACK)
    post(served, "token", 401, code=code, **body)
    code = browser_code(served)
    served.now += timedelta(minutes=1)
    post(served, "token", 401, code=code, **body)


def test_a_browser_code_used_twice_ends_what_it_gave(served: Served, known: str) -> None:
    body: dict[str, Any] = {"code": browser_code(served), "codeVerifier": VERIFIER, "redirectUri": LOOPBACK}
    tokens = post(served, "token", **body)
    post(served, "token", 401, **body)
    assert me(served, tokens) == 401


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/",
        "http://127.0.0.1.evil.example:80/",
        "http://x@127.0.0.1:80/",
        "http://127.0.0.1/",
        "http://[::1",
    ],
)
def test_a_browser_login_sends_its_code_to_this_machine_only(served: Served, address: str) -> None:
    query = {"redirectUri": address, "codeChallenge": challenge_of(VERIFIER), "state": "s"}
    assert served.client.get("/api/auth/authorize", params=query).status_code == 422
