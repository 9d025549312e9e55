"""YAML that people hand us: read without running code, without growing, and without overrunning the stack."""

from __future__ import annotations

from typing import Any, Final

import yaml

MAX_DEPTH: Final = 50
"""Lists and mappings in one another; libyaml's composer recurses on the C stack, which some 10,000 levels overrun."""

VALUES: Final[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""Reads numbers, dates and booleans as such."""

TEXTS: Final[Any] = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
"""Reads every scalar as text."""


def load_yaml(text: str, loader: Any) -> Any:
    """The data in a YAML text, by the loader VALUES or TEXTS.

    Raises ValueError for aliases, which only a bomb needs, and for deep nesting; yaml.YAMLError when it is broken.
    """
    depth = 0
    for event in yaml.parse(text, Loader=loader):
        if isinstance(event, yaml.AliasEvent):
            raise ValueError("aliases (*name) are not allowed")
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH:
            raise ValueError("lists or mappings are nested too deeply")
    return yaml.load(text, Loader=loader)  # noqa: S506 (both loaders are safe)
