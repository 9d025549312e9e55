"""Settings: defaults that work, and errors that name the variable."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from interview_server.settings import Settings, SettingsWrong, read_settings, unknown_variables

P = "INTERVIEW_SERVER_"


@pytest.mark.parametrize(
    ("variables", "named"),
    [
        ({"DATABASE_URL": "mysql://x"}, "DATABASE_URL"),
        ({"DATABASE_URL": "nothing"}, "DATABASE_URL"),
        ({"PUBLIC_URL": "example.org"}, "PUBLIC_URL"),
        ({"SMTP_URL": "http://x"}, "SMTP_URL"),
        ({"ISSUER": "http://issuer.example", "AUDIENCE": "x"}, "ISSUER"),
        ({"ISSUER": "https://issuer.example"}, "AUTHORIZED_PARTIES"),
        ({"ISSUER": "https://issuer.example", "AUDIENCE": "x", "BUILT_IN_ACCOUNTS": "true"}, "BUILT_IN_ACCOUNTS"),
        ({"BUILT_IN_ACCOUNTS": "false"}, "ISSUER"),
        ({"CALL_PROVIDER": "zoom"}, "CALL_PROVIDER"),
        ({"CALL_PROVIDER": "stream"}, "STREAM_API_KEY"),
        ({"SHUTDOWN_S": "0"}, "SHUTDOWN_S"),
        ({"LOG_LEVEL": "loud"}, "LOG_LEVEL"),
    ],
    ids=str,
)
def test_a_wrong_setting_is_named(monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], named: str) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(P + name, value)
    with pytest.raises(SettingsWrong, match=P + named):
        read_settings()


def test_a_secret_is_not_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(P + "SMTP_URL", "http://user:hunter2@x")
    with pytest.raises(SettingsWrong) as wrong:
        read_settings()
    assert "hunter2" not in str(wrong.value)


def test_lists_are_separated_by_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(P + "ISSUER", "https://issuer.example")
    monkeypatch.setenv(P + "AUTHORIZED_PARTIES", "https://a.example, https://b.example")
    chosen = read_settings()
    assert chosen.authorized_parties == ("https://a.example", "https://b.example")
    assert not chosen.has_built_in_accounts


def test_background_work_is_done_in_process_with_sqlite_only() -> None:
    assert Settings().does_jobs
    assert not Settings(database_url="postgresql+psycopg://x").does_jobs
    assert not Settings(jobs_in_process=False).does_jobs


def test_variables_that_are_no_settings_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(P + "DATABSE_URL", "x")
    assert unknown_variables() == [P + "DATABSE_URL"]


def test_every_setting_is_in_the_documentation() -> None:
    documented = re.findall(
        r"^\| `([A-Z0-9_]+)` \|", Path("docs/server.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert documented == [name.upper() for name in Settings.model_fields]
