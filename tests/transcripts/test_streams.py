"""What programs write while somebody speaks: logs, events, interim results; and tables that they draw."""

import csv
import io
import json
import re
import textwrap
from collections.abc import Callable
from typing import Final

import pytest

from interview_cli.transcripts.pairing import pair
from interview_cli.transcripts.plain_text import CERTAIN, LIKELY
from interview_cli.transcripts.reading import read_transcripts
from interview_cli.transcripts.roles import assign_roles
from tests.transcripts.shapes import Said, numbered, pairs
from tests.transcripts.unnamed_shapes import TALK

SIDE: Final = numbered(TALK)


def _lines(*of_turn: Callable[[Said], str]) -> str:
    return "\n".join(each(said) for said in TALK for each in of_turn)


def _side(number: int) -> list[str]:
    return [text for name, text, *_ in TALK if SIDE[name] == number]


def _stamp(said: Said) -> str:
    return f"2026-01-05 10:{int(said[2]) // 60:02}:{int(said[2]) % 60:02},120"


def _jsonl(*of_turn: Callable[[Said], object]) -> str:
    return _lines(*(lambda said, each=each: json.dumps(each(said)) for each in of_turn))


def _begun(text: str, words: int) -> str:
    """What a recogniser makes of a text while it is spoken: fewer words, not all of them right."""
    return " ".join(text.lower().rstrip(".?").split()[:words]) + "s"


def _csv(rows: list[list[object]], delimiter: str = ",") -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue()


def _drawn(rows: list[tuple[str, ...]], widths: tuple[int, ...], upright: str, rule: str) -> str:
    """A table whose cells are broken into lines."""
    lines = [rule]
    for place, row in enumerate(rows):
        cells = [textwrap.wrap(cell, width) for cell, width in zip(row, widths, strict=True)]
        for line in range(max(map(len, cells))):
            texts = [(cell[line] if line < len(cell) else "").ljust(w) for cell, w in zip(cells, widths, strict=True)]
            lines.append(f"{upright} {f' {upright} '.join(texts)} {upright}")
        lines += [rule] * (place in {0, len(rows) - 1})
    return "\n".join(lines) + "\n"


def _states() -> str:
    said = [{"role": ["assistant", "user"][SIDE[name]], "content": text} for name, text, *_ in TALK]
    return "\n".join(
        json.dumps({"event": {"type": "update", "conversation": said[:count]}}) for count in range(1, len(said) + 1)
    )


def _requests(*, at_once: bool) -> str:
    """What two people say to an agent, each time with all before it, one after the other or `at_once`."""
    chats = [
        [{"role": ["assistant", "user"][SIDE[name]], "content": said} for name, said, *_ in talk]
        for talk in ([*TALK], [(name, f"{text} Really.", start, end) for name, text, start, end in TALK])
    ]
    lines = [
        [json.dumps({"id": f"{n}-{count}", "messages": chat[:count]}) for count in range(2, len(chat) + 1, 2)]
        for n, chat in enumerate(chats)
    ]
    ordered = zip(*lines, strict=True) if at_once else lines
    return "\n".join(line for some in ordered for line in some)


@pytest.mark.parametrize("at_once", [False, True])
def test_of_the_requests_of_several_chats_only_the_last_ones_are_read(at_once: bool) -> None:
    read = list(read_transcripts(_requests(at_once=at_once).encode(), "x"))
    assert [[turn.text for turn in each.turns] for each in read] == [
        [text for _, text, *_ in TALK],
        [f"{text} Really." for _, text, *_ in TALK],
    ]


def test_lists_that_only_begin_alike_are_no_states() -> None:
    greeting = {"speaker": "Ann Lee", "text": "Welcome to the yard. Why are you here?"}
    answers = ["Cranes.", "I like the sea, and my brother is here.", "Work."]
    lines = [
        {"id": f"c{n}", "turns": [greeting, *[{"speaker": f"Bo {n}", "text": answer}] * (n + 1)]}
        for n, answer in enumerate(answers)
    ]
    read = list(read_transcripts("\n".join(map(json.dumps, lines)).encode(), "x"))
    assert [each.id for each in read] == ["c0", "c1", "c2"]


