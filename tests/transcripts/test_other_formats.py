"""The same interview in the formats of documents, captions and speech research; others are refused by name."""

from contextlib import suppress

import pytest

from interview_cli.errors import InputError
from interview_cli.transcripts.pairing import pair
from interview_cli.transcripts.plain_text import LIKELY
from interview_cli.transcripts.reading import read_transcripts
from interview_cli.transcripts.roles import assign_roles
from interview_cli.transcripts.turns import make_turn
from tests.transcripts.formats import ANSWERS, FORMATS, QUESTIONS, TURNS, archive, open_document, pdf

UNTIMED = {
    *(name for name in FORMATS if name.endswith((".html", ".eml", ".odt", ".ods", ".rtf", ".pdf", ".tei"))),
    "microdvd.sub",
}


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_pairs_from_every_format(name: str) -> None:
    (transcript,) = read_transcripts(FORMATS[name], name)
    pairs = pair(assign_roles(transcript))
    assert [each.question.removeprefix("um ") for each in pairs] == list(QUESTIONS)
    assert [each.answer.removeprefix("um ") for each in pairs] == list(ANSWERS)


@pytest.mark.parametrize("name", [name for name in FORMATS if name not in UNTIMED])
def test_times_are_those_of_the_source(name: str) -> None:
    (transcript,) = read_transcripts(FORMATS[name], name)
    assert [turn.start_s for turn in transcript.turns] == [10 * number + 1 for number in range(6)]


