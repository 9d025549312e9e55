"""Transcripts in the blocks and tables of a document."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain, combinations, pairwise
from typing import Final

from interview_cli.text.sentences import is_ended
from interview_cli.transcripts.asking import speaks_of_oneself
from interview_cli.transcripts.assembling import read_data
from interview_cli.transcripts.blocks import MAX_LABEL_CHARACTERS, Block, Blocks
from interview_cli.transcripts.field_names import are_known, is_question
from interview_cli.transcripts.label_forms import split_prefix
from interview_cli.transcripts.labels import could_be_label, marks_question
from interview_cli.transcripts.line_times import are_newest_first, label_with_time, lone_time, since_first
from interview_cli.transcripts.model import Reading, Transcript, Turn
from interview_cli.transcripts.plain_text import left_out, plain_transcripts, with_texts_around
from interview_cli.transcripts.sentence_acts import has_question_mark
from interview_cli.transcripts.several import MIN_TURNS
from interview_cli.transcripts.turns import collect, make_turn

MOST_TEXT: Final = 5
"""How much more text rows must contain than the blocks around them for those to be titles and the like (chosen)."""

_MAX_NAME_WORDS: Final = 4
_MAX_SIDES: Final = 40
_MAX_SAMPLE: Final = 1_000
_MIN_CHANGES: Final = 3
_MIN_SHARE: Final = 0.6
"""Classes that may tell two sides apart, how often they must change, and their share of the text (chosen)."""

_STRIPE: Final = re.compile(r"odd|even|stripe", re.IGNORECASE)
_NO_NAME: Final = re.compile(r"[\W_]+")
_MAX_CELL_WORDS: Final = 12
"""The most words in a cell of a table that is surely no speech (chosen)."""

_ITALICS: Final = frozenset({"i", "em", "italic"})
_MAX_NOTES: Final = 5
"""Paragraphs for each note between them (chosen)."""

_MIN_ENDED: Final = 0.8
"""Share of rows that end a sentence, for one that does not to name the columns (chosen)."""

_MAX_DIGITS: Final = 5
_MAX_SECONDS: Final = 1_000_000
"""A larger number at an element is a date."""


def read_blocks(found: Blocks, source: str, fallback_id: str) -> Iterator[Transcript]:
    """The transcripts in a document: from its tables if they contain most of the text, otherwise from its blocks.

    Raises InputError when there are none.
    """
    rows = [row for row in found.rows if any(row)]
    in_rows = sum(len(cell) for row in rows for cell in row)
    in_blocks = sum(len(block.text) for block in found.blocks)
    texts = [block.text for block in found.blocks if not block.is_heading]
    if rows and in_rows > in_blocks:
        if header := next(filter(is_header, rows), None):
            below = (row for row in rows[rows.index(header) + 1 :] if row != header)
            records = [dict(zip(header, row, strict=False)) for row in below]
            yield from with_texts_around(read_data(records, source, fallback_id), texts)
            return
        rows = _without_names(_without_numbers(rows))
        turns = _turns_of_rows(rows)
        if 2 * sum(turn is not None for turn in turns) >= len(rows):
            if several := _several_tables(found):
                yield from plain_transcripts("\n\n".join(several), source, fallback_id)
                return
            other = [row for row, turn in zip(rows, turns, strict=True) if turn is None]
            read = Transcript(fallback_id, source, collect(turns, source), reading=left_out_with("table", other))
            yield from with_texts_around([read], texts)
            return
        are_questions = 2 * sum(is_question(row[0]) for row in rows if len(row) > 1) > len(rows)
        if in_rows > MOST_TEXT * in_blocks or are_questions:
            pairs = [{"question": row[0], "answer": " ".join(row[1:])} for row in rows]
            yield from with_texts_around(read_data(pairs, source, fallback_id), texts)
            return
    found.blocks = _oldest_first(found.blocks)
    others = _take_sides(found.blocks)
    between = "\n\n" if found.by_markup else "\n"
    for transcript in plain_transcripts(between.join(_lines(found.blocks)), source, fallback_id):
        reading = transcript.reading.and_(left_out_with("table", rows)).and_(left_out(others))
        yield replace(transcript, reading=reading)


def _without_numbers(rows: list[list[str]]) -> list[list[str]]:
    """Rows without their first column, if it numbers them; the first row may name it."""
    numbers = [int(row[0]) for row in rows if row[0].isdecimal() and len(row[0]) <= _MAX_DIGITS]
    are_numbered = len(numbers) > 1 and len(numbers) >= len(rows) - 1 and min(map(len, rows)) > 1
    return [row[1:] for row in rows] if are_numbered and all(b - a == 1 for a, b in pairwise(numbers)) else rows


def _without_names(rows: list[list[str]]) -> list[list[str]]:
    """Rows of speakers and speech without the first, if it says nothing, its speaker no more, and the others recur.

    It names the columns, in words that are not known.
    """
    first, *others = [turn.speaker_label if turn else "" for turn in _turns_of_rows(rows)]
    speaks = any(is_ended(cell) or len(cell.split()) > _MAX_NAME_WORDS for cell in rows[0])
    ended = sum(is_ended(row[-1]) for row in rows[1:])
    is_other = first not in others and 0 < 2 * len(set(others)) <= len(others)
    return rows[1:] if is_other and not speaks and ended >= _MIN_ENDED * len(others) else rows


def left_out_with(what: str, rows: Sequence[Sequence[str]]) -> Reading:
    """A reading that left out a table or sheet with some rows, in which there may be speech."""
    return left_out([cell for row in rows for cell in row if _may_be_speech(cell)], f"Left out with its {what}")


def _may_be_speech(cell: str) -> bool:
    """Whether a cell is long, or somebody says something of themselves in it."""
    return cell.count(" ") >= _MAX_CELL_WORDS or speaks_of_oneself(cell)


def _oldest_first(blocks: list[Block]) -> list[Block]:
    """Blocks by message, which speakers, headings or other classes begin, from the oldest one on, if dates fall."""
    dates = [block.date for block in blocks if block.date]
    if not are_newest_first(start_s for start_s, _ in since_first(dates)):
        return blocks
    before = [Block(), *blocks]
    ways = (
        [n for n, block in enumerate(blocks) if block.label or block.side or block.lead],
        [n for n, block in enumerate(blocks) if block.is_heading],
        [n for n, block in enumerate(blocks) if block.classes and block.classes != before[n].classes],
    )
    begins = next((each for each in ways if len(each) > 1), [])
    messages = [blocks[begin:end] for begin, end in pairwise([*begins, len(blocks)])]
    return [*blocks[: min(begins, default=len(blocks))], *chain.from_iterable(reversed(messages))]


def _take_sides(blocks: list[Block]) -> list[str]:
    """Give blocks without speakers, as the bubbles of a chat, sides by their classes, and remove those between them
    that have none; the longer ones of these.

    The classes are those two that never stand together, change often and have most of the text.
    """
    if 4 * sum(bool(block.label or block.side or block.lead) for block in blocks) > len(blocks):
        return []
    sample = [block for block in blocks[:_MAX_SAMPLE] if not lone_time(block.text)]
    counts = Counter(name for block in sample for name in dict.fromkeys(block.classes))
    sides = [
        name for name, count in counts.most_common(_MAX_SIDES) if count < len(sample) and not _STRIPE.search(name)
    ]
    holders = {name: {n for n, block in enumerate(sample) if name in block.classes} for name in sides}
    sides = [name for name in sides if 2 * len({sample[n].text for n in holders[name]}) > len(holders[name])]
    sizes = [len(block.text) for block in sample]
    best, found = (_MIN_CHANGES, 0), ("", "")
    for one, other in combinations(sides, 2):
        both = holders[one] | holders[other]
        changes = sum((a in holders[one]) != (b in holders[one]) for a, b in pairwise(sorted(both)))
        size = sum(sizes[n] for n in both)
        are_like = one.partition(".")[0] == other.partition(".")[0] and holders[one].isdisjoint(holders[other])
        if are_like and size >= _MIN_SHARE * sum(sizes) and (changes, size) > best:
            best, found = (changes, size), (one, other)
    if not all(found):
        return []
    for block in blocks:
        block.side = next(
            (_NO_NAME.sub(" ", name.partition(".")[2]).strip() for name in found if name in block.classes), None
        )
    named = [n for n, block in enumerate(blocks) if block.side]
    others = [block.text for block in blocks[named[0] : named[-1]] if not block.side]
    blocks[named[0] : named[-1]] = [block for block in blocks[named[0] : named[-1]] if block.side]
    return [text for text in others if text.count(" ") >= _MAX_NAME_WORDS]


def _lines(blocks: list[Block]) -> Iterator[str]:
    """The blocks in Markdown, with the names that markup gives as labels. Bold beginnings are names if they recur."""
    leads = Counter(block.lead for block in blocks if block.lead)
    are_names = len(leads) > 1 and max(leads.values()) > 1 and 3 * leads.total() >= len(blocks)
    names = [block.label or (block.lead if are_names else "") or block.side for block in blocks]
    named = [index for index, name in enumerate(names) if name]
    if named and all(marks_question(names[index] or "") for index in named):
        asking, names = {blocks[index].look for index in named}, [None] * len(blocks)
    else:
        asking = set() if named else asking_looks(blocks)
    notes = set() if asking else _looks_of_notes(blocks)
    for block, name in zip(blocks, names, strict=True):
        has_time = block.start_s is not None and 0 <= block.start_s < _MAX_SECONDS
        time = f"[{block.start_s:.3f}s]" if has_time else ""
        label = f"**{name}:**" if name else "##" * block.is_heading
        emphasis = "**" * (block.look in asking and not label)
        said = " ".join(filter(None, (block.lead * (name != block.lead), block.text)))
        said = f"[{said}]" if block.look in notes and not label and "[" not in said else said
        yield " ".join(filter(None, (time, label, f"{emphasis}{said}{emphasis}")))


def asking_looks(blocks: list[Block]) -> set[str]:
    """The looks of blocks most of which ask, if they are not those of all and do not begin with labels."""
    filled = [block for block in blocks if block.text]
    looks = Counter(block.look for block in filled)
    asked = Counter(block.look for block in filled if has_question_mark(block.text[-3:]))
    labelled = {block.look for block in filled if "\n" in block.text or split_prefix(block.text)}
    found = {look for look, count in asked.items() if look and 2 * count >= looks[look] > 1}
    return found - labelled if len(looks) > 1 else set()


def _looks_of_notes(blocks: list[Block]) -> set[str]:
    """The looks of a few paragraphs in italics among those of named speakers, as a note-taker sets them."""
    looks = Counter(block.look for block in blocks if block.text)
    named = [block.look for block in blocks if block.label or _names_speaker(block.text)]
    asking = {block.look for block in blocks if has_question_mark(block.text)}
    rare = {look for look, count in looks.items() if _MAX_NOTES * count <= looks.total() < _MAX_NOTES * len(named)}
    return {look for look in rare.difference(named, asking) if not _ITALICS.isdisjoint(look.split())}


def _names_speaker(text: str) -> bool:
    return "\t" in text or split_prefix(text) is not None


def is_header(row: list[str]) -> bool:
    """Whether a row names columns of questions and answers, or of speakers and texts, by the first of their words."""
    names = [name for cell in row for name in (cell, *cell.split()[:1])]
    return are_known(names) and all(len(cell.split()) <= _MAX_NAME_WORDS for cell in row)


def _several_tables(found: Blocks) -> list[str]:
    """The blocks and the turns in tables as lines, if several tables hold an interview's turns; otherwise none.

    Without times, which may start over.
    """
    ends = [*found.tables[1:], (len(found.blocks), len(found.rows))]
    turns = [
        list(filter(None, _turns_of_rows(found.rows[begin:end])))
        for (_, begin), (_, end) in zip(found.tables, ends, strict=bool(found.tables))
    ]
    if sum(len(each) >= MIN_TURNS for each in turns) < 2 or found.tables[0][1]:
        return []
    lines = list(_lines(found.blocks[: found.tables[0][0]]))
    for (begin, _), (end, _), said in zip(found.tables, ends, turns, strict=True):
        lines += [f"**{turn.speaker_label}:** {turn.text}" for turn in said]
        lines += _lines(found.blocks[begin:end])
    return lines


def _turns_of_rows(rows: list[list[str]]) -> list[Turn | None]:
    """The turn in each row; a row with an empty cell in place of a speaker goes on with the turn above."""
    turns: list[Turn | None] = []
    label: str | None = None
    for row in rows:
        goes_on = label is not None and row and not row[0].strip()
        turn = _turn_of_row([label or "", *row[1:]] if goes_on else row)
        label = turn.speaker_label if turn else None
        turns.append(turn)
    return turns


def _turn_of_row(row: list[str]) -> Turn | None:
    """The turn in a row with a speaker, perhaps a time, and speech."""
    times = [lone_time(cell.strip()) for cell in row]
    cells = [cell for cell, time in zip(row, times, strict=True) if cell.strip() and not time]
    if len(cells) < 2 or len(cells[0]) > MAX_LABEL_CHARACTERS or not could_be_label(cells[0]):
        return None
    label, beside = label_with_time(" ".join(cells[0].split())) or (cells[0], None)
    time = next(filter(None, [*times, beside]), None)
    start_s = time.start_s if time and not time.of_day else None
    return make_turn(label.rstrip(" :"), " ".join(cells[1:]), start_s)
