"""How two result files differ, for `interview evaluate --compare`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import typer

from interview_cli.batch.results import compare_files
from interview_cli.cli.terminal import counted, plain, print_json
from interview_cli.contracts.batch import Drift, ResultsComparison

_MOST_NAMES: Final = 10


def show_comparison(a: Path, b: Path, *, as_json: bool) -> None:
    """Print what changed from A to B. Raises InputError when one is not a result file."""
    comparison = compare_files(a, b)
    if as_json:
        print_json(comparison)
        return
    for name, path, judges, alone in (
        ("A", a, comparison["judges_a"], comparison["only_in_a"]),
        ("B", b, comparison["judges_b"], comparison["only_in_b"]),
    ):
        typer.echo(f"{name}: {plain(str(path))}, scored by {plain('; '.join(judges)) or 'nobody'}")
        if alone:
            typer.echo(f"   {len(alone)} only in {name}: {_listed(alone)}")
    typer.echo(f"{counted(comparison['matched'], 'transcript')} in both, matched by id.")
    typer.echo(f"{'':<20}{'n':>7}{'mean B−A':>11}{'mean |B−A|':>12}{'pearson':>9}{'spearman':>10}")
    _row("overall, of 100", comparison["overall"])
    for name, drift in comparison["criteria"].items():
        _row(f"{plain(name)[:13]}, of 5", drift)
    _changes(comparison)


def _changes(comparison: ResultsComparison) -> None:
    changed = comparison["changed_recommendations"]
    typer.echo(f"Recommendations changed: {len(changed)}")
    for each in changed:
        typer.echo(
            f"  {plain(each['id'])}: {each['recommendation_a'] or 'none'} → {each['recommendation_b'] or 'none'} "
            f"({_number(each['score_a'], 1)} → {_number(each['score_b'], 1)})"
        )


def _row(name: str, drift: Drift) -> None:
    typer.echo(
        f"{name:<20}{drift['n']:>7}{_number(drift['mean_difference'], 2, '+'):>11}"
        f"{_number(drift['mean_absolute_difference'], 2):>12}{_number(drift['pearson_r'], 3):>9}"
        f"{_number(drift['spearman_rho'], 3):>10}"
    )


def _number(value: float | None, digits: int, sign: str = "") -> str:
    return "–" if value is None else f"{value:{sign}.{digits}f}"


def _listed(names: Sequence[str]) -> str:
    rest = f" and {len(names) - _MOST_NAMES} more" if len(names) > _MOST_NAMES else ""
    return plain(", ".join(names[:_MOST_NAMES])) + rest
