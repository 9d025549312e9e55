"""Speakers in forms other than `Name: text`: read where the form recurs, left alone where it is prose."""

import re
from contextlib import suppress

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from interview_cli.errors import InputError
from interview_cli.transcripts.label_forms import Line, split_prefix
from interview_cli.transcripts.plain_text import SURE
from interview_cli.transcripts.proposals import choose
from interview_cli.transcripts.reading import read_transcripts

TALK = [
    ("Ann Lee", "Why did you leave Acme?"),
    ("Bo Fry", "The office moved - far away - and I could not."),
    ("Ann Lee", "What did you build there?"),
    ("Bo Fry", "A queue: small, but [mostly] safe."),
]
FORMS = [
    "[{}] {}",
    "[{}] 10:02:11\n{}\n",
    "[{}]\n{}\n",
    "<{}> {}",
    "**{}** {}",
    "{} - {}",
    "{} – {}",
    "{}\u3000{}",
    "{}\u2003{}",
    "{} — {}",
    "{}—{}",
    "{} | {}",
    "{}\t{}",
    "{}:{}",
    "{}：{}",
    ">> {}: {}",
    "{}\n{}\n",
    "{}\n\n{}\n",
    "## {}\n{}\n",
    "{}\n00:00:01\n{}\n",
    "00:00:01\n{}\n{}\n",
    "[0.00s - 4.20s] {}: {}",
    "[0.00 --> 4.20] {}: {}",
    "<p><b>{}:</b> {}</p>",
    "({}) {}",
    "{}> {}",
    "{} -> {}",
    "{} / {}",
    "- {} - {}",
    "| {} | {} |",
    "🎤 {}: {}",
    "10:02:11 From {} to Everyone:\n\t{}\n",
    "[{} 00:12] {}",
    "[00:12 {}] {}",
    "\u200f{}\u200f: {}",
]
NAMES = [
    ("Ann Lee", "Bo Fry"),
    ("Interviewer", "Candidate"),
    ("ANN", "BO"),
    ("SPEAKER_00", "SPEAKER_01"),
    ("speaker 1", "speaker 2"),
    ("ann", "bo"),
    ("Ana de la Cruz y Santos del Campo", "Bo O'Neil-Fry Jr."),
    ("Fragesteller", "Bewerberin"),
    ("面试官", "候选人"),
]


def said(text: str) -> list[tuple[str | None, str]]:
    (transcript,) = read_transcripts(text.encode(), "x.txt")
    return [(turn.speaker_label, turn.text) for turn in transcript.turns]


def written(form: str, names: tuple[str, str], talk: list[tuple[str, str]]) -> str:
    return "\n".join(form.format(names[name == "Bo Fry"], text) for name, text in talk)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("names", NAMES, ids=lambda names: names[0])
def test_a_form_that_recurs_names_the_speakers(form: str, names: tuple[str, str]) -> None:
    found = said(written(form, names, TALK))
    assert [text for _, text in found] == [text for _, text in TALK]
    assert [label for label, _ in found] == [names[name == "Bo Fry"] for name, _ in TALK]


def test_a_role_and_a_name_without_blanks() -> None:
    lines = ["面试官：请介绍一下自己。", "田中：我写编译器。例如：这个。", "例如：那个。", "例如：还有。"]
    lines += ["面试官：为什么？", "田中：有趣。"]
    assert said("\n".join(lines)) == [
        ("面试官", "请介绍一下自己。"),
        ("田中", "我写编译器。例如：这个。 例如：那个。 例如：还有。"),
        ("面试官", "为什么？"),
        ("田中", "有趣。"),
    ]


@pytest.mark.parametrize("form", ["{}. {}", "{}; {}", "{}, {}", "{},{}"])
def test_marks_that_end_phrases_count_behind_roles_only(form: str) -> None:
    assert {label for label, _ in said(written(form, ("Interviewer", "Candidate"), TALK))} == {
        "Interviewer",
        "Candidate",
    }
    assert {label for label, _ in said(written(form, ("Today", "Later"), TALK))} == {None}


