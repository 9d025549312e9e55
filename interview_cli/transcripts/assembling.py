"""Transcripts put together from the table of some data that holds what was said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any, Final

from interview_cli.errors import InputError
from interview_cli.interview.model import InterviewType
from interview_cli.interview.spoken import Word
from interview_cli.transcripts.columns import KEY, Column, columns_of, name_parts, seconds_of, text_of, value_at
from interview_cli.transcripts.contract import text_field
from interview_cli.transcripts.decoding import clean, flatten
from interview_cli.transcripts.labels import roles_of_labels, split_prefix
from interview_cli.transcripts.model import Reading, Role, Transcript, Turn
from interview_cli.transcripts.plain_text import read_plain_text
from interview_cli.transcripts.records import Series, find_series
from interview_cli.transcripts.structured import SURE_SPEAKER_SCORE, Candidate, candidates, dialogue_lines
from interview_cli.transcripts.turns import MAX_TURNS, collect, make_turn, too_many_turns

DOUBTFUL: Final = 0.5
"""The confidence of a reading for which something had to be assumed (chosen)."""

_ID_PARTS: Final = frozenset(
    "transcript interview session conversation call meeting dialog dialogue chat thread file candidate applicant "
    "participant interviewee respondent".split()
)
_PERSON_PARTS: Final = frozenset(
    "id code name candidate applicant interviewee email session interview call meeting".split()
)
_LATEST_START_S: Final = 1_000_000.0
_NOT_SPOKEN: Final = frozenset(
    "tool_use tool_result tool_call function_call function_call_output function tool thinking reasoning "
    "redacted_thinking image image_url system developer".split()
)
_CLOSES: Final = frozenset(".,?!;:…%)。，？！、")


def read_data(
    document: Any, source: str, fallback_id: str, is_lines: bool = False, only_sure: bool = False
) -> Iterator[Transcript]:
    """The transcripts in parsed data, found by the shape of its tables.

    `is_lines` says that the document lists the lines of a file. Raises InputError when there are none, and after the
    good ones when some lines or items of the outermost list hold none.
    """
    all_series = find_series(document, source)
    if max((len(series.rows) for series in all_series), default=0) > 40 * MAX_TURNS:
        raise too_many_turns(source)
    found = candidates(all_series)
    if not found or (only_sure and (found[0].notes or not _has_sides(found[0]))):
        raise InputError(_why_not(document, source))
    best = found[0]
    groups = _groups(best, is_lines)
    problems: list[str] = []
    done = 0
    for key, places in groups:
        part = f"{source}, {'line' if is_lines else 'item'} {key}" if isinstance(key, int) else source
        record = _record_of(best, places[0], isinstance(key, int) and key > 0)
        own_id = key if isinstance(key, str) and key else text_field(record, "id") or _inner_id(record)
        fallback = f"{fallback_id}-{key}" if isinstance(key, int) and key > 0 else fallback_id
        try:
            transcript = _transcript(
                best, places, all_series, document, part if len(groups) > 1 else source, own_id or fallback
            )
        except InputError as error:
            problems.append(error.message)
            continue
        done += 1
        yield _with_details(transcript, record, best, places)
    if problems:
        more = f" ({len(problems) - 1} more lines cannot be read)" if len(problems) > 1 else ""
        raise InputError(problems[0] + more)


def _has_sides(best: Candidate) -> bool:
    return best.kind in {"pairs", "dialogue"} or (
        best.speaker is not None and best.speaker_score >= SURE_SPEAKER_SCORE
    )


def _why_not(document: Any, source: str) -> str:
    """Why data is no transcript: it has a transcript's lists or fields, but nothing in them, or none of these."""
    rows = document if isinstance(document, list) else [document]
    known = {name for row in rows if isinstance(row, dict) for name in row}
    if {"question", "answer"} <= known:
        return f"{source} holds no questions with answers."
    if isinstance(document, dict) and len(document) == 1 and isinstance(value := next(iter(document.values())), list):
        return (
            f"{source}: segment 1 is not an object with a speaker and a text."
            if value
            else f"{source} holds no speech."
        )
    return f"{source} has none of the known forms of a transcript."


def _inner_id(record: Mapping[str, Any]) -> str | None:
    session = record.get("session")
    return text_field(session, "id") if isinstance(session, dict) else None


