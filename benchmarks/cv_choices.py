"""What layouts of CVs are drawn from, set by set (see `cv_recipes`, which explains how a head is written)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Choices:
    """What a recipe of one set can be made of."""

    writers: tuple[str, ...]
    shapes: tuple[str, ...]
    jobs: tuple[str, ...]
    studies: tuple[str, ...]
    headings: tuple[str, ...]
    skills: tuple[str, ...]
    tongues: tuple[str, ...]
    contacts: tuple[str, ...]
    bullets: tuple[str, ...]
    dates: tuple[str, ...]


SETS: Final = {
    "a": Choices(
        writers=("html", "typst", "docx", "libreoffice", "latex", "fpdf", "text"),
        shapes=("one", "left_sidebar", "beside", "two_columns"),
        jobs=(
            "*{title}*, {company}, {place} ({dates})",
            "{company} >> {place} / *{title}* >> {dates}",
            "*{company}* / {title} | {dates} | {place}",
            "{dates} / *{title}* / {company}, {place}",
            "{title} / {company} · {place} / {dates}",
            "[{dates}] *{title}* / _{company}_ – {place}",
            "*{title}* @ {company} / {dates} • {place}",
            "roles: *{company}*, {place} // _{title}_ >> {dates}",
        ),
        studies=(
            "*{school}* / {degree} {in} {area}, {years}",
            "{degree} {area} >> {years} / {school}, {place}",
            "[{years}] {degree}, {area} / {school}",
            "{years}: {school}, {degree} ({area})",
        ),
        headings=("bold", "upper", "spaced", "rule"),
        skills=("labelled", "items", "pills", "levels"),
        tongues=("dash", "brackets"),
        contacts=("bars", "lines", "labels"),
        bullets=("•", "-", "▪"),
        dates=("long", "numbers", "short"),
    ),
    "b": Choices(
        writers=("html", "typst", "docx", "libreoffice", "latex", "fpdf", "text"),
        shapes=("one", "right_sidebar", "band", "table"),
        jobs=(
            "*{company}*, {place} — {title}, {dates}",
            "*{title}* / {company} / {place} >> {dates}",
            "{title} {at} {company} ({dates}) / {place}",
            "[{dates} / {place}] *{company}* / {title}",
            "{dates} | *{company}* | {title} | {place}",
            "*{title}* – {company} >> {dates} / _{place}_",
            "roles: *{company}* >> {place} // {title} ({dates})",
            "*{company}* >> {dates} / {title}, {place}",
        ),
        studies=(
            "*{degree} {area}*, {school} ({years})",
            "{school} >> {place} / _{degree} {area}_ >> {years}",
            "*{degree}* / {area} / {school}, {years}",
            "[{years}] *{school}* / {degree}: {area}",
        ),
        headings=("coloured", "numbered", "dashes", "band"),
        skills=("below_labels", "grid", "dots", "bars"),
        tongues=("commas", "cells"),
        contacts=("dots", "icons", "right"),
        bullets=("–", "▸", "none"),
        dates=("dotted", "iso", "long"),
    ),
    "c": Choices(
        writers=("html", "typst", "docx", "libreoffice", "latex", "fpdf", "markdown", "page"),
        shapes=("one", "wide_left", "narrow_right", "boxes"),
        jobs=(
            "{title} >> {company} / _{place}_ >> {dates}",
            "*{company}* | _{title}_ / {dates}, {place}",
            "{dates}: *{title}*, {company} ({place})",
            "*{title}* / {dates} / {company} / {place}",
            "*{company}* ({place}) / {title} / {dates}",
            "[{dates}] {company}, {place} / *{title}*",
            "*{title}*, {dates} / {company} – {place}",
            "roles: *{company}* / {place} // *{title}*, {dates}",
            "{company} / {dates} >> {title} / {place}",
        ),
        studies=(
            "{school}, {place} / *{degree}*, {area} >> {years}",
            "*{area}* ({degree}) / {school} / {years}",
            "{years} >> *{school}* / {degree} {in} {area}",
            "{degree} – {area} – {school} – {years}",
            "[{years}] {school}, {degree} {area}",
        ),
        headings=("colon", "arrow", "square", "lower"),
        skills=("stars", "slashes", "table", "plain"),
        tongues=("slashes", "items", "cells"),
        contacts=("stacked", "labels", "lines"),
        bullets=("*", "•", "o", "none"),
        dates=("slashed", "apostrophe", "numbers", "long"),
    ),
    "d": Choices(
        writers=("html", "typst", "docx", "libreoffice", "latex", "fpdf", "text", "markdown"),
        shapes=("one", "left_sidebar", "band", "wide_right", "beside"),
        jobs=(
            "*{company}* / _{title}_ / {place} / {dates}",
            "*{title}* · {company} · {place} >> {dates}",
            "[{dates}] *{title}*, {company} / {place}",
            "{company}, {place} >> {dates} / {title}",
            "*{dates}* / {company}: {title} / _{place}_",
            "{title} ({company}, {place}) / _{dates}_",
            "{place} >> {dates} / *{company}* / {title}",
            "roles: {company} >> {place} // {dates} | *{title}*",
            "*{title}* / {company}, {dates}",
        ),
        studies=(
            "*{degree}*, {school} >> {years} / {area}",
            "{years} / *{school}*, {place} / {degree} {area}",
            "{school} ({years}) / {degree} {in} {area}",
            "[{years}] *{degree} {area}* / {school}, {place}",
        ),
        headings=("upper", "capsule", "slashed", "rule", "coloured"),
        skills=("pairs", "below_labels", "levels", "dots", "items"),
        tongues=("dash", "cells", "commas"),
        contacts=("dots", "right", "labels", "stacked"),
        bullets=("•", "■", "–", "none"),
        dates=("short", "dotted", "apostrophe", "iso"),
    ),
    "e": Choices(
        writers=("html", "typst", "docx", "libreoffice", "latex", "fpdf", "text", "page"),
        shapes=("one", "right_sidebar", "wide_left", "table", "boxes"),
        jobs=(
            "{dates} / {place} / *{title}* / {company}",
            "*{title}* >> {place} / _{company}_ >> {dates}",
            "{company} — *{title}* / {place}, {dates}",
            "*{company}, {place}* >> {dates} / {title}",
            "[{dates}] *{company}* ({place}) – {title}",
            "{title}, *{company}* / {place} | {dates}",
            "*{title}* >> *{company}* / {dates} >> {place}",
            "roles: *{company}* ({place}) // {title} / {dates}",
            "{dates} >> {place} / *{title}* · {company}",
        ),
        studies=(
            "{years} >> {degree} {area} / *{school}*",
            "*{school}* — {degree}, {area} >> {years}",
            "{degree} {in} {area} / {school}, {place}, {years}",
            "[{years}] {degree} / *{school}* / {area}",
        ),
        headings=("bold", "numbered", "square", "slashed", "spaced"),
        skills=("labelled", "grid", "stars", "pairs", "bars"),
        tongues=("brackets", "slashes", "dash"),
        contacts=("bars", "icons", "stacked"),
        bullets=("•", "▸", "-", "none"),
        dates=("long", "slashed", "iso", "numbers"),
    ),
    "f": Choices(
        writers=("html", "typst", "docx", "libreoffice", "latex", "fpdf", "text", "markdown"),
        shapes=("one", "left_sidebar", "narrow_right", "band", "two_columns"),
        jobs=(
            "*{title}* | {place} / {company} | {dates}",
            "{dates} >> *{company}* / _{title}_, {place}",
            "{company}, *{title}*, {place} >> {dates}",
            "[{place} / {dates}] {title} / *{company}*",
            "*{title}* ({dates}) / {company} – {place}",
            "{place}, {dates} / *{company}* / _{title}_",
            "roles: {company}, {place} // *{title}* / _{dates}_",
            "{title} – *{company}* / {place} >> _{dates}_",
            "*{company}* · {dates} / {title} · {place}",
        ),
        studies=(
            "*{degree} {in} {area}* >> {years} / {school}",
            "{school}: {degree} {area} ({years})",
            "{years} | {school} | {degree}, {area}",
            "[{years}] {area} ({degree}) / *{school}*, {place}",
            "*{school}* >> {years} / {degree}: {area}",
        ),
        headings=("upper", "coloured", "dashes", "colon", "capsule"),
        skills=("items", "dots", "slashes", "levels", "table"),
        tongues=("commas", "items", "cells"),
        contacts=("dots", "labels", "right"),
        bullets=("–", "■", "*", "o"),
        dates=("short", "dotted", "apostrophe", "long"),
    ),
    "g": Choices(
        writers=("html", "typst", "docx", "libreoffice", "latex", "fpdf", "text", "page"),
        shapes=("one", "band", "wide_right", "table", "left_sidebar"),
        jobs=(
            "*{title}* – {place} / {dates} – {company}",
            "{company} >> *{title}* / {dates} >> {place}",
            "{dates} | {title} / *{company}*, {place}",
            "[{dates}] {place} / *{title}* / _{company}_",
            "{title}: *{company}* ({place}) >> {dates}",
            "_{dates}_ / {place} – *{company}* / {title}",
            "roles: *{company}* / _{place}_ // {title} >> {dates}",
            "*{company}* ({dates}) / *{title}* – {place}",
            "{place} | {company} / {title} | {dates}",
        ),
        studies=(
            "{school} / {degree} – {area} / {years}",
            "*{degree}* ({area}) >> {years} / _{school}_, {place}",
            "{years} / {degree} {in} {area} / *{school}*",
            "[{years}] *{school}*, {place} / {area}, {degree}",
            "{area} | {degree} | {school} >> {years}",
        ),
        headings=("rule", "arrow", "lower", "spaced", "band"),
        skills=("pills", "below_labels", "plain", "stars", "pairs"),
        tongues=("dash", "brackets", "slashes"),
        contacts=("lines", "stacked", "bars"),
        bullets=("•", "▪", "-", "none"),
        dates=("numbers", "slashed", "long", "apostrophe"),
    ),
}
SETS["h"] = Choices(
    **{
        kind: tuple(dict.fromkeys(each for of in SETS.values() for each in vars(of)[kind]))
        for kind in vars(SETS["a"])
    }
)
