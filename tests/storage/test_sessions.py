from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from interview_cli.delivery.measure import TextDeliveryMeter, measure_transcription
from interview_cli.errors import InputError, StorageError
from interview_cli.interview.model import Attempt, Evaluation, Exchange, SessionStatus
from interview_cli.interview.steps import Measure, next_step
from interview_cli.storage.sessions import SqliteSessionStore, open_store

if TYPE_CHECKING:
    from tests.storage.conftest import SessionMaker, StoppedClock


def test_a_session_saved_step_by_step_is_the_session_that_happened(
    store: SqliteSessionStore, make_session: SessionMaker
) -> None:
    session = make_session()
    asked, follow_up = (exchange.asked for exchange in session.exchanges)
    attempt = session.exchanges[0].attempt
    assert attempt is not None
    assert attempt.delivery is not None
    assert attempt.evaluation is not None

    begun = replace(
        session,
        status=SessionStatus.IN_PROGRESS,
        ended_at=None,
        exchanges=(),
        delivery=None,
        feedback=None,
        usage=None,
    )
    store.create(begun)
    assert store.load(session.id) == begun

    store.save_asked(session.id, asked)
    store.save_draft(asked.id, "Um, I led")
    assert store.load(session.id).exchanges == (Exchange(asked, draft="Um, I led"),)

    store.save_answer(asked.id, attempt.id, attempt.answer)
    said = replace(attempt, delivery=None, evaluation=None, ticks={})
    assert store.load(session.id).exchanges == (Exchange(asked, (said,)),)

    store.save_delivery(attempt.id, attempt.delivery)
    store.save_evaluation(attempt.id, attempt.evaluation)
    store.save_ticks(attempt.id, attempt.ticks)
    store.save_asked(session.id, follow_up)
    store.save_skipped(follow_up.id)
    assert store.load(session.id) == replace(begun, exchanges=session.exchanges)
    (summary,) = store.history.list_sessions()
    assert (summary.questions, summary.answers) == (2, 1)

    store.finish(session)
    assert store.load(session.id) == session


def test_every_save_is_on_disk_when_it_returns(
    store: SqliteSessionStore, make_session: SessionMaker, path: Path, clock: StoppedClock
) -> None:
    store.create(make_session())
    with open_store(path, clock) as other:
        assert other.load("one-session") == make_session()


def test_a_draft_is_gone_once_the_question_is_answered_or_skipped(
    store: SqliteSessionStore, make_session: SessionMaker
) -> None:
    session = make_session()
    store.create(replace(session, exchanges=()))
    for exchange in session.exchanges:
        store.save_asked(session.id, exchange.asked)
        store.save_draft(exchange.asked.id, "half a thought")
    attempt = session.exchanges[0].attempt
    assert attempt is not None
    store.save_answer("one-asked-0", attempt.id, attempt.answer)
    store.save_skipped("one-asked-1")
    assert [exchange.draft for exchange in store.load(session.id).exchanges] == ["", ""]


def test_a_spoken_answer_is_kept_as_heard_and_as_corrected_with_its_words_once(
    store: SqliteSessionStore, make_session: SessionMaker, path: Path
) -> None:
    session = make_session(audio_path="one-asked-0.1.flac")
    store.create(replace(session, exchanges=()))
    asked = session.exchanges[0].asked
    store.save_asked(session.id, asked)
    store.save_draft(asked.id, "Um, I led a tea")  # still being read and corrected
    assert store.load(session.id).exchanges[0].draft == "Um, I led a tea"
    attempt = session.exchanges[0].attempt
    assert attempt is not None
    corrected = replace(attempt.answer, text="I led a team of four zebras.")
    store.save_answer(asked.id, attempt.id, corrected)
    (exchange,) = store.load(session.id).exchanges
    assert exchange.attempt is not None
    assert exchange.attempt.answer == corrected
    assert exchange.attempt.answer.spoken_text == attempt.answer.text
    assert exchange.draft == ""
    assert len(store.history.list_sessions(search="zebras")) == 1
    words = "SELECT json_extract(transcription, '$.words') IS NULL, json_array_length(words) FROM attempt"
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute(words).fetchone() == (1, 1)


def test_a_session_killed_after_a_spoken_answer_resumes_by_measuring_what_was_heard(
    store: SqliteSessionStore, make_session: SessionMaker
) -> None:
    session = make_session(status=SessionStatus.IN_PROGRESS)
    store.create(replace(session, exchanges=(), delivery=None, feedback=None))
    asked, attempt = session.exchanges[0].asked, session.exchanges[0].attempt
    assert attempt is not None
    store.save_asked(session.id, asked)
    store.save_answer(asked.id, attempt.id, replace(attempt.answer, text="I led a team."))
    step = next_step(store.load(session.id))
    assert isinstance(step, Measure)
    delivery = TextDeliveryMeter().measure([step.attempt.answer])
    assert attempt.answer.transcription is not None
    assert delivery == measure_transcription(attempt.answer.transcription)
    store.save_delivery(step.attempt.id, delivery)
    saved = store.load(session.id).exchanges[0].attempt
    assert saved is not None
    assert saved.delivery == delivery


