"""What an answer says of a key point: right, wrong, mentioned, not said."""

from __future__ import annotations

from collections import Counter
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.key_points import HALVES, bank_answers, found_points, labelled_answers, sentences_of
from interview_cli.interview.model import Difficulty, InterviewType, Question
from interview_cli.scoring.key_points import PointFinding, PointState, find_key_points
from interview_cli.scoring.lists import is_enumeration
from interview_cli.scoring.polarity import read_text
from interview_cli.scoring.rules import evaluate_answer
from interview_cli.scoring.statements import describes_speaker
from interview_cli.text.meaning import load_vectors

RIGHT, WRONG, MENTIONED = PointState.RIGHT, PointState.WRONG, PointState.MENTIONED
NOT_SAID, CANNOT_TELL = PointState.NOT_SAID, PointState.CANNOT_TELL


def _find(asked: str, points: tuple[str, ...], text: str) -> tuple[PointFinding, ...]:
    return find_key_points(asked, points, text, sentences_of(text))


def _state(point: str, text: str, asked: str = "How does it work?") -> PointState:
    return _find(asked, (point,), text)[0].state


@pytest.mark.parametrize("half", HALVES)
def test_points_called_right_or_wrong_are_so_in_labelled_answers(half: str) -> None:
    called: Counter[PointState] = Counter()
    true: Counter[PointState] = Counter()
    hits: Counter[PointState] = Counter()
    for answer in labelled_answers():
        if answer.half != half:
            continue
        for label, finding in zip(answer.states, _find(answer.asked, answer.points, answer.text), strict=True):
            called[finding.state] += 1
            true[label] += 1
            hits[label] += label == finding.state
    assert hits[RIGHT] / called[RIGHT] >= 0.92
    assert hits[WRONG] / called[WRONG] >= 0.92
    assert hits[RIGHT] / true[RIGHT] >= 0.62
    assert hits[WRONG] / true[WRONG] >= 0.7


@cache
def _states_of_bank_answers(half: str) -> Counter[tuple[PointState, PointState]]:
    """How often a point with a label was given each state, in answers in other words, with wrong facts, and lists."""
    return Counter(
        (label, finding.state)
        for answer in bank_answers()
        if answer.half == half
        for label, finding in zip(answer.states, found_points(answer), strict=True)
    )


@pytest.mark.parametrize("half", HALVES)
def test_states_of_plain_words_wrong_facts_and_lists_are_right(half: str) -> None:
    table = _states_of_bank_answers(half)
    for state, least in ((RIGHT, 0.8), (WRONG, 1.0), (MENTIONED, 1.0), (NOT_SAID, 0.75)):
        called = sum(count for (_, given), count in table.items() if given == state)
        assert table[state, state] / called >= least, state
    assert table[RIGHT, NOT_SAID] <= 2
    assert table[MENTIONED, MENTIONED] >= 35


@pytest.mark.parametrize(
    ("text", "is_list"),
    [
        ("So we have server, thumbnails, limit, cache, rows, screen", True),
        ("There is the compressed size and there is the decoded bitmap, four bytes per pixel", True),
        ("For performance there is preload and fetch priority and the fold", True),
        ("Then recycling of views, cancellation, scrolling and the cache", True),
        ("Servers and caches", False),
        ("A flag has a name, a default and a few rules", False),
        ("It gives speed, safety and simplicity", False),
        ("I check inputs, labels and units", False),
        ("There is a cache, a queue and a worker that empties it", False),
    ],
)
def test_terms_that_no_verb_binds_are_an_enumeration(text: str, is_list: bool) -> None:
    read = read_text(text, [(0, len(text))])
    assert is_enumeration(read.tokens, read.clauses) is is_list


@pytest.mark.parametrize(
    ("point", "text"),
    [
        ("A query reads only the columns it needs.", "A query reads all columns, whether it needs them."),
        ("Every step goes against the gradient of the loss.", "Every step goes along the gradient of the loss."),
        ("A shared database keeps the services coupled.", "A shared database decouples the services."),
        (
            "Averages of a column ignore nulls, while count star includes the rows.",
            "Averages of a column include the nulls.",
        ),
        (
            "The same-site cookie attribute, lax or strict, stops cookies on most cross-site requests.",
            "Same-site cookies make it worse.",
        ),
        (
            "An object is freed when its references drop to zero.",
            "An object is freed as soon as one reference is gone.",
        ),
    ],
    ids=["all for only", "along for against", "de-", "of the other half", "makes it worse", "one for zero"],
)
def test_what_says_more_or_the_contrary_is_not_right(point: str, text: str) -> None:
    assert _state(point, text) in (WRONG, CANNOT_TELL)


