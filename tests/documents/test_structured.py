"""CVs that are data already."""

from __future__ import annotations

import json

from interview_cli.documents.reading import read_resume

RENDER_CV = b"""cv:
  name: John Doe
  location: Berlin, Germany
  email: john@example.com
  social_networks:
    - network: GitHub
      username: john
  sections:
    summary:
      - I build **things**.
    experience:
      - company: Nexus
        position: Engineer
        start_date: 2021-05
        end_date: present
        highlights:
          - Cut costs by 30%
    education:
      - institution: MIT
        area: Physics
        degree: BSc
        start_date: 2014
        end_date: 2018
    skills:
      - label: Languages
        details: Python, C++
    publications:
      - title: On Things
        authors: ['John Doe']
        journal: Nature
        date: 2020-03
"""


def test_json_resume_is_taken_as_it_is_without_what_the_contract_does_not_know() -> None:
    given = {
        "basics": {"name": "Ann", "email": "ann@example.com", "location": {"city": "Leeds"}, "odd": 1},
        "work": [
            {
                "name": "Acme",
                "position": "Engineer",
                "startDate": "2020-01-31T00:00:00",
                "highlights": ["Built it", 7],
            }
        ],
        "meta": {"version": "v1"},
    }
    resume = read_resume(json.dumps(given).encode(), "cv.json")["resume"]
    assert resume == {
        "basics": {"name": "Ann", "email": "ann@example.com", "location": {"city": "Leeds"}},
        "work": [
            {"name": "Acme", "position": "Engineer", "startDate": "2020-01-31", "highlights": ["Built it", "7"]}
        ],
    }


def test_render_cv_becomes_json_resume() -> None:
    resume = read_resume(RENDER_CV, "cv.yaml")["resume"]
    assert resume == {
        "basics": {
            "name": "John Doe",
            "email": "john@example.com",
            "location": {"city": "Berlin, Germany"},
            "profiles": [{"network": "GitHub", "username": "john"}],
            "summary": "I build things.",
        },
        "work": [
            {"name": "Nexus", "position": "Engineer", "startDate": "2021-05", "highlights": ["Cut costs by 30%"]}
        ],
        "education": [
            {"institution": "MIT", "area": "Physics", "studyType": "BSc", "startDate": "2014", "endDate": "2018"}
        ],
        "skills": [{"name": "Languages", "keywords": ["Python", "C++"]}],
        "publications": [{"name": "On Things", "publisher": "Nature", "releaseDate": "2020-03"}],
    }
