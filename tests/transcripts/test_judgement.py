"""Whether questions with something below are an interview, and what is said about those that may be none."""

from __future__ import annotations

from itertools import chain

import pytest

from interview_cli.transcripts.judgement import CERTAIN, judgement_of, note_share
from interview_cli.transcripts.model import Reading, Role, Transcript, Turn
from interview_cli.transcripts.pairing import pair
from interview_cli.transcripts.roles import assign_roles

Pairs = tuple[tuple[str, str], ...]

NONE: dict[str, Pairs] = {
    "guide": (
        ("Tell me about a time you were late.", "Look for honesty, then ask what changed. Red flag: blames the bus."),
        ("How do you learn something new?", "Expect one concrete example and a method."),
    ),
    "job post": (
        ("What will you do?", "You bake bread for six shops and train two apprentices in the morning shift."),
        ("What do you bring?", "You have finished your training and you like to get up early."),
    ),
    "scorecard": (
        ("Strengths", "Clear, calm, knows the machines and explained the fault well."),
        ("Concerns", "Has never led a team; little experience with budgets."),
    ),
    "help page": (
        ("How do I cancel my ticket?", "Open your account and choose Cancel. Refunds take five days."),
        (
            "Can I bring a bike?",
            "Bikes are carried free of charge outside of the rush hour if there is room.",
        ),
    ),
    "form": (("First name", "Marta"), ("How satisfied are you?", "4 - satisfied"), ("Position", "Driver")),
}

INTERVIEWS: dict[str, Pairs] = {
    "told": (("What do you do there?", "I run the kitchen with three others. We open at five."),),
    "of a few words": (("Why us?", "I like it."), ("How?", "With a queue."), ("Where to?", "Far away.")),
    "German": (("Warum möchten Sie wechseln?", "Der Laden schließt im Mai, und nach Leipzig wollte ich nicht."),),
    "Turkish": (("Neden bize başvurdunuz?", "Ürünü yıllardır kullanıyorum ve ekibi tanıyorum."),),
    "Japanese": (("なぜ転職したいのですか。", "店が五月に閉まるので、新しい場所を探しています。"),),
}


def judged(pairs: Pairs) -> Reading:
    turns = tuple(
        Turn(None, role, text)
        for role, text in zip([Role.INTERVIEWER, Role.CANDIDATE] * len(pairs), chain(*pairs), strict=True)
    )
    transcript = Transcript("x", "x", turns, paired=True)
    return judgement_of(transcript, pair(transcript))


def judged_talk(*turns: tuple[str, str]) -> Reading:
    said = tuple(Turn(who, Role.UNKNOWN, text) for who, text in turns)
    transcript = assign_roles(Transcript("x", "x", said))
    return judgement_of(transcript, pair(transcript))


@pytest.mark.parametrize("kind", NONE)
def test_texts_of_other_kinds_are_doubted_with_a_reason(kind: str) -> None:
    found = judged(NONE[kind])
    assert found.confidence < CERTAIN
    assert len(found.notes) == 1
    assert found.notes[0].startswith("This may be no interview: ")


@pytest.mark.parametrize("kind", INTERVIEWS)
def test_interviews_are_not_doubted(kind: str) -> None:
    assert judged(INTERVIEWS[kind]) == Reading()


def test_two_people_who_ask_each_other_are_doubted() -> None:
    found = judged_talk(
        ("Mo", "So what did you think of the finale?"),
        ("Jay", "The dog was great. Did you cry?"),
        ("Mo", "A bit. What about the brother, did he deserve that?"),
        ("Jay", "Worse, if you ask me. Should we talk about the book?"),
        ("Mo", "It ends in another way, right? Which one is better?"),
        ("Jay", "The book, always. Who is our guest next week?"),
    )
    assert found.confidence < CERTAIN
    assert "whoever answers also asks" in found.notes[0]


def test_technical_answers_of_people_are_not_doubted() -> None:
    found = judged_talk(
        ("Dana", "What is a deadlock?"),
        ("Miro", "Two threads each hold a lock that the other one needs, so neither can go on."),
        ("Dana", "And how would you avoid it?"),
        ("Miro", "Take the locks in the same order everywhere, or use one lock for both."),
    )
    assert found == Reading()


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (
            "What is the difference between a process and a thread?",
            "A process has its own memory space, and a thread shares the memory of the others in its process.",
        ),
        (
            "Which surprises do null values cause in SQL, and how do you protect a report from them?",
            "Comparing anything with null gives unknown, so the where drops the row. Use is null to test for it.",
        ),
    ],
    ids=["told", "advised"],
)
def test_one_technical_answer_of_a_candidate_who_is_called_so_is_not_doubted(asked: str, said: str) -> None:
    assert judged_talk(("Interviewer", asked), ("Candidate", said)) == Reading()


def test_a_guide_with_the_names_of_the_sides_is_still_doubted() -> None:
    found = judged_talk(
        ("Interviewer", "Tell us about a conflict in your team."),
        ("Candidate", "Look for a specific situation, the candidate's own role, and what changed afterwards."),
    )
    assert found.confidence < CERTAIN


def test_people_who_speak_of_others_are_not_doubted() -> None:
    found = judged_talk(
        ("Dana", "What did the team do then?"),
        ("Miro", "They rebuilt the line over a weekend, and on Monday it ran again."),
        ("Dana", "Who decided that?"),
        ("Miro", "The plant manager, after a call with the supplier."),
    )
    assert found == Reading()


def test_candidates_may_ask_at_the_end() -> None:
    found = judged_talk(
        ("Dana", "What did you do at Acme?"),
        ("Miro", "I ran the night shift for two years and trained the new people."),
        ("Dana", "Why do you want to leave?"),
        ("Miro", "I would like to work with customers again."),
        ("Dana", "Do you have any questions for me?"),
        ("Miro", "How big is the team?"),
        ("Dana", "Nine people."),
        ("Miro", "And when would I start?"),
        ("Dana", "In May."),
    )
    assert found == Reading()


def test_hints_are_no_part_of_an_answer() -> None:
    assert note_share("Look for a concrete example and ask for numbers.") > 0.5
    assert note_share("I looked at the numbers and asked my boss for an example.") < 0.1


def test_no_pairs_are_no_reason_for_doubt() -> None:
    assert judgement_of(Transcript("x", "x", ()), ()) == Reading()
