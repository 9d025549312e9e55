"""Transcripts in data of any form: which of its tables contain the speech, and how.

Each table of the data (`records`) is a candidate, as turns (a text, a speaker, perhaps times or words) or as pairs (a
question and an answer in one row), and so is each text with a whole dialogue. The worth of a candidate
depends on how much of the data's text it covers and whether it distinguishes the speakers; the best one is read. The
weights are chosen, based on exports of some forty services and data sets.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from interview_cli.transcripts.attribution import speaker_of
from interview_cli.transcripts.candidates import (
    COVERAGE_WEIGHT,
    MIN_ANSWER_WORDS,
    PERSONS,
    SURE_SPEAKER_SCORE,
    Candidate,
    by_person,
    first_filled,
    joined_by_ids,
)
from interview_cli.transcripts.captions import is_captions
from interview_cli.transcripts.columns import Column, Table, bare_words, text_of
from interview_cli.transcripts.label_forms import split_prefix
from interview_cli.transcripts.text_lines import lines_in
from interview_cli.transcripts.time_columns import find_times
from interview_cli.transcripts.unread import MIN_SHARED, alike, left_out, said_elsewhere, share_in

MIN_SPEAKER_SCORE: Final = 1.2
MIN_PAIR_SCORE: Final = 2.0
SURE_PAIR_SCORE: Final = 3.0
_MAX_WORDS_OF_WORD: Final = 1.5
_MUCH_MORE: Final = 1.2
_MIN_DIALOGUE_WORDS: Final = 12
_MAX_TABLES: Final = 300
_MAX_PAIR_COLUMNS: Final = 12
_LINE_MARKS: Final = ("\\n", "<br>", "<br/>", "<br />", " || ", "||", "|")


def find_candidates(tables: Sequence[Table]) -> list[Candidate]:
    """The readings of some tables, the best one first."""
    tables = tables[:_MAX_TABLES]
    found = [each for table in tables if table.rows for each in _candidates_in(table)]
    most = max((each.characters for each in found), default=0.0)
    found = sorted(found, key=lambda each: -each.worth(most) + COVERAGE_WEIGHT * _is_outdone(each, found))
    if found:
        best = found[0]
        table = by_person(best) if best.kind == "pairs" else None
        if best.kind in {"turns", "by column"} and best.speaker_score < SURE_SPEAKER_SCORE:
            table = joined_by_ids(best, tables)
        if table:
            found = [*_candidates_in(table), *found]
        found[0].notes += left_out(found[0], found[1:])
        found[0].unread = list(said_elsewhere(found[0], tables))
    return found


def _is_outdone(inner: Candidate, found: Sequence[Candidate]) -> bool:
    """Whether the texts around some rows say more than the words in these, or the rows are only versions of them, or
    about the answers around them."""
    around = inner.table.parent
    whole = next((each for each in found if each.is_named and each.table in inner.table.ancestors()), None)
    if whole and not inner.is_named and whole.table is inner.table:
        return True
    if whole and not inner.is_named and inner.speaker_score < SURE_SPEAKER_SCORE:
        return share_in(inner, bare_words(" ".join(whole.texts[1].filled))) <= MIN_SHARED
    outer = next((each for each in found if each.table is around and each.kind == "turns"), None)
    if outer is None or inner.kind != "turns" or outer.is_aside:
        return False
    if inner.texts[0].words < _MAX_WORDS_OF_WORD:
        return outer.characters > _MUCH_MORE * (inner.characters + len(inner.said))
    has_texts = sum(map(bool, outer.said)) >= len(set(inner.table.parents))
    if not (has_texts and outer.speaker and inner.speaker) or inner.speaker.is_own:
        return False
    are_whole = inner.characters * len(outer.said) > MIN_SHARED * outer.characters * len(inner.said)
    return are_whole and share_in(inner, bare_words(" ".join(outer.said))) > MIN_SHARED


def _candidates_in(table: Table) -> Iterator[Candidate]:
    """The readings of one table."""
    speech = [column for column in table.columns if column.is_speech]
    own = sorted((column for column in speech if column.is_own), key=lambda column: -column.text_score)
    if not own:
        return
    grown = len(table.rows) / len(table.sample)
    dialogues = [dialogue for column in own if (dialogue := _dialogue(column, grown))]
    whole = {each.texts[0] for each in dialogues}
    if pair := _pair([column for column in speech if column not in whole][:_MAX_PAIR_COLUMNS]):
        score, question, answer = pair
        both = Candidate(table, [question, answer], kind="pairs")
        asked = question.filled if question.is_own else question.distinct
        both.characters = grown * sum(map(len, asked + answer.filled))
        if score < SURE_PAIR_SCORE:
            both.notes.append(
                f"No column name identifies the questions; {question.shown} was read as the questions and "
                f"{answer.shown} as the answers."
            )
        yield both
    yield from dialogues
    if table.parent is not None and not (own[0] in whole and any(each.kind == "dialogue" for each in dialogues)):
        yield _turns(table, own, grown)


def _turns(table: Table, own: list[Column], grown: float) -> Candidate:
    main = own[0]
    texts = [main]
    texts += [
        column
        for column in own[1:]
        if not column.is_announced and "aside" not in column.means and _completes(column, main)
        if main.is_wordy or column.words >= _MAX_WORDS_OF_WORD
    ]
    said = [text for _, text in first_filled([column.values for column in texts])]
    turns = Candidate(table, texts)
    turns.characters = grown * (sum(len(text.strip()) for text in said) + main.is_wordy * len(said))
    score, speaker = speaker_of(table, texts)
    if speaker is not None and score >= MIN_SPEAKER_SCORE and len(speaker.distinct) > 1:
        turns.speaker, turns.speaker_score = speaker, score
    elif len(texts) > 1:
        turns.kind = "by column"
    elif _are_labelled(said):
        turns.kind = "labelled"
    elif speaker is not None and score >= 1.0:
        turns.speaker, turns.speaker_score = speaker, score
    near = [column for column in table.columns if column is not turns.speaker and column not in texts]
    for level in table.ancestors():
        turns.times = find_times([column for column in near if column.level is level], lambda: said)
        around = level.parent
        if turns.times.start is not None or around is None or len(around.rows) * 5 < 4 * len(table.rows):
            break
    if turns.speaker is not None and score < SURE_SPEAKER_SCORE:
        turns.notes.append(f"No column name identifies the speakers; {turns.speaker.shown} was used.")
    return turns


def _are_labelled(said: Sequence[str]) -> bool:
    """Whether most texts start with their speaker, like `Ann: …`."""
    labels = [found[0] for text in said if text and (found := split_prefix(text))]
    return len(labels) > 1 and len(labels) * 3 >= 2 * sum(map(bool, said)) and len(set(labels)) > 1


def _completes(column: Column, main: Column) -> bool:
    """Whether a column has text only where the main one has none."""
    return not any(
        text_of(value).strip() and text_of(other).strip()
        for value, other in zip(column.values, main.values, strict=True)
    )


def _dialogue(column: Column, grown: float) -> Candidate | None:
    """A column each cell of which is a whole dialogue."""
    if is_captions(column.filled[0]):
        return Candidate(column.table, [column], kind="dialogue", characters=grown * sum(map(len, column.filled)))
    whole = column.level.parent is None and "text" in column.means
    if column.words < _MIN_DIALOGUE_WORDS and not whole:
        return None
    cells = column.filled[:50]
    labelled = sum(map(is_dialogue, cells))
    if labelled * 2 <= len(cells) and not whole:
        return None
    dialogue = Candidate(column.table, [column], kind="dialogue" if labelled else "prose")
    dialogue.characters = grown * sum(map(len, column.filled))
    return dialogue


def is_dialogue(text: str) -> bool:
    """Whether several lines of a text start with a speaker, and one of them recurs."""
    lines = lines_in(dialogue_lines(text[:20_000]).split("\n")[:200])
    labels = [found[0] for line in lines if (found := split_prefix(line.whole))]
    return len(labels) > len(set(labels)) or 1 < len(labels) == len(lines)


def dialogue_lines(text: str) -> str:
    """A dialogue from a cell with line breaks, which may be written as `|`, `<br>` or a backslash and n."""
    if "\n" not in text.strip():
        for mark in _LINE_MARKS:
            if mark in text and sum(1 for part in text.split(mark) if split_prefix(part)) > 1:
                return text.replace(mark, "\n")
    return text


def _pair(speech: list[Column]) -> tuple[float, Column, Column] | None:
    """The columns of questions and of answers in a table whose rows contain both."""
    found: list[tuple[float, Column, Column]] = []
    for question in speech:
        for answer in speech:
            if question is answer or not answer.is_own:
                continue
            if answer.words < MIN_ANSWER_WORDS and ("answer" not in answer.means or _are_names(answer)):
                continue
            score = pair_score(question, answer)
            if score >= MIN_PAIR_SCORE and _stand_together(question, answer):
                of = max if question.is_own else min  # not words of the question, nor parts of a text around all rows
                score -= 2.0 * (alike(question, answer, of) > 0.6)
                if score >= MIN_PAIR_SCORE:
                    found.append((score, question, answer))
    return max(found, key=lambda each: (each[1].is_own or len(each[1].distinct) > 1, each[0]), default=None)


def _are_names(column: Column) -> bool:
    """Whether a column named after the candidate contains their names, not what they say."""
    return column.words < MIN_ANSWER_WORDS and not column.parts.isdisjoint(PERSONS)


def pair_score(question: Column, answer: Column) -> float:
    """How much two columns look like questions and what was said to them."""
    q_hints, a_hints = question.means, answer.means
    score = 2.0 * ("question" in q_hints and "answer" not in q_hints) + 2.0 * (
        "answer" in a_hints and "question" not in a_hints
    )
    score += 0.6 * (question.asking > 0.8 and answer.asking < 0.2)
    score += 1.5 * question.asking - 1.5 * answer.asking + 0.8 * answer.in_first_person
    score -= 3.0 * ("aside" in a_hints) + 3.0 * ("aside" in q_hints) + 0.2 * ("text" in q_hints)
    score += 0.3 * ("text" in a_hints) + 0.3 * (answer.words > question.words)
    return score - 1.5 * (question.asking < 0.2 and "question" not in q_hints)


def _stand_together(question: Column, answer: Column) -> bool:
    """Whether most rows that have one of two columns have both."""
    together = sum(
        1 for q, a in zip(question.values, answer.values, strict=True) if text_of(q).strip() and text_of(a).strip()
    )
    return together > 0 and together * 2 >= max(len(question.filled), len(answer.filled))
