"""Key points whose contrary is affirmed are not called right, and the same things told in plain speech are."""

from __future__ import annotations

import pytest

from interview_cli.scoring.contradictions import MIXED_FROM, REST_SAID
from interview_cli.scoring.key_points import PointState, find_key_points
from interview_cli.scoring.reading import read

BACKUPS = "How do you know that your backups would really save you?"
LOAD = "Explain the difference between load, stress and soak tests, and what kind of problem each one reveals."
CORS = "A call to another domain fails in the browser, but works from the command line. Explain what is happening."
BUGS = "Give me an example of a bug with high severity and low priority, and say who decides each."
SECRETS = "How do you explain encoding, hashing and encryption to a colleague?"
KITCHEN = "How do you keep food safe on a buffet?"
CONTAINERS = "What is a container?"
WARD = "What do you check before you give a drug?"


def state_of(asked: str, point: str, answer: str) -> PointState:
    reading = read(answer)
    return find_key_points(asked, (point,), reading.judged.text, reading.spans(), runs_on=not reading.punctuated)[
        0
    ].state


@pytest.mark.parametrize(
    ("asked", "point", "answer"),
    [
        (
            *(BACKUPS, "Replication is not a backup, because it copies deletions and corruption as well."),
            "replication is the best backup you can have since it copies the deletions too",
        ),
        (
            *(CORS, "The fix belongs on the server or in a proxy of our own, not in the client."),
            "so you fix it in the client it's not the server's business",
        ),
        (
            *(BUGS, "Testers usually propose severity, and the product owner decides priority with the team."),
            "The product owner proposes severity and the testers decide the priority.",
        ),
        (
            *(SECRETS, "Passwords are stored with a slow, salted hash, not encoded or encrypted."),
            "Passwords are encoded or encrypted and not hashed, because a slow hash costs time.",
        ),
        (
            *(KITCHEN, "Cool hot food in small portions instead of covering it in the big pot."),
            "For the soup I leave it in the big pot and put a cover on, that keeps it clean.",
        ),
        (
            *(KITCHEN, "Measure the temperature every hour, not just when the buffet opens."),
            "You measure once when the buffet opens.",
        ),
        (
            *(CONTAINERS, "A container is an isolated process on the kernel of the host."),
            "A container is basically the same as a virtual machine, an isolated process with a kernel on the host.",
        ),
        (
            *(WARD, "Ask the patient for the name rather than reading it from the bed."),
            "I read the name from the bed, that is the quickest.",
        ),
        (
            *(WARD, "Give the tablets one by one so that two drugs are not mixed up in one cup."),
            "I put all the tablets in one cup, so that the drugs are mixed up in it and go down at once.",
        ),
    ],
    ids=["replica", "client", "swapped", "crossed", "instead-of", "not-just", "equated", "rather-than", "denied"],
)
def test_a_contrary_that_is_affirmed_is_not_called_right(asked: str, point: str, answer: str) -> None:
    assert state_of(asked, point, answer) is not PointState.RIGHT


@pytest.mark.parametrize(
    ("asked", "point", "answer"),
    [
        (
            *(BACKUPS, "Replication is not a backup, because it copies deletions and corruption as well."),
            "and a replica it's not a backup because if somebody deletes a table it copies the deletion too",
        ),
        (
            *(CORS, "The fix belongs on the server or in a proxy of our own, not in the client."),
            "you fix it on the server or with a proxy not in the client",
        ),
        (
            *(BUGS, "Testers usually propose severity, and the product owner decides priority with the team."),
            "the tester proposes the severity and the product owner decides the priority",
        ),
        (
            *(SECRETS, "Passwords are stored with a slow, salted hash, not encoded or encrypted."),
            "passwords you don't encrypt them you hash them with something slow and a salt for each one",
        ),
        (
            *(SECRETS, "Encoding only changes the format, and anyone can reverse it without a key."),
            "encoding anybody can turn back you don't need a key it only changes the format",
        ),
        (
            *(KITCHEN, "Measure the temperature every hour, not just when the buffet opens."),
            "we measure the temperature every hour and not just when the buffet opens",
        ),
        (
            *(LOAD, "One small server is enough for the expected load."),
            "one small server is enough for the load we expect it's not so much",
        ),
    ],
    ids=["replica", "client", "roles", "hash", "without-a-key", "not-just", "not-so"],
)
def test_the_same_in_plain_speech_is_called_right(asked: str, point: str, answer: str) -> None:
    assert state_of(asked, point, answer) is PointState.RIGHT


