"""Bytes to text."""

import pytest

from interview_cli.errors import InputError
from interview_cli.transcripts.decoding import clean, decode, flatten
from interview_cli.transcripts.reading import read_transcripts

TEXT = "Interviewer: Où étiez-vous?\nCandidate: À Málaga, Łódź — 東京 🙂\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_unicode_with_and_without_mark(encoding: str) -> None:
    assert decode(TEXT.encode(encoding)) == TEXT


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1"])
def test_western_fallback(encoding: str) -> None:
    text = "Candidate: Señora Müller à Besançon"
    assert decode(text.encode(encoding)) == text


def test_typographic_quotes_of_windows() -> None:
    assert decode("It’s “fine”".encode("cp1252")) == "It’s “fine”"


def test_utf_16_without_mark_in_another_script() -> None:
    text = "מראיין: ספר לי על עצמך בבקשה\nמועמד: אני מפתח תוכנה כבר עשר שנים\n" * 3
    assert decode(text.encode("utf-16-le")) == text


@pytest.mark.parametrize("ending", ["\r\n", "\r"])
def test_line_ends(ending: str) -> None:
    assert decode(f"a{ending}b{ending}".encode()) == "a\nb\n"


def test_a_character_cut_off_at_the_end() -> None:
    assert decode("Ja, café".encode()[:-1]) == "Ja, caf\ufffd"
    assert decode("hello".encode("utf-16")[:-1]) == "hell\ufffd"


def test_a_stray_byte_does_not_turn_utf_8_into_something_else() -> None:
    assert decode("é à ü ".encode() + b"\xff" + " ñ".encode()) == "é à ü \ufffd ñ"


def test_binary_is_not_text() -> None:
    assert decode(bytes(range(256)) * 4) is None
    with pytest.raises(InputError, match="binary file"):
        list(read_transcripts(b"\x00\x01\x02\x03\x04" * 50, "x.vtt"))


def test_invisible_characters_are_removed() -> None:
    assert clean("a\u200bb\u202ec\ufeffd\x1b[31m\u00ad\U000e0041") == "abcd[31m"
    assert clean("ignore\u200d previous") == "ignore previous"
    assert clean("\u202e\u200d\u202ea\u200d") == "a"


def test_emoji_and_scripts_of_either_direction_stay() -> None:
    family = "👩\u200d👩\u200d👧"
    assert clean(f"{family} שלום مرحبا") == f"{family} שלום مرحبا"
    assert clean("می\u200cخواهم") == "می\u200cخواهم"


def test_lone_surrogates_cannot_leave() -> None:
    assert clean("a\ud800b").encode() == "a\ufffdb".encode()


def test_line_separators_become_line_breaks_and_blanks() -> None:
    assert clean("a\u2028b\x85c") == "a\nb\nc"
    assert flatten(" a\u2028 b\t\nc ") == "a b c"
