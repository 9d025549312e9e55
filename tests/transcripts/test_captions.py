"""WebVTT and SRT with everything that goes wrong in them."""

import json
from itertools import pairwise

import pytest

from interview_cli.errors import InputError
from interview_cli.transcripts.model import Turn
from interview_cli.transcripts.pairing import pair
from interview_cli.transcripts.reading import read_transcripts
from interview_cli.transcripts.roles import assign_roles


def turns(text: str) -> tuple[Turn, ...]:
    (transcript,) = read_transcripts(text.encode(), "x.vtt")
    return transcript.turns


def said(text: str) -> list[tuple[str | None, str]]:
    return [(turn.speaker_label, turn.text) for turn in turns(text)]


def cues(*payloads: str) -> str:
    return "WEBVTT\n\n" + "".join(f"00:0{n}.000 --> 00:0{n}.900\n{said}\n\n" for n, said in enumerate(payloads, 1))


def test_several_and_unclosed_voices() -> None:
    text = (
        "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ann>So tell me</v> <v.loud Bob Roe>yes?</v>\n\n"
        "00:03.000 --> 00:04.000\n<v Bob &amp; Co>It was &lt;fine&gt;\n"
    )
    assert said(text) == [("Ann", "So tell me"), ("Bob Roe", "yes?"), ("Bob & Co", "It was <fine>")]


def test_markup_goes_and_code_stays() -> None:
    text = (
        "WEBVTT\n\n00:01.000 --> 00:02.000\n<c.yellow>A <i>list</i></c> of vector<int><00:00:01.500> was a < b\n\n"
        "00:02.000 --> 00:03.000\n{\\an8}[laughter] Really (inaudible 00:12) ♪ good [inaudible at 0:36 - 01:12]\n"
    )
    assert [text for _, text in said(text)] == ["A list of vector<int> was a < b", "Really good"]


def test_cue_without_speaker_goes_on_with_the_one_before() -> None:
    text = "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ann>one\n\n00:02.000 --> 00:03.000\ntwo\n"
    assert said(text) == [("Ann", "one"), ("Ann", "two")]


def test_a_colon_inside_speech_is_no_speaker() -> None:
    text = (
        "1\n00:00:01,000 --> 00:00:02,000\nAnn Lee: Why us?\n\n"
        "2\n00:00:02,000 --> 00:00:03,000\nBo Fry: Two things\n\n"
        "3\n00:00:03,000 --> 00:00:04,000\nMoney: it is what it is\n\n"
        "4\n00:00:04,000 --> 00:00:05,000\nBo Fry: and time\n\n"
        "5\n00:00:05,000 --> 00:00:06,000\nAnn Lee: Why that?\n\n"
        "6\n00:00:06,000 --> 00:00:07,000\nBo Fry: It is short.\n"
    )
    assert said(text)[2] == ("Bo Fry", "Money: it is what it is")


def test_srt_without_blank_lines_and_with_broken_cues() -> None:
    text = (
        "1\n00:00:01,000 --> 00:00:02,000\nfirst\n2\n00:00:02,000 --> 00:00:03,000\nsecond\n"
        "3\n00:00:xx --> bad\nstray\n\n4\n00:00:04,000 -->\nlast"
    )
    assert [text for _, text in said(text)] == ["first", "second", "stray", "last"]
    assert [(turn.start_s, turn.end_s) for turn in turns(text)[2:]] == [(None, None), (4.0, None)]


@pytest.mark.parametrize(
    "times", ["0:3.5 --> 99:99.000", "00:05.000 -> 00:06.000", "00:05.000 → 00:06.000", "--> 00:06"]
)
def test_a_cue_whose_times_cannot_be_read_keeps_its_place(times: str) -> None:
    text = (
        "WEBVTT\n\n00:01.000 --> 00:02.000\nAnn: Why us?\n\n"
        f"7\n{times}\nBo: I like the product.\n\n00:20.000 --> 00:21.000\nAnn: How did you hear of us?\n\n"
        f"{times}\nBo: A friend told me.\n"
    )
    (transcript,) = read_transcripts(text.encode(), "x.vtt")
    assert [(each.question, each.answer, each.start_s) for each in pair(assign_roles(transcript))] == [
        ("Why us?", "I like the product.", None),
        ("How did you hear of us?", "A friend told me.", None),
    ]


