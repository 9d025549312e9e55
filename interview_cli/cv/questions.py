"""Questions about a CV and a job, made by rules: each quotes the line it is about."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final

from interview_cli.cv.coverage import Shown, either, says_something, skills_in
from interview_cli.cv.lines import Line, bullets_of, lines_of
from interview_cli.cv.wording import first_word, has_figure, opening, ownership, tense_of
from interview_cli.documents.skills import canonical, find_skills
from interview_cli.interview.model import Difficulty, InterviewType, Question
from interview_cli.text.lexicon import word_set
from interview_cli.text.words import split_words

if TYPE_CHECKING:
    from interview_cli.contracts.job import JobPost
    from interview_cli.contracts.resume import Resume

OWN: Final = "your-cv"
"""The bank that such questions are said to be from."""

QUOTE_WORDS: Final = 24
"""The longest quote in a question, in words: enough to recognise one's own line (chosen)."""

TOPICS: Final = {
    "PostgreSQL": "databases",
    "MySQL": "databases",
    "MongoDB": "databases",
    "Oracle Database": "databases",
    "SQL": "sql",
    "Redis": "caching",
    "Apache Kafka": "streaming",
    "RabbitMQ": "messaging",
    "Docker": "containers",
    "Terraform": "infrastructure as code",
    "Ansible": "infrastructure as code",
    "Jenkins": "continuous integration",
    "GitHub Actions": "continuous integration",
    "CI/CD": "continuous integration",
    "Apache Spark": "distributed processing",
    "Apache Airflow": "pipelines",
    "React": "frameworks",
    "Angular": "frameworks",
    "Vue.js": "frameworks",
    "TensorFlow": "deep learning",
    "PyTorch": "deep learning",
    "scikit-learn": "machine learning",
    "Selenium": "test automation",
    "Playwright": "test automation",
    "Prometheus": "monitoring",
    "Grafana": "monitoring",
    "Microservices": "microservices",
    "REST": "api design",
    "GraphQL": "api design",
}
"""Topics of the shipped banks under which skills are asked about (chosen)."""


_OF_WORK: Final = (
    "The situation, and what was at stake.",
    "What you did yourself, step by step.",
    "What came of it, and how you know.",
)
_OF_A_GAP: Final = ("The closest thing you have done.", "How you learned it, or would.", "What came of it.")


OF_CHARACTER: Final = frozenset({"Communication", "Teamwork", "Leadership", "Problem solving", "Time management"})
"""Skills of the vocabulary that everybody has some of; nobody learns them from nothing (chosen)."""

_CHANGE: Final = re.compile(
    r"%|\bper ?cent\b|\bprozent\b|\b(?:half|halved|doubled|tripled|a third)\b"
    r"|\b(?:by|um) \d|\d ?x\b|-fold\b",
    re.IGNORECASE,
)
"""Something became more or less, rather than being so many."""

_FROM_TO: Final = re.compile(r"(?:\bfrom|\bvon) .*\d.* (?:to|auf) .*\d", re.IGNORECASE)
_USED: Final = re.compile(r"\b(?:in|with|using|into|on|to|mit|auf)\s+(?=\S)", re.IGNORECASE)
"""What is after such a word is what something was made with."""

_PLACES: Final = frozenset({"GitHub", "GitLab"})
"""Where something lies, rather than what it was made with."""

_OF_A_DEED: Final = (
    "What was the situation, what was your part in it, and what came of it?",
    "What was the problem, what did you do yourself, and what was different afterwards?",
)
_OF_DAILY_WORK: Final = (
    "Take one day or case that was not easy: what happened, what did you do yourself, and what came of it?",
    "Tell me about one time when that was hard: what was the matter, what did you do, and how did it end?",
)
_PRIZED: Final = word_set("won awarded received earned nominated named elected voted selected promoted")


@dataclass(frozen=True, slots=True)
class Reasoned:
    """A question, or the skill that one of the bank is to be about, and why it is there."""

    why: str
    question: Question | None = None
    skill: str | None = None


def about_own_work(resume: Resume, job: JobPost | None, kind: InterviewType) -> list[Reasoned]:
    """Questions about lines of the CV, those that show what the job asks for first."""
    must = {canonical(each["skill"]).casefold(): each for each in job["must_have"]} if job else {}
    lines = [each for each in bullets_of(lines_of(resume)) if says_something(each)]
    found = []
    for line in sorted(lines, key=lambda line: _worth(line, set(must))):
        shown = [must[name.casefold()] for name in skills_in(line) if name.casefold() in must]
        why = f"Your CV says “{_quoted(line.text)}”"
        why += f", and the job asks for it: “{_quoted(shown[0]['sentence'])}”." if shown else "."
        found.append(Reasoned(why, _about_line(resume, line, kind)))
    return found


def about_gaps(resume: Resume, job: JobPost) -> list[Reasoned]:
    """A question for each must-have that the CV does not show; of alternatives, one is enough."""
    shown = Shown(lines_of(resume))
    sentences = {each["skill"]: each["sentence"] for each in reversed(job["must_have"])}
    found = []
    for skills in either(job["must_have"]):
        if shown.where_any(skills):
            continue
        asked, named = _quoted(sentences[skills[0]]), " or ".join(skills)
        if set(skills) & OF_CHARACTER:
            text = f"The job says “{asked}”. Tell me about a time at work when that mattered, and what you did."
            question = _question(text, InterviewType.BEHAVIORAL, ("communication",), skills, _OF_WORK)
        else:
            text = (
                f"The job asks for {named}, and I did not find it in your CV. Tell me about the closest thing you"
                " have done, or about a time you had to learn something like it fast."
            )
            question = _question(text, InterviewType.BEHAVIORAL, ("learning",), skills, _OF_A_GAP)
        why = f"The job asks for {named} (“{asked}”); I did not find it in your CV."
        found.append(Reasoned(why, question))
    return found


