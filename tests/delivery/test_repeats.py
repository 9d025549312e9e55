"""Restarts and wording that is doubled on purpose. Expected reparanda stand in square brackets."""

from __future__ import annotations

import re

import pytest

from interview_cli.delivery.fillers import find_fillers
from interview_cli.delivery.repeats import REPEAT, SELF_REPAIR, find_repeats
from interview_cli.interview.spoken import Repeat
from interview_cli.text.words import split_words


def restarts(text: str) -> list[Repeat]:
    tokens = split_words(text)
    return find_repeats(tokens, find_fillers(tokens))


@pytest.mark.parametrize(
    ("marked", "kind"),
    [
        ("[I] I went home.", REPEAT),
        ("[We did] we did it.", REPEAT),
        ("[I], um, I asked the client.", REPEAT),
        ("[I I I] I was late.", REPEAT),
        ("[in the], in the end it worked", REPEAT),
        ("and [on the other] on the other hand", REPEAT),
        ("[and we] and we moved on", REPEAT),
        ("It was [the the], you know, the team.", REPEAT),
        ("[I go], I went to the office.", SELF_REPAIR),
        ("[we have], um, we had no tests", SELF_REPAIR),
        ("[I'm], I was new.", SELF_REPAIR),
        ("[he works], he worked in sales", SELF_REPAIR),
        ("[we work], we worked in sales", SELF_REPAIR),
        ("They [wor]- worked on it.", SELF_REPAIR),
        ("a [diff]-, different team", SELF_REPAIR),
    ],
)
def test_restarts(marked: str, kind: str) -> None:
    found = restarts(re.sub(r"[\[\]]", "", marked))
    assert [(restart.text, restart.kind) for restart in found] == [(re.findall(r"\[([^\]]+)\]", marked)[0], kind)]


@pytest.mark.parametrize(
    "text",
    [
        "It was very very slow.",
        "No, no, that was later.",
        "He had had enough.",
        "I know that that matters.",
        "We moved to New York, New York.",
        "It failed over and over and over.",
        "It grew more and more and more.",
        "I like it. It works.",
        "We went. We stayed.",
        "I came, I saw, I learned.",
        "Pre- and post-release checks.",
        "The code is five five two.",
        "um um um",
        "This -- this was later."[:8],
        "state-of-the-art art",
        "We tried all the same, we tried all the same.",
        "I write tests and I wrote docs.",
    ],
)
def test_fluent_speech_has_no_restarts(text: str) -> None:
    assert restarts(text) == []


def test_a_restart_may_follow_another_one_at_once() -> None:
    assert [restart.text for restart in restarts("We we have, we had no tests")] == ["We", "we have"]


def test_a_restart_does_not_cross_a_line() -> None:
    assert restarts("We agreed on it\nit worked") == []
    assert len(restarts("We agreed on it it worked")) == 1
