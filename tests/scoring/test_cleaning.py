"""What is left out of an answer before it is judged."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interview_cli.scoring.cleaning import judged_part

ANY_SPEECH = st.lists(
    st.sampled_from([*"5%$+#'-_.,: \n", "um", "uh", "erm", "mm", "mhm", "hm", "so", "I", "km", "c++", "went", "you"])
).map("".join)


@given(ANY_SPEECH)
def test_a_filler_is_found_whatever_else_is_there(text: str) -> None:
    assert judged_part(f"{text} . you know").fillers == judged_part(text).fillers + 1


@pytest.mark.parametrize(
    ("answer", "judged"),
    [
        ("So, I asked. Well, she said no.", "I asked. she said no."),
        ("okay,\nwe went", "we went"),
        ("Just so, I asked.", "Just so, I asked."),
        ("um I uh went", "I went"),
    ],
)
def test_what_says_nothing_is_left_out(answer: str, judged: str) -> None:
    assert judged_part(answer).text == judged
