"""Who a line says is speaking: telling `Jane Doe: …` from a sentence that holds a colon, and what a label means."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final
from unicodedata import normalize

from interview_cli.transcripts.model import Role
from interview_cli.transcripts.role_words import ANSWER_WORDS, CANDIDATE_WORDS, INTERVIEWER_WORDS, QUESTION_WORDS

MAX_LABEL_WORDS: Final = 6
MAX_NAME_WORDS: Final = 10
"""Of a label all of whose words could belong to a name."""

_MAX_PREFIX_CHARACTERS: Final = 100

_ANYWHERE: Final = {
    Role.INTERVIEWER: INTERVIEWER_WORDS,
    Role.CANDIDATE: CANDIDATE_WORDS,
    Role.OTHER: frozenset("notetaker scribe observer otter fireflies recorder announcer narrator".split()),
}
_ALONE: Final = {
    Role.INTERVIEWER: QUESTION_WORDS | frozenset("ai assistant bot panel coach manager q ques int".split()),
    Role.CANDIDATE: frozenset("user human guest student".split()),
    Role.OTHER: frozenset("system recording operator".split()),
}
_QUESTION_LABELS: Final = QUESTION_WORDS | {"q", "ques"}
_ANSWER_LABELS: Final = ANSWER_WORDS | {"a", "ans"}
_NOT_SPEAKERS: Final = frozenset(
    "action actions address agenda also answers attendees background because but company con cons conclusion "
    "context date description duration edit email example examples finally first format goal http https idea "
    "impact important interview job keywords language last learning length lesson location meeting next no note "
    "notes now ok okay one option outcome participants phase place point position problem pro pros ps quote "
    "reason recorded remember result results second situation skills so solution source step sum summary "
    "task tasks then third time title todo topic transcript transcription two type update url warning well what "
    "yes 例如 比如 首先 其次 然后 最后 另外 结果 总之 例えば まず 次に 最後に また".split()
)
_PARTICLES: Final = frozenset(
    "de van von der den zu zum zur ter ten da di do das del della la le las los y e bin binti ibn al el dos of the "
    "and & - |".split()
)
_WORD: Final = re.compile(r"[^\W\d_]+")
_PREFIX: Final = re.compile(
    r"\s*(?:[^\w\s\[(\"'“”‘’#]{1,4}\s*)?[*_]{0,3}\[?(?P<label>[^\W_][^:：\n\t?!;\"<>{}=\]，。、？！]{0,79}?)\]?[*_]{0,3}"
    r"\s?(?:[:：][*_]{0,3}(?:\s+|$)|(?P<dense>：[*_]{0,3}))"
)
_MARKED_UP: Final = re.compile(r"(?P<label>(?>(?:<[^<>\n]{0,120}>)|[^:：\n]){1,120}?)[:：](?:\s+|$)")
_MARKUP: Final = re.compile(r"<[^<>\n]{0,120}>|[\"<>{}=]")
_NUMBERED: Final = re.compile(
    r"\s*(?:[0-9]{1,3}\s{1,8})?(?P<label>(?:Q|A|Ques|Ans|Question|Answer)\s?[0-9]{0,3})(?:[.)]\s+|\s[-–]\s+|\s{2,8}(?=\S))"
)
_PHONE: Final = re.compile(r"\+?[0-9](?:[ ()-]{0,2}[0-9]){6,14}")
_SENTENCE_STOP: Final = re.compile(r"\w{4}[.,]\s")


def split_prefix(line: str) -> tuple[str, str] | None:
    """The label and the rest of a line like `Jane Doe: hello` or `Q1. hello`, when it could begin with a label.

    Where no blank follows, as in Chinese and Japanese, only a label that names a role counts here.
    """
    head = line[:_MAX_PREFIX_CHARACTERS]
    match = _PREFIX.match(head) if ":" in head or "：" in head else None
    if match and match["dense"] and not _names_part(match["label"].strip()):
        match = None
    match = match or _NUMBERED.match(head)
    if match and could_be_label(label := match["label"].strip()):
        return label, line[match.end() :]
    if "<" in head and (match := _MARKED_UP.match(head)):
        label = " ".join(_MARKUP.sub(" ", match["label"]).split())
        if could_be_label(label) and (is_name_like(label) or role_of_label(label) is not Role.UNKNOWN):
            return label, line[match.end() :]
    return None


@lru_cache(maxsize=4096)
def could_be_label(label: str) -> bool:
    """Whether a text has the shape of a speaker's label at all: a few words, no sentence, no time."""
    words = label.split()
    return (
        0 < len(words) <= (MAX_NAME_WORDS if is_name_like(label) else MAX_LABEL_WORDS)
        and words[0].casefold() not in _NOT_SPEAKERS
        and (_WORD.search(label) or _PHONE.fullmatch(label)) is not None
        and "?" not in label
        and not _SENTENCE_STOP.search(label)
    )


