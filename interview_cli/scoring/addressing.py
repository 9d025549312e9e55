"""What an answer says to its grader instead of to the interviewer: left out before a model reads it.

The rules' own cleaning knows how orders to a scorer sound in English. A model reads other languages too, and codes,
so this knows some more of both. It is the second line of defence: the first is that an answer is fenced as data.
The patterns but that of codes are for text in lower case, where they are six times as fast as without regard to case.
"""

from __future__ import annotations

import re
from typing import Final

from interview_cli.scoring.cleaning import JUDGED_CHARACTERS, SENTENCE_END, judged_part, lower_in_place

LONGEST_LEFT_OUT: Final = 400
"""Characters; of a longer sentence only the words that speak to the grader go."""

LEFT_OUT: Final = "[…]"
"""Stands where something was left out."""

_LOOK_ALIKES: Final = str.maketrans("ſıİ", "sii")
"""Letters that a model reads as the plain ones, and that stay as they are in lower case."""

_IGNORE: Final = (
    r"ignorier\w*|missacht\w*|vergiss|vergesst|vergessen sie|ignorez|oublie[rz]?|oubliez|ne tenez pas compte|ignora|"
    r"ignore[mn]?\b|olvid[ae]\w*|desconsider[ae]\w*|esque[çc]a\w*|dimentica\w*|trascura\w*|negeer|vergeet|zignoruj\w*|"
    r"ignoruj\w*|zapomnij\w*|игнорируй\w*|проигнорируй\w*|забудь\w*|görmezden gel\w*|yok say\w*|unut\w*|"
    r"忽略|无视|無視|忘记|忘れ|무시|잊어|تجاهل\w*|انس|अनदेखा|भूल"
)
_INSTRUCTIONS: Final = (
    r"an?weisung\w*|vorgaben|instruk\w*|instruc\w*|istruzion\w*|consignes?|polece\w*|инструкци\w*|указани\w*|"
    r"talimat\w*|prompts?|r[uú]bri\w*|krit[eé]ri\w*|crit[eèé]r\w*|指令|指示|说明|規則|规则|지시\w*|명령\w*|"
    r"تعليمات|التعليمات|निर्देश\w*"
)
_GRADE: Final = (
    r"gib|gebt|geben sie|bewerte\w*|benote\w*|vergib|donne[rz]?|attribue[rz]?|notez|évalue[rz]?|dame|dadme|otorga\w*|"
    r"califica\w*|punt[uú]a\w*|evalúa\w*|dammi|assegna\w*|valuta\w*|d[êe]-me|atribua\w*|avalie\w*|geef|beoordeel|"
    r"daj|oceń\w*|przyznaj\w*|поставь\w*|оцени\w*|дай\w*|puanla\w*|puan ver\w*|ver|评分|打分|给|給|評価|つけ|与え|"
    r"점수를|평가\w*|줘|주세요|أعط\w*|امنح\w*|قيّ?م\w*|दें|दो"
)
_FULL_MARKS: Final = (
    r"(?:voll\w*|höchst\w*|best\w*|maxim\w*|máxim\w*|massim\w*|максим\w*|высш\w*|najwyż\w*|tam|en yüksek|tou[st]e?s?|"
    r"todos|parfait\w*|perfekt\w*|كاملة|الكاملة|العليا|पूरे)\W{1,3}(?:\w+\W{1,3}){0,2}"
    r"(?:punkt\w*|note\w*|points?|puntos|puntuaci\w*|nota|punti|voto|punteggio|pontos|pontua\w*|score\w*|балл\w*|"
    r"оценк\w*|puan\w*|درجة|الدرجة|अंक)|(?:punkt\w*|note|nota|puntuaci\w*|punteggio|pontua\w*|балл\w*|оценк\w*|"
    r"درجة|الدرجة)\W{1,3}(?:\w+\W{1,3}){0,2}(?:maxim\w*|máxim\w*|massim\w*|максим\w*|كاملة|الكاملة)|"
    r"\b5\s?(?:/|von|sur|de|su|z|из|üzerinden|van)\s?5\b|满分|滿分|最高分|満点|만점|5분|100\s?(?:分|점)"
)
_ORDERS: Final = re.compile(
    rf"(?:{_IGNORE}).{{0,60}}(?:{_INSTRUCTIONS})|(?:{_INSTRUCTIONS}).{{0,40}}(?:{_IGNORE})"
    rf"|\b(?:{_GRADE}).{{0,60}}(?:{_FULL_MARKS})|(?:{_FULL_MARKS}).{{0,40}}(?:{_GRADE})"
)
_ROLES: Final = re.compile(
    r"^\W*(?:#{1,6}\s*)?(?:system|systeme?|sistema|система|系统|系統|システム|시스템|assistant|developer|human|user|"
    r"grader|evaluator|tool|function)(?:[ _-]?(?:prompt|message|note|override|update|nachricht|notiz))?\W{0,3}[:：>]"
    r"|<\s?\|?\s?(?:im_start|im_end|system|assistant|start_header_id|eot_id|endoftext)|\[\s?/?(?:inst|sys)\s?\]"
    r"|^\s*#{1,6}\s*(?:system|user|assistant)\s*$|[\"'“]?\b(?:score|scores|overall_score|ideal_answer)[\"'”]\s*:",
    re.MULTILINE,
)
_GRADING_TALK: Final = re.compile(
    r"\b(?:note|message|reminder|attention|instructions?|hint) (?:to|for) (?:the )?"
    r"(?:grader|evaluator|judge|scorer|ai|assistant|model|reviewer|llm|examiner)"
    r"|\b(?:the )?(?:correct|right|appropriate|final|only fair|agreed) (?:score|grade|rating|mark)s?\b.{0,40}\b[0-9]"
    r"|\b(?:score|grade|marks?) ?(?::|=|is|should be|must be|shall be) ?(?:5|five|100|10/10|full|the max)\w*"
    r"|\b(?:every|each|all) (?:criteri\w+|scores?) (?:is|are|gets?|deserves?|must|should|=|at)\b"
    r"|\b(?:scor|grad|rat|mark)(?:e|ed|ing)? (?:it|me|this|him|her|them|everything)\b.{0,40}"
    r"\b(?:5|five|100|full|top|maximum|strong hire)\b"
    r"|\b(?:this|the) (?:candidate|applicant|answer|response)\b.{0,60}\b(?:deserves?|earns?|merits?|receives?)"
    r"\b.{0,30}\b(?:full|top|max\w*|highest|perfect|five|5|10|100)\b"
    r"|\b(?:record|enter|register|put|log|write) (?:down )?.{0,20}"
    r"\b(?:full|top|maximum|perfect) (?:marks?|scores?|points?)"
    r"|\b(?:record|enter|register|put|log|write) (?:down )?.{0,20}\b(?:five out of five|5 ?(?:/|out of) ?5|10 ?/ ?10)"
    r"|\bend of (?:data|answer|transcript|candidate)|\b(?:you|the grader) (?:must|shall|will|should|now)(?: now)? "
    r"(?:score|grade|rate|mark|award|give|output|reply|respond|answer|print|return)\b"
    r"|\b(?:output|reply|respond|print|return|answer) (?:only )?(?:with )?(?:the )?(?:following|exactly|json)\b"
    r"|\b(?:your|the|these|previous|above|hidden) (?:system )?(?:prompt|rubric|instructions?)\b.{0,40}"
    r"\b(?:repeat|reveal|print|ignored?|void|obsolete|replaced|no longer|changed|suspended)\b"
    r"|\b(?:repeat|reveal|print|show|leak) (?:me )?(?:your|the|all) (?:\w+ ){0,2}(?:prompt|rubric|instructions?)"
    r"|\bdeveloper mode\b|\bjailbreak\w*\b|\bact as\b.{0,30}\b(?:grader|judge|evaluator|ai)\b"
)
_SIGNS: Final = {
    _ORDERS: re.compile(f"{_INSTRUCTIONS}|{_FULL_MARKS}"),
    _ROLES: re.compile("[:：<>#\\[]"),
    _GRADING_TALK: _GRADING_TALK,
}
"""What stands in every text in which a sentence matches; in most answers nothing does."""

