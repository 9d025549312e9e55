"""Questions and answers out of turns: `I` speaks for the interviewer, `C` for the candidate."""

import pytest

from interview_cli.interview.spoken import Word
from interview_cli.text.sentences import has_end_marks
from interview_cli.transcripts.asking import act_of
from interview_cli.transcripts.model import QuestionAnswer, Role, Transcript, Turn
from interview_cli.transcripts.pairing import pair
from interview_cli.transcripts.sentence_acts import Act

ROLES = {"I": Role.INTERVIEWER, "C": Role.CANDIDATE, "N": Role.OTHER}
LONG = "I joined as the second engineer, rebuilt the import, trained two people and stayed on call for it, " * 2


def pairs(*lines: str) -> list[tuple[str, str]]:
    turns = tuple(Turn(None, ROLES[line[0]], line[3:].strip()) for line in lines)
    return [(each.question, each.answer) for each in pair(Transcript("x", "x", turns))]


def timed(*turns: tuple[str, str, float, float]) -> tuple[QuestionAnswer, ...]:
    return pair(Transcript("x", "x", tuple(Turn(None, ROLES[who], text, a, b) for who, text, a, b in turns)))


def test_turns_in_a_row_are_one() -> None:
    assert pairs("I: Why", "I: us?", "C: I like", "C: the product.") == [("Why us?", "I like the product.")]


@pytest.mark.parametrize(
    "remark",
    [
        "Mm-hmm.",
        "Right.",
        "okay",
        "Great, thanks.",
        "I see, that makes sense.",
        "Oh wow, a million rows, that is a lot.",
    ],
)
def test_listening_does_not_split_an_answer(remark: str) -> None:
    assert pairs("I: What happened?", "C: It broke.", f"I: {remark}", "C: We fixed it.", "I: Bye.") == [
        ("What happened?", "It broke. We fixed it.")
    ]


def test_a_follow_up_is_its_own_pair() -> None:
    assert pairs("I: What happened?", "C: It broke.", "I: Okay. Why did it break?", "C: Load.") == [
        ("What happened?", "It broke."),
        ("Why did it break?", "Load."),
    ]


def test_prompts_without_a_question_mark() -> None:
    assert [
        question for question, _ in pairs("I: Walk me through your day.", "C: I code.", "I: Say more.", "C: In C.")
    ] == [
        "Walk me through your day.",
        "Say more.",
    ]


def test_context_stays_and_chatter_goes() -> None:
    greeting = "Hi Bo, nice to meet you. I'm Ann, I'm the hiring manager. Great."
    assert pairs(f"I: {greeting} We store orders in files. How would you do it?", "C: With a database.") == [
        ("We store orders in files. How would you do it?", "With a database.")
    ]


def test_small_talk_and_what_is_said_to_it_is_left_out() -> None:
    assert pairs(
        "I: Hi! How are you today?",
        "C: Very well, and you?",
        "I: Good. Did you find the office easily?",
        "C: I did, the map was good.",
        "I: What do you do?",
        "C: I write compilers.",
        "I: Sorry, can you hear me?",
        "C: Yes, now I can.",
        "I: Great.",
        "C: Mostly for lamps.",
        "I: Thanks for your time, have a great day!",
        "C: Thank you, I enjoyed talking to you about all this.",
    ) == [("What do you do?", "I write compilers. Mostly for lamps.")]


def test_the_candidate_s_questions_are_no_answers() -> None:
    assert pairs(
        "I: How would you test it?",
        "C: Do you mean by hand?",
        "I: Either.",
        "C: With recorded traffic.",
        "I: Nice. Do you have any questions for me?",
        "C: Yes, how do you deploy?",
        "I: Twice a day, by a bot. Does that answer your question?",
        "C: It does, and I like that you let a bot do it, because people forget.",
    ) == [("How would you test it?", "With recorded traffic.")]


