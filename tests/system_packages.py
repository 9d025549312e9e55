"""What the tests need of the system beside what pip brings: the only list of it.

Run as a program, it installs what is missing where no password is asked for: with apt as root or through sudo, or
with Homebrew. A test says what it needs with `@pytest.mark.needs("flite")`; a helper or fixture calls
`need("flite")`. The test is skipped where that is missing, which in CI is a failure. Nothing but the standard library
is used here, since this runs before anything is installed.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

LOCK_TIMEOUT_S: Final = 300
"""How long apt waits for another apt to finish."""


def _program(name: str) -> Callable[[], bool]:
    return lambda: shutil.which(name) is not None


def _library(name: str) -> Callable[[], bool]:
    """Whether a shared library of Linux is there. On other systems the Python package brings its own."""

    def loads() -> bool:
        try:
            ctypes.CDLL(name)
        except OSError:
            return False
        return True

    return loads if sys.platform == "linux" else lambda: True


def _alsa_plugin(name: str) -> Callable[[], bool]:
    return lambda: any(Path("/usr").glob(f"lib*/**/alsa-lib/libasound_module_{name}.so"))


def chromium() -> str | None:
    """The program of the browser, as Debian, Ubuntu or its maker call it; None where there is none."""
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


def postgresql() -> Path | None:
    """The programs of the system's PostgreSQL, the oldest from 15 on, as Debian keeps them; None without."""
    found = {int(folder.parent.name): folder for folder in Path("/usr/lib/postgresql").glob("[0-9]*/bin")}
    return min(((number, folder) for number, folder in found.items() if number >= 15), default=(0, None))[1]


OBLIQUE_FONT: Final = Path("/usr/share/fonts/truetype/dejavu/DejaVuSans-Oblique.ttf")
"""CVs are printed with it, and with the upright ones that it brings along."""


@dataclass(frozen=True, slots=True)
class Package:
    """A package of Debian and Ubuntu: its formula in Homebrew, if any, and how to see that it is there."""

    formula: str | None
    is_installed: Callable[[], bool]


PACKAGES: Final = {
    "chromium": Package(None, lambda: chromium() is not None),
    "espeak-ng": Package("espeak-ng", _program("espeak-ng")),
    "flite": Package("flite", _program("flite")),
    "fonts-dejavu-extra": Package(None, OBLIQUE_FONT.exists),
    "libasound2-plugins": Package(None, _alsa_plugin("pcm_pulse")),
    "libatomic1": Package(None, _library("libatomic.so.1")),  # of the driver of the browser
    "libespeak-ng1": Package(None, _library("libespeak-ng.so.1")),
    "libportaudio2": Package(None, _library("libportaudio.so.2")),
    "postgresql": Package(None, lambda: postgresql() is not None),
    "pulseaudio": Package(None, _program("pulseaudio")),
    "pulseaudio-utils": Package(None, _program("pactl")),
    "tmux": Package("tmux", _program("tmux")),
}
"""By their names in Debian. The virtual microphone goes through ALSA, so that PulseAudio helps on Linux only."""


def missing() -> list[str]:
    """The packages that are not installed, by their names in Debian."""
    return [name for name, package in PACKAGES.items() if not package.is_installed()]


def need(*names: str) -> None:
    """Skip the running test unless these packages, named as in Debian, are installed."""
    if lacking := [name for name in names if not PACKAGES[name].is_installed()]:
        import pytest

        pytest.skip(f"needs {', '.join(lacking)}")


def advice(names: list[str]) -> str:
    """A sentence with the command that installs these packages on this system."""
    if command := _install_command(names):
        return f"Install them with: {' '.join(command)}"
    return f"Debian's names for them are {', '.join(names)}."


def _install_command(names: list[str]) -> list[str]:
    """The command that installs what this system's package manager has of `names`; empty when it has nothing."""
    if shutil.which("apt-get"):
        sudo = [] if os.geteuid() == 0 else ["sudo"]
        return [*sudo, "apt-get", "install", "--yes", "--no-install-recommends", *names]
    formulas = sorted({formula for name in names if (formula := PACKAGES[name].formula)})
    return ["brew", "install", *formulas] if formulas and shutil.which("brew") else []


def _asks_for_no_password(command: list[str]) -> bool:
    if command[0] != "sudo":
        return True
    return bool(shutil.which("sudo")) and subprocess.run(["sudo", "-n", "true"], capture_output=True).returncode == 0


def main() -> None:
    """Install what is missing, or say on stderr what is left out. Never fails: what is missing is skipped by name."""
    names = missing()
    command = _install_command(names) if names else []
    if command and _asks_for_no_password(command):
        _say(f"Installing system packages for the tests: {' '.join(names)} …")
        environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive", "HOMEBREW_NO_AUTO_UPDATE": "1"}
        if "apt-get" in command:
            at = command.index("apt-get") + 1
            command[at:at] = ["-qq", "-o", f"DPkg::Lock::Timeout={LOCK_TIMEOUT_S}"]
            subprocess.run([*command[:at], "update", "-qq"], stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
        subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
        names = missing()
    if names:
        _say(f"Missing, so some tests will be skipped: {', '.join(names)}. {advice(names)}")


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


if __name__ == "__main__":
    main()
