"""CVs of invented people in layouts that nothing was tuned on: written after the reader, measured, and left alone."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any, Final

from benchmarks.cv_layouts import Printer, compiled, escaped, typst_text
from benchmarks.cv_people import Person

_AT: Final = {"en": "at", "de": "bei", "fr": "chez", "es": "en", "it": "presso"}


def html_headings_left(person: Person, printer: Printer) -> bytes:
    """A coloured band with the name; section names in a narrow column on the left, their contents on the right."""

    def section(name: str, content: str) -> str:
        return (
            f"<div style='display:flex;gap:14pt;margin-top:10pt'><div style='width:24%;color:#0a5;font-weight:bold'>"
            f"{escaped(person.heading(name))}</div><div style='width:76%'>{content}</div></div>"
        )

    jobs = "".join(
        f"<div><b>{escaped(j.title)}</b> | {escaped(j.company)} | {escaped(j.place)}<br><small>{person.span(j.start, j.end)}</small>"
        "<ul style='margin:2pt 0 8pt'>" + "".join(f"<li>{escaped(b)}</li>" for b in j.bullets) + "</ul></div>"
        for j in person.jobs
    )
    studies = "".join(
        f"<div><b>{escaped(s.degree)}</b>, {escaped(s.area)}<br>{escaped(s.school)}, {s.start} – {s.end}</div>"
        for s in person.studies
    )
    skills = "".join(f"<div>{escaped(label)}: {escaped(', '.join(names))}</div>" for label, names in person.skills)
    tongues = "".join(f"<div>{escaped(name)} ({escaped(level)})</div>" for name, level in person.tongues)
    return printer(
        "<style>body{font-family:'DejaVu Serif',serif;font-size:10pt}</style>"
        f"<div style='background:#134;color:#fff;padding:12pt'><div style='font-size:22pt'>{escaped(person.name)}</div>"
        f"<div>{person.phone} | {person.email} | {escaped(person.place)} | {person.linkedin}</div></div>"
        + section("summary", escaped(person.summary))
        + section("work", jobs)
        + section("education", studies)
        + section("skills", skills)
        + section("languages", tongues)
    )


def html_one_line(person: Person, printer: Printer) -> bytes:
    """Position, employer, place and dates of a job in one sentence; boxes around the sections."""
    at = _AT[person.language]

    def box(name: str, content: str) -> str:
        return f"<div style='border:1px solid #999;padding:6pt;margin:8pt 0'><h3 style='margin:0'>{escaped(person.heading(name).upper())}</h3>{content}</div>"

    jobs = "".join(
        f"<p style='margin:6pt 0 2pt'><b>{escaped(j.title)} {at} {escaped(j.company)}</b> ({escaped(j.place)}), {person.span(j.start, j.end)}</p>"
        + "".join(f"<p style='margin:0 0 0 12pt'>• {escaped(b)}</p>" for b in j.bullets)
        for j in person.jobs
    )
    studies = "".join(
        f"<p>{s.start} – {s.end}: {escaped(s.degree)} {escaped(s.area)}, {escaped(s.school)}</p>"
        for s in person.studies
    )
    skills = "<p>" + escaped(" · ".join(name for _, names in person.skills for name in names)) + "</p>"
    tongues = "<p>" + escaped(" · ".join(f"{name}: {level}" for name, level in person.tongues)) + "</p>"
    return printer(
        "<style>body{font-family:'DejaVu Sans',sans-serif;font-size:9.5pt}</style>"
        f"<h1 style='text-align:right'>{escaped(person.name)}</h1><p style='text-align:right'>{escaped(person.place)}<br>{person.phone}<br>{person.email}<br>"
        f"{person.linkedin}</p>"
        + box("work", jobs)
        + box("education", studies)
        + box("skills", skills)
        + box("languages", tongues)
    )


def typst_dates_left(person: Person, _: Printer) -> bytes:
    """Narrow dates on the left, employer in small capitals, justified text, a second page if need be."""

    def row(left: str, right: str) -> str:
        return f"#grid(columns: (22%, 78%), [{typst_text(left)}], [{right}])\n"

    jobs = "".join(
        row(
            person.span(j.start, j.end),
            f"*{typst_text(j.company)}* — {typst_text(j.title)}, #emph[{typst_text(j.place)}]\n"
            + "".join(f"- {typst_text(b)}\n" for b in j.bullets),
        )
        for j in person.jobs
    )
    studies = "".join(
        row(f"{s.start} – {s.end}", f"*{typst_text(s.school)}* — {typst_text(s.degree)} {typst_text(s.area)}")
        for s in person.studies
    )
    skills = "".join(row(label, typst_text(", ".join(names))) for label, names in person.skills)
    tongues = "".join(row(name, typst_text(level)) for name, level in person.tongues)
    return compiled(
        f'#set page(height: 18cm)\n#set text(lang: "{person.language}", size: 10pt)\n#set par(justify: true)\n'
        f"#text(size: 22pt)[{typst_text(person.name)}] #h(1fr) {typst_text(person.email)} \\\n {typst_text(person.phone)} #h(1fr) {typst_text(person.linkedin)}\n"
        f"= {typst_text(person.heading('work'))}\n{jobs}\n= {typst_text(person.heading('education'))}\n{studies}\n"
        f"= {typst_text(person.heading('skills'))}\n{skills}\n= {typst_text(person.heading('languages'))}\n{tongues}"
    )


def docx_tabs(person: Person, _: Printer) -> bytes:
    """Employer and place, then position and dates after a tab; contacts in the page header; one line for each degree."""
    import docx

    document = docx.Document()
    header = document.sections[0].header
    header.paragraphs[0].text = f"{person.email}\t{person.phone}\t{person.linkedin}"
    document.add_paragraph(person.name, style="Title")

    def heading(name: str) -> None:
        document.add_paragraph().add_run(person.heading(name).upper()).bold = True

    heading("work")
    for job in person.jobs:
        document.add_paragraph(f"{job.company}\t{job.place}")
        document.add_paragraph().add_run(f"{job.title}\t{person.span(job.start, job.end)}").italic = True
        for bullet in job.bullets:
            document.add_paragraph(bullet, style="List Bullet")
    heading("education")
    for study in person.studies:
        document.add_paragraph(f"{study.school} — {study.degree}, {study.area} — {study.start}–{study.end}")
    heading("skills")
    for _label, names in person.skills:
        for name in names:
            document.add_paragraph(name, style="List Bullet")
    heading("languages")
    document.add_paragraph(", ".join(f"{name} ({level})" for name, level in person.tongues))
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def fpdf_columns(person: Person, _: Printer) -> bytes:
    """Two columns, the right one drawn first; no other hint to their order."""
    import fpdf

    pdf: Any = fpdf.FPDF()
    pdf.add_font("d", "", "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")
    pdf.add_font("d", "B", "/usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf")
    pdf.add_page()

    def column(x: float, width: float, lines: list[tuple[str, bool]]) -> None:
        pdf.set_y(30)
        for text, is_bold in lines:
            pdf.set_x(x)
            pdf.set_font("d", "B" if is_bold else "", 9)
            pdf.multi_cell(width, 5, text, align="L")

    right = [
        (person.heading("contact"), True),
        (person.phone, False),
        (person.email, False),
        (person.linkedin, False),
    ]
    right += [(person.heading("skills"), True), *((name, False) for _, names in person.skills for name in names)]
    right += [(person.heading("languages"), True), *((f"{name} - {level}", False) for name, level in person.tongues)]
    left = [(person.heading("work"), True)]
    for job in person.jobs:
        left += [(f"{job.title}, {job.company}", True), (f"{person.span(job.start, job.end)} | {job.place}", False)]
        left += [(f"- {bullet}", False) for bullet in job.bullets]
    left.append((person.heading("education"), True))
    for study in person.studies:
        left += [(f"{study.degree}, {study.area}", True), (f"{study.school} | {study.start} - {study.end}", False)]
    column(140, 60, right)
    column(10, 120, left)
    pdf.set_xy(10, 12)
    pdf.set_font("d", "B", 18)
    pdf.cell(0, 10, person.name)
    return bytes(pdf.output())


def markdown_lists(person: Person, _: Printer) -> bytes:
    """Entries as items of a list, what was done as items below."""
    lines = [
        f"# {person.name}",
        "",
        f"* {person.email}",
        f"* {person.phone}",
        f"* {person.linkedin}",
        "",
        f"# {person.heading('work')}",
        "",
    ]
    for job in person.jobs:
        lines += [
            f"* **{job.title}**, {job.company}, {job.place} ({person.span(job.start, job.end)})",
            *(f"    * {bullet}" for bullet in job.bullets),
        ]
    lines += ["", f"# {person.heading('education')}", ""]
    lines += [
        f"* **{study.school}**, {study.degree} {study.area} ({study.start} – {study.end})" for study in person.studies
    ]
    lines += ["", f"# {person.heading('skills')}", ""]
    lines += [f"* {label}: {', '.join(names)}" for label, names in person.skills]
    lines += ["", f"# {person.heading('languages')}", ""]
    lines += [f"* {name}: {level}" for name, level in person.tongues]
    return "\n".join(lines).encode()


HELD_OUT: Final[dict[str, Callable[[Person, Printer], bytes]]] = {
    made.__name__: made
    for made in (html_headings_left, html_one_line, typst_dates_left, docx_tabs, fpdf_columns, markdown_lists)
}
