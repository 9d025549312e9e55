"""Exports of transcription services, call centres and archives, in forms that are easily taken for others."""

import csv
import io
import json
import re
from collections.abc import Callable
from typing import Any, Final

import pytest

from interview_cli.errors import InputError
from interview_cli.transcripts.model import Transcript
from interview_cli.transcripts.pairing import pair
from interview_cli.transcripts.reading import read_transcripts
from interview_cli.transcripts.roles import assign_roles
from tests.transcripts.shapes import Said, numbered, pairs
from tests.transcripts.unnamed_shapes import TALK

SIDE: Final = numbered(TALK)
LABELS: Final = ("agent", "customer")
ROLES: Final = ("AGENT", "CUSTOMER")
WHOLE: Final = " ".join(text for _, text, *_ in TALK)


def _read(text: str) -> list[Transcript]:
    return list(read_transcripts(text.encode(), "x"))


def _pairs(transcript: Transcript) -> list[tuple[str, str]]:
    return [(each.question, each.answer) for each in pair(assign_roles(transcript))]


def _text(*of_turn: Callable[[Said], str]) -> str:
    return "".join(each(said) for said in TALK for each in of_turn)


def _segments(**fields: Callable[[Said], Any]) -> list[dict[str, Any]]:
    return [{name: of(said) for name, of in fields.items()} for said in TALK]


def _csv(*rows: tuple[object, ...]) -> str:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue()


def _colours(said: Said) -> str:
    begin, end = (f"00:00:{int(time_s):02},000" for time_s in said[2:4])
    return f"{int(said[2])}\n{begin} --> {end}\n{{\\c&H{SIDE[said[0]]}FF000&}}{said[0]}: {said[1]}\n\n"


def _bubble(said: Said) -> str:
    side = ' class="answer"' * SIDE[said[0]]
    return f"<bubble{side}><author>{said[0]}</author><p>{said[1]}</p></bubble>"


READ: Final = {
    "in quotation marks": _text(lambda said: f'[00:00:{int(said[2]):02}]\n{said[0]}: "{said[1]}"\n\n'),
    "coloured subtitles": _text(_colours),
    "elements named author": f"<section>{_text(_bubble)}</section>",
    "the whole beside the segments": json.dumps(
        {
            "audio": {"transcript": {"text": WHOLE}},
            "segments": [
                {"text": part, "speaker": {"speaker_label": f"spk_{SIDE[name]}"}}
                for name, text, *_ in TALK
                for part in re.findall(r"\S+(?: \S+){0,2}", text)
            ],
        }
    ),
}


@pytest.mark.parametrize("name", READ)
def test_an_export_gives_the_same_questions_and_answers(name: str) -> None:
    (transcript,) = _read(READ[name])
    assert _pairs(transcript) == pairs(TALK)
    assert transcript.reading.confidence == 1


def test_scores_of_speakers_are_not_their_names() -> None:
    turns = _segments(Content=lambda said: said[1], Role=lambda said: ROLES[SIDE[said[0]]])
    (transcript,) = _read(
        json.dumps({"Sentiment": {"Overall": dict(zip(ROLES, (2.4, 1.8), strict=True))}, "T": turns})
    )
    assert {turn.speaker_label for turn in transcript.turns} == set(ROLES)


def test_names_above_indented_texts_are_no_fields_of_yaml() -> None:
    text = """
Ms. Brook:
  I will ask the questions.  What would you call the key skill of the firm?
Mr. Lind:\u0020
  Cranes are our skill.  We mend the kind that others leave: the old ones.
  So we gather parts and mend.
Ms. Brook:
  How often?
Mr. Lind:
  Twice a week: on Monday and Friday.
"""
    (transcript,) = _read(text)
    assert [answer for _, answer in _pairs(transcript)] == [
        "Cranes are our skill. We mend the kind that others leave: the old ones. So we gather parts and mend.",
        "Twice a week: on Monday and Friday.",
    ]


def test_a_column_of_texts_named_like_notes_beside_speakers_and_times_is_read_with_doubt() -> None:
    rows = ((SIDE[name], start_s, text) for name, text, start_s, _ in TALK)
    (transcript,) = _read(_csv(("Speaker", "Timestamp", "Context"), *rows))
    assert _pairs(transcript) == pairs(TALK)
    assert transcript.reading.confidence < 1


