"""What chats, mails, notes and practice tools write around speech is nobody's words."""

import pytest

from interview_cli.transcripts.pairing import pair
from interview_cli.transcripts.plain_text import CERTAIN
from interview_cli.transcripts.reading import read_transcripts
from interview_cli.transcripts.roles import assign_roles

PAIRS = [
    ("How do you plan a release?", "I write the list on Monday and cut it on Thursday."),
    ("Who decides to go back?", "Whoever is on call that night. I never wait for a manager."),
]
(ASKED, SAID), (ASKED_NEXT, SAID_NEXT) = PAIRS


def pairs(text: str) -> list[tuple[str, str]]:
    (transcript,) = read_transcripts(text.encode(), "x.txt")
    return [(each.question, each.answer) for each in pair(assign_roles(transcript))]


def test_reactions_states_and_marks_of_a_chat() -> None:
    text = (
        f"Ana Lima\n  10:31 AM\n{ASKED}\n\n\nKofi Ray\n:palm_tree:  10:44 AM\n{SAID} (edited) \n:heart:\n1\n\n\n"
        f"Ana Lima\n  10:47 AM\n{ASKED_NEXT}\nNew\n\n\nKofi Ray\n:palm_tree:  10:52 AM\n{SAID_NEXT}\n:100: 2\n"
    )
    assert pairs(text) == PAIRS


@pytest.mark.parametrize("behind", ["", "👍\n2\n"], ids=["alone", "with a reaction"])
@pytest.mark.parametrize(("half", "pronouns"), [(" PM", " (She/Her)"), ("", "")], ids=["of 12 hours", "of 24 hours"])
def test_what_linkedin_writes_above_messages_is_not_said(half: str, pronouns: str, behind: str) -> None:
    said = [text for each in PAIRS for text in each]
    people = [("Amara", "Amara Osei", pronouns), ("Jonas", "Jonas Wirth", "")] * 2
    text = "".join(
        f"{name} sent the following message at 2:0{n}{half}\nView {first}’s profile{name}\n"
        f"{name}{more}   2:0{n}{half}\n{text}\n{behind}"
        for n, (text, (first, name, more)) in enumerate(zip(said, people, strict=True))
    )
    assert pairs(f"{text}Seen by Amara Osei at 2:07{half}.\nWrite a message…\n") == PAIRS


@pytest.mark.parametrize("end", ["-- \nIda Mir | Tel. 555 0100\n\n", ""], ids=["signature", "none"])
def test_the_end_of_a_mail(end: str) -> None:
    text = (
        f"> {ASKED}\n\n{SAID}\n\n> {ASKED_NEXT}\n\n{SAID_NEXT}\n\nAll the best,\nIda Mir\n\n{end}"
        f"On 12 April 2026 at 09:15, Tim Wal wrote:\n> Hello,\n>\n> 1. {ASKED}\n> 2. {ASKED_NEXT}\n>\n> Tim\n"
    )
    assert pairs(text) == PAIRS


def test_a_mail_answered_piece_by_piece() -> None:
    text = (
        "From: Ida Mir <ida@example.org>\nTo: Tim Wal <tim@example.org>\nDate: Tue, 14 Apr 2026 18:22:41 +0100\n"
        "Subject: Re: Two questions\n\nHello Tim, my answers are below.\n\n"
        f"On 12 April 2026 at 09:15, Tim Wal <tim@example.org> wrote:\n> 1. {ASKED}\n\n{SAID}\n\n"
        f"> 2. {ASKED_NEXT}\n\n{SAID_NEXT}\n\nAll the best,\nIda Mir\n-- \nIda Mir | Tel. 555 0100\n"
    )
    assert pairs(text) == PAIRS


def test_a_task_that_a_recorder_found_is_not_said() -> None:
    text = (
        f"0:01 - Ana Lima\n  {ASKED}\n\n0:09 - Kofi Ray\n  {SAID}\n\n"
        "  ACTION ITEM: Kofi to send the list - WATCH: https://example.org/share/x?timestamp=9.2\n\n"
        f"0:21 - Ana Lima\n  {ASKED_NEXT}\n\n0:24 - Kofi Ray\n  {SAID_NEXT}\n"
    )
    assert pairs(text) == PAIRS


def test_a_mail_that_forwards_an_interview_keeps_it() -> None:
    quoted = "".join(f"> Ann Lee: {asked}\n> Bo Fry: {said}\n" for asked, said in PAIRS)
    assert pairs(f"On 12 April 2026 at 09:15, Tim Wal wrote:\n\n{quoted}") == PAIRS


