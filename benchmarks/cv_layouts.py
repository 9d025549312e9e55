"""CVs of invented people in many layouts, written by Chromium, typst, python-docx, fpdf2 and by hand."""

from __future__ import annotations

import html
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from benchmarks.cv_people import Person

CHROMIUM: Final = "/usr/bin/chromium"
Printer = Callable[[str], bytes]
_CSS: Final = """body{font-family:'DejaVu Sans',Arial,sans-serif;font-size:10pt;margin:0}h1{font-size:22pt;margin:0}
h2{font-size:13pt;margin:10pt 0 4pt}ul{margin:2pt 0 6pt;padding-left:14pt}p{margin:2pt 0}"""


@contextmanager
def chromium() -> Iterator[Printer]:
    """What prints HTML to PDF by Debian's Chromium."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page()

        def printed(text: str) -> bytes:
            page.set_content(f"<!doctype html><meta charset=utf-8>{text}")
            return page.pdf(
                format="A4",
                margin={"top": "1.5cm", "bottom": "1.5cm", "left": "1.5cm", "right": "1.5cm"},
                print_background=True,
            )

        yield printed
        browser.close()


def escaped(text: str) -> str:
    """Text for HTML."""
    return html.escape(text)


def _jobs(person: Person, head: Callable[..., str]) -> str:
    return "".join(
        head(job) + "<ul>" + "".join(f"<li>{escaped(bullet)}</li>" for bullet in job.bullets) + "</ul>"
        for job in person.jobs
    )


def _skills(person: Person) -> str:
    return "".join(f"<p><b>{escaped(label)}:</b> {escaped(', '.join(names))}</p>" for label, names in person.skills)


def _skill_items(person: Person) -> str:
    return "<ul>" + "".join(f"<li>{escaped(name)}</li>" for _, names in person.skills for name in names) + "</ul>"


def _tongues(person: Person) -> str:
    return "".join(f"<p>{escaped(name)} – {escaped(level)}</p>" for name, level in person.tongues)


def _h2(person: Person, name: str) -> str:
    return f"<h2>{escaped(person.heading(name))}</h2>"


def html_plain(person: Person, printer: Printer) -> bytes:
    """One column; employer and dates on one line, position and place on the next."""

    def head(job: Any) -> str:
        return (
            f"<p style='display:flex;justify-content:space-between'><b>{escaped(job.company)}</b><span>{person.span(job.start, job.end)}</span></p>"
            f"<p style='display:flex;justify-content:space-between'><i>{escaped(job.title)}</i><span>{escaped(job.place)}</span></p>"
        )

    studies = "".join(
        f"<p style='display:flex;justify-content:space-between'><b>{escaped(study.school)}</b><span>{study.start} – {study.end}</span></p>"
        f"<p><i>{escaped(study.degree)}, {escaped(study.area)}</i></p>"
        for study in person.studies
    )
    return printer(
        f"<style>{_CSS} h2{{border-bottom:1px solid}}</style><h1>{escaped(person.name)}</h1><p>{escaped(person.label)}</p>"
        f"<p>{escaped(person.place)} | {person.email} | {person.phone} | {person.linkedin}</p>{_h2(person, 'summary')}<p>{escaped(person.summary)}</p>"
        f"{_h2(person, 'work')}{_jobs(person, head)}{_h2(person, 'education')}{studies}{_h2(person, 'skills')}{_skills(person)}"
        f"{_h2(person, 'languages')}{_tongues(person)}"
    )


def html_left_sidebar(person: Person, printer: Printer) -> bytes:
    """A dark sidebar on the left with contact, skills and languages."""

    def head(job: Any) -> str:
        return f"<p><b>{escaped(job.title)}</b></p><p>{escaped(job.company)}, {escaped(job.place)}</p><p><i>{person.span(job.start, job.end)}</i></p>"

    studies = "".join(
        f"<p><b>{escaped(study.degree)} {escaped(study.area)}</b></p><p>{escaped(study.school)}</p><p><i>{study.start} - {study.end}</i></p>"
        for study in person.studies
    )
    side = (
        f"{_h2(person, 'contact')}<p>{escaped(person.place)}</p><p>{person.phone}</p><p>{person.email}</p><p>{person.linkedin}</p>"
        f"{_h2(person, 'skills')}{_skill_items(person)}{_h2(person, 'languages')}{_tongues(person)}"
    )
    return printer(
        f"<style>{_CSS}</style><div style='display:flex;gap:18pt'><div style='width:30%;background:#223344;color:#fff;padding:10pt;font-size:9pt'>{side}</div>"
        f"<div style='width:70%'><h1>{escaped(person.name)}</h1><p>{escaped(person.label)}</p>{_h2(person, 'summary')}<p>{escaped(person.summary)}</p>"
        f"{_h2(person, 'work')}{_jobs(person, head)}{_h2(person, 'education')}{studies}</div></div>"
    )


def html_right_sidebar(person: Person, printer: Printer) -> bytes:
    """A name across the page, a light sidebar on the right, spaced capitals as headings."""

    def head(job: Any) -> str:
        return f"<p><b>{escaped(job.company)}</b> — {escaped(job.title)}</p><p style='color:#555'>{person.span(job.start, job.end)} · {escaped(job.place)}</p>"

    studies = "".join(
        f"<p><b>{escaped(study.school)}</b></p><p>{escaped(study.degree)} – {escaped(study.area)}</p><p style='color:#555'>{study.start}–{study.end}</p>"
        for study in person.studies
    )
    side = f"{_h2(person, 'skills')}{_skills(person)}{_h2(person, 'education')}{studies}{_h2(person, 'languages')}{_tongues(person)}"
    return printer(
        f"<style>{_CSS} h2{{letter-spacing:3pt;text-transform:uppercase;font-size:11pt}}</style><h1>{escaped(person.name)}</h1>"
        f"<p>{person.email} • {person.phone} • {escaped(person.place)} • {person.linkedin}</p><div style='display:flex;gap:22pt'><div style='width:62%'>"
        f"{_h2(person, 'summary')}<p>{escaped(person.summary)}</p>{_h2(person, 'work')}{_jobs(person, head)}</div>"
        f"<div style='width:38%;background:#eef;padding:8pt'>{side}</div></div>"
    )


def html_timeline(person: Person, printer: Printer) -> bytes:
    """Dates in a column on the left, entries on the right."""

    def row(dates: str, text: str) -> str:
        return f"<div style='display:flex;gap:14pt'><div style='width:22%'>{dates}</div><div style='width:78%'>{text}</div></div>"

    jobs = "".join(
        row(
            person.span(job.start, job.end),
            f"<b>{escaped(job.title)}</b><br>{escaped(job.company)} | {escaped(job.place)}<ul>"
            + "".join(f"<li>{escaped(b)}</li>" for b in job.bullets)
            + "</ul>",
        )
        for job in person.jobs
    )
    studies = "".join(
        row(
            f"{s.start} – {s.end}",
            f"<b>{escaped(s.degree)}: {escaped(s.area)}</b><br>{escaped(s.school)}, {escaped(s.place)}<br><br>",
        )
        for s in person.studies
    )
    return printer(
        f"<style>{_CSS}</style><div style='text-align:center'><h1>{escaped(person.name)}</h1><p>{escaped(person.label)}</p><p>{person.phone} · {person.email}</p>"
        f"<p>{escaped(person.place)} · {person.linkedin}</p></div>{_h2(person, 'work')}{jobs}{_h2(person, 'education')}{studies}"
        f"{_h2(person, 'skills')}<p>{escaped(', '.join(n for _, names in person.skills for n in names))}</p>{_h2(person, 'languages')}"
        f"<p>{escaped(', '.join(f'{n} ({level})' for n, level in person.tongues))}</p>"
    )


def html_table(person: Person, printer: Printer) -> bytes:
    """Everything in one table: section names on the left, contents on the right."""

    def row(left: str, right: str) -> str:
        return f"<tr><td style='width:26%;vertical-align:top;padding:3pt 8pt 3pt 0'>{left}</td><td style='padding:3pt 0'>{right}</td></tr>"

    rows = row(f"<h2>{escaped(person.heading('work'))}</h2>", "")
    rows += "".join(
        row(
            person.span(j.start, j.end),
            f"{escaped(j.company)}, {escaped(j.place)}<br><b>{escaped(j.title)}</b><br>"
            + "<br>".join(f"- {escaped(b)}" for b in j.bullets),
        )
        for j in person.jobs
    )
    rows += row(f"<h2>{escaped(person.heading('education'))}</h2>", "")
    rows += "".join(
        row(f"{s.start} – {s.end}", f"{escaped(s.school)}<br>{escaped(s.degree)} {escaped(s.area)}")
        for s in person.studies
    )
    rows += row(f"<h2>{escaped(person.heading('skills'))}</h2>", "")
    rows += "".join(row(escaped(label), escaped(", ".join(names))) for label, names in person.skills)
    rows += row(f"<h2>{escaped(person.heading('languages'))}</h2>", "")
    rows += "".join(row(escaped(name), escaped(level)) for name, level in person.tongues)
    return printer(
        f"<style>{_CSS} table{{border-collapse:collapse}}</style><h1>{escaped(person.name)}</h1><table>{row('E-Mail', person.email)}{row('Tel.', person.phone)}"
        f"{row('LinkedIn', person.linkedin)}{rows}</table>"
    )


def compiled(source: str) -> bytes:
    """The PDF that typst makes of a source."""
    import typst

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "cv.typ")
        path.write_text(source, encoding="utf-8")
        made = typst.compile(path)
    assert isinstance(made, bytes)
    return made


def typst_text(text: str) -> str:
    """Text for typst."""
    return "".join(f"\\{character}" if character in "\\#$*_`<>@~[]=-+/'\"" else character for character in text)


def typst_plain(person: Person, _: Printer) -> bytes:
    """One justified, hyphenated column; position and employer in one line."""
    jobs = "".join(
        f"*{typst_text(j.title)}*, {typst_text(j.company)} #h(1fr) {typst_text(person.span(j.start, j.end))} \\\n#emph[{typst_text(j.place)}]\n"
        + "".join(f"- {typst_text(b)}\n" for b in j.bullets)
        + "\n"
        for j in person.jobs
    )
    studies = "".join(
        f"*{typst_text(s.school)}*, {typst_text(s.place)} #h(1fr) {s.start} – {s.end} \\\n{typst_text(s.degree)}, {typst_text(s.area)}\n\n"
        for s in person.studies
    )
    skills = "".join(f"- *{typst_text(label)}:* {typst_text(', '.join(names))}\n" for label, names in person.skills)
    tongues = ", ".join(f"{n} ({level})" for n, level in person.tongues)
    return compiled(
        f'#set text(lang: "{person.language}", size: 10.5pt)\n#set par(justify: true)\n#align(center)[#text(size: 20pt, weight: "bold")[{typst_text(person.name)}] \\\n'
        f"{typst_text(person.email)} | {typst_text(person.phone)} | {typst_text(person.place)} \\\n {typst_text(person.linkedin)}]\n"
        f"== {typst_text(person.heading('summary'))}\n{typst_text(person.summary)}\n== {typst_text(person.heading('work'))}\n{jobs}\n== {typst_text(person.heading('education'))}\n{studies}\n"
        f"== {typst_text(person.heading('skills'))}\n{skills}\n== {typst_text(person.heading('languages'))}\n{typst_text(tongues)}\n"
    )


def typst_grid(person: Person, _: Printer) -> bytes:
    """Two columns of equal type: experience left, the rest right."""
    jobs = "".join(
        f"*{typst_text(j.company)}* \\\n{typst_text(j.title)} \\\n#text(fill: gray)[{typst_text(person.span(j.start, j.end))}, {typst_text(j.place)}]\n"
        + "".join(f"- {typst_text(b)}\n" for b in j.bullets)
        + "\n"
        for j in person.jobs
    )
    studies = "".join(
        f"*{typst_text(s.degree)} {typst_text(s.area)}* \\\n{typst_text(s.school)} \\\n{s.start} – {s.end}\n\n"
        for s in person.studies
    )
    skills = "".join(f"{typst_text(name)} \\\n" for _, names in person.skills for name in names)
    tongues = "".join(f"{typst_text(n)}: {typst_text(level)} \\\n" for n, level in person.tongues)
    left = f"== {typst_text(person.heading('work'))}\n{jobs}"
    right = (
        f"== {typst_text(person.heading('contact'))}\n{typst_text(person.email)} \\\n{typst_text(person.phone)} \\\n{typst_text(person.place)} \\\n{typst_text(person.linkedin)}\n"
        f"== {typst_text(person.heading('education'))}\n{studies}\n== {typst_text(person.heading('skills'))}\n{skills}\n== {typst_text(person.heading('languages'))}\n{tongues}\n"
    )
    return compiled(
        f'#set text(lang: "{person.language}", size: 10pt)\n#text(size: 24pt)[{typst_text(person.name)}] \\\n{typst_text(person.label)}\n\n'
        f"#grid(columns: (60%, 40%), column-gutter: 16pt, [{left}], [{right}])\n"
    )


def _docx_saved(document: Any) -> bytes:
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def docx_plain(person: Person, _: Printer) -> bytes:
    """Word's own heading and list styles; dates after a tab."""
    import docx

    document = docx.Document()
    document.add_heading(person.name, 0)
    document.add_paragraph(f"{person.place} | {person.phone} | {person.email} | {person.linkedin}")
    document.add_heading(person.heading("summary"), 1)
    document.add_paragraph(person.summary)
    document.add_heading(person.heading("work"), 1)
    for job in person.jobs:
        paragraph = document.add_paragraph()
        paragraph.add_run(job.title).bold = True
        paragraph.add_run(f", {job.company}, {job.place}\t{person.span(job.start, job.end)}")
        for bullet in job.bullets:
            document.add_paragraph(bullet, style="List Bullet")
    document.add_heading(person.heading("education"), 1)
    for study in person.studies:
        document.add_paragraph(f"{study.degree} {study.area}, {study.school}\t{study.start} – {study.end}")
    document.add_heading(person.heading("skills"), 1)
    for label, names in person.skills:
        document.add_paragraph(f"{label}: {', '.join(names)}")
    document.add_heading(person.heading("languages"), 1)
    for name, level in person.tongues:
        document.add_paragraph(f"{name} ({level})", style="List Bullet")
    return _docx_saved(document)