def _record_of(best: Candidate, place: int, of_item: bool) -> Mapping[str, Any]:
    """The object that a whole transcript stands in."""
    levels = list(best.series.ancestors())
    outer = levels[-2] if of_item and len(levels) > 1 else levels[-1]
    row = outer.rows[best.series.rows_of(outer)[place]]
    while isinstance(row, dict) and len(row) == 1 and isinstance(inner := next(iter(row.values())), dict):
        row = inner
    return row if isinstance(row, dict) else {}


def _with_details(
    transcript: Transcript, record: Mapping[str, Any], best: Candidate, places: Sequence[int]
) -> Transcript:
    first = best.series.rows[places[0]]
    row = first if isinstance(first, dict) and best.kind in {"pairs", "dialogue"} else {}
    candidate = _detail(record, "candidate", "candidate_name", "applicant") or _detail(
        row, "candidate", "candidate_name"
    )
    asked = {text for text in (candidate,) if text and len(text.split()) <= 6}
    kind = next((text for each in (record, row) if (text := text_field(each, "type"))), None)
    return replace(
        transcript,
        type=InterviewType(kind) if kind in set(InterviewType) else None,
        role=_detail(record, "role", "job_role", "position") if best.series.parent is not None else None,
        candidate=candidate if candidate in asked else None,
    )


def _detail(record: Mapping[str, Any], *names: str) -> str | None:
    return next((text for name in names if (text := text_field(record, name))), None)


def _groups(best: Candidate, is_lines: bool) -> list[tuple[int | str, list[int]]]:
    """The rows of each transcript, by its number from 1 or its id; under 0 the rows of the only one."""
    series, everything = best.series, _without_alternatives(best)
    if best.kind in {"dialogue", "prose"} and series.parent is not None:
        return _by_id(best, everything) or [(place + 1, [place]) for place in everything]
    levels = [level for level in series.ancestors() if level is not series and level.parent is not None]
    for level in reversed(levels):
        owners = series.rows_of(level)
        if len(level.rows) > 1 and _are_interviews(best, level, owners):
            grouped: dict[int, list[int]] = {place: [] for place in range(len(level.rows))} if is_lines else {}
            for place, owner in ((place, owners[place]) for place in everything):
                grouped.setdefault(owner, []).append(place)
            return [(owner + 1, places) for owner, places in grouped.items() if places]
    if best.kind == "pairs" and "?" in series.path and levels:
        return [
            (owner + 1, list(places))
            for owner, places in groupby(everything, key=lambda place: series.parents[place])
        ]
    if len(series.path) == 1 or best.kind == "turns":
        return _by_id(best, everything, is_lines) or [(0, everything)]
    return [(0, everything)]


def _without_alternatives(best: Candidate) -> list[int]:
    """The rows, of other versions of the same words in one list only the first."""
    series, column = best.series, best.texts[0]
    everything = list(range(len(series.rows)))
    if best.kind != "turns" or best.is_wordy or series.parent is None or series.parent.parent is None:
        return everything
    second = [
        place
        for place in everything[1:]
        if series.keys[place] == 1 and series.parents[place] == series.parents[place - 1]
    ]
    same = sum(1 for place in second if _says(text_of(column.at(place - 1)), text_of(column.at(place))))
    if not second or same * 2 <= len(second):
        return everything
    return [place for place in everything if series.keys[place] == 0]


def _are_interviews(best: Candidate, level: Series, owners: Sequence[int]) -> bool:
    """Whether each row of a level holds an interview of its own, rather than a part of one."""
    groups: dict[int, list[int]] = {}
    for place, owner in enumerate(owners):
        groups.setdefault(owner, []).append(place)
    if len(groups) < 2:
        return False
    if best.kind == "pairs":
        question = best.texts[0]
        if "?" in best.series.path:
            return True
        rows = question.level.rows if question.level is best.series else []
        asked = [text_of(value_at(row, question.path)) for row in rows]
        repeated = len(set(asked)) * 3 < 2 * len(asked)
        return repeated or not name_parts(_names(level)).isdisjoint(_PERSON_PARTS)
    speakers = _speakers(best)
    several = sum(1 for places in groups.values() if len({speakers[place] for place in places} - {None}) > 1)
    if several * 2 <= len(groups):
        return False
    start = best.times.start
    if start is None:
        return True
    at = best.series.rows_of(start.level)
    times = [seconds_of(start.at(at[place])) for place in range(len(owners))]
    last = -1.0
    for places in groups.values():
        known = [time[0] * best.times.scale for place in places if (time := times[place])]
        if not known or min(known) < last:
            return True
        last = max(known)
    return last > _LATEST_START_S


