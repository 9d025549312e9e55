"""The program installed as README says, by uv and by pipx, from the wheel and from the repository, with an extra."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from uv import find_uv_bin

from tests.packaging.conftest import PROJECT

pytestmark = pytest.mark.timeout(600)  # packages may have to be downloaded


class Installed:
    """The program, installed below `home`; commands see nothing of this checkout or of its environment."""

    def __init__(self, home: Path) -> None:
        self.home = home
        kept = {
            name: value for name, value in os.environ.items() if not name.startswith(("INTERVIEW_", "PYTHON", "VIRT"))
        }
        self.environment = kept | {
            "PATH": f"{home / 'bin'}:{Path(find_uv_bin()).parent}:/usr/bin:/bin",
            "SHELL": "/bin/bash",
            "INTERVIEW_HOME": str(home / "interview"),
            "UV_TOOL_DIR": str(home / "tools"),
            "UV_TOOL_BIN_DIR": str(home / "bin"),
            "UV_PYTHON": sys.executable,
            "PIPX_HOME": str(home / "tools"),
            "PIPX_BIN_DIR": str(home / "bin"),
            "PIPX_DEFAULT_PYTHON": sys.executable,
        }

    def install(self, *command: str) -> None:
        """Run a command that installs something."""
        self._run(command, self.environment)

    def run(self, *command: str, stdin: str = "") -> str:
        """What a command prints for a user whose home is empty."""
        return self._run(command, self.environment | {"HOME": str(self.home)}, stdin)

    def _run(self, command: tuple[str, ...], environment: dict[str, str], stdin: str = "") -> str:
        done = subprocess.run(
            command, input=stdin, capture_output=True, text=True, cwd=self.home, env=environment, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def check(self, name: str) -> dict[str, Any]:
        """One check of `interview doctor`."""
        checks = json.loads(self.run("interview", "doctor", "--json"))["checks"]
        return next(check for check in checks if check["name"] == name)


@pytest.fixture(params=["uv", "pipx"], scope="module")
def installer(request: pytest.FixtureRequest) -> list[str]:
    """The command that installs a program."""
    constraints = str(PROJECT / "constraints.txt")
    if request.param == "uv":
        return ["uv", "tool", "install", "--quiet", "--constraints", constraints]
    return [sys.executable, "-m", "pipx", "install", "--quiet", f"--pip-args=--constraint={constraints}"]


def test_from_the_wheel_and_the_extra_by_the_command_of_doctor(
    installer: list[str], wheel: Path, tmp_path: Path
) -> None:
    program = Installed(tmp_path)
    program.install(*installer, str(wheel))
    missing = program.check("embeddings")
    assert missing["status"] == "warn"
    program.install("sh", "-c", missing["fix"])
    assert program.check("embeddings")["status"] == "ok"


def test_from_the_repository_with_an_extra(installer: list[str], tmp_path: Path) -> None:
    program = Installed(tmp_path)
    program.install(*installer, f"{PROJECT}[embeddings]")
    assert program.check("embeddings")["status"] == "ok"
    answers = "In 2023 at my last job I led a migration and cut costs by 30 percent.\n" * 8
    practice = program.run("interview", "practice", "--type", "behavioral", "--json", stdin=answers)
    assert json.loads(practice)["session"]["status"] == "completed"
    assert "installed" in program.run("bash", "-c", "interview --install-completion; exit $?")
    offered = program.run("bash", "-ic", "complete -p interview")
    assert "_interview_completion" in offered