@lru_cache(maxsize=4096)
def role_of_label(label: str) -> Role:
    """What a label itself says about the role: `Interviewer 2`, `Candidate (Jane)`, `Hiring manager`, `Q`.

    `A` and `answer` mean the candidate only next to `Q` (see `roles_of_labels`); alone they are one of two letters.
    """
    plain = normalize("NFC", label).casefold()
    words = _WORD.findall(plain)
    if words == ["hiring", "manager"]:
        return Role.INTERVIEWER
    anywhere = {*words, *plain.split()}  # the signs that join Devanagari's letters are no letters themselves
    groups = [role for role, known in _ANYWHERE.items() if not known.isdisjoint(anywhere)]
    if len(words) == 1:
        groups += [role for role, known in _ALONE.items() if words[0] in known]
    return groups[0] if len(set(groups)) == 1 else Role.UNKNOWN


def roles_of_labels(labels: set[str]) -> dict[str, Role]:
    """The role of each label that tells one, with questions and answers marked `Q` and `A` recognised together."""
    roles: dict[str, Role] = {label: role for label in labels if (role := role_of_label(label)) is not Role.UNKNOWN}
    letters = {label: _letters(label) for label in labels}
    if not _QUESTION_LABELS.isdisjoint(letters.values()):
        roles |= {label: Role.CANDIDATE for label, text in letters.items() if text in _ANSWER_LABELS}
    return roles


def _names_part(label: str) -> bool:
    return role_of_label(label) is not Role.UNKNOWN or _letters(label) in _ANSWER_LABELS


def _letters(label: str) -> str:
    return "".join(_WORD.findall(label)).casefold()


def accepted_labels(counts: Mapping[str, int], labelled_share: float) -> set[str]:
    """Which of the labels found at line beginnings are speakers.

    `counts` says how often each stands there, `labelled_share` what share of the lines begin with one. A label that
    names a role is taken. Where both roles are named so, any other must look like a name and come twice, so that
    "Result: …" or "Kafka: …" inside an answer stays part of it. Elsewhere names that come twice count; where most
    lines are labelled, so do words that come twice and full names; where all are, any name when there would be fewer
    than two speakers without it.
    """
    known = set(roles_of_labels(set(counts)))
    if {Role.INTERVIEWER, Role.CANDIDATE} <= {roles_of_labels(known)[label] for label in known}:
        return known | {label for label, count in counts.items() if count > 1 and is_name_like(label)}
    mostly = labelled_share >= 0.5
    names = {label for label in counts if is_name_like(label)}
    repeated = {label for label, count in counts.items() if count > 1}
    accepted = known | (repeated & names)
    if mostly:
        accepted |= {label for label in repeated if len(label.split()) <= 2}
    full_names = {label for label in names if len(label.split()) > 1}
    if mostly and (accepted or labelled_share == 1 or len(full_names) > 1):
        accepted |= full_names
    return accepted | names if labelled_share == 1 and len(accepted) < 2 else accepted


def is_name_like(label: str) -> bool:
    """Whether every word of a label could be part of a name: no small letter at its front; or a particle."""
    words = [word.strip("()[].,'") for word in label.split()]
    return all(not word[:1].islower() or word[1:2].isupper() or word in _PARTICLES for word in words)