def _names(level: Series) -> tuple[Any, ...]:
    row = level.rows[0]
    return tuple(name for name, value in row.items() if not isinstance(value, list)) if isinstance(row, dict) else ()


def _by_id(best: Candidate, places: list[int], is_lines: bool = False) -> list[tuple[int | str, list[int]]]:
    """The rows by the id of their transcript, where a column tells it."""
    for column in best.columns:
        if column.level is not best.series or column in best.texts or column is best.speaker or column.path == KEY:
            continue
        parts = name_parts(column.path)
        of_row = best.kind != "turns" and (parts <= {"id", "code"} or "candidate" in parts)
        if not parts or not (of_row or (parts & _ID_PARTS and parts & {"id", "code", "no", "number"})):
            continue
        values = [clean(text_of(column.at(place))) for place in places]
        distinct = list(dict.fromkeys(value for value in values if value))
        numbers = [value.lstrip("qQ") for value in distinct]
        if len(distinct) < 2 and best.kind == "turns":
            continue
        if len(distinct) == len(values) > 1 and not is_lines and _counts_up(numbers) and best.kind == "pairs":
            continue
        if distinct:
            groups: dict[int | str, list[int]] = {}
            for place, value in zip(places, values, strict=True):
                groups.setdefault(value or distinct[0], []).append(place)
            return list(groups.items())
    return []


def _counts_up(numbers: Sequence[str]) -> bool:
    return all(number.isdigit() and len(number) < 8 for number in numbers) and all(
        int(b) - int(a) == 1 for a, b in zip(numbers, numbers[1:], strict=False)
    )


def _transcript(
    best: Candidate, places: list[int], all_series: Sequence[Series], document: Any, source: str, key: str
) -> Transcript:
    if best.kind in {"dialogue", "prose"}:
        column = best.texts[0]
        text = dialogue_lines(text_of(column.at(places[0])))
        return Transcript(key, source, read_plain_text(text, source), reading=_reading(best.notes))
    if best.kind == "pairs":
        return Transcript(key, source, _pairs(best, places, source), paired=True, reading=_reading(best.notes))
    notes = list(best.notes)
    speakers = _speakers(best)
    if best.kind == "turns" and not any(speakers[place] for place in places):
        speakers = _speakers_by_time(best, all_series) or speakers
    names = _names_of({speaker for speaker in speakers if speaker}, all_series, document)
    speakers = [speaker and names.get(speaker, speaker) for speaker in speakers]
    turns = _wordy_turns(best, places, speakers) if best.is_wordy else list(_turns(best, places, speakers))
    spoken = list(collect(turns, source))
    if not any(turn.words for turn in spoken) and best.kind == "turns":
        spoken = _with_words(spoken, best, all_series)
    labels = {turn.speaker_label for turn in spoken}
    if len(labels) == 1:
        notes.append(
            "The source does not say who speaks; it was told from what is asked."
            if labels == {None}
            else f"Only one speaker, {next(iter(labels))!r}, is in it."
        )
    return Transcript(key, source, tuple(_from_zero(spoken)), reading=_reading(notes))


def _reading(notes: Sequence[str]) -> Reading:
    return Reading(DOUBTFUL, tuple(notes)) if notes else Reading()


def _pairs(best: Candidate, places: Sequence[int], source: str) -> tuple[Turn, ...]:
    question, answer = best.texts
    rows_q, rows_a = best.series.rows_of(question.level), best.series.rows_of(answer.level)
    turns: list[Turn] = []
    for place in places:
        asked, said = clean(text_of(question.at(rows_q[place]))), clean(text_of(answer.at(rows_a[place])))
        if asked or said:
            turns += [Turn(None, Role.INTERVIEWER, asked), Turn(None, Role.CANDIDATE, said)]
    if not turns:
        raise InputError(f"{source} holds no questions with answers.")
    if len(turns) > MAX_TURNS:
        raise too_many_turns(source)
    return tuple(turns)


