"""Data of any shape: what services and data sets write, and what nobody has named; in JSON, JSON Lines and tables."""

import contextlib
import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interview_cli.errors import InputError
from interview_cli.transcripts.model import Transcript
from interview_cli.transcripts.pairing import pair
from interview_cli.transcripts.reading import read_transcripts
from interview_cli.transcripts.roles import assign_roles
from tests.transcripts.formats import TURNS
from tests.transcripts.shapes import SHAPES, Shape, pairs, words_of
from tests.transcripts.unnamed_shapes import TALK, WRITTEN


def read(data: object) -> list[Transcript]:
    text = data if isinstance(data, str) else json.dumps(data, ensure_ascii=False)
    return list(read_transcripts(text.encode(), "x"))


def answered(transcript: Transcript) -> list[tuple[str, str]]:
    return [(each.question, each.answer) for each in pair(assign_roles(transcript))]


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_every_shape_gives_the_same_questions_and_answers(shape: Shape) -> None:
    (transcript,) = read(shape(TURNS))
    assert answered(transcript) == pairs(TURNS)


@pytest.mark.parametrize(
    "name",
    [
        *(
            "deepgram, words",
            "deepgram, utterances",
            "assemblyai",
            "speechmatics",
            "rev",
            "recall",
            "fireflies",
        ),
        *(
            "azure, ticks",
            "aws",
            "turns, milliseconds",
            "turns, ticks",
            "turns, nanoseconds",
            "turns, invented names",
        ),
        *("a list for each speaker",),
    ],
)
def test_times_are_seconds_whatever_their_unit(name: str) -> None:
    (transcript,) = read(SHAPES[name](TURNS))
    assert [turn.start_s for turn in transcript.turns] == pytest.approx([turn[2] for turn in TURNS])
    assert [turn.end_s for turn in transcript.turns] == pytest.approx([turn[3] for turn in TURNS])


@pytest.mark.parametrize("name", ["deepgram, utterances", "assemblyai", "speechmatics", "rev", "recall", "aws"])
def test_every_word_has_its_time(name: str) -> None:
    (transcript,) = read(SHAPES[name](TURNS))
    for turn, said in zip(transcript.turns, TURNS, strict=True):
        assert [word.text for word in turn.words or ()] == said[1].split()
        assert [word.start_s for word in turn.words or ()] == pytest.approx([start for _, start, _ in words_of(said)])


@pytest.mark.parametrize("name", WRITTEN)
def test_shapes_that_nothing_names(name: str) -> None:
    (transcript,) = read(WRITTEN[name])
    assert answered(transcript) == pairs(TALK)
    assert bool(transcript.reading.notes) == (name == "channel lists")


