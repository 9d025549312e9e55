"""What people say in an answer is in that answer and nowhere else, or the reading says that it left something out.

Sentences that look like what programs and typists write are put anywhere in the answers of plainly labelled
interviews, in many layouts and formats.
"""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterable, Sequence
from html import escape
from typing import Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from interview_cli.errors import InputError
from interview_cli.text.words import count_words, list_words
from interview_cli.transcripts.asking import MAX_NOTICE_WORDS
from interview_cli.transcripts.model import QuestionAnswer, Reading
from interview_cli.transcripts.pairing import pair
from interview_cli.transcripts.plain_text import CERTAIN
from interview_cli.transcripts.reading import read_transcripts
from interview_cli.transcripts.roles import assign_roles
from interview_cli.transcripts.turns import without_noise
from interview_cli.transcripts.unpaired import reading_with

Answer = list[str]
"""Its pieces, each a sentence with what is written above it: a blank, a line break or a blank line."""

Interview = list[tuple[str, Answer]]

ASKED: Final = (
    "How did you plan the last release?",
    "Who decided to roll it back?",
    "What did you change after that night?",
    "How do you handle a colleague who disagrees?",
    "What are you most proud of in that job?",
)
SAID: Final = (
    "I wrote the list on a whiteboard with the whole team.",
    "We cut two features because they were not tested.",
    "The engineer on call decided that alone.",
    "I was asleep and read about it in the morning.",
    "We added a check that compares the row counts before and after.",
    "It has caught three bad migrations so far.",
    "I ask them to write down what they would do instead.",
    "Usually we find out that we mean the same thing.",
    "I built the tool that our support people use every day.",
    "Nobody asked me to, and now twelve people depend on it.",
)
HOSTILE: Final = (
    *("At 9:30 the alarm went off.", "9:30 was too late for that.", "10:15 - 11:00 was the window we had."),
    *(
        "00:01 was when it happened.",
        "The log said [00:12:03] and then an error.",
        "It was 12 April 2026 at 09:15.",
    ),
    *('He said: "no", and left.', "Note: this still matters to me.", "My rule is simple: never deploy on Friday."),
    *("Warning: do not run this twice.", "Tip: write it all down.", "Subject: outage in Berlin, it said."),
    *(
        "Speaker notes are what I write first.",
        "Page 3 of the runbook said so.",
        "Total score 5 was our best one.",
    ),
    *("Question 2 was the hard one.", "Answer: nobody did, as it turned out.", "The answer: nobody did that."),
    *("Plan A: restart the whole thing.", "Step 1: restart. Step 2: wait for an hour."),
    *("See https://example.org/post for the details.", "Write to me at ana@example.org any time."),
    *("1. Measure before you cut anything.", "2) Then change one thing.", "- Ask why about five times."),
    *("* Ask why about five times.", "> never restart the primary", "# include was missing in the header."),
    *("(That was the hard part of it.)", "[That was the hard part of it]", "*This is the part that mattered.*"),
    *("`git bisect run make` found it.", "I typed <Control C> about twice.", "The type was List<int> at first."),
    *(
        "We rated it (4/5) in the end.",
        "{Reactions}\nwere what we stored there.",
        "-- \nWe wrote that each time.",
    ),
    *("$5 was all that we had left.", "// was how each comment began.", "We tagged it #urgent and then left."),
    *("Thanks, bye was all he wrote.", "[laughs] That was not funny at all.", "Slack pinged me all night (really)."),
    *("My boss replied to the thread within a minute.", "Marco left the meeting at once, of course."),
    *("On Monday Marco wrote: it is down.", "On 12 April 2026 at 09:15, Marco wrote:\n> it is down again"),
    *("Sent from my phone, it looked rude.", "Zoom and Discord were full of complaints."),
    *("Transcript by hand is slow work.", "End of file errors were common then.", "The recording was lost that day."),
    *("Python: 6 out of ten.", "I would say it was good (8/10)", "My English is at 7/10 now.", "Kotlin: 4 years"),
    *(
        "I wrote colou?r and favou?rite there.",
        "The name came out as MÃ¼ller again.",
        "It is `grep a | sort` for me.",
    ),
    *("The type was int | None by then.", "Why did we do it? Because we had to.", "Yes, I did that."),
    *("Interview: that was the name of the branch.", "They call it Plan B: wait and see."),
    *("---\nWe drew a line like that one.", "Fw: outage was the title of it.", "Dear team, I wrote to them."),
)
LABELS: Final = ("Dana Brook", "Miro Lind")


def _turns(interview: Interview) -> list[tuple[str, str]]:
    return [turn for asked, said in interview for turn in ((LABELS[0], asked), (LABELS[1], "".join(said).strip()))]


