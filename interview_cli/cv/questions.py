"""Questions about a CV and a job, made by rules: each quotes the line it is about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final

from interview_cli.cv.coverage import Shown, skills_in
from interview_cli.cv.lines import Line, bullets_of, lines_of
from interview_cli.cv.wording import has_figure, opening, ownership
from interview_cli.documents.skills import canonical, find_skills
from interview_cli.interview.model import Difficulty, InterviewType, Question
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


@dataclass(frozen=True, slots=True)
class Reasoned:
    """A question, or the skill that one of the bank is to be about, and why it is there."""

    why: str
    question: Question | None = None
    skill: str | None = None


def about_own_work(resume: Resume, job: JobPost | None, kind: InterviewType) -> list[Reasoned]:
    """Questions about lines of the CV, those that show what the job asks for first."""
    must = {canonical(each["skill"]).casefold(): each for each in job["must_have"]} if job else {}
    lines = [each for each in bullets_of(lines_of(resume)) if len(split_words(each.text)) >= 3]
    found = []
    for line in sorted(lines, key=lambda line: _worth(line, set(must))):
        shown = [must[name.casefold()] for name in skills_in(line) if name.casefold() in must]
        why = f"Your CV says “{_quoted(line.text)}”"
        why += f", and the job asks for it: “{_quoted(shown[0]['sentence'])}”." if shown else "."
        found.append(Reasoned(why, _about_line(resume, line, kind)))
    return found


def about_gaps(resume: Resume, job: JobPost) -> list[Reasoned]:
    """A question for each must-have that the CV does not show."""
    shown = Shown(lines_of(resume))
    found = []
    for each in job["must_have"]:
        if shown.where(each["skill"]):
            continue
        asked = _quoted(each["sentence"])
        text = (
            f"The job asks for {each['skill']}, and I did not find it in your CV. Tell me about the closest thing you"
            " have done, or about a time you had to learn something like it fast."
        )
        why = f"The job asks for {each['skill']} (“{asked}”); I did not find it in your CV."
        found.append(
            Reasoned(why, _question(text, InterviewType.BEHAVIORAL, ("learning",), (each["skill"],), _OF_A_GAP))
        )
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
    quote = _quoted(line)
    if has_figure(line):
        yield f"You write “{quote}”. How was that measured, and what was it before?"
    if ownership(line) == 0 or opening(line):
        yield f"You write “{quote}”. What exactly did you do yourself, and who did the rest?"
    elif ownership(line) == 2:
        yield f"You write “{quote}”. Which decision in it was yours, and who disagreed?"
    if skills := [each.name for each in find_skills(line)]:
        yield f"You name {skills[0]} there. Why that, and what would you choose today?"
    yield f"You write “{quote}”. What would you do differently now?"


def _about_line(resume: Resume, line: Line, kind: InterviewType) -> Question:
    quote, where = _quoted(line.text), _at(resume, line)
    if opening(line.text):
        text = f"Your CV says “{quote}”{where}. Take one example: what did you do yourself, and what came of it?"
    else:
        text = (
            f"Your CV says “{quote}”{where}. What was the situation, what was your part in it, and what came of it?"
        )
    return _question(text, kind, ("ownership",), tuple(skills_in(line)), _OF_WORK, tuple(follow_ups(line.text)))


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
