"""Long interviews as archives, podcasts and researchers publish them: `PUBLISHED`, by name, as texts of a talk.

A title, what the interview is about and who may use it stand above; sections and times between.
"""

# ruff: noqa: E501 - what is said is easier to compare on one line

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from benchmarks.talks import TALKS, Talk

_ABOUT: Final = (
    "{name} has worked in this town for thirty years. In this interview, conducted for the library, the talk is of work, of moving and of what came after.",
    "{name}: an interview conducted by {asker}, Corby Library, 9 June 2011",
    "It is recommended that this interview be cited as follows:",
    "All literary rights in the manuscript, including the right to publish, are reserved to the library. No part of it may be quoted without permission.",
    "Interview #720 for the Corby Library. Transcribed by a volunteer: please report mistakes.",
    "Note: the recording begins late, as the tape was changed.",
)
_SECTIONS: Final = ("Early life", "The first job", "Moving to Leeds", "Looking back", "Advice for others")
_MIN_PAIRS: Final = 12
_MAX_PAIRS: Final = 30


def longer(talk: Talk) -> Talk:
    """A talk of many questions and longer answers, put together from all that are known in its language."""
    known, chosen = TALKS[talk.language], talk.random
    pairs = tuple(
        (chosen.choice(known)[0], " ".join(answer for _, answer in chosen.sample(known, chosen.randint(1, 3))))
        for _ in range(chosen.randint(_MIN_PAIRS, _MAX_PAIRS))
    )
    return Talk(talk.asker, talk.answerer, talk.language, pairs, chosen)


def _head(talk: Talk, entries: tuple[str, str]) -> str:
    chosen = talk.random
    about = [
        each.format(name=talk.answerer, asker=talk.asker) for each in chosen.sample(_ABOUT, chosen.randint(1, 4))
    ]
    boxes = [f"{entries[0]}: {talk.answerer}", f"{entries[1]}: {talk.asker}", "Date: 9 June 2011", "Location: Leeds"]
    boxes = boxes[: chosen.randint(0, 4)]
    return "\n\n".join(
        [f"# Interview with {talk.answerer}", *about, *boxes, chosen.choice(("## Interview", "---", ""))]
    )


def _archive(talk: Talk) -> str:
    """Labels alone, answers in paragraphs, sections."""
    chosen = talk.random
    entries = chosen.choice(
        (("Interviewee", "Interviewers"), ("Narrator", "Interviewer"), ("Interviewee", "Interviewer"))
    )
    asker, mark = chosen.choice(("Q", "Interviewer", talk.asker)), chosen.choice(("", "", "**"))
    blocks = [_head(talk, entries)]
    for number, (asked, answered) in enumerate(talk.pairs):
        if number % 6 == 0:
            blocks.append(f"### {_SECTIONS[number // 6 % len(_SECTIONS)]}")
        blocks += [f"{asker}:", mark + asked + mark, f"{talk.answerer}:", answered.replace(". ", ".\n\n", 1)]
    return chosen.choice(("\n\n", " \n\n")).join(blocks)


def _study(talk: Talk) -> str:
    """Initials that are explained above, and labels with times, perhaps bold, as programs for researchers write them."""
    mark = talk.random.choice(
        ("**{who} [{time}]** {said}", "{who}: [{time}] {said}", "[{time}]\n{who}: {said}", "{who}: {said} #{time}-5#")
    )
    names = {talk.asker: "I", talk.answerer: talk.random.choice(("B", "P1", "R"))}
    head = [_head(talk, ("Participant", "Interviewer")), f"I = Interviewer\n{names[talk.answerer]} = {talk.answerer}"]
    said = [
        mark.format(who=names[who], said=said, time=f"00:{at // 60 % 60:02}:{at % 60:02}")
        for who, said, at in talk.lines()
    ]
    return "\n\n".join([*head, *said])


def _spans(talk: Talk) -> str:
    """Labels in brackets with times from and to, alone above what is said; questions may be in bold."""
    chosen, lines = talk.random, talk.lines()
    mark = chosen.choice(("", "**"))
    ends = [*(at for _, _, at in lines[1:]), lines[-1][2] + 20]
    blocks = [f"{mark}Interview 01 24.11.28{mark}"]
    for (who, said, at), end in zip(lines, ends, strict=True):
        around = mark if who == talk.asker else ""
        time = f"({at // 60}:{at % 60:02} - {end // 60}:{end % 60:02})"
        blocks.append(f"[{who}] {time}\n{around}{said.replace('. ', '.  ')}{around}")
    return "\n\n".join(blocks)


def _podcast(talk: Talk) -> str:
    """A page of notes with properties above, and turns whose later paragraphs have times of their own."""
    chosen, blocks = talk.random, []
    for who, said, at in talk.lines():
        time = f"{at // 60 % 60:02}:{at % 60:02}"
        again = said.replace(". ", f".\n\n({time}):\n", 1)
        blocks.append(f"{who} ({time}):\n{chosen.choice((said, again))}")
    keys = [
        "---",
        f"guest: {talk.answerer}",
        "title: Work",
        "  and moving",
        "description: 'About work.",
        "",
        "  '",
        "keywords:",
    ]
    return "\n".join([*keys, "- work", "- moving", "---", "", "## Transcript", "", "\n\n".join(blocks)])


def _hosts(talk: Talk) -> str:
    """Two who ask, bold names, times in escaped brackets, breaks."""
    chosen, lines = talk.random, []
    for who, said, at in talk.lines():
        name = chosen.choice((who, who, "Paul Novak")) if who == talk.asker else who
        time = rf"\[{at // 60 % 60:02}:{at % 60:02}\] " if chosen.random() < 0.2 else ""
        lines.append(f"**{name}:** {time}{said}")
    lines.insert(len(lines) // 4 * 2, r"**Break:** \[10:52\]")
    return "\n\n".join(lines)


def _magazine(talk: Talk) -> str:
    """Nobody is named: questions look different, below a title, a line about the person and who wrote it."""
    chosen = talk.random
    mark = chosen.choice(("**{q}**", "*{q}*", "## {q}", "> {q}"))
    title = chosen.choice(("THE HARBOUR REVIEW  No. 41", "Work: a series", "HARBOUR NOTES", "Conversations"))
    about = chosen.sample(
        (
            f"{talk.answerer}, who moved here in May",
            "By Paul Novak",
            "Photo: Ines Duarte",
            f"{talk.answerer} has worked in this town for thirty years and would not live anywhere else.",
            "Text: Paul Novak",
        ),
        chosen.randint(0, 3),
    )
    said = [text for asked, answered in talk.pairs for text in (mark.format(q=asked), answered)]
    return "\n\n".join([title, *about, *said])


PUBLISHED: Final[dict[str, Callable[[Talk], str]]] = {
    "archive": _archive,
    "archive_again": _archive,
    "study": _study,
    "spans": _spans,
    "podcast": _podcast,
    "hosts": _hosts,
    "magazine": _magazine,
    "magazine_again": _magazine,
}
"""Their talks are `longer` ones."""
