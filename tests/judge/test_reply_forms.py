"""What servers are told of a reply's size, and what a report says of who scored."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from pydantic import BaseModel

from interview_cli.interview.model import Evaluator
from interview_cli.interview.model_planning import plan_of
from interview_cli.interview.model_questions import questions_of
from interview_cli.llm.structured import most_tokens
from interview_cli.reports.markdown import scored_by
from interview_cli.scoring.model_reply import SessionReply, reply_for

FORMS = {
    "answer": reply_for(("relevance", "clarity")),
    "compact answer": reply_for(("relevance", "clarity"), compact=True),
    "translated answer": reply_for(("relevance", "clarity"), translated=True),
    "session": SessionReply,
    "plan": plan_of(5),
    "questions": questions_of(3),
    "compact questions": questions_of(3, compact=True),
}


def parts(schema: Any) -> Iterator[dict[str, Any]]:
    if isinstance(schema, dict):
        yield schema
        for part in schema.values():
            yield from parts(part)
    elif isinstance(schema, list):
        for part in schema:
            yield from parts(part)


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_lists_and_texts_of_a_reply_have_bounds_and_a_number_of_tokens(form: type[BaseModel]) -> None:
    schema = form.model_json_schema()
    lists = [part for part in parts(schema) if part.get("type") == "array"]
    texts = [part for part in parts(schema) if part.get("type") == "string" and "enum" not in part]
    assert lists
    assert texts
    assert [part for part in lists if not {"minItems", "maxItems"} <= part.keys()] == []
    assert [part for part in texts if "maxLength" not in part] == []
    assert most_tokens(schema)


@pytest.mark.parametrize("score", [None, 70.0])
@pytest.mark.parametrize(("prompt", "kind"), [(None, "model"), (None, "rules"), ("p1", "model")])
def test_only_who_scored_is_named_as_who_scored(prompt: str | None, kind: str, score: float | None) -> None:
    who = Evaluator(kind, "openai:any", prompt, "r1")
    line = scored_by(SimpleNamespace(evaluator=who, overall_score=score))  # type: ignore[arg-type]
    assert "prompt None" not in line
    assert ("Scored by rules" in line) == (kind == "rules" and score is not None)
    assert ("Scored by the model openai:any" in line) == (prompt is not None)