def test_an_arrow_in_speech_is_no_time() -> None:
    text = "WEBVTT\n\n00:01.000 --> 00:02.000\nfirst\n3 -> 4 came next\nand a --> b\n"
    assert said(text) == [(None, "first 3 -> 4 came next and a --> b")]


def test_a_voice_without_a_name() -> None:
    text = "WEBVTT\n\n00:01.000 --> 00:02.000\n<v >Why us?</v>\n\n00:03.000 --> 00:04.000\n<v>I like it.</v>\n"
    assert said(text) == [(None, "Why us?"), (None, "I like it.")]


def test_names_in_brackets_before_what_is_said() -> None:
    cues = [
        "[Ann Lee] Why us?",
        "[Bo Fry] I like it.",
        "[laughter] A lot.",
        "[Ann Lee] Why now?",
        "[Bo Fry] Because.",
    ]
    text = "".join(f"{n}\n00:00:0{n},000 --> 00:00:0{n},900\n{cue}\n\n" for n, cue in enumerate(cues, 1))
    assert said(text) == [
        ("Ann Lee", "Why us?"),
        ("Bo Fry", "I like it."),
        ("Bo Fry", "A lot."),
        ("Ann Lee", "Why now?"),
        ("Bo Fry", "Because."),
    ]


def test_two_speakers_in_brackets_in_one_cue() -> None:
    text = cues("(Ann Lee)\nWhy us?\n-\n \n(Bo Fry)\nI like it,", "(Bo Fry)\na lot.", "(Ann Lee)\nGood.")
    assert said(text) == [
        ("Ann Lee", "Why us?"),
        ("Bo Fry", "I like it,"),
        ("Bo Fry", "a lot."),
        ("Ann Lee", "Good."),
    ]


def test_names_above_the_times_are_speakers_if_they_recur() -> None:
    names = ["Ann Lee", "Bo Fry", "Ann Lee", "Bo Fry"]
    text = "WEBVTT\n\nNOTE by hand\n\n" + "".join(
        f"{name}\n00:0{n}.000 --> 00:0{n}.900\nWell {n}.\n\n" for n, name in enumerate(names, 1)
    )
    assert said(text) == [(name, f"Well {n}.") for n, name in enumerate(names, 1)]
    for n in range(1, 5):
        numbered = text.replace(f"{names[n - 1]}\n00:0{n}", f'{n} "{names[n - 1]}" (123{n})\n00:0{n}')
        text = numbered
    assert said(text) == [(name, f"Well {n}.") for n, name in enumerate(names, 1)]
    unique = [f"a{n}-cue" for n in range(1, 5)]
    for name, other in zip(names, unique, strict=True):
        text = text.replace(name, other, 1)
    assert said(text) == [(None, f"Well {n}.") for n in range(1, 5)]


@pytest.mark.parametrize("alone", [True, False], ids=["in a cue of its own", "before what is said"])
def test_voices_that_were_renamed_in_the_text(alone: bool) -> None:
    labels = {"S00": "Ann Lee", "S01": "Bo Fry"}
    spoken = [("S00", "Why us?"), ("S01", "I like it."), ("S00", "Why now?"), ("S01", "Because: it was time.")]
    payloads = []
    for voice, text in spoken:
        begin = f"<v {voice}>{labels[voice]}: "
        payloads += [begin, f"<v {voice}>{text}"] if alone else [begin + text]
    assert said(cues(*payloads)) == [(labels[voice], text) for voice, text in spoken]