def test_what_is_said_of_the_other_thing_does_not_turn_a_point() -> None:
    point = "The schema with types is stored in the file, whereas the text format has no types."
    assert _state(point, "The schema with types is stored in the file, while the text format is all text.") != WRONG


def test_a_contrary_of_little_in_a_longer_sentence_does_not_turn_a_point() -> None:
    point = "The memory graph debugger or a missing deinit call reveals the leak."
    text = "You'd find it in the memory graph debugger, or you see that deinit is never called."
    assert _state(point, text) != WRONG


def test_points_that_may_be_turned_are_not_called_said_in_other_words() -> None:
    points = (
        "Reference counting frees an object when its count of strong references drops to zero.",
        "Two objects that hold strong references to each other never reach zero and leak.",
        "Break it with a weak reference for delegates and a capture list in closures.",
    )
    question = Question(
        "q",
        "How does a retain cycle arise?",
        InterviewType.TECHNICAL_VERBAL,
        Difficulty.STANDARD,
        "tests",
        key_points=points,
    )
    text = (
        "With reference counting an object gets freed as soon as one reference to it is gone. A retain cycle is when "
        "two objects hold weak references to each other, so neither is ever freed."
    )
    correctness = next(each for each in evaluate_answer(question, text).scores if each.criterion == "correctness")
    assert correctness.score is None
    assert "may be said the other way round" in correctness.anchor


def test_two_denials_of_one_thing_do_not_turn_a_point() -> None:
    asked = "Why do parameterised queries prevent SQL injection, and in which places do they not help?"
    point = "Table and column names or the sort order cannot be parameters, so use an allow list."
    text = "They don't help for table names or the sort column, there you need a list of allowed ones."
    assert _state(point, text, asked) != WRONG


def test_what_is_limited_to_the_lesser_does_not_say_the_point() -> None:
    asked = "How would you explain the difference between authentication and authorization, with an example?"
    point = "Authorization must be checked on the server for every request, not just at login."
    text = "Authorization you check only once, at the login, and then the server knows it for every request."
    assert _state(point, text, asked) == CANNOT_TELL
    assert _state(point, "Authorization the server checks for every request, not only at the login.", asked) == RIGHT


def test_in_other_words_a_sentence_says_the_point_that_it_is_nearest_to() -> None:
    asked = "Which surprises do null values cause in SQL, and how do you protect a report from them?"
    points = (
        "Comparing anything with null gives unknown, not true or false, so the where clause drops the row.",
        "Use is null to test for it, because equals null never matches.",
        "Not in with a subquery that contains a null returns no rows, so prefer not exists.",
    )
    text = (
        "If a subquery could contain nulls then you should use not in rather than not exists, because not in handles "
        "the nulls for you."
    )
    vectors = load_vectors()
    assert vectors is not None
    found = find_key_points(asked, points, text, sentences_of(text), vectors.embed([text]))
    assert RIGHT not in [each.state for each in found]


def test_terms_alone_and_answers_to_other_questions_are_never_right() -> None:
    for answer in labelled_answers():
        if answer.kind in ("salad", "off"):
            states = [finding.state for finding in _find(answer.asked, answer.points, answer.text)]
            assert states.count(RIGHT) <= 1, answer.asked


