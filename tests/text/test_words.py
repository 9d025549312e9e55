"""Any text as words whose offsets point back into it."""

from __future__ import annotations

import sys
import unicodedata
from itertools import chain, zip_longest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interview_cli.text.words import RareWords, count_words, split_words

MIXED = st.lists(
    st.sampled_from([*"aBİß1½²$€%.,:'’-‐_/ \n+#\u0301\u200d\u064bאع漢か", "C++", "n't", "5:1", "हिन्दी", "e.g."])
).map("".join)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I didn’t; I'd wait.", ["i", "didn't", "i'd", "wait"]),
        ("A follow‑up, a follow-up", ["a", "follow-up", "a", "follow-up"]),
        ("$30,000 or €2.5m, 12.5%, 30k", ["$30,000", "or", "€2.5m", "12.5%", "30k"]),
        ("US$30, 30€, $ alone, $$", ["us", "$30", "30€", "alone"]),
        ("5:1 10x 24/7 1st 10:30am v2.0", ["5:1", "10x", "24/7", "1st", "10:30am", "v2.0"]),
        ("5-10 people, covid-19, a 3-day trip", ["5", "10", "people", "covid-19", "a", "3-day", "trip"]),
        ("C++, C# and Node.js", ["c++", "c#", "and", "node", "js"]),
        ("c+ and C#x", ["c", "and", "c", "x"]),
        ("'tis rock'n'roll; dogs' -- don't-", ["tis", "rock'n'roll", "dogs", "don't"]),
        ("snake_case, __init__, _word_, a__b", ["snake_case", "init", "word", "a", "b"]),
        ("and/or he/she", ["and", "or", "he", "she"]),
        ("İstanbul ΣΑΣ STRASSE ẞ", ["istanbul", "σας", "strasse", "ß"]),
        ("हिन्दी में", ["हिन्दी", "में"]),
        ("cafe\u0301 e\u0301a", ["cafe\u0301", "e\u0301a"]),
        ("שָׁלוֹם عَرَبِيّ", ["שָׁלוֹם", "عَرَبِيّ"]),
        ("我们做了测试。好", ["我们做了测试", "好"]),
        ("", []),
        ("... — !?", []),
    ],
)
def test_splits_into_words(text: str, expected: list[str]) -> None:
    assert split_words(text).words == expected


@given(MIXED | st.text())
def test_offsets_and_gaps_make_up_the_text(text: str) -> None:
    words = split_words(text)
    assert len(words) == len(words.starts) == len(words.ends) == len(words.gaps) - 1
    pieces = chain.from_iterable(zip_longest(words.gaps, words.words, fillvalue=""))
    assert len("".join(pieces)) == len(text)
    place = 0
    for start, end, gap, word in zip(words.starts, words.ends, words.gaps, words.words, strict=False):
        assert start == place + len(gap)
        assert end == start + len(word)
        place = end


@given(MIXED | st.text())
def test_words_are_what_is_written_there(text: str) -> None:
    words = split_words(text)
    for index, word in enumerate(words.words):
        written = words.written(index, index + 1)
        assert any(map(str.isalnum, word))
        assert (
            word
            == "".join(
                {"’": "'", "ʼ": "'", "＇": "'", "‐": "-", "‑": "-", "İ": "i"}.get(char, char) for char in written
            ).lower()
            or "Σ" in written
        )
    assert not any(map(str.isalpha, "".join(words.gaps)))


def test_one_letter_alone_grows_in_lower_case() -> None:
    growing = [chr(point) for point in range(sys.maxunicode + 1) if len(chr(point).lower()) > 1]
    assert growing == ["İ"]


@given(st.text(st.characters(codec="latin-1", categories=("L", "Zs", "Po"))))
def test_accents_of_their_own_make_no_other_words(text: str) -> None:
    apart = split_words(unicodedata.normalize("NFD", text)).words
    assert [unicodedata.normalize("NFC", word) for word in apart] == split_words(
        unicodedata.normalize("NFC", text)
    ).words


@pytest.mark.parametrize(
    ("unit", "count"),
    [
        ("a", 1),
        ("-", 0),
        ("a-", 1),
        ("$", 0),
        ("$1", 500_000),
        ("1.", 1),
        ("'", 0),
        ("\u0301", 0),
        ("_", 0),
        ("א", 1),
        ("1-", 500_000),
        ("\u200d", 0),
        ("İ", 1),
        ("a\u0301 ", 333_333),
    ],
)
def test_a_million_hostile_characters_are_read(unit: str, count: int) -> None:
    assert len(split_words(unit * (1_000_000 // len(unit)))) == count


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We did it", 3),
        ("follow-up, don’t", 2),
        ("我们做了测试", 3),
        ("我喜欢这个产品，也喜欢人。", 6),
        ("我用 Redis 和 Go", 4),
        ("", 0),
    ],
)
def test_counts_the_letters_of_scripts_without_blanks_in_pairs(text: str, expected: int) -> None:
    assert count_words(text) == expected


def test_rare_words_are_found_as_often_as_they_occur() -> None:
    capitals = RareWords(str.isupper)
    assert [capitals.among(words) for words in ({"a", "B"}, {"a", "B", "C"}, {"a"})] == [{"B"}, {"B", "C"}, set()]