def docx_table(person: Person, _: Printer) -> bytes:
    """A tabular CV: dates in the first column of a table, bold paragraphs as headings."""
    import docx

    document = docx.Document()
    document.add_paragraph("Curriculum Vitae")
    document.add_paragraph().add_run(person.name).bold = True
    for label, value in (("E-Mail", person.email), ("Telefon", person.phone), ("LinkedIn", person.linkedin)):
        document.add_paragraph(f"{label}: {value}")

    def table(name: str, rows: list[tuple[str, list[str]]]) -> None:
        document.add_paragraph().add_run(person.heading(name).upper()).bold = True
        made = document.add_table(rows=0, cols=2)
        for left, lines in rows:
            cells = made.add_row().cells
            cells[0].text = left
            cells[1].text = lines[0]
            for line in lines[1:]:
                cells[1].add_paragraph(line)

    table(
        "work",
        [
            (person.span(j.start, j.end), [f"{j.title}", f"{j.company}, {j.place}", *(f"• {b}" for b in j.bullets)])
            for j in person.jobs
        ],
    )
    table("education", [(f"{s.start} – {s.end}", [f"{s.degree}, {s.area}", s.school]) for s in person.studies])
    table("skills", [(label, [", ".join(names)]) for label, names in person.skills])
    table("languages", [(name, [level]) for name, level in person.tongues])
    return _docx_saved(document)