OVEN = "How does a bakery's deck oven differ from a rack oven, and which do you take for which bread?"


@pytest.mark.parametrize(
    ("point", "answer"),
    [
        (
            "Sells the old stock or a substitute until the new parts are delivered.",
            "And as long as they aren't delivered, and while it isn't there the shop sells the old stock.",
        ),
        (
            "The deck oven shows a low fan speed with a much higher floor heat.",
            "the deck oven you know by this, the fan speed is really low and the floor heat is much higher",
        ),
        (
            "Rest the dough an hour after kneading before you shape it.",
            "After kneading I rest the dough an hour before I shape it.",
        ),
        (
            "Every loaf gets a label, so mistakes in old batches can be traced.",
            "Every loaf gets a label, so we trace the mistakes in the old batches.",
        ),
        (
            "Lock the valve against being opened again.",
            "I lock the valve closed so that nobody can open it again.",
        ),
        (
            "Rack ovens blow hot air on all the trays at the same time.",
            "rack ovens are the ones with hot air on all trays, it can't even hold a stone floor at that time",
        ),
        (
            "A check matters when the figure enters a calculation, such as cost or risk.",
            (
                "A check matters when the figure goes into a calculation, such as cost or risk, while for picking "
                "the first hundred letters of the day a glance is enough, which the trainee can do"
            ),
        ),
    ],
    ids=["until", "predicates", "fronted", "passive", "contrary-of-a-denial", "denied-beside", "long-sentence"],
)
def test_a_point_said_in_another_order_or_form_is_not_called_wrong(point: str, answer: str) -> None:
    assert state_of(OVEN, point, answer) is not PointState.WRONG


@pytest.mark.parametrize(
    ("point", "answer"),
    [
        (
            "Never leave open or badly labelled samples on the bench, only sealed ones.",
            "Samples should be labelled and left on the bench, so that the next shift finds them.",
        ),
        (
            "The job moves to the back of the queue and is soon paused.",
            "It moves to the back of the queue and it keeps running there as usual.",
        ),
        (
            "Old locks on cellar doors and skylights of the annexe remain vulnerable.",
            "With cellar doors and skylights of the annexe a break-in is impossible anyway.",
        ),
        (
            "Avoid lifting patients alone or with a twisted back.",
            "I always lift patients alone and with a twisted back.",
        ),
        (
            "Compare the water use before and after over several days.",
            "Comparing the water use before and after over several days is pointless.",
        ),
        (
            "Weigh the sacks on a calibrated scale, and compare the totals with the delivery note.",
            "It's best practice to weigh things.",
        ),
    ],
    ids=["denied-throughout", "goes-on", "impossible", "avoided", "dismissed", "best-practice"],
)
def test_a_sentence_that_opposes_a_point_or_only_recommends_is_not_called_right(point: str, answer: str) -> None:
    assert state_of("What do you look after on your rounds?", point, answer) is not PointState.RIGHT


