"""Bytes to text."""

import pytest

from interview_cli.errors import InputError
from interview_cli.text.decoding import clean, decode, decode_with_doubt, flatten
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


OLD_ENCODINGS = {
    "ru": ("Интервьюер: Расскажите о порте.\nКандидат: Я чинил кран и вёл журнал всю зиму.\n", ["cp1251", "koi8_r"]),
    "pl": (
        "Rekruter: Proszę opowiedzieć o porcie.\nKandydat: Naprawiłem dźwig, a zespół był z tego zadowolony.\n",
        ["cp1250", "iso8859_2"],
    ),
    "cs": (
        "Tazatel: Řekněte mi o přístavu.\nUchazeč: Opravil jsem jeřáb, což bylo těžké, a psal deník.\n",
        ["cp1250"],
    ),
    "ja": ("面接官：港について教えてください。\n候補者：クレーンを直して、日誌を書きました。\n", ["cp932", "euc_jp"]),
    "zh": ("面试官：请介绍一下港口的工作。\n候选人：我修好了起重机，还写了一整年的日志。\n", ["gb18030"]),
    "tw": ("面試官：請介紹一下港口的工作。\n候選人：我修好了起重機，還寫了一整年的日誌。\n", ["big5"]),
    "ko": ("면접관: 항구에 대해 말씀해 주세요.\n지원자: 크레인을 고치고 일지를 썼습니다.\n", ["euc_kr"]),
    "tr": (
        "Görüşmeci: Bana limandan bahseder misiniz?\nAday: Vinci onardım, çok güçtü ve günlüğü yazdım.\n",
        ["cp1254"],
    ),
    "el": ("Ερωτών: Μιλήστε μου για το λιμάνι.\nΥποψήφιος: Επισκεύασα τον γερανό.\n", ["cp1253"]),
}


@pytest.mark.parametrize(
    ("language", "encoding"), [(name, each) for name, (_, encodings) in OLD_ENCODINGS.items() for each in encodings]
)
def test_encodings_from_before_unicode(language: str, encoding: str) -> None:
    text = OLD_ENCODINGS[language][0]
    assert decode(text.encode(encoding)) == text  # two lines are few, so that it may be said to be a guess
    assert decode_with_doubt((text * 200).encode(encoding)) == (text * 200, None)


@pytest.mark.parametrize("encoding", ["utf-32-le", "utf-32-be"])
def test_utf_32_without_mark(encoding: str) -> None:
    text = OLD_ENCODINGS["zh"][0] + "Ann: so.\n"
    assert decode_with_doubt(text.encode(encoding)) == (text, None)


def test_a_reading_says_that_its_encoding_is_a_guess() -> None:
    data = b"Ann: Why us?\nBo: \xc1\xe5\xd2\xb8 \xdf\xf0\xb1\xa2 \xa4\xc5\xe7\xd8\n"
    (transcript,) = read_transcripts(data * 3, "x")
    assert transcript.reading.confidence == 0.5
    assert "encoding is uncertain" in transcript.reading.notes[0]


@pytest.mark.parametrize(
    "text",
    [
        "Où étiez-vous l’été dernier? À Málaga, très tôt.",
        "Zażółć gęślą jaźń, „proszę” – tak…",
        "Привет, как дела?",
        "こんにちは。元気ですか？",
        "👍 ❤️ 😀",
    ],
)
@pytest.mark.parametrize(("mistake", "times"), [("cp1252", 1), ("latin-1", 1), ("latin-1", 2)])
def test_utf_8_taken_for_another_encoding_is_mended(text: str, mistake: str, times: int) -> None:
    wrong = text
    for _ in range(times):
        wrong = "".join(
            bytes([byte]).decode(mistake, "ignore") or bytes([byte]).decode("latin-1") for byte in wrong.encode()
        )
    assert decode_with_doubt(wrong.encode()) == (text, None)


@pytest.mark.parametrize(
    "text", ["Spaß“ Maß“ Fuß“", "l’été…» l’été\u00a0» café\u00a0» à\u00a0»", "10 à €50, 60 à €70"]
)
def test_letters_before_quotation_marks_are_no_mistake(text: str) -> None:
    assert decode(text.encode()) == text


def test_lines_in_two_encodings() -> None:
    text = "Ida: Où étiez-vous l'été?\n"
    assert decode(text.encode() + 3 * text.encode("cp1252")) == 4 * text


@pytest.mark.parametrize("text", ["Tr?s t?t, au m?me caf? vert", "J\ufffdai \ufffdt\ufffd l\ufffd-bas"])
def test_missing_letters_are_reported(text: str) -> None:
    decoded = decode_with_doubt(text.encode())
    assert decoded is not None
    assert "Letters are missing" in (decoded[1] or "")


def test_questions_and_addresses_are_no_missing_letters() -> None:
    text = "Why?Because. See http://a.example/b?c=d and x.example/e?f=g or a?b=c and d?e=f and g?h=i"
    assert decode_with_doubt(text.encode()) == (text, None)
