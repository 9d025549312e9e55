"""Transcripts in data of any form: which of its tables hold what was said, and how.

Each table of the data (`records`) is a candidate, as turns (a text, a speaker, perhaps times or words) or as pairs (a
question and an answer in one row), and so is each text that holds a whole dialogue. What a candidate is worth says
how much of the data's text it covers and whether it tells the speakers apart; the best one is read. The weights are
chosen, on exports of some forty services and data sets.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from interview_cli.transcripts.columns import (
    KEY,
    Column,
    Times,
    columns_of,
    find_times,
    sample_of,
    speaker_score,
    text_of,
)
from interview_cli.transcripts.labels import split_prefix
from interview_cli.transcripts.records import Series

SPEAKERS_WEIGHT: Final = 3.0
COVERAGE_WEIGHT: Final = 4.0
"""Of the share of all text in the data; the whole text without speakers is worth more than a tenth of it with."""

MIN_SPEAKER_SCORE: Final = 1.2
SURE_SPEAKER_SCORE: Final = 2.0
MIN_PAIR_SCORE: Final = 2.0
SURE_PAIR_SCORE: Final = 3.0
_MIN_DIALOGUE_WORDS: Final = 12
_MAX_SERIES: Final = 300
_MAX_PAIR_COLUMNS: Final = 12
_CLEAR_MARGIN: Final = 0.4


@dataclass(eq=False)
class Candidate:
    """One way to read a table. `texts` complete one another; with `pair`, they are the question and the answer."""

    series: Series
    texts: list[Column]
    columns: list[Column] = field(repr=False)
    speaker: Column | None = None
    speaker_score: float = 0.0
    times: Times = Times()
    kind: str = "turns"
    characters: float = 0.0
    notes: list[str] = field(default_factory=list)

    @property
    def is_wordy(self) -> bool:
        return self.kind == "turns" and self.texts[0].is_wordy

    def worth(self, all_characters: float) -> float:
        """How good a reading this is, beside others of the same data."""
        worth = COVERAGE_WEIGHT * min(1.0, self.characters / (all_characters or 1.0))
        aside = any("aside" in text.hints for text in self.texts) or _is_aside(self.series)
        worth -= 3.0 * aside
        if self.kind in {"pairs", "by column", "dialogue", "labelled"}:
            worth += SPEAKERS_WEIGHT - 0.6 * (self.kind == "dialogue")
        elif self.speaker is not None:
            several = len(self.speaker.distinct) > 1
            worth += SPEAKERS_WEIGHT * several + 0.1 * min(self.speaker_score, 5.0)
            worth += 1.0 * (self.is_wordy and several and self.speaker.level is self.series)
        return worth + 0.3 * (self.times.start is not None) + 0.1 * len(self.series.path) / 10


def _is_aside(series: Series) -> bool:
    from interview_cli.transcripts.columns import hints

    return "aside" in hints(tuple(name for name in series.path if isinstance(name, str) and name.isidentifier()))


def candidates(all_series: Sequence[Series]) -> list[Candidate]:
    """The readings of some tables, the best one first."""
    found: list[Candidate] = []
    for series in all_series[:_MAX_SERIES]:
        if series.rows:
            found += _candidates_in(series)
    most = max((each.characters for each in found), default=0.0)
    return sorted(found, key=lambda each: -each.worth(most))


def _candidates_in(series: Series) -> Iterator[Candidate]:
    columns = columns_of(series)
    speech = [column for column in columns if column.is_speech]
    own = sorted((column for column in speech if column.level is series), key=lambda each: -each.text_score())
    if not own:
        return
    grown = len(series.rows) / max(1, len(own[0].values))
    pair = _pair(speech[:_MAX_PAIR_COLUMNS], series)
    if pair:
        score, question, answer = pair
        both = Candidate(series, [question, answer], columns, kind="pairs")
        both.characters = grown * sum(len(text) for column in (question, answer) for text in column.filled)
        if score < SURE_PAIR_SCORE:
            both.notes.append(
                f"No name says which column is the question: {_shown(question)} was taken for the questions and "
                f"{_shown(answer)} for the answers."
            )
        yield both
    dialogues = [dialogue for column in own if (dialogue := _dialogue(column, columns, grown))]
    yield from dialogues
    if series.parent is not None and not any(
        each.kind == "dialogue" and each.texts[0] is own[0] for each in dialogues
    ):
        yield _turns(series, own, columns, grown)


def _shown(column: Column) -> str:
    if column.path == KEY:
        return "the place in the list"
    return repr(" ".join(str(name) for name in column.path)[:40])


def _turns(series: Series, own: list[Column], columns: list[Column], grown: float) -> Candidate:
    main = own[0]
    texts = [main]
    for column in own[1:]:
        if "aside" not in column.hints and _complete(column, texts):
            texts.append(column)
    said = [
        next((text for each in texts if (text := text_of(each.values[row]).strip())), "")
        for row in range(len(main.values))
    ]
    turns = Candidate(series, texts, columns)
    turns.characters = grown * (sum(map(len, said)) + main.is_wordy * len(said))
    scored = [
        (speaker_score(column, said, column.level is series, main.is_wordy), column)
        for column in columns
        if column not in texts
        and (column.path != KEY or column.level is not series or isinstance(column.values[0], str))
    ]
    score, speaker = max(scored, key=lambda each: each[0], default=(0.0, None))
    prefixed = [found for text in said if text and (found := split_prefix(text))]
    if speaker is not None and score >= MIN_SPEAKER_SCORE and len(speaker.distinct) > 1:
        turns.speaker, turns.speaker_score = speaker, score
    elif len(texts) > 1:
        turns.kind = "by column"
    elif (
        len(prefixed) > 1
        and len(prefixed) * 3 >= 2 * sum(map(bool, said))
        and len({label for label, _ in prefixed}) > 1
    ):
        turns.kind = "labelled"
    elif speaker is not None and score >= 1.0:
        turns.speaker, turns.speaker_score = speaker, score
    parents = [series.parents[place] for place in sample_of(len(series.rows))]
    near = [column for column in columns if column is not turns.speaker and column not in texts]
    for level in series.ancestors():
        turns.times = find_times([column for column in near if column.level is level], said, parents)
        if turns.times.start is not None or level.parent is None or len(level.parent.rows) * 5 < 4 * len(series.rows):
            break
    if turns.speaker is not None and score < SURE_SPEAKER_SCORE and turns.kind == "turns":
        turns.notes.append(f"No name says who speaks; {_shown(turns.speaker)} was taken for the speaker.")
    return turns


def _complete(column: Column, texts: list[Column]) -> bool:
    """Whether a column has text only where the others have none."""
    both = sum(
        1
        for row, value in enumerate(column.values)
        if text_of(value).strip() and any(text_of(each.values[row]).strip() for each in texts)
    )
    return both == 0


def _dialogue(column: Column, columns: list[Column], grown: float) -> Candidate | None:
    """A column each cell of which is a whole dialogue."""
    whole = column.level.parent is None and "text" in column.hints
    if column.words < _MIN_DIALOGUE_WORDS and not whole:
        return None
    labelled = sum(1 for text in column.filled[:50] if is_dialogue(text))
    if labelled * 2 <= len(column.filled[:50]) and not whole:
        return None
    dialogue = Candidate(column.level, [column], columns, kind="dialogue" if labelled else "prose")
    dialogue.characters = grown * sum(map(len, column.filled))
    return dialogue


def is_dialogue(text: str) -> bool:
    """Whether several lines of a text begin with a speaker, and one of these comes twice."""
    labels = [found[0] for line in dialogue_lines(text[:20_000]).split("\n")[:200] if (found := split_prefix(line))]
    return len(labels) > len(set(labels)) or (len(labels) > 1 and len(labels) == text.count("\n") + 1)


def dialogue_lines(text: str) -> str:
    """A dialogue from a cell with its line ends, which some write as `|`, `<br>` or a backslash and n."""
    if "\n" not in text.strip():
        for mark in ("\\n", "<br>", "<br/>", "<br />", " || ", "||", "|"):
            if mark in text and sum(1 for part in text.split(mark) if split_prefix(part)) > 1:
                return text.replace(mark, "\n")
    return text


def _pair(speech: list[Column], series: Series) -> tuple[float, Column, Column] | None:
    """The columns of questions and of answers in a table whose rows hold both."""
    found: list[tuple[float, Column, Column]] = []
    for question in speech:
        for answer in speech:
            if question is answer or series not in {question.level, answer.level}:
                continue
            if question.level is series and answer.level is not series:
                continue
            together = sum(
                1
                for q, a in zip(question.values, answer.values, strict=True)
                if text_of(q).strip() and text_of(a).strip()
            )
            if together * 2 < max(len(question.filled), len(answer.filled)) or not together:
                continue
            score = _pair_score(question, answer)
            if score >= MIN_PAIR_SCORE:
                found.append((score, question, answer))
    return max(found, key=lambda each: each[0], default=None)


def _pair_score(question: Column, answer: Column) -> float:
    """How much two columns look like questions and what was said to them."""
    q_hints, a_hints = question.hints, answer.hints
    score = 2.0 * ("question" in q_hints and "answer" not in q_hints) + 2.0 * (
        "answer" in a_hints and "question" not in a_hints
    )
    if "answer" in q_hints - {"question"} and "question" in a_hints:
        score -= 2.0
    score += 1.5 * question.asking - 1.5 * answer.asking + 0.8 * answer.in_first_person
    score -= 3.0 * ("aside" in a_hints) + 3.0 * ("aside" in q_hints) + 0.2 * ("text" in q_hints)
    score += 0.3 * ("text" in a_hints) + 0.3 * (answer.words > question.words)
    score -= 2.0 * (answer.words < 2.5 and "answer" not in a_hints) + 2.0 * (_alike(question, answer) > 0.6)
    return score - 1.5 * (question.asking < 0.2 and "question" not in q_hints)


def _alike(one: Column, other: Column) -> float:
    """The share of words that two columns have in common, row by row."""
    shares = []
    for a, b in zip(one.values[:30], other.values[:30], strict=True):
        first, second = set(text_of(a).casefold().split()), set(text_of(b).casefold().split())
        if first and second:
            shares.append(len(first & second) / min(len(first), len(second)))
    return sum(shares) / max(1, len(shares))