@pytest.mark.parametrize(
    ("asked", "points", "answer"),
    [
        pytest.param(
            "What is the difference between a liveness probe and a readiness probe?",
            (
                "A failing liveness probe makes the kubelet restart the container.",
                "A failing readiness probe removes the pod from the service endpoints, so it gets no traffic.",
                "A startup probe protects an application that starts slowly.",
            ),
            "A failing readiness probe restarts the container, and a failing liveness probe takes the pod out of the "
            "service so it gets no traffic.",
            id="said of the other",
        ),
        pytest.param(
            "Which surprises do null values cause in SQL?",
            ("Use is null to test for it, because equals null never matches.",),
            "You test for it with equals null.",
            id="named and not denied",
        ),
        pytest.param(
            "Which surprises do null values cause in SQL?",
            ("Aggregates like average and count of a column ignore nulls, while count star includes the rows.",),
            "Count of a column and average of a column give the number of all rows just like count star.",
            id="likened",
        ),
        pytest.param(
            "How do weak and unowned references differ?",
            ("Unowned crashes if the object is already gone, so weak is safer when lifetimes differ.",),
            "Unowned becomes nil when the object is gone, so it's safer than weak.",
            id="behind than",
        ),
        pytest.param(
            "What are columnar files good for?",
            ("It is poor for updating or reading single rows, where row storage is better.",),
            "And Parquet is ideal when you update single rows all the time.",
            id="ideal",
        ),
        pytest.param(
            "You see hundreds of tiny queries. What is going on?",
            ("The object relational mapper loads related records lazily when the code touches them in a loop.",),
            "The mapper loads all related records eagerly up front, that's why there are many queries.",
            id="eager",
        ),
        pytest.param(
            "What is the difference between a stub and a mock?",
            (
                "A stub returns prepared answers, so that the test controls its inputs.",
                "A mock verifies that certain calls were made, with the expected arguments.",
            ),
            "A mock returns prepared answers for the inputs. A stub verifies that calls were made as expected.",
            id="stub and mock",
        ),
    ],
)
def test_a_confident_error_is_not_called_right(asked: str, points: tuple[str, ...], answer: str) -> None:
    reading = read(answer)
    found = find_key_points(asked, points, reading.judged.text, reading.spans(), runs_on=not reading.punctuated)
    assert PointState.RIGHT not in [finding.state for finding in found]


@pytest.mark.parametrize(
    ("asked", "point", "answer"),
    [
        (
            "Explain the difference between a virtual machine and a container.",
            "A virtual machine runs a whole guest operating system with its own kernel on a hypervisor.",
            "a virtual machine runs a whole system with its own kernel on a hypervisor it doesn't miss anything",
        ),
        (
            "How do you prevent script injection?",
            "Keep session cookies http-only so that an injected script cannot read them.",
            "I keep the session cookies http-only, so an injected script cannot read them.",
        ),
        (
            "How do weak and unowned references differ?",
            "Unowned crashes if the object is already gone, so weak is safer when lifetimes differ.",
            "Unowned crashes if the object is gone already, so weak is safer than unowned when the lifetimes differ.",
        ),
    ],
    ids=["anything behind not", "hyphen", "before than"],
)
def test_what_only_resembles_an_error_is_called_right(asked: str, point: str, answer: str) -> None:
    assert state_of(asked, point, answer) is PointState.RIGHT


def test_the_sentence_with_most_of_a_point_is_quoted() -> None:
    text = "So a watering plan basically. Each change of the plan is noted, who changed it and when."
    reading = read(text)
    point = "Notes who changed which watering plan and when."
    found = find_key_points("How do you keep a greenhouse running?", (point,), text, reading.spans())[0]
    assert found.state is PointState.RIGHT
    assert text[found.start : found.end].startswith("Each change")


def test_a_point_that_speech_cut_in_two_is_found() -> None:
    answer = (
        "okay so for the move of the shop to the new address we had to think of everybody and the trick is you set "
        "the time to live down to a minute but you have to do it a day before the move because the old one is still "
        "cached everywhere and then both of them run for a week and nobody notices anything at all"
    )
    asked = "How do you move a service by changing its DNS record?"
    point = "Lower the time to live to a minute, at least a day before the move."
    assert state_of(asked, point, answer) is PointState.RIGHT


def test_bounds_of_contraries_lie_between_the_cases() -> None:
    assert 0.5 < REST_SAID < 0.7
    assert 0.1 < MIXED_FROM <= 0.3
