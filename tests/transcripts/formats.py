"""One interview written in every format that is read: `FORMATS` by name, its `QUESTIONS` and `ANSWERS`."""

# ruff: noqa: ARG005, E501, E731 - forms take the same four things; what a file holds is easier to compare on one line

from __future__ import annotations

import json
import zipfile
from base64 import b64encode
from collections.abc import Callable
from html import escape
from io import BytesIO
from typing import Final

QUESTIONS: Final = (
    "What did you do when the harbour crane stopped?",
    "How did you tell the crew?",
    "Would you repair it the same way again?",
)
ANSWERS: Final = (
    "I closed the berth and read the log. A relay had burned, so we swapped it within an hour.",
    "By radio first. Then I wrote one page, and the night shift read it before they came in.",
    "Mostly. I would keep two relays in the shed, because the first order took nine days.",
)
TURNS: Final = tuple(
    (speaker, text, 10.0 * number + 1, 10.0 * number + 9)
    for number, (speaker, text) in enumerate(
        turn
        for pair in zip(QUESTIONS, ANSWERS, strict=True)
        for turn in zip(("Runa Vik", "Teo Marsh"), pair, strict=True)
    )
)


def _clock(seconds: float, mark: str = ".", digits: int = 3) -> str:
    return f"00:{int(seconds) // 60:02}:{int(seconds) % 60:02}{mark}{0:0{digits}}"


def _lines(form: Callable[[str, str, float, float], str], head: str = "", foot: str = "", end: str = "\n") -> bytes:
    return (
        head + "".join(form(who, escape(text, False), start, stop) + end for who, text, start, stop in TURNS) + foot
    ).encode()


def archive(parts: dict[str, str | bytes]) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in parts.items():
            file.writestr(name, data)
    return buffer.getvalue()


def open_document(body: str, kind: str = "text") -> bytes:
    namespaces = " ".join(
        f'xmlns:{each}="urn:oasis:names:tc:opendocument:xmlns:{each}:1.0"' for each in ("office", "text", "table")
    )
    content = f'<?xml version="1.0"?><office:document-content {namespaces}><office:body><office:text>{body}'
    content += "</office:text></office:body></office:document-content>"
    return archive({"mimetype": f"application/vnd.oasis.opendocument.{kind}", "content.xml": content})


def workbook(sheets: dict[str, list[list[str]]], hidden: str = "") -> bytes:
    """An Excel workbook with texts in cells, in parts, and shared by several cells; empty cells are missing."""
    texts = list(dict.fromkeys(cell for rows in sheets.values() for row in rows for cell in row[1:]))
    parts: dict[str, str | bytes] = {"xl/sharedStrings.xml": "<sst>" + "".join(map(_in_parts, texts)) + "</sst>"}
    listed = links = ""
    for number, (name, rows) in enumerate(sheets.items(), 1):
        lines = "".join(
            "<row>" + "".join(_cell(cell, place, line, texts) for place, cell in enumerate(row) if cell) + "</row>"
            for line, row in enumerate(rows, 1)
        )
        parts[f"xl/worksheets/s{number}.xml"] = f"<worksheet><sheetData>{lines}</sheetData></worksheet>"
        state = 'state="hidden" ' if name == hidden else ""
        listed += f'<sheet name="{name}" {state}r:id="r{number}"/>'
        links += f'<Relationship Id="r{number}" Target="{"/xl/" * (number % 2)}worksheets/s{number}.xml"/>'
    parts["xl/workbook.xml"] = f'<workbook xmlns:r="r"><sheets>{listed}</sheets></workbook>'
    parts["xl/_rels/workbook.xml.rels"] = f"<Relationships>{links}</Relationships>"
    return archive(parts)


def _in_parts(text: str) -> str:
    return f"<si><r><t>{escape(text[:3])}</t></r><r><t>{escape(text[3:])}</t></r><rPh><t>x</t></rPh></si>"


def _cell(text: str, place: int, line: int, texts: list[str]) -> str:
    if not place:
        return f'<c r="A{line}" t="inlineStr"><is><t>{escape(text)}</t></is></c>'
    return f'<c r="{chr(65 + place)}{line}" t="s"><v>{texts.index(text)}</v></c>'


