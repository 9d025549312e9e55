"""PostgreSQL of the package where the person who starts it is root."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from interview_server.database import embedded


def test_root_runs_a_copy_of_what_others_cannot_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package, libraries = tmp_path / "home" / "postgres", tmp_path / "home" / "postgres.libs"
    for folder, content in ((package, "program"), (libraries, "library"), (tmp_path / "home" / "other", "other")):
        folder.mkdir(parents=True)
        (folder / "file").write_text(content)
    (tmp_path / "home").chmod(0o700)
    monkeypatch.setattr(embedded, "ROOT_FOLDER", tmp_path / "var")
    monkeypatch.setattr(embedded, "_is_root", lambda: True)
    copied = embedded.reachable_package(package)
    assert copied.is_relative_to(tmp_path / "var")
    assert (copied / "file").read_text() == "program"
    assert sorted(each.name for each in copied.parent.iterdir()) == ["postgres", "postgres.libs"]
    assert embedded.reachable_package(package) == copied
    os.utime(package, (2_000_000_000, 2_000_000_000))
    assert embedded.reachable_package(package) != copied, "another version has a copy of its own"
    monkeypatch.setattr(embedded, "_is_root", lambda: False)
    assert embedded.reachable_package(package) == package
