"""CVs and job posts: `cv list`, `cv analyze`, `cv match`, `cv rewrite` and `coach`, each with `--json`."""

from __future__ import annotations

from typing import Annotated, NotRequired

from typing_extensions import TypedDict

from interview_cli.contracts.resume import Hidden, Resume
from interview_cli.contracts.shared import OneOf


class StoredDocument(TypedDict):
    """A CV or job post that is kept. `file_hash` is the SHA-256 of the file it came from."""

    id: str
    kind: Annotated[str, OneOf("cv", "job")]
    name: str
    file_name: str
    file_hash: str
    added_at: str
    sessions: int


class Where(TypedDict):
    """A place in a CV: the path of the field, such as `work.0.highlights.2`, its page and line, and its words."""

    path: str
    page: int | None
    line: int | None
    quote: str


class Finding(TypedDict):
    """Something found in a CV. `quote`, `page` and `line` are null for something that was not found."""

    severity: Annotated[str, OneOf("error", "warning", "note")]
    message: str
    quote: str | None
    page: int | None
    line: int | None
    fix: str


class AnalysisPart(TypedDict):
    """A part of the score; `measured` says what the points stand for."""

    name: str
    score: float
    max: float
    measured: str
    findings: list[Finding]


class NotChecked(TypedDict):
    """A part that could not be checked, and why; the others count for more instead."""

    name: str
    why: str


class FoundKeyword(TypedDict):
    """A skill that the job names, and where the CV shows it."""

    term: str
    where: list[Where]


class Keywords(TypedDict):
    """The skills a job names: those the CV shows, and those it does not."""

    found: list[FoundKeyword]
    missing: list[str]


class CvAnalysis(TypedDict):
    """`cv analyze --json`. `score` (0-100) is the sum of the parts; `keywords` is null without a job.

    `years_experience` counts overlaps once, and years given alone as whole; `experience` says so in a sentence.
    """

    score: float
    parts: list[AnalysisPart]
    not_checked: list[NotChecked]
    keywords: Keywords | None
    hidden: list[Hidden]
    problems: list[str]
    years_experience: float | None
    experience: str
    parser: str
    rules: str
    disclaimer: str


class Gate(TypedDict):
    """A must-have of a job, and the lines of the CV that show it; none when it is not shown.

    `measured` says what was counted, where something was.
    """

    requirement: str
    met: bool
    evidence: list[Where]
    measured: NotRequired[str]


class RankedCv(TypedDict):
    """A CV against a job. `passes` when every gate is met; `score` (0-100) orders within the same number of gates."""

    rank: int
    cv: str
    passes: bool
    gates_met: int
    score: float
    parts: dict[str, float]
    gates: list[Gate]
    nice_to_have: list[Gate]
    masked: list[str]
    error: NotRequired[str]


class MatchLine(TypedDict):
    """A line of the results file of `cv match --out`. `item`, `part`, `parts`, `settings` and `stamp` serve resuming.

    A CV that could not be read has the status `failed`, no score, and an `error`.
    """

    id: str
    cv: str
    item: str
    part: int
    parts: int
    settings: str
    stamp: str | None
    status: Annotated[str, OneOf("scored", "failed")]
    passes: bool
    gates_met: int
    score: float | None
    parts_of_score: dict[str, float]
    gates: list[Gate]
    nice_to_have: list[Gate]
    masked: list[str]
    error: str | None


class CvMatch(TypedDict):
    """`cv match --json`. `similarity` names what compared meanings; `unreadable` are files without a rank."""

    job: str
    gates: int
    similarity: str
    weights: dict[str, float]
    masked: list[str]
    ranking: list[RankedCv]
    unreadable: list[dict[str, str]]
    rules: str


class Change(TypedDict):
    """A line before and after, and why. `before` is null for an added heading, `after` for a line left out."""

    path: str
    before: str | None
    after: str | None
    reason: str


class RefusedLine(TypedDict):
    """A line that was refused: `adds` lists what in it the CV does not say."""

    path: str
    before: str
    proposed: str
    adds: list[str]


class Advice(TypedDict):
    """Something for the person to do; nothing of it was written into the CV."""

    path: str
    quote: str | None
    message: str


class CvRewrite(TypedDict):
    """`cv rewrite --json`. `writer` is `rules` or the name of a model."""

    style: Annotated[str, OneOf("modern", "minimal", "executive", "ats")]
    writer: str
    resume: Resume
    changes: list[Change]
    refused: list[RefusedLine]
    advice: list[Advice]
    file: str | None


class Source(TypedDict):
    """What an answer of the coach rests on. `id` is a session's, a question's or a document's.

    Where a model has answered, `mark` stands for it in the answer, such as `[1]`, and `label` says where it is.
    """

    kind: Annotated[str, OneOf("session", "question", "cv", "job", "story", "progress")]
    id: str
    quote: str
    mark: NotRequired[str]
    label: NotRequired[str]
    command: NotRequired[str]


class CoachReply(TypedDict):
    """`coach --json`. `writer` is `rules` or the name of a model; `next_command` begins what it proposes."""

    conversation: str
    question: str
    answer: str
    rests_on: list[Source]
    next_command: str | None
    writer: str
