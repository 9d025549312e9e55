"""A rewritten line says nothing that the CV does not."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interview_cli.cv.facts import Source, added, sources
from interview_cli.cv.lines import lines_of
from tests.cv.material import RESUME

SOURCES = sources(RESUME)
LINES = {line.path: line.text for line in lines_of(RESUME)}
MIGRATION, SETTLEMENT, MENTORED = (f"work.0.highlights.{number}" for number in (0, 1, 3))
PLANNER, KAFKA, TESTS = (f"work.1.highlights.{number}" for number in (0, 1, 2))
SUMMARY = "basics.summary"


def adds(path: str, proposed: str) -> list[str]:
    return added(proposed, LINES[path], SOURCES[path])


@pytest.mark.parametrize(
    ("path", "proposed"),
    [
        (MIGRATION, "Led the migration of 14 services from a monolith to Kubernetes with no hour of downtime"),
        (MIGRATION, "Led migration of 14 services to Kubernetes from a monolith, with no hour of downtime"),
        (SETTLEMENT, "Cut the nightly settlement run from 6 hours to 40 minutes to free the batch window"),
        (SETTLEMENT, "Reduced the nightly settlement run from 6 hours to 40 minutes"),
        (MENTORED, "Coached 3 junior engineers"),
        (PLANNER, "Developed a route planner for 200 drivers in Python and PostgreSQL"),
        (PLANNER, "Built a route planner in Python, SQL and PostgreSQL for 200 drivers"),
        (KAFKA, "Helped with the introduction of Kafka for shipment events"),
        (KAFKA, "Assisted in introducing Kafka for shipment events"),
        (TESTS, "Wrote the integration tests of the booking service"),
        (SUMMARY, "Backend engineer in logistics and payments"),
    ],
)
def test_what_says_no_more_may_be_written(path: str, proposed: str) -> None:
    assert adds(path, proposed) == []


@pytest.mark.parametrize(
    ("path", "proposed", "named"),
    [
        (MIGRATION, "Led the migration of 40 services from a monolith to Kubernetes", "40"),
        (MIGRATION, "Led the migration of 14 teams from a monolith to Kubernetes", "14 teams"),
        (MIGRATION, "Led the migration of 14 services from a monolith to Kubernetes and Terraform on AWS", "AWS"),
        (MIGRATION, "Led the migration of 14 services to Kubernetes at Google", "Google"),
        (MIGRATION, "Led the migration of 14 services to Kubernetes in Berlin", "Berlin"),
        (MIGRATION, "Single-handedly led the migration of 14 services to Kubernetes", "single-handedly"),
        (MIGRATION, "Led the whole migration of 14 services to Kubernetes", "whole"),
        (MIGRATION, "Led the migration of 14 services to Kubernetes, with an hour of downtime", "no"),
        (MIGRATION, "Led the migration of 14 services to Kubernetes, saving costs", "saving"),
        (SETTLEMENT, "Cut the nightly settlement run from 40 minutes to 6 hours and 6 minutes", "6 minutes"),
        (SETTLEMENT, "Cut the weekly settlement run from 6 hours to 40 minutes", "weekly"),
        (SETTLEMENT, "Cut the nightly settlement run by 89%", "89"),
        (MENTORED, "Mentored 3 senior engineers", "senior"),
        (MENTORED, "Mentored dozens of junior engineers", "dozens"),
        (MENTORED, "Managed 3 junior engineers", "managed"),
        (PLANNER, "Built a route planner in Python and PostgreSQL for 200 drivers of Nordpay", "Nordpay"),
        (PLANNER, "Architected a route planner in Python and PostgreSQL for 200 drivers", "architected"),
        (KAFKA, "Introduced Kafka for shipment events", "helped"),
        (KAFKA, "Led the introduction of Kafka for shipment events", "led"),
        (TESTS, "Led the writing of integration tests for the booking service", "led"),
        (TESTS, "Wrote integration tests for the booking service in 2017", "2017"),
        (TESTS, "Wrote integration tests for the booking service, improving its quality", "improving"),
        (SUMMARY, "Principal backend engineer in payments and logistics", "principal"),
        (SUMMARY, "Award-winning backend engineer in payments and logistics", "award-winning"),
        (SUMMARY, "Backend engineer with a PhD in payments", "phd"),
        (SUMMARY, "Backend engineer in payments with ten years of experience", "ten years"),
        (SUMMARY, "Backend engineer in payments, logistics and healthcare", "healthcare"),
    ],
)
def test_what_says_more_is_named(path: str, proposed: str, named: str) -> None:
    assert named.lower() in " ".join(adds(path, proposed)).lower()


DEPOT = (
    "Raised sales by $2M within three months at the Leeds office",
    "Supported the launch of the app in Germany",
    "Worked on the search service with five colleagues",
    "Responsible for the budget of 40,000 EUR",
    "Wrote 30% of the test suite",
    "Was part of the team that won the hackathon",
    "Reviewed pull requests and fixed bugs",
    "Handled about 50K requests a day",
    "Moved the archive from paper to microfilm",
    "Led the night shift",
)


def adds_to(line: int, proposed: str) -> list[str]:
    entry = "\n".join(DEPOT)
    return added(proposed, DEPOT[line], Source(entry, entry + "\nPython"))


@pytest.mark.parametrize(
    ("line", "proposed", "named"),
    [
        (0, "Raised sales by €2M within three months at the Leeds office", "€2M"),
        (0, "Raised sales by $2 billion within three months at the Leeds office", "$2 billion"),
        (0, "Raised sales by $2M within three weeks at the Leeds office", "three weeks"),
        (0, "Raised profit by $2M within three months at the Leeds office", "profit"),
        (1, "Supported and led the launch of the app in Germany", "led"),
        (1, "Supported the successful launch of the app in Germany", "successful"),
        (2, "Worked on the search service", "colleagues"),
        (2, "Led five colleagues on the search service", "led"),
        (3, "Managed the budget of 40,000 EUR", "managed"),
        (3, "Responsible for the budget of 40,000 USD", "USD"),
        (4, "Wrote the test suite", "30% of"),
        (5, "Won the hackathon", "part of"),
        (6, "Reviewed all pull requests and fixed bugs", "all"),
        (6, "Reviewed hundreds of pull requests and fixed bugs", "hundreds"),
        (7, "Handled over 50K requests a day", "over"),
        (7, "Handled about 50K requests a second", "second"),
        (7, "Handled about 50M requests a day", "50M"),
        (8, "Moved the archive from microfilm to paper", "the other way round"),
    ],
)
def test_smaller_ways_of_saying_more(line: int, proposed: str, named: str) -> None:
    assert named.lower() in " ".join(adds_to(line, proposed)).lower()


@pytest.mark.parametrize(
    ("line", "proposed"),
    [
        (0, "Raised sales at the Leeds office by $2M within 3 months"),
        (1, "Supported the app's launch in Germany"),
        (3, "Responsible for a budget of 40,000 EUR"),
        (5, "Part of the team that won the hackathon"),
        (6, "Fixed bugs and reviewed pull requests"),
        (7, "Handled some 50,000 requests a day"),
    ],
)
def test_the_same_in_other_words(line: int, proposed: str) -> None:
    assert adds_to(line, proposed) == []


def test_figures_that_changed_places_are_refused() -> None:
    before = "Raised the coverage from 40% to 85%"
    assert added("Raised the coverage from 85% to 40%", before, SOURCES[TESTS]._replace(entry=before))


@pytest.mark.parametrize("path", [path for path in SOURCES if "highlights" in path or path == SUMMARY])
def test_every_line_may_stay_as_it_is(path: str) -> None:
    assert adds(path, LINES[path]) == []


@settings(max_examples=60)
@given(st.integers(2, 999_999).filter(lambda number: number not in {3, 6, 14, 40, 200}))
def test_no_other_figure_gets_in(number: int) -> None:
    assert adds(PLANNER, f"Built a route planner in Python and PostgreSQL for {number} drivers")


@settings(max_examples=60)
@given(st.text(max_size=80))
def test_any_text_can_be_compared(text: str) -> None:
    assert isinstance(adds(PLANNER, text), list)
