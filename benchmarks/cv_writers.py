"""Sheets (`cv_recipes`) written by Chromium, typst, python-docx, LibreOffice, LaTeX, fpdf2 and as text.

LibreOffice (`soffice`) and LaTeX (`pdflatex`) are used where they are installed.
"""

from __future__ import annotations

import subprocess
import tempfile
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from benchmarks.cv_layouts import Printer, compiled, escaped, typst_text
from benchmarks.cv_recipes import Block, Entry, Sheet, spaced, styled, unstyled

_COLUMNS: Final = {
    "left_sidebar": "31%",
    "wide_left": "42%",
    "narrow_right": "27%",
    "wide_right": "40%",
    "right_sidebar": "34%",
    "two_columns": "46%",
}
_CSS: Final = """body{font-family:'DejaVu Sans',sans-serif;font-size:9.5pt;line-height:1.3}p,ul,h1,h2{margin:0}
.r{display:flex;justify-content:space-between;gap:8pt}.e{margin:0 0 7pt}h2{margin:9pt 0 4pt;font-size:12pt}
h2{white-space:pre-wrap}ul{padding-left:13pt}
.pill{display:inline-block;border:1px solid #999;border-radius:6pt;padding:1pt 6pt;margin:2pt}
td{vertical-align:top;padding-right:12pt}"""


def written(sheet: Sheet, writer: str, printer: Printer) -> bytes:
    """A sheet as a file."""
    if writer == "html":
        return printer(_html(sheet))
    if writer == "page":
        return f"<!doctype html><html><body>{_html(sheet)}</body></html>".encode()
    if writer == "markdown":
        return _markdown(sheet).encode()
    if writer == "typst":
        return compiled(_typst(sheet))
    if writer == "docx":
        return _docx(sheet)
    if writer == "libreoffice":
        return _converted(_docx(sheet))
    if writer == "latex":
        return _latex(sheet)
    return _fpdf(sheet) if writer == "fpdf" else _text(sheet).encode()


def _title(sheet: Sheet, block: Block, number: int) -> str:
    if sheet.heading == "upper":
        return block.heading.upper()
    if sheet.heading == "spaced":
        return spaced(block.heading)
    if sheet.heading == "numbered":
        return f"{number}. {block.heading}"
    if sheet.heading == "colon":
        return f"{block.heading}:"
    if sheet.heading == "arrow":
        return f"▶ {block.heading}"
    if sheet.heading == "capsule":
        return f"~ {block.heading} ~"
    if sheet.heading == "slashed":
        return f"// {block.heading.upper()}"
    if sheet.heading == "square":
        return f"[ {block.heading.upper()} ]"
    if sheet.heading == "lower":
        return block.heading.lower()
    return f"— {block.heading} —" if sheet.heading == "dashes" else block.heading


# Chromium


def _html_runs(text: str) -> str:
    tags = {"b": ("<b>", "</b>"), "i": ("<i>", "</i>"), "": ("", "")}
    return "".join(f"{tags[style][0]}{escaped(run)}{tags[style][1]}" for run, style in styled(text))


def _html_entry(sheet: Sheet, entry: Entry) -> str:
    rows = "".join(
        f"<div class=r><span>{_html_runs(left)}</span><span>{_html_runs(right)}</span></div>"
        if right
        else f"<p>{_html_runs(left)}</p>"
        for left, right in entry.rows
    )
    if sheet.bullet == "none":
        rows += "".join(f"<p>{escaped(item)}</p>" for item in entry.items)
    elif entry.items:
        mark = f"list-style-type:'{sheet.bullet} '"
        rows += f'<ul style="{mark}">' + "".join(f"<li>{escaped(item)}</li>" for item in entry.items) + "</ul>"
    if not entry.margin:
        return f"<div class=e>{rows}</div>"
    beside = "<br>".join(escaped(each) for each in entry.margin)
    return (
        f"<div class=e style='display:flex;gap:10pt'><div style='width:24%'>{beside}</div>"
        f"<div style='width:76%'>{rows}</div></div>"
    )


