"""Footnotes and comments of web pages, as programs write them, are left out with their marks."""

from __future__ import annotations

import pytest

from interview_cli.transcripts.reading import read_transcripts


@pytest.mark.parametrize(
    ("mark", "note"),
    [
        (
            '<sup><a href="#cmnt1" id="cmnt_ref1">[a]</a></sup>',
            '<div><p><a href="#cmnt_ref1" id="cmnt1">[a]</a><span>Is that so?</span></p><p>Ask her.</p></div>',
        ),
        (
            '<a href="#fn1" class="footnote-ref" id="fnref1"><sup>1</sup></a>',
            '<hr><ol><li id="fn1"><p>A village in Wales. <a href="#fnref1">back</a></p><p>Ask her.</p></li></ol>',
        ),
        (
            '<a href="#_ftn1" name="_ftnref1">[1]</a>',
            '<div id="ftn1"><p><a href="#_ftnref1" name="_ftn1">[1]</a> Is that a village?</p></div>',
        ),
        (
            '<sup id="cite_ref-2"><a href="#cite_note-2">[2]</a></sup>',
            '<ul><li id="cite_note-2"><b><a href="#cite_ref-2">^</a></b> Bells and towers, p. 4.</li></ul>',
        ),
    ],
    ids=["comment", "footnote", "word processor", "encyclopedia"],
)
def test_notes_of_a_page_are_not_said(mark: str, note: str) -> None:
    said = ["Why us?", "I like it here.", 'See <a href="#top">above</a>, why?', f"For the bells{mark} and the tower."]
    body = "".join(f"<p>{who}: {text}</p>" for who, text in zip(("Ann", "Bo") * 2, said, strict=True))
    (transcript,) = read_transcripts(f"<html><body>{body}{note}</body></html>".encode(), "x.html")
    assert [turn.text for turn in transcript.turns] == [
        "Why us?",
        "I like it here.",
        "See above, why?",
        "For the bells and the tower.",
    ]


def test_contents_and_headings_that_link_to_each_other_are_no_notes() -> None:
    contents = '<p><a href="#one" id="to-one">1</a> <a href="#self" id="self">2</a></p>'
    said = "<p>Ann: Why us?</p><p>Bo: I like it here.</p><p>Ann: Why?</p><p>Bo: For the bells.</p>"
    page = f'<html><body>{contents}<div><h2><a href="#to-one" id="one">1</a></h2>{said}</div></body></html>'
    (transcript,) = read_transcripts(page.encode(), "x.html")
    assert [turn.text for turn in transcript.turns] == ["Why us?", "I like it here.", "Why?", "For the bells."]
