"""`interview doctor --microphone`: speak a sentence, and test every part it passes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from interview_cli.diagnosis import Check
from interview_cli.errors import InterviewError
from interview_cli.speech.level import level_words

if TYPE_CHECKING:
    from interview_cli.app.sound_check import SoundCheck
    from interview_cli.interview.ports import Samples
    from interview_cli.speech.level import MicrophoneReport

LEVEL: Final = "microphone level"
_UNHEARD: Final = frozenset({"nothing", "no_voice"})
_WRONG_LEVEL: Final = frozenset({"clipping", "quiet"})
_UNTRIED: Final = "not tested: there was no voice in the recording"
_LOUDSPEAKER: Final = "Choose the loudspeaker in the system's sound settings, and turn it up."


@dataclass(frozen=True, slots=True)
class Person:
    """The person testing the sound: sees what comes next and the level in dBFS, and answers yes or no.

    `see_level` is called in another thread.
    """

    report: Callable[[str], None]
    see_level: Callable[[float], None]
    stop_seeing: Callable[[], None]
    agrees: Callable[[str], bool]


def examine_sound(check: SoundCheck, person: Person, seconds: float) -> Iterator[Check]:
    """Microphone, level, noise, playing back, transcription and voice, each reported as soon as it is known.

    Without a microphone only the voice is tested.
    """
    try:
        device = check.chosen()
        person.report(f"Say a sentence now: {device.name} is recorded for {seconds:g} seconds.")
        try:
            tried = check.record(device, person.see_level, seconds)
        finally:
            person.stop_seeing()
    except InterviewError as error:
        yield Check("microphone", "fail", error.message, error.remedy)
    else:
        yield Check("microphone", "ok", device.name)
        yield level_check(tried.report)
        yield noise_check(tried.report)
        if tried.report.verdict in _UNHEARD:
            yield Check("playback", "warn", _UNTRIED, tried.report.fix)
            yield Check("transcription", "warn", _UNTRIED, tried.report.fix)
        else:
            yield _playback(check, person, tried.samples)
            yield _transcription(check, person, tried.samples)
    yield _voice(check, person)


def level_check(report: MicrophoneReport) -> Check:
    """Whether the voice is heard, and neither too quiet nor too loud."""
    detail = f"voice {report.speech_db:.0f} dBFS, peak {report.peak_db:.0f} dBFS"
    if report.verdict in _UNHEARD:
        return Check(LEVEL, "fail", report.message, report.fix)
    if report.verdict in _WRONG_LEVEL:
        return Check(LEVEL, "warn", report.message, report.fix)
    return Check(LEVEL, "ok", f"the level is good: {detail}")


def noise_check(report: MicrophoneReport) -> Check:
    """How far the voice stands out of the noise."""
    noise = level_words(report.noise_db, "dBFS")
    if report.verdict in _UNHEARD:
        return Check("noise", "warn", f"{noise}, with no voice to compare it with", report.fix)
    detail = f"{noise}, {report.speech_db - report.noise_db:.0f} dB below your voice"
    if report.verdict == "noisy":
        return Check("noise", "warn", f"there is a lot of noise: {detail}", report.fix)
    return Check("noise", "ok", detail)


def _playback(check: SoundCheck, person: Person, samples: Samples) -> Check:
    person.report("This is how you sound:")
    try:
        check.play(samples)
    except InterviewError as error:
        return Check("playback", "warn", error.message, error.remedy)
    if person.agrees("Did you hear yourself?"):
        return Check("playback", "ok", "what you said was played")
    return Check("playback", "warn", "it was played, but you did not hear it", _LOUDSPEAKER)


def _transcription(check: SoundCheck, person: Person, samples: Samples) -> Check:
    person.report("Transcribing …")
    try:
        heard = check.hear(samples)
    except InterviewError as error:
        return Check("transcription", "fail", error.message, error.remedy)
    if not heard.words:
        return Check(
            "transcription",
            "warn",
            f"{heard.engine} recognised no words",
            "Speak a whole sentence while it records, or choose another: interview config set voice.stt ENGINE",
        )
    return Check("transcription", "ok", f"{heard.engine} transcribed: {heard.text}")


def _voice(check: SoundCheck, person: Person) -> Check:
    name = check.voice_name()
    if name is None:
        return Check("voice", "ok", "none, as configured: the questions are only shown")
    person.report("And this is the interviewer:")
    problems: list[tuple[str, str]] = []
    try:
        check.say(lambda message, remedy: problems.append((message, remedy)))
    except InterviewError as error:
        problems.append((error.message, error.remedy))
    if problems:
        message, remedy = problems[0]
        return Check("voice", "warn", message, remedy or "interview doctor")
    if person.agrees("Did you hear the interviewer?"):
        return Check("voice", "ok", f"{name} played")
    return Check("voice", "warn", f"{name} played, but you did not hear it", _LOUDSPEAKER)
