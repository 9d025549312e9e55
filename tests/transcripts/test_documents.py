"""Word documents, honest and hostile."""

import zipfile
from collections.abc import Callable
from io import BytesIO

import pytest

from interview_cli.errors import InputError
from interview_cli.transcripts.documents import MAX_ARCHIVE_ENTRIES, MAX_DOCUMENT_XML_BYTES
from interview_cli.transcripts.pairing import pair
from interview_cli.transcripts.reading import read_transcripts
from interview_cli.transcripts.roles import assign_roles

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def document(body: str, before: str = "", part: str = "word/document.xml") -> bytes:
    xml = f'<?xml version="1.0"?>{before}<w:document xmlns:w="{NAMESPACE}"><w:body>{body}</w:body></w:document>'
    return archive({part: xml.encode()})


def archive(parts: dict[str, bytes]) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in parts.items():
            file.writestr(name, data)
    return buffer.getvalue()


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def said(data: bytes) -> list[tuple[str | None, str]]:
    (transcript,) = read_transcripts(data, "x.docx")
    return [(turn.speaker_label, turn.text) for turn in transcript.turns]


def test_runs_breaks_and_tabs() -> None:
    body = (
        "<w:p><w:r><w:t>Ann Lee</w:t></w:r><w:r><w:t>: Why</w:t><w:tab/></w:r><w:r><w:t>us?</w:t></w:r></w:p>"
        "<w:p><w:r><w:t>Bo Fry: I like</w:t><w:br/><w:t>it.</w:t><w:delText>never said</w:delText></w:r></w:p>"
    )
    assert said(document(body)) == [("Ann Lee", "Why us?"), ("Bo Fry", "I like it.")]


def test_tracked_insertions_and_content_controls_are_read_and_fallbacks_are_not() -> None:
    compatible = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    body = (
        f"<w:sdt><w:sdtContent>{paragraph('Ann: Why?')}</w:sdtContent></w:sdt>"
        "<w:p><w:ins><w:r><w:t>Bo: So.</w:t></w:r></w:ins>"
        f'<m:Fallback xmlns:m="{compatible}"><w:r><w:t>twice</w:t></w:r></m:Fallback></w:p>'
    )
    assert said(document(body, part="word/document2.xml")) == [("Ann", "Why?"), ("Bo", "So.")]


def test_nested_table_belongs_to_its_cell() -> None:
    inner = f"<w:tbl><w:tr><w:tc>{paragraph('inside')}</w:tc></w:tr></w:tbl>"
    row = f"<w:tr><w:tc>{paragraph('Ann Lee:')}</w:tc><w:tc>{paragraph('out')}{inner}{paragraph('end')}</w:tc></w:tr>"
    assert said(document(f"<w:tbl>{row}</w:tbl>")) == [("Ann Lee", "out inside end")]


def test_a_table_of_questions_without_a_header() -> None:
    question = "Where did you learn to build services like these, and from whom did you learn the most?"
    row = f"<w:tr><w:tc>{paragraph(question)}</w:tc><w:tc>{paragraph('At school.')}</w:tc></w:tr>"
    (transcript,) = read_transcripts(document(f"<w:tbl>{row}</w:tbl>"), "x.docx")
    assert transcript.paired
    assert [turn.text for turn in transcript.turns] == [question, "At school."]


def test_times_in_cells_are_not_said() -> None:
    def row(*cells: str) -> str:
        return "<w:tr>" + "".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in cells) + "</w:tr>"

    body = row("2024-03-01 10:30:01", "Ann Lee", "Why us?") + row("[0h0m5s]", "Bo Ek", "At 10:30 I came.")
    assert said(document(f"<w:tbl>{body}</w:tbl>")) == [("Ann Lee", "Why us?"), ("Bo Ek", "At 10:30 I came.")]


def billion_laughs() -> bytes:
    entities = '<!ENTITY a "ha">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1 or str()};" * 10}">' for n in range(1, 10))
    return document(paragraph("&a9;"), before=f"<!DOCTYPE d [{entities}]>")