def test_a_colon_in_what_voices_say_stays() -> None:
    spoken = [
        ("Ann", "Why us?"),
        ("Bo", "Two reasons: money and time."),
        ("Ann", "Why?"),
        ("Bo", "Well: it depends."),
    ]
    spoken += [("Ann", "Question: who led it?"), ("Bo", "We all did.")]
    assert said(cues(*(f"<v {voice}>{text}</v>" for voice, text in spoken))) == spoken


def test_blank_lines_with_blanks_end_cues_if_there_are_no_others() -> None:
    text = "WEBVTT\n \nx1\n00:01.000 --> 00:02.000\none\n \nNOTE no speech\n \nx2\n00:03.000 --> 00:04.000\ntwo\n"
    assert said(text) == [(None, "one"), (None, "two")]


def test_the_label_of_a_speaker_behind_a_sentence_begins_another_turn() -> None:
    text = cues(
        "Ann Lee: Why us? Bo Fry: I like it.",
        "Bo Fry: A lot.",
        "Ann Lee: Why now?",
        "Bo Fry: I told Bo Fry: go. Now.",
    )
    assert said(text) == [
        ("Ann Lee", "Why us?"),
        ("Bo Fry", "I like it."),
        ("Bo Fry", "A lot."),
        ("Ann Lee", "Why now?"),
        ("Bo Fry", "I told Bo Fry: go. Now."),
    ]


def test_overlapping_and_unordered_cues_are_put_in_order() -> None:
    text = (
        "WEBVTT\n\n00:05.000 --> 00:09.000\n<v B>I was away\n\n00:01.000 --> 00:06.000\n<v A>Where were you?\n\n"
        "00:08.000 --> 00:07.000\n<v A>Hm.\n"
    )
    found = turns(text)
    assert [(turn.start_s, turn.end_s) for turn in found] == [(1.0, 6.0), (5.0, 9.0), (8.0, 8.0)]
    (transcript,) = read_transcripts(text.encode(), "x")
    (only,) = pair(assign_roles(transcript))
    assert only.response_latency_s == 0


def test_captions_that_grow_or_repeat_are_said_once() -> None:
    steps = ["so", "so I", "so I moved", "so I moved the data", "so I moved the data", "moved the data by night."]
    text = "WEBVTT\n\n" + "\n".join(f"00:0{n}.000 --> 00:0{n + 1}.000\n{step}\n" for n, step in enumerate(steps))
    assert " ".join(text for _, text in said(text)) == "so I moved the data by night."


def test_speakers_who_repeat_themselves_keep_every_word() -> None:
    cues = [
        "I had a plan",
        "a plan for the team",
        "and it worked",
        "it worked for a year",
        "then we grew",
        "to ten people",
    ]
    text = "WEBVTT\n\n" + "\n".join(f"00:0{n}.000 --> 00:0{n + 1}.000\n{cue}\n" for n, cue in enumerate(cues))
    assert [text for _, text in said(text)] == cues


@pytest.mark.parametrize(
    "cues",
    [
        ["no?", "no", "no no", "no no no", "no no", "no"],
        ["so", "then", "so", "then"],
        ["I see.", "I see.", "I see.", "I see.", "I see."],
        ["Wait, wait.", "Wait, wait for me", "for me", "and him", "and her", "and all"],
    ],
)
def test_words_said_again_and_again_are_all_kept(cues: list[str]) -> None:
    text = "WEBVTT\n\n" + "\n".join(f"00:0{n}.000 --> 00:0{n + 1}.000\n{cue}\n" for n, cue in enumerate(cues))
    assert [text for _, text in said(text)] == cues


def test_captions_that_roll_line_by_line_are_said_once() -> None:
    lines = ["well I", "moved it", "by night", "and day"]
    cues = [lines[0], *(part for pair in pairwise(lines) for part in (" ".join(pair), pair[1]))]
    text = "WEBVTT\n\n" + "\n".join(f"00:0{n}.000 --> 00:0{n + 1}.000\n{cue}\n" for n, cue in enumerate(cues))
    assert " ".join(text for _, text in said(text)) == "well I moved it by night and day"


