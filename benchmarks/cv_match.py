"""How long `interview cv match` takes over 100 CVs of invented people as PDF: read first, and when read before.

    python -m benchmarks.cv_match [--cvs N] [--runs N]

Budgets on 2 cores: 30 s for the first match, which renders every page, and 3 s for the next. Exits with 1 when the
median of the later runs, or the first, is over its budget. Needs typst.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, Final, cast

from benchmarks.cv_people import Person, person
from interview_cli.contracts.resume import Resume
from interview_cli.cv.layout import STYLES
from interview_cli.cv.rendering import render

FIRST_S, NEXT_S = 30.0, 3.0

POST: Final = """# Senior Platform Engineer

## What you will do
- Run Kubernetes clusters for timetable services
- Design event pipelines
- Improve the reliability of our PostgreSQL databases

## Requirements
- 5+ years of experience
- Strong Python
- SQL is required

## Nice to have
- AWS
"""


def resume_of(someone: Person) -> Resume:
    """The CV of a person as data."""
    work = [
        {
            "name": job.company,
            "position": job.title,
            "location": job.place,
            "startDate": f"{job.start[0]}-{job.start[1]:02}",
            **({"endDate": f"{job.end[0]}-{job.end[1]:02}"} if job.end else {}),
            "highlights": list(job.bullets),
        }
        for job in someone.jobs
    ]
    made: dict[str, Any] = {
        "basics": {"name": someone.name, "email": someone.email, "phone": someone.phone},
        "work": work,
        "education": [
            {
                "institution": study.school,
                "studyType": study.degree,
                "startDate": str(study.start),
                "endDate": str(study.end),
            }
            for study in someone.studies
        ],
        "skills": [{"name": name, "keywords": list(names)} for name, names in someone.skills],
    }
    return cast("Resume", made)


def main() -> int:
    """Make the CVs, match them several times, and print how long each took."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--cvs", type=int, default=100)
    options.add_argument("--runs", type=int, default=3)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "cvs").mkdir()
        for number in range(chosen.cvs):
            style = STYLES[number % len(STYLES)]
            (folder / "cvs" / f"{number:03}.pdf").write_bytes(render(resume_of(person(number)), style, "pdf"))
        (folder / "job.md").write_text(POST, encoding="utf-8")
        first, *later = [_matched(folder) for _ in range(chosen.runs + 1)]
    median = statistics.median(later)
    print(f"{chosen.cvs} CVs: read for the first time {first:.1f} s (budget {FIRST_S:.0f})")
    print(f"{chosen.cvs} CVs: read before {median:.2f} s (budget {NEXT_S:.0f}; {min(later):.2f} to {max(later):.2f})")
    return int(first > FIRST_S or median > NEXT_S)


def _matched(folder: Path) -> float:
    matched = ["cv", "match", "--job", str(folder / "job.md"), str(folder / "cvs")]
    command = [sys.executable, "-m", "interview_cli", *matched, "--csv", str(folder / "ranking.csv")]
    environment = {**os.environ, "INTERVIEW_HOME": str(folder / "home")}
    begun = time.perf_counter()
    subprocess.run(command, env=environment, check=True, capture_output=True)
    return time.perf_counter() - begun


if __name__ == "__main__":
    sys.exit(main())