def _speakers(best: Candidate) -> list[str | None]:
    """Who speaks in each row; where a row does not say, what stands beside the speaker or around it does."""
    column = best.speaker
    if column is None:
        return [None] * len(best.series.rows)
    ways: list[tuple[Column, Sequence[int]]] = [(column, best.series.rows_of(column.level))]
    if column.share < 1:
        beside = [
            each
            for each in best.columns
            if each is not column and each.path and each.path[:-1] == column.path[:-1] and column.path[:-1]
        ]
        around = [
            each for each in best.columns if each.path[-1:] == column.path[-1:] and each.level is not column.level
        ]
        ways += [
            (each, best.series.rows_of(each.level)) for each in (*beside, *around) if each.share > column.share / 2
        ]
    speakers: list[str | None] = []
    for place in range(len(best.series.rows)):
        label = None
        for each, rows in ways:
            value = each.at(rows[place])
            if label := str(value) if isinstance(value, bool) else text_of(value).strip() or None:
                break
        speakers.append(label)
    return speakers


def _text(best: Candidate, row: Any) -> tuple[str, Column | None]:
    for column in best.texts:
        if text := text_of(value_at(row, column.path)):
            return text, column
    return "", None


def _time_of(best: Candidate, places: Sequence[int]) -> list[tuple[float | None, float | None]]:
    times = best.times
    start_rows = best.series.rows_of(times.start.level) if times.start else ()
    end_rows = best.series.rows_of(times.end.level) if times.end else ()
    result = []
    for place in places:
        start = seconds_of(times.start.at(start_rows[place])) if times.start else None
        end = seconds_of(times.end.at(end_rows[place])) if times.end else None
        start_s = start[0] * times.scale if start else None
        end_s = end[0] * (1.0 if end[1] else times.scale) if end else None
        if end_s is not None and times.ends_are_lengths:
            end_s = None if start_s is None else start_s + end_s
        result.append((start_s, end_s))
    return result


def _turns(best: Candidate, places: Sequence[int], speakers: Sequence[str | None]) -> Iterator[Turn | None]:
    types = [column for column in best.columns if column.level is best.series and name_parts(column.path) & {"type"}]
    for place, (start_s, end_s) in zip(places, _time_of(best, places), strict=True):
        row = best.series.rows[place]
        if any(text_of(column.at(place)).casefold() in _NOT_SPOKEN for column in types):
            continue
        text, column = _text(best, row)
        label = speakers[place]
        if best.kind == "by column" and column:
            label = str(column.path[-1]) if column.path else None
        elif best.kind == "labelled":
            label, text = split_prefix(text) or (None, text)
        if label and label.casefold() in _NOT_SPOKEN:
            continue
        yield make_turn(label, text, start_s, end_s)


def _wordy_turns(best: Candidate, places: Sequence[int], speakers: Sequence[str | None]) -> list[Turn | None]:
    """Turns of single words: what one speaker says in a row inside one row of the table around."""
    around = best.series.parent
    while around and around.parent and len(around.rows) * 5 > 4 * len(best.series.rows):
        around = around.parent
    owners = best.series.rows_of(around) if around else [0] * len(best.series.rows)
    texts = _texts_around(best, around)
    times = dict(zip(places, _time_of(best, places), strict=True))
    known = [place for place in places if times[place][0] is not None]
    starts = {place: times[place][0] or 0.0 for place in known}
    order = list(places)
    if known and any(starts[b] < starts[a] for a, b in zip(known, known[1:], strict=False)):
        order = _once(best, order, times, speakers)
    said: list[str | None] = list(speakers)
    last: str | None = next((speakers[place] for place in order if speakers[place]), None)
    for place in order:
        last = said[place] = said[place] or last
    turns: list[Turn | None] = []
    runs = [(key, list(run)) for key, run in groupby(order, key=lambda place: (owners[place], said[place]))]
    counts = Counter(owner for (owner, _), _ in runs)
    used: Counter[int] = Counter()
    spaced = any(
        _text(best, best.series.rows[place])[0][:1] == " " or not _text(best, best.series.rows[place])[0].strip()
        for place in order[:50]
    )
    sizes = Counter(
        owners[place] for place in order if any(map(str.isalnum, _text(best, best.series.rows[place])[0]))
    )
    for (owner, label), run in runs:
        text, words = _joined(best, run, times, spaced)
        whole = texts.get(owner, "")
        if whole and _says(whole, text):
            if counts[owner] == 1:
                text = whole
            elif len(tokens := whole.split()) == sizes[owner]:
                text = " ".join(tokens[used[owner] : used[owner] + len(text.split())])
        used[owner] += len(text.split())
        turns.append(
            make_turn(
                label,
                text,
                words[0].start_s if words else None,
                words[-1].end_s if words else None,
                _dressed(words, text),
            )
        )
    return turns