def test_two_speakers_with_marks_on_one_line() -> None:
    text = cues(">> ANN: Why us?", ">> BO: A lot. >> ANN: Why now?", ">> BO: Because. I think >> is fine.")
    assert said(text) == [
        ("ANN", "Why us?"),
        ("BO", "A lot."),
        ("ANN", "Why now?"),
        ("BO", "Because. I think is fine."),
    ]


def test_speaker_change_marks_are_not_read_out() -> None:
    assert [text for _, text in said("WEBVTT\n\n00:01.000 --> 00:02.000\n- Who?\n>> Me.\n")] == ["Who? Me."]


@pytest.mark.parametrize("text", ["WEBVTT", "WEBVTT\n\n00:01.000 --> 00:02.000\n", "WEBVTT\n\nNOTE nothing\n"])
def test_no_speech_is_an_error(text: str) -> None:
    with pytest.raises(InputError, match="contains nothing that could be read as speech"):
        turns(text)


def test_a_file_cut_off_in_a_cue_gives_what_is_there() -> None:
    assert said("WEBVTT\n\n00:01.000 --> 00:02.000\nhello\n\n00:02.000 --> 00:0") == [(None, "hello")]


def test_speech_beside_the_times_is_kept() -> None:
    text = (
        "00:00:01.000 --> 00:00:09.000 Interviewer: Why us?\n00:00:10,000 --> 00:00:59,000 Candidate: I like it,\n"
        "and I said so.\n\n00:01:00.000 --> 00:01:04.000 align:start position:0% Interviewer: Go on.\n"
    )
    assert [(turn.speaker_label, turn.text, turn.start_s, turn.end_s) for turn in turns(text)] == [
        ("Interviewer", "Why us?", 1, 9),
        ("Candidate", "I like it, and I said so.", 10, 59),
        ("Interviewer", "Go on.", 60, 64),
    ]


def test_where_a_cue_is_shown_is_not_said() -> None:
    text = "1\n00:01.000 --> 00:02.000 X1:10 X2:20 Y1:5\nHello.\n\n2\n00:03:02 --> 00:04:02 line:0 align:end\nBye.\n"
    assert [turn.text for turn in turns(text)] == ["Hello.", "Bye."]


def test_cues_that_highlight_one_word_after_another_are_said_once() -> None:
    said = ("Why did you leave?", "The office moved.", "And I stayed.")
    cues = [(3 * n + k, text) for n, text in enumerate(said) for k in range(3)]
    text = "WEBVTT\n\n" + "".join(f"00:00:{at:02}.000 --> 00:00:{at + 1:02}.000\n{text}\n\n" for at, text in cues)
    assert " ".join(turn.text for each in read_transcripts(text.encode(), "x") for turn in each.turns) == " ".join(
        said
    )


def test_marks_of_a_change_part_unpunctuated_speech() -> None:
    said = (
        (">> why do you want to leave your job", ">> so i have been there for three years"),
        (
            "and i hit the ceiling >> uh huh >> so i want to lead a team",
            ">> what does a normal day look like",
        ),
        (">> i start at five and walk the lanes", "with the night lead"),
    )
    cues = [f"00:00:{4 * n:02}.000 --> 00:00:{4 * n + 3:02}.000\n{line}\n\n" for n, line in enumerate(sum(said, ()))]
    (transcript,) = read_transcripts(("WEBVTT\n\n" + "".join(cues)).encode(), "x")
    decided = assign_roles(transcript)
    assert [(each.question, each.answer) for each in pair(decided)] == [
        (
            "why do you want to leave your job",
            "so i have been there for three years and i hit the ceiling so i want to lead a team",
        ),
        ("what does a normal day look like", "i start at five and walk the lanes with the night lead"),
    ]
    assert 0.3 < decided.reading.confidence < 0.9