MANY = 20_000
LARGE: dict[str, Callable[[], object]] = {
    "lists under as many names": lambda: {f"k{n}x": [{"speaker": "A", "text": f"Why {n}?"}] for n in range(MANY)},
    "interviews": lambda: [
        {"id": n, "turns": [{"speaker": "A", "text": f"Why {n}?"}, {"speaker": "B", "text": "I did."}]}
        for n in range(MANY)
    ],
    "follow-ups": lambda: [
        {"q": f"Why {n}?", "a": "I did.", "f": [{"q": "And?", "a": "I went on."}]} for n in range(MANY)
    ],
    "answers by id": lambda: {
        "script": [{"id": f"x{n}", "title": f"Why {n}?"} for n in range(MANY)],
        "replies": [{"of": f"x{n}", "text": "I did that one."} for n in range(MANY)],
    },
    "drafts": lambda: [{"who": "ab"[n // 9 % 2], "text": "Why so? " * (n % 9 + 1)} for n in range(MANY)],
}


@pytest.mark.parametrize("name", LARGE)
def test_large_data_is_read_in_linear_time(name: str) -> None:
    assert sum(len(transcript.turns) for transcript in read(LARGE[name]())) >= MANY / 9


TALKS = [
    ("Ines Duarte", ["Why us?", "I like the lamps.", "How so?", "They last."]),
    ("Lin Zhao", ["Why now?", "I moved here in May.", "And before?", "I sold bread."]),
]
SEVERAL: list[dict[str, Any]] = [
    {"id": f"c{n}", "log": [{"by": (host, who)[k % 2], "line": text} for k, text in enumerate(texts)]}
    for n, (who, texts) in enumerate(TALKS)
    for host in ("Runa Vik",)
]


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(SEVERAL),
        json.dumps({"sessions": SEVERAL}),
        json.dumps({each["id"]: each["log"] for each in SEVERAL}),
        "\n".join(map(json.dumps, SEVERAL)),
        "\n\n".join(json.dumps(each, indent=2) for each in SEVERAL),
        "\n".join(json.dumps({"call_id": each["id"], **turn}) for each in SEVERAL for turn in each["log"]),
    ],
    ids=["list", "named list", "by id", "lines", "documents", "turns with the id of their call"],
)
def test_each_of_several_interviews_is_read(text: str) -> None:
    found = read(text)
    assert [answered(each) for each in found] == [[(texts[0], texts[1]), (texts[2], texts[3])] for _, texts in TALKS]


def test_each_of_several_responses_answers_the_same_questions_by_their_ids() -> None:
    fields = [{"id": f"f{n}", "title": asked} for n, asked in enumerate(("Why us?", "How so?"))]
    answers = [[{"field": {"id": f"f{n}"}, "text": texts[2 * n + 1]} for n in range(2)] for _, texts in TALKS]
    items = [
        {"token": "ab"[n], "definition": {"fields": fields}, "answers": given} for n, given in enumerate(answers)
    ]
    assert [answered(each) for each in read({"items": items})] == [
        [("Why us?", texts[1]), ("How so?", texts[3])] for _, texts in TALKS
    ]


def test_turns_under_their_times_are_read_in_order() -> None:
    said = ("Why us?", "I like the lamps.", "How so?", "They last.")
    times = ("00:00:50", "00:01:04", "00:01:30", "01:00:02")
    log = {at: {"wer": "AB"[n % 2], "was": text} for n, (at, text) in enumerate(zip(times, said, strict=True))}
    (transcript,) = read({"verlauf": log})
    assert [turn.text for turn in transcript.turns] == list(said)


def test_questions_with_an_answer_each_are_one_interview() -> None:
    items = [
        {"id": n, "question": {"body": asked, "type": "free_text"}, "answer": {"body": said}}
        for n, (_, (asked, said, *_)) in enumerate(TALKS)
    ]
    (transcript,) = read({"answers": items})
    assert answered(transcript) == [(texts[0], texts[1]) for _, texts in TALKS]


@pytest.mark.parametrize("name", ["sections", "chapters", "rounds", "parts"])
def test_sections_of_an_interview_stay_together(name: str) -> None:
    rows = SEVERAL[0]["log"]
    (transcript,) = read({name: [{"title": "Start", "lines": rows[:2]}, {"title": "End", "lines": rows[2:]}]})
    assert len(transcript.turns) == 4


def test_ids_that_part_the_speakers_part_no_interviews() -> None:
    events = [
        {"from": {"role": "bot"}, "text": text, "trace": {"conversationId": f"t{place}"}}
        if name == TALK[0][0]
        else {"from": {"role": "user"}, "text": text}
        for place, (name, text, *_) in enumerate(TALK)
    ]
    kinds = [{"from": {"role": "bot"}, "valueType": "DialogTracingInfo"} for _ in range(4)]
    (transcript,) = read({"activities": [*kinds, *events]})
    assert answered(transcript) == pairs(TALK)


def test_answers_of_a_form_are_joined_with_their_questions() -> None:
    fields = [{"id": f"f{place}", "title": question} for place, (question, _) in enumerate(pairs(TALK))]
    answers: list[dict[str, Any]] = [
        {"field": {"id": f"f{place}"}, "text": answer} for place, (_, answer) in enumerate(pairs(TALK))
    ]
    fields += [{"id": "name", "title": "What is your name?"}, {"id": "mail", "title": "What is your e-mail?"}]
    answers = [
        {"field": {"id": "name"}, "text": "Teo Marsh"},
        {"field": {"id": "mail"}, "email": "teo@x.example"},
        *answers,
    ]
    (transcript,) = read({"form": {"fields": fields}, "answers": answers})
    assert answered(transcript) == pairs(TALK)


@pytest.mark.parametrize("people", [["77"], ["77", "78"]])
def test_resources_of_several_kinds_in_one_list_are_joined(people: list[str]) -> None:
    def resource(kind: str, key: str, attributes: dict[str, Any], **linked: str) -> dict[str, Any]:
        links = {name: {"data": {"type": f"{name}s", "id": other}} for name, other in linked.items()}
        return {"id": key, "type": kind, "attributes": attributes, "relationships": links}

    asked = [resource("questions", str(n), {"title": question}) for n, (question, _) in enumerate(pairs(TALK))]
    said = [
        resource("answers", f"9{n}{person}", {"answer": answer, "range": None}, question=str(n), candidate=person)
        for person in people
        for n, (_, answer) in enumerate(pairs(TALK))
    ]
    candidates = [resource("candidates", person, {"email": "a@b.example"}) for person in people]
    assert list(map(answered, read({"data": candidates, "included": said + asked}))) == [pairs(TALK)] * len(people)
    assert list(map(answered, read({"data": said, "included": asked}))) == [pairs(TALK)] * len(people)


@pytest.mark.parametrize("person", ["Candidate", "candidat"])
def test_rows_of_two_candidates_are_two_interviews(person: str) -> None:
    rows = [
        {"id": f"rec{place}{name}", "fields": {person: name, "Question": question, "Response": answer}}
        for place, (question, answer) in enumerate(pairs(TALK))
        for name in ("Ann Lee", "Bo Ray")
    ]
    assert list(map(answered, read({"records": rows}))) == [pairs(TALK)] * 2


def test_lists_side_by_side_belong_to_their_candidate() -> None:
    whole = pairs(TALK)
    halves = [whole[:2], whole[2:]]
    rows = [
        {"candidat": name, "questions": [asked for asked, _ in half], "reponses": [said for _, said in half]}
        for name, half in zip("AB", halves, strict=True)
    ]
    assert list(map(answered, read({"data": rows}))) == halves


def test_json_in_the_fields_of_rows_is_read() -> None:
    lines = [
        {"event": "content", "track": name, "data": json.dumps({"transcript": said})}
        for name, text, *_ in TALK
        for said in (" ".join(text.split()[:3]).casefold(), text)
    ]
    (transcript,) = read("\n".join(map(json.dumps, lines)))
    got = [(question.casefold(), answer.casefold()) for question, answer in answered(transcript)]
    assert got == [(question.casefold(), answer.casefold()) for question, answer in pairs(TALK)]


def test_what_else_could_be_speech_is_reported() -> None:
    rows = [
        {"speaker": "AB"[n % 2], "gesagt": text, "gedacht": f"The weather was cold on day {n}."}
        for n, text in enumerate(TALKS[0][1])
    ]
    (transcript,) = read(rows)
    assert transcript.reading.confidence < 1
    assert "'gesagt'" in transcript.reading.notes[0]
    assert "'gedacht'" in transcript.reading.notes[0]


@pytest.mark.parametrize(
    "text",
    [
        "Interviewer: Why us?\n  So: why?\nCandidate: I like lamps.\nInterviewer: Really?\nCandidate: Yes, I do.\n",
        "- Interviewer: Why us?\n- Candidate: I like lamps.\n- Interviewer: Really?\n- Candidate: Yes, I do.\n",
    ],
)
def test_text_that_looks_like_yaml_loses_nothing(text: str) -> None:
    (transcript,) = read_transcripts(text.encode(), "x")
    said = " ".join(turn.text for turn in transcript.turns)
    assert all(word in said for word in ("Why us?", "I like lamps.", "Really?", "Yes, I do."))


def test_remarks_in_yaml_are_not_part_of_it() -> None:
    text = (
        "# talks of the second half of the year, in the order in which they were held in the workshop\n"
        "turns:\n  - who: A  # asks\n    said: Why did you go?\n  - who: B\n    said: I went since the shop closed.\n"
    )
    (transcript,) = read(text)
    assert answered(transcript) == [("Why did you go?", "I went since the shop closed.")]


def test_broken_yaml_is_refused_with_its_line() -> None:
    text = "- speaker: A\n  text: Why?\n- speaker: B\n  text: I did it.\n- speaker: [A\n  text: So?\n"
    with pytest.raises(InputError, match="broken YAML"):
        read(text)


SCALAR = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.sampled_from(["Why us?", "I did it.", "A", "1", ""])
)
NAME = st.sampled_from(
    ["text", "speaker", "words", "start", "question", "answer", "q1", "a1", "x", "Why did you go?"]
)
ANY = st.recursive(
    SCALAR, lambda inner: st.lists(inner, max_size=5) | st.dictionaries(NAME, inner, max_size=5), max_leaves=40
)


