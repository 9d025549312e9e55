"""What a language model finds in a job post in addition to the rules; only items that are in the post are taken."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pydantic import BaseModel, Field

from interview_cli.documents.skills import canonical
from interview_cli.prompting import load_prompt
from interview_cli.text.words import list_words

if TYPE_CHECKING:
    from interview_cli.contracts.job import JobPost, Requirement
    from interview_cli.interview.ports import ChatModel

MOST_ITEMS: Final = 30
"""The maximum number of requirements, and of responsibilities, that are taken (chosen)."""

LONGEST_NAME: Final = 6
"""The most words that the name of a skill has (chosen)."""

LONGEST_LINE: Final = 400


class RefinedRequirement(BaseModel):
    """A requirement, and the sentence that asks for it."""

    skill: str = Field(max_length=LONGEST_LINE)
    sentence: str = Field(max_length=LONGEST_LINE)


class RefinedJob(BaseModel):
    """What the model replies."""

    title: str | None = Field(default=None, max_length=LONGEST_LINE)
    must_have: list[RefinedRequirement] = Field(default_factory=list, max_length=MOST_ITEMS)
    nice_to_have: list[RefinedRequirement] = Field(default_factory=list, max_length=MOST_ITEMS)
    responsibilities: list[str] = Field(default_factory=list, max_length=MOST_ITEMS)


async def refined(post: JobPost, model: ChatModel, overrides: Path | None = None) -> tuple[JobPost, list[str]]:
    """The post with what the model found in addition, and what it made up, which is left out.

    Nothing that the rules found goes. `overrides` is the folder of the user's own prompts. Raises ChatModelError when
    the model fails, InputError when the user's own prompt is broken.
    """
    prompt = load_prompt("refine_job", overrides)
    known = [each["skill"] for each in (*post["must_have"], *post["nice_to_have"])]
    messages = prompt.render({"longest": LONGEST_NAME}, {"post": post["text"], "known": ", ".join(known)})
    reply = await model.complete(messages, RefinedJob)
    check = _Check(post["text"])
    taken = {canonical(skill).casefold() for skill in known}
    must = _requirements(reply.must_have, check, taken)
    nice = _requirements(reply.nice_to_have, check, taken)
    tasks = [line for each in reply.responsibilities if (line := check.copied(each)) is not None]
    title = post["title"] or (check.copied(reply.title) if reply.title else None)
    made: JobPost = {
        **post,
        "title": title,
        "must_have": [*post["must_have"], *must],
        "nice_to_have": [*post["nice_to_have"], *nice],
        "responsibilities": list(dict.fromkeys([*post["responsibilities"], *tasks])),
        "refined_by": model.name,
    }
    return made, check.made_up


def _requirements(found: Sequence[RefinedRequirement], check: _Check, taken: set[str]) -> list[Requirement]:
    """Those that are in the post and are not there yet."""
    kept: list[Requirement] = []
    for each in found:
        skill, sentence = " ".join(each.skill.split()), check.copied(each.sentence)
        if sentence is None:
            continue
        if not check.names(sentence, skill):
            check.made_up.append(skill)
        elif canonical(skill).casefold() not in taken:
            taken.add(canonical(skill).casefold())
            kept.append({"skill": canonical(skill), "sentence": sentence})
    return kept


class _Check:
    """What is in a post, and what is not (`made_up`)."""

    def __init__(self, text: str) -> None:
        self._text = " ".join(text.split())
        self.made_up: list[str] = []

    def copied(self, line: str) -> str | None:
        """The line as the post has it, blanks and bullets aside; None when it does not."""
        wanted = " ".join(line.lstrip("-–•* ").split())
        at = self._text.casefold().find(wanted.casefold())
        if not wanted or at < 0 or len(self._text.casefold()) != len(self._text):
            self.made_up.append(wanted)
            return None
        return self._text[at : at + len(wanted)]

    def names(self, sentence: str, skill: str) -> bool:
        """Whether a sentence names a skill explicitly."""
        words, all_words = list_words(skill), list_words(sentence)
        if not words or len(words) > LONGEST_NAME:
            return False
        return any(all_words[start : start + len(words)] == words for start in range(len(all_words)))