@pytest.mark.parametrize(("last", "parent"), [("current_node", "parent"), ("currentId", "parentId")])
def test_versions_of_a_message_that_were_given_up_are_not_read(last: str, parent: str) -> None:
    said = [
        (f"m{n}", f"m{n - 1}", ["assistant", "user"][SIDE[name]], text) for n, (name, text, *_) in enumerate(TALK)
    ]
    given_up = [("v", "m1", "assistant", "What else would you like to say?"), ("w", "m0", "user", "Nothing at all.")]
    messages = {
        key: {"id": key, parent: above, "role": role, "content": text} for key, above, role, text in said + given_up
    }
    (transcript,) = read_transcripts(json.dumps([{last: said[-1][0], "messages": messages}]).encode(), "x")
    assert [(each.question, each.answer) for each in pair(assign_roles(transcript))] == pairs(TALK)


def _tag(name: str) -> str:
    return ("interviewer", "candidate")[SIDE[name]]


STREAMS: Final[dict[str, str]] = {
    "log": _lines(
        lambda said: f"{_stamp(said)} - INFO - interview_agent - {['AGENT', 'USER'][SIDE[said[0]]]}: {said[1]}",
        lambda said: f"{_stamp(said)} - DEBUG - livekit.agents - user started speaking",
    ),
    "log with functions": _lines(
        lambda said: (
            f"{_stamp(said)} | DEBUG    | cartesia.tts:run_tts:290 - Cartesia#0: Generating TTS [{said[1]}]"
            if not SIDE[said[0]]
            else f"{_stamp(said)} | DEBUG    | __main__:process_frame:58 - Transcription: [{said[1]}]"
        ),
        lambda said: f"{_stamp(said)} | DEBUG    | base_input:_handle:220 - Bot stopped speaking",
    ),
    "log with fields": _lines(
        lambda said: (
            f'time="{_stamp(said)}" level=info msg="{["agent", "user"][SIDE[said[0]]]} said" text="{said[1]}"'
        ),
        lambda said: f'time="{_stamp(said)}" level=debug msg="state changed" state=listening',
    ),
    "log with interim results": _lines(
        lambda said: f"{_stamp(said)} [stt-1] DEBUG interview.stt - interim: {_begun(said[1], 5)}",
        lambda said: (
            f"{_stamp(said)} [stt-1] INFO  interview.{['tts - speaking', 'stt - final'][SIDE[said[0]]]}: {said[1]}"
        ),
    ),
    "interim results": _jsonl(
        *(
            lambda said, words=words: {"kind": "partial", "who": said[0], "text": _begun(said[1], words)}
            for words in (3, 5)
        ),
        lambda said: {"kind": "final", "who": said[0], "text": said[1]},
    ),
    "states of a chat": _states(),
    "tools called": json.dumps(
        [
            row
            for name, text, *_ in TALK
            for row in (
                {"role": f"ROLE_{['AGENT', 'USER'][SIDE[name]]}", "text": text},
                {"role": "ROLE_TOOL_CALL", "text": '{"save": "all of it"}'},
                {"role": "ROLE_TOOL_CALL_RESULT", "text": "It was saved."},
                {"role": "ROLE_AGENT", "text": '["saved"]'},
            )
        ]
    ),
    "items of several kinds": json.dumps(
        [
            item
            for name, text, *_ in TALK
            for item in (
                {"id": "item_a", "type": "message", "role": name, "content": [{"type": "audio", "transcript": text}]},
                {"type": "function_call", "name": "save", "arguments": "{}"},
            )
        ]
    ),
    "JSON in JSON in JSON": json.dumps(
        {"result": json.dumps({"parts": [{"best": json.dumps({"by": n, "text": t})} for n, t, *_ in TALK]})}
    ),
    "replies before the next question": json.dumps(
        [
            {"user": said, "bot": asked}
            for said, asked in zip(["Hello", *_side(1)], [*_side(0), "Goodbye."], strict=True)
        ]
    ),
    "versions": json.dumps(
        [{"speaker": n, "redacted_text": t.replace("the", "[ARTICLE]"), "text": t} for n, t, *_ in TALK]
    ),
    "edited texts": json.dumps(
        [{"speaker": n, "text": t, "edits": [{"by": "editor", "text": f"{t} Really."}]} for n, t, *_ in TALK]
    ),
    "newest first": json.dumps(
        [{"from": n, "sent": f"2026-01-05T10:00:{int(s) // 2:02}Z", "text": t} for n, t, s, _ in reversed(TALK)]
    ),
    "answers by id of question": json.dumps(
        {
            "questions": {f"q{i}": {"title": q} for i, (q, _) in enumerate(pairs(TALK))},
            "responses": [{"question": f"q{i}", "transcription": a} for i, (_, a) in enumerate(pairs(TALK))],
        }
    ),
    "answers below the ids of questions": json.dumps(
        {
            "items": [{"title": q, "item": {"question": {"id": f"q{i}"}}} for i, (q, _) in enumerate(pairs(TALK))],
            "given": {f"q{i}": {"id": f"q{i}", "texts": [{"value": a}]} for i, (_, a) in enumerate(pairs(TALK))},
        }
    ),
    "fields and their values": json.dumps(
        [{"required": i > 0, "text": q, "value": a} for i, (q, a) in enumerate(pairs(TALK))]
    ),
    "rows below names": json.dumps(
        {"sheet": [["No", "Question asked", "Reply"], *([i, q, a] for i, (q, a) in enumerate(pairs(TALK)))]}
    ),
    "python": repr([{"role": n, "content": t} for n, t, *_ in TALK]),
    "javascript": "export const talk = [\n"
    + "".join(f"  {{ speaker: {json.dumps(n)}, text: {json.dumps(t)} }},\n" for n, t, *_ in TALK)
    + "];\n",
    "fenced": f"# Talk\n\n```json\n{json.dumps([{'speaker': n, 'text': t} for n, t, *_ in TALK], indent=1)}\n```\n",
    "elements in turns": "<dialog>"
    + "".join(f"<{_tag(name)}>{text}</{_tag(name)}>" for name, text, *_ in TALK)
    + "</dialog>",
    "rows of cells": "<Workbook><Table>"
    + "".join(
        f"<Row>{''.join(f'<Cell><Data>{cell}</Data></Cell>' for cell in row)}</Row>"
        for row in [("Speaker", "Text"), *((n, t) for n, t, *_ in TALK)]
    )
    + "</Table></Workbook>",
    "no header": _csv([[f"00:00:{int(s):02}", n, t] for n, t, s, _ in TALK]),
    "no header, semicolons": _csv([[i, "IC"[SIDE[n]], t] for i, (n, t, *_) in enumerate(TALK)], ";"),
    "drawn": _drawn(
        [("Time", "Speaker", "Text"), *((f"00:{int(s):02}", n, t) for n, t, s, _ in TALK)], (5, 9, 30), "│", "─" * 52
    ),
    "drawn, questions": _drawn([("Question", "Answer"), *pairs(TALK)], (20, 30), "┃", "━" * 57),
}


