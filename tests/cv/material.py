"""A CV and a job post to work on."""

from __future__ import annotations

import copy
from datetime import date
from typing import Any, cast

from interview_cli.contracts.job import JobPost
from interview_cli.contracts.resume import ParsedResume, Resume

TODAY = date(2026, 5, 4)

RESUME: Resume = {
    "basics": {
        "name": "Mara Lindqvist",
        "label": "Backend Engineer",
        "email": "mara.lindqvist@example.org",
        "phone": "+46 70 123 45 67",
        "location": {"city": "Gothenburg", "countryCode": "SE"},
        "url": "https://lindqvist.example",
        "summary": "Backend engineer in payments and logistics who likes small teams.",
    },
    "work": [
        {
            "name": "Nordpay AB",
            "position": "Senior Backend Engineer",
            "location": "Gothenburg",
            "startDate": "2020-03",
            "highlights": [
                "Led the migration of 14 services from a monolith to Kubernetes, with no hour of downtime",
                "Cut the nightly settlement run from 6 hours to 40 minutes in order to free the batch window",
                "Responsible for on-call of the ledger team",
                "Mentored 3 junior engineers",
            ],
        },
        {
            "name": "Fraktia",
            "position": "Software Engineer",
            "location": "Malmö",
            "startDate": "2016-08",
            "endDate": "2018-12",
            "highlights": [
                "Built a route planner in Python and PostgreSQL for 200 drivers",
                "Helped to introduce Kafka for shipment events",
                "Wrote integration tests for the booking service",
            ],
        },
    ],
    "education": [
        {
            "institution": "Chalmers University of Technology",
            "studyType": "BSc",
            "area": "Computer Science",
            "startDate": "2013",
            "endDate": "2016",
        }
    ],
    "skills": [
        {"name": "Languages", "keywords": ["Python", "Go", "SQL"]},
        {"name": "Tools", "keywords": ["Docker", "Kubernetes", "PostgreSQL", "Terraform"]},
    ],
    "languages": [{"language": "Swedish", "fluency": "native"}, {"language": "English", "fluency": "fluent"}],
    "interests": [{"name": "Sailing"}],
}

FULL: Resume = {
    **RESUME,
    "basics": {
        **RESUME["basics"],
        "location": {"city": "Berlin, Germany"},
        "url": "https://lindqvist.dev",
        "profiles": [{"network": "GitHub", "username": "maralind", "url": "https://github.com/maralind"}],
    },
    "work": [
        {**RESUME["work"][0], "location": "Berlin, Germany"},
        {
            **RESUME["work"][1],
            "name": "Fraktia GmbH",
            "location": "Munich, Germany",
            "summary": "Routes for freight.",
        },
    ],
    "education": [{**RESUME["education"][0], "institution": "University of Leeds", "score": "1.7"}],
    "projects": [
        {
            "name": "Tidebook",
            "description": "A tide calendar for small harbours.",
            "highlights": ["Used by 40 harbours"],
            "keywords": ["Python", "PostgreSQL"],
            "startDate": "2021",
            "endDate": "2022",
            "url": "https://tidebook.dev",
        }
    ],
    "volunteer": [
        {
            "organization": "Sea Rescue Society",
            "position": "Coxswain",
            "startDate": "2015-04",
            "endDate": "2019-09",
            "highlights": ["Trained 12 new crew members"],
        }
    ],
    "certificates": [{"name": "Certified Kubernetes Administrator", "issuer": "Cloud Foundation", "date": "2021-05"}],
    "awards": [{"title": "Engineer of the Year", "awarder": "Nordpay AB", "date": "2022"}],
    "publications": [{"name": "Idempotent settlement", "publisher": "Journal of Ledgers", "releaseDate": "2023-02"}],
}
"""With an entry in every section, and places that the reader knows."""

JOB: JobPost = {
    "title": "Senior Platform Engineer",
    "seniority": "senior",
    "company": "Ferrovia Rail",
    "place": None,
    "salary": None,
    "language": "en",
    "years": {"minimum": 5, "sentence": "5+ years of experience"},
    "must_have": [
        {"skill": "Python", "sentence": "Strong Python"},
        {"skill": "Kubernetes", "sentence": "Kubernetes is required"},
        {"skill": "Apache Kafka", "sentence": "Experience with Kafka"},
        {"skill": "Rust", "sentence": "You must know Rust"},
    ],
    "nice_to_have": [{"skill": "Terraform", "sentence": "Terraform"}, {"skill": "AWS", "sentence": "AWS is a plus"}],
    "responsibilities": [
        "Run Kubernetes clusters for timetable services",
        "Design event pipelines with Kafka",
        "Improve the reliability of our PostgreSQL databases",
    ],
    "red_flags": [],
    "text": "Senior Platform Engineer at Ferrovia Rail. Strong Python.",
    "parser": "1",
}


def changed(**sections: Any) -> Resume:
    """The CV with some sections replaced; None takes one out."""
    resume = cast("dict[str, Any]", copy.deepcopy(RESUME))
    for name, value in sections.items():
        if value is None:
            resume.pop(name)
        else:
            resume[name] = value
    return cast("Resume", resume)


def parsed(resume: Resume = RESUME, **others: Any) -> ParsedResume:
    """The CV as the reader gives it."""
    return cast("ParsedResume", {"resume": resume, "hidden": [], "problems": [], "parser": "1", **others})
