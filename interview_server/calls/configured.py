"""What the settings name for calls: the provider, the language model and its judge, the transcriber."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from interview_cli.errors import InputError
from interview_cli.interview.ports import ChatModel, Judge
from interview_server.calls.provider import CallProvider, LocalCalls
from interview_server.calls.public_web import PublicWeb
from interview_server.calls.stream import StreamCalls
from interview_server.jobs.worker import PermanentFailure
from interview_server.settings import Settings

if TYPE_CHECKING:
    from interview_cli.batch.recordings import Ears


def call_provider(settings: Settings) -> CallProvider:
    """Who holds the calls. A provider named `room`, of the server itself, has its place here."""
    if settings.call_provider == "stream":
        return StreamCalls(
            settings.stream_api_key,
            settings.stream_api_secret.get_secret_value(),
            PublicWeb(settings.stream_hosts),
            settings.stream_call_type,
        )
    return LocalCalls()


def chat_model(settings: Settings) -> ChatModel | None:
    """The model of the settings; None when rules judge. Raises `UsageError`, `UnavailableError` of the tool."""
    if not settings.model:
        return None
    from interview_cli.llm.engines import open_chat_model
    from interview_cli.settings import LlmSettings

    return open_chat_model(LlmSettings(engine=settings.model, base_url=settings.model_url or None))


def judge_of(settings: Settings) -> Judge | None:
    """The judge with the model of the settings; None when rules judge.

    A model that fails raises ChatModelError; what then happens is the job's to decide.
    """
    model = chat_model(settings)
    if model is None:
        return None
    from interview_cli.scoring.judge import ModelJudge
    from interview_cli.scoring.rules import RulesJudge

    return ModelJudge(model, RulesJudge(), falls_back=False)


Listener = Callable[[Path], bytes]
"""Takes the file of a recording and gives its transcript as JSON. Raises PermanentFailure."""

_SOURCE = "the recording"


def listener_of(settings: Settings) -> Listener | None:
    """Who transcribes recordings; None when nobody does. The engine is opened for the first recording."""
    if not settings.transcriber:
        return None
    from interview_cli.batch.plan import TranscriberChoice
    from interview_cli.batch.recordings import Ears
    from interview_cli.settings import VoiceSettings

    engine, _, model = settings.transcriber.partition(":")
    given = {"stt": engine} | ({"stt_model": model} if model else {})
    ears = Ears(TranscriberChoice(settings.transcriber, VoiceSettings.model_validate(given)))
    return lambda path: transcript_in(path, ears)


def transcript_in(recording: Path, ears: Ears) -> bytes:
    """The transcript of a recording. Raises PermanentFailure when it cannot be transcribed."""
    from interview_cli.batch.items import Item
    from interview_cli.batch.recordings import transcript_of
    from interview_cli.transcripts.contract import to_contract

    item = Item(recording.name, _SOURCE, str(recording.absolute()), recording=True)
    try:
        heard = ears.hear(item).transcription
        return json.dumps(to_contract(transcript_of(heard, recording.name, _SOURCE))).encode()
    except InputError as error:
        raise PermanentFailure(error.message) from None
