"""Times in front of a line, behind the speaker's label and above what is said, in the forms that tools write."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interview_cli.transcripts.line_times import (
    LineTime,
    label_with_time,
    leading_time,
    since_first,
    to_seconds,
    to_time,
)
from interview_cli.transcripts.model import Turn
from interview_cli.transcripts.reading import read_transcripts

SAID = ["Tell me about your work.", "I led it: a team of 5. We met at 10:30 each day.", "Why?", "It was late."]


def turns(text: str) -> tuple[Turn, ...]:
    (transcript,) = read_transcripts(text.encode(), "x.txt")
    return transcript.turns


FORMS = [
    ["0:01", "0:10", "1:00", "1:05"],
    ["00:00:01:12", "00:00:10:00", "00:01:00:02", "00:01:05;20"],
    ["00;00;01;12 - 00;00;09;29", "00;00;10;00 - 00;00;58;02", "00;01;00;02 - 00;01;04;11", "00;01;05;20"],
    ["[00:00:01:12]", "[00:00:10:00]", "[00:01:00:02]", "[00:01:05:20]"],
    ["[0h0m1s]", "[0h0m10s]", "[0h1m0s]", "[0h1m5s]"],
    ["<00:01>", "<00:10>", "<01:00>", "<01:05>"],
    ["(0:01)", "(0:10)", "(1:00)", "(1:05)"],
    ["#00:00:01-0#", "#00:00:10-0#", "#00:01:00-0#", "#00:01:05-0#"],
    ["00:00:01.000 - 00:00:09.000", "00:00:10.000 - 00:00:59.000", "00:01:00.000 - 00:01:04.000", "00:01:05.000"],
]
DAY_FORMS = [
    ["2024-03-01 10:30:01", "2024-03-01 10:30:10", "2024-03-01 10:31:00", "2024-03-01 10:31:05"],
    ["[2024-03-01 10:30:01]", "[2024-03-01 10:30:10]", "[2024-03-01 10:31:00]", "[2024-03-01 10:31:05]"],
    ["2024-02-29T23:59:41Z", "2024-02-29T23:59:50Z", "2024-03-01T00:00:40Z", "2024-03-01T00:00:45Z"],
    [f"2024-03-01T10:{time}.5+02:00" for time in ("30:01", "30:10", "31:00", "31:05")],
    ["[01.03.24, 12:59:50]", "[01.03.24, 12:59:59]", "[01.03.24, 13:00:49]", "[01.03.24, 13:00:54]"],
    ["12:59:50 PM", "12:59:59 PM", "1:00:49 p.m.", "1:00:54 PM"],
]
MINUTES = [
    ["[3/12 10:30 AM]", "[3/12 10:30 AM]", "[3/12 10:31 AM]", "[3/12 10:31 AM]"],
    ["01/03/2024, 10:30 -", "01/03/2024, 10:30 -", "01/03/2024, 10:31 -", "01/03/2024, 10:31 -"],
    ["[10:30 AM, 3/1/2024]", "[10:30 AM, 3/1/2024]", "[10:31 AM, 3/1/2024]", "[10:31 AM, 3/1/2024]"],
    ["March 1, 2024 12:59 PM", "March 1, 2024 12:59 PM", "March 1, 2024 1:00 PM", "March 1, 2024 1:00 PM"],
    ["(1 Mar 2024, 10:30)", "(1 Mar 2024, 10:30)", "(1 Mar 2024, 10:31)", "(1 Mar 2024, 10:31)"],
    ["[1. März 2024, 10:30]", "[1. März 2024, 10:30]", "[1. März 2024, 10:31]", "[1. März 2024, 10:31]"],
    ["1 août 2024 10:30 -", "1 août 2024 10:30 -", "1 août 2024 10:31 -", "1 août 2024 10:31 -"],
    ["1 de enero de 2024, 10:30 -", *["1 ene. 2024, 10:30 -"], *["1 de enero de 2024, 10:31 -"] * 2],
    ["12/03/24, 11:59 pm -", "12/03/24, 11:59 pm -", "13/03/24, 12:00 am -", "13/03/24, 12:00 am -"],
]
PLACES = {
    "in front": "{time} {label}: {text}\n",
    "behind": "{label} {time}: {text}\n",
    "above": "{label} {time}\n{text}\n\n",
}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("labels", [("Interviewer", "Candidate"), ("Jane Doe", "Rose Will")])
@pytest.mark.parametrize(
    ("times", "starts"),
    [(form, [1, 10, 60, 65]) for form in FORMS]
    + [(form, [0, 9, 59, 64]) for form in DAY_FORMS]
    + [(form, [0, 0, 60, 60]) for form in MINUTES],
    ids=lambda value: value[0],
)
def test_times_are_no_part_of_what_is_said(
    times: list[str], starts: list[int], labels: tuple[str, str], place: str
) -> None:
    lines = [
        PLACES[place].format(time=time, label=labels[index % 2], text=SAID[index]) for index, time in enumerate(times)
    ]
    found = turns("".join(lines))
    assert [(turn.speaker_label, turn.text) for turn in found] == [
        (labels[index % 2], text) for index, text in enumerate(SAID)
    ]
    assert [turn.start_s for turn in found] == starts


def test_a_time_alone_above_the_label() -> None:
    found = turns(
        "00:00:01:12 - 00:00:09:00\nJane Doe: Why us?\n\n00:00:10:00\nRose Will: I like it.\nJane Doe: Go on.\n"
    )
    assert [(turn.text, turn.start_s, turn.end_s) for turn in found] == [
        ("Why us?", 1, 9),
        ("I like it.", 10, None),
        ("Go on.", None, None),
    ]


def test_seconds_before_a_label() -> None:
    found = turns("1s Jane Doe: Why us?\n10s Rose Will: I like it.\n[60s] Jane Doe: Go on.\n65.5s Rose Will: Well.")
    assert [(turn.speaker_label, turn.start_s) for turn in found] == [
        ("Jane Doe", 1),
        ("Rose Will", 10),
        ("Jane Doe", 60),
        ("Rose Will", 65.5),
    ]


def test_seconds_in_speech_stay() -> None:
    (turn, _) = turns("Interviewer: We waited\n10s of the time budget: too much.\nCandidate: I know.")
    assert turn.text == "We waited 10s of the time budget: too much."


def test_a_time_of_day_in_the_title_is_no_time_of_the_talk() -> None:
    found = turns("1 March 2024, 10:00 AM\nJane Doe 0:01\nWhy us?\nRose Will 0:05\nI like it.\nJane Doe 0:09\nOh.")
    assert [(turn.text, turn.start_s) for turn in found] == [("Why us?", 1), ("I like it.", 5), ("Oh.", 9)]


@given(st.text(alphabet="0123456789:;.,-/TZ[]()<>{}hms apPM", max_size=160))
def test_any_time_is_read_or_left(head: str) -> None:
    for time in (leading_time(head), (label_with_time("Jane " + head) or ("", None))[1]):
        assert time is None or (time.start_s >= 0 and 0 < time.stop <= len(head) + 5)


@given(st.lists(st.tuples(st.floats(0, 86_399), st.none() | st.floats(0, 86_399)), max_size=20))
def test_times_of_day_become_offsets(times: list[tuple[float, float | None]]) -> None:
    found = since_first([LineTime(*each, True, 0) for each in times])
    assert len(found) == len(times)
    assert all(start >= 0 for start, _ in found)
    assert not found or min(start for start, _ in found) == 0


def test_a_time_may_touch_the_label() -> None:
    read = [(turn.start_s, turn.speaker_label) for turn in turns("00:00:01.5Ann: Why?\n\n00:01:00.0Bo: So.\n")]
    assert read == [(1.5, "Ann"), (60.0, "Bo")]


@pytest.mark.parametrize("time", ["[00:00:12]", "#00:00:12-3#", "[4.2s]"])
def test_times_inside_a_text_are_no_words(time: str) -> None:
    text = f"Interviewer: Why? {time}\n\nCandidate: It was late. {time} So we left. {time}\n\n"
    assert [turn.text for turn in turns(text * 2)] == ["Why?", "It was late. So we left."] * 2


def test_two_times_in_cells_are_beginning_and_end() -> None:
    text = "00:00:01\t00:00:09\tAnn\tWhy us?\n00:00:10\t00:00:19\tBo\tI like it.\n00:00:20\t00:00:29\tAnn\tWhy?\n"
    read = [(turn.speaker_label, turn.text, turn.start_s, turn.end_s) for turn in turns(text)]
    assert read == [("Ann", "Why us?", 1, 9), ("Bo", "I like it.", 10, 19), ("Ann", "Why?", 20, 29)]


def test_midnight_moves_beginnings_and_ends_to_the_next_day() -> None:
    before, after = (LineTime(start_s, end_s, True, 0) for start_s, end_s in ((86_340.0, 86_370.0), (30.0, 90.0)))
    assert since_first([before, after]) == [(0.0, 30.0), (90.0, 150.0)]


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (0, 0.0),
        (2, 2.0),
        (2.5, 2.5),
        ("12.5", 12.5),
        ("12.5s", 12.5),
        ("90ms", 0.09),
        ("2h", 7200.0),
        ("3m", 180.0),
        ("1:02:03.5", 3723.5),
        ("00:02:03,25", 123.25),
        ("2:03", 123.0),
        (-1, None),
        (-0.5, None),
        (True, None),
        (float("inf"), None),
        (10**400, None),
        ("soon", None),
        (None, None),
    ],
)
def test_times_of_data_files_in_seconds(value: object, seconds: float | None) -> None:
    assert to_seconds(value) == (None if seconds is None else pytest.approx(seconds))


@pytest.mark.parametrize(
    ("value", "time"),
    [
        (2, (2.0, False)),
        ("2", (2.0, False)),
        ("2s", (2.0, True)),
        ("0:02", (2.0, True)),
        ("PT1H2M3S", (3723.0, True)),
        ("PT2M", (120.0, True)),
        ("PT0.5S", (0.5, True)),
        ("1970-01-01T01:00:05+00:00", (3605.0, True)),
        ("1970-13-01T01:00:05+00:00", None),
        ("soon", None),
    ],
)
def test_clock_times_durations_and_dates_are_sure_to_be_seconds(
    value: object, time: tuple[float, bool] | None
) -> None:
    assert to_time(value) == time


@pytest.mark.parametrize(
    "times",
    [
        ["(00:14)", "(00:52)", "(01:40)", "(01:44)"],
        ["00:00:14", "00:00:52", "00:01:40", "00:01:44"],
        ["— 0'14''", "— 0'52''", "— 1'40''", "— 1'44''"],
        ["[9:14 AM]", "[9:15 AM]", "[10:59 AM]", "[11:02 AM]"],
        ["(14h32)", "(14h33)", "(14h33)", "(15h01)"],
        ["(1 min 02 s)", "(1 min 48 s)", "(2 min 10 s)", "(3 min 0 s)"],
        ["[0:01 - 0:14]", "[0:14 - 0:52]", "[0:52 - 1:40]", "[1:40 - 1:44]"],
    ],
    ids=lambda times: times[0],
)
@pytest.mark.parametrize("label", ["{}: {} {}", "{}: {}\nI did. {}"], ids=["one line", "two lines"])
def test_times_behind_what_is_said_are_not_said(label: str, times: list[str]) -> None:
    names = ["Fr. Dr. Lee", "Hr. Fry"] * 2
    text = "\n".join(label.format(*parts) for parts in zip(names, SAID, times, strict=True))
    assert [turn.text for turn in turns(text)] == [f"{said}{' I did.' * ('did' in label)}" for said in SAID]


@pytest.mark.parametrize("lines", ["Standup at 9:00\nCode until 12:00\nLunch 12:30\n", "In (9:00)\nOut (15:00)\n"])
def test_times_that_rise_in_a_list_are_said(lines: str) -> None:
    text = (
        f"Interviewer: What is a day like?\nCandidate: The same.\n{lines}Interviewer: Why?\nCandidate: I like it.\n"
    )
    assert turns(text)[1].text == f"The same. {' '.join(lines.split())}"


def test_a_time_said_behind_that_of_the_line_stays() -> None:
    text = "Ann: When did it start?\n00:10 12:30 was the first alarm.\n" * 3
    (transcript,) = read_transcripts(text.encode(), "x")
    assert "12:30 was the first alarm." in " ".join(turn.text for turn in transcript.turns)