HOSTILE = {
    "entities": (billion_laughs(), "document type definition"),
    "external entity": (
        document(paragraph("&x;"), before='<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
        "document type definition",
    ),
    "bomb": (document(paragraph("a" * (MAX_DOCUMENT_XML_BYTES + 1))), "unpacks to more than 20 MB"),
    "bomb in parts": (
        archive(
            dict.fromkeys(("xl/workbook.xml", "xl/sharedStrings.xml"), b" " * (MAX_DOCUMENT_XML_BYTES // 2) + b"<a/>")
        ),
        "unpacks to more than 20 MB",
    ),
    "entries": (archive({f"{n}": b"" for n in range(MAX_ARCHIVE_ENTRIES + 1)}), "more than 5,000 entries"),
    "depth": (document("<w:p>" * 600 + "</w:p>" * 600), "nested too deeply"),
    "broken xml": (document("<w:p>"), "contains damaged XML"),
    "other archive": (archive({"content.xml": b"<a/>"}), "not a Word document"),
    "cut off": (document(paragraph("Ann: hi"))[:-40], "damaged or encrypted"),
    "empty": (document(""), "contains nothing that could be read as speech"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_documents_are_refused(name: str) -> None:
    data, reason = HOSTILE[name]
    with pytest.raises(InputError, match=reason):
        said(data)


def test_a_table_with_columns_for_numbers_and_scores_and_a_merged_row() -> None:
    def row(*cells: str, span: int = 1) -> str:
        first, *rest = (f"<w:tc>{{}}{paragraph(cell)}</w:tc>" for cell in cells)
        merged = f'<w:tcPr><w:gridSpan w:val="{span}"/></w:tcPr>'
        return f"<w:tr>{first.format(merged)}{''.join(cell.format('') for cell in rest)}</w:tr>"

    asked = {"Wat miste u het meest?": "De hal. Daar hoor je alles.", "Wat doet u nu?": "Ik loop elke ochtend rond."}
    rows = "".join(row(str(n), q, a, "4") for n, (q, a) in enumerate(asked.items(), 1))
    body = (
        f"<w:tbl>{row('Nr.', 'Vraag', 'Antwoord kandidaat', 'Score')}{rows}{row('Totaal', '8 / 10', span=3)}</w:tbl>"
    )
    assert said(document(body)) == [(None, text) for pair in asked.items() for text in pair]


def test_headings_in_any_language_begin_interviews() -> None:
    def talk(number: int) -> str:
        style = '<w:pPr><w:pStyle w:val="berschrift1"/></w:pPr>'
        heading = paragraph(f"Participant {number}").replace("<w:p>", f"<w:p>{style}")
        lines = ("M: How do you pay?", "P: With coins.", "M: And the receipt?", "P: I throw it away.")
        return heading + "".join(map(paragraph, lines))

    both = list(read_transcripts(document(talk(3) + talk(4)), "x.docx"))
    assert [[turn.speaker_label for turn in each.turns] for each in both] == [["M", "P", "M", "P"]] * 2


def test_a_table_of_facts_above_the_one_with_questions_is_not_said() -> None:
    def table(*rows: tuple[str, ...]) -> str:
        cells = ("".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row) for row in rows)
        return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in cells) + "</w:tbl>"

    asked = (("Why us?", "I like lamps, and always have."), ("And?", "I like the crew as well."))
    body = table(("Candidate", "Bo Ek"), ("Date", "2026-05-04")) + table(("Question", "Answer"), *asked)
    assert said(document(body)) == [(None, text) for pair in asked for text in pair]


def table(rows: list[tuple[str, ...]]) -> str:
    cells = ("".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row) for row in rows)
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in cells) + "</w:tbl>"


SPOKEN = [
    *(("Vrouw Aalders", "Wie betaalt de brug?"), ("De sluiswachter", "Ik, denk ik wel eens. En de gemeente.")),
    *(("Vrouw Aalders", "En in de winter?"), ("De sluiswachter", "Dan sta ik er alleen. Dat mag ik graag.")),
]


@pytest.mark.parametrize("number", [(), ("Nr.",), ("Nr.", "Tijd")])
@pytest.mark.parametrize("names", [True, False])
def test_names_and_numbers_of_the_rows_of_a_table_are_not_said(names: bool, number: tuple[str, ...]) -> None:
    rows = [(*(f"{n}", f"00:0{n}:10")[: len(number)], *row) for n, row in enumerate(SPOKEN, 1)]
    assert said(document(table([*[(*number, "Wie", "Bijdrage")] * names, *rows]))) == SPOKEN


def test_who_speaks_once_at_the_top_of_a_table_is_heard() -> None:
    greeting = ("De voorzitter", "Goedemorgen allebei.")
    assert said(document(table([greeting, *SPOKEN]))) == [greeting, *SPOKEN]


def test_what_asks_to_be_filled_in_is_no_answer() -> None:
    def control(properties: str, text: str) -> str:
        return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{paragraph(text)}</w:sdtContent></w:sdt>"

    hint = control("<w:showingPlcHdr/>", "Klik hier om tekst in te voeren.")
    body = paragraph("Anna: Wat doet u?") + paragraph("Bo:") + control("<w:text/>", "Ik maak lampen.")
    assert said(document(body + paragraph("Anna: En verder?") + hint)) == [
        *(("Anna", "Wat doet u?"), ("Bo", "Ik maak lampen."), ("Anna", "En verder?"))
    ]


def test_what_asks_to_be_filled_in_is_no_answer_in_open_document() -> None:
    lines = "".join(f"<text:p>{who}: {text}</text:p>" for who, text in SPOKEN)
    hint = '<text:p><text:placeholder text:placeholder-type="text">&lt;Antwoord&gt;</text:placeholder></text:p>'
    content = f'<office:document xmlns:office="office" xmlns:text="text">{lines}{hint}</office:document>'
    parts = {"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": content.encode()}
    assert said(archive(parts)) == SPOKEN


TALK = [
    ("How did you get to the docks?", "By bus. Who else takes you there at four?"),
    ("They say you never took a day off.", "Once. Tell my wife that."),
    ("What is left of it?", "A hook: in the kitchen."),
]


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}<w:lang w:val="en-GB"/></w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def bold(text: str) -> str:
    return f"<w:p>{run(text[:5], '<w:b/>')}{run(text[5:], '<w:b/>')}</w:p>"


