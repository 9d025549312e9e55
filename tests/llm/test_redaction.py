"""Masks: nothing masked is left, masking twice is masking once, and masks come off again."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interview_cli.llm.redaction import Redactor, names_in_cv

CV = """ANNA PETROVA-SMITH
Senior Engineer, Leeds
Email: anna.p@example.org   Phone: +44 20 7946 0958

2019-2021  Worked with Michael Okonkwo on 80 shops
"""


def test_a_cv_is_masked_and_restored() -> None:
    redactor = Redactor(CV)
    masked = redactor.mask(CV)
    assert masked == (
        "[NAME] [NAME 2]-[NAME 3]\nSenior Engineer, Leeds\nEmail: [EMAIL]   Phone: [PHONE]\n\n"
        "2019-2021  Worked with [NAME 4] [NAME 5] on 80 shops\n"
    )
    assert redactor.restore(masked).casefold() == CV.casefold()
    assert redactor.mask("anna's idea, and Michael's") == "[NAME]'s idea, and [NAME 4]'s"


def test_a_quote_is_found_again() -> None:
    redactor = Redactor(CV)
    answer = "I asked Michael to call me on 020 7946 0958 or a.b@c.co."
    redactor.mask(answer)
    assert (
        redactor.restore("[name] to call me on [PHONE] or [Email]")
        == "Michael to call me on 020 7946 0958 or a.b@c.co"
    )
    assert redactor.originals["[EMAIL]"] == "a.b@c.co"


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("See https://github.com/petrova/x.", "See [LINK]."),
        ("See github.com/petrova/x, my best", "See [LINK], my best"),
        ("www.github.com/petrova/x and linkedin.com/in/a-ps", "[LINK] and [LINK 2]"),
        ("github.com/petrova/xylem and Node.js/React", "github.com/petrova/xylem and Node.js/React"),
    ],
)
def test_links_of_the_cv_are_masked_however_they_are_written(text: str, masked: str) -> None:
    redactor = Redactor("Zoe Q\nhttps://github.com/petrova/x · www.linkedin.com/in/a-ps · Node.js\n")
    assert redactor.mask(text) == masked
    assert redactor.restore(masked) in {text, text.replace("www.", "")}


def test_masks_never_given_out_stay() -> None:
    assert Redactor(CV).restore("[NAME] [NAME 7] [PHONE]") == "[NAME] [NAME 7] [PHONE]"


@pytest.mark.parametrize(
    "phone",
    [
        "+44 20 7946 0958",
        "(020) 7946 0958",
        "555-0123",
        "555 123 4567",
        "600 123 456",
        "07700 900123",
        "+1 (555) 010-9999",
        "0049 30 901820",
    ],
)
def test_phone_numbers(phone: str) -> None:
    assert Redactor().mask(f"Call {phone}, please.") == "Call [PHONE], please."


@pytest.mark.parametrize(
    "text",
    [
        "from 2019-2021 and 2019 2020 2021",
        "on 12.5.2020, 2020-01-02 or 01/02/2020",
        "10,000,000 users, 1200 1500 1600 requests, 99.99 % and 0.0000001 s",
        "version 10.2.33.4 on port 8080",
        "We cut 80 shops to 12 in 3 years.",
    ],
)
def test_figures_are_not_phone_numbers(text: str) -> None:
    assert Redactor().mask(text) == text


@pytest.mark.parametrize(
    ("cv", "names"),
    [
        ("Curriculum Vitae\n\nJosé Ángel Muñoz\nMadrid", ["José Ángel Muñoz"]),
        ("Name: Li Wei\nProfile", ["Li Wei"]),
        ("氏名 Name: 山田\n", ["山田"]),
        ("Senior Software Engineer\nLed a team of four.", []),
        ("Dr. Jane Q. Public, PhD\n", ["Jane Q. Public"]),
        ("", []),
        ("Professional Summary\nI can do this.", []),
    ],
)
def test_names_in_a_cv(cv: str, names: list[str]) -> None:
    assert names_in_cv(cv)[:1] == names


def test_a_name_that_is_a_word_is_masked_when_written_as_a_name() -> None:
    redactor = Redactor(names=["Mark Young"])
    assert redactor.mask("Mark, will you mark the young trees?") == "[NAME], will you mark the young trees?"


def test_names_in_scripts_without_spaces() -> None:
    assert Redactor(names=["山田"]).mask("私は山田です") == "私は[NAME]です"


def test_a_name_inside_a_word_is_no_name() -> None:
    assert Redactor(names=["Ann Lee"]).mask("I plANNed to sleep; annual leeway. Ann!") == (
        "I plANNed to sleep; annual leeway. [NAME]!"
    )


def test_a_redactor_shows_nothing_of_whom_it_hides() -> None:
    redactor = Redactor(CV)
    redactor.mask(CV)
    assert "Anna" not in repr(redactor)


NAMES = st.lists(st.from_regex(r"[A-Z][a-z]{2,8}", fullmatch=True), min_size=1, max_size=4)
EMAILS = st.from_regex(r"[a-z]{1,8}[.+_]?[a-z0-9]{1,5}@[a-z]{1,8}\.(org|co\.uk)", fullmatch=True)
PHONES = st.from_regex(r"\+[1-9][0-9]{1,2} [0-9]{3}[ -]?[0-9]{4,6}", fullmatch=True)
FILL = st.text("abc 12.,-+@()[]NAME'\n", max_size=20)


@given(NAMES, st.lists(EMAILS | PHONES, max_size=3), st.lists(FILL, min_size=8, max_size=8), st.data())
def test_nothing_masked_is_left_and_everything_comes_back(
    names: list[str], contacts: list[str], fill: list[str], data: st.DataObject
) -> None:
    redactor = Redactor(names=[" ".join(names)])
    secrets = data.draw(st.permutations([*names, *contacts]))
    text = "".join(f"{before} {secret} " for before, secret in zip(fill, secrets, strict=False))
    masked = redactor.mask(text)
    assert redactor.mask(masked) == masked
    left = re.sub(r"\[(NAME|EMAIL|PHONE)( \d+)?\]", " ", masked, flags=re.IGNORECASE)
    for secret in secrets[: len(fill)]:
        assert not re.search(rf"(?<![^\W\d_]){re.escape(secret)}(?![^\W\d_])", left)
    given_out = redactor.originals
    if not re.search(r"\[(NAME|EMAIL|PHONE)", text, re.IGNORECASE):
        assert redactor.restore(masked).casefold() == text.casefold()
    assert len(set(given_out.values())) == len(given_out)


@given(st.text(), st.text())
def test_any_text_can_be_masked(cv: str, text: str) -> None:
    redactor = Redactor(cv)
    masked = redactor.mask(text)
    assert redactor.mask(masked) == masked


def test_a_text_without_a_blank_is_masked_in_one_pass() -> None:
    long = "a" * 2_000_000
    assert Redactor().mask(f"{long} anna@example.com") == f"{long} [EMAIL]"


@pytest.mark.parametrize(
    "address",
    [
        "12 Elm Road, York YO1 7HH",
        "Flat 3, 12 St. John's Street\nLeeds LS1 4AP",
        "1200 Oak Avenue Apt 5, Portland, OR 97201",
        "Hauptstraße 5a, 10115 Berlin",
        "Lange Str. 12\n70173 Stuttgart",
        "Unter den Linden 7, 10117 Berlin",
        "12 rue de la Paix, 75002 Paris",
        "Calle Mayor 5, 28013 Madrid",
        "Via Roma 10, 20121 Milano",
        "Keizersgracht 123, 1015 CJ Amsterdam",
        "P.O. Box 123",
        "Address: 4 The Old Mill",
    ],
)
def test_a_postal_address_of_the_cv_is_masked_and_restored(address: str) -> None:
    redactor = Redactor(f"Anna Petrova\n{address}\n\nExperience\n")
    masked = redactor.mask(f"Lives at {address}.")
    assert re.fullmatch(r"Lives at (?:Address: )?\[ADDRESS\](?:,?\s\[ADDRESS 2\])?\.", masked)
    assert redactor.restore(masked) == f"Lives at {address}."


@pytest.mark.parametrize(
    "line",
    [
        "Led 12 Data Engineers on the Road to Cloud",
        "Served 10115 Users and 45000 Kunden",
        "Cut 900 ms to 120 ms via 3 caches",
        "2019-2021 Berlin",
    ],
)
def test_what_is_no_address_stays(line: str) -> None:
    assert Redactor(f"Anna Petrova\n\n{line}\n").mask(line) == line
