"""The wheel, installed in a clean environment, does the main job and stays small."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.packaging.conftest import PROJECT

SIZE_LIMIT_BYTES = 250_000_000
"""The demand on the base install, without speech recognition."""


pytestmark = pytest.mark.timeout(600)  # packages may have to be downloaded


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a fresh virtual environment with the built wheel in it."""
    environment = tmp_path_factory.mktemp("wheel") / "venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(environment)], check=True)
    pip = [sys.executable, "-m", "uv", "pip", "install", "--quiet", "--python", str(environment / "bin/python")]
    subprocess.run([*pip, "-c", str(PROJECT / "constraints.txt"), str(wheel)], check=True, capture_output=True)
    return environment


def run(installed: Path, home: Path, *arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    """The installed program, away from the checkout."""
    return subprocess.run(
        [str(installed / "bin/interview"), *arguments],
        input=stdin,
        capture_output=True,
        text=True,
        cwd=home,
        env={"PATH": os.environ["PATH"], "INTERVIEW_HOME": str(home)},
        check=False,
    )


def test_main_job_from_the_wheel(installed: Path, tmp_path: Path) -> None:
    answers = "\n".join(["In 2023 at my last job I led a migration and cut costs by 30 percent."] * 8)
    practice = run(installed, tmp_path, "practice", "--type", "behavioral", "--json", stdin=answers)
    assert practice.returncode == 0, practice.stderr
    session = json.loads(practice.stdout)["session"]
    assert session["status"] == "completed"
    history = json.loads(run(installed, tmp_path, "history", "--json").stdout)
    assert [each["id"] for each in history] == [session["id"]]
    feedback = run(installed, tmp_path, "feedback", "last")
    assert feedback.returncode == 0
    assert "cut costs by 30 percent" in feedback.stdout


def test_doctor_finds_nothing_broken(installed: Path, tmp_path: Path) -> None:
    doctor = run(installed, tmp_path, "doctor", "--json")
    assert doctor.returncode == 0
    assert [check["name"] for check in json.loads(doctor.stdout)["checks"] if check["status"] == "fail"] == []


def test_base_install_is_small(installed: Path) -> None:
    files = (path for path in installed.rglob("*") if path.is_file() and not path.is_symlink())
    assert sum(path.stat().st_size for path in files) <= SIZE_LIMIT_BYTES
