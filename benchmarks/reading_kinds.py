"""Interviews written down in the many ways that people and tools write them: `kinds()` by name, as texts with pairs.

Names, languages, lengths and times vary by seed. What an interview says comes from `talks`, made up for this purpose.
"""

# ruff: noqa: E501 - what is said is easier to compare on one line

from __future__ import annotations

import random
import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from benchmarks.published_kinds import PUBLISHED, longer
from benchmarks.talks import ACKNOWLEDGEMENTS, NAMES, ROLES, SHORT, TALKS, Talk


@dataclass(frozen=True, slots=True)
class Written:
    """A text, and the pairs that are in it; None when nothing may be scored."""

    kind: str
    text: str
    pairs: tuple[tuple[str, str], ...] | None


def _clock(second: int, form: str) -> str:
    hours, minutes, seconds = second // 3600, second // 60 % 60, second % 60
    return {
        "m": f"{second // 60}:{seconds:02}",
        "mm": f"{second // 60:02}:{seconds:02}",
        "h": f"{hours}:{minutes:02}:{seconds:02}",
        "hh": f"{hours:02}:{minutes:02}:{seconds:02}",
        "ms": f"{hours:02}:{minutes:02}:{seconds:02}.{second % 7}00",
    }[form]


_Line = Callable[[str, str, int, Talk], str]


def _by_line(line: _Line, between: str = "\n", head: str = "", foot: str = "") -> Callable[[Talk], str]:
    def write(talk: Talk) -> str:
        return head + between.join(line(who, said, at, talk) for who, said, at in talk.lines()) + foot

    return write


def _form(pattern: str, between: str = "\n", head: str = "", foot: str = "") -> Callable[[Talk], str]:
    def write(talk: Talk) -> str:
        form = talk.random.choice(("m", "mm", "hh", "ms") if "{time}" in pattern else ("m",))
        lines = talk.lines()
        ends = [*(at for _, _, at in lines[1:]), lines[-1][2] + 20]
        written = [
            pattern.format(who=who, said=said, time=_clock(at, form), end=_clock(end, form), s=at, e=end)
            for (who, said, at), end in zip(lines, ends, strict=True)
        ]
        return head + between.join(written) + foot

    return write


def _roles(talk: Talk) -> Talk:
    asker, answerer = talk.random.choice(ROLES[talk.language])
    return Talk(asker, answerer, talk.language, talk.pairs, talk.random)


def _with_roles(write: Callable[[Talk], str]) -> Callable[[Talk], str]:
    return lambda talk: write(_roles(talk))


def _numbered(asks: str, answers: str, between: str = "\n\n", after: str = "") -> Callable[[Talk], str]:
    def write(talk: Talk) -> str:
        return between.join(
            asks.format(n=number, q=asked) + "\n" + answers.format(n=number, a=answered) + after.format(n=number + 3)
            for number, (asked, answered) in enumerate(talk.pairs, 1)
        )

    return write


def _wrapped(talk: Talk) -> str:
    lines = [textwrap.fill(f"{who}: {said}", talk.random.choice((40, 60, 72))) for who, said, _ in talk.lines()]
    return talk.random.choice(("\n", "\n\n")).join(lines)


def _paragraphs(talk: Talk) -> str:
    """Answers in several paragraphs, with lines that begin like labels."""
    lists = ("Situation: it was slow.", "Result: it got fast.", "Note: we were three.", "Kafka: we used it.")
    blocks = []
    for who, said, _ in talk.lines():
        blocks.append(
            f"{who}: {said}".replace(". ", ".\n\n") if who == talk.answerer and "." not in who else f"{who}: {said}"
        )
    return "\n\n".join(blocks) + "\n\n" + talk.random.choice(lists)


def _header(talk: Talk) -> str:
    keys = [
        f"Candidate: {talk.answerer}",
        f"Interviewer: {talk.asker}",
        "Date: 3 March 2025",
        "Position: Clerk",
        "Duration: 25 min",
        "Company: Corby Ltd",
    ]
    if talk.answerer in {"Candidate", "Applicant", "Guest"}:
        keys = keys[2:]
    chosen = talk.random.sample(keys, talk.random.randint(2, len(keys)))
    title = talk.random.choice(
        (
            "",
            "Interview transcript\n",
            f"Interview with {talk.answerer}\n",
            "# Screening call\n\n",
            "=====\nINTERVIEW\n=====\n",
        )
    )
    gap = talk.random.choice(("\n", "\n\n", "\n---\n\n"))
    return title + "\n".join(chosen) + gap + _form("{who}: {said}", talk.random.choice(("\n", "\n\n")))(talk)


