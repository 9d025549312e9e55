"""How a run scores: the command line, in a form that reaches every worker and can be compared with others."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Final

from interview_cli.data_files import read_text
from interview_cli.errors import InputError
from interview_cli.interview.model import Evaluator, InterviewType
from interview_cli.scoring.rubric import RULES, Rubric, load_rubric, parse_rubric
from interview_cli.transcripts.override import NO_OVERRIDE, Override

if TYPE_CHECKING:
    from interview_cli.settings import LlmSettings, VoiceSettings
    from interview_cli.trust.correction import Calibration

MAX_SETTING_FILE_BYTES: Final = 1_000_000
"""A larger file is not a rubric or job description."""

DEFAULT_TYPE: Final = InterviewType.BEHAVIORAL
DEFAULT_TRANSCRIBER: Final = "auto base.en"
"""The default choice of transcriber; it leaves no mark on results, most of which have no recording."""


@dataclass(frozen=True, slots=True)
class ModelChoice:
    """The language model that judges. `settings` name its engine; `prompt` is the label of the prompt it is asked by.

    `database` is the evaluation cache; `fresh` ignores it. `requests_per_minute` None is no limit;
    the pace is shared through `pace_file` by all who name the same. `prompts` is the folder of the user's own ones.
    """

    name: str
    settings: LlmSettings
    prompt: str
    database: Path
    fresh: bool = False
    language: str = "en"
    requests_per_minute: float | None = None
    pace_file: Path | None = None
    prompts: Path | None = None


@dataclass(frozen=True, slots=True)
class TranscriberChoice:
    """The transcriber of recordings. `settings` name engine, model and device; every worker opens its own.

    `name` is how the user chose it (engine and model), whatever `auto` has found; `language` is an ISO 639-1 code.
    """

    name: str
    settings: VoiceSettings
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """What decides the scores of a run, besides the transcripts.

    `type` is the interview type for all transcripts, None to take each one's own. `candidate` is the name of
    the candidate in the transcripts. `banks` is the folder of the user's own question banks. `calibration`
    corrects the score of every question; each answer is scored `repeats` times, to measure the sample spread.
    Without a `model`, the rules judge; without a `transcriber`, recordings cannot be read. `reading` says how to read
    all transcripts.
    """

    type: InterviewType | None = None
    candidate: str | None = None
    rubric: Rubric | None = None
    must_haves: tuple[str, ...] = ()
    banks: Path | None = None
    calibration: Calibration | None = None
    repeats: int = 1
    model: ModelChoice | None = None
    transcriber: TranscriberChoice | None = None
    reading: Override = NO_OVERRIDE

    @property
    def repetitions(self) -> int:
        """How many times each answer is judged."""
        return self.model.settings.samples if self.model else self.repeats

    def type_of(self, transcript_type: InterviewType | None) -> InterviewType:
        """The type a transcript is scored as: the run's, else its own, else the rubric's, else behavioral."""
        return self.type or transcript_type or (self.rubric.type if self.rubric else DEFAULT_TYPE)

    def for_candidate(self, candidate: str | None) -> Plan:
        """The same plan for a candidate of another name."""
        return self if candidate == self.candidate else replace(self, candidate=candidate)

    def evaluator(self, rubric_labels: Iterable[str]) -> Evaluator:
        """The evaluator of this plan, with the rubrics that were used."""
        labels = sorted(set(rubric_labels)) or [self.rubric.label if self.rubric else "none"]
        if self.model:
            return Evaluator("model", self.model.name, self.model.prompt, ",".join(labels))
        return Evaluator(RULES, RULES, None, ",".join(labels))

    @property
    def fingerprint(self) -> str:
        """The same for plans that give the same scores. Folders and shipped questions are not part of it."""
        rubrics = [self.rubric] if self.rubric else _shipped_rubrics()
        decisive: tuple[object, ...] = (RULES, self.type, self.candidate, rubrics, self.must_haves)
        if self.model:
            chosen = self.model
            decisive = (*decisive, chosen.name, chosen.prompt, chosen.language, chosen.settings.samples)
        if self.transcriber and self.transcriber.name != DEFAULT_TRANSCRIBER:
            decisive = (*decisive, self.transcriber.name)
        if self.calibration or self.repeats > 1:
            curve = self.calibration and (self.calibration.name, self.calibration.curve)
            decisive = (*decisive, curve, self.repeats)
        if self.reading != NO_OVERRIDE:
            decisive = (*decisive, self.reading)
        return sha256(repr(decisive).encode()).hexdigest()[:12]


def _shipped_rubrics() -> list[Rubric]:
    names = [kind.value for kind in InterviewType if kind is not InterviewType.MIXED]
    return [load_rubric(name) for name in (*names, "case")]


def read_rubric(file: Path, *, for_rules: bool = True) -> Rubric:
    """The user's rubric. Raises InputError, naming what is wrong, or what the rules cannot judge when they are to."""
    from interview_cli.scoring.criteria import CRITERIA

    rubric = parse_rubric(read_setting_file(file), str(file))
    unknown = [criterion.name for criterion in rubric.criteria if criterion.name not in CRITERIA]
    if unknown and for_rules:
        raise InputError(
            f"rubric {file}: criteria: the rules cannot judge {unknown[0]!r}.",
            f"They know: {', '.join(sorted(CRITERIA))}.",
        )
    if rubric.type is InterviewType.MIXED:
        raise InputError(f"rubric {file}: type: must be one interview type, not mixed.")
    return rubric


def read_setting_file(file: Path) -> str:
    """The text of a small UTF-8 file. Raises InputError."""
    return read_text(file, MAX_SETTING_FILE_BYTES)
