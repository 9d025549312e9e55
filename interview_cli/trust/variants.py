"""Transcripts with one thing changed and everything else the same, ready to be scored again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from random import Random
from typing import Final

from interview_cli.scoring.person_names import GROUPS
from interview_cli.transcripts.labels import roles_of_labels
from interview_cli.transcripts.model import Role, Transcript, Turn
from interview_cli.transcripts.roles import assign_roles
from interview_cli.trust.counterfactual import (
    people_in,
    renamed,
    renaming,
    with_markers,
    with_other_pronouns,
    with_pauses,
    without_fillers,
)

PRONOUNS: Final = "pronouns swapped"
FILLERS_REMOVED: Final = "fillers removed"
PAUSES_ADDED: Final = "um and uh added"
MARKERS_ADDED: Final = "you know, like, well added"


@dataclass(frozen=True, slots=True)
class Variant:
    """A transcript in which only `change` has changed. `candidate` is what to call the candidate in it."""

    change: str
    transcript: Transcript
    candidate: str | None


def names_change(group: str) -> str:
    """What the change to the names of a group is called."""
    return f"names: {group}"


CHANGES: Final = (
    *(names_change(group.label) for group in GROUPS),
    PRONOUNS,
    FILLERS_REMOVED,
    PAUSES_ADDED,
    MARKERS_ADDED,
)


def variants(transcript: Transcript, candidate: str | None, seed: int) -> Iterator[Variant]:
    """The transcript under every change that can be made in it. Raises InputError when nobody is the candidate.

    Names change in what everybody says and in the labels, pronouns in what everybody says, fillers only in what the
    candidate says.
    """
    assigned = assign_roles(transcript, candidate)
    yield from _renamed(transcript, candidate)
    swapped = tuple(_edited(turn, with_other_pronouns(turn.text)) for turn in transcript.turns)
    if swapped != transcript.turns:
        yield Variant(PRONOUNS, replace(transcript, turns=swapped), candidate)
    edits: tuple[tuple[str, Callable[[str, Random], str]], ...] = (
        (FILLERS_REMOVED, lambda text, _: without_fillers(text)),
        (PAUSES_ADDED, with_pauses),
        (MARKERS_ADDED, with_markers),
    )
    for change, edit in edits:
        source = Random(f"{seed}:{transcript.id}:{change}")  # noqa: S311 - reproducible on purpose
        changed = _with_candidate_texts(transcript, assigned, edit, source)
        if changed not in {transcript, assigned}:
            yield Variant(change, changed, candidate)


def _renamed(transcript: Transcript, candidate: str | None) -> Iterator[Variant]:
    labels = list(dict.fromkeys(turn.speaker_label for turn in transcript.turns if turn.speaker_label))
    told = roles_of_labels(set(labels))
    named = [label for label in (*labels, transcript.candidate, candidate) if label and label not in told]
    people = people_in((turn.text for turn in transcript.turns), named)
    if not people:
        return
    for group in GROUPS:
        names = renaming(people, group)
        turns = tuple(
            replace(_edited(turn, renamed(turn.text, names)), speaker_label=_label(turn.speaker_label, names))
            for turn in transcript.turns
        )
        changed = replace(transcript, turns=turns, candidate=_label(transcript.candidate, names))
        yield Variant(names_change(group.label), changed, _label(candidate, names))


def _label(text: str | None, names: Mapping[str, str]) -> str | None:
    return text and renamed(text, names, is_label=True)


def _with_candidate_texts(
    transcript: Transcript, assigned: Transcript, edit: Callable[[str, Random], str], source: Random
) -> Transcript:
    """The candidate's turns edited. Where speakers have labels, the candidate is identified again."""
    keeps_labels = len(transcript.turns) == len(assigned.turns)
    original = transcript if keeps_labels else assigned
    turns = tuple(
        _edited(turn, edit(turn.text, source)) if decided.role is Role.CANDIDATE else turn
        for turn, decided in zip(original.turns, assigned.turns, strict=True)
    )
    return replace(original, turns=turns)


def _edited(turn: Turn, text: str) -> Turn:
    """The turn with another text; word times are kept as long as there are as many words."""
    if text == turn.text:
        return turn
    return replace(turn, text=text, words=turn.words if len(text.split()) == len(turn.text.split()) else None)