def _footer(talk: Talk) -> str:
    feet = (
        "Transcribed by https://otter.ai",
        "End of transcript",
        "[END]",
        "*** End of interview ***",
        "--- end ---",
        "This transcript was generated automatically and may contain errors.",
    )
    return _form("{who}  {time}\n{said}\n")(talk) + "\n\n" + talk.random.choice(feet)


def _sections(talk: Talk) -> str:
    sections = (
        "Score: 7/10",
        "Rating: 3",
        "Feedback: Add a number.",
        "Comment: Clear.",
        "Evaluation: Good, but short.",
        "Overall Feedback:\nClear answers, but add more numbers.\nScore: 7/10",
        "Overall Score: 71 of 100",
        "Recommendation: Hire",
        "Strengths: calm",
        "Verdict: pass",
    )
    talk = _roles(talk)
    every = talk.random.random() < 0.5
    blocks = []
    for number, (asked, answered) in enumerate(talk.pairs, 1):
        n = number if talk.asker == "Q" and talk.random.random() < 0.7 else ""
        blocks.append(f"{talk.asker}{n}: {asked}\n{talk.answerer}{n}: {answered}")
        if every or number == len(talk.pairs):
            blocks[-1] += "\n" + "\n".join(talk.random.sample(sections, talk.random.randint(1, 2)))
    return "\n\n".join(blocks)


def _closing(talk: Talk) -> str:
    talk = _roles(talk)
    return (
        _form("{who}: {said}")(talk)
        + "\nCandidate Question: When will I hear from you?\nReply: We decide on Monday.\n\nScore: 7\nThank you for your time.\n"
    )


def _report(talk: Talk) -> str:
    """What a practice tool wrote about each answer, and how it would have answered itself."""
    marks = talk.random.choice((("🤖 ", "🎤 ", "📊 ", "💡 ", "📝 "), ("", "", "", "", "")))
    asks = talk.random.choice(("Question {n}", "Question {n}/{of}", "Question {n}/{of} (General)", "Question {n}:"))
    answers = talk.random.choice(("Your answer:", "You said:", "You said (0:38, {n} filler words):"))
    blocks = []
    for number, (asked, answered) in enumerate(talk.pairs, 1):
        lines = [
            marks[0] + asks.format(n=number, of=len(talk.pairs)) + "\n" + asked + "\n",
            marks[1] + answers.format(n=number) + "\n" + answered + "\n",
            f"{marks[2]}Score: {number}.5 / 10   Clarity 9 · Structure 8",
            f"{marks[3]}Tip: {talk.random.choice(_SAID).capitalize()}",
            f"{marks[4]}Model answer: {talk.random.choice(TALKS['en'])[1]}",
        ]
        blocks.append("\n".join(line for line in lines if "Tip" not in line or talk.random.random() < 0.8))
    return talk.random.choice(("Session report\nRole: Clerk   |   Mode: Voice\n\n", "")) + "\n\n---\n".join(blocks)


def _mail(talk: Talk) -> str:
    return "\n".join(
        f"From: {who} <x{number % 2}@example.org>\nTo: somebody <y@example.org>\nDate: {3 + number} March 2025\nSubject: Re: Questions\n\n{said}\n"
        for number, (who, said, _) in enumerate(talk.lines())
    )


