"""The web pages: Jinja templates on one base with one stylesheet.

A page is one file: no network, and no script but what its policy names. What a transcript, a grades file or a model
says is escaped wherever it stands; only text that is `markupsafe.Markup` is taken for HTML.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from interview_cli.reports.speech import clock

if TYPE_CHECKING:
    from jinja2 import Environment


def page(name: str, **values: object) -> Iterator[str]:
    """The page made from the template `name` in pieces, so that a long one is never held whole."""
    stream = _environment().get_template(f"{name}.html").stream({"sources": "", **values})
    stream.enable_buffering(64)
    return iter(stream)


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("interview_cli.reports", "pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "clock": clock,
        "points": lambda value: "–" if value is None else f"{value:.1f}",
        "measure": lambda value: "–" if value is None else f"{value:.4g}",
        "grade": lambda value: "–" if value is None else f"{value:.3f}",
        "between": lambda interval: "–" if interval is None else f"{interval[0]:.3f} to {interval[1]:.3f}",
        "words": lambda name: name.replace("_", " ").lower(),
    }
    return environment