def test_each_cell_of_a_table_with_counted_rows_may_hold_a_call() -> None:
    call = _text(lambda said: f"{said[0]}: {said[1]}\n\n")
    first, second = _read(_csv(("", "context", "sentiment"), (0, call, "good"), (1, call, "bad")))
    assert _pairs(first) == _pairs(second) == pairs(TALK)


def test_calls_of_an_agent_with_a_customer_are_read_one_by_one() -> None:
    turns = _segments(role=lambda said: LABELS[SIDE[said[0]]], message=lambda said: said[1])
    read = _read(json.dumps([{"id": str(n), "title": f"Call {n}", "conversation": turns} for n in range(2)]))
    assert [_pairs(each) for each in read] == [pairs(TALK)] * 2


def test_calls_of_which_some_have_no_id_of_a_session_are_read_one_by_one() -> None:
    call = _text(lambda said: f"{said[0]}: {said[1]}\n")
    ids: list[dict[str, str]] = [{}, {"session_id": "v7"}, {}, {"session_id": "v8"}]
    read = _read(json.dumps({"records": [{"redacted_text": call, "meta": each} for each in ids]}))
    assert [_pairs(each) for each in read] == [pairs(TALK)] * 4


def test_an_answer_given_again_to_each_question_is_no_interim_result() -> None:
    asked = [text for name, text, *_ in TALK if not SIDE[name]]
    turns: list[dict[str, str]] = []
    for place, question in enumerate(asked):
        turns.append({"type": "agent", "text": question} | ({"qid": "q1"} if not place else {}))
        turns.append({"type": "user", "text": "I mended the crane by hand."})
    (transcript,) = _read(json.dumps(turns * 3))
    assert {turn.speaker_label for turn in transcript.turns} == {"agent", "user"}
    assert len(transcript.turns) == 6 * len(asked)


def test_places_in_a_recording_are_no_speakers() -> None:
    places = [0, 0, 2336, 5336, 5336, 8336, 8336, 8336][: len(TALK)]
    segments = [
        {"id": n, "seek": seek, "start": start_s, "text": text}
        for n, (seek, (_, text, start_s, _)) in enumerate(zip(places, TALK, strict=True))
    ]
    (transcript,) = _read(json.dumps({"text": WHOLE, "segments": segments}))
    assert {turn.speaker_label for turn in transcript.turns} == {None}


def test_a_row_without_speaker_goes_on_if_all_else_is_as_above() -> None:
    rows = [(name, text, "crane") for name, text, *_ in TALK]
    (transcript,) = _read(_csv(("speaker", "words", "tags"), *rows, ("", "It held for years.", "crane")))
    (*_, (_, last)) = _pairs(transcript)
    assert last.endswith("It held for years.")


def test_single_letters_are_no_speech() -> None:
    segments = [{"start": n, "speaker": {"id": f"S{n}", "gender": "F"}} for n in range(6)]
    with pytest.raises(InputError, match="no turns of speakers"):
        _read(json.dumps({"segmentation": {"segments": segments}}))


def test_a_word_with_a_colon_inside_a_sentence_of_captions_is_no_speaker() -> None:
    sentence = (
        "We changed the system: twice we asked the user: it failed, the host: went down, the user: asked again and "
    )
    words = (3 * sentence).split()
    cues = (
        f"{n}\n00:0{n // 60}:{n % 60:02},000 --> 00:0{n // 60}:{n % 60:02},900\n{word}\n"
        for n, word in enumerate(words)
    )
    (transcript,) = _read("\n".join(cues))
    assert {turn.speaker_label for turn in transcript.turns} == {None}
    assert " ".join(turn.text for turn in transcript.turns) == " ".join(words)


def test_a_call_with_dates_and_affiliations_in_a_field_is_a_dialogue() -> None:
    places = ("Port", "Works, Berth")
    call = _text(lambda said: f"[2026-01-05 10:{int(said[2]):02}] {said[0]} ({places[SIDE[said[0]]]}): {said[1]}\n")
    (transcript,) = _read(json.dumps([{"company_name": "Kranbau", "transcript_text": call}]))
    assert _pairs(transcript) == pairs(TALK)
    assert transcript.reading.confidence == 1


def test_a_table_whose_last_columns_are_empty_is_one() -> None:
    call = _text(lambda said: f"{said[0]}: {said[1]}\n")
    first, second = _read(
        _csv(("loan", "transcript", "summary", "", ""), *[(n, call, "Paid.", "", "") for n in "ab"])
    )
    assert _pairs(first) == _pairs(second) == pairs(TALK)
