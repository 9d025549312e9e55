"""Write the golden tables anew: `python -m tests.scoring.golden --write`. Without the option it prints the scores."""

from __future__ import annotations

import sys
from pathlib import Path

from interview_cli.interview.model import Evaluation
from tests.scoring import golden_findings
from tests.scoring.labelled import judged, samples, spoken

TABLE = Path(__file__).with_name("golden_scores.txt")


def row(name: str, evaluation: Evaluation) -> str:
    """One line: the overall score, the criteria in the rubric's order, and the tags; "-" where nothing is scored.

    Overall scores are whole and relevance is its state alone: the decimals of vectors differ between processors.
    """
    overall = "-" if evaluation.overall_score is None else f"{evaluation.overall_score:.0f}"
    scores = [
        f"{each.criterion} {each.state or ('-' if each.score is None else f'{each.score:g}')}"
        for each in evaluation.scores
    ]
    return f"{name}: {overall} | {', '.join(scores)} | {' '.join(evaluation.tags)}".rstrip()


def table() -> str:
    """The criterion scores and the overall score of every sample and of every development answer."""
    rows = [row(f"sample {name}", judged(question, answer)) for name, question, answer in samples()]
    rows += [row(f"spoken {each.id}", judged(each.question, each.answer)) for each in spoken("development")]
    return "\n".join(rows) + "\n"


if __name__ == "__main__":
    if sys.argv[1:] == ["--write"]:
        TABLE.write_text(table(), encoding="utf-8")
        golden_findings.TABLE.write_text(golden_findings.table(), encoding="utf-8")
    else:
        sys.stdout.write(table())
