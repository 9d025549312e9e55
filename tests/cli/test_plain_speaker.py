"""Lines of a spoken interview without the app, as commands."""

from __future__ import annotations

import asyncio
import io

import pytest
from rich.console import Console

from interview_cli.cli.spoken_lines import PlainSpeaker
from interview_cli.interview.commands import Command, Leave, Pause, Resume, Retake, UseDevice
from interview_cli.interview.inbox import Inbox
from interview_cli.speech.tts.voice import SilentVoice
from tests.conftest import PATIENCE_S


@pytest.mark.parametrize(
    ("line", "command"),
    [
        ("/pause", Pause()),
        ("/moment", Pause()),
        ("/resume", Resume()),
        ("/go", Resume()),
        ("/again", Retake()),
        ("/device Head set", UseDevice("Head set")),
        ("/device", UseDevice(None)),
    ],
)
async def test_lines_with_a_slash(monkeypatch: pytest.MonkeyPatch, line: str, command: Command) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{line}\n"))
    inbox = Inbox()
    PlainSpeaker(Console(file=io.StringIO()), inbox, SilentVoice()).start()
    async with asyncio.timeout(PATIENCE_S):
        assert [await inbox.get(), await inbox.get()] == [command, Leave(None)]


@pytest.mark.parametrize(
    ("line", "says"), [("/help", "Speak; Enter ends"), ("/agian", "There is no command /agian.")]
)
async def test_help_and_mistyped_commands_are_answered(monkeypatch: pytest.MonkeyPatch, line: str, says: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{line}\n"))
    inbox, shown = Inbox(), io.StringIO()
    PlainSpeaker(Console(file=shown), inbox, SilentVoice()).start()
    async with asyncio.timeout(PATIENCE_S):
        assert await inbox.get() == Leave(None), "the line is no command and no answer"
    assert says in shown.getvalue()