def pdf(pages: list[list[str]]) -> bytes:
    """A PDF document with these lines on its pages."""
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    for number, lines in enumerate(pages):
        shown = " ".join(f"({line}) Tj 0 -14 Td" for line in lines)
        stream = f"BT /F1 9 Tf 40 800 Td {shown} ET"
        resources = "/MediaBox[0 0 900 842]/Resources<</Font<</F1 3 0 R>>>>"
        objects.append(f"<</Type/Page/Parent 2 0 R{resources}/Contents {5 + 2 * number} 0 R>>")
        objects.append(f"<</Length {len(stream)}>>\nstream\n{stream}\nendstream")
    written = "%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(written))
        written += f"{number} 0 obj\n{body}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = len(written)
    written += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    return (written + f"trailer<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{end}\n%%EOF").encode()


def _text_grid() -> bytes:
    tiers = ""
    for number, name in enumerate(("Runa Vik", "Teo Marsh"), 1):
        mine = [(start, stop, text) for who, text, start, stop in TURNS if who == name]
        spans = "".join(
            f"        intervals [{index}]:\n            xmin = {start} \n            xmax = {stop} \n"
            f'            text = "{text}" \n'
            for index, (start, stop, text) in enumerate(mine, 1)
        )
        tiers += (
            f'    item [{number}]:\n        class = "IntervalTier" \n        name = "{name}" \n        xmin = 0 \n'
        )
        tiers += f"        xmax = 60 \n        intervals: size = {len(mine)} \n{spans}"
    head = 'File type = "ooTextFile"\nObject class = "TextGrid"\n\nxmin = 0 \nxmax = 60 \ntiers? <exists> \nsize = 2 \nitem []: \n'
    return (head + tiers).encode("utf-16")


def _elan() -> bytes:
    slots = "".join(
        f'<TIME_SLOT TIME_SLOT_ID="a{n}" TIME_VALUE="{start * 1000:.0f}"/><TIME_SLOT TIME_SLOT_ID="b{n}" TIME_VALUE="{stop * 1000:.0f}"/>'
        for n, (_, _, start, stop) in enumerate(TURNS)
    )
    tiers = "".join(
        f'<TIER TIER_ID="t{name[0]}" PARTICIPANT="{name}" LINGUISTIC_TYPE_REF="x">'
        + "".join(
            f'<ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="n{n}" TIME_SLOT_REF1="a{n}" TIME_SLOT_REF2="b{n}">'
            f"<ANNOTATION_VALUE>{text}</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION>"
            for n, (who, text, _, _) in enumerate(TURNS)
            if who == name
        )
        + "</TIER>"
        for name in ("Runa Vik", "Teo Marsh")
    )
    words = '<TIER TIER_ID="w" PARENT_REF="tR" LINGUISTIC_TYPE_REF="y"><ANNOTATION><REF_ANNOTATION ANNOTATION_ID="q" '
    words += (
        'ANNOTATION_REF="n0"><ANNOTATION_VALUE>translated</ANNOTATION_VALUE></REF_ANNOTATION></ANNOTATION></TIER>'
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<ANNOTATION_DOCUMENT><HEADER TIME_UNITS="milliseconds"/>'
        f"<TIME_ORDER>{slots}</TIME_ORDER>{tiers}{words}</ANNOTATION_DOCUMENT>"
    ).encode()


def _exmaralda() -> bytes:
    times = "".join(
        f'<tli id="T{n}" time="{start}"/><tli id="U{n}"/><tli id="V{n}" time="{stop}"/>'
        for n, (_, _, start, stop) in enumerate(TURNS)
    )
    tiers = ""
    for number, name in enumerate(("Runa Vik", "Teo Marsh")):
        events = ""
        for n, (who, text, _, _) in enumerate(TURNS):
            if who == name:
                first, _, rest = text.partition(" ")
                events += (
                    f'<event start="T{n}" end="U{n}">{first} </event><event start="U{n}" end="V{n}">{rest}</event>'
                )
        tiers += f'<tier id="TIE{number}" speaker="SPK{number}" category="v" type="t">{events}</tier>'
        tiers += f'<tier id="A{number}" speaker="SPK{number}" category="en" type="a"><event start="T0" end="V0">no</event></tier>'
    speakers = "".join(
        f'<speaker id="SPK{n}"><abbreviation>{name}</abbreviation></speaker>'
        for n, name in enumerate(("Runa Vik", "Teo Marsh"))
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<basic-transcription><head><meta-information/>'
        f"<speakertable>{speakers}</speakertable></head><basic-body><common-timeline>{times}</common-timeline>"
        f"{tiers}</basic-body></basic-transcription>"
    ).encode()


