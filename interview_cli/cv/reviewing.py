"""A rewrite decided on by its person, one change after the other."""

from __future__ import annotations

import copy
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, cast

from interview_cli.cv.facts import entry_of
from interview_cli.cv.lines import lines_of
from interview_cli.cv.rewriting import Rewriting, put

if TYPE_CHECKING:
    from interview_cli.contracts.cv import Change
    from interview_cli.contracts.resume import Resume


@dataclass(slots=True)
class Proposal:
    """Something to take or to leave as it was: a line in other words, or lines of a list that move up.

    A line that was changed more than once is one proposal. `path` is the line's, or the list's.
    """

    path: str
    changes: list[Change] = field(default_factory=list)
    taken: bool = True

    @property
    def is_order(self) -> bool:
        """Whether only the order changes."""
        return self.changes[0]["before"] == self.changes[0]["after"]

    @property
    def before(self) -> str:
        """The line as the CV has it."""
        return self.changes[0]["before"] or ""

    @property
    def after(self) -> str:
        """The line as it is proposed."""
        return self.changes[-1]["after"] or ""


class Review:
    """The proposals of a rewrite, each of which is taken until it is left."""

    def __init__(self, source: Resume, made: Rewriting) -> None:
        """`source` is the CV that the rewrite was made of."""
        self._source = source
        self._made = made
        self.proposals = _proposals(made.changes)

    @property
    def refused(self) -> Iterable[Any]:
        """The lines that add something, which nobody can take."""
        return self._made.refused

    def place(self, path: str) -> str:
        """Where in the CV a line stands, in words: its section, and what its entry is called there."""
        section, *rest = path.split(".")
        entries: Any = self._source.get(section)
        entry = entries[int(rest[0])] if rest and rest[0].isdigit() and isinstance(entries, list) else {}
        named = next((entry[name] for name in ("name", "institution", "title") if entry.get(name)), "")
        return f"{section}, {named}" if named else section

    def result(self) -> Rewriting:
        """The rewrite with what was taken, and nothing of what was left."""
        resume = copy.deepcopy(self._made.resume)
        left = [each for each in self.proposals if not each.taken]
        for proposal in [each for each in left if each.is_order]:
            self._restore_order(resume, proposal.path)
        for proposal in [each for each in left if not each.is_order]:
            for line in lines_of(resume):
                if entry_of(line.path) == entry_of(proposal.path) and line.text == proposal.after:
                    put(resume, line.path, proposal.before)
                    break
        taken = [change for each in self.proposals if each.taken for change in each.changes]
        return replace(self._made, resume=resume, changes=taken)

    def _restore_order(self, resume: Resume, path: str) -> None:
        """Put the lines of a list where they are in the source."""
        places: dict[str, list[int]] = {}
        for place, line in enumerate(_value(self._source, path)):
            places.setdefault(line, []).append(place)
        worded: dict[str, str] = {
            each.after: each.before
            for each in self.proposals
            if not each.is_order and entry_of(each.path) == entry_of(path)
        }
        _value(resume, path).sort(key=lambda line: places[worded.get(line) or line].pop(0))


def _proposals(changes: Iterable[Change]) -> list[Proposal]:
    """Changes of the same line, and moves within the same list, together."""
    found: list[Proposal] = []
    for change in changes:
        is_move = change["before"] == change["after"]
        path = change["path"].rpartition(".")[0] if is_move else change["path"]
        same = next((each for each in found if _continues(each, change, path, is_move=is_move)), None)
        if same is None:
            found.append(same := Proposal(path))
        same.changes.append(change)
    return found


def _continues(proposal: Proposal, change: Change, path: str, *, is_move: bool) -> bool:
    if is_move or proposal.is_order:
        return is_move and proposal.is_order and proposal.path == path
    return entry_of(proposal.path) == entry_of(path) and proposal.after == change["before"]


def _value(resume: Resume, path: str) -> list[str]:
    """The list at a path."""
    place: Any = resume
    for part in path.split("."):
        place = place[int(part)] if isinstance(place, list) else place[part]
    return cast("list[str]", place)
