"""From what a model wrote to an object: what gets through, and what does not."""

from __future__ import annotations

import json
from enum import Enum
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, Field

from interview_cli.fencing import fence
from interview_cli.llm.openai_engine import strict_schema
from interview_cli.llm.structured import MAX_REPLY_CHARACTERS, ReplyFault, asked_again, parse_reply
from tests.llm.conftest import GOOD, Score


class Anchor(Enum):
    LOW = "low"
    HIGH = "high"


class Judged(BaseModel):
    """A schema with everything judges use."""

    score: int = Field(ge=0, le=5)
    share: float = Field(default=0.5, ge=0, le=1)
    comment: str = ""
    anchor: Anchor = Anchor.LOW
    inner: list[Score] = []


class Lenient(BaseModel):
    """Fits anything that is an object."""

    comment: str = ""


@pytest.mark.parametrize(
    "text",
    [
        GOOD,
        f"  \n{GOOD}\n\n",
        f"```json\n{GOOD}\n```",
        f"```\n{GOOD}\n```\nI hope this helps!",
        f"Sure! Here is the evaluation:\n\n{GOOD}",
        f"<think>A {{hard}} one.</think>{GOOD}",
        "\ufeff" + GOOD,
        GOOD.replace("4", "4.0"),
        GOOD[:-1] + ', "confidence": "high"}',
    ],
)
def test_what_gets_through(text: str) -> None:
    assert parse_reply(text, Score) == Score(score=4, quotes=["I led the team"])


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "it is empty"),
        (" \n\t", "it is empty"),
        ("I would say four of five.", "no JSON object"),
        ("4", "no JSON object"),
        ('["score", 4]', "no JSON object"),
        (GOOD[:20], "not valid JSON"),
        ("{", "not valid JSON"),
        ("}{", "not valid JSON"),
        ('{"score": 4, "quotes": ["I led', "not valid JSON"),
        (GOOD + GOOD, "not valid JSON"),
        (f"Example: {GOOD} Real: {GOOD}", "not valid JSON"),
        ("{'score': 4, 'quotes': []}", "not valid JSON"),
        ('{"score": 555, "quotes": []}', "score: Input should be less than or equal to 5"),
        ('{"score": -1, "quotes": []}', "score: "),
        ('{"score": "4", "quotes": []}', "score: Input should be a valid integer"),
        ('{"score": true, "quotes": []}', "score: Input should be a valid integer"),
        ('{"score": 4.5, "quotes": []}', "score: "),
        ('{"score": null, "quotes": []}', "score: "),
        ('{"score": NaN, "quotes": []}', "not a JSON number"),
        ('{"score": 1e999, "quotes": []}', "too large"),
        pytest.param('{"score": %s, "quotes": []}' % ("9" * 5000), "not valid JSON", id="many digits"),
        ('{"score": 4, "quotes": "I led"}', "quotes: Input should be a valid"),
        ('{"score": 4, "quotes": [["I led"]]}', "quotes.0: "),
        ('{"score": 4}', "quotes: Field required"),
        ("{}", "score: Field required; quotes: Field required"),
        (json.dumps(Score.model_json_schema()), "the schema itself"),
        ('{"score": 4, "quotes": %s}' % ("[" * 40 + "]" * 40), "nested too deeply"),
        pytest.param('{"a":' * 15_000 + "1" + "}" * 15_000, "nested too deeply", id="deep"),
        pytest.param("{" + " " * MAX_REPLY_CHARACTERS + "}", f"longer than {MAX_REPLY_CHARACTERS}", id="huge"),
        ("<think>I never stop {thinking", "it is all thoughts"),
        pytest.param(f'{{"score": 4, "quotes": [{"1," * 20_000}1]}}', "more than 5000 values", id="many values"),
    ],
)
def test_what_does_not_get_through(text: str, why: str) -> None:
    with pytest.raises(ReplyFault) as caught:
        parse_reply(text, Score)
    assert why in str(caught.value)


def test_a_person_is_told_the_first_of_many_mistakes() -> None:
    with pytest.raises(ReplyFault) as caught:
        parse_reply("{}", Score)
    assert caught.value.brief == "score: Field required; and 1 more."
    with pytest.raises(ReplyFault) as caught:
        parse_reply("", Score)
    assert caught.value.brief == str(caught.value)


def test_a_schema_is_no_reply_even_where_everything_has_a_default() -> None:
    with pytest.raises(ReplyFault, match="the schema itself"):
        parse_reply(json.dumps(Lenient.model_json_schema()), Lenient)


def test_the_inside_of_half_a_reply_is_no_reply() -> None:
    with pytest.raises(ReplyFault, match="not valid JSON"):
        parse_reply('{"outer": {"comment": "fine"}, "comment": "wo', Lenient)


def test_what_could_steer_a_terminal_or_break_the_database_is_removed() -> None:
    raw = '{"comment": "a\x1b[2Jb\x00c\\u0007d\\ud800e\nf\tg\u202eh\\u001b]0;x\\u0007"}'
    assert parse_reply(raw, Lenient).comment == "a[2Jbcde\nf\tgh]0;x"


def test_a_fence_that_was_copied_along_is_removed() -> None:
    raw = json.dumps({"comment": f"You said: {fence('the answer', 'I led it.')}"})
    assert parse_reply(raw, Lenient).comment == "You said: I led it."


def test_many_mistakes_are_reported_shortly() -> None:
    inner = [{"score": 9, "quotes": 1}] * 50
    with pytest.raises(ReplyFault, match="and 96 more") as caught:
        parse_reply(json.dumps({"score": 1, "inner": inner, "share": 2}), Judged)
    assert len(str(caught.value)) < 600


def test_a_long_reply_is_not_quoted_in_full() -> None:
    messages = asked_again([], "x" * 50_000, ReplyFault("it is wrong."), 1_000)
    assert len(messages[0].text) == 1_000
    assert asked_again([], "", ReplyFault("it is empty."), 1_000)[0].text


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


@given(st.text() | JSON.map(json.dumps))
def test_nothing_gets_through_that_does_not_fit(text: str) -> None:
    try:
        found = parse_reply(text, Judged)
    except ReplyFault:
        return
    assert 0 <= found.score <= 5
    assert 0 <= found.share <= 1


@given(
    st.integers(0, 5),
    st.floats(0, 1),
    st.text(st.characters(blacklist_categories=["Cc", "Cs", "Cf", "Zl", "Zp"])),
    st.sampled_from(Anchor),
)
def test_what_fits_comes_back_as_it_was(score: int, share: float, comment: str, anchor: Anchor) -> None:
    value = Judged(score=score, share=share, comment=comment, anchor=anchor)
    assert parse_reply(f"Here: {value.model_dump_json()} Bye.", Judged) == value


def test_the_strict_schema_requires_everything() -> None:
    schema: Any = strict_schema(Judged.model_json_schema())
    assert schema["required"] == ["score", "share", "comment", "anchor", "inner"]
    assert schema["additionalProperties"] is False
    assert schema["$defs"]["Score"]["additionalProperties"] is False
    assert schema["properties"]["anchor"] == {"$ref": "#/$defs/Anchor"}
    assert "default" not in json.dumps(schema)


def test_a_field_called_default_stays() -> None:
    schema: Any = strict_schema({"type": "object", "properties": {"default": {"type": "string", "default": "x"}}})
    assert schema["properties"] == {"default": {"type": "string"}}
