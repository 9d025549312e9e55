"""A model adds to a job post only what stands in it, word for word."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interview_cli.contracts.job import JobPost
from interview_cli.contracts.schemas import adapter
from interview_cli.cv.job_refining import RefinedJob, RefinedRequirement, refined
from interview_cli.documents.jobs import job_from
from interview_cli.documents.plain_text import read_text
from interview_cli.interview.model import TokenUsage
from interview_cli.interview.ports import Message, ReplyT

TEXT = """# Ward Sister

## Requirements
- NMC registration is required
- Experience with SystmOne
- Excel

## Your week
You will plan rotas and lead the handover. Phlebotomy comes up daily.
"""


class ScriptedModel:
    """A `ChatModel` that replies what it was told to."""

    name = "test:scripted"
    remote_host = None
    usage = TokenUsage()

    def __init__(self, **reply: Any) -> None:
        self._reply = reply
        self.asked = ""

    async def complete(self, messages: Sequence[Message], schema: type[ReplyT], *, sample: int = 0) -> ReplyT:
        self.asked = messages[-1].text
        return schema.model_validate(self._reply)

    def stream(self, messages: Sequence[Message]) -> Any:
        raise NotImplementedError


def post() -> JobPost:
    return job_from(read_text(TEXT, is_markdown=True), "1")


def by_model(**reply: Any) -> tuple[JobPost, list[str]]:
    return asyncio.run(refined(post(), ScriptedModel(**reply)))


def test_what_stands_in_the_post_is_added_to_what_the_rules_found() -> None:
    asked = {"skill": "Phlebotomy", "sentence": "- Phlebotomy  comes up daily."}
    line = "You will plan rotas and lead the handover."
    made, made_up = by_model(must_have=[asked], responsibilities=[line])
    adapter("job").validate_python(made)
    assert made["must_have"][-1] == {"skill": "Phlebotomy", "sentence": "Phlebotomy comes up daily."}
    assert made["must_have"][:-1] == post()["must_have"]
    assert line in made["responsibilities"]
    assert made["refined_by"] == "test:scripted"
    assert made_up == []


@pytest.mark.parametrize(
    "reply",
    [
        {"must_have": [{"skill": "Epic", "sentence": "Experience with SystmOne"}]},
        {"must_have": [{"skill": "Epic", "sentence": "Epic is required"}]},
        {"nice_to_have": [{"skill": "System", "sentence": "Experience with SystmOne"}]},
        {
            "nice_to_have": [
                {"skill": "NMC registration is required by law here", "sentence": "NMC registration is required"}
            ]
        },
        {"responsibilities": ["You will lead the night shift."]},
        {"responsibilities": [""]},
    ],
    ids=[
        "another skill",
        "another sentence",
        "a part of a word",
        "more than the sentence",
        "another task",
        "nothing",
    ],
)
def test_what_does_not_is_left_out_and_named(reply: dict[str, Any]) -> None:
    made, made_up = by_model(**reply)
    assert {**made, "refined_by": None} == {**post(), "refined_by": None}
    assert len(made_up) == 1


def test_what_is_known_is_not_there_twice_and_a_title_that_was_found_stays() -> None:
    made, _ = by_model(title="Requirements", nice_to_have=[{"skill": "excel", "sentence": "Excel"}])
    assert made["title"] == "Ward Sister"
    assert [each["skill"] for each in (*made["must_have"], *made["nice_to_have"])].count("Microsoft Excel") <= 1
    assert made["nice_to_have"] == post()["nice_to_have"]


def test_the_post_is_fenced_in_the_prompt() -> None:
    model = ScriptedModel()
    asyncio.run(refined(post(), model))
    assert "<<<post " in model.asked


PIECES = st.sampled_from([*TEXT.split(), "Epic", "ſ", "İ", "…", ""])


@settings(max_examples=40, deadline=None)
@given(st.lists(PIECES, max_size=5).map(" ".join), st.lists(PIECES, max_size=3).map(" ".join))
def test_no_item_holds_a_word_that_the_post_does_not(sentence: str, skill: str) -> None:
    asked = RefinedRequirement(skill=skill, sentence=sentence)
    reply = RefinedJob(must_have=[asked], responsibilities=[sentence])
    made, _ = by_model(**reply.model_dump())
    flat = " ".join(post()["text"].split())
    for each in made["must_have"]:
        assert each["sentence"] in flat
    assert all(" ".join(each.split()) in flat for each in made["responsibilities"])
