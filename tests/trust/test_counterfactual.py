"""One thing changed and everything else the same."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interview_cli.delivery.fillers import find_fillers
from interview_cli.scoring.person_names import GROUPS, KNOWN, WORDS_TOO
from interview_cli.text.words import split_words
from interview_cli.trust.counterfactual import (
    people_in,
    renamed,
    renaming,
    with_markers,
    with_other_pronouns,
    with_pauses,
    without_fillers,
)

STORY = (
    "In May I led a team of four at Acme. We were late. I asked my manager for a week, and she agreed, because the "
    "customer had moved the date. Then I cut two features. We shipped in ten days and complaints fell by 40%."
)


def fillers_of(text: str) -> int:
    return len(find_fillers(split_words(text)))


def test_people_are_found_in_labels_introductions_and_by_well_known_names() -> None:
    labels = ["Ann Lee (Acme)", "Speaker 2", "Candidate", "A", "zoe", "Jean-Luc O'Hara"]
    texts = ["My name is Tefo and I met Maria. Will you mark this?", "call me later, Peter's here"]
    assert people_in(texts, labels) == [
        ("Ann", "Lee"),
        ("Jean-Luc", "O'Hara"),
        ("Tefo", ""),
        ("Maria", ""),
        ("Peter", ""),
    ]


def test_names_are_swapped_throughout_and_nothing_else_is() -> None:
    changed = {"Ann": "Wanjiku", "Lee": "Kamau", "Peter": "Will"}
    assert renamed("Ann Lee", changed, is_label=True) == "Wanjiku Kamau"
    assert (
        renamed("Ann's plan, Annie said, was Peter’s. ANN ann", changed)
        == "Wanjiku's plan, Annie said, was Will’s. ANN ann"
    )


def test_names_that_are_words_are_swapped_where_they_are_names() -> None:
    text = "Will you ask Will? Rose agreed in May, and sales rose. Rose, too. Rose by two. May I?"
    assert people_in([text], []) == [("Will", ""), ("Rose", "")]
    changed = {"Will": "José", "Rose": "Aoife", "May": "Linh"}
    assert (
        renamed(text, changed)
        == "Will you ask José? Aoife agreed in May, and sales rose. Aoife, too. Rose by two. May I?"
    ), "a name once is one at the beginning of other sentences too, unless that goes on as with a verb"
    assert renamed("Will", {"Will": "José"}, is_label=True) == "José"
    assert renamed("Thanks, Power.", {"Power": "Trần"}) == "Thanks, Power."


@given(st.lists(st.tuples(st.sampled_from(sorted(KNOWN)), st.sampled_from(["", "Patel", "Smith"])), max_size=6))
def test_nobody_shares_a_new_name_and_the_first_are_always_renamed(people: list[tuple[str, str]]) -> None:
    old = {name for person in people for name in person if name}
    for group in GROUPS:
        changed = renaming(people, group)
        assert len(set(changed.values())) == len(changed)
        assert not set(changed.values()) & old
        assert set(changed.values()) <= {*group.given, *group.family}
        free = set(group.given) - old
        first = list(dict.fromkeys(given for given, _ in people))[: len(free)]
        assert set(first) <= set(changed) <= old


def test_the_groups_are_of_both_genders_and_reported_apart() -> None:
    assert len({group.label for group in GROUPS}) == len(GROUPS) >= 20
    assert sum(group.label.endswith(", women") for group in GROUPS) * 2 == len(GROUPS)
    names = [name for group in GROUPS for name in group.given]
    assert len(names) == len(set(names)), "a name stands in one group"
    assert not WORDS_TOO & KNOWN


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("She said he'd ask her.", "He said she'd ask him."),
        ("Her manager gave her his report.", "His manager gave his her report."),
        ("I told her about it; it was hers.", "I told him about it; it was his."),
        ("HE did it himself. It was his.", "SHE did it herself. It was hers."),
        ("Mr Lee met Ms. Roe, sir", "Ms Lee met Mr. Roe, madam"),
        ("She’s here", "He's here"),
        ("There, they heard this.", "There, they heard this."),
    ],
)
def test_pronouns(before: str, after: str) -> None:
    assert with_other_pronouns(before) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Um, so I was, like, the lead, you know.", "So I was the lead."),
        ("I led it. Uh, we won. Um", "I led it. We won."),
        ("it was um late and, er, dark", "it was late and dark"),
        ("Nothing to change here.", "Nothing to change here."),
        ("Um.", "Um."),
        ("", ""),
    ],
)
def test_fillers_are_removed_with_their_commas(before: str, after: str) -> None:
    assert without_fillers(before).strip() == after


@pytest.mark.parametrize("strew", [with_pauses, with_markers])
@given(seed=st.integers(0, 2**32))
def test_added_fillers_leave_all_words_in_place(strew: object, seed: int) -> None:
    assert callable(strew)
    text = strew(STORY, Random(seed))
    assert text == strew(STORY, Random(seed))
    rest = iter(text.lower().replace(",", "").split())
    assert all(word in rest for word in STORY.lower().replace(",", "").split()), "in the same order"
    assert fillers_of(text) <= len(text.split()) - len(STORY.split())


@pytest.mark.parametrize("strew", [with_pauses, with_markers])
def test_many_of_the_added_fillers_are_heard(strew: object) -> None:
    assert callable(strew)
    texts = [strew(STORY, Random(seed)) for seed in range(40)]
    added = sum(len(text.split()) - len(STORY.split()) for text in texts)
    assert sum(map(fillers_of, texts)) >= added / 4


def test_filled_pauses_that_were_added_are_found_and_removed_again() -> None:
    added = removed = 0
    for seed in range(30):
        text = with_pauses(STORY, Random(seed))
        added += fillers_of(text)
        removed += without_fillers(text).replace(",", "") == STORY.replace(",", "")
    assert added / 30 > 0.08 * len(STORY.split())
    assert removed >= 29


@given(st.text(max_size=200))
def test_no_text_breaks_them(text: str) -> None:
    for change in (with_other_pronouns, without_fillers):
        assert isinstance(change(text), str)
    for strew in (with_pauses, with_markers):
        assert len(strew(text, Random(1)).split()) >= len(text.split())
    assert renamed(text, renaming(people_in([text], [text]), GROUPS[0])) is not None
