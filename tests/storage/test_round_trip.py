"""Whatever a session holds, loading it gives back what was saved."""

from __future__ import annotations

import re
import types
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, datetime
from enum import Enum
from typing import Any, Literal, cast, get_args, get_origin, get_type_hints

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interview_cli.interview.model import AskedQuestion, Attempt, Document, Exchange, Session, SessionSettings
from interview_cli.storage.documents import KINDS
from interview_cli.storage.sessions import SqliteSessionStore, open_store


class EpochClock:
    def now(self) -> datetime:
        return datetime(2026, 1, 1, tzinfo=UTC)


WEIRD_TEXT = st.text(st.characters(exclude_categories=()), max_size=30)  # with NUL, lone surrogates, emoji
PLAIN: Mapping[type, st.SearchStrategy[Any]] = {
    str: WEIRD_TEXT,
    int: st.integers(0, 2**63 - 1),
    float: st.floats(allow_nan=False, allow_infinity=False),
    bool: st.booleans(),
    datetime: st.datetimes(datetime(1971, 1, 1), datetime(2999, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
}


def values(kind: Any) -> st.SearchStrategy[Any]:
    """Values of a type of the core, with every field filled."""
    origin = get_origin(kind)
    if origin is types.UnionType:
        return st.none() | values(next(each for each in get_args(kind) if each is not types.NoneType))
    if origin is tuple:
        return st.lists(values(get_args(kind)[0]), max_size=2).map(tuple)
    if origin is dict:
        return st.dictionaries(WEIRD_TEXT, values(get_args(kind)[1]), max_size=2)
    if origin is Literal:
        return st.sampled_from(get_args(kind))
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        return st.builds(cast("Any", kind), **{field.name: values(hints[field.name]) for field in fields(kind)})
    if issubclass(kind, Enum):
        return st.sampled_from(list(kind))
    return PLAIN[kind]


ASKED, ATTEMPTS = values(AskedQuestion), values(Attempt)
CV, JOB = (st.none() | st.builds(Document, st.just(kind), WEIRD_TEXT) for kind in KINDS)
SETTINGS = st.builds(replace, values(SessionSettings), seed=st.integers(), cv=CV, job=JOB)
SESSION_HEADS: st.SearchStrategy[Session] = st.builds(
    replace, values(Session), settings=SETTINGS, exchanges=st.just(()), helpfulness=st.none() | st.integers(1, 5)
)


@st.composite
def sessions(draw: st.DrawFn) -> Session:
    """Sessions whose questions are numbered and refer to each other as the session loop makes them."""
    exchanges: list[Exchange] = []
    for position in range(draw(st.integers(0, 3))):
        parent = draw(st.sampled_from([None, *(exchange.asked.id for exchange in exchanges)]))
        asked = replace(draw(ASKED), id=f"asked-{position}", position=position, parent_id=parent)
        drawn = draw(st.lists(ATTEMPTS, max_size=3))
        attempts = tuple(replace(each, id=f"attempt-{position}-{number}") for number, each in enumerate(drawn))
        exchanges.append(Exchange(asked, attempts, draw(st.booleans()), draw(WEIRD_TEXT)))
    head = draw(SESSION_HEADS)
    return replace(head, id="session", exchanges=tuple(exchanges))


def as_storable(value: Any) -> Any:
    """The same value with lone surrogates, which no file can hold, replaced."""
    if isinstance(value, Enum):
        return value
    if isinstance(value, str):
        return re.sub("[\ud800-\udfff]", "\ufffd", value)
    if isinstance(value, tuple):
        return tuple(as_storable(item) for item in value)
    if isinstance(value, dict):
        return {as_storable(key): as_storable(item) for key, item in value.items()}
    if is_dataclass(value):
        kind: Any = type(value)
        return kind(**{field.name: as_storable(getattr(value, field.name)) for field in fields(value)})
    return value


@pytest.fixture(scope="module")
def shared_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqliteSessionStore]:
    with open_store(tmp_path_factory.mktemp("shared") / "interview.db", EpochClock()) as store:
        yield store


@settings(max_examples=100, deadline=None)
@given(session=sessions())
def test_every_session_comes_back_as_it_was(shared_store: SqliteSessionStore, session: Session) -> None:
    shared_store.user_data.purge_everything()
    shared_store.create(session)
    assert shared_store.load("session") == as_storable(session)
    (summary,) = shared_store.history.list_sessions()
    assert summary.questions == len(session.exchanges)
    assert summary.answers == sum(exchange.attempt is not None for exchange in session.exchanges)


@settings(max_examples=200, deadline=None)
@given(search=WEIRD_TEXT.filter(str.strip) | st.text(st.sampled_from('"*^-+:(){}ANDORNEARx \0'), min_size=1))
def test_no_search_text_is_a_syntax_error(shared_store: SqliteSessionStore, search: str) -> None:
    assert isinstance(shared_store.history.list_sessions(search=search), list)
