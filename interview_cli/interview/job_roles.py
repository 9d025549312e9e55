"""Does a question written for some roles suit the role a person practises for?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from interview_cli.interview.content_words import words

_GENERIC: Final = frozenset(
    "senior junior lead principal staff mid level entry intern graduate engineer engineering developer "
    "specialist analyst associate head of the a and software i ii iii sr jr".split()
)
"""Words of a job title that do not say what field it is in."""

_FIELD_ALIASES: Final = {
    "front end": "frontend",
    "back end": "backend",
    "full stack": "backend frontend",
    "fullstack": "backend frontend",
    "site reliability": "devops",
    "sre": "devops",
    "platform": "devops",
    "cloud": "devops",
    "infrastructure": "devops",
    "machine learning": "datascience",
    "ml": "datascience",
    "ai": "datascience",
    "data scientist": "datascience",
    "data science": "datascience",
    "data analyst": "datascience",
    "data engineer": "dataengineering",
    "data engineering": "dataengineering",
    "analytics engineer": "dataengineering",
    "ios": "mobile",
    "android": "mobile",
    "test": "qa",
    "testing": "qa",
    "tester": "qa",
    "sdet": "qa",
    "quality assurance": "qa",
    "quality": "qa",
    "web": "frontend",
    "react": "frontend",
    "api": "backend",
    "python": "backend",
    "java": "backend",
    "appsec": "security",
    "infosec": "security",
    "cybersecurity": "security",
    "cyber": "security",
    "penetration": "security",
    "product manager": "productmanagement",
    "product management": "productmanagement",
    "product owner": "productmanagement",
    "pm": "productmanagement",
    "cto": "leadership",
    "vp": "leadership",
    "director": "leadership",
    "team lead": "leadership",
    "tech lead": "leadership",
    "team leader": "leadership",
    "engineering manager": "leadership",
    "people manager": "leadership",
}
_ALIAS: Final = re.compile(r"\b(" + "|".join(sorted(map(re.escape, _FIELD_ALIASES), key=len, reverse=True)) + r")\b")


def role_fields(role: str) -> frozenset[str]:
    """The words of a role that say its field, with aliases made one: "Senior Back-End Developer" → {"backend"}."""
    spelled = _ALIAS.sub(lambda match: _FIELD_ALIASES[match[1]], " ".join(words(role)))
    return frozenset(spelled.split()) - _GENERIC


def role_matches(role: str, question_roles: Sequence[str]) -> bool:
    """Whether a question for these roles suits a role. A question without roles suits everyone.

    A role without a field of its own ("software engineer") suits questions that name exactly it.
    """
    if not question_roles:
        return True
    fields = role_fields(role)
    if not fields:
        return role.strip().lower() in question_roles
    return any(fields & role_fields(each) for each in question_roles)
