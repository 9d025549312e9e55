"""The exact commands that install a missing part."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

PACKAGE = "interview-cli"


def pip_install(package: str) -> str:
    """The command that installs `package`, such as `interview-cli[voice]`, for the Python that runs.

    An extra of this program is installed from the checkout when the program runs from one.
    """
    checkout = Path(__file__).resolve().parent.parent
    if package.startswith(PACKAGE) and (checkout / "pyproject.toml").is_file():
        extra = package.removeprefix(PACKAGE)
        return f"{sys.executable} -m pip install -c '{checkout}/constraints.txt' -e '{checkout}{extra}'"
    return f"{sys.executable} -m pip install '{package}'"


def system_install(debian_package: str, other_package: str) -> str:
    """The command of the system's package manager; Homebrew's and Fedora's names are often the same."""
    if sys.platform == "darwin":
        return f"brew install {other_package}"
    if shutil.which("dnf"):
        return f"sudo dnf install {other_package}"
    return f"sudo apt-get install {debian_package}"