def test_a_mark_of_a_change_may_end_a_cue_and_a_statement_may_ask() -> None:
    text = cues(
        "WITH ME IS RUTH ELDER. RUTH, WHEN DID YOU KNOW? >> AROUND",
        "SIX. SHE DIDN'T ANSWER HER HORN. >>",
        "AND YOU TURNED AROUND. >> I CALLED MY",
        "DAUGHTER, WHO HAS THE BIG LIGHTS, AND THEN I TURNED AROUND. &gt;&gt;",
        "WERE YOU AFRAID? >> NO, MA'AM. I WAS AFRAID AFTERWARD AND SAT DOWN. >> THANK YOU, RUTH.",
    )
    (transcript,) = read_transcripts(text.encode(), "x")
    assert [each.answer for each in pair(assign_roles(transcript))] == [
        "AROUND SIX. SHE DIDN'T ANSWER HER HORN.",
        "I CALLED MY DAUGHTER, WHO HAS THE BIG LIGHTS, AND THEN I TURNED AROUND.",
        "NO, MA'AM. I WAS AFRAID AFTERWARD AND SAT DOWN.",
    ]


def test_a_few_marks_of_a_change_divide_nothing() -> None:
    rows = [{"text": ">> Why us?"}, {"text": "I like the lamps."}, {"text": "How so?"}, {"text": "They last."}]
    (transcript,) = read_transcripts(json.dumps(rows).encode(), "x")
    assert [each.answer for each in pair(assign_roles(transcript))] == ["I like the lamps.", "They last."]


def test_what_is_shown_beside_what_somebody_says_is_not_theirs() -> None:
    cues = (
        ("0:00:01.00,0:00:03.00", "Ann", "How did you start?"),
        ("0:00:04.00,0:00:08.00", "", "Bea Lee, organ builder"),
        ("0:00:04.10,0:00:09.00", "Bea", "I failed the exam for piano and stayed in the shop."),
        ("0:00:09.10,0:00:12.00", "", "Nobody minded."),
    )
    text = "[Events]\n" + "".join(f"Dialogue: 0,{times},D,{name},0,0,0,,{said}\n" for times, name, said in cues)
    assert [turn.speaker_label for turn in turns(text)] == ["Ann", None, "Bea", "Bea"]


def test_the_source_of_sami_captions_speaks_until_the_next() -> None:
    source = "<P Class=EN ID=Source>"
    text = (
        f"<SAMI><BODY><SYNC Start=900>{source}Ann<P Class=EN>How did you start?<SYNC Start=4000>{source}Bea Lee"
        f"<P Class=EN>By chance.<SYNC Start=9000>{source}&nbsp;<P Class=EN>And I stayed.</BODY></SAMI>"
    )
    assert said(text) == [("Ann", "How did you start?"), ("Bea Lee", "By chance."), ("Bea Lee", "And I stayed.")]


def test_cues_with_several_speakers_are_divided_at_their_names() -> None:
    cues = [
        "Dana: What broke? Miro: The pump of the second line, at night.",
        "Miro: We swapped it. Dana: And then?",
        "Miro: Note: it never broke again.",
        "Dana: Who found it?",
    ]
    text = "".join(f"{n}\n00:00:0{n},000 --> 00:00:0{n},900\n{cue}\n\n" for n, cue in enumerate(cues, 1))
    (transcript,) = read_transcripts(text.encode(), "x.srt")
    assert [(turn.speaker_label, turn.text) for turn in transcript.turns] == [
        ("Dana", "What broke?"),
        ("Miro", "The pump of the second line, at night."),
        ("Miro", "We swapped it."),
        ("Dana", "And then?"),
        ("Miro", "Note: it never broke again."),
        ("Dana", "Who found it?"),
    ]
