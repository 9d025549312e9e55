"""Where the user's files live.

`INTERVIEW_HOME` puts configuration, data and cache under one folder; otherwise platformdirs decides.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path


def place_below(folder: Path, name: str) -> Path | None:
    """The real place of a file named relative to `folder`, None when that is outside it. The file need not exist."""
    if "\0" in name:
        return None
    place = (folder / name).resolve()
    return place if place.is_relative_to(folder.resolve()) else None


@dataclass(frozen=True, slots=True)
class Paths:
    """The folders and files of one user. Nothing is created by looking."""

    config: Path
    data: Path
    cache: Path

    @property
    def settings_file(self) -> Path:
        return self.config / "config.toml"

    @property
    def database(self) -> Path:
        return self.data / "interview.db"

    @property
    def question_banks(self) -> Path:
        """The user's own banks, merged with the ones that ship."""
        return self.data / "question_banks"

    @property
    def prompts(self) -> Path:
        """The user's own prompts, which take the place of those that ship."""
        return self.config / "prompts"

    @property
    def recordings(self) -> Path:
        """The recordings of answers."""
        return self.data / "recordings"

    @property
    def documents(self) -> Path:
        """The files of the CVs and job posts that are kept."""
        return self.data / "documents"

    @classmethod
    def from_environment(cls) -> Paths:
        """The paths for this process."""
        home = os.environ.get("INTERVIEW_HOME")
        if home:
            root = Path(home).expanduser()
            return cls(config=root / "config", data=root / "data", cache=root / "cache")
        import platformdirs

        name = "interview-cli"
        return cls(
            config=platformdirs.user_config_path(name, appauthor=False),
            data=platformdirs.user_data_path(name, appauthor=False),
            cache=platformdirs.user_cache_path(name, appauthor=False),
        )