def docx_sidebar(person: Person, _: Printer) -> bytes:
    """A table of two cells as a sidebar."""
    import docx

    document = docx.Document()
    side, main = document.add_table(rows=1, cols=2).rows[0].cells

    def heading(cell: Any, name: str) -> None:
        run = cell.add_paragraph().add_run(person.heading(name))
        run.bold = True

    side.text = person.email
    for text in (person.phone, person.place, person.linkedin):
        side.add_paragraph(text)
    heading(side, "skills")
    for _label, names in person.skills:
        for name in names:
            side.add_paragraph(name)
    heading(side, "languages")
    for name, level in person.tongues:
        side.add_paragraph(f"{name}, {level}")
    main.text = person.name
    main.add_paragraph(person.label)
    heading(main, "work")
    for job in person.jobs:
        main.add_paragraph(f"{person.span(job.start, job.end)}")
        main.add_paragraph().add_run(f"{job.title} – {job.company}").bold = True
        for bullet in job.bullets:
            main.add_paragraph(f"- {bullet}")
    heading(main, "education")
    for study in person.studies:
        main.add_paragraph(f"{study.start} – {study.end}")
        main.add_paragraph(f"{study.degree}, {study.area}, {study.school}")
    return _docx_saved(document)


def fpdf_plain(person: Person, _: Printer) -> bytes:
    """Drawn line by line with a core font: no word spacing by the file, capitals as headings, dates at the right."""
    import fpdf

    pdf = fpdf.FPDF()
    pdf.add_font("d", "", "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")
    pdf.add_font("d", "B", "/usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf")
    pdf.add_page()

    def line(text: str, *, bold: bool = False, size: int = 10, right: str = "") -> None:
        pdf.set_font("d", "B" if bold else "", size)
        if right:
            pdf.cell(130, 6, text)
            pdf.cell(0, 6, right, align="R", new_x="LMARGIN", new_y="NEXT")
        else:
            pdf.multi_cell(0, 6, text, new_x="LMARGIN", new_y="NEXT")

    line(person.name, bold=True, size=18)
    line(person.label)
    line(f"{person.email}   {person.phone}   {person.place}")
    line(person.linkedin)
    line(person.heading("work").upper(), bold=True, size=12)
    for job in person.jobs:
        line(job.title, bold=True, right=person.span(job.start, job.end))
        line(f"{job.company} - {job.place}")
        for bullet in job.bullets:
            line(f"• {bullet}")
    line(person.heading("education").upper(), bold=True, size=12)
    for study in person.studies:
        line(f"{study.degree}, {study.area}", bold=True, right=f"{study.start} - {study.end}")
        line(study.school)
    line(person.heading("skills").upper(), bold=True, size=12)
    line(", ".join(name for _, names in person.skills for name in names))
    line(person.heading("languages").upper(), bold=True, size=12)
    line(", ".join(f"{name}: {level}" for name, level in person.tongues))
    return bytes(pdf.output())


