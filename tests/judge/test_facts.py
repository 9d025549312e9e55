"""Invented numbers, names and quotations; what only looks like one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interview_cli.scoring.facts import Facts
from tests.judge.support import STORY

FACTS = Facts(
    [STORY, "Where did you work?", "I know Python and led twenty-five people; 40k users; half of them left."]
)


@pytest.mark.parametrize(
    "sentence",
    [
        "At Acme in March 2022 we failed for 8% of customers.",
        "I cut failures from eight percent to 0.4 %.",
        "Priya's worry was time.",
        "I led 25 people.",
        "There were 40,000 users, and 50 % of them left.",
        "One of them agreed.",
        "I then met [the name of your manager] and [12] others.",
        "Next: Python helped.",
        "You said “I set up a meeting … built a small cache”.",
        "On Monday in June I wrote it in English.",
    ],
)
def test_what_was_said_may_be_said_again(sentence: str) -> None:
    assert FACTS.invented(sentence) == []


@pytest.mark.parametrize(
    ("sentence", "fact"),
    [
        ("I cut failures by 95 percent.", "95"),
        ("I had seven weeks.", "seven"),
        ("I saved 2 million dollars.", "2"),
        ("I led 25k people.", "25"),
        ("We doubled it.", "doubled"),
        ("I worked at Google then.", "Google"),
        ("Globex hired me.", "Globex"),
        ("Globex Corporation was strict.", "Globex"),
        ("I used PostgreSQL.", "PostgreSQL"),
        ("IBM asked for it.", "IBM"),
        ("My manager Sarah agreed.", "Sarah"),
        ("Sarah agreed.", "Sarah"),
        ("You said “I fired everybody at once”.", "I fired everybody at once"),
        ("It was version V2.", "V2"),
        ("It ran from 2019 on.", "2019"),
    ],
)
def test_what_nobody_said_is_found(sentence: str, fact: str) -> None:
    assert fact in FACTS.invented(sentence)


def test_only_the_sentence_goes() -> None:
    checked = FACTS.checked("I set up a meeting. I met Sarah.\n\nThen I built a cache in 3 days. It worked!")
    assert checked.text == "I set up a meeting.\nIt worked!"
    assert checked.dropped == ("I met Sarah.", "Then I built a cache in 3 days.")


class TestGerman:
    facts = Facts(["Wir hatten 1.000 Kunden, 40 Prozent Ausfälle, bei der Post AG, mit 2,5 Stunden Wartezeit."], "de")

    @pytest.mark.parametrize(
        "sentence",
        ["Wir hatten 1000 Kunden.", "Die Ausfälle lagen bei 40 %.", "Das dauerte 2.5 Stunden bei der Post AG."],
    )
    def test_capitals_and_commas_are_no_facts(self, sentence: str) -> None:
        assert self.facts.invented(sentence) == []

    @pytest.mark.parametrize("sentence", ["Wir hatten 12 Kunden.", "Ich war bei der Siemens AG.", "IBM war dabei."])
    def test_numbers_and_companies_are(self, sentence: str) -> None:
        assert len(self.facts.invented(sentence)) == 1


@given(st.text(max_size=300), st.text(max_size=300))
def test_a_text_may_always_repeat_itself(text: str, more: str) -> None:
    for sentence in Facts([text, more]).checked(text).dropped:
        assert sentence not in text.splitlines()