def test_a_real_question_after_the_candidate_s_own() -> None:
    assert pairs(
        "I: Any questions for us?",
        "C: How big is the team?",
        "I: Nine. One more thing, why did you leave Acme?",
        "C: The office moved to another city and I could not.",
    )[0][1].startswith("The office moved")


def test_an_assent_while_the_question_goes_on_is_no_answer() -> None:
    assert pairs(
        "I: Tell me about a conflict.", "C: Sure.", "I: And say what you learned.", "C: I learned to wait."
    ) == [("Tell me about a conflict. And say what you learned.", "I learned to wait.")]


def test_yes_answers_a_yes_or_no_question() -> None:
    assert pairs("I: Have you led people?", "C: Yes.", "I: How many?", "C: Four.") == [
        ("Have you led people?", "Yes."),
        ("How many?", "Four."),
    ]


def test_a_statement_with_a_long_reply_was_a_question() -> None:
    statement = "I read in your papers that you were at Acme for six years, which is unusual there."
    assert pairs("I: Why us?", "C: I like it.", f"I: {statement}", f"C: {LONG}")[1] == (statement, LONG.strip())
    assert pairs("I: Let's begin. Your biggest weakness.", f"C: {LONG}") == [("Your biggest weakness.", LONG.strip())]


def test_a_statement_with_a_short_reply_was_not() -> None:
    pitch = "We are a small company that sells lamps to farms and we have done so since nineteen eighty."
    assert pairs("I: Why us?", "C: I like it.", f"I: {pitch}", "C: Good to know.") == [("Why us?", "I like it.")]


def test_cross_talk_is_left_out() -> None:
    found = timed(
        ("I", "How did you", 0, 2),
        ("C", "So yeah we", 1.5, 2.5),
        ("I", "handle the outage?", 2.2, 4),
        ("C", "We moved traffic", 5, 7),
        ("I", "Mm, the other region", 6.5, 7.5),
        ("C", "to the other region.", 7, 9),
    )
    assert [(each.question, each.answer) for each in found] == [
        ("How did you handle the outage?", "We moved traffic to the other region.")
    ]
    assert (found[0].start_s, found[0].end_s, found[0].response_latency_s) == (5, 9, 1)


def test_people_of_no_part_are_not_heard() -> None:
    assert pairs("I: Why us?", "N: This call is recorded, why?", "C: I like it.") == [("Why us?", "I like it.")]


def test_only_the_candidate_speaks() -> None:
    assert pairs("C: I like it.", "C: A lot.") == [("", "I like it. A lot.")]


def test_nothing_asked_or_nothing_answered() -> None:
    assert pairs("I: Hello.", "C: Hello.") == []
    assert pairs("I: Why us?") == []
    assert pair(Transcript("x", "x", ())) == ()


def test_word_times_count_from_the_answer() -> None:
    turns = (
        Turn(None, Role.INTERVIEWER, "Why?", 0.0, 1.0),
        Turn(None, Role.CANDIDATE, "I like", 3.0, 4.0, (Word("I", 3.0, 3.25, 0.5), Word("like", 3.5, 4.0))),
        Turn(None, Role.CANDIDATE, "it", 4.0, 5.0, (Word("it", 4.5, 5.0),)),
    )
    (only,) = pair(Transcript("x", "x", turns))
    assert only.words == (Word("I", 0.0, 0.25, 0.5), Word("like", 0.5, 1.0), Word("it", 1.5, 2.0))
    partly = Transcript("x", "x", (*turns[:2], Turn(None, Role.CANDIDATE, "it")))
    assert pair(partly)[0].words is None