def text_plain(person: Person, _: Printer) -> bytes:
    """Plain text with underlined headings."""
    lines = [person.name, person.label, "", person.email, person.phone, person.place, person.linkedin]

    def heading(name: str) -> None:
        lines.extend(["", person.heading(name), "-" * 20])

    heading("work")
    for job in person.jobs:
        lines += [
            "",
            f"{job.title}, {job.company}, {job.place}",
            person.span(job.start, job.end),
            *(f"- {bullet}" for bullet in job.bullets),
        ]
    heading("education")
    for study in person.studies:
        lines += ["", f"{study.degree}, {study.area}", f"{study.school}, {study.start} – {study.end}"]
    heading("skills")
    lines += [f"{label}: {', '.join(names)}" for label, names in person.skills]
    heading("languages")
    lines += [f"{name}: {level}" for name, level in person.tongues]
    return "\n".join(lines).encode()


def text_caps(person: Person, _: Printer) -> bytes:
    """Plain text with headings in capitals, dates first, asterisks."""
    lines = [person.name.upper(), f"{person.place} * {person.phone} * {person.email}", ""]
    lines += [person.heading("work").upper(), ""]
    for job in person.jobs:
        lines += [
            f"{person.span(job.start, job.end)}   {job.company} ({job.place})",
            job.title,
            *(f"  * {bullet}" for bullet in job.bullets),
            "",
        ]
    lines += [person.heading("education").upper(), ""]
    lines += [f"{study.start}-{study.end}   {study.school}, {study.degree} {study.area}" for study in person.studies]
    lines += ["", person.heading("skills").upper(), ", ".join(name for _, names in person.skills for name in names)]
    lines += [
        "",
        person.heading("languages").upper(),
        " / ".join(f"{name} {level}" for name, level in person.tongues),
    ]
    return "\n".join(lines).encode()


