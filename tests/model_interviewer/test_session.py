"""A whole session with a model."""

from __future__ import annotations

from pathlib import Path

from interview_cli.interview import events
from interview_cli.interview.model import InterviewType, SessionStatus
from tests.model_interviewer.support import (
    SUBJECTS,
    Replies,
    ScriptedModel,
    plan_json,
    problems_in,
    settings_for,
    whole_session,
)


async def test_a_model_interviews_from_plan_to_end(tmp_path: Path) -> None:
    follow_ups = ["You said “added a read replica”. Why not a cache?", "PASS"]
    replies = Replies(plans=[plan_json(3)], follow_ups=follow_ups)
    session, told = await whole_session(
        tmp_path, ScriptedModel(replies), settings_for(InterviewType.TECHNICAL_VERBAL, role="backend engineer")
    )
    assert session.status is SessionStatus.COMPLETED
    assert [slot.topic for slot in session.plan] == [SUBJECTS[number][0] for number in (1, 2, 3)]
    assert [slot.focus for slot in session.plan] == ["Aim 1.", "Aim 2.", "Aim 3."]
    main = [each.asked for each in session.exchanges if each.asked.parent_id is None]
    assert [each.text for each in main] == [text for _, text in SUBJECTS[:3]]
    assert {each.question.bank for each in main} == {"generated"}
    assert {each.question.type for each in main} == {InterviewType.TECHNICAL_VERBAL}
    followed = [each.asked.text for each in session.exchanges if each.asked.parent_id]
    assert followed == [follow_ups[0]]
    uttered = [event.sentence for event in told if isinstance(event, events.Uttered)]
    assert uttered == ["You said “added a read replica”.", "Why not a cache?"]
    assert problems_in(told) == []