def _says(whole: str, part: str) -> bool:
    """Whether a text holds most words of a part of it, marks and letter case aside."""
    words = {_bare(word) for word in part.split()}
    return 2 * len(words & {_bare(word) for word in whole.split()}) > len(words)


def _bare(word: str) -> str:
    return "".join(filter(str.isalnum, word)).casefold()


def _dressed(words: list[Word], text: str) -> list[Word]:
    """Words as they are written in the text, where they are as many."""
    tokens = flatten(text).split()
    if len(tokens) != len(words):
        return words
    return [
        word if word.text == token else replace(word, text=token) for word, token in zip(words, tokens, strict=True)
    ]


def _texts_around(best: Candidate, around: Series | None) -> dict[int, str]:
    """The text beside the list of words, for each row around, where it says the same."""
    if around is None or not around.rows:
        return {}
    own = [
        each for each in columns_of(around) if each.level is around and each.is_speech and "aside" not in each.hints
    ]
    if not own:
        return {}
    column = max(own, key=lambda each: each.text_score())
    if column.words < 1.5:
        return {}
    return {place: text for place in range(len(around.rows)) if (text := text_of(column.at(place)).strip())}


def _once(
    best: Candidate,
    order: list[int],
    times: Mapping[int, tuple[float | None, float | None]],
    speakers: Sequence[str | None],
) -> list[int]:
    """The rows in order of time, each word once, with its speaker where one of two copies has it."""
    seen: dict[tuple[str, float], int] = {}
    for place in order:
        start = times[place][0]
        if start is None:
            continue
        key = (_text(best, best.series.rows[place])[0], start)
        if key not in seen or (speakers[place] and not speakers[seen[key]]):
            seen[key] = place
    kept = set(seen.values())
    result: list[tuple[float, int, int]] = []
    last = 0.0
    for index, place in enumerate(order):
        start = times[place][0]
        if start is None or place in kept:
            last = last if start is None else start
            result.append((last, index, place))
    return [place for _, _, place in sorted(result)]


def _joined(
    best: Candidate, run: Sequence[int], times: Mapping[int, tuple[float | None, float | None]], spaced: bool
) -> tuple[str, list[Word]]:
    """What was said in a run of words, and the words with times."""
    pieces: list[str] = []
    words: list[Word] = []
    for place in run:
        text = _text(best, best.series.rows[place])[0]
        bare = clean(text)
        mark = bool(bare) and not any(map(str.isalnum, bare))
        if pieces and not spaced and not (mark and set(bare) <= _CLOSES) and (bare.isascii() or not _is_dense(bare)):
            pieces.append(" ")
        pieces.append(text if spaced else bare)
        start_s, end_s = times[place]
        if mark and words:
            words[-1] = replace(words[-1], text=words[-1].text + bare)
        elif bare and start_s is not None and not mark:
            words.append(
                Word(
                    bare,
                    start_s,
                    max(start_s, end_s if end_s is not None else start_s),
                    _probability(best.series.rows[place]),
                )
            )
    return "".join(pieces), words


def _is_dense(text: str) -> bool:
    return all("\u3040" <= char <= "\u9fff" or char in _CLOSES for char in text)


def _probability(row: Any) -> float | None:
    if not isinstance(row, dict):
        sure = row[3] if isinstance(row, list) and len(row) > 3 else None
    else:
        sure = row.get("probability", row.get("confidence", row.get("score")))
    return sure if isinstance(sure, float) and 0 <= sure <= 1 else None


def _with_words(turns: list[Turn], best: Candidate, all_series: Sequence[Series]) -> list[Turn]:
    """Turns with the words of another table, when all of these begin before the turns end, in order."""
    if any(turn.end_s is None or turn.start_s is None for turn in turns):
        return turns
    for series in all_series:
        if len(series.rows) < 2 * len(turns) or series.parent is None:
            continue
        for other in candidates([series]):
            if other.kind != "turns" or other.times.start is None or other.times.end is None:
                continue
            places = list(range(len(series.rows)))
            _, words = _joined(other, places, dict(zip(places, _time_of(other, places), strict=True)), spaced=False)
            total = sum(len(turn.text.split()) for turn in turns)
            if words and max(len(each.text.split()) for each in words) == 1 and 0.8 < len(words) / total < 1.25:
                return _shared_out(turns, words)
    return turns