def markdown(person: Person, _: Printer) -> bytes:
    """Markdown."""
    lines = [
        f"# {person.name}",
        f"**{person.label}**",
        "",
        f"{person.email} · {person.phone} · {person.place} · [{person.linkedin}](https://{person.linkedin})",
    ]
    lines += ["", f"## {person.heading('work')}"]
    for job in person.jobs:
        lines += [
            "",
            f"### {job.title} | {job.company}",
            f"*{person.span(job.start, job.end)}, {job.place}*",
            "",
            *(f"- {bullet}" for bullet in job.bullets),
        ]
    lines += ["", f"## {person.heading('education')}"]
    for study in person.studies:
        lines += ["", f"### {study.school}", f"{study.degree}, {study.area} ({study.start} – {study.end})"]
    lines += [
        "",
        f"## {person.heading('skills')}",
        *(f"- **{label}**: {', '.join(names)}" for label, names in person.skills),
    ]
    lines += ["", f"## {person.heading('languages')}", *(f"- {name} ({level})" for name, level in person.tongues)]
    return "\n".join(lines).encode()


LAYOUTS: Final[dict[str, Callable[[Person, Printer], bytes]]] = {
    made.__name__: made
    for made in (
        html_plain, html_left_sidebar, html_right_sidebar, html_timeline, html_table, typst_plain, typst_grid,
        docx_plain, docx_table, docx_sidebar, fpdf_plain, text_plain, text_caps, markdown,
    )
}  # fmt: skip
