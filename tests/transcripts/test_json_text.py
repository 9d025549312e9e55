"""JSON and JSON Lines, whole and broken."""

import json
from typing import Any

import pytest

from interview_cli.errors import InputError
from interview_cli.transcripts.contract import to_contract
from interview_cli.transcripts.model import Transcript
from interview_cli.transcripts.pairing import pair
from interview_cli.transcripts.reading import read_transcripts
from interview_cli.transcripts.roles import assign_roles

TALK = [
    {"speaker": "interviewer", "text": "Why us?"},
    {"speaker": "candidate", "text": "I like the product a lot."},
]


def read(text: str) -> list[Transcript]:
    return list(read_transcripts(text.encode(), "x.json"))


def one(document: Any) -> Transcript:
    (transcript,) = read(json.dumps(document))
    return transcript


def lines(*records: Any) -> str:
    return "".join(json.dumps(record) + "\n" for record in records)


def test_a_line_per_transcript() -> None:
    text = lines({"id": "a", "turns": TALK}, {"turns": TALK})
    assert [transcript.id for transcript in read(text)] == ["a", "x-2"]


def test_a_bad_line_fails_alone_and_last() -> None:
    text = lines({"id": "a", "turns": TALK}) + "{broken\n" + lines({"id": "c", "type": "chess", "turns": TALK})
    text += lines({"id": "d", "turns": TALK})
    found: list[str] = []
    with pytest.raises(InputError, match=r"line 2: broken JSON.*1 more line"):
        found.extend(transcript.id for transcript in read_transcripts(text.encode(), "x.jsonl"))
    reader = read_transcripts(text.encode(), "x.jsonl")
    assert [next(reader).id, next(reader).id] == ["a", "d"]


@pytest.mark.parametrize("line", ["[1]", "null", "7", "-0.5e3", "true", '"I like it."', "[]"])
def test_a_line_that_is_no_record_is_no_answer(line: str) -> None:
    with pytest.raises(InputError, match="not in a transcript format"):
        read(line)
    text = lines({"id": "a", "turns": TALK}) + line + "\n" + lines({"id": "c", "turns": TALK})
    reader = read_transcripts(text.encode(), "x.jsonl")
    assert [next(reader).id, next(reader).id] == ["a", "c"]
    with pytest.raises(InputError, match="line 2: is not an object"):
        next(reader)


def test_a_bad_line_among_segments_fails_the_file() -> None:
    text = (
        lines({"speaker": "A", "text": "Hi", "start": 1}, {"speaker": "B", "text": "Hi", "start": 2}) + '{"speaker":'
    )
    with pytest.raises(InputError, match="line 3: broken JSON"):
        read(text)


def test_segments_of_several_calls() -> None:
    rows = [{"call_id": call, "speaker_id": 1, "text": f"hello {call}", "start_ts": 1} for call in "aab"]
    assert [(t.id, len(t.turns)) for t in read(lines(*rows))] == [("a", 2), ("b", 1)]


def test_segments_with_other_names_and_clocks() -> None:
    rows = [{"Speaker Name": "Ann", "Sentence": "Why?", "startTime": "00:01:02.5", "endTime": "63.5s"}] * 2
    turn = one(rows).turns[0]
    assert (turn.speaker_label, turn.text, turn.start_s, turn.end_s) == ("Ann", "Why?", 62.5, 63.5)


def test_speakers_given_as_objects() -> None:
    rows = [{"speaker": {"id": 4, "name": "Ann"}, "text": "Why?"}, {"speaker": {"id": 4}, "text": "So."}]
    assert [turn.speaker_label for turn in one({"segments": rows}).turns] == ["Ann", "4"]


def test_a_chat() -> None:
    messages = [{"role": "assistant", "content": "Why us?"}, {"role": "user", "content": "I like the product."}]
    (only,) = pair(assign_roles(one({"messages": messages})))
    assert (only.question, only.answer) == ("Why us?", "I like the product.")


def test_whisper_with_words_beside_the_segments() -> None:
    document = {
        "text": "Why us? I like it.",
        "segments": [
            {"start": 0.0, "end": 1.0, "text": " Why us?"},
            {"start": 1.5, "end": 3.0, "text": " I like it."},
        ],
        "words": [
            {"word": word, "start": start, "end": start + 0.4}
            for word, start in [("Why", 0.0), ("us?", 0.5), ("I", 1.5), ("like", 2.0), ("it.", 2.5)]
        ],
    }
    (only,) = pair(assign_roles(one(document)))
    assert [(word.text, word.start_s) for word in only.words or ()] == [("I", 0), ("like", 0.5), ("it.", 1.0)]
    assert only.response_latency_s == pytest.approx(0.6)


def test_whisper_without_segments() -> None:
    assert one({"text": " Why us?\n\nI like it.", "language": "en"}).turns[1].text == "I like it."