@pytest.mark.parametrize("name", STREAMS)
def test_what_programs_write_gives_the_same_questions_and_answers(name: str) -> None:
    (transcript,) = read_transcripts(STREAMS[name].encode(), "x")
    read = [(each.question, each.answer) for each in pair(assign_roles(transcript))]
    assert read == pairs(TALK)
    assert transcript.reading.confidence == 1


@pytest.mark.parametrize("is_done", [False, True], ids=["pieces", "pieces and wholes"])
def test_streamed_pieces_are_joined_once(is_done: bool) -> None:
    events: list[dict[str, str]] = []
    for place, (name, text, *_) in enumerate(TALK):
        item = {"item_id": f"i{place}"}
        if SIDE[name]:
            events.append({"type": "input_transcription.completed", **item, "transcript": text})
            continue
        pieces = re.findall(r"[^ ]+ ?[^ ]{0,4} ?", text)
        events += [{"type": "response.transcript.delta", **item, "delta": piece} for piece in pieces]
        events += [{"type": "response.transcript.done", **item, "transcript": text}] * is_done
    (transcript,) = read_transcripts("\n".join(map(json.dumps, events)).encode(), "x")
    assert [(each.question, each.answer) for each in pair(assign_roles(transcript))] == pairs(TALK)


def test_a_text_with_few_levels_is_no_log() -> None:
    text = "Interviewer: What does INFO mean?\nCandidate: A level, as DEBUG is.\n" * 3
    (transcript,) = read_transcripts(text.encode(), "x")
    assert {turn.speaker_label for turn in transcript.turns} == {"Interviewer", "Candidate"}