def _html_block(sheet: Sheet, block: Block, number: int) -> str:
    looks = {
        "rule": "border-bottom:1px solid #333",
        "coloured": "color:#a3338b;font-weight:normal",
        "band": "background:#dde;padding:2pt 5pt",
    }.get(sheet.heading, "")
    heading = f"<h2 style='{looks}'>{escaped(_title(sheet, block, number))}</h2>"
    content = "".join(_html_entry(sheet, entry) for entry in block.entries)
    content += "".join(f"<p>{_html_runs(line)}</p>" for line in block.lines)
    if block.items:
        content += "<ul>" + "".join(f"<li>{escaped(item)}</li>" for item in block.items) + "</ul>"
    content += "".join(f"<span class=pill>{escaped(each)}</span> " for each in block.pills)
    if block.grid:
        rows = ("".join(f"<td>{escaped(cell)}</td>" for cell in row) for row in block.grid)
        content += "<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>"
    if sheet.shape == "boxes":
        return f"<div style='border:1px solid #777;padding:6pt;margin:6pt 0'>{heading}{content}</div>"
    if sheet.shape == "beside":
        return (
            f"<div style='display:flex;gap:12pt;margin-top:8pt'><div style='width:28%'>{heading}</div>"
            f"<div style='width:72%;padding-top:9pt'>{content}</div></div>"
        )
    if sheet.shape == "table":
        return (
            f"<tr><td style='width:28%;border-top:1px solid #888'>{heading}</td>"
            f"<td style='border-top:1px solid #888;padding-top:9pt'>{content}</td></tr>"
        )
    return heading + content


def _html(sheet: Sheet) -> str:
    align = "right" if sheet.contacts_right else "left"
    looks = "background:#204060;color:#fff;padding:10pt" if sheet.shape == "band" else ""
    top = (
        f"<div style='text-align:{align};{looks}'><h1>{escaped(sheet.name)}</h1><p>{escaped(sheet.label)}</p>"
        + "".join(f"<p>{escaped(each)}</p>" for each in sheet.contacts)
        + "</div>"
    )
    main = "".join(_html_block(sheet, block, number) for number, block in enumerate(sheet.main, 1))
    side = "".join(_html_block(sheet, block, number) for number, block in enumerate(sheet.side, len(sheet.main) + 1))
    if sheet.shape == "table":
        return f"<style>{_CSS}</style>{top}<table style='border-collapse:collapse'>{main}</table>"
    if not sheet.side:
        return f"<style>{_CSS}</style>{top}{main}"
    width = _COLUMNS[sheet.shape]
    beside = f"<div style='width:{width};background:#eef2f5;padding:8pt;box-sizing:border-box'>{side}</div>"
    if sheet.shape == "wide_left":
        body = f"{beside}<div style='flex:1'>{main}</div>"
        return f"<style>{_CSS}</style>{top}<div style='display:flex;gap:14pt'>{body}</div>"
    if sheet.shape == "left_sidebar":
        body = f"{beside}<div style='flex:1'>{top}{main}</div>"
        return f"<style>{_CSS}</style><div style='display:flex;gap:14pt'>{body}</div>"
    return (
        f"<style>{_CSS}</style>{top}<div style='display:flex;gap:14pt'><div style='flex:1'>{main}</div>{beside}</div>"
    )


# typst


def _typst_runs(text: str) -> str:
    return "".join(
        f"#strong[{typst_text(run)}]" if style == "b" else f"#emph[{typst_text(run)}]" if style else typst_text(run)
        for run, style in styled(text)
    )


def _typst_entry(sheet: Sheet, entry: Entry) -> str:
    rows = " \\\n".join(
        _typst_runs(left) + (f" #h(1fr) {_typst_runs(right)}" if right else "") for left, right in entry.rows
    )
    mark = "" if sheet.bullet == "none" else f"{typst_text(sheet.bullet)} "
    rows += "".join(f"\n\n#par(hanging-indent: 10pt)[{mark}{typst_text(item)}]" for item in entry.items)
    if entry.margin:
        beside = " \\\n".join(typst_text(each) for each in entry.margin)
        return f"#grid(columns: (24%, 76%), column-gutter: 6pt, [{beside}], [{rows}])\n#v(3pt)\n"
    return f"{rows}\n\n#v(3pt)\n"


def _typst_block(sheet: Sheet, block: Block, number: int) -> str:
    title = typst_text(_title(sheet, block, number))
    heading = {
        "coloured": f'#text(fill: rgb("#a3338b"), size: 13pt)[{title}]',
        "rule": f"#text(size: 12pt)[*{title}*] \\\n#line(length: 100%)",
        "band": f"#block(fill: silver, width: 100%, inset: 3pt)[*{title}*]",
    }.get(sheet.heading, f"#text(size: 12pt)[*{title}*]")
    content = "".join(_typst_entry(sheet, entry) for entry in block.entries)
    content += " \\\n".join(_typst_runs(line) for line in block.lines)
    content += "".join(f"\n- {typst_text(item)}" for item in block.items)
    content += " ".join(f"#box(stroke: 0.5pt, inset: 3pt)[{typst_text(each)}]" for each in block.pills)
    if block.grid:
        cells = ", ".join(f"[{typst_text(cell)}]" for row in block.grid for cell in row)
        content += f"#grid(columns: {len(block.grid[0])}, column-gutter: 18pt, row-gutter: 5pt, {cells})"
    if sheet.shape in {"beside", "table"}:
        return f"#grid(columns: (28%, 70%), column-gutter: 8pt, [{heading}], [{content}])\n#v(5pt)\n"
    return f"\n{heading}\n\n{content}\n\n"