def _chat(pattern: str) -> Callable[[Talk], str]:
    def write(talk: Talk) -> str:
        return "\n".join(
            pattern.format(who=who, said=said, h=10 + at // 3600, m=at // 60 % 60, s=at % 60)
            for who, said, at in talk.lines()
        )

    return write


def _panel(talk: Talk) -> str:
    others = talk.random.sample(["Ola Berg", "Rob Ray", "Uma", "Cy"], talk.random.randint(1, 2))
    lines = [
        (talk.random.choice([talk.asker, *others]) if who == talk.asker and number > 1 else who, said)
        for number, (who, said, _) in enumerate(talk.lines())
    ]
    return "\n\n".join(f"{who}: {said}" for who, said in lines)


def _listening(talk: Talk) -> str:
    lines = []
    for who, said, _ in talk.lines():
        first, dot, rest = said.partition(". ")
        lines.append(f"{who}: {first}{dot.strip()}")
        if rest:
            if who == talk.answerer:
                lines.append(f"{talk.asker}: {talk.random.choice(ACKNOWLEDGEMENTS[talk.language])}")
            lines.append(f"{who}: {rest}")
    return "\n".join(lines)


def _label_changes(talk: Talk) -> str:
    seen: set[str] = set()
    lines = []
    for who, said, _ in talk.lines():
        short = (
            who.split()[0]
            if " " in who
            and who in seen
            and "." not in who
            and not who.startswith("Speaker")
            and talk.random.random() < 0.5
            else who
        )
        seen.add(who)
        lines.append(f"{short}: {said}")
    return "\n".join(lines)


def _continued(talk: Talk) -> str:
    lines = []
    for who, said, at in talk.lines():
        first, dot, rest = said.partition(". ")
        lines.append(f"{who} ({_clock(at, 'hh')}):\n{first}{dot.strip()}\n")
        if rest:
            lines.append(f"({_clock(at + 4, 'hh')}):\n{rest}\n")
    return "\n".join(lines)


_THINGS: Final = ("Redis", "Kafka", "Speed", "Size", "First", "Then", "The answer", "One more thing", "Cost", "After that", "In the end", "My plan", "Berlin", "Pros", "Cons", "The team", "Tests")  # fmt: skip
_SAID: Final = ("it forgets.", "fast, but it is not safe.", "we used it for a year.", "I cut both.", "measure first.", "who will keep it up?")  # fmt: skip
_STORY: Final = ("Boss: Why is it late?", "Me: The lock.", "Boss: Then fix it.", "Me: I did.")
_FIELDS: Final = ("Name: Orion", "Budget: 20000 euros", "Crew: five people")


def _listed(talk: Talk) -> str:
    """Fields that recur inside answers."""
    fields = "\n".join(_FIELDS)
    return "\n".join(
        f"{who}: {said}" + (f"\n{fields}" if who == talk.answerer else "") for who, said, _ in talk.lines()
    )


def _aside(talk: Talk) -> str:
    """Lines inside answers that begin with a word and a colon."""
    lines = []
    for who, said, _ in talk.lines():
        lines.append(f"{who}: {said}")
        if who == talk.answerer:
            lines.append(f"{talk.random.choice(_THINGS)}: {talk.random.choice(_SAID)}")
    return "\n".join(lines)


def _told(talk: Talk) -> str:
    """A dialogue told inside an answer."""
    story = "\n" + "\n".join(_STORY)
    first, *rest = talk.lines()
    answer, *rest = rest
    blocks = [
        f"{first[0]}: {first[1]}",
        f"{answer[0]}: {answer[1]}{story}",
        *(f"{who}: {said}" for who, said, _ in rest),
    ]
    return "\n".join(blocks)


def _unlabelled(talk: Talk) -> str:
    return talk.random.choice(("\n", "\n\n")).join(said for _, said, _ in talk.lines())


_MARKED: Final = (
    "{} - {}",
    "{} - {}",
    "{}: {}",
    "{} — {}",
    "{}. {}",
    "[{}] {}",
    "({}) {}",
    "- {} - {}",
    "{} | {}",
    "{}, {}",
)


def _prose(talk: Talk) -> str:
    """What one person wrote, with lists whose lines begin as labels do."""
    chosen = talk.random
    things = chosen.sample(_THINGS, chosen.randint(1, 4))
    mark = chosen.choice(_MARKED)
    lines = [said.rstrip("?") + "." for answer in talk.pairs for said in answer[1].split(". ")]
    chosen.shuffle(lines)
    lines = lines[: chosen.randint(2, 12)]
    for number in range(chosen.randint(1, 6)):
        thing = things[number % len(things)] if chosen.random() < 0.7 else chosen.choice(_THINGS)
        said = chosen.choice(_SAID)
        lines.insert(chosen.randint(0, len(lines)), mark.format(thing, said))
    return chosen.choice(("\n", "\n", "\n\n")).join(lines)


def _points(talk: Talk) -> str:
    """A few points that one person wrote, each of which begins as a label does."""
    mark = talk.random.choice(_MARKED)
    things = talk.random.sample(_THINGS, talk.random.randint(2, 4))
    return "\n".join(mark.format(thing, talk.random.choice(_SAID)) for thing in things)


def _parts(talk: Talk) -> str:
    """An answer in named parts."""
    parts = talk.random.choice(
        (
            ("Situation", "Task", "Action", "Result"),
            ("Context", "Problem", "Solution"),
            ("Pros", "Cons"),
            ("Strength", "Weakness", "Goal"),
            ("Kontext", "Aufgabe", "Ergebnis"),
        )
    )
    mark = talk.random.choice(("{}: {}", "**{}:** {}", "- {}: {}", "{} - {}", "{}\n{}"))
    times = talk.random.choice((1, 1, 2))
    answers = [answered for _, answered in talk.pairs] * 3
    return "\n".join(mark.format(part, answers[number]) for number, part in enumerate(parts * times))


KINDS: Final[dict[str, Callable[[Talk], str]]] = {
    "colon": _form("{who}: {said}"),
    "colon_blank": _form("{who}: {said}", "\n\n"),
    "colon_above": _form("{who}:\n{said}\n"),
    "time_colon": _form("[{time}] {who}: {said}"),
    "time_paren_colon": _form("({time}) {who}: {said}"),
    "time_plain_colon": _form("{time} {who}: {said}"),
    "behind_paren": _form("{who} ({time}): {said}"),
    "behind_brackets": _form("{who} [{time}]: {said}"),
    "otter": _form("{who}  {time}\n{said}\n"),
    "otter_tab": _form("{who}\t{time}\n{said}\n"),
    "riverside": _form("{who} ({time})\n{said}\n"),
    "tldv": _form("[{time}] {who}\n{said}\n"),
    "zoom_saved": _form("[{who}] {time}\n{said}\n"),
    "zoom_tabs": _form("{time}\t{who}\t{said}"),
    "happyscribe": _form("[{time}] - {who}\n{said}\n"),
    "pyannote": _form("{who} {time} - {end}: {said}"),
    "arrows": _form("[{time} --> {end}] {who}: {said}"),
    "seconds": _form("[{s}.00s - {e}.00s] {who}: {said}"),
    "whispercpp": _form("[{time} --> {end}]  ({who}) {said}"),
    "markdown": _form("**{who}:** {said}", "\n\n"),
    "markdown_time": _form("**{who}** ({time}): {said}", "\n\n"),
    "bold": _form("**{who}** {said}", "\n\n"),
    "heading": _form("## {who}\n{said}\n"),
    "alone": _form("{who}\n{said}\n"),
    "alone_blank": _form("{who}\n\n{said}\n"),
    "alone_time_below": _form("{who}\n{time}\n{said}\n"),
    "time_alone_above": _form("{time}\n{who}\n{said}\n"),
    "brackets": _form("[{who}] {said}"),
    "brackets_colon": _form("[{who}]: {said}"),
    "brackets_time": _form("[{who} {time}] {said}"),
    "angle": _form("<{who}> {said}"),
    "braces": _form("{{{who}}} {said}"),
    "paren": _form("({who}) {said}"),
    "dash": _form("{who} - {said}"),
    "long_dash": _form("{who} — {said}", "\n\n"),
    "pipe": _form("{who} | {said}"),
    "table": _form("| {who} | {said} |"),
    "arrow": _form("{who} -> {said}"),
    "greater": _form("{who}> {said}"),
    "tab": _form("{who}\t{said}"),
    "dense": _form("{who}:{said}"),
    "bullet": _form("- {who}: {said}"),
    "quoted": _form("> {who}: {said}", "\n>\n"),
    "emoji": _form("🎤 {who}: {said}"),
    "change_marks": _form(">> {who}: {said}"),
    "slashes": _form("{who} // {said}"),
    "day_first": _chat("01/03/2024, {h}:{m:02} - {who}: {said}"),
    "day_brackets": _chat("[01.03.24, {h}:{m:02}:{s:02}] {who}: {said}"),
    "iso": _chat("2024-03-01T{h}:{m:02}:{s:02}Z {who}: {said}"),
    "slack": _chat("{who}  {h}:{m:02} AM\n{said}\n"),
    "mail": _mail,
    "wrapped": _wrapped,
    "paragraphs": _paragraphs,
    "header": _header,
    "footer": _footer,
    "panel": _panel,
    "panels": _panel,
    "listening": _listening,
    "label_changes": _label_changes,
    "continued": _continued,
    "told": _told,
    "listed": _listed,
    "aside": _aside,
    "asides": _aside,
    "roles": _with_roles(_form("{who}: {said}")),
    "roles_above": _with_roles(_form("{who}\n{said}\n")),
    "roles_stop": _with_roles(_form("{who}. {said}")),
    "sections": _sections,
    "closing": _closing,
    "q_numbered": _numbered("Q{n}: {q}", "A{n}: {a}"),
    "q_stop": _numbered("Q{n}. {q}", "A{n}. {a}", "\n"),
    "q_words": _numbered("Question {n}: {q}", "Answer: {a}"),
    "q_dash": _numbered("Question {n} - {q}", "Answer - {a}"),
    "ques": _numbered("Ques {n}. {q}", "Ans. {a}"),
    "court": _numbered("{n}  Q.  {q}", "{n}  A.  {a}"),
    "court_plain": _numbered("    Q   {q}", "    A   {a}", "\n"),
    "q_role": _numbered("Q{n}. [10:0{n}:00] INTERVIEWER:\n{q}\n", "A{n}. [10:0{n}:10] CANDIDATE:\n{a}\n", "\n----\n\n"),
    "report": _report,
    "q_score": _numbered("Q{n}: {q}", "A{n}: {a}", "\n\n", "\nScore: {n}/10\nFeedback: Add a number."),
    "q_heading": _numbered("## Question {n}: {q}\n", "**Answer:** {a}", "\n\n", "\n\n**Score:** {n}/10"),
    "q_of": _numbered("Question {n} of 5\n{q}\n", "Response:\n{a}"),
    "q_brackets": _numbered("[Question {n}]\n{q}", "[Answer]\n{a}", "\n"),
    "answers_only": _numbered("{n}) {q}", "Ans: {a}", "\n\n", "\nMarks: {n}/5"),
    "headed": _numbered("#### Question\n{q}", "#### Answer\n{a}", "\n\n", "\n#### Evaluation\nScore: {n}\nIt is clear."),
    "measured": _numbered("QUESTION: {q}", "ANSWER  : {a}", "\n----\n", "\nDURATION: 14s\nFILLERS : 2"),
    "hash_feedback": _numbered("## {n}. {q}\n", "{a}", "\n\n", "\n\n**Feedback:** Good, but add a number."),
    "numbered": _numbered("{n}. {q}", "{a}"),
    "bold_question": _numbered("**{q}**\n", "{a}"),
    "hash_question": _numbered("### {n}. {q}\n", "{a}"),
    "italic_question": _numbered("*{q}*", "{a}"),
    "indented_answer": _numbered("{q}", "    {a}"),
    "arrow_answer": _numbered("{n}) {q}", "   → {a}"),
    "quoted_question": _numbered("> {q}\n", "{a}"),
    "unlabelled": _unlabelled,
    "prose": _prose,
    "prose_again": _prose,
    "prose_more": _prose,
    "parts": _parts,
    "points": _points,
    **PUBLISHED,
}  # fmt: skip
_NOT_SMALL: Final = frozenset({"alone", "alone_blank", "label_changes", "mail", "header"})
"""Kinds that nobody could tell with names in small letters."""

UNLABELLED: Final = frozenset(
    "numbered bold_question hash_question hash_feedback italic_question indented_answer arrow_answer quoted_question unlabelled".split()
)
"""Kinds that name nobody."""

_WITHOUT_PAIRS: Final = frozenset({"prose", "prose_again", "prose_more", "parts", "points"})


def write(kind: str, variant: int, names: Sequence[tuple[str, str]] = NAMES) -> Written:
    """A kind's text with the seed `variant`."""
    chooser = random.Random(f"{kind} {variant}")
    language = chooser.choice(("en", "en", "de", "fr", "es"))
    asker, answerer = chooser.choice(names)
    if kind in _NOT_SMALL and asker.islower():
        asker, answerer = names[0]
    bank = TALKS[language]
    if chooser.random() < 0.25:
        language, bank = "en", (SHORT if chooser.random() < 0.5 else bank)
        pairs = tuple(chooser.sample(bank, chooser.choice((1, 2, 2, 3, 4))))
    else:
        pairs = tuple(chooser.sample(bank, chooser.randint(3, min(len(bank), 9))))
    talk = Talk(asker, answerer, language, pairs, chooser)
    talk = longer(talk) if kind in PUBLISHED else talk
    pairs, written = talk.pairs, KINDS[kind](talk)
    if kind == "listed":
        return Written(kind, written, tuple((asked, f"{answer} {' '.join(_FIELDS)}") for asked, answer in pairs))
    if kind in {"aside", "asides"}:
        below = [line for line in written.split("\n") if not line.startswith((f"{asker}: ", f"{answerer}: "))]
        return Written(
            kind,
            written,
            tuple((asked, f"{answer} {line}") for (asked, answer), line in zip(pairs, below, strict=True)),
        )
    if kind in {"told", "paragraphs"}:
        return Written(kind, written, _told_pairs(kind, written, pairs))
    return Written(kind, written, None if kind in _WITHOUT_PAIRS else pairs)


def _told_pairs(kind: str, written: str, pairs: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    if kind == "told":
        return ((pairs[0][0], f"{pairs[0][1]} {' '.join(_STORY)}"), *pairs[1:])
    last = written.rsplit("\n\n", 1)[1]
    return (*pairs[:-1], (pairs[-1][0], f"{pairs[-1][1]} {last}"))