def test_words_that_differ_from_those_heard_are_both_kept(
    store: SqliteSessionStore, make_session: SessionMaker
) -> None:
    session = make_session()
    store.create(session)
    attempt = session.exchanges[0].attempt
    assert attempt is not None
    for number, words in enumerate([None, ()]):
        answer = replace(attempt.answer, words=words)
        store.save_answer("one-asked-0", f"again-{number}", answer)
        assert store.load(session.id).exchanges[0].attempts[-1].answer == answer


def test_recordings_are_listed_and_forgotten(store: SqliteSessionStore, make_session: SessionMaker) -> None:
    store.create(make_session("one", audio_path="a.flac"))
    store.create(make_session("two", audio_path="b.flac"))
    store.create(make_session("three"))
    assert store.recordings.of_session("one-session") == ["a.flac"]
    assert store.recordings.of_session("three-session") == []
    assert store.recordings.forget(["a.flac", "other.flac"]) == 1
    assert store.recordings.of_session("one-session") == []
    assert store.recordings.of_session("two-session") == ["b.flac"]


def test_the_last_questions_asked_are_reported_in_words(
    store: SqliteSessionStore, make_session: SessionMaker
) -> None:
    for name, text in (("one", "Why here?"), ("two", "Why you?"), ("three", "Why here?")):
        session = make_session(name)
        first, follow_up = session.exchanges
        first = replace(first, asked=replace(first.asked, text=text))
        store.create(replace(session, exchanges=(first, follow_up)))
    assert list(store.history.recent_question_texts(5)) == ["Why here?", "Why you?"]
    assert list(store.history.recent_question_texts(1)) == ["Why here?"]


def test_a_later_bank_edit_does_not_change_what_was_asked(
    store: SqliteSessionStore, make_session: SessionMaker
) -> None:
    store.create(make_session())
    original = make_session().exchanges[0].asked.question
    edited = replace(original, text="Edited", key_points=())
    later = make_session("two")
    later_asked = replace(later.exchanges[0].asked, question=edited)
    store.create(replace(later, exchanges=(replace(later.exchanges[0], asked=later_asked),)))
    assert store.load("one-session").exchanges[0].asked.question == original


def test_answering_again_is_a_new_attempt_after_those_before(
    store: SqliteSessionStore, make_session: SessionMaker, second_opinion: Evaluation
) -> None:
    session = make_session()
    store.create(session)
    first = session.exchanges[0].attempt
    assert first is not None
    assert first.delivery is not None
    third = replace(first, id="a-third", ticks={"the situation": False}, evaluation=second_opinion)
    later = (Attempt("second", replace(first.answer, text="I led four people.")), third)
    for attempt in later:
        store.save_answer("one-asked-0", attempt.id, attempt.answer)
    store.save_delivery(third.id, first.delivery)
    store.save_evaluation(third.id, second_opinion)
    store.save_ticks(third.id, third.ticks)
    saved = store.load(session.id)
    assert saved.exchanges[0].attempts == (first, *later)
    assert saved.exchanges[0].attempt == first, "the answer given in the interview stays the one that counts"
    assert replace(saved, exchanges=session.exchanges) == session
    assert store.history.list_sessions()[0].answers == 1
    assert list(store.export()) == [saved]


def test_rescoring_shows_the_new_evaluation_and_keeps_the_old_one(
    store: SqliteSessionStore, make_session: SessionMaker, second_opinion: Evaluation, path: Path
) -> None:
    session = make_session()
    store.create(session)
    attempt = session.exchanges[0].attempt
    assert attempt is not None
    assert session.feedback is not None
    first = session.exchanges[0].with_attempt(replace(attempt, evaluation=second_opinion))
    rescored = replace(
        session,
        exchanges=(first, session.exchanges[1]),
        feedback=replace(session.feedback, overall_score=40.0, evaluator=second_opinion.evaluator),
    )
    store.replace_evaluations(rescored)
    assert store.load(session.id) == rescored
    assert store.history.list_sessions()[0].evaluator == "model:qwen"
    assert _count(path, "SELECT count(*) FROM evaluation") == 2
    assert _count(path, "SELECT count(*) FROM evaluation WHERE current") == 1


def test_the_rating_is_kept_and_checked(store: SqliteSessionStore, make_session: SessionMaker) -> None:
    store.create(make_session())
    store.rate("one-session", 4)
    assert store.load("one-session").helpfulness == 4
    for wrong in (0, 6):
        with pytest.raises(InputError, match="from 1 to 5"):
            store.rate("one-session", wrong)
    with pytest.raises(InputError, match="no session 'nobody'"):
        store.rate("nobody", 3)
    assert store.load("one-session").helpfulness == 4


