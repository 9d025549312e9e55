"""Typed settings: defaults < config.toml < environment (`INTERVIEW_*`) < command-line flags.

Unknown keys are errors, in the file and in the environment.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any, Final, Literal, get_origin

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic.fields import FieldInfo

from interview_cli.data_files import load_toml, read_text
from interview_cli.errors import InputError
from interview_cli.interview.model import Difficulty, InterviewType

_PREFIX: Final = "INTERVIEW_"
MAX_SETTINGS_BYTES: Final = 100_000
"""A larger file is no configuration."""

_NOT_SETTINGS: Final = frozenset({"INTERVIEW_HOME"})
_SERVER_PREFIX: Final = "INTERVIEW_SERVER_"
"""What `interview serve` is set up with; the server checks these itself."""


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


class PracticeSettings(_Section):
    """What `interview practice` uses when no flag says otherwise."""

    type: InterviewType = InterviewType.BEHAVIORAL
    """The interview type."""
    difficulty: Difficulty = Difficulty.STANDARD
    """The difficulty: warmup, standard or intense."""
    role: str | None = Field(default=None, max_length=200)
    """The role you practise for; by default the target role of the profile."""
    questions: int = Field(default=5, ge=1, le=30)
    """The number of main questions of a session."""
    follow_ups: int = Field(default=2, ge=0, le=5)
    """The maximum number of follow-ups to one question."""
    persona: str = Field(default="neutral", max_length=100)
    """How a model interviewer behaves: friendly, neutral, skeptical, rapid, or a name from llm.personas."""
    language: str = Field(default="en", pattern="^[a-z]{2}$")
    """The language of interview and feedback (ISO 639-1); other than en needs a language model."""


class VoiceSettings(_Section):
    """Speech: microphone, transcriber and text-to-speech."""

    enabled: bool = False
    """Answer aloud without having to say --voice."""
    device: str | None = None
    """The microphone: a part of its name or its number; the system's default otherwise."""
    stt: str = "auto"
    """The transcriber: auto, faster-whisper, whisper, openai, sphinx, or an installed plug-in."""
    stt_model: str = "base.en"
    """The model of the transcriber: a Whisper model's name, a folder or a file; for openai the server's name."""
    stt_base_url: str = "https://api.openai.com/v1"
    """Where the openai transcriber sends audio."""
    stt_device: str = "auto"
    """The device Whisper runs on: auto, cpu or cuda."""
    auto_end_s: float | None = Field(default=None, ge=1, le=60)
    """End the answer after this many seconds of silence, with a countdown that speech cancels; off by default."""
    tts: str = "auto"
    """Text-to-speech for the questions: auto, pyttsx3, piper, openai, none, or an installed plug-in."""
    tts_voice: str | None = None
    """The voice: a name or id of the engine; for piper a file, a voice's name or its package."""
    tts_model: str = "gpt-4o-mini-tts"
    """The model requested by the openai voice."""
    tts_base_url: str = "https://api.openai.com/v1"
    """Where the openai voice sends the questions."""
    words_per_minute: int = Field(default=170, ge=80, le=400)
    """The speed at which the questions are spoken, in words per minute."""
    volume: float = Field(default=1.0, ge=0, le=1)
    """The volume at which the questions are spoken, from 0 to 1."""
    keep_recordings_days: int | None = Field(default=None, ge=1)
    """Recordings older than this are deleted at the next start; None keeps them."""
    keep_recordings_mb: int = Field(default=5_000, ge=10)
    """When recordings take more room than this, the oldest are deleted at the next start."""


COMPACT_BELOW_TOKENS: Final = 8_192
"""The full prompts with an answer, a CV and a job post need a window of this size (chosen)."""