def styled(text: str) -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="Frage"/></w:pPr>{run(text)}</w:p>'


def coloured(text: str) -> str:
    return f'<w:p>{run(text, """<w:color w:val="1F4E79"/>""")}</w:p><w:p/>'


@pytest.mark.parametrize("set_apart", [bold, styled, coloured])
def test_what_paragraphs_look_like_tells_questions_in_word(set_apart: Callable[[str], str]) -> None:
    body = "".join(f"{set_apart(a)}{paragraph(b)}<w:p>{run('So', '<w:i/>')}{run(' it was.')}</w:p>" for a, b in TALK)
    assert asked_and_answered(document(bold("The docks") + body)) == [(a, f"{b} So it was.") for a, b in TALK]


def test_what_paragraphs_look_like_tells_questions_in_open_document() -> None:
    namespaces = " ".join(f'xmlns:{name}="{name}"' for name in ("office", "style", "text", "fo"))
    styles = "".join(f'<style:style style:name="P{n}"><style:text-properties/></style:style>' for n in range(6))
    styles += '<style:style style:name="T1"><style:text-properties fo:font-style="italic"/></style:style>'
    body = "".join(
        f'<text:p text:style-name="P{2 * n}"><text:span text:style-name="T1">{a}</text:span></text:p>'
        f'<text:p text:style-name="P{2 * n + 1}">{b}</text:p>'
        for n, (a, b) in enumerate(TALK)
    )
    content = f"<office:document {namespaces}>{styles}{body}</office:document>"
    parts = {"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": content.encode()}
    assert asked_and_answered(archive(parts)) == TALK


@pytest.mark.parametrize(
    "form",
    [
        "<p><strong>{}</strong></p><p>{}</p>",
        "<p><em>{}</em></p><p>{}</p>",
        "<p><b>{}</b><br>{}</p>",
        "<p class='frage'>{}</p><p>{}</p>",
        "<p style='color: navy'>{}</p><p>{}</p>",
    ],
)
def test_what_paragraphs_look_like_tells_questions_in_pages(form: str) -> None:
    page = f"<html><body><h1>Docks</h1>{''.join(form.format(*said) for said in TALK)}</body></html>"
    assert asked_and_answered(page.encode()) == TALK


def test_speakers_in_bold_paragraphs_are_named() -> None:
    body = "".join(bold(f"Ann Lee: {asked}") + paragraph(f"Bo Fry: {answered}") for asked, answered in TALK)
    assert said(document(body)) == [
        (who, text) for both in TALK for who, text in zip(("Ann Lee", "Bo Fry"), both, strict=True)
    ]


def asked_and_answered(data: bytes) -> list[tuple[str, str]]:
    (transcript,) = read_transcripts(data, "x")
    return [(each.question, each.answer) for each in pair(assign_roles(transcript))]


def _in_italics(text: str) -> str:
    return f"<w:p><w:r><w:rPr><w:i/></w:rPr><w:t>{text}</w:t></w:r></w:p>"


NOTE = "We stopped at 10:25 for the fire alarm test and resumed at 10:31."
LABELLED = ("Ann: Why us?", "Bo: I like it here.", "Ann: What else do you like?", "Bo: The people. And the food.")


def test_a_note_in_italics_between_turns_is_left_out_and_shown() -> None:
    body = "".join(map(paragraph, LABELLED[:2])) + _in_italics(NOTE) + "".join(map(paragraph, LABELLED[2:]))
    (transcript,) = read_transcripts(document(body), "x.docx")
    assert [turn.text for turn in transcript.turns] == [text.partition(": ")[2] for text in LABELLED]
    assert NOTE[:40] in str(transcript.reading.notes)
    assert transcript.reading.confidence < 1


def test_an_answer_in_italics_is_no_note() -> None:
    asked = [paragraph("Ann: Why us?"), _in_italics("I like it here."), paragraph("Ann: And?"), _in_italics(NOTE)]
    assert NOTE in said(document("".join(asked * 2)))[-1][1]


@pytest.mark.parametrize("line", ["Signed ............... Date ..........", "Signature: ____________"])
def test_a_form_to_sign_below_the_last_answer_is_left_out(line: str) -> None:
    body = "".join(map(paragraph, [*LABELLED, "", "These notes were read back to Bo and agreed.", line]))
    (transcript,) = read_transcripts(document(body), "x.docx")
    assert [turn.text for turn in transcript.turns] == [text.partition(": ")[2] for text in LABELLED]
    assert "Sign" in str(transcript.reading.notes)
