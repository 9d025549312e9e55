"""The stories a person tells: kept as situation, task, action and result, found again in what was said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import TYPE_CHECKING, Final

from interview_cli.errors import InputError
from interview_cli.interview.content_words import COMMON_WORD_WEIGHT, content, weight
from interview_cli.interview.model import AskedQuestion, Attempt, FoundPart
from interview_cli.scoring.cleaning import judged_part
from interview_cli.text.sentences import sentence_spans
from interview_cli.text.words import list_words, split_words

if TYPE_CHECKING:
    from interview_cli.text.meaning import Vectors

TOLD_FROM: Final = 0.5
"""A story was told in an answer that holds this share of its content words, by weight (chosen)."""

FEWEST_SHARED_WORDS: Final = 4
"""Fewer content words in common are not the same story told again (chosen)."""

ALIKE_FROM: Final = 0.6
"""Two stories may be one when they share this much of both their content words (Dice; chosen)."""

OVERUSED_FROM: Final = 3
"""A story told in this many sessions or more is overused when it fills OVERUSED_SHARE of the answers with one."""

OVERUSED_SHARE: Final = 0.4
"""(Chosen.)"""

FITS_FROM: Final = 0.05
"""Below this likeness no story fits a question (chosen)."""

FITS_BETTER_BY: Final = 0.15
"""How much better another story must fit before it is named (chosen)."""

CLOSE_FROM: Final = 0.33
"""Likeness in meaning from which a story is called close to a question. Of 1,892 answers to other behavioral
questions 1 in 100 is so like a question, of 44 answers to the question itself 1 in 30."""

ENOUGH_WORDS: Final = 2.0
"""More than two shared words of a subject (or twice as many general ones) count no more (chosen)."""

WORDS_COUNT, COMPETENCIES_COUNT, MEANING_COUNTS = 0.2, 0.4, 0.4
"""What shared words, competencies and meaning count in how well a story fits a question (chosen)."""

WRITTEN: Final = "written"
DISTILLED: Final = "distilled"


@dataclass(frozen=True, slots=True)
class Story:
    """A story in the parts interviewers listen for. `source` is `written` or `distilled` from an answer.

    `quotes` are the sentences of that answer, `attempt_id` is the answer's.
    """

    id: str
    title: str
    situation: str
    task: str
    action: str
    result: str
    numbers: tuple[str, ...] = ()
    competencies: tuple[str, ...] = ()
    source: str = WRITTEN
    quotes: tuple[str, ...] = ()
    attempt_id: str | None = None

    @property
    def text(self) -> str:
        """All of it, in the order it is told."""
        return " ".join(part for part in (self.situation, self.task, self.action, self.result) if part)


@dataclass(frozen=True, slots=True)
class Match:
    """How well a story fits a question, 0-1, and why, in clauses."""

    story: Story
    fit: float
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Telling:
    """An answer and the session it was given in, to look for stories in."""

    session_id: str
    attempt_id: str
    text: str


def match(
    question: str, competencies: Sequence[str], stories: Sequence[Story], vectors: Vectors | None = None
) -> list[Match]:
    """The stories that fit a question, best first, each with the reasons.

    `competencies` are those the question is known to be about. Without `vectors` meaning does not count.
    """
    if not stories:
        return []
    asked = content(" ".join((question, *map(_spaced, competencies))))
    meant = [0.0] * len(stories)
    if vectors is not None:
        rows = vectors.embed([question, *(f"{story.title}. {story.text}" for story in stories)])
        meant = [max(0.0, float(value)) for value in rows[1:] @ rows[0]]
    found = []
    for story, meaning in zip(stories, meant, strict=True):
        shared = [each for each in story.competencies if each in competencies or _is_named(each, asked)]
        words = content(f"{story.title} {story.text}")
        common = asked.keys() & words.keys()
        fit = (
            WORDS_COUNT * min(1.0, weight(common, asked) / ENOUGH_WORDS)
            + COMPETENCIES_COUNT * bool(shared)
            + MEANING_COUNTS * meaning
        )
        why = [f"it shows {_listed(map(_spaced, shared))}"] if shared else []
        if common:
            named = [
                word for word in dict.fromkeys(list_words(question)) if not content(word).keys().isdisjoint(common)
            ]
            why.append(f"it speaks of the same things ({_listed(named[:4] or sorted(common))})")
        if meaning >= CLOSE_FROM:
            why.append(f"it is close in meaning ({meaning:.2f})")
        if fit >= FITS_FROM and why:
            found.append(Match(story, round(fit, 3), tuple(why)))
    return sorted(found, key=lambda each: (-each.fit, each.story.title))


def gaps(stories: Sequence[Story], competencies: Mapping[str, int]) -> list[str]:
    """The competencies without a story, those asked about most often first. `competencies` has a count for each."""
    covered = {each for story in stories for each in story.competencies}
    return sorted(
        (each for each in competencies if each not in covered), key=lambda each: (-competencies[each], each)
    )


def distill(asked: AskedQuestion, attempt: Attempt, story_id: str) -> Story:
    """The story in a judged answer, in its own sentences without the fillers, which only its quotes keep.

    Raises InputError where the answer holds none.
    """
    evaluation = attempt.evaluation
    text = attempt.answer.text
    words = split_words(text)
    parts: dict[str, list[str]] = {"situation": [], "task": [], "action": [], "result": []}
    for sentence, start, end in (words.span(*span) for span in sentence_spans(words)):
        inside = [each for each in (evaluation.findings if evaluation else ()) if start <= each.evidence.start < end]
        if part := _part_of(inside, parts):
            parts[part].append(sentence)
    if not parts["action"]:
        raise InputError(
            "I found nothing in this answer that you did yourself: no story can be made of it.",
            "Write it instead: interview stories add",
        )
    joined = {part: " ".join(map(_as_written, sentences)) for part, sentences in parts.items()}
    numbers = [each.evidence.quote for each in (evaluation.findings if evaluation else ()) if each.kind == "figure"]
    return Story(
        id=story_id,
        title=_title(parts),
        situation=joined["situation"],
        task=joined["task"],
        action=joined["action"],
        result=joined["result"],
        numbers=tuple(dict.fromkeys(numbers)),
        competencies=asked.question.competencies,
        source=DISTILLED,
        quotes=tuple(sentence for sentences in parts.values() for sentence in sentences),
        attempt_id=attempt.id,
    )


def told_in(stories: Sequence[Story], answer: str) -> Story | None:
    """The story that an answer tells, recognised by its words; None when it is none of them."""
    said = content(answer)
    best, best_share = None, 0.0
    for story in stories:
        words = content(story.text)
        common = words.keys() & said.keys()
        share = weight(common, words) / (weight(words, words) or 1.0)
        if len(common) >= FEWEST_SHARED_WORDS and share >= max(TOLD_FROM, best_share):
            best, best_share = story, share
    return best


def tellings(stories: Sequence[Story], answers: Sequence[Telling]) -> dict[str, list[Telling]]:
    """The answers that tell each story, by its id, in the order given."""
    found: dict[str, list[Telling]] = {story.id: [] for story in stories}
    for answer in answers:
        if (story := told_in(stories, answer.text)) is not None:
            found[story.id].append(answer)
    return found


def overused(stories: Sequence[Story], told: Mapping[str, Sequence[Telling]]) -> list[Story]:
    """The stories that fill too much of what is told."""
    total = sum(len(each) for each in told.values())
    return [
        story
        for story in stories
        if len({each.session_id for each in told.get(story.id, ())}) >= OVERUSED_FROM
        and len(told[story.id]) >= OVERUSED_SHARE * total
    ]


def near_duplicates(stories: Sequence[Story]) -> list[tuple[Story, Story]]:
    """Pairs of stories that may be one, for the person to merge."""
    words = {story.id: content(story.text) for story in stories}
    found = []
    for one, other in combinations(stories, 2):
        common = words[one.id].keys() & words[other.id].keys()
        sizes = weight(words[one.id], words[one.id]) + weight(words[other.id], words[other.id])
        if sizes and 2 * weight(common, words[one.id]) / sizes >= ALIKE_FROM:
            found.append((one, other))
    return found


def merged(story: Story, other: Story) -> Story:
    """Two stories that are one: the first, with what only the other has."""
    return replace(
        story,
        situation=story.situation or other.situation,
        task=story.task or other.task,
        action=story.action or other.action,
        result=story.result or other.result,
        numbers=tuple(dict.fromkeys((*story.numbers, *other.numbers))),
        competencies=tuple(dict.fromkeys((*story.competencies, *other.competencies))),
        quotes=tuple(dict.fromkeys((*story.quotes, *other.quotes))),
    )


def better_story(
    asked: AskedQuestion, answer: str, stories: Sequence[Story], vectors: Vectors | None = None
) -> Match | None:
    """A story that would have fitted a behavioral question clearly better than what was told; None without one."""
    matches = match(asked.text, asked.question.competencies, stories, vectors)
    told = told_in(stories, answer)
    told_fit = next((each.fit for each in matches if told and each.story.id == told.id), 0.0)
    best = matches[0] if matches else None
    if best is None or (told and best.story.id == told.id):
        return None
    if told is None and not set(best.story.competencies) & set(asked.question.competencies):
        return None
    return best if best.fit >= told_fit + FITS_BETTER_BY else None


_PARTS: Final = (
    ("result", frozenset({"result", "lesson"})),
    ("action", frozenset({"own_act"})),
    ("task", frozenset({"task"})),
    ("situation", frozenset({"situation", "time"})),
    ("action", frozenset({"shared_act"})),
)


def _part_of(findings: Sequence[FoundPart], parts: Mapping[str, Sequence[str]]) -> str | None:
    """The part of the story that a sentence is, after those before it.

    What sets the scene before the first deed is no deed itself; where it tells the task too, it is the task only when
    the situation has been told. A deed that may be a result is a deed.
    """
    kinds = {each.kind for each in findings}
    if "own_act" in kinds and not any(each.kind == "result" and each.sure for each in findings):
        kinds.discard("result")
    if not parts["action"] and "result" not in kinds:
        sets_scene = "situation" in kinds
        if "task" in kinds and (parts["situation"] or not sets_scene):
            return "task"
        if sets_scene:
            acts = sum(each.kind == "own_act" for each in findings)
            return "action" if acts >= 2 else "situation"
    return next((part for part, wanted in _PARTS if kinds & wanted), None)


def _as_written(sentence: str) -> str:
    """A spoken sentence as one would write it: without fillers, from a capital to a full stop."""
    words = " ".join(judged_part(sentence).text.split())
    return f"{words[:1].upper()}{words[1:]}."


def _title(parts: Mapping[str, Sequence[str]]) -> str:
    """The beginning of what the story leads to, as a name for it."""
    words = _as_written(next(iter(parts["result"] or parts["action"]))).removesuffix(".").split()
    return " ".join(words[:8]) + ("…" if len(words) > 8 else "")


def _is_named(competency: str, words: Mapping[str, float]) -> bool:
    named = content(_spaced(competency))
    return bool(named) and named.keys() <= words.keys() and max(named.values()) >= COMMON_WORD_WEIGHT


def _spaced(competency: str) -> str:
    return competency.replace("_", " ")


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names)