def _typst(sheet: Sheet) -> str:
    top = f'#text(size: 21pt, weight: "bold")[{typst_text(sheet.name)}] \\\n{typst_text(sheet.label)} \\\n'
    top += " \\\n".join(typst_text(each) for each in sheet.contacts)
    if sheet.contacts_right:
        top = f"#align(right)[{top}]"
    main = "".join(_typst_block(sheet, block, number) for number, block in enumerate(sheet.main, 1))
    side = "".join(_typst_block(sheet, block, number) for number, block in enumerate(sheet.side, 1))
    page = f'#set text(lang: "{sheet.language}", size: 10pt)\n#set page(margin: 1.6cm)\n'
    if sheet.shape == "left_sidebar":
        return page + f"#grid(columns: (31%, 69%), column-gutter: 14pt, [{side}], [{top}\n\n{main}])"
    if sheet.shape == "wide_left":
        return page + f"{top}\n\n#grid(columns: (40%, 56%), column-gutter: 14pt, [{side}], [{main}])"
    if sheet.shape == "narrow_right":
        return page + f"#grid(columns: (70%, 26%), column-gutter: 14pt, [{top}\n\n{main}], [{side}])"
    if sheet.side:
        return page + f"{top}\n\n#grid(columns: (58%, 38%), column-gutter: 14pt, [{main}], [{side}])"
    return page + f"{top}\n\n{main}"


# python-docx and LibreOffice


def _docx_runs(paragraph: Any, text: str) -> None:
    for run, style in styled(text):
        made = paragraph.add_run(run)
        made.bold, made.italic = style == "b", style == "i"


def _docx_entry(sheet: Sheet, cell: Any, entry: Entry) -> None:
    from docx.enum.text import WD_TAB_ALIGNMENT
    from docx.shared import Cm

    beside = None
    if entry.margin:
        beside, cell = cell.add_table(rows=1, cols=2).rows[0].cells if hasattr(cell, "sections") else (cell, cell)
        for index, each in enumerate(entry.margin):
            (beside.paragraphs[0] if index == 0 and beside is not cell else beside.add_paragraph()).add_run(each)
    for index, (left, right) in enumerate(entry.rows):
        is_first = index == 0 and beside is not None and beside is not cell
        paragraph = cell.paragraphs[0] if is_first else cell.add_paragraph()
        _docx_runs(paragraph, left)
        if right:
            paragraph.paragraph_format.tab_stops.add_tab_stop(
                Cm(15 if hasattr(cell, "sections") else 7.2), WD_TAB_ALIGNMENT.RIGHT
            )
            paragraph.add_run("\t")
            _docx_runs(paragraph, right)
    for item in entry.items:
        if sheet.bullet == "•":
            cell.add_paragraph(item, style="List Bullet")
        else:
            cell.add_paragraph(item if sheet.bullet == "none" else f"{sheet.bullet} {item}")


def _docx_block(sheet: Sheet, cell: Any, block: Block, number: int) -> None:
    title = _title(sheet, block, number)
    if sheet.heading in {"rule", "band"} and hasattr(cell, "sections"):
        cell.add_heading(title, 1)
    else:
        cell.add_paragraph().add_run(title).bold = True
    for entry in block.entries:
        _docx_entry(sheet, cell, entry)
    for line in block.lines:
        _docx_runs(cell.add_paragraph(), line)
    for item in block.items:
        cell.add_paragraph(item, style="List Bullet")
    if block.pills:
        cell.add_paragraph("   ".join(block.pills))
    for row in block.grid:
        cell.add_paragraph("\t".join(row))


def _docx(sheet: Sheet) -> bytes:
    import docx

    document: Any = docx.Document()
    main: Any = document
    if sheet.side:
        cells = document.add_table(rows=1, cols=2).rows[0].cells
        side, main = cells if sheet.shape in {"left_sidebar", "wide_left"} else cells[::-1]
        for number, block in enumerate(sheet.side, 1):
            _docx_block(sheet, side, block, number)
    main.add_paragraph().add_run(sheet.name).bold = True
    for line in (sheet.label, *sheet.contacts):
        main.add_paragraph(line)
    for number, block in enumerate(sheet.main, 1):
        _docx_block(sheet, main, block, number)
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _converted(data: bytes) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "cv.docx").write_bytes(data)
        subprocess.run(
            ["soffice", f"-env:UserInstallation=file://{folder}/home", "--headless", "--convert-to", "pdf",
             "--outdir", folder, f"{folder}/cv.docx"],
            check=True, capture_output=True, timeout=120,
        )  # fmt: skip
        return Path(folder, "cv.pdf").read_bytes()


