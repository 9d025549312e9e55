"""Re-derives what is said about an answer from the evaluation's JSON alone, independent of the judge's own code."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

_NUMBERS: Final = "no one two three four five six seven eight nine ten".split()
_OWN_WORDS: Final = frozenset(
    {"we", "i", "first", "then", "things", "various", "as a result", "in the end", "because", "for example", ""}
)
"""What the judge itself puts in quotation marks."""

_NO_DETAIL: Final = (
    "I found no figure, name or date",
    "I found hardly a figure, name or date",
    "Details are not asked for here.",
)
_QUOTE: Final = re.compile(r"“([^“”]*)”")
_ACTS: Final = ("own_act", "shared_act", "passive_act")
_PARTS: Final = {
    "where things stood": ("situation", "task"),
    "what was done": _ACTS,
    "how it came out": ("result",),
}
_DEPTH_UNDECIDED: Final = (
    "I found no words such as “” or “”",
    "I found only words that may bring in a reason",
)
_DEPTH: Final = {"a reason": "reason", "a trade-off": "trade_off", "an example": "example"}
_CAPITAL: Final = re.compile(r"(?<=[a-z,] )(?!I\b|I['’])[A-Z]")
_TAGS_AGAINST: Final = {
    "no_action": (*_ACTS, "other_act"),
    "no_result": ("result",),
    "no_numbers": ("figure",),
    "no_situation": ("situation", "task", *_ACTS),
    "no_reasoning": ("reason",),
    "no_trade_offs": ("trade_off",),
    "no_example": ("example", "figure", "name", "own_act"),
}
"""Findings of these kinds contradict the tag."""


def _number(word: str) -> int:
    """A count in words up to ten, or in digits."""
    return _NUMBERS.index(word.lower()) if word.lower() in _NUMBERS else int(word)


def contradictions(evaluation: Mapping[str, Any], answer: str) -> list[str]:
    """Every claim in the evaluation that its own findings, or the answer, do not bear out."""
    if evaluation["status"] != "scored":
        held = [evaluation["overall_score"], *(each["score"] for each in evaluation["scores"].values())]
        return [] if held == [None] * len(held) else ["scored although it holds too little"]
    report = _Report(evaluation, answer)
    return [wrong for check in _CHECKS for wrong in check(report)]


class _Report:
    def __init__(self, evaluation: Mapping[str, Any], answer: str) -> None:
        self.evaluation, self.answer = evaluation, answer
        self.anchors: dict[str, str] = {name: each["anchor"] for name, each in evaluation["scores"].items()}
        self.tags: list[str] = evaluation["tags"]
        self.findings: list[dict[str, Any]] = evaluation["findings"]

    def found(self, *kinds: str) -> list[dict[str, Any]]:
        return [each for each in self.findings if each["kind"] in kinds]

    def verbs(self, kind: str) -> set[str]:
        """The different verbs of deeds: the last word of each."""
        return {each["quote"].split()[-1].lower().replace("’", "'") for each in self.found(kind)}

    def outcomes(self) -> list[dict[str, Any]]:
        return [each for each in self.found("result") if each["detail"] != "general"]

    def points(self, state: str) -> int:
        return sum(1 for each in self.evaluation["key_points"] if each["state"] == state)

    def said(self) -> str:
        """Everything that is said in sentences, without what is quoted."""
        return _QUOTE.sub("“”", " ".join([*self.anchors.values(), self.evaluation["comment"]]))


def _quotes_are_verbatim(report: _Report) -> Iterator[str]:
    evidence = [each for score in report.evaluation["scores"].values() for each in score["evidence"]]
    for each in [*evidence, *report.findings]:
        if report.answer[each["start"] : each["end"]] != each["quote"] or not each["quote"]:
            yield f"not at its place: {each}"
    for each in report.evaluation["key_points"]:
        if (each["quote"] is None) != (each["state"] == "not_said") and each["state"] != "cannot_tell":
            yield f"key point without its sentence, or with one: {each}"
        if each["quote"] and each["quote"] not in report.answer:
            yield f"not in the answer: {each['quote']}"


def _quoted_words_are_in_the_answer(report: _Report) -> Iterator[str]:
    if not {"“", "”"}.isdisjoint(report.answer):
        return
    said = " ".join(report.answer.split())
    for sentence in report.anchors.values():
        for quote in _QUOTE.findall(sentence):
            if quote.lower() not in _OWN_WORDS and " ".join(quote.strip("…").split()) not in said:
                yield f"“{quote}” is not in the answer"


def _absence_is_not_contradicted(report: _Report) -> Iterator[str]:
    said = report.said()
    claims: list[tuple[str, Iterable[Any]]] = [
        ("nothing that you did", report.found("own_act")),
        ("no act of your own", report.found("own_act")),
        ("I found few deeds that are clearly your own", list(report.verbs("own_act"))[2:]),
        ("I found no deed that is clearly your own", report.found("own_act")),
        ("I found nothing told as done", report.found(*_ACTS)),
        ("without a word on who did them", report.found("own_act", "shared_act")),
        ("I found no result", [*report.found("result"), *re.findall(r"(?i)\bas a result\b", report.answer)]),
        ("I found no sentence that surely says how it came out", report.found("result")),
        (
            "such as “as a result”",
            re.findall(r"(?i)\bas a result\b|\bin the end\b", report.answer),
        ),
        ("I found no words such as", re.findall(r"(?i)\bbecause\b|\bfor example\b", report.answer)),
        ("I found no figure", [*report.found("figure"), *re.findall(r"\d", report.answer)]),
        ("I found no figure, name or date", [*report.found("name", "time"), *_CAPITAL.findall(report.answer)]),
        ("I found no reason", [*report.found("reason"), *re.findall(r"(?i)\bbecause\b", report.answer)]),
        (
            "I found no example",
            [*report.found("example"), *re.findall(r"(?i)\bfor (?:example|instance)\b", report.answer)],
        ),
        ("I found no trade-off", re.findall(r"(?i)\b(?:downside|trade-off|drawback)s?\b", report.answer)),
        ("I found no part of a story", [*report.found("situation", "task", *_ACTS), *report.outcomes()]),
        ("I found no answer to it", [] if report.found("dodge") else [1]),
        ("I take this for a way around it", [] if report.found("dodge") else [1]),
        ("it speaks around the question", [] if report.found("dodge") else [1]),
        ("it lays what went wrong on others", [] if report.found("dodge") else [1]),
        ("I found none of the", [1] * (report.points("right") + report.points("wrong") + report.points("mentioned"))),
    ]
    for claim, against in claims:
        if claim in said and list(against):
            yield f"“{claim}” beside {list(against)[:2]}"
    for tag, kinds in _TAGS_AGAINST.items():
        if tag in report.tags and report.found(*kinds):
            yield f"{tag} beside {report.found(*kinds)[:2]}"


def _story_parts(report: _Report) -> Iterator[str]:
    sentence = report.anchors.get("structure", "")
    if not sentence or "no part of a story" in sentence:
        return
    lacks_result = "; I did not find how it came out" in sentence
    if lacks_result and ("no_result" not in report.tags or report.outcomes()):
        yield "structure: no result, and the outcome does not say so"
    sentence = sentence.replace("; I did not find how it came out", "")
    said, _, left_open = sentence.partition("; whether it says")
    surely, _, perhaps = said.partition("perhaps")
    for words, kinds in _PARTS.items():
        there = report.outcomes() if kinds == ("result",) else report.found(*kinds)
        sure = any(each["sure"] for each in there)
        if words in surely and not there:
            yield f"structure: {words} was not found"
        if words in surely and not sure and kinds != _ACTS:
            yield f"structure: {words} is not sure"
        if words in perhaps and not there:
            yield f"structure: {words} was not found, not even perhaps"
        if there and words not in said:
            yield f"structure keeps quiet about {words}"
        if not there and words not in left_open and not (lacks_result and kinds == ("result",)):
            yield f"structure does not leave open {words}"


def _who_acts(report: _Report) -> Iterator[str]:
    sentence = report.anchors.get("ownership", "")
    shared, own, not_done = (report.verbs(kind) for kind in ("shared_act", "own_act", "not_done"))
    if not shared and ("“we”" in sentence or "“We” acts more often" in report.evaluation["comment"]):
        yield "“we” acts and nothing shared was found"
    if "we_not_i" in report.tags and len(shared) < len(own) + 3:
        yield "we_not_i although “I” acts nearly as often"
    counts = (
        (r"(\w+) acts? of your own", own),
        (r"(\w+)(?: acts?)? of “we”", shared),
        (r"You name (\w+) things?", not_done),
    )
    for pattern, verbs in counts:
        count = re.search(pattern, sentence)
        if count and _number(count[1]) != len(verbs):
            yield f"“{count[0]}” for {sorted(verbs)}"
    if own and sentence and "of your own" not in sentence:
        yield "own deeds are kept quiet about"
    for named in re.findall(r"of your own(?: \(|: )([^().]*)", sentence):
        listed = re.sub(r" and \w+ more$", "", named)
        unknown = {
            each.split()[-1].lower().replace("’", "'") for each in re.split(r", | and ", listed) if each.strip()
        } - own
        if unknown:
            yield f"no own deeds: {unknown}"


_LESSONS = ("I take this for what you learned", "I take this for what is different now")


def _outcome(report: _Report) -> Iterator[str]:
    sentence = _QUOTE.sub("“”", report.anchors.get("outcome", ""))
    details = {(each["detail"], each["sure"]) for each in report.found("result")}
    starts = {
        "A result with its figure": {("measured", True)},
        "The closest to a result with a figure": {("measured", False)},
        "A result:": {("change", True)},
        "I take this to say that nothing came of it": {("nothing", True), ("nothing", False)},
        "I found only general words on how it ended": {("general", True), ("general", False)},
        "The closest to a result that": {("change", False), ("ending", True), ("ending", False)},
    }
    for start, needed in starts.items():
        if sentence.startswith(start) and not needed & details:
            yield f"outcome: {start} with {details}"
    none = ("I found no result", "I found no sentence that surely says how it came out")
    if sentence and not sentence.startswith((*starts, *none, *_LESSONS)):
        yield f"outcome says something that is not checked: {sentence}"
    if (sentence.startswith(none[1])) != (sentence != "" and report.evaluation["scores"]["outcome"]["score"] is None):
        yield f"outcome: scored although the rules cannot tell, or the other way round: {sentence}"
    tells_lesson = any(lesson in sentence for lesson in _LESSONS)
    if tells_lesson and not report.found("lesson"):
        yield "outcome: no lesson was found"
    if sentence and report.found("lesson") and not tells_lesson:
        yield "outcome keeps quiet about a lesson"


def _depth(report: _Report) -> Iterator[str]:
    sentence = _QUOTE.sub("“”", report.anchors.get("depth", ""))
    given = sentence.partition(" I found no ")[0] if sentence.startswith("I take this for ") else ""
    for words, kind in _DEPTH.items():
        if words in given and not report.found(kind):
            yield f"depth: {words} was not found: {sentence}"
    if sentence and not sentence.startswith(("I take this for ", "I found no ", *_DEPTH_UNDECIDED)):
        yield f"depth says something that is not checked: {sentence}"


def _details(report: _Report) -> Iterator[str]:
    figures = {each["quote"].lower() for each in report.found("figure")}
    count = re.match(r"I found (\w+) figures?:", report.anchors.get("scale", ""))
    if count and (_number(count[1])) > len(report.found("figure")):
        yield f"{count[0]} of {figures}"
    sentence = report.anchors.get("specificity", "")
    details = re.match(r"I found (\w+) details? that", sentence)
    if details and _number(details[1]) > len(report.found("figure", "name", "time")):
        yield f"{details[0]} without so many findings"
    if sentence and not details and not sentence.startswith(_NO_DETAIL):
        yield f"specificity says something that is not checked: {sentence}"


def _manner(report: _Report) -> Iterator[str]:
    """Clarity and order are told by what can be counted again in the answer."""
    words = len(re.findall(r"\w+", report.answer))
    clarity = report.anchors.get("clarity", "")
    mean = re.search(r"[Ss]entences of (\d+) words on average", clarity)
    if mean and int(mean[1]) > words:
        yield f"sentences of {mean[1]} words in an answer of {words}"
    if "harder to follow" in clarity and words < 40:
        yield f"hard to follow, and short: {clarity}"
    length = re.search(r"its length of (\d+) words", clarity)
    if length and int(length[1]) > words * 1.2:
        yield f"{length[1]} words counted, and {words} are there"
    told = mean or length or "padding" in clarity or "the same words" in clarity
    if clarity and not told and not clarity.startswith("How long its sentences are cannot be told"):
        yield f"clarity says something that is not checked: {clarity}"
    order = report.anchors.get("organisation", "")
    if order and not order.startswith(
        ("Words that say an order: “", "I found no words that say the order", "I found no step that begins")
    ):
        yield f"organisation says something that is not checked: {order}"


def _relevance_sentence(report: _Report) -> Iterator[str]:
    relevance = report.evaluation["scores"].get("relevance")
    says = {
        "about_it": "on the subject of the question",
        "about_something_else": "about something else than what was asked",
        "cannot_tell": "the rules cannot tell",
        None: "no question to hold it against",
    }
    if relevance and says[relevance.get("state")] not in relevance["anchor"]:
        yield f"relevance: {relevance.get('state')} said as “{relevance['anchor']}”"


def _praise(report: _Report) -> Iterator[str]:
    """What is praised was found."""
    grounds: dict[str, Iterable[Any]] = {
        "I found a beginning, deeds and an end": report.outcomes() and report.found(*_ACTS),
        "Your own part is clear": list(report.verbs("own_act"))[1:],
        "You gave details that can be checked": report.found("figure", "name", "time"),
        "You said what came of it": report.outcomes(),
        "I found key points clearly said": [1] * report.points("right"),
        "I found reasons or examples": [report.anchors["depth"]] if "depth" in report.anchors else [],
        "You put figures on the scale": report.found("figure"),
    }
    for words, found in grounds.items():
        if words in report.evaluation["comment"] and not found:
            yield f"praised without a finding: {words}"


def _advice(report: _Report) -> Iterator[str]:
    """What is advised has not been done already, and a top answer gets no better one."""
    overall = report.evaluation["overall_score"]
    ideal = report.evaluation["ideal_answer"] or ""
    if ideal and overall is not None and overall >= 80:
        yield f"a better answer for one of {overall}"
    if "[put a number on it" in ideal and re.search(r"\d", report.answer):
        yield "a number is asked for and there is one"
    if "[more of what you did yourself" in ideal and len(report.verbs("own_act")) > 1:
        yield "more deeds are asked for and there are some"
    if "[" in ideal and "What I did not find is in brackets." not in ideal:
        yield "gaps that are not worded as ours"
    if "I found nothing to mend" in report.evaluation["comment"] and (overall is None or overall < 80 or report.tags):
        yield f"nothing to mend at {overall} with {report.tags}"
    if "too_short" in report.tags and len(report.answer.split()) > 80:
        yield "too_short for a long answer"
    if "too_long" in report.tags and len(report.answer.split()) < 300:
        yield "too_long for a short answer"


def _key_points(report: _Report) -> Iterator[str]:
    right, wrong, mentioned = (report.points(state) for state in ("right", "wrong", "mentioned"))
    sentence = report.anchors.get("correctness", "").lower()
    for pattern, count in (
        (r"(\w+) key points? of \d+ clearly said", right),
        (r"(\w+) key points?, as i read it, said the other way round", wrong),
        (r"(\w+)(?: key points? of \d+)? mentioned", mentioned),
    ):
        said = re.search(pattern, sentence)
        named = _number(said[1]) if said else 0
        judged = report.evaluation["scores"].get("correctness", {}).get("score") is not None
        if judged and named != count:
            yield f"correctness: {named} instead of {count} in “{sentence}”"
    not_said = {each["point"] for each in report.evaluation["key_points"] if each["state"] == "not_said"}
    if not not_said >= set(report.evaluation["missing_points"]):
        yield "a missing point was not looked for in vain"


def _relevance_and_overall(report: _Report) -> Iterator[str]:
    relevance = report.evaluation["scores"].get("relevance")
    state = relevance and relevance.get("state")
    if "evasive" in report.tags and not report.found("dodge"):
        yield "evasive without a dodge"
    if ("off_topic" in report.tags) != (state == "about_something_else"):
        yield f"off_topic with {state}"
    if relevance and state in {"cannot_tell", None} and relevance["score"] is not None:
        yield "relevance is scored and cannot be told"
    overall, bound = (
        report.evaluation["overall_score"],
        re.search(r"limits the overall score to (\d+)", report.evaluation["comment"]),
    )
    if bound and overall != float(bound[1]):
        yield f"limited to {bound[1]} and {overall}"
    if (overall is None) != bool(report.evaluation["not_scored"]):
        yield f"overall {overall} and not scored because {report.evaluation['not_scored']}"


_CHECKS: Final = (
    _quotes_are_verbatim,
    _quoted_words_are_in_the_answer,
    _absence_is_not_contradicted,
    _story_parts,
    _who_acts,
    _outcome,
    _depth,
    _details,
    _manner,
    _relevance_sentence,
    _praise,
    _advice,
    _key_points,
    _relevance_and_overall,
)