def test_a_session_left_too_long_is_abandoned_with_its_data_kept(
    store: SqliteSessionStore, make_session: SessionMaker, clock: StoppedClock
) -> None:
    begin = clock.time
    store.create(make_session("old", status=SessionStatus.IN_PROGRESS))
    store.create(make_session("active", status=SessionStatus.IN_PROGRESS))
    store.create(make_session("done"))
    clock.time = begin + timedelta(hours=20)
    store.save_draft("active-asked-1", "back again")
    assert {summary.id for summary in store.unfinished()} == {"old-session", "active-session"}

    assert store.abandon_stale(timedelta(hours=12), clock.time) == 1
    old = store.load("old-session")
    assert (old.status, old.ended_at) == (SessionStatus.ABANDONED, begin)
    assert old.exchanges == make_session("old", started_at=begin).exchanges
    assert [summary.id for summary in store.unfinished()] == ["active-session"]
    assert store.load("done-session").status is SessionStatus.COMPLETED
    assert store.abandon_stale(timedelta(hours=12), clock.time) == 0


def test_saving_into_something_deleted_meanwhile_says_so(
    store: SqliteSessionStore, make_session: SessionMaker, second_opinion: Evaluation
) -> None:
    session = make_session()
    asked, attempt = session.exchanges[0].asked, session.exchanges[0].attempt
    assert attempt is not None
    assert session.delivery is not None
    saves: tuple[Callable[[], None], ...] = (
        partial(store.save_asked, session.id, asked),
        partial(store.save_draft, asked.id, "text"),
        partial(store.save_skipped, asked.id),
        partial(store.save_answer, asked.id, attempt.id, attempt.answer),
        partial(store.save_delivery, attempt.id, session.delivery),
        partial(store.save_evaluation, attempt.id, second_opinion),
        partial(store.replace_evaluations, session),
        partial(store.finish, session),
    )
    for save in saves:
        with pytest.raises(StorageError, match="no longer in"):
            save()
    assert store.history.list_sessions() == []
    with pytest.raises(InputError, match="no session 'one-session'"):
        store.load(session.id)


def test_a_failed_save_changes_nothing(store: SqliteSessionStore, make_session: SessionMaker) -> None:
    store.create(make_session())
    clashing = make_session("two")
    clashing = replace(clashing, exchanges=(*clashing.exchanges, make_session("one").exchanges[0]))
    with pytest.raises(StorageError):
        store.create(clashing)
    assert [summary.id for summary in store.history.list_sessions()] == ["one-session"]


def test_text_that_is_no_unicode_is_kept_readable(store: SqliteSessionStore, make_session: SessionMaker) -> None:
    store.create(make_session(said="Um, I led \ud83d people"))
    exchange = store.load("one-session").exchanges[0]
    assert exchange.attempt is not None
    assert exchange.attempt.answer.text == "Um, I led \ufffd people"
    assert store.history.list_sessions(search="\udcff") != []
    with pytest.raises(InputError):
        store.resolve("\udcff")
    store.save_draft("one-asked-1", "\udcff")
    assert store.load("one-session").exchanges[1].draft == "\ufffd"


def test_a_row_that_makes_no_sense_is_a_storage_error(
    store: SqliteSessionStore, make_session: SessionMaker, path: Path
) -> None:
    store.create(make_session())
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE question_asked SET question = '{\"id\": 7'")
    with pytest.raises(StorageError, match="cannot be read"):
        store.load("one-session")
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE session SET type = 'chess'")
    with pytest.raises(StorageError, match="cannot be read"):
        store.history.list_sessions()


def test_ticks_take_the_place_of_earlier_ones_and_outlive_a_new_evaluation(
    store: SqliteSessionStore, make_session: SessionMaker, second_opinion: Evaluation
) -> None:
    store.create(make_session())
    store.save_ticks("one-attempt-0", {"the situation": True, "gone": True})
    store.save_ticks("one-attempt-0", {"the situation": True, "a result in numbers \udcff": False})
    store.save_evaluation("one-attempt-0", second_opinion)
    attempt = store.load("one-session").exchanges[0].attempt
    assert attempt
    assert attempt.ticks == {"the situation": True, "a result in numbers \ufffd": False}
    with pytest.raises(StorageError, match="deleted"):
        store.save_ticks("nowhere", {})


def test_export_gives_every_session_oldest_first(store: SqliteSessionStore, make_session: SessionMaker) -> None:
    newer = make_session("newer", started_at=datetime(2026, 2, 1, tzinfo=UTC))
    older = make_session("older", started_at=datetime(2026, 1, 1, tzinfo=UTC))
    store.create(newer)
    store.create(older)
    assert list(store.export()) == [older, newer]


def _count(path: Path, query: str) -> int:
    with closing(sqlite3.connect(path)) as connection:
        (count,) = connection.execute(query).fetchone()
    return int(count)
