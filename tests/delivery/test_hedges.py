"""Hedges and the same words used with meaning. Expected hedges stand in square brackets."""

from __future__ import annotations

import re

import pytest

from interview_cli.delivery.fillers import find_hedges
from interview_cli.text.words import split_words

SENTENCES = [
    "It was [kind of] slow.",
    "[I think] we [probably] saved a day, [maybe] two.",
    "[I guess] it was [sort of] my fault.",
    "We were [pretty much] done, [more or less].",
    "[Perhaps] I should have asked, [I suppose].",
    "It needed a cache [or something].",
    "[I'm not sure] it scaled.",
    "[Hopefully] it [possibly] helped [somewhat].",
    "[I believe] the client agreed.",
    "It was [kinda] new to me.",
    "What kind of database was it?",
    "That sort of bug is rare.",
    "Each kind of test has its place.",
    "I believe in code review.",
    "I think about the user first.",
    "We may be late.",
    "Can I think for a second?",
    "Below fifty thousand I'd say no.",
    "[I'd say] about fifty thousand.",
    "Three kinds of users complained.",
    "Of that kind, of course, we had two.",
]


@pytest.mark.parametrize("marked", SENTENCES)
def test_hedges(marked: str) -> None:
    text = re.sub(r"[\[\]]", "", marked)
    found = find_hedges(split_words(text))
    assert [hedge.text for hedge in found] == re.findall(r"\[([^\]]+)\]", marked)
    assert all(text[hedge.start : hedge.end] == hedge.text for hedge in found)
