"""CSV: columns known by their names in many languages, tables nobody can read, and prose that only looks like one."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interview_cli.errors import InputError
from interview_cli.transcripts.model import Transcript
from interview_cli.transcripts.pairing import pair
from interview_cli.transcripts.reading import read_transcripts
from interview_cli.transcripts.roles import assign_roles
from interview_cli.transcripts.tables import read_table

ROWS = [
    ("Why us?", "I like the lamps, and the people."),
    ("What broke last?", "The import, because of an index.\nI rebuilt it."),
]


def written(*rows: tuple[str, ...], delimiter: str = ",") -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue()


def read(text: str) -> list[Transcript]:
    return list(read_transcripts(text.encode(), "x.csv"))


@pytest.mark.parametrize(
    "header",
    [
        *(("question", "answer"), ("Q", "A"), ("prompt", "response"), ("Interviewer", "Candidate")),
        *(("recruiter", "applicant"), ("Frage", "Antwort"), ("Bewerber", "Interviewerin")[::-1]),
        *(("Pregunta", "Respuesta"), ("Question", "Réponse"), ("domanda", "risposta"), ("pergunta", "resposta")),
        *(("vraag", "antwoord"), ("pytanie", "odpowiedź"), ("Вопрос", "Ответ"), ("soru", "cevap")),
        *(
            ("问题", "回答"),
            ("質問", "回答"),
            ("질문", "답변"),
            ("प्रश्न", "उत्तर"),
            ("سؤال", "جواب"),
            ("שאלה", "תשובה"),
        ),
    ],
)
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_columns_are_known_by_their_names(header: tuple[str, str], delimiter: str) -> None:
    (transcript,) = read(written(header, *ROWS, delimiter=delimiter))
    assert [(each.question, each.answer) for each in pair(transcript)] == ROWS


def test_a_column_of_names_is_no_column_of_answers() -> None:
    text = written(("candidate", "question", "answer"), ("Bo", *ROWS[0]))
    (transcript,) = read(text)
    assert (transcript.candidate, pair(transcript)[0].answer) == ("Bo", ROWS[0][1])


def test_blanks_behind_commas() -> None:
    (transcript,) = read('question, answer\n"Why us?", "Because, well, lamps."\n')
    assert pair(transcript)[0].answer == "Because, well, lamps."


def test_titles_and_hints_to_spreadsheets_above_the_header() -> None:
    table = written(("Frage", "Antwort"), *ROWS, delimiter=";")
    for above in ("sep=;\n", "Interview with Bo\n\n", "Interview with Bo\nMarch\n"):
        (transcript,) = read(above + table)
        assert [(each.question, each.answer) for each in pair(transcript)] == ROWS


def test_texts_with_commas_but_without_quotes_are_whole() -> None:
    (transcript,) = read(
        "id,question,answer\n1,Why us?,I like it, and the team, a lot.\n1,So, when?,Now, at 1,000.,,\n"
        "1,Tools,SQL etc., and C.\n"
    )
    assert [(each.question, each.answer) for each in pair(transcript)] == [
        ("Why us?", "I like it, and the team, a lot."),
        ("So, when?", "Now, at 1,000."),
        ("Tools", "SQL etc., and C."),
    ]
    (transcript,) = read('question, answer\n"Why us?", I like it, and the team.\n')
    assert pair(transcript)[0].answer == "I like it, and the team."
    (transcript,) = read("speaker;text\nAnn;Why us?\nBo;I like it; the team; all of it.\n")
    assert [turn.text for turn in transcript.turns] == ["Why us?", "I like it; the team; all of it."]


def test_empty_cells_behind_the_columns_say_nothing() -> None:
    (transcript,) = read("question,answer\nWhy us?,I like it.,, \n")
    assert pair(transcript)[0].answer == "I like it."


def test_a_cut_text_before_another_column_is_refused() -> None:
    with pytest.raises(InputError, match=r"line 3: the row has more cells .* put quotes around"):
        read("question,answer,id\nWhy us?,I like it.,1\nWhy now?,I like it, and the team.,1\n")


def test_blanks_behind_commas_do_not_make_a_table_prose() -> None:
    (transcript,) = read("Question, answer\nStrengths, I lead people.\nWeaknesses, none.\n")
    assert transcript.paired


@given(st.lists(st.text(alphabet="ab. ,?", min_size=1), min_size=2, max_size=6))
def test_no_word_of_a_text_without_quotes_is_lost(cells: list[str]) -> None:
    cells = [cell.replace("a", f"a{own}").replace("b", f"b{own}") for own, cell in zip("cdefgh", cells, strict=False)]
    (transcript,) = read("question,answer\nx," + ",".join(cells) + "y\n")
    said = "".join(each.question + each.answer for each in pair(transcript))
    assert [char for char in said if char in "ab.?"] == [
        char for cell in ["x", *cells, "y"] for char in cell if char in "ab.?"
    ]


@pytest.mark.parametrize(
    "header", [("Sprecher", "Text"), ("hablante", "texto"), ("发言人", "文本"), ("話者", "テキスト")]
)
def test_speakers_and_texts_in_other_languages(header: tuple[str, str]) -> None:
    (transcript,) = read(written(header, ("Ann", "Why us?"), ("Bo", "The lamps.")))
    assert [(turn.speaker_label, turn.text) for turn in transcript.turns] == [
        ("Ann", "Why us?"),
        ("Bo", "The lamps."),
    ]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_unknown_columns_are_named(delimiter: str) -> None:
    with pytest.raises(
        InputError, match=r"^x\.csv is a table with the columns 'foo', 'bar'; expected .*question,answer"
    ):
        read(written(("foo", "bar"), ("Red lamps.", "Sold out."), ("Blue ones.", "In May."), delimiter=delimiter))


def test_columns_without_a_word_for_them_are_reported_by_what_is_asked() -> None:
    (transcript,) = read(written(("foo", "bar"), *ROWS))
    assert [(each.question, each.answer) for each in pair(transcript)] == ROWS


def test_a_table_without_a_header() -> None:
    with pytest.raises(InputError, match="a table with the columns 'Why us, really"):
        read('"Why us, really?","I like the lamps."\n"What broke?","The import."\n')


def test_only_some_of_many_columns_are_named() -> None:
    names = tuple(f"c{number}" for number in range(30))
    with pytest.raises(InputError, match=r"'c0', .*'c5' and 24 more; expected"):
        read(written(names, names, names))


@pytest.mark.parametrize(
    "text",
    [
        "Interviewer: Why us, then?\nCandidate: The lamps, mostly.\n",
        "Interviewer\tWhy us?\nCandidate\tThe lamps.\nInterviewer\tHow?\nCandidate\tThus.\n",
        "Well, I like lamps.\nAlso, I like farms.\nSo, I came.\n",
        "I worked with Go,Rust and C.\nThen I moved.\n",
        "It was slow; we measured.\nIt was big; we cut it.\n",
        "first | second\nthird | fourth\n",
        'He said "no", and left.\nI said "yes", loudly, and stayed.\n',
    ],
)
def test_prose_is_no_table(text: str) -> None:
    assert read_table(text, "x", "x") is None
    assert read(text)[0].turns


WORD = st.text("abcdefghij", min_size=1, max_size=8)
CLAUSE = st.lists(WORD, min_size=1, max_size=9).map(" ".join)
SENTENCE = st.lists(CLAUSE, min_size=1, max_size=4).map(", ".join).map(lambda text: text.capitalize() + ".")


@given(st.lists(SENTENCE, min_size=1, max_size=8).map("\n".join))
def test_sentences_are_never_a_table(text: str) -> None:
    assert read_table(text, "x", "x") is None


@given(
    st.lists(st.tuples(CLAUSE.map("x, ".__add__), SENTENCE), min_size=1, max_size=6),
    st.sampled_from([",", ";"]),
)
def test_quoted_rows_under_unknown_names_always_are(rows: list[tuple[str, str]], delimiter: str) -> None:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows([("left", "right"), *rows])
    with pytest.raises(InputError, match="'left', 'right'"):
        read_table(text.getvalue().replace("\r\n", "\n"), "x", "x")


@pytest.mark.parametrize("rule", ["| --- | :---: |", "|--|--|", "--- | ---"])
def test_a_markdown_table_is_read_by_its_columns(rule: str) -> None:
    rows = "| Why did you leave? | The *office* moved. |\n| What did you build? | A queue for the orders. |\n"
    (transcript,) = read_transcripts(f"# Tom Fox\n\n| Question | His answer |\n{rule}\n{rows}".encode(), "x.md")
    assert [turn.text for turn in transcript.turns] == [
        *("Why did you leave?", "The *office* moved."),
        *("What did you build?", "A queue for the orders."),
    ]


def test_a_small_table_in_a_talk_is_none_of_it() -> None:
    table = "| Item | Count |\n| --- | --- |\n| Pens | 3 |\n"
    talk = "Interviewer: Why did you leave?\n\nCandidate: The office moved far away, and I could not follow it.\n\n"
    (transcript,) = read_transcripts((talk + table).encode(), "x.md")
    assert [turn.speaker_label for turn in transcript.turns] == ["Interviewer", "Candidate"]


SURVEY = (
    ("ResponseId", "IPAddress", "Q1", "Q2"),
    ("R_1", "192.0.2.1", "I like the lamps.", "The import, because of an index."),
    ("R_2", "192.0.2.2", "A friend works here.", "Nothing broke so far."),
)
ASKED = ("Why do you apply with us?", "What broke last at work?")


@pytest.mark.parametrize(
    "header",
    [
        pytest.param(
            (SURVEY[0], ("Response ID", "IP Address", *ASKED), tuple(f'{{"ImportId":"{n}"}}' for n in SURVEY[0])),
            id="codes, questions, ids",
        ),
        pytest.param(
            (("Respondent ID", "Email", *ASKED), ("", "", "Open-Ended Response", "Open-Ended Response")),
            id="questions, kinds of answers",
        ),
        pytest.param((("id. ID", "ip. IP", f"Q01. {ASKED[0]}", f"Q02. {ASKED[1]}"),), id="questions behind codes"),
    ],
)
def test_a_survey_may_have_several_rows_above_its_answers(header: tuple[tuple[str, ...], ...]) -> None:
    found = [pair(assign_roles(each)) for each in read(written(*header, *SURVEY[1:]))]
    assert [[(each.question, each.answer) for each in pairs] for pairs in found] == [
        list(zip(ASKED, row[2:], strict=True)) for row in SURVEY[1:]
    ]


def answered(text: str) -> list[list[tuple[str, str]]]:
    return [[(each.question, each.answer) for each in pair(assign_roles(found))] for found in read(text)]


def test_a_column_for_each_person_is_an_interview_each() -> None:
    people = {
        "Ada Holm": ("I was a guard in a museum.", "I give them a job."),
        "Bo Weems": ("By chance, through an aunt.", "We let them hold a copy of it."),
    }
    rows = zip(ASKED, *people.values(), strict=True)
    table = written(("No.", "Question", *people), *((str(n), *row) for n, row in enumerate(rows, 1)), delimiter="\t")
    assert [each.candidate for each in read(table)] == list(people)
    assert answered(table) == [list(zip(ASKED, answers, strict=True)) for answers in people.values()]


@pytest.mark.parametrize("names", [("q{}_text", "q{}_transcript"), ("{}. question", "{}. answer")])
def test_columns_are_grouped_by_the_number_in_their_names(names: tuple[str, str]) -> None:
    said = ("I like the lamps in your shop.", "The import broke, because of an index.")
    columns = {
        name.format(n): text
        for n, pair_ in enumerate(zip(ASKED, said, strict=True), 1)
        for name, text in zip(names, pair_, strict=True)
    }
    row = ("s-1", "Teo", *columns.values())
    assert answered(written(("submission", "candidate", *columns), row)) == [list(zip(ASKED, said, strict=True))]


def test_rows_that_count_the_sentences_of_an_answer_are_one_answer() -> None:
    rows = [
        (ASKED[0], "1", "I like the lamps."),
        (ASKED[0], "2", "And the people are kind."),
        (ASKED[1], "1", "The import broke."),
        (ASKED[1], "2", "Nobody had seen the index."),
    ]
    assert answered(written(("question", "sentence", "answer"), *rows)) == [
        [
            (ASKED[0], "I like the lamps. And the people are kind."),
            (ASKED[1], "The import broke. Nobody had seen the index."),
        ]
    ]
    counted_on = [(question, str(n), text) for n, (question, _, text) in enumerate(rows)]
    ((_, *more),) = answered(written(("question", "line", "answer"), *counted_on))
    assert len(more) == 3


def test_fields_about_the_person_are_no_questions() -> None:
    form = [("Full name", "Teo Marsh"), ("E-mail", "teo@x.example"), *ROWS, ("I agree to the terms", "")]
    assert answered(written(("question", "answer"), *form)) == [ROWS]


def test_merged_cells_belong_to_the_speaker_above() -> None:
    rows = [
        ("Talk 14", "", ""),
        ("Minute", "Who", "Words"),
        ("00:00", "Runa Vik", "How did you organise the work?"),
        ("00:09", "Teo Marsh", "I divided the team into three zones."),
        ("", "", "In the morning we met at the dock."),
        ("00:27", "Runa Vik", "What did you do when the system failed?"),
        ("00:36", "Teo Marsh", "We printed the labels by hand."),
    ]
    (transcript,) = read(written(*rows))
    (first, second) = pair(assign_roles(transcript))
    assert first.answer == "I divided the team into three zones. In the morning we met at the dock."
    assert second.answer == "We printed the labels by hand."


def test_sentences_beside_questions_above_columns_are_questions() -> None:
    prompt = "Opisz sytuację, w której trzeba było szybko podjąć decyzję."
    header = ("Name", prompt, "Why do you like us?", "What would you change first?", "Where did you work last?")
    row = ("Ann Lee", "I called for help.", "I like it.", "The door.", "At the port.")
    (transcript,) = read(written(header, row))
    assert prompt in [each.question for each in pair(assign_roles(transcript))]


@pytest.mark.parametrize(
    "rows",
    [
        [("Key points", "She was well prepared."), ("Did the candidate give an example?", "Yes, of a dispute.")],
        [
            ("What is a list?", "A list can be changed after it was created, a tuple cannot."),
            ("What is a key?", "A key is the part of a row by which it is found again."),
            ("What is a lock?", "A lock keeps two programs from writing the same file at the same time."),
        ],
    ],
)
def test_notes_and_model_answers_are_doubtful(rows: list[tuple[str, str]]) -> None:
    (transcript,) = read(written(("question", "answer"), *rows))
    assert transcript.reading.confidence < 1
    assert any("notes on a candidate or model answers" in note for note in transcript.reading.notes)


def test_a_table_without_header_in_which_one_speaker_follows_another() -> None:
    asked = ("Why did you leave the harbour?", "What did you do after that?", "How do you work today?")
    said = (
        "I had burned a relay.",
        "Nobody was hurt.",
        "I went to sea.",
        "It was cold.",
        "I read a log.",
        "We talk.",
    )
    rows = [("Ann", text, 20 * number) for number, text in enumerate(asked)]
    rows += [("Bo", text, 10 * number + 5) for number, text in enumerate(said)]
    rows += [("note", "a bell rings", 12)]
    lines = (
        f"{who}\t\t00:00:{at:02}.500\t{at}.5\t00:00:{at + 2:02}.000\t{at + 2}.0\t{text}" for who, text, at in rows
    )
    (transcript,) = read("\n".join(lines) + "\n")
    assert transcript.turns[0].end_s == 2.0
    pairs = [(each.question, each.answer) for each in pair(assign_roles(transcript))]
    assert pairs == list(zip(asked, map(" ".join, zip(said[::2], said[1::2], strict=True)), strict=True))


def test_a_speaker_is_the_same_with_and_without_a_colon() -> None:
    table = "speaker,words\nRA:,Why do you write?\nDB,I like it.\nRA,How long have you?\nDB:,For years now.\n"
    (transcript,) = read_transcripts(table.encode(), "x.csv")
    assert [turn.speaker_label for turn in transcript.turns] == ["RA", "DB"] * 2


@pytest.mark.parametrize(("name", "is_read"), [("Candidate_Answer", True), ("Sample_Answer", False)])
def test_columns_called_question_and_answer_are_read_in_doubt(name: str, is_read: bool) -> None:
    rows = [
        ("What is a bilge?", "A bilge is the lowest room of a ship, where water gathers.", "80"),
        ("Explain ballast", "Ballast keeps a ship upright in a storm and in port.", "70"),
        ("What is a keel?", "A keel carries the ribs of the hull from end to end.", "90"),
    ]
    text = written(("Question", name, "Score"), *rows)
    if not is_read:
        with pytest.raises(InputError, match="table with the columns"):
            read(text)
        return
    (transcript,) = read(text)
    assert [turn.text for turn in transcript.turns[1::2]] == [said for _, said, _ in rows]
    assert any("model answers" in note for note in transcript.reading.notes)


def test_a_column_that_was_added_later_without_a_name_is_named_in_a_note() -> None:
    rows = [
        ("Why did you leave?", "I had burned a relay, twice.", "Short, and to the point."),
        ("What broke last?", "The import, because of an index.", "Good, if brief.", "7 of 10, she says"),
        ("Who helps you?", "My sister, and the night shift.", "Names people, well.", "8 of 10, he says"),
    ]
    (transcript,) = read(written(("Question", "Answer", "Feedback"), *rows))
    assert [turn.text for turn in transcript.turns[1::2]] == [row[1] for row in rows]
    assert any("column without a name" in note and "8 of 10" in note for note in transcript.reading.notes)
