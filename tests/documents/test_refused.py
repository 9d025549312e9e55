"""What is no CV is refused in one line, whatever its bytes."""

from __future__ import annotations

import contextlib
import io
import zipfile

import docx
import fpdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from benchmarks.cv_layouts import LAYOUTS
from benchmarks.cv_people import person
from interview_cli.documents.reading import read_job, read_resume
from interview_cli.errors import InputError


def pdf(pages: int = 1, *, password: str = "", image: bool = False) -> bytes:
    made = fpdf.FPDF()
    for _ in range(pages):
        made.add_page()
        if image:
            made.image(Image.effect_noise((80, 80), 60).convert("RGB"), 10, 10, 100)
        else:
            made.set_font("helvetica")
            made.cell(text="Grace Okafor")
    if password:
        made.set_encryption(owner_password=password, user_password=password)
    return bytes(made.output())


def word(part: str, content: str, *, deflated: bool = True) -> bytes:
    buffer = io.BytesIO()
    docx.Document().save(buffer)
    made = io.BytesIO()
    with zipfile.ZipFile(buffer) as source, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(name, content if name == part else source.read(name))
    return made.getvalue()


def picture() -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (20, 20)).save(buffer, "PNG")
    return buffer.getvalue()


ENTITIES = (
    '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "xxxxxxxxxx"><!ENTITY y "&x;&x;&x;">]>'
    '<w:document xmlns:w="w">&y;</w:document>'
)
BOMB = "<w:document xmlns:w='w'><w:body><w:p><w:r><w:t>" + "a" * 9_000_000
CASES = {
    "nothing": (b"", "empty"),
    "blanks": (b" \n\x00", "empty"),
    "an image": (picture(), "image"),
    "an encrypted PDF": (pdf(password="secret"), "damaged or encrypted"),
    "a broken PDF": (b"%PDF-1.7\nrubbish", "damaged or encrypted"),
    "a PDF of 500 pages": (pdf(500), "more than 30 pages"),
    "a scan": (pdf(image=True), "no text"),
    "a zip bomb": (word("word/document.xml", BOMB), "unpacks to more than"),
    "entities": (word("word/document.xml", ENTITIES), "document type definition"),
    "broken XML": (word("word/document.xml", "<w:document"), "damaged or encrypted Word"),
    "a cut archive": (word("word/document.xml", "<a/>")[:3_000], "damaged or encrypted Word"),
    "an archive of something else": (b"PK\x05\x06" + bytes(18), "no text"),
    "JSON that is no resume": (b'{"a": 1}', "not a JSON Resume"),
    "broken JSON": (b'{"basics": ', "damaged JSON"),
    "a long text": (b"word word\n" * 20_000, "more than"),
    "only hidden text": (b"<html><p style='display:none'>Grace</p></html>", "no text"),
    "a recording": (b"RIFF1234WAVEfmt ", "recording"),
}


@pytest.mark.parametrize("name", CASES)
def test_a_file_that_is_no_cv_is_refused_in_one_line(name: str) -> None:
    data, reason = CASES[name]
    for read in (read_resume, read_job):
        if read is read_job and "JSON" in name:
            continue
        with pytest.raises(InputError) as refused:
            read(data, "file")
        assert reason in refused.value.message
        assert "\n" not in refused.value.message
        assert refused.value.exit_code == 3


def unused(_: str) -> bytes:
    raise AssertionError("this layout needs no browser")


SAMPLES = [LAYOUTS[name](person(1), unused) for name in ("typst_plain", "docx_table", "text_plain", "markdown")]
PIECES = [
    b"\x00",
    b"\xff",
    b"2019 - ",
    b"\t" * 9,
    b"Experience\n",
    b"(",
    b"**a",
    b"<w:p>",
    b"<div hidden>",
    b"1" * 40,
]


@st.composite
def spoilt(draw: st.DrawFn) -> bytes:
    data = bytearray(draw(st.sampled_from(SAMPLES)))
    for _ in range(draw(st.integers(1, 5))):
        place = draw(st.integers(0, len(data)))
        length = draw(st.sampled_from([0, 1, 30]))
        data[place : place + length] = draw(st.sampled_from(PIECES) | st.binary(max_size=9))
    return bytes(data)


@settings(max_examples=25)
@given(spoilt() | st.binary(max_size=60))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    for read in (read_resume, read_job):
        with contextlib.suppress(InputError):
            read(data, "file")


@pytest.mark.parametrize("unit", ["A-", "A", "Skills:", "-1"], ids=["hyphens", "capitals", "labels", "numbers"])
def test_what_is_said_without_end_is_read_before_the_time_limit(unit: str) -> None:
    text = f"Grace Okafor\n\nExperience\nChef, Green Table, 2019 - 2022\n- Led {unit * (60_000 // len(unit))} x\n"
    assert read_resume(text.encode(), "cv.txt")["resume"]["basics"]["name"] == "Grace Okafor"
    assert read_job(text.encode(), "post.txt")["parser"]