REFUSED = {
    "epub": (archive({"mimetype": "application/epub+zip", "META-INF/container.xml": "<a/>"}), "is an EPUB book"),
    "xlsx": (archive({"xl/workbook.xml": "<a/>"}), "is a workbook without text"),
    "pptx": (archive({"ppt/presentation.xml": "<a/>"}), "is a PowerPoint presentation"),
    "pages": (archive({"Index/Document.iwa": "x"}), "is a Pages document"),
    "ods": (open_document("", "spreadsheet"), "is a workbook without text"),
    "zip": (archive({"a.txt": "Ann: hi"}), "is an archive"),
    "old Word": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100, "is an old Office document"),
    "mail without text": (b"MIME-Version: 1.0\nContent-Type: image/png\n\nxx\n", "is a mail without text"),
    "SCC": (b"Scenarist_SCC V1.0\n\n00:00:01:00\t9420 9420 94ae\n", "is SCC captions"),
    "EBU STL": (b"850STL25.01" + b"0" * 1100, "is EBU STL captions"),
    "VobSub": (b"# VobSub index file, v7\n", "is VobSub captions"),
    "RTTM": (b"SPEAKER talk 1 0.00 4.20 <NA> <NA> ann <NA> <NA>\n", "is a list of times"),
    "CTM": (b"talk 1 0.11 0.32 so 0.98\ntalk 1 0.43 0.10 we 0.97\n", "is a list of times"),
    "other XML": (b'<?xml version="1.0"?><rss><channel/></rss>', "is XML of the kind <rss>"),
    "damaged XML": (b"<tt><body><p>hi</body></tt>", "is damaged XML"),
    "deep XML": (b"<tt>" + b"<div>" * 600 + b"</div>" * 600 + b"</tt>", "is nested too deeply|is XML that is nested"),
    "defining XML": (b'<!DOCTYPE tt [<!ENTITY a "b">]><tt/>', "document type definition"),
    "a scan": (pdf([[]]), "is a PDF document without text"),
    "damaged PDF": (pdf([["Ann: hi"]])[:200].replace(b"obj", b"odd"), "is a damaged or encrypted PDF document"),
    "image": (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "is an image"),
    "7z": (b"7z\xbc\xaf\x27\x1c", "is an archive"),
    "TextGrid without tiers": (
        b'File type = "ooTextFile"\nObject class = "TextGrid"\n0 1 <absent>',
        "contains nothing that could be read",
    ),
    "damaged TextGrid": (
        b'File type = "ooTextFile"\nObject class = "TextGrid"\n0 1 <exists> 1 "IntervalTier" "a" 0 1 x',
        "is a damaged TextGrid",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_not_read_is_refused_by_its_name(name: str) -> None:
    data, reason = REFUSED[name]
    with pytest.raises(InputError, match=reason):
        list(read_transcripts(data, "x"))


def test_a_document_with_a_table_of_facts_is_read_by_its_paragraphs() -> None:
    facts = "<table:table><table:table-row><table:table-cell><text:p>Place</text:p></table:table-cell>"
    facts += "<table:table-cell><text:p>Harbour</text:p></table:table-cell></table:table-row></table:table>"
    said = "<text:p>Ann: Why us?</text:p><text:p>Bo: I like the harbour.</text:p><text:p>Ann: And?</text:p>"
    said += "<text:p>Bo: And the crew.</text:p>"
    (transcript,) = read_transcripts(open_document(facts + said), "x.odt")
    assert [turn.speaker_label for turn in transcript.turns] == ["Ann", "Bo", "Ann", "Bo"]


def test_what_was_deleted_in_a_document_is_not_said() -> None:
    deleted = "<text:tracked-changes><text:p>Ann: Never said.</text:p></text:tracked-changes>"
    said = "<text:p>Ann: Why us?</text:p><text:p>Bo: So.</text:p><text:p>Ann: Why?</text:p><text:p>Bo: Thus.</text:p>"
    (transcript,) = read_transcripts(open_document(deleted + said), "x.odt")
    assert [turn.text for turn in transcript.turns] == ["Why us?", "So.", "Why?", "Thus."]


def test_two_speakers_in_one_paragraph_of_ttml() -> None:
    spoken = '<span ttm:agent="Ann">Why?</span> <span ttm:agent="Bo">So.</span>'
    text = f'<tt xmlns:ttm="x"><body><p begin="1s">{spoken}</p></body></tt>'
    (transcript,) = read_transcripts(text.encode(), "x")
    assert [(turn.speaker_label, turn.text) for turn in transcript.turns] == [("Ann", "Why?"), ("Bo", "So.")]


def test_two_speakers_in_one_turn_of_transcriber() -> None:
    text = (
        '<Trans><Speakers><Speaker id="a" name="Ann"/><Speaker id="b" name="Bo"/></Speakers>'
        '<Turn speaker="a b" startTime="1" endTime="2"><Sync time="1"/><Who nb="1"/>Why?'
        '<Who nb="2"/>So.</Turn></Trans>'
    )
    (transcript,) = read_transcripts(text.encode(), "x")
    assert [(turn.speaker_label, turn.text) for turn in transcript.turns] == [("Ann", "Why?"), ("Bo", "So.")]


def test_a_name_in_brackets_is_no_html() -> None:
    text = "<Ann> Why us?\n<Bo> I like it.\n<Ann> And?\n<Bo> The crew.\n"
    (transcript,) = read_transcripts(text.encode(), "x")
    assert [turn.speaker_label for turn in transcript.turns] == ["Ann", "Bo", "Ann", "Bo"]


def test_portraits_and_dates_of_a_chat_are_not_said() -> None:
    messages = "".join(
        f'<div class="message"><div class="initials">{name[0]}</div><div class="date details">10:05</div>'
        f'<div class="from_name">{name}</div><div class="text">{text}</div></div>'
        for name, text in (("Ann", "Why us?"), ("Bo", "I like it."), ("Ann", "Go on."), ("Bo", "I do."))
    )
    (transcript,) = read_transcripts(f"<html><body>{messages}</body></html>".encode(), "x.html")
    assert [(turn.speaker_label, turn.text) for turn in transcript.turns[:2]] == [
        ("Ann", "Why us?"),
        ("Bo", "I like it."),
    ]


def test_a_comment_in_html_is_not_said() -> None:
    text = "<p>Ann: Why us?<!-- <p>cut <!-- out --></p><p>Bo: So.</p><p>Ann: Why?</p><p>Bo: Thus.</p>"
    (transcript,) = read_transcripts(text.encode(), "x")
    assert [turn.text for turn in transcript.turns] == ["Why us?", "So.", "Why?", "Thus."]


def test_an_empty_page_in_a_pdf() -> None:
    (transcript,) = read_transcripts(pdf([["Ann: Why us?", "Bo: So."], [], ["Ann: Why?", "Bo: Thus."]]), "x")
    assert [turn.text for turn in transcript.turns] == ["Why us?", "So.", "Why?", "Thus."]


@pytest.mark.parametrize(
    "row",
    [
        '<turn speaker="{who}" time="{start}">{text}</turn>',
        "<entry><who>{who}</who><said>{text}</said></entry>",
        "<line><speaker>{who}</speaker><text>{text}</text></line>",
        "<u><person name='{who}'/><text>{text}<note>laughs</note></text></u>",
    ],
)
@pytest.mark.parametrize("root", ["interview", "transcript"])
def test_xml_of_any_kind_is_read_when_it_says_who_speaks(row: str, root: str) -> None:
    rows = "".join(row.format(who=who, start=start, text=text) for who, text, start, _ in TURNS)
    data = f'<?xml version="1.0"?><{root} id="7"><meta><day>Monday</day></meta>{rows}</{root}>'
    (transcript,) = read_transcripts(data.encode(), "x.xml")
    assert [(turn.speaker_label, turn.text) for turn in transcript.turns] == [(who, text) for who, text, *_ in TURNS]


def test_xml_that_names_nobody_is_refused() -> None:
    rows = "".join(f"<item><title>Part</title><description>{text}</description></item>" for _, text, *_ in TURNS)
    with pytest.raises(InputError, match="is XML of the kind <rss>, not a recognised transcript format"):
        list(read_transcripts(f'<?xml version="1.0"?><rss><channel>{rows}</channel></rss>'.encode(), "x.xml"))


def test_a_point_tier_of_praat_is_no_speaker() -> None:
    grid = (
        'File type = "ooTextFile"\nObject class = "TextGrid"\n0 9 <exists> 2 "TextTier" "marks" 0 9 2 1 "x" 5 "y" '
        '"IntervalTier" "Ann" 0 9 2 0 4 "Why us?" 4 9 "I like lamps."'
    )
    (transcript,) = read_transcripts(grid.encode(), "x")
    said = [(turn.speaker_label, turn.text, turn.start_s) for turn in transcript.turns]
    assert said == [("Ann", "Why us?", 0.0), ("Ann", "I like lamps.", 4.0)]


@pytest.mark.parametrize(("characters", "kept"), [(79, 79), (80, 80), (81, 80)])
def test_a_label_keeps_80_characters(characters: int, kept: int) -> None:
    turn = make_turn("A" * characters, "Why us?")
    assert turn is not None
    assert turn.speaker_label == "A" * kept


def test_what_is_around_the_article_of_a_page_is_not_said() -> None:
    said = "".join(f"<p><strong>{who}:</strong> {text}</p>" for who, text, *_ in TURNS)
    page = (
        f"<main><article><h1>Cranes</h1><div class='share'>Share</div>{said}<figcaption>A crane</figcaption><hr>"
        "<p>Teo Marsh lives on a boat.</p></article><div class='comments'><p><b>joe</b> Great piece!</p></div></main>"
    )
    (transcript,) = read_transcripts(page.encode(), "x.html")
    assert [(turn.speaker_label, turn.text) for turn in transcript.turns] == [(who, text) for who, text, *_ in TURNS]


def test_a_page_with_a_short_article_beside_the_talk_is_read_whole() -> None:
    said = "".join(f"<p><strong>{who}:</strong> {text}</p>" for who, text, *_ in TURNS)
    (transcript,) = read_transcripts(f"<div>{said}</div><article>Buy a crane.</article>".encode(), "x.html")
    assert [turn.speaker_label for turn in transcript.turns] == [who for who, *_ in TURNS]


def test_the_times_of_rows_are_read_whatever_their_class() -> None:
    rows = "".join(
        f'<tr><td class="time">0:{start:02.0f}</td><td><b>{who}</b></td><td>{text}</td></tr>'
        for who, text, start, _ in TURNS
    )
    (transcript,) = read_transcripts(f"<table>{rows}</table>".encode(), "x.html")
    assert [turn.start_s for turn in transcript.turns] == [start for *_, start, _ in TURNS]


def test_what_another_says_meanwhile_is_left_out_of_chat() -> None:
    data = "@UTF8\n@Begin\n*INV:\tWhen ?\n*PAR:\tevery day &*INV:mhm and on Sundays .\n@End\n"
    (transcript,) = read_transcripts(data.encode(), "x")
    assert transcript.turns[1].text == "every day and on Sundays."


def test_events_of_exmaralda_without_times_follow_their_timeline() -> None:
    points = "".join(f'<tli id="T{number}"/>' for number in range(4))
    tiers = "".join(
        f'<tier id="{who}" speaker="{who}" category="v" type="t">'
        f'<event start="T{begin}" end="T{begin + 1}">{text}</event>'
        f'<event start="T{begin + 2}" end="T{begin + 3}">{text}</event></tier>'
        for who, begin, text in (("B", 1, "So."), ("A", 0, "Why?"))
    )
    data = (
        '<?xml version="1.0"?><basic-transcription><basic-body><common-timeline>'
        f"{points}</common-timeline>{tiers}</basic-body></basic-transcription>"
    )
    (transcript,) = read_transcripts(data.encode(), "x")
    assert [turn.speaker_label for turn in transcript.turns] == ["A", "B", "A", "B"]


def test_a_transcript_as_text_in_a_field_of_xml() -> None:
    text = "\n\n".join(f"{who.upper()}: {said}" for who, said, *_ in TURNS)
    data = f'<?xml version="1.0"?><ROOT><record><title>Cranes</title><transcript>{text}</transcript></record></ROOT>'
    (transcript,) = read_transcripts(data.encode(), "x.xml")
    assert [turn.text for turn in transcript.turns] == [said for _, said, *_ in TURNS]


def _grid(tiers: dict[str, list[tuple[float, str]]]) -> bytes:
    written = " ".join(
        f'"IntervalTier" "{name}" 0 99 {len(said)} '
        + " ".join(f'{start} {start + 1 / 3} "{text}"' for start, text in said)
        for name, said in tiers.items()
    )
    return f'File type = "ooTextFile"\nObject class = "TextGrid"\n0 99 <exists> {len(tiers)} {written}'.encode()


BY_SPEAKER = {name: [(start + 1 / 3, text) for who, text, start, _ in TURNS if who == name] for name, *_ in TURNS}
REPEATED = {
    "words": {
        f"{name} - words": [(start + n / 7, word) for start, text in said for n, word in enumerate(text.split())]
        for name, said in BY_SPEAKER.items()
    },
    "all together": {"ORT": sorted(each for said in BY_SPEAKER.values() for each in said)},
}


@pytest.mark.parametrize("more", REPEATED)
def test_a_tier_that_repeats_others_is_no_speaker(more: str) -> None:
    (transcript,) = read_transcripts(_grid(REPEATED[more] | BY_SPEAKER), "x")
    assert [turn.text for turn in transcript.turns] == [text for _, text, *_ in TURNS]
    assert {turn.speaker_label for turn in transcript.turns} == set(BY_SPEAKER)


def test_one_tier_with_the_names_in_its_texts() -> None:
    (transcript,) = read_transcripts(
        _grid({"talk": [(start, f"{who}: {text}") for who, text, start, _ in TURNS]}), "x"
    )
    assert [(turn.speaker_label, turn.text) for turn in transcript.turns] == [(who, text) for who, text, *_ in TURNS]


def test_a_running_title_on_two_pages_is_not_said_and_a_recurring_speaker_is_no_title() -> None:
    lines = [part for who, text, *_ in TURNS for part in (f"{who}:", text)]
    title = "Talk of 12 May, page"
    (transcript,) = read_transcripts(pdf([[*lines[:8], f"{title} 1"], [*lines[8:], f"{title} 2"]]), "x")
    assert [(turn.speaker_label, turn.text) for turn in transcript.turns] == [(who, text) for who, text, *_ in TURNS]


def test_a_tier_for_remarks_is_no_speaker() -> None:
    (transcript,) = read_transcripts(_grid({"opmerkingen": [(15.0, "stilte")]} | BY_SPEAKER), "x")
    assert [turn.speaker_label for turn in transcript.turns] == [who for who, *_ in TURNS]


def test_two_lines_above_every_page_but_the_cover_are_not_said() -> None:
    above = ["Mill Project", "Lindqvist - 1 - {}"]
    pages = [["Mill Project Interviews"], ["Ann: Why us?", "Bo: So we"], ["did it.", "Ann: Why?", "Bo: Thus."]]
    headed = [[*(line.format(number) for line in above if number), *page] for number, page in enumerate(pages)]
    (transcript,) = read_transcripts(pdf(headed), "x")
    assert [turn.text for turn in transcript.turns] == ["Why us?", "So we did it.", "Why?", "Thus."]


def test_a_text_with_numbered_lines_is_no_yaml() -> None:
    above = ["APPEARANCES:", "    For the firm:  Ann Lee", "    For the shop:", "        Bo Fry"]
    said = [*above, "    Q.  Why us?", "    A.  I like it.", "    Q.  Why?", "    A.  So."]
    numbered = "".join(f"{number:>6}     {line}\n" for number, line in enumerate(said, 1))
    (transcript,) = read_transcripts(f"4\n\n{numbered}".encode(), "x")
    assert ("Q", "Why us?") in [(turn.speaker_label, turn.text) for turn in transcript.turns]


def test_a_table_that_is_not_read_is_named() -> None:
    rows = "".join(f"<tr><td>{text}</td><td>3</td></tr>" for text in ANSWERS[:2])
    said = "".join(f"<p>{who}: {text}</p>" for who, text, _, _ in TURNS)
    (transcript,) = read_transcripts(f"<main>{said}<table>{rows}</table></main>".encode(), "x.html")
    assert transcript.reading.confidence == LIKELY
    assert f"Left out with its table: {ANSWERS[0][:60]!r}, {ANSWERS[1][:60]!r}." in transcript.reading.notes
    assert len(pair(assign_roles(transcript))) == len(ANSWERS)


def test_chats_of_several_days_stay_in_order() -> None:
    lines = [
        f"{hour}:0{number}\t{who}\t{text}"
        for hour, number, (who, text, _, _) in zip("998877", range(6), TURNS, strict=True)
    ]
    lines[4:4] = ["", "2024/09/12(木)"]
    lines[2:2] = ["", "Thursday, September 12, 2024"]
    (transcript,) = read_transcripts("\n".join(["2024/09/11(水)", *lines]).encode(), "x.txt")
    assert [(turn.text, turn.start_s) for turn in transcript.turns] == [(text, None) for _, text, _, _ in TURNS]


def test_a_date_below_the_name_of_a_speaker_is_said() -> None:
    lines = [f"{who}  00:0{number}:10\n{text}\n" for number, (who, text, _, _) in enumerate(TURNS)]
    who, text, _, _ = TURNS[3]
    lines[3] = f"{who}  00:03:10\nOn 3 April 2021\n{text}\n"
    (transcript,) = read_transcripts("\n".join(lines).encode(), "x.txt")
    assert transcript.turns[3].text == f"On 3 April 2021 {text}"


def test_cues_of_a_chat_that_goes_on_the_next_day_stay_in_order() -> None:
    starts = ["21:10", "21:11", "21:12", "20:02", "20:03", "20:04"]
    cues = [
        f"{start}:00.000 --> {start}:09.000\n{who}: {text}\n"
        for start, (who, text, _, _) in zip(starts, TURNS, strict=True)
    ]
    (transcript,) = read_transcripts("\n".join(["WEBVTT\n", *cues]).encode(), "x.vtt")
    assert [turn.text for turn in transcript.turns] == [text for _, text, _, _ in TURNS]


def _mail(head: str, body: str) -> bytes:
    return f"From: a@example.org\nMIME-Version: 1.0\n{head}\n\n{body}".encode()


WRITTEN = "".join(f"{who}: {text}\n\n" for who, text, _, _ in TURNS)
PARTS = (
    WRITTEN[: WRITTEN.index(QUESTIONS[1]) - len("Runa Vik: ")],
    WRITTEN[WRITTEN.index(QUESTIONS[1]) - len("Runa Vik: ") :],
)


@pytest.mark.parametrize(
    "mail",
    [
        _mail("Content-Type: text/plain; charset=foo", WRITTEN),
        _mail("Content-Type: text/plain; charset*", WRITTEN),
        _mail("Content-Type: multipart/mixed", WRITTEN),
        _mail(
            'Content-Type: multipart/mixed; boundary="x"',
            "".join(f"--x\nContent-Type: text/plain\n\n{part}\n" for part in PARTS) + "--x--\n",
        ),
    ],
    ids=["no charset", "a broken field", "no boundary", "two parts"],
)
def test_mails_that_are_not_as_they_should_be_are_read_all_the_same(mail: bytes) -> None:
    (transcript,) = read_transcripts(mail, "x.eml")
    assert [each.answer for each in pair(assign_roles(transcript))] == list(ANSWERS)


def test_a_mail_that_is_nested_too_deeply_is_text() -> None:
    head = "".join(f'Content-Type: multipart/mixed; boundary="{at}"\n\n--{at}\n' for at in range(2_000))
    with suppress(InputError):
        list(read_transcripts(_mail(head, WRITTEN), "x.eml"))


@pytest.mark.parametrize("classes", [("mine", "theirs"), ("odd", "even")])
def test_two_classes_in_turn_are_sides_and_what_stands_between_is_shown(classes: tuple[str, str]) -> None:
    event = "<p class='event'>Runa Vik has left the chat for a moment</p>"
    said = [f"<p class='bubble {classes[n % 2]}'>{text}</p>" for n, (_, text, *_) in enumerate(TURNS)]
    (transcript,) = read_transcripts("".join([*said[:2], event, *said[2:]]).encode(), "x.html")
    labels = {turn.speaker_label for turn in transcript.turns}
    if classes == ("odd", "even"):  # rows of two colours; their questions tell who asks
        assert labels == {"Question", "Answer"}
        assert transcript.reading.confidence < 1
    else:
        assert labels == {"mine", "theirs"}
        assert [turn.text for turn in transcript.turns] == [text for _, text, *_ in TURNS]
        assert transcript.reading.notes == ("Left out as not speech: 'Runa Vik has left the chat for a moment'.",)


def test_classes_of_names_and_of_texts_are_no_sides() -> None:
    said = (f"<h2 class='who'>{who}</h2><div class='text'><div>{text}</div></div>" for who, text, *_ in TURNS)
    (transcript,) = read_transcripts("".join(said).encode(), "x.html")
    assert [(turn.speaker_label, turn.text) for turn in transcript.turns] == [(who, text) for who, text, *_ in TURNS]


def test_messages_whose_class_tells_what_became_of_them_are_read() -> None:
    told = "<small class='msg-status'>Delivered</small>"
    said = (f"<div class='msg status-read'><cite>{who}</cite><p>{text}</p>{told}</div>" for who, text, *_ in TURNS)
    (transcript,) = read_transcripts("".join(said).encode(), "x.html")
    assert [(turn.speaker_label, turn.text) for turn in transcript.turns] == [(who, text) for who, text, *_ in TURNS]
    post = "".join(f"<div class='status'><cite>{who}</cite><p>{text} So it was.</p></div>" for who, text, *_ in TURNS)
    (transcript,) = read_transcripts(post.encode(), "x.html")
    assert [turn.text for turn in transcript.turns] == [f"{text} So it was." for _, text, *_ in TURNS]
