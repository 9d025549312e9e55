"""CVs against a job: must-haves as gates with the lines that meet them, then weights.

Nothing in a score falls when a CV shows more: gates and nice-to-haves are met or not, and likeness counts, for each
task of the job, the line of the CV that is most like it. Names and whatever else is masked (`masking`) have no part.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Final, NamedTuple

from interview_cli.cv.coverage import Shown, either, says_something
from interview_cli.cv.lines import Line, bullets_of, lines_of
from interview_cli.cv.masking import masked
from interview_cli.cv.periods import experience_in_words, years_of_experience
from interview_cli.interview.content_words import content, weight

if TYPE_CHECKING:
    from interview_cli.contracts.cv import Gate, RankedCv
    from interview_cli.contracts.job import JobPost
    from interview_cli.contracts.resume import ParsedResume
    from interview_cli.text.meaning import Vectors

RULES: Final = "cv-match@2"

WEIGHTS: Final = {"must_have": 40, "shown_in_work": 20, "nice_to_have": 15, "similarity": 25}
"""What each part counts of 100 (chosen): gates met, gates met by what was done and not by a list alone, wishes met,
and how alike the tasks are."""

MOST_EVIDENCE: Final = 5
"""The maximum number of lines shown for a requirement (chosen)."""

COPIED_FROM: Final = 0.9
"""A line that shares this much of its content words with one sentence of the post, and has FEWEST_COPIED of them, is
taken for a copy of it and is compared with no task (chosen)."""

FEWEST_COPIED: Final = 4
BY_WORDS: Final = "shared words"


class Wanted(NamedTuple):
    """What a job asks for, ready to be compared with many CVs. One of each tuple of must-haves is enough."""

    must_have: list[tuple[str, ...]]
    nice_to_have: list[str]
    years: int | None
    tasks: list[str]


class Likeness:
    """How like the lines of a CV are to the tasks of a job, by vectors where there are any, else by shared words."""

    def __init__(self, tasks: Sequence[str], vectors: Vectors | None) -> None:
        self._tasks = list(tasks)
        self._vectors = vectors
        self._rows = vectors.embed(self._tasks) if vectors is not None and self._tasks else None
        self._contents = [content(task) for task in self._tasks]

    @property
    def name(self) -> str:
        """What compares."""
        return BY_WORDS if self._vectors is None else self._vectors.name

    def mean_of_best(self, lines: Sequence[str]) -> float | None:
        """The mean over the tasks of the likeness (0-1) of the best line; None when there is nothing to compare."""
        if not self._tasks:
            return None
        kept = [each for each in dict.fromkeys(lines) if not self._is_copied(each)]
        if not kept:
            return 0.0
        if self._vectors is not None and self._rows is not None:
            best = (self._rows @ self._vectors.embed(kept).T).max(axis=1)
            return float(best.clip(0.0, 1.0).mean())
        words = [content(line).keys() for line in kept]
        return sum(max(_share(task, line) for line in words) for task in self._contents) / len(self._tasks)

    def _is_copied(self, line: str) -> bool:
        words = content(line)
        return len(words) >= FEWEST_COPIED and any(
            weight(words.keys() & task.keys(), words) >= COPIED_FROM * weight(words, words) for task in self._contents
        )


def _share(task: dict[str, float], line: object) -> float:
    assert isinstance(line, type({}.keys()))
    total = weight(task, task)
    return weight(task.keys() & line, task) / total if total else 0.0


def wanted_by(job: JobPost) -> Wanted:
    """What a job asks for; without responsibilities its title stands for the tasks."""
    must = either(job["must_have"])
    named = {skill for skills in must for skill in skills}
    nice = [each for each in dict.fromkeys(each["skill"] for each in job["nice_to_have"]) if each not in named]
    tasks = list(job["responsibilities"]) or ([job["title"]] if job["title"] else [])
    return Wanted(must, nice, job["years"]["minimum"] if job["years"] else None, tasks)


def match(
    parsed: ParsedResume, wanted: Wanted, likeness: Likeness, today: date, *, mask_schools: bool = True
) -> RankedCv:
    """One CV against a job, without a rank or a name yet."""
    resume = parsed["resume"]
    lines, kinds = masked(resume, schools=mask_schools)
    shown = Shown(lines)
    gates = [_gate(" or ".join(skills), shown.where_any(skills)) for skills in wanted.must_have]
    in_work = [any(each["path"].startswith(("work.", "projects.")) for each in gate["evidence"]) for gate in gates]
    if wanted.years is not None:
        gates.append(_years_gate(parsed, wanted.years, today))
        in_work.append(gates[-1]["met"])
    nice = [_gate(skill, shown.where(skill)) for skill in wanted.nice_to_have]
    shares = {
        "must_have": _mean([gate["met"] for gate in gates]),
        "shown_in_work": _mean(in_work),
        "nice_to_have": _mean([gate["met"] for gate in nice]),
        "similarity": likeness.mean_of_best([each.text for each in bullets_of(lines) if says_something(each)]),
    }
    counted = {name: share for name, share in shares.items() if share is not None}
    total = sum(WEIGHTS[name] for name in counted)
    parts = {name: round(100 * share * WEIGHTS[name] / total, 2) for name, share in counted.items()}
    return {
        "rank": 0,
        "cv": "",
        "passes": all(gate["met"] for gate in gates),
        "gates_met": sum(gate["met"] for gate in gates),
        "score": round(sum(parts.values()), 1),
        "parts": parts,
        "gates": gates,
        "nice_to_have": nice,
        "masked": kinds,
    }


def ranked(matches: Sequence[RankedCv]) -> list[RankedCv]:
    """The CVs in order: more gates met first, then the score. Equals share a rank."""
    ordered = sorted(matches, key=lambda each: (-each["gates_met"], -each["score"], each["cv"]))
    found: list[RankedCv] = []
    for place, each in enumerate(ordered, 1):
        before = found[-1] if found else None
        same = before is not None and (before["gates_met"], before["score"]) == (each["gates_met"], each["score"])
        found.append({**each, "rank": before["rank"] if before is not None and same else place})
    return found


def _gate(skill: str, where: Sequence[Line]) -> Gate:
    by_weight = sorted(where, key=lambda line: line.section not in {"work", "projects"})
    return {
        "requirement": skill,
        "met": bool(where),
        "evidence": [each.where() for each in by_weight[:MOST_EVIDENCE]],
    }


def _years_gate(parsed: ParsedResume, least: int, today: date) -> Gate:
    """Years in positions, overlaps counted once; the lines with their dates are the evidence."""
    resume = parsed["resume"]
    years = years_of_experience(resume.get("work", []), today)
    dated = [each for each in lines_of(resume) if each.section == "work" and each.field in {"startDate", "endDate"}]
    met = years is not None and years >= least
    return {
        "requirement": f"{least} years of experience",
        "met": met,
        "evidence": [each.where() for each in dated[: MOST_EVIDENCE * 2]] if met else [],
        "measured": experience_in_words(resume.get("work", []), today),
    }


def _mean(met: Sequence[bool]) -> float | None:
    return sum(met) / len(met) if met else None
