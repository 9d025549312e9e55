"""The pages on which people type their password: browser login, a device's code, and the links of mails."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Query
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from jinja2 import Environment, PackageLoader, StrictUndefined

from interview_server.accounts import program_sign_in, signing_up
from interview_server.accounts.passwords import LONGEST_PASSWORD, SHORTEST_PASSWORD, hash_password
from interview_server.api.access import Now, Opened
from interview_server.api.auth import MAILS, Place, count_attempt, person_by_password
from interview_server.errors import Invalid, Refused

router = APIRouter(include_in_schema=False)

_TEMPLATES: Final = Environment(loader=PackageLoader("interview_server"), autoescape=True, undefined=StrictUndefined)
HEADERS: Final = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; "
    "frame-ancestors 'none'; form-action 'self' http://127.0.0.1:* http://[::1]:*",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}
"""No script, no frame, no address in a referrer; forms lead back here, and on to the program that waits."""

Typed = Annotated[str, Form(max_length=500)]
InAddress = Annotated[str, Query(max_length=500)]


@dataclass(frozen=True)
class FormPage:
    """A page with one form: the fields people fill in, and the values it carries along."""

    title: str
    action: str
    button: str
    fields: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()


AUTHORIZE: Final = FormPage(
    "Sign in for a program",
    "/api/auth/authorize",
    "Sign in",
    ("email", "password"),
    ("redirectUri", "codeChallenge", "state", "client"),
)
DEVICE: Final = FormPage("Sign in a device", "/device", "Sign it in", ("code", "email", "password"))
VERIFY: Final = FormPage("Confirm your address", "/verify", "Confirm", kept=("code",))
FORGOTTEN: Final = FormPage("Set a new password", "/forgotten", "Send me a mail", ("email",))
RESET: Final = FormPage("Set a new password", "/reset", "Set it", ("new_password",), ("code",))


def _show(page: FormPage, values: Mapping[str, str], says: str = "", status: int = 200) -> HTMLResponse:
    return _render(page.title, page, values, says, status)


def _render(title: str, page: FormPage | None, values: Mapping[str, str], says: str, status: int) -> HTMLResponse:
    html = _TEMPLATES.get_template("form.html").render(
        title=title, page=page, values=values, says=says, shortest=SHORTEST_PASSWORD, longest=LONGEST_PASSWORD
    )
    return HTMLResponse(html, status_code=status, headers=HEADERS)


def _answer(page: FormPage, values: Mapping[str, str], act: Callable[[], Response | str]) -> Response:
    """Do what the form asked for; show the form again, with the reason, when it is refused."""
    try:
        done = act()
    except Refused as refused:
        return _show(page, values, refused.detail, refused.status)
    return done if isinstance(done, Response) else _render("Done", None, {}, done, 200)


@router.get("/api/auth/authorize")
def show_authorize(
    redirect_uri: Annotated[str, Query(alias="redirectUri", max_length=500)],
    code_challenge: Annotated[str, Query(alias="codeChallenge", max_length=200)],
    state: InAddress,
    client: InAddress = "interview",
) -> HTMLResponse:
    """The sign-in of a program that waits on a loopback address."""
    program_sign_in.check_authorization(redirect_uri, code_challenge)
    kept = {"redirectUri": redirect_uri, "codeChallenge": code_challenge, "state": state, "client": client}
    return _show(AUTHORIZE, kept, f"The program “{client}” on this machine asked for it.")


@router.post("/api/auth/authorize")
def authorize(
    email: Typed,
    password: Typed,
    redirect_uri: Annotated[str, Form(alias="redirectUri", max_length=500)],
    code_challenge: Annotated[str, Form(alias="codeChallenge", max_length=200)],
    state: Typed,
    database: Opened,
    place: Place,
    now: Now,
    client: Typed = "interview",
) -> Response:
    """Send the browser on to the program, with a code."""
    program_sign_in.check_authorization(redirect_uri, code_challenge)

    def act() -> Response:
        person = person_by_password(database, email, password, place, now)
        with database.transaction() as session:
            code = program_sign_in.authorize(
                session, person, client=client, redirect_uri=redirect_uri, code_challenge=code_challenge, now=now
            )
        joint = "&" if "?" in redirect_uri else "?"
        address = f"{redirect_uri}{joint}{urlencode({'code': code, 'state': state})}"
        return RedirectResponse(address, status_code=303, headers=HEADERS)

    kept = {"redirectUri": redirect_uri, "codeChallenge": code_challenge, "state": state, "client": client}
    return _answer(AUTHORIZE, kept, act)


@router.get("/device")
def show_device(code: InAddress = "") -> HTMLResponse:
    """Where the code of a device is typed."""
    return _show(DEVICE, {"code": code})


@router.post("/device")
def approve_device(code: Typed, email: Typed, password: Typed, database: Opened, place: Place, now: Now) -> Response:
    """Let the device in."""

    def act() -> str:
        person = person_by_password(database, email, password, place, now)
        with database.transaction() as session:
            program_sign_in.answer_device(session, code, person.id, True, now)
        return "The device is signed in. You can close this page."

    return _answer(DEVICE, {"code": code}, act)


@router.get("/verify")
def show_verify(code: InAddress) -> HTMLResponse:
    """The link of a mail. It only shows a button, since programs that inspect mail follow links."""
    return _show(VERIFY, {"code": code})


@router.post("/verify")
def verify(code: Typed, database: Opened, now: Now) -> Response:
    """Make the account."""

    def act() -> str:
        with database.transaction() as session:
            signing_up.verify(session, code, now)
        return "Your address is confirmed. You can sign in now."

    return _answer(VERIFY, {"code": code}, act)


@router.get("/forgotten")
def show_forgotten() -> HTMLResponse:
    """Where a mail for a new password is asked for."""
    return _show(FORGOTTEN, {})


@router.post("/forgotten")
def forgotten(email: Typed, database: Opened, place: Place, now: Now) -> Response:
    """Send the mail, if the address is known."""

    def act() -> str:
        count_attempt(database, MAILS, email, place, now)
        with database.transaction() as session:
            signing_up.ask_reset(session, email, now)
        return "If the address is known, a mail says how to set a new password."

    return _answer(FORGOTTEN, {}, act)


@router.get("/reset")
def show_reset(code: InAddress) -> HTMLResponse:
    """The link of a mail: where the new password is typed."""
    return _show(RESET, {"code": code})


@router.post("/reset")
def reset(code: Typed, password: Typed, database: Opened, now: Now) -> Response:
    """Set the new password."""

    def act() -> str:
        if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
            raise Invalid(f"A password has {SHORTEST_PASSWORD} to {LONGEST_PASSWORD} characters.")
        hashed = hash_password(password)
        with database.transaction() as session:
            signing_up.reset(session, code, hashed, now)
        return "The new password is set. Sign in with it."

    return _answer(RESET, {"code": code}, act)
