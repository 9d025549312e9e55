"""Putting together what a spoken session needs: microphone, transcriber and voice."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Final

from interview_cli.errors import InputError, UnavailableError
from interview_cli.installing import pip_install

if TYPE_CHECKING:
    from pathlib import Path

    from interview_cli.app import Application
    from interview_cli.interview.events import Problem
    from interview_cli.interview.inbox import Inbox
    from interview_cli.interview.ports import Transcriber, Voice
    from interview_cli.speech.candidate import SpeakingCandidate
    from interview_cli.speech.devices import Device
    from interview_cli.speech.recorded_candidate import RecordedCandidate
    from interview_cli.speech.stt.fetching import Progress
    from interview_cli.speech.stt.registry import Consent
    from interview_cli.speech.turn import SpokenState

OnProblem = Callable[[str, str], None]
"""Takes what does not work, as message and remedy."""

SaveDraft = Callable[[str, str], None]
Show = Callable[["SpokenState"], None]

OPENAI: Final = "openai"
_NEEDED: Final = {"faster_whisper": "faster-whisper", "soundfile": "soundfile", "soxr": "soxr"}
"""Packages by module that answering aloud needs: faster-whisper brings the voice detector and the decoder
of sound files, whatever engine transcribes."""


@dataclass(frozen=True, slots=True)
class Speech:
    """The opened parts of one spoken session.

    `remote_host` is where sound or questions are sent, None when nothing leaves this machine. `voice_name` is None
    for a silent one. `remarks` are what the candidate should know about the transcriber.
    """

    voice: Voice
    voice_name: str | None
    transcriber_name: str
    remote_host: str | None
    remarks: tuple[str, ...]
    candidate: Callable[[Inbox, SaveDraft, Show], SpeakingCandidate]
    devices: Callable[[], Sequence[Device]]
    """The available microphones, looked for again. Blocks. Raises UnavailableError."""


def open_speech(
    application: Application,
    language: str,
    on_problem: OnProblem,
    *,
    progress: Progress | None = None,
    consent: Consent | None = None,
) -> Speech:
    """Open microphone, transcriber and voice as configured. May load a model, so it blocks.

    Raises UnavailableError with what to do when one of them cannot work, InputError for a wrong name or path. Without
    a voice the questions are read; that is reported, not raised.
    """
    from interview_cli.app.recordings import tidy_recordings
    from interview_cli.speech.candidate import SpeakingCandidate
    from interview_cli.speech.devices import choose_device, devices, refresh_devices
    from interview_cli.speech.stt.registry import remarks, remote_host, until_downloaded

    settings = application.settings.voice
    require_voice_packages()
    choose_device("input", settings.device)
    transcriber = open_transcriber_for(application, language, progress, consent)
    missing = until_downloaded(settings, language=language)
    voice = open_interviewers_voice(application, on_problem)
    for problem in tidy_recordings(application).problems:
        on_problem(problem.message, problem.remedy)
    hosts = dict.fromkeys(host for host in (remote_host(transcriber), getattr(voice, "remote_host", None)) if host)

    def candidate(inbox: Inbox, save_draft: SaveDraft, show: Show) -> SpeakingCandidate:
        return SpeakingCandidate(
            inbox=inbox,
            voice=voice,
            transcriber=transcriber,
            folder=application.paths.recordings,
            clock=application.clock,
            save_draft=save_draft,
            show=show,
            auto_end_s=settings.auto_end_s,
            device=settings.device,
            is_answer=application.store.recordings.is_named,
        )

    def microphones() -> Sequence[Device]:
        refresh_devices()
        return devices("input")

    return Speech(
        voice=voice,
        voice_name=voice_name(application, voice),
        transcriber_name=transcriber.name,
        remote_host=" and ".join(hosts) or None,
        remarks=(missing,) if missing else tuple(remarks(transcriber)),
        candidate=candidate,
        devices=microphones,
    )


def missing_voice_packages() -> list[str]:
    """The packages of the extra `voice` that are not installed. Imports nothing."""
    return [package for module, package in _NEEDED.items() if find_spec(module) is None]


def require_voice_packages() -> None:
    """Raises UnavailableError with the command that installs what is missing."""
    if missing := missing_voice_packages():
        names = " and ".join([", ".join(missing[:-1]), missing[-1]] if missing[1:] else missing)
        raise UnavailableError(
            f"Answering aloud needs packages that are not installed: {names}.",
            f"Install them: {pip_install('interview-cli[voice]')}",
        )


def try_speech(application: Application) -> str:
    """Check whether answering aloud would work here; what to know about the transcriber, if anything.

    Blocks for as long as looking for microphones and models takes. Raises InterviewError when it would not.
    """
    from interview_cli.speech.devices import choose_device, refresh_devices
    from interview_cli.speech.stt.registry import until_downloaded

    require_voice_packages()
    settings = application.settings
    refresh_devices()
    choose_device("input", settings.voice.device)
    return until_downloaded(settings.voice, language=settings.practice.language) or ""


def open_transcriber_for(
    application: Application, language: str | None, progress: Progress | None = None, consent: Consent | None = None
) -> Transcriber:
    """The configured transcriber. Raises UnavailableError and InputError."""
    from interview_cli.llm.keys import find_key
    from interview_cli.speech.stt.registry import open_transcriber

    settings = application.settings.voice
    return open_transcriber(
        settings,
        key=find_key(settings.stt_base_url) if settings.stt == OPENAI else None,
        language=language,
        progress=progress,
        consent=consent,
    )


def open_interviewers_voice(application: Application, on_problem: OnProblem) -> Voice:
    """The configured voice; a silent one, reported, when the system has none. Raises like `open_voice`."""
    from interview_cli.llm.keys import find_key
    from interview_cli.speech.tts.registry import open_voice

    settings = application.settings.voice
    voice = open_voice(
        settings,
        application.paths.cache,
        key=find_key(settings.tts_base_url) if settings.tts == OPENAI else None,
        on_problem=on_problem,
    )
    reason = getattr(voice, "reason", None)
    if reason:
        on_problem(f"The questions are shown, not spoken: {reason}", "")
    return voice


def voice_name(application: Application, voice: Voice) -> str | None:
    """The name of the voice, None for a silent one."""
    from interview_cli.speech.tts.voice import SilentVoice

    return None if isinstance(voice, SilentVoice) else configured_voice(application)


def configured_voice(application: Application) -> str | None:
    """The text-to-speech engine, None when the settings ask for none."""
    name = application.settings.voice.tts
    return {"auto": "pyttsx3", "none": None}.get(name, name)


def recorded_candidate(
    application: Application, files: Sequence[Path], language: str, report: Callable[[Problem], None], **opening: Any
) -> tuple[RecordedCandidate, Transcriber]:
    """The candidate who answers with recordings, and the transcriber. Raises UnavailableError and InputError."""
    from interview_cli.interview.events import Problem
    from interview_cli.speech.audio_files import audio_blocks
    from interview_cli.speech.recorded_candidate import RecordedCandidate

    require_voice_packages()
    for file in files:
        if not file.is_file():
            raise InputError(f"{file} is not a file.", "Give one recording for each answer.")
    transcriber = open_transcriber_for(application, language, **opening)
    candidate = RecordedCandidate(
        files,
        decode=partial(audio_blocks, warn=lambda warning: report(Problem(warning))),
        transcriber=transcriber,
        folder=application.paths.recordings,
        clock=application.clock,
        report=report,
    )
    return candidate, transcriber