@pytest.mark.parametrize(
    ("sentence", "act"),
    [
        ("What was the hardest part?", Act.QUESTION),
        ("what was the hardest bug you fixed", Act.QUESTION),
        ("okay so i see you were at acme what did you do there", Act.QUESTION),
        ("hi bo nice to meet you so tell me about yourself", Act.QUESTION),
        ("So, if you could, describe a conflict.", Act.QUESTION),
        ("Let's talk about teamwork.", Act.QUESTION),
        ("I'd love to hear about Acme.", Act.QUESTION),
        ("Suppose we have ten services.", Act.QUESTION),
        ("And the result?", Act.QUESTION),
        ("Why Acme?", Act.QUESTION),
        ("How do you handle weather data?", Act.QUESTION),
        ("What I did was rewrite it.", Act.STATEMENT),
        ("When I was at Acme we shipped.", Act.STATEMENT),
        ("We run on queues.", Act.STATEMENT),
        ("Uh-huh.", Act.ACKNOWLEDGEMENT),
        ("That's a great answer, thank you.", Act.ACKNOWLEDGEMENT),
        ("Take your time.", Act.ACKNOWLEDGEMENT),
        ("Can you hear me okay?", Act.SMALL_TALK),
        ("How’s the weather over there?", Act.SMALL_TALK),
        ("Is now a good time?", Act.SMALL_TALK),
        ("Do you have any questions for me before we start?", Act.SMALL_TALK),
        ("Thanks so much for joining.", Act.SMALL_TALK),
        ("We'll be in touch next week.", Act.SMALL_TALK),
        ("What questions do you have for us?", Act.HAND_OVER),
        ("Is there anything you would like to ask me?", Act.HAND_OVER),
    ],
)
def test_what_a_sentence_does(sentence: str, act: Act) -> None:
    assert act_of(sentence, not has_end_marks(sentence)) is act


@pytest.mark.parametrize(
    "asked",
    [
        "Tom, tell me about a time you disagreed.",
        "And Tom, tell me about a time you disagreed.",
        "Okay Tom, now tell me about a time you disagreed.",
        "So, Tom, tell me about a time you disagreed.",
        "So Tom tell me about a time you disagreed.",
        "And Tom, describe a conflict you had at work.",
        "Next one, tell me about a conflict at work.",
        "Tom, I'd like to hear about a conflict.",
        "With that in mind, explain your last plan.",
    ],
)
def test_a_prompt_after_a_few_words_asks(asked: str) -> None:
    assert pairs("I: Why us?", "C: I like the product.", f"I: {asked}", "C: I showed figures.") == [
        ("Why us?", "I like the product."),
        (asked, "I showed figures."),
    ]


@pytest.mark.parametrize(
    "stated",
    [
        "My boss said, tell me why it broke.",
        "Initially, design was hard.",
        "When it broke, I wanted to know why.",
        "In the end, we gave them a choice.",
    ],
)
def test_a_story_told_does_not_prompt(stated: str) -> None:
    assert act_of(stated) is Act.STATEMENT


def test_two_long_answers_never_merge() -> None:
    topic = "Next, conflict at work."
    assert pairs("I: Why us?", f"C: {LONG}", f"I: {topic}", f"C: {LONG}") == [
        ("Why us?", LONG.strip()),
        (topic, LONG.strip()),
    ]


@pytest.mark.parametrize(
    "remark", ["Wow, in one week.", "That must have been hard.", "Mm-hmm, thanks for sharing that."]
)
def test_a_comment_between_long_replies_splits_nothing(remark: str) -> None:
    assert len(pairs("I: Why us?", f"C: {LONG}", f"I: {remark}", f"C: {LONG}")) == 1


@pytest.mark.parametrize("exclamation", ["Goodness.", "Meine Güte!", "Oh là là !", "Of all things."])
def test_an_exclamation_loses_nothing_of_an_answer(exclamation: str) -> None:
    (only,) = pairs("I: Why us?", f"C: {LONG}", f"I: {exclamation}", "C: We went home.", "I: Bye.")
    assert only == ("Why us?", f"{LONG}We went home.")


def said(count: int) -> str:
    """A statement of so many words."""
    words = "we moved the order service to a new table and the team wrote every test again before the second release"
    return f"{' '.join((words.split() * 3)[:count]).capitalize()}."


