"""A resume out of lines."""

import re

from interview_cli.contracts.resume import Resume
from interview_cli.documents.lines import Document
from interview_cli.documents.skills import find_skills


def resume_from(document: Document) -> tuple[Resume, list[str]]:
    """The CV and what could not be read."""
    text = document.text
    resume: Resume = {"basics": {"name": document.lines[0].text}}
    if email := re.search(r"[\w.+-]+@[\w.-]+\.\w+", text):
        resume["basics"]["email"] = email[0]
    names = list(dict.fromkeys(skill.name for skill in find_skills(text)))
    resume["skills"] = [{"name": "Skills", "keywords": names}]
    return resume, ["Work and education are not read yet."]