def test_who_speaks_once_in_brackets_speaks() -> None:
    text = (
        "[Ann] Why us?\n[Bo] Lamps.\n[Cy] Why farms?\n[Bo] I like farms.\n[Ann] Why now?\n[laughs]\n[Bo] Because.\n"
    )
    assert said(text) == [
        ("Ann", "Why us?"),
        ("Bo", "Lamps."),
        ("Cy", "Why farms?"),
        ("Bo", "I like farms."),
        ("Ann", "Why now?"),
        ("Bo", "Because."),
    ]


def test_short_words_between_are_no_names() -> None:
    text = "why did you leave acme\nyeah\nthe office moved\nright\nfar away\nyeah\nand i could not\nright\n"
    assert {label for label, _ in said(text)} == {None}


def test_times_below_names_are_read() -> None:
    (transcript,) = read_transcripts(written("[{}] 00:01:05\n{}\n", NAMES[0], TALK).encode(), "x")
    assert {turn.start_s for turn in transcript.turns} == {65.0}
    (transcript,) = read_transcripts(written("[1.50s - 4.25s] {}: {}", NAMES[0], TALK).encode(), "x")
    assert {(turn.start_s, turn.end_s) for turn in transcript.turns} == {(1.5, 4.25)}


def test_markup_in_a_label_is_no_part_of_it() -> None:
    text = 'Interviewer <script>x(1)</script>: Why us?\nCandidate "><img src=x onerror=y>: I like <b>it</b>.\n'
    assert said(text) == [("Interviewer x(1)", "Why us?"), ("Candidate", "I like <b>it</b>.")]
    assert {label for label, _ in said(written("{} <i>(Acme)</i>: {}", NAMES[0], TALK))} == {
        "Ann Lee (Acme)",
        "Bo Fry (Acme)",
    }


def test_who_asks_once_under_a_name_that_does_not_come_again_is_heard() -> None:
    text = "Cy: What do you do?\nCandidate: I code.\nInterviewer: Why?\nCandidate: It is fun.\n"
    assert said(text)[0] == ("Cy", "What do you do?")
    assert said("Topic: lamps\n" + text.partition("\n")[2])[0] == ("Candidate", "I code.")


@pytest.mark.parametrize(
    "text",
    [
        "[Ann] Why did you leave?\n[Bo] The office moved.\n",
        "ann: why did you leave?\nbo: the office moved.\n",
        "Ann\tWhy did you leave?\nBo\tThe office moved.\nCy\tIs that so?\n",
        "<Ann> Why did you leave?\n<Bo> It moved.\n<Cy> Where to?\n<Di> Far.\n",
    ],
)
def test_labels_that_come_once_are_read_where_all_lines_have_them(text: str) -> None:
    assert [label for label, _ in said(text)] == re.findall(r"\b(?:ann|bo|cy|di)\b", text, re.IGNORECASE)


PROSE = [
    "Redis - fast, but it forgets.\nKafka - slow, but it does not.\nI chose Kafka.\nThen I measured.\n",
    "We had two.\nRedis - it forgets.\nKafka - it does not.\nRedis - it is small.\nSo I chose Kafka.\nDone.\n",
    "My plan had three parts.\n[1] Measure.\n[2] Cut.\n[3] Measure again.\n",
    "[Laughter] It was slow.\n[Applause] We fixed it.\n[Laughter] It broke.\n[Applause] We fixed it again.\n",
    "Speed - that was it - and size.\nNothing else mattered.\nI cut both.\n",
    "The answer: measure.\nThen: cut.\nI did that for a year.\nIt worked.\n",
]


@pytest.mark.parametrize("text", PROSE)
def test_prose_is_not_cut_up(text: str) -> None:
    assert {label for label, _ in said(text)} == {None}


