"""Hostile and huge files: refused with a reason, or read in time that grows with their length only.

Every file here would keep a quadratic reader busy for hours, and the suite's time limit is the check.
"""

import pytest

from interview_cli.errors import InputError
from interview_cli.transcripts.model import QuestionAnswer
from interview_cli.transcripts.pairing import pair
from interview_cli.transcripts.reading import MAX_TRANSCRIPT_BYTES, read_transcripts
from interview_cli.transcripts.records import MAX_ROWS
from interview_cli.transcripts.roles import assign_roles
from interview_cli.transcripts.turns import MAX_TEXT_CHARACTERS, MAX_TURNS


def pairs(data: bytes) -> list[QuestionAnswer]:
    return [each for transcript in read_transcripts(data, "x") for each in pair(assign_roles(transcript))]


CUE = b"00:00.000 --> 00:01.000\nhi\n\n"
REFUSED = {
    "too many bytes": (b"a" * (MAX_TRANSCRIPT_BYTES + 1), "larger than 32 MB"),
    "too many characters": (b"a" * (MAX_TEXT_CHARACTERS + 1), "more than 4,000,000 characters"),
    "a million cues": (b"WEBVTT\n\n" + CUE * 1_000_000, "more than 4,000,000 characters"),
    "too many cues": (b"WEBVTT\n\n" + CUE * (MAX_TURNS + 1), "more than 100,000 cues"),
    "too many voices": (b"WEBVTT\n\n00:00.000 --> 00:01.000\n" + b"<v A>x" * (MAX_TURNS + 1), "more than 100,000"),
    "too many lines": (b"0:12 hello\n" * (2 * MAX_TURNS + 1), "more than 100,000"),
    "too many segments": (b'{"speaker":1,"text":"a"}\n' * (MAX_TURNS + 1), "more than 100,000"),
    "too many pairs": (b"question,answer\n" + b"a,b\n" * (MAX_TURNS // 2 + 1), "more than 100,000"),
    "too many rows": (
        b"id,question,answer\n" + b"".join(b"%d,a,b\n" % n for n in range(MAX_ROWS + 1)),
        "more than 100,000 rows; split it",
    ),
    "one endless cell": (b'question,answer\n"' + b"a,b\n" * 100_000, "broken table"),
    "deep XML": (b"<tt>" + b"<div>" * 500_000, "damaged XML"),
    "many elements": (b"<tt>" + b"<p/>" * 3_000_000 + b"</tt>", "more than"),
    "deep lists": (b"[" * 5_000_000, "nested too deeply"),
    "deep objects": (b'{"turns":' * 500_000, "nested too deeply"),
    "large JSON": (b'{"text":"' + b"a" * 16_000_000 + b'"}', "larger than 16 MB of JSON"),
    "a table of commas": (b"foo,bar\n" + b"a,b\n" * 200_000, "a table with the columns 'foo', 'bar'"),
    "arrows that are no times": (
        b"WEBVTT\n\n" + b"1 -> \n\n" * 400_000,
        "contains nothing that could be read as speech",
    ),
    "nothing but direction marks": (("\u202e" * 500_000).encode(), "contains nothing that could be read as speech"),
    "arrows on one line": (b"00:00:01.000 --> -->" * 200_000, "contains nothing that could be read as speech"),
    "nothing but arrows": (b"WEBVTT\n\n" + b"-->\n\n" * 500_000, "contains nothing that could be read as speech"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused_with_a_reason(name: str) -> None:
    data, reason = REFUSED[name]
    with pytest.raises(InputError, match=reason):
        pairs(data)


READ = {
    "one long word": b"a" * 2_000_000,
    "one long line": b"word " * 100_000,
    "blank lines": b"Interviewer: Why?\n" + b"\n" * 1_000_000 + b"Candidate: Thus.",
    "blanks": b"Interviewer: Why?\nCandidate: Thus" + b" " * 1_000_000 + b".",
    "brackets": b"Interviewer: Why?\nCandidate: So " + b"[ " * 200_000,
    "stage directions": b"Interviewer: Why?\nCandidate: so " + b"(laugh " * 100_000,
    "acknowledgements": b"Interviewer: " + b"okay great " * 50_000 + b"why?\nCandidate: Thus.",
    "no marks": b"Interviewer: why this\nCandidate: " + b"and then we " * 50_000,
    "dots and quotes": b"Interviewer: Why?\nCandidate: so" + b'."' * 300_000,
    "unclosed voices": b"WEBVTT\n\n00:00.000 --> 00:01.000\n" + b"<v " * 200_000,
    "references": b"WEBVTT\n\n00:00.000 --> 00:01.000\nSo" + b"&amp" * 200_000,
    "rolling giants": b"WEBVTT\n\n" + (b"00:00.000 --> 00:01.000\n" + b"a b " * 30_000 + b"\n\n") * 4,
    "many cues": b"WEBVTT\n\n" + CUE * 30_000,
    "colons": b"a: " * 40_000,
    "times": b"0:12 " * 60_000,
    "joiners": ("a\u200d" * 300_000).encode(),
    "names alone": b"Ann\nWhy us?\n" + b"Bo\nAnn\n\n" * 10_000 + b"Bo\nI like it.",
    "names and dashes": b"Why us?\n" + b"Ann - \n" * 1_000 + b"Bo - I like it. " * 60_000,
    "tags": b"Interviewer: Why?\nCandidate: So" + b"\n<a><b" * 60_000,
    "open tags": b"Interviewer " + b"<" * 500_000 + b": Why?\nCandidate: Thus.",
    "a long pitch": b"Interviewer: " + b"We sell lamps. " * 50_000 + b"Why us?\nCandidate: Thus.",
    "a long pitch without marks": b"Interviewer: " + b"tell me we sell lamps " * 50_000 + b"\nCandidate: Thus.",
    "questions only": b"Interviewer: " + b"Why so? " * 100_000 + b"\nCandidate: Thus.",
    "Chinese": ("面试官：" + "为什么？我们" * 50_000 + "\n候选人：" + "因为。" * 100_000).encode(),
    "Greek": ("Interviewer: " + "Γιατί; " * 100_000 + "\nCandidate: Έτσι.").encode(),
    "a panel": b"".join(b"I%d: I%d, anything else?\n" % (n % 7, (n + 1) % 7) for n in range(10_000))
    + b"I1: Why us?\nCandidate: Thus.\nInterviewer: Bye.",
}


MARKED_UP = {
    "a long line in an old encoding": b"Ann: Why us?\nBo: So "
    + b"and so on " * 100_000
    + b"\xe9\nAnn: Why?\nBo: Thus.",
    "unclosed elements": b"<div>Ann: Why us?<p>Bo: " + b"<b>so " * 100_000 + b"<p>Ann: Why?<p>Bo: Thus.",
    "unclosed tags": b"<p>Ann: Why us?<p>Bo: So" + b"<a " * 200_000 + b"<p>Ann: Why?<p>Bo: Thus.",
    "quotes in tags": b"<p>Ann: Why us?<p>Bo: So" + b"<a b='" * 100_000 + b"<p>Ann: Why?<p>Bo: Thus.",
    "comments": b"<p>Ann: Why us?<p>Bo: So" + b"<!-- " * 200_000 + b"--><p>Ann: Why?<p>Bo: Thus.",
    "speakers in speakers": b"<p>Ann: Why us?<p>Bo: So" + b"<cite>" * 50_000 + b"<p>Ann: Why?<p>Bo: Thus.",
    "a caption in frames": b"{1}{2}Ann: Why us?\n{3}{4}Bo: " + b"so|" * 200_000 + b"\n{5}{6}Ann: Bye.",
    "codes of CHAT": b"@UTF8\n@Begin\n*INV:\tWhy us?\n*PAR:\tSo " + b"[/ (" * 100_000 + b" thus .",
    "quotes of Praat": b'File type = "ooTextFile"\nObject class = "TextGrid"\n0 9 <exists> 1 "IntervalTier" '
    b'"Ann" 0 9 1 0 9 "Why us? Because of ' + b'""' * 300_000 + b' thus."',
    "groups of RTF": b"{\\rtf1 Ann: Why us?\\par Bo: So " + b"{\\b " * 50_000 + b"thus.\\par}",
}


@pytest.mark.parametrize("name", MARKED_UP)
def test_markup_is_read_in_linear_time(name: str) -> None:
    found = pairs(MARKED_UP[name])
    assert found
    assert all(each.answer for each in found)


@pytest.mark.parametrize("name", READ)
def test_read_in_linear_time(name: str) -> None:
    (only,) = pairs(READ[name])
    assert only.answer


def test_every_speaker_another_one() -> None:
    data = b"".join(b"Name%d Surname: What is number %d?\n" % (n, n) for n in range(10_000))
    assert pairs(data + b"Bo Fry: I do not know them all.\n")
