"""Parts of words as engines tell them become words as people write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interview_cli.interview.spoken import Word, spelled
from interview_cli.speech.stt.spelling import spelled_as, whole_words
from interview_cli.speech.subtitles import to_vtt


def parts(*texts: str) -> list[Word]:
    return [Word(text, float(at), at + 0.5, 0.9) for at, text in enumerate(texts)]


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ([" by", " 12", ".5", "%"], ["by", "12.5%"]),
        ([" $", "30", ",000", "."], ["$30,000."]),
        ([" $30", ",000"], ["$30,000"]),
        ([" a", " follow", "-up", ","], ["a", "follow-up,"]),
        ([" state", "-of", "-the", "-art"], ["state-of-the-art"]),
        ([" well", ".", " .", " .", " ."], ["well."]),
        ([" he", " said", ' "', "yes", '"', "."], ["he", "said", '"yes".']),
        ([" I", " -", " we"], ["I", "we"]),
        ([" 12", " %"], ["12", "%"]),
        ([" ..."], []),
        (["So", " we"], ["So", "we"]),
        (["今", "日", "は", " Python", "を", "使"], ["今", "日", "は", "Python", "を", "使"]),
    ],
    ids=" ".join,
)
def test_a_word_is_what_stands_between_spaces(told: list[str], words: list[str]) -> None:
    assert [word.text for word in whole_words(parts(*told))] == words


def test_scripts_without_spaces_keep_their_words_and_their_spacing() -> None:
    assert spelled(whole_words(parts("今", "日", "は", " Python", "を", "使"))) == "今日は Pythonを使"


def test_a_word_lasts_as_long_as_its_parts_and_is_as_sure_as_the_least_sure() -> None:
    (word,) = whole_words([Word(" 12", 1.0, 1.4, 0.9), Word(".5", 1.4, 2.0, 0.4), Word("%", 2.0, 2.1, 0.7)])
    assert (word.start_s, word.end_s, word.probability) == (1.0, 2.1, 0.4)


@pytest.mark.parametrize(
    ("text", "told", "words"),
    [
        ("It fell to 12.5%.", ["It", "fell", "to", "12", "5"], ["It", "fell", "to", "12.5%."]),
        ("It fell to 12.5%.", ["It", "fell", "to", "12.5"], ["It", "fell", "to", "12.5%."]),
        ("A follow-up, then.", ["A", "follow", "up", "then"], ["A", "follow-up,", "then."]),
        ("We saved $30,000", ["We", "saved", "30", "000"], ["We", "saved", "$30,000"]),
        ("He said “yes”.", ["He", "said", "yes"], ["He", "said", "“yes”."]),
        ("something else", ["Hello", "world"], ["Hello", "world"]),
        ("İzmir, yes.", ["İzmir", "yes"], ["İzmir", "yes"]),
        ("İ said yes.", ["said", "yes"], ["İ said", "yes."]),
        ("今日は", ["今日", "は"], ["今日", "は"]),
    ],
)
def test_a_servers_words_are_spelled_as_in_its_text(text: str, told: list[str], words: list[str]) -> None:
    assert [word.text for word in spelled_as(text, parts(*told))] == words


SPOKEN = st.text("ab1-.,", min_size=1, max_size=6).filter(lambda text: any(map(str.isalnum, text)))


@given(st.lists(SPOKEN, max_size=12), st.data())
def test_however_words_are_cut_they_are_put_together_again(words: list[str], data: st.DataObject) -> None:
    told = []
    for word in words:
        cut = data.draw(st.integers(1, len(word)))
        told += [f" {word[:cut]}", word[cut:]]
    whole = whole_words(parts(*told))
    assert spelled(whole).split() == words
    cues = [line for line in to_vtt(whole).splitlines()[1:] if "-->" not in line]
    assert " ".join(cues).split() == words
