"""The lines of a results file: what was scored in an item, or why it could not be."""

from __future__ import annotations

import json

from interview_cli.batch.items import Item, ItemResult, ScoredLine, facts_of
from interview_cli.batch.plan import Plan
from interview_cli.batch.remote import file_name_in
from interview_cli.contracts.batch import Result
from interview_cli.interview.spoken import Transcription
from interview_cli.reports.contract import evaluator_to_json
from interview_cli.transcripts.model import Transcript, id_from


class Lines:
    """The lines of what is scored by a plan."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._settings = plan.fingerprint

    def line(
        self,
        item: Item,
        part: int,
        parts: int,
        line_id: str,
        content: Result,
        heard: Transcription | None = None,
    ) -> ScoredLine:
        """The line of one of the `parts` of an item, counted from 0."""
        source = item.source if item.line is None else f"{item.source}#{item.line}"
        line = {
            "source": source,
            "item": item.key,
            "part": part,
            "parts": parts,
            "settings": self._settings,
            "stamp": item.stamp,
            **content,
        }
        body = json.dumps(line, ensure_ascii=False, check_circular=False).encode("utf-8", "replace")[1:]
        facts = facts_of({"id": line_id, **line})
        return ScoredLine(facts, body, heard.engine, heard.duration_s) if heard else ScoredLine(facts, body)

    def failed(self, item: Item, problem: str) -> ItemResult:
        """The line of an item that could not be worked on."""
        return (self.line(item, 0, 1, id_of(item), self.failure(problem)),)

    def failure(self, problem: str) -> Result:
        """The content of a line of what could not be scored."""
        return {
            "status": "failed",
            "type": self._plan.type,
            "candidate": None,
            "answers": [],
            "scores": {},
            "overall_score": None,
            "recommendation": None,
            "coverage": 0.0,
            "spread": None,
            "evaluator": evaluator_to_json(self._plan.evaluator(())),
            "cached": False,
            "error": problem,
        }


def line_id(item: Item, transcript: Transcript) -> str:
    """The id of a transcript's line: its own, or else made from where it comes from."""
    return transcript.id if transcript.id != id_from(item.source) else id_of(item)


def id_of(item: Item) -> str:
    """The id of an item's line, made from where it comes from."""
    name = id_from(file_name_in(item.source) if "://" in item.source else item.source)
    return name if item.line is None else f"{name}-{item.line}"
