"""Agreement of the rules with human grades on a public short-answer set.

    python benchmarks/short_answers.py GRADES.csv [--embeddings] [--columns reference=desired_answer,…]

Without --columns it expects the header of Mohler's data-structures set as it is commonly shared: id, question,
desired_answer, student_answer, score_me, score_other. The two graders' mean is the truth. Nothing is fitted to it.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from time import perf_counter

from interview_cli.errors import InterviewError
from interview_cli.interview.model import Evaluator
from interview_cli.text.embeddings import load_similarity
from interview_cli.trust.calibration import CalibrationReport, calibrate
from interview_cli.trust.grading_judges import reference_scorer

MOHLER_COLUMNS = "reference=desired_answer,answer=student_answer,grade=score_me,grade2=score_other"


def main() -> int:
    """Print the agreement; return the process's exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("grades", type=Path)
    parser.add_argument("--embeddings", action="store_true", help="add the local embedding model")
    parser.add_argument("--columns", default=MOHLER_COLUMNS, help="our=theirs, comma-separated")
    parser.add_argument("--max-grade", type=float, default=5.0)
    options = parser.parse_args()
    columns = dict(pair.split("=", 1) for pair in options.columns.split(","))
    similarity = load_similarity() if options.embeddings else None
    started = perf_counter()
    scorer, prepare = reference_scorer(similarity)
    name = similarity.name if similarity else "coverage"
    evaluator = Evaluator("rules", name, prompt_version=None, rubric_version="1")
    report = calibrate(options.grades, columns, options.max_grade, scorer, evaluator, prepare)
    show(report, perf_counter() - started)
    return 0


def show(report: CalibrationReport, seconds: float) -> None:
    """Print a report's figures, two graders' agreement with each other last."""
    figures = report.overall
    print(f"{report.evaluator.name}: n {figures.n}, {seconds:.1f} s, {1000 * seconds / figures.n:.2f} ms an answer")
    for name in ("pearson_r", "spearman_rho", "mae", "rmse", "qwk"):
        print(f"  {name:<16}{_number(getattr(figures, name))}")
    print(f"  {'human_pearson_r':<16}{_number(report.human_pearson_r)}")


def _number(value: float | None) -> str:
    return "undefined" if value is None else f"{value:.3f}"


if __name__ == "__main__":
    try:
        sys.exit(main())
    except InterviewError as error:
        sys.exit(str(error))