# LaTeX


def _latex_text(text: str) -> str:
    special = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
    symbols = {"•": r"\textbullet{}", "▪": r"\textbullet{}", "▸": r"\textbullet{}", "·": r"\textperiodcentered{}"}
    known = special | symbols | {each: f"\\{each}" for each in "&%$#_{}"} | {"★": "*", "☆": "o", "€": r"\texteuro{}"}
    known |= dict.fromkeys("✉☎⌂☍", r"\textbullet{}")
    return "".join(known.get(character, character) for character in text)


def _latex_runs(text: str) -> str:
    tags = {"b": r"\textbf", "i": r"\textit", "": ""}
    return "".join(f"{tags[style]}{{{_latex_text(run)}}}" for run, style in styled(text))


def _latex_entry(sheet: Sheet, entry: Entry) -> str:
    rows = "\\\\\n".join(
        _latex_runs(left) + (f"\\hfill {_latex_runs(right)}" if right else "") for left, right in entry.rows
    )
    if sheet.bullet == "none":
        rows += "".join(f"\n\n{_latex_text(item)}" for item in entry.items)
    elif entry.items:
        rows += "\\begin{itemize}" + "".join(f"\\item {_latex_text(item)}\n" for item in entry.items)
        rows += "\\end{itemize}"
    if entry.margin:
        beside = r"\\".join(map(_latex_text, entry.margin))
        boxes = "\\noindent\\parbox[t]{0.24\\linewidth}{\\raggedright %s}\\hfill\\parbox[t]{0.74\\linewidth}{%s}"
        return boxes % (beside, rows) + "\n\n\\smallskip\n"
    return f"\\noindent {rows}\n\n\\smallskip\n"


def _latex_block(sheet: Sheet, block: Block, number: int) -> str:
    title = _latex_text(_title(sheet, block, number)).replace("   ", r"\quad ")
    text = f"\\section*{{{title}}}\n"
    text += "".join(_latex_entry(sheet, entry) for entry in block.entries)
    text += "".join(f"\\noindent {_latex_runs(line)}\n\n" for line in block.lines)
    if block.items:
        text += "\\begin{itemize}" + "".join(f"\\item {_latex_text(each)}\n" for each in block.items)
        text += "\\end{itemize}"
    text += " ".join(f"\\fbox{{{_latex_text(each)}}}" for each in block.pills)
    if block.grid:
        rows = " \\\\\n".join(" & ".join(map(_latex_text, row)) for row in block.grid)
        text += f"\\noindent\\begin{{tabular}}{{{'l' * len(block.grid[0])}}}\n{rows}\n\\end{{tabular}}\n\n"
    return text


def _latex(sheet: Sheet) -> bytes:
    babel = {"en": "english", "de": "ngerman", "fr": "french", "es": "spanish", "it": "italian"}[sheet.language]
    source = (
        "\\documentclass[10pt,a4paper]{article}\\usepackage[T1]{fontenc}\\usepackage[utf8]{inputenc}"
        "\\usepackage{lmodern,textcomp}\\usepackage[margin=2cm]{geometry}\\pagestyle{plain}"
        f"\\usepackage[{babel}]{{babel}}"
        "\\begin{document}\\begin{center}{\\LARGE\\bfseries "
        + _latex_text(sheet.name)
        + "}\\\\\n"
        + "\\\\\n".join(_latex_text(each) for each in (sheet.label, *sheet.contacts))
        + "\\end{center}\n"
        + "".join(_latex_block(sheet, block, number) for number, block in enumerate(sheet.main, 1))
        + "\\end{document}"
    )
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "cv.tex").write_text(source, encoding="utf-8")
        command = ["pdflatex", "-interaction=nonstopmode", "cv.tex"]
        made = subprocess.run(command, cwd=folder, capture_output=True, timeout=60, check=False)
        if not Path(folder, "cv.pdf").exists():
            raise RuntimeError(made.stdout.decode(errors="replace")[-1500:])
        return Path(folder, "cv.pdf").read_bytes()


# fpdf2