class LlmSettings(_Section):
    """The language model that interviews and judges."""

    engine: str = "auto"
    """offline, auto (a running Ollama with a model, else offline), ollama:MODEL, openai:MODEL, or a preset's, such as
    groq:MODEL."""
    base_url: str | None = None
    """The server's address, when it differs from the preset's."""
    context_tokens: int = Field(default=8192, ge=1024)
    """The context window requested of Ollama, and the budget of prompts; below 8192 tokens they are shorter."""
    first_token_timeout_s: float = Field(default=60.0, gt=0)
    """Seconds to wait for the first token."""
    total_timeout_s: float = Field(default=180.0, gt=0)
    """Seconds that one reply may take in total."""
    retries: int = Field(default=3, ge=0, le=10)
    """How often to try again after 429 and 5xx answers and lost connections."""
    keep_alive: str = "10m"
    """How long Ollama keeps the model loaded."""
    redact: bool = False
    """Mask e-mail addresses, phone numbers and the CV's names, links and postal addresses before anything is sent."""
    samples: int = Field(default=1, ge=1, le=9)
    """How many times the judge is asked about each answer; the median counts."""
    prompt_price_per_million: float | None = Field(default=None, ge=0)
    """The price of a million prompt tokens, for the cost shown."""
    completion_price_per_million: float | None = Field(default=None, ge=0)
    """The price of a million completion tokens."""
    personas: dict[str, str] = {}
    """Your own interviewers: a name, and how they behave in a sentence or two."""

    @property
    def compact_prompts(self) -> bool:
        """Whether the window is so small that the model gets the compact prompts."""
        return self.context_tokens < COMPACT_BELOW_TOKENS


class LimitsSettings(_Section):
    """Limits the user sets for themselves."""

    sessions_per_day: int | None = Field(default=None, ge=1)
    """The maximum number of sessions started on one local calendar day; off by default."""
    abandon_after_hours: float = Field(default=72.0, gt=0)
    """An unfinished session untouched for this long is marked abandoned; its data is kept."""


Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]


class LearningSettings(_Section):
    """Reviews, streaks and progress."""

    desired_retention: float = Field(default=0.9, ge=0.7, le=0.97)
    """How likely an answer is still good when its question comes back; higher means more reviews."""
    reviews_per_day: int = Field(default=5, ge=1, le=100)
    """The maximum number of reviews a day; a backlog after a break is spread over the days after it."""
    rating_bands: tuple[float, float, float] = (40.0, 60.0, 80.0)
    """The overall scores from which an answer is rated hard, good and easy; below the first it is rated again."""
    day_end_hour: int = Field(default=4, ge=0, le=23)
    """The local hour (0 to 23) at which a day of practice ends."""
    zone: str | None = None
    """The time zone (such as Europe/Vienna) when it is not the system's."""
    streak_answers: int = Field(default=1, ge=1, le=50)
    """How many answers a day needs to count for a streak."""
    days_off: tuple[Weekday, ...] = ()
    """Weekdays that need no practice, such as ["saturday", "sunday"]."""


class MarketSettings(_Section):
    """The marketplace: interviews with people, booked on a server."""

    server: str | None = None
    """The address of the server, such as https://interviews.example.com; --server takes precedence."""


def parameters_of(llm: LlmSettings) -> str:
    """The settings that decide a model's replies, besides its name."""
    return f"{llm.base_url or ''} {llm.context_tokens} {'redacted' if llm.redact else ''}".strip()


class CvSettings(_Section):
    """CVs."""

    mask_schools: bool = True
    """Mask the names of schools before CVs are matched with a job."""


class Settings(_Section):
    """All settings of one process."""

    practice: PracticeSettings = PracticeSettings()
    """Defaults of a practice session."""
    limits: LimitsSettings = LimitsSettings()
    """Limits."""
    voice: VoiceSettings = VoiceSettings()
    """Speech: microphone, transcriber and text-to-speech."""
    learning: LearningSettings = LearningSettings()
    """Reviews, streaks and progress."""
    llm: LlmSettings = LlmSettings()
    """The language model."""
    cv: CvSettings = CvSettings()
    """CVs."""
    market: MarketSettings = MarketSettings()
    """The marketplace."""