def test_what_a_third_speaker_says_in_a_log_is_shown() -> None:
    others = ["Please mention the second berth.", "Ask about the night shift next.", "Time is nearly up."]
    lines = [
        f"10:00:{place:02} INFO {['xq', 'zv'][SIDE[name]]}: {text}" for place, (name, text, *_) in enumerate(TALK)
    ]
    lines += [f"10:01:{place:02} INFO wk: {text}" for place, text in enumerate(others)]
    (transcript,) = read_transcripts("\n".join(lines).encode(), "x")
    assert transcript.reading.confidence == LIKELY
    assert transcript.reading.notes == (f"Left out as not speech: {others[0]!r}.",)
    assert [(each.question, each.answer) for each in pair(assign_roles(transcript))] == pairs(TALK)


def test_a_text_under_another_kind_than_its_pieces_is_said_once() -> None:
    text = _jsonl(
        *(
            lambda said, n=n: {"type": f"part{SIDE[said[0]]}.delta", "text": f"{said[1].split()[n]} "}
            for n in range(2)
        ),
        lambda said: {"type": f"part{SIDE[said[0]]}.done", "text": said[1]},
    )
    (transcript,) = read_transcripts(text.encode(), "x")
    assert [(each.question, each.answer) for each in pair(assign_roles(transcript))] == pairs(TALK)


def test_a_text_beside_the_list_that_is_not_in_it_is_shown() -> None:
    first, *others = [{"id": "m", "by": name, "body": text} for name, text, *_ in TALK]
    (transcript,) = read_transcripts(json.dumps({"source": first, "parts": others}).encode(), "x")
    assert transcript.reading.notes == (f"The text around those read was not read: {first['body'][:60]!r}.",)


def test_rows_of_other_kinds_than_speech_are_left_out_and_named() -> None:
    rows = [
        row
        for name, text, *_ in TALK
        for row in (
            {"name": name, "content": text, "type": "transcript"},
            {"name": name, "content": "This was a strong moment.", "type": "Moment"},
        )
    ]
    (transcript,) = read_transcripts(json.dumps({"lines": rows}).encode(), "x")
    assert [(each.question, each.answer) for each in pair(assign_roles(transcript))] == pairs(TALK)
    assert transcript.reading.notes == ("Left out by their kind: 'moment'.",)
    assert transcript.reading.confidence < CERTAIN


def test_somebody_who_says_the_same_every_time_is_not_interim() -> None:
    asked = ["Where is the leak?", "How do you mend it?", "Who helps you?", "What if it rains?"]
    rows = [
        row
        for number, question in enumerate(asked)
        for row in ({"type": "agent", "text": question, "task": f"t{number}"}, {"type": "user", "text": "As I said."})
    ]
    (transcript,) = read_transcripts(json.dumps(rows).encode(), "x.json")
    assert [turn.speaker_label for turn in transcript.turns] == ["agent", "user"] * 4