def _shared_out(turns: list[Turn], words: list[Word]) -> list[Turn]:
    shared: list[Turn] = []
    begin = 0
    for turn in turns:
        stop = begin
        while stop < len(words) and words[stop].start_s < (turn.end_s or 0.0):
            stop += 1
        shared.append(replace(turn, words=tuple(_dressed(words[begin:stop], turn.text)) or None))
        begin = stop
    return shared


def _from_zero(turns: list[Turn]) -> list[Turn]:
    """Turns at times since the first one, where the source gives dates."""
    first = min((turn.start_s for turn in turns if turn.start_s is not None), default=0.0)
    if first < _LATEST_START_S:
        return turns
    return [
        replace(
            turn,
            start_s=None if turn.start_s is None else turn.start_s - first,
            end_s=None if turn.end_s is None else max(0.0, turn.end_s - first),
            words=turn.words
            and tuple(replace(w, start_s=w.start_s - first, end_s=w.end_s - first) for w in turn.words),
        )
        for turn in turns
    ]


def _speakers_by_time(best: Candidate, all_series: Sequence[Series]) -> list[str | None] | None:
    """Who speaks in each row by another table of speakers and times, without texts."""
    if best.times.start is None:
        return None
    for series in all_series:
        if series is best.series or series.parent is None or not series.rows:
            continue
        own = [column for column in columns_of(series) if column.level is series]
        labels = [
            column
            for column in own
            if "speaker" in column.hints
            and 1 < len(column.distinct) <= 12
            and "start" not in column.hints - {"speaker"}
        ]
        starts = [column for column in own if "start" in column.hints and column not in labels]
        ends = [column for column in own if "end" in column.hints and column not in labels]
        starts = [column for column in starts if column not in ends] or starts
        if not labels or not starts or not ends:
            continue
        spans = []
        for place in range(len(series.rows)):
            start, end = seconds_of(starts[0].at(place)), seconds_of(ends[0].at(place))
            label = text_of(labels[0].at(place)).strip()
            if start and end and label:
                spans.append((start[0] * best.times.scale, end[0] * best.times.scale, label))
        spans.sort()
        if spans:
            return _spoken_at(best, spans)
    return None


def _spoken_at(best: Candidate, spans: Sequence[tuple[float, float, str]]) -> list[str | None]:
    from bisect import bisect_right

    starts = [span[0] for span in spans]
    result: list[str | None] = []
    for start_s, end_s in _time_of(best, range(len(best.series.rows))):
        if start_s is None:
            result.append(None)
            continue
        middle = (start_s + end_s) / 2 if end_s is not None else start_s
        result.append(spans[max(0, bisect_right(starts, middle) - 1)][2])
    return result


def _names_of(speakers: set[str], all_series: Sequence[Series], document: Any) -> dict[str, str]:
    """The names that another table, or a mapping, gives for speakers' ids."""
    if len(speakers) < 2 or set(roles_of_labels(speakers)) == speakers:
        return {}
    for series in all_series:
        if not 2 <= len(series.rows) <= 200:
            continue
        own = [column for column in columns_of(series) if column.level is series]
        for ids in own:
            values = [text_of(value).strip() for value in ids.values]
            if not speakers <= set(values) or len(set(values)) < len(values):
                continue
            named = [
                each
                for each in own
                if each is not ids and name_parts(each.path) & {"name", "label", "displayname"} and each.share == 1
            ]
            if named and len(named[0].distinct) == len(values):
                return dict(zip(values, (text_of(value) for value in named[0].values), strict=True))
    waiting = [document]
    for _ in range(50):
        if not waiting:
            break
        each = waiting.pop(0)
        if isinstance(each, dict):
            if speakers <= set(map(str, each)) and all(isinstance(value, str) and value for value in each.values()):
                return {str(key): str(value) for key, value in each.items()}
            waiting += [value for value in each.values() if isinstance(value, dict)]
    return {}