def test_whisper_cpp() -> None:
    rows = [
        {"timestamps": {"from": "00:00:01,500", "to": "00:00:02,000"}, "offsets": {"from": 1500}, "text": " Why?"}
    ]
    turn = one({"transcription": rows}).turns[0]
    assert (turn.text, turn.start_s, turn.end_s) == ("Why?", 1.5, 2.0)


def test_what_practice_writes() -> None:
    document = {
        "session": {"id": "s1", "type": "behavioral"},
        "answers": [{"id": "q", "question": {"text": "Why?"}, "answer": "So."}, {"question": "How?", "answer": ""}],
    }
    transcript = one(document)
    assert (transcript.id, [(each.question, each.answer) for each in pair(transcript)]) == (
        "s1",
        [("Why?", "So."), ("How?", "")],
    )


def test_our_form_reads_back_labels_and_names() -> None:
    turns = [
        {"speaker": "Ann", "text": "Why us?"},
        {"speaker": "candidate", "label": "Bo", "text": "I like it."},
        {"speaker": "other", "text": "recording"},
    ]
    transcript = one({"id": 5, "paired": True, "turns": turns})
    assert transcript.id == "5"
    assert not transcript.paired
    assert [(turn.speaker_label, turn.role) for turn in transcript.turns] == [
        ("Ann", "unknown"),
        ("Bo", "candidate"),
        (None, "other"),
    ]
    assert to_contract(transcript)["turns"][1] == turns[1]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('{"turns": [', "line 1: broken JSON"),
        ('{\n"turns": [\n{"speaker": }]}', "line 3: broken JSON"),
        ("[" * 100_000, "nested too deeply"),
        ('{"turns": []}', "read as speech"),
        ('{"turns": [{"speaker": "candidate", "text": " "}]}', "read as speech"),
        ('{"segments": []}', "no turns of speakers"),
        ('{"segments": [1]}', "no turns of speakers"),
        ("{}", "not in a transcript format"),
        ("[]", "not in a transcript format"),
        ('[{"a": 1}, 2]', "not in a transcript format"),
        ('{"a": 1}\n{"b": 2}\n', "not in a transcript format"),
        ('{"type": "chess", "turns": [{"speaker": "candidate", "text": "e4"}]}', "'chess'"),
        ('{"segments": [{"start": ' + "1" * 5000 + ', "text": "a"}]}', "line 1: a number has more than 4,300 digits"),
        ('{"question": "Why?", "answer": "So."}\n[1]\n', "line 2: is not an object"),
        ('{"question": "", "answer": ""}\n{"question": "", "answer": ""}\n', "no questions with answers"),
    ],
)
def test_what_cannot_be_read_says_why(text: str, reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        read(text)


@pytest.mark.parametrize("value", [-1, 1e400, "soon", None, True, [], "1:2:3"])
def test_a_time_that_is_none_is_left_out(value: Any) -> None:
    turns = [{**TALK[0], "start": value, "end": 4}, TALK[1]]
    assert one({"turns": turns}).turns[0].start_s is None
    assert one({"segments": turns}).turns[0].start_s is None


@pytest.mark.parametrize(
    "mark", ["{Start of recording}\n", "{laughs} Ann: Hello.\n", "{00:01} Ann: Hello.\n", "{ pause }\n"]
)
def test_a_remark_in_braces_is_no_json(mark: str) -> None:
    text = mark + "Interviewer: Why us?\nCandidate: I like the product a lot.\n"
    (transcript,) = read_transcripts(text.encode(), "x.txt")
    assert [turn.text for turn in transcript.turns][-2:] == ["Why us?", "I like the product a lot."]


@pytest.mark.parametrize(
    "text", ["{", "{'turns': []}", "{turns: [1]}", '{\n\n"turns"', "{broken\n" + lines({"turns": TALK}) * 2]
)
def test_broken_objects_stay_json(text: str) -> None:
    with pytest.raises(InputError, match=r"line [1-3]: broken JSON"):
        list(read_transcripts(text.encode(), "x.json"))


def _timed(*said: tuple[str, str | None]) -> list[dict[str, object]]:
    words = [(word, speaker) for text, speaker in said for word in text.split()]
    return [
        {"word": word, "start": at / 2, "end": at / 2 + 0.4} | ({"speaker": speaker} if speaker else {})
        for at, (word, speaker) in enumerate(words)
    ]


def test_words_tell_another_speaker_than_their_segment() -> None:
    words = _timed(("I moved", "A"), ("it to", None), ("a queue.", "A"), ("And what next?", "B"))
    segment = {"text": "I moved it to a queue. And what next?", "start": 0, "end": 5, "speaker": "A", "words": words}
    (transcript,) = read_transcripts(json.dumps({"segments": [segment]}).encode(), "call.json")
    found = [(turn.speaker_label, turn.text, turn.start_s, turn.end_s) for turn in transcript.turns]
    assert found == [("A", "I moved it to a queue.", 0.0, 2.9), ("B", "And what next?", 3.0, 4.4)]


def test_a_segment_that_says_more_than_its_words_loses_none_of_it() -> None:
    segment = {"text": "I moved it, yes, to a queue.", "speaker": "A", "words": _timed(("I moved", "A"), ("it", "B"))}
    (transcript,) = read_transcripts(json.dumps({"segments": [segment]}).encode(), "call.json")
    assert [(turn.speaker_label, turn.text) for turn in transcript.turns] == [("A", "I moved it, yes, to a queue.")]


def test_answers_name_their_questions_by_an_id() -> None:
    questions = ("What did you build at your last job?", "How did you test it?", "Tell me about a bug you missed.")
    answers = ("A till for shops, in Go.", "I ran a load test every night.", "A rounding error, which cost us a day.")
    data = {
        "script": [{"id": f"q{number}", "text": text} for number, text in enumerate(questions)],
        "replies": [{"item_id": f"q{number}", "text": answers[number]} for number in (1, 0, 2)],
    }
    (transcript,) = read_transcripts(json.dumps(data).encode(), "form.json")
    assert [turn.text for turn in transcript.turns] == [
        text for number in (1, 0, 2) for text in (questions[number], answers[number])
    ]


def test_speakers_within_one_segment_keep_its_marks() -> None:
    said = ("Why did it fail? Well, I missed a test.", "What did you change? I wrote one.")
    data = {
        "segments": [
            {
                "text": text,
                "words": [
                    {
                        "word": word.strip("?,.").lower(),
                        "start": at + number,
                        "end": at + number,
                        "speaker": "AB"[number > 3],
                    }
                    for number, word in enumerate(text.split())
                ],
            }
            for at, text in zip((0, 20), said, strict=True)
        ]
    }
    (transcript,) = read_transcripts(json.dumps(data).encode(), "words.json")
    assert [(turn.speaker_label, turn.text) for turn in transcript.turns] == [
        ("A", "Why did it fail?"),
        ("B", "Well, I missed a test."),
        ("A", "What did you change?"),
        ("B", "I wrote one."),
    ]


def test_text_with_indented_lines_is_not_broken_yaml() -> None:
    text = "* Notes\nQ: Why us?\n   of all places\n* More\n* On the second day\nA: I like it\n   [ a lot\n"
    (transcript,) = read(text)
    assert "of all places" in " ".join(turn.text for turn in transcript.turns)
    with pytest.raises(InputError, match="broken YAML"):
        read("a:\n  b: Why us?\nc:\n  d: [ I like it\n")


def test_letters_whose_bytes_are_written_as_characters_are_read() -> None:
    said = "Él enfermó y alguien tenía que llevar la “última” tienda 😀"
    turns = [
        {"sender_name": name, "content": text.encode().decode("latin-1")}
        for name, text in (("Ainhoa", "¿Por qué lo dejaste?"), ("Íñigo".encode().decode("latin-1"), said))
    ]
    transcript = one({"messages": turns})
    assert [turn.text for turn in transcript.turns] == ["¿Por qué lo dejaste?", said]
    assert transcript.turns[1].speaker_label == "Íñigo"


def test_two_letters_in_a_row_stay_as_they_are() -> None:
    assert read('{"turns": [{"speaker": "a", "text": "Ren\\u00e9\\u00e8"}]}')[0].turns[0].text == "Renéè"


def test_turns_written_as_json_in_the_cells_of_a_table_are_read() -> None:
    asked = ("Can you lift twenty kilos?", "Why would you like to work here?")
    said = {
        "Ann Lee": ("I did that every day.", "I like the shop a lot."),
        "Bo Ray": ("No, I can't.", "I live near."),
    }
    rows, talks = "", [[asked[0], first, asked[1], second] for first, second in said.values()]
    for name, talk in zip(said, talks, strict=True):
        turns = [{"by": ("bot", "human")[at % 2], "utt": text} for at, text in enumerate(talk)]
        cell = json.dumps(turns).replace('"', '""')
        rows += f's-{name},{name},web,"{cell}",20\n'
    found = read_transcripts(f"session_id,applicant,channel,turns_json,ms\n{rows}".encode(), "x.csv")
    assert [[turn.text for turn in each.turns] for each in found] == talks


def test_a_list_as_python_prints_it_is_read_with_its_marks() -> None:
    asked, said = "What's first?", 'I didn\'t ask, I said: "Up at 4:20, then the kettle."'
    rows = [{"role": "assistant", "content": asked, "calls": None}, {"role": "user", "content": said, "ok": True}]
    assert [turn.text for turn in read(str(rows))[0].turns] == [asked, said]
    with pytest.raises(InputError, match="broken JSON"):
        read("[{'a': " + "[" * 10_000)


def test_notes_in_markdown_are_not_called_broken_yaml() -> None:
    lines = (
        "# Changes",
        "",
        "## 0.1.0",
        "",
        "**New**",
        "- `practice`: questions,",
        "  answers: both.",
        "- Banks: `x: y`",
    )
    (transcript,) = read_transcripts("\n".join(lines).encode(), "CHANGELOG.md")
    assert assign_roles(transcript).reading.confidence < 0.9