def test_dashes_inside_answers_are_no_speakers() -> None:
    text = "Interviewer: How?\nCandidate: Two ways.\nRedis - fast.\nKafka - safe.\nRedis - small.\nKafka - large.\n"
    assert said(text)[1][1] == "Two ways. Redis - fast. Kafka - safe. Redis - small. Kafka - large."


WORDS = "after always because build cache deploy every finally group home index just keep later measure never".split()
SENTENCE = (
    st.lists(st.sampled_from(WORDS), min_size=4, max_size=12).map(" ".join).map(lambda text: text.capitalize() + ".")
)
DASHED = st.tuples(st.sampled_from(WORDS), st.sampled_from([" - ", " — ", ": ", ":", " | "]), SENTENCE).map(
    lambda parts: parts[0].capitalize() + parts[1] + parts[2]
)
NAME = st.sampled_from("Ann Bo Cy Di Ed Flo Gil Hal Ida Jo".split())


@given(
    st.sampled_from([form for form in FORMS if form != "{}:{}"]),
    st.lists(NAME, min_size=2, max_size=2, unique=True),
    st.lists(SENTENCE, min_size=4, max_size=12),
)
def test_whoever_speaks_is_found_and_every_word_kept(form: str, names: list[str], texts: list[str]) -> None:
    text = "\n".join(form.format(names[index % 2], each) for index, each in enumerate(texts))
    assert [label for label, _ in said(text)] == [names[index % 2] for index in range(len(texts))]
    assert [each for _, each in said(text)] == texts


@given(st.lists(st.one_of(SENTENCE, SENTENCE, DASHED), min_size=1, max_size=20), st.sampled_from(["\n", "\n\n"]))
@example(["Keep the cache.", "Build it later.", "After: Never deploy it.", "Always: Measure the build."], "\n")
def test_prose_with_dashes_and_colons_keeps_every_word_or_is_refused(lines: list[str], between: str) -> None:
    firsts = [line.split(" - ")[0].split(" — ")[0].split(":")[0].split(" | ")[0] for line in lines]
    if len(set(firsts)) == len(firsts):
        assert choose([Line(line) for line in lines]).named < SURE
    if not any(":" in line for line in lines) and len(set(firsts)) == len(firsts):
        with suppress(InputError):
            assert " ".join(text for _, text in said(between.join(lines))) == " ".join(lines)


def test_surnames_may_come_first() -> None:
    text = "".join(
        f"[3/12 10:0{minute} AM] {'Lee, Ann' if label == 'Ann Lee' else 'Fry, Bo (Guest)'}\n{words}\n\n"
        for minute, (label, words) in enumerate(TALK)
    )
    assert said(text) == [("Lee, Ann" if label == "Ann Lee" else "Fry, Bo (Guest)", words) for label, words in TALK]


@pytest.mark.parametrize("letters", ["DR", "PR", "FA", "ВО"])
@pytest.mark.parametrize("asking", ["", "(dott. Prandi) "])
def test_a_letter_with_a_full_stop_that_recurs_is_a_speaker(letters: str, asking: str) -> None:
    found = said(
        "\n".join(f"{letters[name == 'Bo Fry']}. {asking if name == 'Ann Lee' else ''}{text}" for name, text in TALK)
    )
    assert found == [(letters[name == "Bo Fry"], text) for name, text in TALK]


def test_the_letters_of_a_list_stay_in_the_answer() -> None:
    listed = ["I looked at three.", "A. The old one was slow.", "B. The new one was fast.", "I took the second."]
    answer = "\n".join(listed)
    found = said(f"Ann: Which one?\n\nBo: {answer}\n\nAnn: Why?\n\nBo: Speed.")
    assert [text for _, text in found] == ["Which one?", " ".join(listed), "Why?", "Speed."]


def test_an_emphasised_name_needs_no_blank_behind_it() -> None:
    assert [split_prefix(line) for line in ("**林（讲述人）**：水很深。", "水很深：三米。")] == [
        ("林（讲述人）", "水很深。"),
        None,
    ]