_CODED: Final = re.compile(
    r"(?<![A-Za-z0-9+/_-])(?=[A-Za-z0-9+/_-]{24})(?=[A-Za-z0-9+/_-]{0,200}[0-9+/=])"
    r"(?=[A-Za-z0-9+/_-]{0,200}[A-Z])(?=[A-Za-z0-9+/_-]{0,200}[a-z])[A-Za-z0-9+/_-]{24,}={0,2}"
    r"|(?:[0-9A-Fa-f]{2}[ ,]?){24,}|(?:\\u[0-9a-fA-F]{4}){6,}"
    r"|!?\[[^\]\n]{0,200}\]\([^)\n]{0,500}\)|<(?:!--|/?(?:a|img|script|iframe|svg|style|div|span|p|br|answer|data|question|rubric|scores?|transcript|cv)\b)[^>\n]{0,300}>"
    r"|https?://\S+"
)
"""Base64, hexadecimal, escapes, Markdown links and images, HTML: none of it is speech."""


def said_to_the_grader(answer: str) -> tuple[tuple[int, int], ...]:
    """The stretches of an answer (characters, end exclusive; in order, not overlapping) that show no competence.

    Only the first JUDGED_CHARACTERS are read. Every pattern is tried on one sentence at a time, so this is linear in
    the answer's length.
    """
    text = answer[:JUDGED_CHARACTERS]
    lowered = lower_in_place(text).translate(_LOOK_ALIKES)
    spans = list(judged_part(text).orders)
    patterns = [pattern for pattern, sign in _SIGNS.items() if sign.search(lowered)]
    if not patterns and not _CODED.search(text):
        return _merged(spans)
    start = 0
    for end in [*(match.end() for match in SENTENCE_END.finditer(text)), len(text)]:
        sentence = lowered[start:end]
        matches = [found for pattern in patterns if (found := pattern.search(sentence))]
        if matches and end - start <= LONGEST_LEFT_OUT:
            spans.append((start, end))
        else:
            spans += [(start + found.start(), start + found.end()) for found in matches]
        spans += [(start + found.start(), start + found.end()) for found in _CODED.finditer(text[start:end])]
        start = end
    return _merged(spans)


def without(text: str, spans: tuple[tuple[int, int], ...], mark: str = LEFT_OUT) -> str:
    """The text with each stretch replaced by `mark`."""
    kept, position = [], 0
    for start, end in spans:
        kept.append(text[position:start].rstrip())
        position = end
    return f" {mark} ".join([*kept, text[position:].lstrip() if spans else text])


def document(text: str | None, most: int) -> str | None:
    """A CV or job description without what it says to a grader, at most `most` characters long."""
    return text and without(text, said_to_the_grader(text))[:most]


def _merged(spans: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)
