"""What is left as it was in a review comes back, wherever its line stands by then; what is taken stays."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interview_cli.cv.reviewing import Proposal, Review
from interview_cli.cv.rewriting import Rewriting, rewrite_by_rules
from tests.cv.material import RESUME, changed

IN_ORDER = ["Wrote the shift plans in order to free the nurses", "Ran 3 wards", "Ran SAP for 12 wards"]
SOURCE = changed(work=[{"name": "Ward", "highlights": IN_ORDER}], skills=[{"keywords": ["Excel", "SAP"]}])
TIGHT = "Wrote the shift plans to free the nurses"


def reviewed(*left: int) -> Rewriting:
    review = Review(SOURCE, rewrite_by_rules(SOURCE, ["SAP"]))
    for number in left:
        review.proposals[number].taken = False
    return review.result()


def test_a_line_in_other_words_and_each_list_in_another_order_is_a_proposal() -> None:
    proposals = Review(SOURCE, rewrite_by_rules(SOURCE, ["SAP"])).proposals
    assert [(each.path, each.is_order) for each in proposals] == [
        ("work.0.highlights.0", False),
        ("work.0.highlights", True),
        ("skills.0.keywords", True),
    ]
    assert (proposals[0].before, proposals[0].after) == (IN_ORDER[0], TIGHT)


@pytest.mark.parametrize(
    ("left", "lines", "skills"),
    [
        ((), [IN_ORDER[2], IN_ORDER[1], TIGHT], ["SAP", "Excel"]),
        ((0,), [IN_ORDER[2], IN_ORDER[1], IN_ORDER[0]], ["SAP", "Excel"]),
        ((1,), [TIGHT, *IN_ORDER[1:]], ["SAP", "Excel"]),
        ((0, 1, 2), IN_ORDER, ["Excel", "SAP"]),
    ],
    ids=["all taken", "words left", "order left", "all left"],
)
def test_what_is_left_comes_back(left: tuple[int, ...], lines: list[str], skills: list[str]) -> None:
    made = reviewed(*left)
    assert made.resume["work"][0]["highlights"] == lines
    assert made.resume["skills"][0]["keywords"] == skills
    assert len({each["path"].rpartition(".")[0] for each in made.changes}) <= 3 - len(left)


def test_a_line_that_a_model_changed_again_is_one_proposal() -> None:
    made = rewrite_by_rules(SOURCE)
    path = f"work.0.highlights.{made.resume['work'][0]['highlights'].index(TIGHT)}"
    made.propose(path, TIGHT, "Wrote the nurses' shift plans", "Reworded by a model.", [])
    review = Review(SOURCE, made)
    twice = next(each for each in review.proposals if not each.is_order)
    assert (twice.before, twice.after, len(twice.changes)) == (IN_ORDER[0], "Wrote the nurses' shift plans", 2)
    twice.taken = False
    assert IN_ORDER[0] in review.result().resume["work"][0]["highlights"]


LINES = st.lists(st.sampled_from([*IN_ORDER, "Helped in order to learn", "Cut cost by 4%"]), max_size=5)


@settings(max_examples=30, deadline=None)
@given(LINES, st.sampled_from([[], ["SAP"]]))
def test_all_left_is_the_cv_as_it_was(lines: list[str], terms: list[str]) -> None:
    source = changed(work=[{"name": "Ward", "highlights": lines}])
    review = Review(source, rewrite_by_rules(source, terms))
    for each in review.proposals:
        each.taken = False
    made = review.result()
    assert made.resume == source
    assert not made.changes


def test_a_refused_line_is_no_proposal() -> None:
    made = rewrite_by_rules(RESUME)
    made.propose("work.0.highlights.3", "Mentored 3 junior engineers", "Led 30 engineers", "why", ["30"])
    review = Review(RESUME, made)
    assert not any("30" in each.after for each in review.proposals)
    assert [each["proposed"] for each in review.refused] == ["Led 30 engineers"]
    assert all(isinstance(each, Proposal) for each in review.proposals)
