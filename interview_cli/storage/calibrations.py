"""Saved calibrations: one JSON file each, by name, readable by their owner only."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Final

from interview_cli.errors import InputError, StorageError
from interview_cli.trust.correction import Calibration, calibration_from_json
from interview_cli.whole_files import written_whole

_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_MAX_BYTES: Final = 10_000_000
_ENDING: Final = ".json"


class Calibrations:
    """The calibrations in a folder, which need not exist yet."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def names(self) -> list[str]:
        """The names of all calibrations, sorted."""
        return sorted(file.stem for file in self._folder.glob(f"*{_ENDING}") if _NAME.fullmatch(file.stem))

    def check_name(self, name: str) -> None:
        """Raises InputError when a calibration cannot be called so."""
        if not _NAME.fullmatch(name):
            raise InputError(
                f"A calibration cannot be called {name[:80]!r}.", "Use letters, digits, '.', '-' and '_', at most 64."
            )

    def save(self, calibration: Calibration) -> Path:
        """Keep a calibration under its name, in the place of an older one; where it is. Raises StorageError."""
        self.check_name(calibration.name)
        path = self._path(calibration.name)
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            with written_whole(path) as file:
                json.dump(calibration.to_json(), file, indent=2, allow_nan=False)
                file.write("\n")
        except OSError as error:
            raise StorageError(f"{path} cannot be written: {error.strerror}.") from None
        return path

    def load(self, name: str) -> Calibration:
        """The calibration called `name`. Raises InputError when there is none or its file is damaged."""
        self.check_name(name)
        path = self._path(name)
        try:
            with path.open("rb") as file:
                raw = file.read(_MAX_BYTES)
        except FileNotFoundError:
            known = ", ".join(self.names()) or "none yet"
            raise InputError(
                f"There is no calibration {name!r} (there are: {known}).",
                f"Learn it: interview calibrate GRADES.csv --judge rubric --fit {name}",
            ) from None
        except OSError as error:
            raise InputError(f"{path} cannot be read: {error.strerror}.") from None
        try:
            return calibration_from_json(json.loads(raw))
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise InputError(
                f"{path} is not a calibration of this program: {str(error)[:120]}.", "Learn it again with --fit."
            ) from None

    def _path(self, name: str) -> Path:
        return self._folder / f"{name}{_ENDING}"