def _folker() -> bytes:
    points = "".join(
        f'<timepoint timepoint-id="a{n}" absolute-time="{start}"/><timepoint timepoint-id="b{n}" absolute-time="{stop}"/>'
        for n, (_, _, start, stop) in enumerate(TURNS)
    )
    said = "".join(
        f'<contribution speaker-reference="{who[0]}" start-reference="a{n}" end-reference="b{n}">'
        + "".join(f"<w>{word}</w>" for word in text.split())
        + "<pause duration='short'/></contribution>"
        for n, (who, text, _, _) in enumerate(TURNS)
    )
    speakers = "".join(
        f'<speaker speaker-id="{name[0]}"><name>{name}</name></speaker>' for name in ("Runa Vik", "Teo Marsh")
    )
    return f"<?xml version='1.0'?><folker-transcription><speakers>{speakers}</speakers><timeline>{points}</timeline>{said}</folker-transcription>".encode()


_HTML: Final = {
    "cite.html": _lines(lambda w, t, s, e: f"<cite>{w}:</cite> <time>0:{int(s):02}</time>\n<p>{t}</p>"),
    "classes.html": _lines(
        lambda w, t, s, e: (
            f'<div class="transcript-entry"><div class="meta"><span class="speaker-name">{w}</span>'
            f'<span class="timestamp">0:{int(s):02}</span></div><div class="text">{t}</div></div>'
        ),
        "<!DOCTYPE html><html><head><title>Crane</title><style>p {color: red}</style></head><body><script>var a='<p>x';</script>"
        "<nav><a href='/'>Home</a></nav><h1>A talk</h1>",
        "<footer>All rights reserved</footer></body></html>",
    ),
    "sides.html": _lines(
        lambda w, t, s, e: (
            f'<div class="message message--{"interviewer" if w[0] == "R" else "candidate"}"><p>{t}</p></div>'
        )
    ),
    "bubbles.html": _lines(
        lambda w, t, s, e: (
            f'<li class="row {"end" if w[0] == "R" else "start"}-2 p-3"><div class="text"><p>{t}</p></div><i class="at">12:{int(s):02}</i></li>'
        ),
        "<h1>Chat no. 8</h1><p class='hint'>Saved for 30 days.</p><ul>",
        "</ul><div>Imprint</div>",
    ),
    "aligned.html": _lines(
        lambda w, t, s, e: (
            f'<p style="text-align: {"left" if w[0] == "R" else "right"}">{t}<small>12:{int(s):02} ✓✓</small></p>'
        )
    ),
    "attributes.html": _lines(lambda w, t, s, e: f'<p data-speaker="{w}" data-start="{s}">{t}'),
    "bold.html": _lines(lambda w, t, s, e: f"<p><strong>{w}</strong> {t}</p>", "<html><body>"),
    "colon.html": _lines(lambda w, t, s, e: f"<p><b>{w}:</b> {t}<br></p>", "<html><body>"),
    "table.html": _lines(lambda w, t, s, e: f"<tr><td>0:{int(s):02}<td>{w}<td>{t}", "<table>", "</table>"),
    "dl.html": _lines(lambda w, t, s, e: f"<dt>{w}</dt><dd>{t}</dd>", "<dl>", "</dl>"),
}
_NAMESPACES: Final = 'xmlns="http://www.w3.org/ns/ttml" xmlns:ttm="http://www.w3.org/ns/ttml#metadata"'
_TRS_TURN = lambda w, t, s, e: f'<Turn speaker="{w[0]}" startTime="{s}" endTime="{e}"><Sync time="{s}"/>{t}</Turn>'
_AGENTS: Final = "".join(
    f'<ttm:agent xml:id="{n[0]}" type="person"><ttm:name type="full">{n}</ttm:name></ttm:agent>'
    for n in ("Runa Vik", "Teo Marsh")
)
_NAMED_ASS = lambda w, t, s, e: (
    f"Dialogue: 0,0{_clock(s, '.', 2)[1:]},0{_clock(e, '.', 2)[1:]},Default,{w},0,0,0,,{{\\i1}}{t}"
)

