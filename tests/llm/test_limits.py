"""Each limit of what is sent to a model and taken from it, from both sides of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from itertools import cycle, islice
from typing import Any

import pytest
from pydantic import BaseModel

from interview_cli.errors import InputError
from interview_cli.interview.ports import Message
from interview_cli.llm.context import estimated_tokens, fitted, tokens_of
from interview_cli.llm.engine import CallFault, ChatRequest, TokenCount
from interview_cli.llm.http_engine import count_of
from interview_cli.llm.keys import account_of, store_key
from interview_cli.llm.redaction import Redactor, addresses_in, names_in_cv
from interview_cli.llm.server_events import EventReader
from interview_cli.llm.streaming import RunawayWatch
from interview_cli.llm.structured import ReplyFault, asked_again, most_tokens, parse_reply
from interview_cli.llm.throttle import Pace, Throttle


class Anything(BaseModel):
    """Fits any object."""

    values: list[Any] = []


def fault_of(text: str) -> str:
    """Why a reply cannot be used."""
    try:
        parse_reply(text, Anything)
    except ReplyFault as fault:
        return str(fault)
    return ""


def written(characters: int, period: int) -> str:
    """A text of so many characters that repeats itself after a period."""
    return "".join(islice(cycle(map(chr, range(1000, 1000 + period))), characters))


@pytest.mark.parametrize(
    ("characters", "period", "is_stuck"),
    [(600, 1, True), (599, 1, False), (600, 150, True), (600, 151, False)],
    ids=["600 characters", "too few characters", "four times", "not quite four times"],
)
def test_a_reply_is_stuck_when_600_characters_are_one_stretch_four_times(
    characters: int, period: int, is_stuck: bool
) -> None:
    assert RunawayWatch().is_stuck(written(characters, period)) is is_stuck


def test_a_stretch_may_end_as_it_begins_for_39_characters() -> None:
    ends = written(39, 39)
    assert RunawayWatch().is_stuck(f"{ends}{'-' * 72}{ends}" * 4)


def test_a_reply_is_looked_at_every_300_characters() -> None:
    watch = RunawayWatch()
    assert not watch.is_stuck(written(300, 300))
    assert [at for at in range(301, 1300) if watch.is_stuck("a")] == [900, 1200]


@pytest.mark.parametrize(("text", "tokens"), [("", 0), ("a", 1), ("abc", 1), ("abcd", 2), ("ü", 1), ("üü", 2)])
def test_three_bytes_are_a_token(text: str, tokens: int) -> None:
    assert estimated_tokens(text) == tokens


def test_a_message_takes_eight_tokens_more_than_its_text() -> None:
    assert tokens_of([Message("system", "abc"), Message("user", "abcdef")]) == (1 + 8) + (2 + 8)


@pytest.mark.parametrize(("most_tokens", "kept"), [(27, ["1", "2", "3"]), (26, ["3"]), (9, ["3"]), (8, None)])
def test_the_oldest_turns_go_when_there_are_more_tokens_than_fit(most_tokens: int, kept: list[str] | None) -> None:
    turns = [Message("user", "1"), Message("assistant", "2"), Message("user", "3")]
    left = fitted(turns, most_tokens)
    assert (None if left is None else [each.text for each in left]) == kept


@pytest.mark.parametrize(("sample", "temperature"), [(0, 0.0), (1, 0.7), (2, 0.7)])
def test_only_the_first_sample_is_drawn_without_chance(sample: int, temperature: float) -> None:
    assert ChatRequest([], None, sample, 100).temperature == temperature


@pytest.mark.parametrize(("characters", "is_taken"), [(2_000_000, True), (2_000_001, False)])
def test_an_event_has_at_most_two_million_bytes(characters: int, is_taken: bool) -> None:
    reader = EventReader(server_sent=False)
    if is_taken:
        assert reader.read(b"x" * characters) == []
    else:
        with pytest.raises(ValueError, match="without an end"):
            reader.read(b"x" * characters)


@pytest.mark.parametrize(
    ("prompt", "completion", "is_taken"),
    [
        (0, 0, True),
        (10**9, 10**9, True),
        (10**9 + 1, 0, False),
        (0, 10**9 + 1, False),
        (-1, 0, False),
        (True, 0, False),
    ],
)
def test_a_count_of_tokens_is_a_whole_number_up_to_a_thousand_million(
    prompt: int, completion: int, is_taken: bool
) -> None:
    assert [each.count for each in count_of(prompt, completion)] == [TokenCount(prompt, completion)] * is_taken


@pytest.mark.parametrize(("characters", "is_key"), [(1, True), (4096, True), (4097, False), (0, False)])
def test_a_key_has_at_most_4096_characters(characters: int, is_key: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("interview_cli.llm.keys._safe", lambda: Kept())
    if is_key:
        assert store_key("groq", "k" * characters) == "file"
    else:
        with pytest.raises(InputError, match="That is not a key"):
            store_key("groq", "k" * characters)


class Kept:
    """A safe that takes every key."""

    def keep(self, account: str, key: str) -> str:
        return "file"


@pytest.mark.parametrize(("characters", "is_account"), [(255, True), (256, False)])
def test_an_engine_is_named_with_at_most_255_characters(characters: int, is_account: bool) -> None:
    if is_account:
        assert account_of("E" * characters) == "e" * characters
    else:
        with pytest.raises(Exception, match="Name an engine"):
            account_of("E" * characters)


STREET = "12 Baker Street"


@pytest.mark.parametrize(("before", "is_found"), [(300 - len(STREET), True), (301 - len(STREET), False)])
def test_an_address_is_looked_for_in_the_first_300_characters_of_a_line(before: int, is_found: bool) -> None:
    assert (addresses_in(f"{'·' * (before - 1)} {STREET}") == [STREET]) is is_found


@pytest.mark.parametrize(("number", "is_phone"), [("0123 45678", True), ("0123 4567", False)])
def test_a_bare_phone_number_has_nine_digits(number: str, is_phone: bool) -> None:
    assert (Redactor().mask(f"Call {number} now.") == "Call [PHONE] now.") is is_phone


@pytest.mark.parametrize(("lines", "names"), [(4, ["Zorblax Quimby"]), (5, [])])
def test_a_cv_opens_with_a_name_within_five_lines(lines: int, names: list[str]) -> None:
    assert names_in_cv("7\n\n" * lines + "Zorblax Quimby\n") == names


@pytest.mark.parametrize(("characters", "why"), [(100_000, ""), (100_001, "it is longer than 100000 characters.")])
def test_a_reply_has_at_most_100_000_characters(characters: int, why: str) -> None:
    assert fault_of("{}".ljust(characters)) == why


@pytest.mark.parametrize(("depth", "why"), [(32, ""), (33, "it is nested too deeply.")])
def test_a_reply_is_nested_at_most_32_deep(depth: int, why: str) -> None:
    assert fault_of('{"values": ' + "[" * depth + "]" * depth + "}") == why


@pytest.mark.parametrize(("values", "why"), [(5_000, ""), (5_001, "it has more than 5000 values.")])
def test_a_reply_has_at_most_5000_values(values: int, why: str) -> None:
    assert fault_of(json.dumps({"values": [1] * (values - 2)})) == why


@pytest.mark.parametrize(("mistakes", "named", "more"), [(5, 5, ""), (6, 5, "and 1 more."), (8, 5, "; and 3 more.")])
def test_a_model_is_told_five_mistakes(mistakes: int, named: int, more: str) -> None:
    class Numbers(BaseModel):
        values: list[int]

    with pytest.raises(ReplyFault) as caught:
        parse_reply(json.dumps({"values": ["x"] * mistakes}), Numbers)
    assert str(caught.value).count("values.") == named
    assert str(caught.value).endswith(more)
    assert caught.value.brief.count("values.") == 1


@pytest.mark.parametrize(("most_characters", "quoted"), [(3, "abc"), (0, "(nothing)")])
def test_the_beginning_of_a_reply_is_quoted_to_the_model(most_characters: int, quoted: str) -> None:
    (first, reply, again) = asked_again([Message("user", "?")], "abcdef", ReplyFault("it is odd."), most_characters)
    assert (first.text, reply.text) == ("?", quoted)
    assert "That reply cannot be used: it is odd." in again.text


TEXT = {"type": "string", "maxLength": 28}


@pytest.mark.parametrize(
    ("schema", "tokens"),
    [
        (TEXT, 10),
        ({"type": "integer"}, 2),
        ({"type": "boolean"}, 2),
        ({"enum": ["a", "abcd"]}, 2),
        ({"anyOf": [TEXT, {"type": "null"}]}, 10),
        ({"type": "array", "maxItems": 3, "items": TEXT}, 42),
        ({"type": "object", "properties": {"name": TEXT, "score": {"type": "number"}}}, 27),
        ({"$ref": "#/$defs/Text", "$defs": {"Text": TEXT}}, 10),
        ({"type": "string"}, None),
        ({"type": "array", "items": TEXT}, None),
        ({"type": "date"}, None),
    ],
    ids=lambda value: str(value)[:40],
)
def test_how_many_tokens_a_schema_leaves_room_for(schema: Mapping[str, Any], tokens: int | None) -> None:
    """Two quotes around a text, six characters a number, and twelve around each item, member and object."""
    assert most_tokens(schema) == tokens


@pytest.mark.parametrize(
    ("next_turn", "pause_end", "interval_s", "wait_s"),
    [
        (1010, 0, 60, 10),
        (1100, 0, 60, 60),
        (0, 1030, 60, 30),
        (0, 2000, 60, 120),
        (1010, 1030, 60, 30),
        (1040, 1030, 60, 40),
        (900, 900, 60, 0),
    ],
)
def test_a_pause_lasts_two_minutes_at_most_and_a_turn_an_interval(
    next_turn: float, pause_end: float, interval_s: float, wait_s: float
) -> None:
    assert Pace(next_turn, pause_end).wait_s(1000, interval_s) == wait_s


@pytest.mark.parametrize(
    ("pause_end", "seconds", "ends"), [(0, 30, 1030), (0, 500, 1120), (1060, 30, 1060), (5000, 30, 1120)]
)
def test_a_pause_ends_two_minutes_from_now_at_the_latest(pause_end: float, seconds: float, ends: float) -> None:
    assert Pace(pause_end=pause_end).paused(1000, seconds).pause_end == ends


@pytest.mark.parametrize(("retry_after_s", "is_hopeless"), [(None, False), (300.0, False), (300.1, True)])
def test_a_server_that_asks_for_five_minutes_is_waited_for(retry_after_s: float | None, is_hopeless: bool) -> None:
    fault = CallFault("Too many.", passing=True, busy=True, retry_after_s=retry_after_s)
    throttle = Throttle()
    assert throttle.is_hopeless(fault) is is_hopeless
    throttle.close()
