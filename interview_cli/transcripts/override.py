"""Instructions from a person on how to read a transcript that would otherwise be read incorrectly.

They are given on the command line or in a small YAML file next to the transcript (`call.vtt.reading.yaml`):

    format: captions
    skip_lines: [1-12, 40]
    speakers:
      Dana Brook: interviewer
      "+1 425 555 0123": candidate
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from interview_cli.data_files import DataFileError, line_finder, load_yaml, read_text
from interview_cli.errors import InputError
from interview_cli.transcripts.model import Role, Transcript, Turn

SUFFIX: Final = ".reading.yaml"
FORMATS: Final = ("captions", "chat", "html", "json", "rtf", "sami", "table", "text", "textgrid", "xml")
"""Text formats that can be requested; binary documents (DOCX, ODT, PDF) are never ambiguous."""

_MAX_BYTES: Final = 100_000
_ROLES: Final = {role.value: role for role in (Role.INTERVIEWER, Role.CANDIDATE, Role.OTHER)}
_LINES: Final = re.compile(r"([1-9][0-9]{0,8})(?:-([1-9][0-9]{0,8}))?")
_ONE_OF: Final = "interviewer, candidate or other"


@dataclass(frozen=True, slots=True)
class Override:
    """How to read a transcript: its `format`, the roles of `speakers`, and lines to skip (from 1, inclusive)."""

    format: str | None = None
    speakers: Mapping[str, Role] = field(default_factory=dict)
    skipped_lines: tuple[tuple[int, int], ...] = ()

    def over(self, other: Override) -> Override:
        """This override, completed by the other one."""
        return Override(
            self.format or other.format,
            {**other.speakers, **self.speakers},
            self.skipped_lines or other.skipped_lines,
        )

    def kept(self, text: str) -> str:
        """A text without the skipped lines."""
        if not self.skipped_lines:
            return text
        lines = text.split("\n")
        for first, last in sorted(self.skipped_lines, reverse=True):
            del lines[first - 1 : last]
        return "\n".join(lines)

    def with_roles(self, transcript: Transcript) -> Transcript:
        """A transcript with the roles of the speakers named here.

        If only one side is named, all other speakers are the other side; otherwise they take no part. Raises
        InputError when a named speaker does not occur.
        """
        if not self.speakers:
            return transcript
        labels = dict.fromkeys(turn.speaker_label for turn in transcript.turns if turn.speaker_label)
        named = {name.casefold(): role for name, role in self.speakers.items()}
        missing = [name for name in self.speakers if name.casefold() not in {label.casefold() for label in labels}]
        if missing:
            found = f"the speakers are: {', '.join(list(labels)[:8])}" if labels else "it names no speakers"
            raise InputError(f"{transcript.source}: no speaker is called {missing[0]!r}; {found}.")
        sides = set(named.values()) - {Role.OTHER}
        rest = {frozenset({Role.CANDIDATE}): Role.INTERVIEWER, frozenset({Role.INTERVIEWER}): Role.CANDIDATE}
        other = rest.get(frozenset(sides), Role.OTHER if sides else Role.UNKNOWN)

        def decided(turn: Turn) -> Turn:
            role = named.get((turn.speaker_label or "").casefold(), other)
            return replace(turn, role=role)

        return replace(transcript, turns=tuple(map(decided, transcript.turns)), paired=False)


NO_OVERRIDE: Final = Override()


def parse_speakers(text: str) -> dict[str, Role]:
    """The roles in `NAME=interviewer,NAME=candidate`; a name may hold `=`. Raises ValueError with the reason."""
    speakers = {}
    for part in text.split(","):
        name, equals, role = part.rpartition("=")
        if not equals or not name.strip() or role.strip().casefold() not in _ROLES:
            raise ValueError(f"{part.strip()!r} is not NAME=ROLE, where ROLE is {_ONE_OF}")
        speakers[name.strip()] = _ROLES[role.strip().casefold()]
    return speakers


def override_beside(file: Path) -> Override:
    """The override in the YAML file next to a transcript; an empty one if there is no file. Raises DataFileError."""
    beside = file.with_name(file.name + SUFFIX)
    return read_override(beside) if beside.is_file() else NO_OVERRIDE


def read_override(file: Path) -> Override:
    """The override in a YAML file. Raises DataFileError, naming the line that is wrong."""
    text = read_text(file, _MAX_BYTES)
    data = load_yaml(text, file, as_text=True)
    line_of = line_finder(text)

    def wrong(problem: str, *path: str | int) -> DataFileError:
        return DataFileError(file, problem, line_of(path))

    if data in (None, ""):
        return NO_OVERRIDE
    if not isinstance(data, dict):
        raise wrong("must contain format, speakers or skip_lines")
    for key in data:
        if key not in {"format", "speakers", "skip_lines"}:
            raise wrong(f"{key!r} is none of format, speakers, skip_lines", key)
    if (name := data.get("format")) is not None and name not in FORMATS:
        raise wrong(f"format: {name!r} is none of {', '.join(FORMATS)}", "format")
    speakers: Any = data.get("speakers") or {}
    if not isinstance(speakers, dict):
        raise wrong("speakers: must be names with their roles", "speakers")
    for speaker, role in speakers.items():
        if not isinstance(role, str) or role.casefold() not in _ROLES:
            raise wrong(f"speakers: the role of {speaker!r} must be {_ONE_OF}", "speakers", speaker)
    lines: Any = data.get("skip_lines") or []
    spans = []
    for number, each in enumerate(lines if isinstance(lines, list) else [lines]):
        match = _LINES.fullmatch(each) if isinstance(each, str) else None
        if not match or int(match[2] or match[1]) < int(match[1]):
            raise wrong("skip_lines: must be line numbers such as 3, or ranges such as 1-12", "skip_lines", number)
        spans.append((int(match[1]), int(match[2] or match[1])))
    return Override(name, {str(key): _ROLES[role.casefold()] for key, role in speakers.items()}, tuple(spans))
