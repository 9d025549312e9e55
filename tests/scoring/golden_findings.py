"""The golden table of findings; `tests/scoring/golden.py` writes it with the one of scores."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from interview_cli.interview.model import Evaluation, Question
from tests.scoring.labelled import FOLDER, entries, judged, question_of, samples, spoken

TABLE = Path(__file__).with_name("golden_findings.txt")


def table() -> str:
    """What is found in every known answer, in the same answer as unmarked speech, and in one to another question."""
    return "".join(f"{name}: {_found(judged(question, answer))}\n" for name, question, answer in _answers())


def _answers() -> Iterator[tuple[str, Question, str]]:
    known = [(f"sample {name}", question, answer) for name, question, answer in samples()]
    known += [(f"spoken {each.id}", each.question, each.answer) for each in spoken("development")]
    yield from known
    for (name, question, answer), (_, other, _) in zip(known, [*known[1:], known[0]], strict=True):
        yield f"{name}, unmarked", question, " ".join(re.findall(r"[\w'%-]+", answer.lower()))
        yield f"{name}, another question", other, answer
    for name in ("other_trades", "software"):
        for entry in entries(FOLDER / "key_points" / f"{name}.yaml"):
            asked = {"question": entry["asked"], "type": "technical_verbal", "key_points": entry["points"]}
            for way in ("right", "plain", "inverted", "salad", "partial"):
                answer = entry[way]["text"] if isinstance(entry[way], dict) else entry[way]
                yield f"{name} {way}, {entry['asked'][:30]}", question_of(asked), answer


def _found(evaluation: Evaluation) -> str:
    """Each kind of finding and where it stands ("?": doubtful), states of key points, scores, and the comment."""
    places = defaultdict[str, list[str]](list)
    for each in evaluation.findings:
        places[each.kind].append(f"{each.evidence.start}-{each.evidence.end}{'' if each.sure else '?'}")
    kinds = "; ".join(f"{kind} {' '.join(found)}" for kind, found in sorted(places.items()))
    points = " ".join(each.state for each in evaluation.key_points)
    scores = " ".join(f"{each.criterion} {each.state or each.score}" for each in evaluation.scores)
    return f"{kinds} | {points} | {scores} | {' '.join(evaluation.tags)} | {evaluation.comment}"