_WRITTEN: Final = "".join(f"{who}: {text}\r\n\r\n" for who, text, _, _ in TURNS)
_PAGE: Final = "".join(f"<p><b>{who}:</b> {text}</p>" for who, text, _, _ in TURNS)
_MAIL: Final = (
    "Received: from x\r\n by y\r\nFrom: a@example.org\r\nSubject: Q: Why?\r\nMIME-Version: 1.0\r\nContent-Type: "
)
_HEAD_OF_PAGE: Final = "<header>Radio</header><main><h1>Two relays</h1><p>By Io Lund, who met him in the harbour.</p>"

FORMATS: Final[dict[str, bytes]] = {
    **_HTML,
    "objects.vtt": _lines(
        lambda w, t, s, e: f"{_clock(s)} --> {_clock(e)}\n{json.dumps({'startTime': s, 'speakerName': w, 'spokenText': t, 'spokenLanguage': 'en-us'})}\n", "WEBVTT\n\n"
    ),
    "plain.eml": f"{_MAIL}text/plain; charset=utf-8\r\n\r\n{_WRITTEN}".encode(),
    "both.eml": (
        f'{_MAIL}multipart/alternative;\r\n boundary="==x"\r\n\r\n--==x\r\nContent-Type: text/html\r\n\r\n{_PAGE}\r\n'
        f"--==x\r\nContent-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\n{b64encode(_WRITTEN.encode()).decode()}\r\n--==x--\r\n"
    ).encode(),
    "page.eml": f"{_MAIL}text/html; charset=utf-8\r\n\r\n<html><body>{_PAGE}</body></html>".encode(),
    "list.html": (_HEAD_OF_PAGE + "<dl>" + "".join(f"<{tag}>{text}</{tag}>" for tag, (_, text, _, _) in zip(("dt", "dd") * 3, TURNS, strict=True)) + "</dl></main>").encode(),
    "captions.sbv": _lines(lambda w, t, s, e: f"{_clock(s)[1:]},{_clock(e)[1:]}\n{w}: {t}\n"),
    "subviewer.sub": _lines(
        lambda w, t, s, e: f"{_clock(s, '.', 2)},{_clock(e, '.', 2)}\n{w}: {t.replace('. ', '.[br]')}\n",
        "[INFORMATION]\n[TITLE]x\n[END INFORMATION]\n[SUBTITLE]\n[COLF]&HFFFFFF,[STYLE]bd,[SIZE]18\n",
    ),
    "microdvd.sub": _lines(lambda w, t, s, e: f"{{{25 * s:.0f}}}{{{25 * e:.0f}}}{w}: {t.replace('. ', '.|')}"),
    "captions.mpl": _lines(lambda w, t, s, e: f"[{10 * s:.0f}][{10 * e:.0f}]{w}: {t}"),
    "captions.tmp": _lines(lambda w, t, s, e: f"{_clock(s)[:8]}:{w}: {t}"),
    "captions.lrc": _lines(lambda w, t, s, e: f"[00:{s:05.2f}]{w}: {t}", "[ar:nobody]\n[ti:talk]\n"),
    "captions.ass": _lines(
        _NAMED_ASS,
        "[Script Info]\nTitle: x\n\n[V4+ Styles]\nFormat: Name, Fontname\nStyle: Default,Arial\n\n[Events]\n"
        "Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\nComment: 0,0:00:00.00,0:00:00.00,,,0,0,0,,hi\n",
    ),
    "spruce.stl": _lines(lambda w, t, s, e: f"{_clock(s, ':', 2)} , {_clock(e, ':', 2)} , {w}: {t.replace('. ', '.|')}", "// x\n$FontName = Arial\n"),
    "captions.stm": _lines(lambda w, t, s, e: f"talk 1 {w.replace(' ', '_')} {s:.2f} {e:.2f} <o,f0,male> {t}", ";; x\n"),
    "labels.txt": _lines(lambda w, t, s, e: f"{s:.6f}\t{e:.6f}\t{w}: {t}"),
    "captions.ttml": _lines(
        lambda w, t, s, e: f'<p begin="{_clock(s)}" end="{e}s" ttm:agent="{w[0]}">{t.replace(". ", ".<br/>")}</p>',
        f'<?xml version="1.0" encoding="utf-8"?>\n<tt {_NAMESPACES}><head><metadata>{_AGENTS}</metadata></head><body><div>',
        "</div></body></tt>",
    ),
    "labelled.dfxp": _lines(
        lambda w, t, s, e: f'<p begin="{s * 1000:.0f}ms" dur="8s"><span>{w}: {t}</span></p>', f"<tt {_NAMESPACES}><body><div>", "</div></body></tt>"
    ),
    "timed.xml": _lines(
        lambda w, t, s, e: f'<text start="{s}" dur="8">{w}: {escape(t)}</text>', '<?xml version="1.0" encoding="utf-8" ?><transcript>', "</transcript>"
    ),
    "captions.srv3": _lines(
        lambda w, t, s, e: f'<p t="{s * 1000:.0f}" d="8000">' + "".join(f"<s>{word} </s>" for word in f"{w}: {t}".split()) + "</p>",
        '<?xml version="1.0"?><timedtext format="3"><body>', "</body></timedtext>",
    ),
    "captions.smi": _lines(
        lambda w, t, s, e: f"<SYNC Start={s * 1000:.0f}><P Class=ENCC>\n{w}: {t}<br>\n<P Class=KRCC>Lyhyt\n<SYNC Start={e * 1000:.0f}><P Class=ENCC>&nbsp;",
        "<SAMI>\n<HEAD><STYLE TYPE=\"text/css\"><!-- P {color: white} .ENCC {Lang: en} --></STYLE></HEAD>\n<BODY>\n", "</BODY></SAMI>",
    ),
    "talk.trs": _lines(
        _TRS_TURN,
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE Trans SYSTEM "trans-14.dtd">\n<Trans><Speakers><Speaker id="R" name="Runa Vik"/>'
        '<Speaker id="T" name="Teo Marsh"/></Speakers><Episode><Section type="report" startTime="0" endTime="60">',
        "</Section></Episode></Trans>",
    ),
    "talk.tei": _lines(
        lambda w, t, s, e: f'<u who="#{w[0]}" start="#T{int(s)}">' + "".join(f"<w>{word}</w>" for word in t.split()) + "<vocal><desc>laughs</desc></vocal></u>",
        '<?xml version="1.0"?><TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><person xml:id="R"><persName>Runa Vik</persName></person>'
        '<person xml:id="T"><persName>Teo Marsh</persName></person></teiHeader><text><body>',
        "</body></text></TEI>",
    ),
    "talk.eaf": _elan(),
    "talk.exb": _exmaralda(),
    "talk.flk": _folker(),
    "talk.TextGrid": _text_grid(),
    "talk.cha": _lines(
        lambda w, t, s, e: f"*{'INV' if w[0] == 'R' else 'PAR'}:\t&-um (.) {t.replace('. ', ' . ')} [/] \x15{s * 1000:.0f}_{e * 1000:.0f}\x15\n%mor:\tx|y",
        "@UTF8\n@Begin\n@Languages:\teng\n@Participants:\tINV Runa Investigator, PAR Teo Participant\n", "@End",
    ).replace(b"berth and", b"berth\n\tand"),
    "talk.odt": open_document("".join(f"<text:p><text:span>{w}: </text:span>{t}<office:annotation>no</office:annotation></text:p>" for w, t, _, _ in TURNS)),
    "table.odt": open_document(
        "<table:table>" + "".join(f"<table:table-row><table:table-cell><text:p>{w}</text:p></table:table-cell><table:table-cell><text:p>{t}</text:p></table:table-cell></table:table-row>" for w, t, _, _ in TURNS) + "</table:table>"
    ),
    "talk.xlsx": workbook({"Talk": [["No", "", "Time", "Who speaks", "Text"], *([str(n), "", _clock(s), w, t] for n, (w, t, s, _) in enumerate(TURNS))]}),
    "talk.ods": open_document(
        '<table:table><table:table-row>' + "".join(f"<table:table-cell><text:p>{n}</text:p></table:table-cell>" for n in ("Speaker", "Note", "Code", "Text")) + "</table:table-row>"
        + "".join(f'<table:table-row><table:table-cell><text:p>{w}</text:p></table:table-cell><table:table-cell table:number-columns-repeated="2"/><table:table-cell><text:p>{t}</text:p></table:table-cell></table:table-row>' for w, t, _, _ in TURNS)
        + "</table:table>", "spreadsheet",
    ),
    "talk.rtf": _lines(lambda w, t, s, e: rf"{{\b {w}:}} {t}\par", r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}}\f0 ", "}"),
    "talk.pdf": pdf([["A talk", *(part for w, t, _, _ in TURNS[at : at + 2] for part in f"{w}: {t}".replace(". ", ".\n").split("\n")), f"Page {at // 2 + 1} of 3"] for at in (0, 2, 4)]),
}  # fmt: skip