def _labelled(form: str, between: str) -> Callable[[Interview], str]:
    return lambda interview: between.join(form.format(label, text) for label, text in _turns(interview)) + "\n"


def _clock(seconds: int) -> str:
    return f"00:{seconds // 60:02}:{seconds % 60:02}"


def _timed(form: str, before: str = "") -> Callable[[Interview], str]:
    """Turns with when they begin and end; nothing is said in a cue below a blank line that a cue could begin with."""

    def write(interview: Interview) -> str:
        return before + "\n\n".join(
            form.format(label, text, number, _clock(17 * number), _clock(17 * number + 16))
            for number, (label, text) in enumerate(_turns(interview), 1)
        )

    return write


def _sheet(rows: Iterable[Sequence[str]]) -> str:
    file = io.StringIO()
    csv.writer(file).writerows(rows)
    return file.getvalue()


def _docx(body: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        namespace = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
        archive.writestr("word/document.xml", f"<w:document {namespace}><w:body>{body}</w:body></w:document>")
    return file.getvalue()


def _paragraphs(text: str) -> str:
    runs = (f'<w:r><w:t xml:space="preserve">{escape(line)}</w:t></w:r>' for line in text.split("\n"))
    return "".join(f"<w:p>{run}</w:p>" for run in runs)


def _word(interview: Interview) -> bytes:
    return _docx("".join(_paragraphs(f"{label}: {text}") for label, text in _turns(interview)))


def _word_table(interview: Interview) -> bytes:
    rows = ("".join(f"<w:tc>{_paragraphs(cell)}</w:tc>" for cell in turn) for turn in _turns(interview))
    return _docx(f"<w:tbl>{''.join(f'<w:tr>{cells}</w:tr>' for cells in rows)}</w:tbl>")


def _html(interview: Interview) -> str:
    blocks = [
        f"<p><b>{label}:</b> {escape(text)}</p>".replace("\n\n", "</p><p>").replace("\n", "<br>")
        for label, text in _turns(interview)
    ]
    return f"<html><body>{''.join(blocks)}</body></html>"


FORMATS: Final[dict[str, Callable[[Interview], str | bytes]]] = {
    "label": _labelled("{}: {}", "\n"),
    "label, blank lines": _labelled("{}: {}", "\n\n"),
    "bold label": _labelled("**{}:** {}", "\n\n"),
    "label above": _labelled("{}\n{}", "\n\n"),
    "label in brackets": _labelled("[{}] {}", "\n"),
    "label and dash": _labelled("{} - {}", "\n"),
    "label and tab": _labelled("{}\t{}", "\n"),
    "time and label": _timed("[{3}] {0}: {1}"),
    "label and time above": _timed("{0}  {3}\n{1}"),
    "vtt, voices": _timed("{3}.000 --> {4}.000\n<v {0}>{1}</v>", "WEBVTT\n\n"),
    "vtt, labels": _timed("{2}\n{3}.000 --> {4}.000\n{0}: {1}", "WEBVTT\n\n"),
    "sbv": _timed("{3}.000,{4}.000\n{0}: {1}"),
    "srt": _timed("{2}\n{3},000 --> {4},000\n{0}: {1}"),
    "json turns": lambda interview: json.dumps([{"who": who, "said": text} for who, text in _turns(interview)]),
    "json pairs": lambda interview: json.dumps([{"question": q, "answer": "".join(a)} for q, a in interview]),
    "csv turns": lambda interview: _sheet([("speaker", "text"), *_turns(interview)]),
    "csv pairs": lambda interview: _sheet([("question", "answer"), *((q, "".join(a)) for q, a in interview)]),
    "docx": _word,
    "docx table": _word_table,
    "html": _html,
}


def words(text: str) -> list[str]:
    """The words of a text, without what nobody says: sounds, times in brackets, numbers of lists, tags."""
    text = re.sub(r"^\s*\d[.)] |</?\w+>", "", without_noise(text))
    return list_words(text)


def holds(text: Sequence[str], part: Sequence[str]) -> bool:
    """Whether words follow each other in a text."""
    return any(list(text[at : at + len(part)]) == list(part) for at in range(len(text) - len(part) + 1))


def check(data: str | bytes, interview: Interview) -> None:
    """Every piece is in its answer, in order, and nothing else is; or the reading is doubted and quotes the piece."""
    pairs: list[QuestionAnswer] = []
    reading = Reading()
    try:
        for transcript in read_transcripts(data if isinstance(data, bytes) else data.encode(), "x"):
            decided = assign_roles(transcript)
            found = pair(decided)
            pairs += found
            reading = reading.and_(reading_with(decided, found))
    except InputError:
        return
    everything = words(" ".join(each.answer for each in pairs))
    pieces = [piece for _, said in interview for piece in said if count_words(piece) > MAX_NOTICE_WORDS]
    lost = [piece for piece in pieces if not holds(everything, words(piece))]
    if reading.confidence >= CERTAIN:
        assert not lost
        assert [each.question for each in pairs] == [asked for asked, _ in interview]
        for each, (_, said) in zip(pairs, interview, strict=True):
            assert in_order(words(each.answer), [words(piece) for piece in said])
    shown = words(" ".join([*reading.notes, *(each.question for each in pairs)]))
    assert not lost or any(not set(words(piece)[:MAX_NOTICE_WORDS]).isdisjoint(shown) for piece in lost)


def in_order(text: Sequence[str], parts: Sequence[Sequence[str]]) -> bool:
    """Whether a text consists of the parts, in this order, but for notices and numbers of lists."""
    parts = [part for part in parts if len(part) > MAX_NOTICE_WORDS]
    joined = [word for part in parts for word in part]
    rest, numbers = iter(text), sum(word.isdigit() for word in text) - sum(word.isdigit() for word in joined)
    return all(word in rest for word in joined) and len(text) - len(joined) - numbers <= MAX_NOTICE_WORDS


@st.composite
def interviews(draw: st.DrawFn) -> Interview:
    """Interviews of three to five answers, with some sentences that look like no speech."""
    count = draw(st.integers(3, 5))
    interview: Interview = []
    for place in range(count):
        said: Answer = [SAID[2 * place], f" {SAID[2 * place + 1]}"]
        interview.append((ASKED[place], said))
    for sentence in draw(st.lists(st.sampled_from(HOSTILE), min_size=1, max_size=2, unique=True)):
        said = interview[draw(st.integers(0, count - 1))][1]
        said.insert(draw(st.integers(0, len(said))), draw(st.sampled_from([" ", "\n", "\n\n"])) + sentence)
    for _, said in interview:
        said[1:] = [piece if piece[0].isspace() else f" {piece}" for piece in said[1:]]
        said[0] = said[0].lstrip()
    return interview


@pytest.mark.parametrize("form", FORMATS)
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(interview=interviews())
def test_what_is_said_is_in_its_answer_or_the_reading_is_doubted(form: str, interview: Interview) -> None:
    check(FORMATS[form](interview), interview)


def labelled(answer: str) -> str:
    """An interview with a question about JSON and an answer to it."""
    said = (SAID[0], answer, SAID[2])
    turns = (f"Interviewer: {a}\nCandidate: {b}" for a, b in zip(ASKED, said, strict=False))
    return "\n".join(turns)


def read_one(text: str) -> tuple[Reading, tuple[QuestionAnswer, ...]]:
    (transcript,) = map(assign_roles, read_transcripts(text.encode(), "x"))
    pairs = pair(transcript)
    return reading_with(transcript, pairs), pairs


@pytest.mark.parametrize("sign", ["{}", "[]", "👍", "[ ]"])
def test_signs_may_be_all_of_an_answer(sign: str) -> None:
    _, pairs = read_one(labelled(sign))
    assert [(each.question, each.answer) for each in pairs] == list(
        zip(ASKED, (SAID[0], sign, SAID[2]), strict=False)
    )


@pytest.mark.parametrize("nothing", ["...", "—", "[laughter]"])
def test_a_pause_is_no_answer(nothing: str) -> None:
    _, pairs = read_one(labelled(nothing))
    assert [each.answer for each in pairs] == [SAID[0], SAID[2]]


def test_a_dialogue_that_is_quoted_is_part_of_the_answer_and_doubted() -> None:
    quoted = "The report quoted us. Candidate: I did it. Interviewer: Are you sure? It was odd to read that."
    reading, pairs = read_one(labelled(quoted))
    assert [each.answer for each in pairs] == [SAID[0], quoted, SAID[2]]
    assert reading.confidence < CERTAIN


@pytest.mark.parametrize(
    ("first", "is_kept"), [("(Well, in short)", True), ("(The one with the labels?)", True), ("(quietly)", False)]
)
def test_a_first_line_in_brackets_stays_unless_it_says_how_somebody_speaks(first: str, is_kept: bool) -> None:
    answers = (SAID[0], f"{first}\n{SAID[1]}", SAID[2])
    turns = [
        f"Nora 00:0{2 * n}:05\n{asked}\n\nAnna 00:0{2 * n + 1}:10\n{said}\n"
        for n, (asked, said) in enumerate(zip(ASKED, answers, strict=False))
    ]
    _, pairs = read_one("\n".join(turns))
    assert pairs[1].answer == f"{first} {SAID[1]}" * is_kept + SAID[1] * (not is_kept)
