"""Which files and folders a pattern such as `calls/**/*.vtt` stands for."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterator
from typing import Final

_ANY_DEPTH: Final = "**"


def expand_pattern(pattern: str) -> list[str]:
    """What matches, in order. `**` stands for folders at any depth, without following links, and not for hidden ones.

    What lies in a folder that matches itself is left out, as are links back to a folder that they are in.
    """
    found = sorted(path for path in set(_expanded(pattern)) if not _leads_back(path))
    folders = {path for path in found if os.path.isdir(path)}
    return [path for path in found if not any(parent in folders for parent in _parents(path))]


def _expanded(pattern: str) -> Iterator[str]:
    parts = pattern.replace(os.sep, "/").split("/")
    if _ANY_DEPTH not in parts:
        yield from glob.iglob(pattern)
        return
    at = parts.index(_ANY_DEPTH)
    behind = "/".join(parts[at + 1 :])
    bases = glob.iglob("/".join(parts[:at]) or "/") if at else iter([""])
    for base in bases:
        if not behind.strip("/"):
            yield base or os.curdir
            continue
        for folder, folders, _ in os.walk(base or os.curdir):
            folders[:] = [name for name in folders if not name.startswith(".")]
            within = folder if base else os.path.relpath(folder)
            yield from _expanded(behind if within == os.curdir else f"{glob.escape(within.rstrip('/'))}/{behind}")


def _leads_back(path: str) -> bool:
    if not os.path.islink(path):
        return False
    target, home = os.path.realpath(path), os.path.realpath(os.path.dirname(path))
    return home == target or home.startswith(target.rstrip("/") + "/")


def _parents(path: str) -> Iterator[str]:
    while (parent := os.path.dirname(path)) not in {"", path}:
        yield parent
        path = parent
