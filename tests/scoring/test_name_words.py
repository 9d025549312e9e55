"""Names that are words as well: told by case and by what stands around them."""

from __future__ import annotations

from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interview_cli.scoring.evidence import verify
from interview_cli.scoring.finders import find, unit_words
from interview_cli.scoring.findings import Kind
from interview_cli.scoring.name_words import hidden, name_starts
from interview_cli.scoring.person_names import GROUPS, NAMES_AND_WORDS
from interview_cli.scoring.reading import read
from interview_cli.scoring.rules import evaluate_answer
from tests.scoring.conftest import DISAGREEMENT


def names_in(text: str) -> list[str]:
    """The names found in a text, up to the next blank or mark."""
    return [text[start:].split()[0].strip(".,?!;:") for start in sorted(name_starts(text))]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("I asked Rose, and sales rose by 4%.", ["Rose"]),
        ("Rose agreed. Rose by two points.", ["Rose"]),
        ("Drew up a plan, then I met Drew.", ["Drew"]),
        ("Will you help? Will said he would.", ["Will"]),
        ("I told Will I would. Will it do?", ["Will"]),
        ("Mark the day. Mark and I did.", ["Mark"]),
        ("Hope this helps. Grace's plan won.", ["Grace's"]),
        ("Rose, my manager, signed it.", ["Rose"]),
        ("May I add something? May asked me in May.", ["May"]),
        ("In April 2021, on April 3, by June and until August.", []),
        ("April was hard. It was April. Early April and May.", []),
        ("I asked April in April.", ["April"]),
        ("I worked with Priya and April, and April's plan won.", ["April", "April's"]),
        ("Between March and April it fell.", []),
        ("April agreed. The notes from April came.", ["April", "April"]),
        ("Last Summer I hired Summer.", ["Summer"]),
        ("I told Mohammed. Mohammed wanted more. Asked again, I stayed.", ["Mohammed", "Mohammed"]),
        ("Planned, tested and shipped. Checked my list.", []),
        ("Anne-Marie did, like Jean-Luc and the Red-Black tree.", ["Anne-Marie"]),
        ("I ASKED ROSE TO MARK THE BILL", []),
        ("i asked rose to mark the bill", []),
        ("", []),
    ],
)
def test_names_are_distinguished_from_words(text: str, names: list[str]) -> None:
    assert names_in(text) == names


def test_a_name_is_no_cue_and_its_answer_is_quoted_as_it_was_said() -> None:
    answer = "I asked Rose and Mohammed in May, and Grace's numbers rose. Then Drew was glad."
    reading = read(answer)
    assert [reading.words[hit.first] for hit in reading.found("up")] == ["rose"]
    assert [reading.words[act.cue] for act in find(reading).found(Kind.OWN_ACT)] == ["asked"]
    assert "grace" not in reading.judged.text.lower()
    assert len(reading.judged.text) == len(answer)
    evidence = reading.evidence(0, len(reading.words))
    assert evidence is not None
    assert evidence.quote == answer.rstrip(".")


@given(st.sampled_from(sorted({*NAMES_AND_WORDS, *(name for group in GROUPS for name in group.given)})))
def test_what_hides_a_name_is_as_long_and_its_own(name: str) -> None:
    assert len(hidden(name.lower())) == len(name.lower())
    assert hidden(name.lower()) not in {other.lower() for other in NAMES_AND_WORDS}


@given(
    st.lists(
        st.sampled_from(
            ["Rose", "Will", "April", "Mohammed", "Luz-Elena", "in", "asked", ".", "and", "I", "’s", "İß"]
        )
        | st.text(max_size=6),
        max_size=40,
    )
)
def test_quotes_stand_in_any_answer(words: list[str]) -> None:
    answer = " ".join(words)
    for score in evaluate_answer(DISAGREEMENT, answer).scores:
        assert all(verify(answer, evidence) for evidence in score.evidence)


@pytest.mark.parametrize(
    ("one", "other"), [("Emily", "Priya"), ("Mohammed", "Amina"), ("İbrahim", "Emre"), ("Luz-Elena", "José")]
)
def test_a_name_for_another_changes_nothing_that_is_found(one: str, other: str) -> None:
    """Emily is no adverb, Mohammed no past verb, and who was named before is not named anew as an owner."""

    def found(name: str) -> list[tuple[str, int, int]]:
        text = f"{name} wanted to wait. I asked {name} and later {name} signed it. That was {name}'s idea."
        findings = find(read(text))
        return [(kind, each.first, each.last) for kind, all_ in findings.by_kind.items() for each in all_]

    assert found(one) == found(other)
    assert "'s" not in " ".join(chain.from_iterable(unit_words(read(f"I asked {one}. I read {one}'s notes."))))