def _fpdf(sheet: Sheet) -> bytes:
    import fpdf

    pdf: Any = fpdf.FPDF()
    for style, suffix in (("", ""), ("B", "-Bold"), ("I", "-Oblique")):
        pdf.add_font("d", style, f"/usr/share/fonts/truetype/dejavu/DejaVuSans{suffix}.ttf")
    pdf.set_auto_page_break(True, 15)
    pdf.add_page()
    left_edge = pdf.l_margin

    def runs(text: str, size: float = 10) -> None:
        for run, style in styled(text):
            pdf.set_font("d", {"b": "B", "i": "I", "": ""}[style], size)
            pdf.write(5.5, run)

    def line(text: str, right: str = "", size: float = 10) -> None:
        top, page = pdf.get_y(), pdf.page
        runs(text, size)
        if right:
            pdf.set_font("d", "", size)
            if pdf.page == page:
                pdf.set_xy(pdf.w - pdf.r_margin - pdf.get_string_width(unstyled(right)) - 2, top)
            pdf.write(5.5, unstyled(right))
        pdf.ln(5.5)

    line(f"*{sheet.name}*", size=19)
    pdf.ln(3)
    for each in (sheet.label, *sheet.contacts):
        line(each)
    for number, block in enumerate(sheet.main, 1):
        pdf.ln(4)
        line(f"*{_title(sheet, block, number)}*", size=12)
        for entry in block.entries:
            pdf.ln(1.5)
            top = pdf.get_y()
            if entry.margin:
                for each in entry.margin:
                    line(each)
                pdf.set_y(top)
                pdf.set_left_margin(left_edge + 48)
                pdf.set_x(left_edge + 48)
            for left, right in entry.rows:
                line(left, right)
            for item in entry.items:
                pdf.set_font("d", "", 10)
                mark = "" if sheet.bullet == "none" else f"{sheet.bullet} "
                pdf.multi_cell(0, 5.5, f"{mark}{item}", align="L", new_x="LMARGIN", new_y="NEXT")
            pdf.set_left_margin(left_edge)
            pdf.set_x(left_edge)
        for text in (*block.lines, *(f"• {item}" for item in block.items)):
            line(text)
        if block.pills:
            line("    ".join(block.pills))
        for row in block.grid:
            for cell, text in enumerate(row):
                pdf.set_xy(left_edge + 50 * cell, pdf.get_y())
                pdf.set_font("d", "", 10)
                pdf.cell(48, 5.5, text)
            pdf.ln(5.5)
    return bytes(pdf.output())


# text


def _marked(text: str) -> str:
    return "".join(f"**{run}**" if style == "b" else f"*{run}*" if style else run for run, style in styled(text))


def _markdown(sheet: Sheet) -> str:
    """Markdown, a blank line between paragraphs; what is at the right edge is after a bar."""
    lines = [f"# {sheet.name}", "", sheet.label, "", "  \n".join(sheet.contacts)]
    for number, block in enumerate(sheet.main, 1):
        lines += ["", f"## {_title(sheet, block, number)}"]
        for entry in block.entries:
            rows = [_marked(left) + (f" | {_marked(right)}" if right else "") for left, right in entry.rows]
            if entry.margin:
                rows.insert(0, " ".join(entry.margin))
            lines += ["", "  \n".join(rows), ""]
            lines += [item + "\n" if sheet.bullet == "none" else f"- {item}" for item in entry.items]
        lines += [text for each in block.lines for text in ("", _marked(each))]
        lines += ["", *(f"- {item}" for item in block.items)]
        lines += [text for row in block.grid for text in ("", " | ".join(row))]
    return "\n".join(lines)


def _text(sheet: Sheet) -> str:
    lines = [sheet.name, sheet.label, *sheet.contacts]
    for number, block in enumerate(sheet.main, 1):
        lines += [
            "",
            _title(sheet, block, number).upper() if sheet.heading == "band" else _title(sheet, block, number),
        ]
        lines += ["-" * 30] if sheet.heading == "rule" else []
        for entry in block.entries:
            lines.append("")
            rows = [(unstyled(left), unstyled(right)) for left, right in entry.rows]
            if entry.margin:
                rows[0] = (f"{' '.join(entry.margin):28}{rows[0][0]}", rows[0][1])
            lines += [f"{left:50}    {right}" if right else left for left, right in rows]
            lines += [item if sheet.bullet == "none" else f"{sheet.bullet} {item}" for item in entry.items]
        lines += [unstyled(each) for each in block.lines] + [f"- {item}" for item in block.items]
        lines += [", ".join(block.pills)] if block.pills else []
        lines += ["    ".join(f"{cell:22}" for cell in row).rstrip() for row in block.grid]
    return "\n".join(lines)