@given(ANY)
def test_any_data_is_read_or_refused(data: object) -> None:
    with contextlib.suppress(InputError):
        for transcript in read(data):
            assert transcript.turns
            pair(assign_roles(transcript))


@pytest.mark.parametrize(("asked", "said"), [("label", "value"), ("name", "value")])
def test_what_is_chosen_in_a_form_with_a_title_is_no_answer(asked: str, said: str) -> None:
    talk = [
        ("Why do you want to bake at night?", "I like it when the street is quiet and the oven is not."),
        ("What went wrong last year?", "The yeast was old. I threw away forty loaves and told my boss."),
        ("Who taught you?", "My aunt did, in Split, before I went to school."),
    ]
    fields: list[dict[str, object]] = [{"key": f"k{n}", asked: q, said: a} for n, (q, a) in enumerate(talk)]
    fields.insert(1, {"key": "c", asked: "Which days can you work?", said: ["b71"], "options": [{"id": "b71"}]})
    fields.append(
        {"key": "f", asked: "Upload your resume", said: [{"id": "9a", "url": "https://files.example/r.pdf"}]}
    )
    form = {"formName": "Night baker: what we would like to ask", "fields": fields}
    (transcript,) = read_transcripts(json.dumps({"data": form}).encode(), "x")
    assert [turn.text for turn in transcript.turns] == [text for pair in talk for text in pair]