def about_must_haves(resume: Resume, job: JobPost) -> list[Reasoned]:
    """The must-haves that the CV shows, to be asked about from the banks."""
    shown = Shown(lines_of(resume))
    found = []
    for each in job["must_have"]:
        where = shown.where(each["skill"])
        if where:
            asked, shows = _quoted(each["sentence"]), _quoted(where[0].text)
            why = f"The job asks for {each['skill']} (“{asked}”); your CV says “{shows}”."
            found.append(Reasoned(why, skill=each["skill"]))
    return found


def of_bank(skill: str, questions: Sequence[Question]) -> list[Question]:
    """The questions of a bank that are about a skill: by name, by topic, or because they name it."""
    name = canonical(skill)
    topics = {name.casefold(), skill.casefold(), TOPICS.get(name, name).casefold()}
    by_topic = [each for each in questions if topics & {topic.replace("_", " ").casefold() for topic in each.topics}]
    named = [each for each in questions if name in _named_in(each.text)]
    return list({each.id: each for each in (*named, *by_topic)}.values())


@lru_cache(maxsize=1024)
def _named_in(text: str) -> frozenset[str]:
    """The skills that a question names; the banks are looked through for every must-have."""
    return frozenset(each.name for each in find_skills(text))


def follow_ups(line: str) -> Iterator[str]:
    """What to ask next about a line of a CV, quoting it."""
    writes = f"You write “{_quoted(line)}”."
    if first_word(line) in _PRIZED:
        yield f"{writes} Who decided on that, and what did they see in your work?"
        return
    if _FROM_TO.search(line):
        yield f"{writes} How was that measured, and how much of it was your doing?"
    elif _CHANGE.search(line):
        yield f"{writes} How was that measured, and what was it before?"
    if ownership(line) == 0 or _weak_opening(line):
        yield f"{writes} What exactly did you do yourself, and who did the rest?"
    elif ownership(line) == 2:
        yield f"{writes} Which decision in it was yours, and how did you come to it?"
    named = [each.name for used in _USED.finditer(line) for each in find_skills(line[used.end() :])[:1]]
    if chosen := next((name for name in named if name not in _PLACES), None):
        yield f"You name {chosen} there. Why that, and what would you choose today?"
    yield f"{writes} What was the hardest part of it, and how did you deal with it?"
    yield f"{writes} What would you do differently now?"


def _about_line(resume: Resume, line: Line, kind: InterviewType) -> Question:
    text = f"Your CV says “{_quoted(line.text)}”{_at(resume, line)}. {_asked_of(line)}"
    return _question(text, kind, ("ownership",), tuple(skills_in(line)), _OF_WORK, tuple(follow_ups(line.text)))


def _asked_of(line: Line) -> str:
    """What to ask about a line, by what it is: a prize, a thing made, help, a deed, or what was done every day."""
    text = line.text
    if first_word(text) in _PRIZED:
        return "What had you done to earn that?"
    if line.section == "projects" and tense_of(text) is None:
        return "What problem did it solve, what was your part in it, and what came of it?"
    if ownership(first_word(text) or "") == 0:
        return "Which part of it was yours, how did you go about it, and what came of it?"
    is_deed = _CHANGE.search(text) or _FROM_TO.search(text) or (tense_of(text) == "past" and not _weak_opening(text))
    ways = _OF_A_DEED if is_deed else _OF_DAILY_WORK
    return ways[int(sha256(text.encode()).hexdigest(), 16) % len(ways)]


def _weak_opening(text: str) -> str | None:
    return opening(re.sub(r"^(?:was|were) ", "", text, flags=re.IGNORECASE))


def _at(resume: Resume, line: Line) -> str:
    section, number = line.path.split(".")[:2]
    entries: Any = resume.get(section)
    name = entries[int(number)].get("name")
    if not name:
        return ""
    return f", at {name}" if section == "work" else f", about {name}"


def _question(
    text: str,
    kind: InterviewType,
    competencies: tuple[str, ...],
    skills: tuple[str, ...],
    key_points: tuple[str, ...],
    further: tuple[str, ...] = (),
) -> Question:
    return Question(
        id=f"{OWN}-{sha256(text.encode()).hexdigest()[:12]}",
        text=text,
        type=kind,
        difficulty=Difficulty.STANDARD,
        bank=OWN,
        competencies=competencies,
        skills=skills,
        key_points=key_points,
        follow_ups=further,
        source="your CV and the job",
    )


def _worth(line: Line, must: set[str]) -> tuple[int, int, int]:
    """Lines that show must-haves first, then claims of one's own with a figure."""
    shown = sum(name.casefold() in must for name in set(skills_in(line)))
    claims = ownership(line.text)
    return (-shown, -int(claims == 2) - int(has_figure(line.text)), 0 if line.section == "work" else 1)


def _quoted(text: str) -> str:
    """The text, or its first words, without a full stop at the end."""
    words = split_words(text)
    if len(words) > QUOTE_WORDS:
        return words.written(0, QUOTE_WORDS) + " …"
    return text.strip().rstrip(".")