def load_settings(file: Path) -> Settings:
    """The settings of this process, with `file` as the configuration file (it need not exist).

    Raises InputError naming the file or variable and the key when a value is wrong or a key unknown.
    """
    _refuse_unknown_variables()
    values = read_settings_file(file)
    for section, given in _given_in_environment().items():
        below = values.get(section)
        values[section] = {**below, **given} if isinstance(below, dict) else given
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        raise InputError(
            f"A setting is wrong: {describe(error)}.", f"Check {file} and the INTERVIEW_* variables."
        ) from None


def read_settings_file(file: Path) -> dict[str, Any]:
    """The contents of the configuration file, unchecked; empty when there is none. Raises InputError."""
    return load_toml(read_text(file, MAX_SETTINGS_BYTES), file) if file.exists() else {}


def describe(error: ValidationError) -> str:
    """The mistakes as `section.key: what is wrong`, separated by semicolons."""
    parts = []
    for item in error.errors(include_url=False):
        name = ".".join(map(str, item["loc"]))
        unknown = item["type"] == "extra_forbidden"
        parts.append(f"{name}: {'there is no such setting' if unknown else item['msg']}")
    return "; ".join(parts)


def known_keys() -> dict[str, tuple[Any, str]]:
    """Every setting as `section.key` → (default, meaning)."""
    keys = {}
    for section_name, section in Settings.model_fields.items():
        for name, field in _model_of(section).model_fields.items():
            keys[f"{section_name}.{name}"] = (field.default, field.description or "")
    return keys


def _refuse_unknown_variables() -> None:
    known = {_PREFIX + key.upper().replace(".", "__") for key in known_keys()}
    known |= {_PREFIX + name.upper() for name in Settings.model_fields} | _NOT_SETTINGS
    for name in os.environ:
        if name.startswith(_PREFIX) and not name.startswith(_SERVER_PREFIX) and name not in known:
            raise InputError(
                f"The environment variable {name} is not a setting of this program.",
                "Unset it, or see 'interview config list' for the names.",
            )


def _given_in_environment() -> dict[str, dict[str, Any]]:
    """What INTERVIEW_SECTION__NAME and, as JSON objects, INTERVIEW_SECTION say, by section.

    Reading them takes pydantic-settings, which is made for more, longer to import than all the rest of a command.
    """
    found: dict[str, dict[str, Any]] = {}
    for section, field in Settings.model_fields.items():
        given: dict[str, Any] = {}
        variable = _PREFIX + section.upper()
        if (text := os.environ.get(variable)) is not None:
            whole = _json_in(text)
            if not isinstance(whole, dict):
                raise InputError(f"The environment variable {variable} is no JSON object.", f"It holds {section}.*.")
            given |= whole
        for name, setting in _model_of(field).model_fields.items():
            if (text := os.environ.get(f"{variable}__{name.upper()}")) is not None:
                given[name] = _json_in(text) if get_origin(setting.annotation) in (dict, tuple) else text
        if given:
            found[section] = given
    return found


def _model_of(section: FieldInfo) -> type[BaseModel]:
    model = section.annotation
    assert isinstance(model, type)
    assert issubclass(model, BaseModel)
    return model


def _json_in(text: str) -> Any:
    """What a text like `["a", "b"]` writes; None where it is no JSON."""
    try:
        return json.loads(text)
    except ValueError:
        return None


def check_value(key: str, text: str) -> Any:
    """The value of a known setting from its text, typed for TOML. Raises InputError when it does not fit."""
    section_name, name = key.split(".")
    section = _model_of(Settings.model_fields[section_name])
    try:
        listed = _json_in(text)
        checked = (
            section.model_validate({name: listed})
            if isinstance(listed, list)
            else section.model_validate_strings({name: text})
        )
    except ValidationError as error:
        raise InputError(f"{key} cannot be {text!r}: {error.errors(include_url=False)[0]['msg']}.") from None
    return checked.model_dump(mode="json")[name]