NOTE = (
    "---\ntitle: Talk\ntags:\n  - work\n---\n\n> [!info] Context\n> In her shed.\n\n"
    f"## {ASKED}\n- {SAID} ^list\n\n> [!note] Mine\n> Ask Ilse. #next\n\n## {ASKED_NEXT}\n- {SAID_NEXT}\n"
)


def test_properties_remarks_and_marks_of_a_note() -> None:
    assert pairs(NOTE) == PAIRS


def test_turns_between_rules_are_no_properties() -> None:
    text = "---\n".join(f"ann: {asked}\nbo: {said}\n" for asked, said in PAIRS)
    assert pairs(f"---\n{text}") == PAIRS


@pytest.mark.parametrize("aside", ["//I: Hm.//", "(I: Hm.)", "[I: Yes, I see.]"])
def test_what_a_listener_says_meanwhile(aside: str) -> None:
    text = f"I: {ASKED}\n\nB: {SAID.replace(' and', f' {aside} and')}\n\nI: {ASKED_NEXT}\n\nB: {SAID_NEXT}\n"
    assert pairs(text) == PAIRS


@pytest.mark.parametrize("said", ["🎤 You said (1:12, 3 filler words):", "Your answer:"])
def test_a_report_of_a_practice_tool(said: str) -> None:
    blocks = [
        f"🤖 Question {number}/2 (General)\n{asked}\n\n{said}\n{answer}\n\n📊 Score: 7.5 / 10   Clarity 7\n"
        "💡 Tip: Have you tried giving an example?\n📝 Model answer: In my last role I asked everybody.\n"
        for number, (asked, answer) in enumerate(PAIRS, 1)
    ]
    text = "🎯 Session Report\nRole: Clerk\n\n" + "\n---\n".join(blocks)
    (transcript,) = read_transcripts(text.encode(), "x.txt")
    assert [(each.question, each.answer) for each in pair(assign_roles(transcript))] == PAIRS


def test_initials_are_the_person_named_before() -> None:
    text = f"DANA BROOK: {ASKED}\nMIRO LIND: {SAID}\nDB: {ASKED_NEXT}\nML: {SAID_NEXT}\n"
    (transcript,) = read_transcripts(text.encode(), "x.txt")
    assert {turn.speaker_label for turn in transcript.turns} == {"DANA BROOK", "MIRO LIND"}
    assert transcript.reading.confidence >= CERTAIN


def test_what_quotes_a_message_or_hangs_on_it() -> None:
    zoom = "".join(
        f"10:0{minute}:11\t From  {who}  to  Everyone:\n\t{text}\n"
        for minute, (who, text) in enumerate(
            [
                ("Ana Lima", ASKED),
                ("Kofi Ray", f'Replying to "How do you pl..."\n\t\n\t{SAID}'),
                ("Ana Lima", 'Reacted to "I write the list on..." with 👍'),
                ("Ana Lima", ASKED_NEXT),
                ("Kofi Ray", SAID_NEXT),
            ]
        )
    )
    discord = (
        f"[12/11/2026 14:00] ana\n{ASKED}\n\n[12/11/2026 14:03] kofi\n{SAID}\n\n{{Reactions}}\n👍 (2)\n\n"
        f"[12/11/2026 14:05] ana\n{ASKED_NEXT}\n\n[12/11/2026 14:09] kofi\n{SAID_NEXT}\n\n{{Embed}}\nA song\n"
    )
    assert pairs(zoom) == pairs(discord) == PAIRS


@pytest.mark.parametrize("said", ['I told her "we wait..."', "I wrote at 9:30 to all of them:\n> ship it"])
def test_a_quotation_is_said(said: str) -> None:
    assert pairs(f"Ana Lima: {ASKED}\nKofi Ray: {said}\nAna Lima: {ASKED_NEXT}\nKofi Ray: {SAID_NEXT}\n") == [
        (ASKED, said.replace("\n> ", " ")),
        (ASKED_NEXT, SAID_NEXT),
    ]


@pytest.mark.parametrize(
    "aside",
    [
        "<!-- ask Tim: is this - so? -->",
        "<!-- of\nseveral\n\nlines <b>. -->",
        "%% check 100 % of this. %%",
        "[//]: # (Is this right?)",
        "![The site, in May](img/site.jpg)",
        "![The site](img/site%20(59).png)",
    ],
)
def test_comments_and_pictures_are_not_said(aside: str) -> None:
    text = f"## {ASKED}\n\n{SAID}\n\n{aside}\n\n## {ASKED_NEXT}\n\n{SAID_NEXT}\n"
    assert pairs(text) == PAIRS
