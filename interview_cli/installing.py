"""The exact commands that install a missing part."""

from __future__ import annotations

import shutil
import sys
from importlib.util import find_spec
from pathlib import Path

PACKAGE = "interview-cli"


def pip_install(package: str) -> str:
    """The command that installs `package`, such as `interview-cli[voice]`, for the Python that runs.

    An extra of this program is installed from the checkout when the program runs from one. An environment without pip
    was made by uv, by pipx or by `uv tool install`: there uv installs.
    """
    pip = f"{sys.executable} -m pip install" if find_spec("pip") else f"uv pip install --python {sys.executable}"
    checkout = Path(__file__).resolve().parent.parent
    if package.startswith(PACKAGE) and (checkout / "pyproject.toml").is_file():
        extra = package.removeprefix(PACKAGE)
        return f"{pip} -c '{checkout}/constraints.txt' -e '{checkout}{extra}'"
    return f"{pip} '{package}'"


def system_install(debian_package: str, other_package: str) -> str:
    """The command of the system's package manager; Homebrew's and Fedora's names are often the same."""
    if sys.platform == "darwin":
        return f"brew install {other_package}"
    if shutil.which("dnf"):
        return f"sudo dnf install {other_package}"
    return f"sudo apt-get install {debian_package}"
