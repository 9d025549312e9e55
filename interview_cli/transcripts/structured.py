"""Transcripts in data of any form: which of its tables contain the speech, and how.

Each table of the data (`records`) is a candidate, as turns (a text, a speaker, perhaps times or words) or as pairs (a
question and an answer in one row), and so is each text with a whole dialogue. The worth of a candidate
depends on how much of the data's text it covers and whether it distinguishes the speakers; the best one is read. The
weights are chosen, based on exports of some forty services and data sets.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from interview_cli.text.language import ENGLISH, language
from interview_cli.transcripts.attribution import speaker_of
from interview_cli.transcripts.candidates import (
    COVERAGE_WEIGHT,
    MIN_ANSWER_WORDS,
    PERSONS,
    SURE_SPEAKER_SCORE,
    Candidate,
    are_codes,
    by_person,
    first_filled,
    joined_by_ids,
)
from interview_cli.transcripts.captions import is_captions
from interview_cli.transcripts.columns import Column, Table, bare_words, text_of
from interview_cli.transcripts.known_words import word_list
from interview_cli.transcripts.label_forms import split_prefix
from interview_cli.transcripts.model import quoted
from interview_cli.transcripts.time_columns import find_times

MIN_SPEAKER_SCORE: Final = 1.2
MIN_PAIR_SCORE: Final = 2.0
SURE_PAIR_SCORE: Final = 3.0
_MAX_WORDS_OF_WORD: Final = 1.5
_MUCH_MORE: Final = 1.2
_ASKED_ABOUT: Final = word_list("candidate")
_MIN_ANSWERS: Final = 3
_MIN_ANSWER_LENGTH: Final = 8
"""Answers, and words of these on average, of which one at least says "I" or "we" (chosen)."""

_MANY_ANSWERS: Final = 1.2
_MUCH_LEFT: Final = 0.25
_MIN_SHARED: Final = 0.6
"""Share of the words of a text that must occur in what is read for it to be another version of that (chosen)."""

_MIN_DIALOGUE_WORDS: Final = 12
_MAX_TABLES: Final = 300
_MAX_PAIR_COLUMNS: Final = 12
_LINE_MARKS: Final = ("\\n", "<br>", "<br/>", "<br />", " || ", "||", "|")


def find_candidates(tables: Sequence[Table]) -> list[Candidate]:
    """The readings of some tables, the best one first."""
    found = [each for table in tables[:_MAX_TABLES] if table.rows for each in _candidates_in(table)]
    most = max((each.characters for each in found), default=0.0)
    found = sorted(found, key=lambda each: -each.worth(most) + COVERAGE_WEIGHT * _is_outdone(each, found))
    if found:
        best = found[0]
        table = by_person(best) if best.kind == "pairs" else None
        if best.kind in {"turns", "by column"} and best.speaker_score < SURE_SPEAKER_SCORE:
            table = joined_by_ids(best, tables)
        if table:
            found = [*_candidates_in(table), *found]
        found[0].notes += _left_out(found[0], found[1:])
    return found


def _left_out(best: Candidate, others: Sequence[Candidate]) -> Iterator[str]:
    """Notes on other possible speech that is not read."""
    if any("aside" in text.means for text in best.texts):
        yield f"By its name, {best.texts[-1].shown} contains notes or model answers; it was read as speech."
    elif best.kind == "pairs" and _are_notes(*best.texts):
        yield "The texts read as answers may be notes on a candidate or model answers."
    others_beside = [each for each in best.table.own_columns if each not in (*best.texts, best.speaker)]
    if unnamed := [text for column in others_beside if column.path == ("",) for text in column.filled if " " in text]:
        yield f"A column without a name was not read: {quoted(unnamed)}."
    words: set[str] = set()
    if best.kind == "turns" and not best.is_wordy:
        name = best.texts[-1].path[-1:]
        outer = [each for each in best.table.columns if not each.is_own and each.is_speech and each.path[-1:] == name]
        words = bare_words(" ".join(best.said)) if outer else words
        if any(_share_in(Candidate(best.table, [each]), words) < _MIN_SHARED for each in outer):
            yield f"The text around those read was not read: {quoted(outer[0].distinct)}."
    for other in others:
        if (
            other.table is best.table
            or other.kind == "prose"
            or other.is_aside
            or are_codes(other.texts[0])
            or other.characters < _MUCH_LEFT * best.characters
        ):
            continue
        words = words or bare_words(" ".join(text_of(value) for column in best.texts for value in column.all_values))
        if _share_in(other, words) < _MIN_SHARED:
            yield f"The texts under {other.texts[0].shown} were not read."
            return
    if (
        best.kind == "pairs"
        and not best.answers_are_lists
        and len(best.table.rows) > _MANY_ANSWERS * len(set(best.table.places_in(best.texts[0].level)))
    ):
        yield "Some questions have several answers; each was read as a separate answer."
    if best.kind in {"turns", "pairs"} and best.texts[-1].means.isdisjoint(("text", "answer")) and not best.is_wordy:
        main = best.texts[-1]
        for column in best.table.own_columns:
            beside = column.is_speech and column not in (*best.texts, best.speaker) and "aside" not in column.means
            if (
                beside
                and sum(map(len, column.filled)) > _MUCH_LEFT * sum(map(len, main.filled))
                and _alike(column, main) < _MIN_SHARED
            ):
                yield f"No column name identifies the speech; {main.shown} was read and {column.shown} was not."
                return


def _are_notes(question: Column, answer: Column) -> bool:
    """Whether texts are about a candidate rather than said to one or by one, or no answer is in the first person."""
    heads = [*(text.split() for text in question.filled), *(text.split()[:2] for text in answer.filled)]
    if any(word.casefold() in _ASKED_ABOUT for head in heads for word in head):
        return True
    is_long = len(answer.filled) >= _MIN_ANSWERS and answer.words >= _MIN_ANSWER_LENGTH
    return is_long and not answer.in_first_person and language(" ".join(answer.filled)) == ENGLISH


def _is_outdone(inner: Candidate, found: Sequence[Candidate]) -> bool:
    """Whether the texts around some rows say more than the words in these, or the rows are only versions of them."""
    around = inner.table.parent
    outer = next((each for each in found if each.table is around and each.kind == "turns"), None)
    if outer is None or inner.kind != "turns" or outer.is_aside:
        return False
    if inner.texts[0].words < _MAX_WORDS_OF_WORD:
        return outer.characters > _MUCH_MORE * (inner.characters + len(inner.said))
    has_texts = sum(map(bool, outer.said)) >= len(set(inner.table.parents))
    if not (has_texts and outer.speaker and inner.speaker) or inner.speaker.is_own:
        return False
    are_whole = inner.characters * len(outer.said) > _MIN_SHARED * outer.characters * len(inner.said)
    return are_whole and _share_in(inner, bare_words(" ".join(outer.said))) > _MIN_SHARED


def _share_in(candidate: Candidate, words: set[str]) -> float:
    """The share of a candidate's words that are among some words."""
    own = bare_words(" ".join(text for column in candidate.texts for text in column.filled))
    return len(own & words) / max(1, len(own))


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
    lines = dialogue_lines(text[:20_000]).split("\n")[:200]
    labels = [found[0] for line in lines if (found := split_prefix(line))]
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
                score -= 2.0 * (_alike(question, answer) > 0.6)
                if score >= MIN_PAIR_SCORE:
                    found.append((score, question, answer))
    return max(found, key=lambda each: each[0], default=None)


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


def _alike(one: Column, other: Column) -> float:
    """The share of words that two columns have in common, row by row."""
    rows = zip(map(text_of, one.values[:30]), map(text_of, other.values[:30]), strict=True)
    words = [(bare_words(a), bare_words(b)) for a, b in rows]
    shares = [len(a & b) / min(len(a), len(b)) for a, b in words if a and b]
    return sum(shares) / max(1, len(shares))