@pytest.mark.parametrize(
    ("words", "is_left_out"), [("tell me more about it", True), ("tell me some more about it", False)]
)
def test_five_words_that_fall_into_a_sentence_are_cross_talk_and_six_ask(words: str, is_left_out: bool) -> None:
    found = timed(
        ("I", "Why us?", 0, 2),
        ("C", "I like the", 2.1, 6),
        ("I", words, 5, 5.5),
        ("C", "product a lot.", 5.6, 8),
    )
    assert [each.answer for each in found] == ["I like the product a lot." if is_left_out else "I like the"]


@pytest.mark.parametrize(("count", "answers"), [(12, [32]), (13, [2, 30])])
def test_a_statement_of_thirteen_words_takes_the_floor(count: int, answers: list[int]) -> None:
    found = pairs("I: What happened?", "C: It broke.", f"I: {said(count)}", f"C: {said(30)}")
    assert [len(answer.split()) for _, answer in found] == answers


@pytest.mark.parametrize(
    ("answered", "replied", "answers"),
    [(24, 30, [54]), (25, 30, [25, 30]), (30, 24, [54]), (30, 25, [30, 25])],
    ids=["too short an answer before", "long enough before", "too short a reply", "long enough a reply"],
)
def test_a_short_statement_between_long_answers_was_meant_as_a_question(
    answered: int, replied: int, answers: list[int]
) -> None:
    found = pairs("I: Why?", f"C: {said(answered)}", "I: The other company then.", f"C: {said(replied)}", "I: Bye.")
    assert [len(answer.split()) for _, answer in found] == answers


@pytest.mark.parametrize(("count", "answers"), [(7, []), (8, [8])])
def test_where_nothing_is_asked_statements_are_answered_with_eight_words_or_more(
    count: int, answers: list[int]
) -> None:
    assert [len(answer.split()) for _, answer in pairs("I: The other company.", f"C: {said(count)}")] == answers


@pytest.mark.parametrize(("count", "answers"), [(15, [2]), (16, [18])])
def test_a_reply_to_small_talk_has_at_most_fifteen_words(count: int, answers: list[int]) -> None:
    found = pairs("I: What did you build?", "C: It broke.", "I: How are you today?", f"C: {said(count)}")
    assert [len(answer.split()) for _, answer in found] == answers


@pytest.mark.parametrize(("count", "answers"), [(7, [2]), (8, [2, 8])])
def test_a_last_question_is_answered_with_eight_words_or_more(count: int, answers: list[int]) -> None:
    end = "I: Where do you see yourself? Do you have any questions for me?"
    found = pairs("I: What did you build?", "C: It broke.", end, f"C: {said(count)}")
    assert [len(answer.split()) for _, answer in found] == answers


@pytest.mark.parametrize(
    ("asked", "reply", "pairs_found"),
    [
        ("Are you ready to begin?", "Yes, I am ready.", 1),
        ("Guten Morgen, Herr Wollny, hören Sie uns?", "Guten Morgen, ja, wunderbar.", 1),
        ("Are you ready to begin?", "Yes, and first I would like to thank you for the call.", 2),
        ("Why are you looking?", "The shop closes.", 2),
    ],
)
def test_a_few_words_before_the_first_question_are_no_answer(asked: str, reply: str, pairs_found: int) -> None:
    found = pairs(f"I: {asked}", f"C: {reply}", "I: What did you build?", "C: A queue for the bookings.")
    assert len(found) == pairs_found
    assert found[-1] == ("What did you build?", "A queue for the bookings.")


def test_a_few_words_of_the_answer_asked_back_are_no_question() -> None:
    answer = ["C: There is a list with forty numbers.", "I: Forty?", "C: And each calls two more."]
    assert pairs("I: Whom do you call?", *answer) == [
        ("Whom do you call?", "There is a list with forty numbers. And each calls two more.")
    ]
    assert len(pairs("I: Whom do you call?", answer[0], "I: Why forty?", answer[2])) == 2


def test_courtesy_after_thanks_is_no_part_of_an_answer() -> None:
    assert pairs("I: What happens in winter?", "C: We go slower.", "I: Thanks so much.", "C: My pleasure.") == [
        ("What happens in winter?", "We go slower.")
    ]
