"""From an uploaded recording to a transcript, by the transcriber that the settings name."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from interview_cli.errors import InputError
from interview_server.jobs.worker import PermanentFailure
from interview_server.settings import Settings

if TYPE_CHECKING:
    from interview_cli.batch.recordings import Ears

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
