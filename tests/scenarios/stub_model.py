"""A model server's replies in a scenario: the interviewer's are scripted, the judge's quote whatever was said."""

from __future__ import annotations

import json
import re
from typing import Any

from tests.model_interviewer.support import QUESTIONS, Replies
from tests.stub_servers import ChatCall, criteria_in

_ANSWER = re.compile(r"<<<answer (?P<mark>\w+)\n(?P<text>.*?)\n(?P=mark)>>>", re.DOTALL)
REPORT = " ".join(
    """
    You took part in this practice interview and spoke about your own work. The conversation moved from one topic
    to the next, and each of your answers was looked at on its own. Where you named what you did yourself, the
    listener could follow you. Where you stayed general, the listener had to guess what happened and why it
    mattered. A strong answer has a place, a task, your own steps and what came of them. Say first what was at
    stake, then what you did, and end with what changed. When you are asked for a reason, give the reason before
    the example. When you do not know something, say how you would find out. Keep to one story and leave out what
    does not carry it. Before the next interview, choose a few stories, write down the facts that belong to them,
    and tell each of them aloud until it comes without searching for words. Then practise the same questions once
    more and compare.
    """.split()
)
GERMAN_REPORT = " ".join(
    f"Du hast deine Geschichte {about} der Reihe nach erzählt, und dein eigener Anteil daran ist klar geworden."
    for about in "gut ruhig klar knapp offen genau sicher lebhaft sachlich freundlich bedacht".split()
)


class StubModel(Replies):
    """`score` is what the judge gives every criterion, with a quote of the answer's first words."""

    def __init__(self, *, score: float = 3, **scripted: Any) -> None:
        super().__init__(**({"questions": QUESTIONS} | scripted))
        self._score = score

    def __call__(self, call: Any) -> str:
        """The reply to a request."""
        title = call.schema and call.schema["title"]
        if title == "JudgedAnswer":
            return json.dumps(self._judged(call))
        if title == "SessionReply":
            return json.dumps(_session_words(GERMAN_REPORT if "Write everything in German" in call.text else REPORT))
        return self.reply(title, call.text)

    def _judged(self, call: ChatCall) -> dict[str, Any]:
        assert call.schema
        found = [*_ANSWER.finditer(call.text)]
        stretches = found[-1]["text"].split("[…]") if found else [""]
        quote = " ".join(max(stretches, key=len).split()[:8])
        criteria = criteria_in(call.schema)
        return {
            "scores": {name: {"quotes": [quote], "score": self._score, "anchor": "So weit."} for name in criteria},
            "comment": "You stayed with the question.",
            "tags": [],
            "ideal_answer": "I would say what I did and what came of it.",
        }


def _session_words(report: str) -> dict[str, Any]:
    return {
        "summary": "You answered every question you were asked.",
        "strengths": [],
        "improvements": [],
        "suggestions": ["Tell one story at a time."],
        "technical_notes": "You named what you worked with.",
        "communication_notes": "You kept to the question.",
        "problem_solving_notes": "You said what you would try.",
        "report": report,
    }