@pytest.mark.parametrize(
    ("point", "right", "wrong"),
    [
        pytest.param(
            "A PUT request is idempotent.",
            "A PUT request is idempotent.",
            "A PUT request is not idempotent.",
            id="negation",
        ),
        pytest.param(
            "PUT and DELETE are idempotent, while POST is not.",
            "PUT and DELETE are idempotent, POST is not.",
            "POST is idempotent, PUT and DELETE are not.",
            id="ellipsis",
        ),
        pytest.param(
            "PUT and DELETE are idempotent, while POST is not.",
            "Put and delete are idempotent and post is not, because it creates something new each time.",
            "Put and delete are not and post is idempotent.",
            id="ellipsis behind and",
        ),
        pytest.param(
            "Resolvers cache the old record.",
            "The resolvers cache the old record for an hour.",
            "The resolvers never cache the old record.",
            id="never",
        ),
        pytest.param(
            "Lower the time to live well before the move.",
            "I lower the time to live well before the move.",
            "I raise the time to live well before the move.",
            id="direction",
        ),
        pytest.param(
            "Check the allergies before giving the drug.",
            "I check the allergies before giving the drug.",
            "I check the allergies after giving the drug.",
            id="before-after",
        ),
        pytest.param(
            "Overfitting shows as low training error with much higher validation error.",
            "Overfitting shows as low training error with much higher validation error.",
            "Overfitting shows as low validation error with much higher training error.",
            id="heads-swapped",
        ),
        pytest.param(
            "The client calls the server.",
            "The client calls the server.",
            "The server calls the client.",
            id="roles-swapped",
        ),
        pytest.param(
            "Praise good work more often than you punish mistakes.",
            "I praise good work more often than I punish mistakes.",
            "I punish mistakes more often than I praise good work.",
            id="sides-swapped",
        ),
        pytest.param(
            "Heat the chicken to 75 degrees in the middle.",
            "I heat the chicken to 75 degrees in the middle.",
            "I heat the chicken to 45 degrees in the middle.",
            id="figures",
        ),
        pytest.param(
            "The method is safe for all users.",
            "The method is safe for all users.",
            "The method is unsafe for all users.",
            id="prefix",
        ),
    ],
)
def test_a_contrary_is_distinguished_from_the_point(point: str, right: str, wrong: str) -> None:
    assert _state(point, right) == RIGHT
    assert _state(point, wrong) in (WRONG, CANNOT_TELL)


def test_an_answer_that_turns_every_point_round_gets_none_right() -> None:
    points = (
        "A fired glaze is hard but brittle.",
        "Annealing gives up some strength.",
        "It makes the glass less brittle and tougher.",
    )
    text = "A fired glaze is soft and tough. Annealing increases strength. Annealing makes the glass more brittle."
    states = [finding.state for finding in _find("Why is glass annealed?", points, text)]
    assert set(states) <= {WRONG, CANNOT_TELL}
    assert states.count(WRONG) >= 2


@pytest.mark.parametrize(
    ("point", "text", "states"),
    [
        pytest.param(
            "Check whether the thermostat sticks.",
            "The thermostat has nothing to do with it.",
            {WRONG, CANNOT_TELL},
            id="nothing to do with",
        ),
        pytest.param(
            "Check the pulse before giving the drug.",
            "The pulse has no bearing on giving the drug.",
            {WRONG},
            id="no bearing on",
        ),
        pytest.param(
            "Check the tension of the drive belt.",
            "The drive belt cannot lose its tension.",
            {WRONG, CANNOT_TELL},
            id="cannot lose",
        ),
        pytest.param(
            "Record the batch number of the vaccine.",
            "I would never record the batch number of the vaccine.",
            {WRONG},
            id="would never",
        ),
        pytest.param(
            "Bake with steam for a crisp crust.",
            "Bake with steam for a soft crust.",
            {WRONG, CANNOT_TELL},
            id="soft for crisp",
        ),
        pytest.param(
            "Case hardening leaves a tough core.",
            "Case hardening leaves a brittle core.",
            {WRONG, CANNOT_TELL},
            id="brittle for tough",
        ),
    ],
)
def test_what_denies_or_turns_a_point_is_never_right(point: str, text: str, states: set[PointState]) -> None:
    assert _state(point, text) in states


def test_what_belongs_to_another_subject_of_the_question_is_not_called_right() -> None:
    points = (
        "Encoding only changes the format, and anyone can reverse it without a key.",
        "Encryption keeps data secret and can be reversed only with the key.",
    )
    text = (
        "Encoding keeps data secret and can be reversed only with the key. "
        "Encryption only changes the format, and anyone can reverse it without a key."
    )
    assert [finding.state for finding in _find("How do they differ?", points, text)] == [CANNOT_TELL, WRONG]


def test_order_of_the_arguments_turns_before_into_after() -> None:
    point = "Contact the clients before removal of the field."
    assert _state(point, "Removal of the field comes only after I contact the clients.") != WRONG


