"""What a check reads, and what it gives: the share of its points, what that stands for, and its findings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from interview_cli.contracts.cv import Finding, Keywords
    from interview_cli.contracts.resume import ParsedResume
    from interview_cli.cv.lines import Line


@dataclass(frozen=True, slots=True)
class Checked:
    """What the checks read: the CV, its lines, its language (an ISO 639-1 code or None), and the day."""

    parsed: ParsedResume
    lines: Sequence[Line]
    language: str | None
    today: date
    keywords: Keywords | None = None
    bullets: list[Line] = field(default_factory=list)

    @property
    def resume(self) -> Any:
        """The CV itself, as a plain mapping."""
        return self.parsed["resume"]


@dataclass(frozen=True, slots=True)
class Part:
    """`share` (0-1) of the points of a part, None when it could not be checked: `measured` then says why."""

    share: float | None
    measured: str
    findings: Sequence[Finding] = ()


def about(line: Line, severity: Literal["error", "warning", "note"], message: str, fix: str) -> Finding:
    """A finding that rests on a line of the CV."""
    return {
        "severity": severity,
        "message": message,
        "quote": line.quote,
        "page": line.page,
        "line": line.line,
        "fix": fix,
    }


def not_found(severity: Literal["error", "warning", "note"], message: str, fix: str) -> Finding:
    """A finding that something was not found; nothing can be quoted for it."""
    return {"severity": severity, "message": message, "quote": None, "page": None, "line": None, "fix": fix}