def test_avoiding_is_no_contrary_of_never() -> None:
    point = "Never put passwords in the log."
    assert _state(point, "I avoid passwords in the log.") != WRONG
    assert _state(point, "I always put passwords in the log.") == WRONG


def test_a_list_of_its_terms_only_mentions_a_point() -> None:
    point = "The load balancer spreads the traffic over healthy replicas."
    text = "There is the load balancer and the traffic and the healthy replicas."
    assert _state(point, text) == MENTIONED


def test_half_of_a_point_only_mentions_it() -> None:
    point = "Containers start much faster and are smaller, but their isolation is weaker than that of a machine."
    assert _state(point, "Containers start much faster and are smaller.") == MENTIONED
    assert _state(point, "Containers start faster and are smaller, but their isolation is weaker.") == RIGHT


def test_other_words_with_the_same_meaning_are_right() -> None:
    points = ("Revoke the key immediately.", "Search the audit logs for every use of the key.")
    text = "I would disable the key right away. Then I look through the audit log for everything done with the key."
    assert [finding.state for finding in _find("A key has leaked. What now?", points, text)] == [RIGHT, RIGHT]


def test_no_point_of_an_answer_that_denies_most_is_called_right() -> None:
    points = ("Keep the skin clean and dry.", "Turn the patient every two hours.", "Use a soft mattress.")
    text = "Never keep the skin clean and dry. Do not turn the patient every two hours. Use a soft mattress."
    states = [finding.state for finding in _find("How do you prevent sores?", points, text)]
    assert states[:2] == [WRONG, WRONG]
    assert states[2] == CANNOT_TELL


def test_nothing_follows_from_silence_about_what_a_speaker_does() -> None:
    points = ("Names the barrier that kept good people out.", "Gives a result in numbers.")
    text = "In the spring the garden needs water and the roses want to be cut."
    assert describes_speaker(points)
    assert [finding.state for finding in _find("What have you done?", points, text)] == [CANNOT_TELL] * 2
    assert not describes_speaker(("Containers share the kernel of the host.", "Namespaces limit what they see."))


@pytest.mark.parametrize("text", ["", "?!", "One two three four five six seven eight nine ten eleven."])
def test_without_content_nothing_is_said(text: str) -> None:
    found = _find("How?", ("The cache evicts the oldest entry.",), text)[0]
    assert (found.state, found.sure, found.start, found.end) == (NOT_SAID, False, None, None)


def test_vectors_of_the_caller_give_the_same_findings() -> None:
    loaded = load_vectors()
    assert loaded is not None
    for answer in list(labelled_answers())[:6]:
        spans = sentences_of(answer.text)
        vectors = loaded.embed([answer.text[start:end] for start, end in spans])
        given = find_key_points(answer.asked, answer.points, answer.text, spans, vectors)
        assert given == find_key_points(answer.asked, answer.points, answer.text, spans)


@pytest.mark.usefixtures("without_vectors")
def test_words_alone_still_tell_right_from_wrong() -> None:
    counts: Counter[tuple[str, PointState]] = Counter()
    for answer in labelled_answers():
        counts.update((answer.kind, finding.state) for finding in _find(answer.asked, answer.points, answer.text))
    assert counts["right", RIGHT] > 10 * counts["right", WRONG]
    assert counts["inverted", WRONG] > 5 * counts["inverted", RIGHT]
    assert counts["off", RIGHT] <= (counts["off", NOT_SAID] + counts["off", CANNOT_TELL]) / 50


_WORDS = [
    *"not never the client key 75 two and or than before after stop instead of , . ; … don't C++ 🙂".split(),
    *("\n", "数据库", "\x00"),
]
_TEXTS = st.one_of(
    st.text(st.characters(exclude_categories=()), max_size=150),
    st.lists(st.sampled_from(_WORDS), max_size=40).map(" ".join),
)


@given(_TEXTS, st.lists(_TEXTS, max_size=3), _TEXTS)
def test_every_finding_is_a_share_and_a_sentence(asked: str, points: list[str], text: str) -> None:
    spans = sentences_of(text)
    found = find_key_points(asked, points, text, spans)
    assert [finding.point for finding in found] == points
    for finding in found:
        assert 0 <= finding.strength <= 1
        assert finding.start is None or (finding.start, finding.end) in spans
        assert (finding.start is None) <= (finding.state in (NOT_SAID, CANNOT_TELL))
