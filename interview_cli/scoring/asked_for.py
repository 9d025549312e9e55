"""What a question asks for: a story, knowledge, a plan for a case, facts about oneself, or just an opening."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache
from typing import Final

from interview_cli.interview.model import InterviewType, Question, Stage
from interview_cli.text.sentences import sentence_spans
from interview_cli.text.words import split_words


class Asked(StrEnum):
    """The kind of answer that a question asks for; decides the rubric."""

    STORY = "story"
    KNOWLEDGE = "knowledge"
    CASE = "case"
    FACTS = "facts"
    OPENER = "opener"


STORY_TYPES: Final = frozenset({InterviewType.BEHAVIORAL, InterviewType.PROJECT})
KEY_POINT_TYPES: Final = frozenset({InterviewType.TECHNICAL_VERBAL, InterviewType.SYSTEM_DESIGN})
"""Where key points are content that can be looked for. Elsewhere they say what a good answer shows."""


def _any_of(*phrases: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(phrases)})\b", re.IGNORECASE)


_CASE: Final = _any_of(
    r"(?:how|what|where|which|who|when|why) (?:would|will|could|should) (?:you|we|they|it)",
    r"would you|imagine|suppose|assume|pretend|what if",
    r"how (?:do|can|should) (?:you|we|one)|what do you do(?: (?:when|if)|(?=\?))",
    r"what is your (?:approach|view|opinion)",
)
"""Asks what somebody would do, or does as a rule."""

_WOULD: Final = re.compile(
    r"^(?:(?:and|so|okay|ok)[,. ]+)*(?:what|how|where|which|who|when) would you\b", re.IGNORECASE
)

_EXPERIENCE: Final = _any_of(
    r"tell me about|describe|give me an example|an? (?:time|situation|moment|occasion)|the last time|proud",
    r"have you (?:ever )?\w+|did you|when (?:have|did|were) you",
    r"your (?:project|biggest|greatest|proudest|last|own|most)",
    r"you (?!need\b)\w+ed",
    r"you (?:made|built|found|took|led|gave|had|were|got|went|learnt|taught|wrote|chose|ran|broke|lost)",
)
"""Asks for something that happened."""

_OCCASION: Final = _any_of(
    r"times?|examples?|instances?|situations?|moments?|occasions?|cases?|incidents?|experiences?|story|stories",
    r"proud(?:est)?|mistakes?|conflicts?|failures?|failed|risks?|disagree\w*|disagreements?|projects?|leadership",
    r"achiev\w+|accomplish\w+|deadlines?|problems?|obstacles?|setbacks?|hardest|toughest|biggest|greatest|most|best|worst",
    r"last|something|improvements?",
    r"(?:tell|walk|talk|take) (?:me|us)(?! why)|describe|give (?:me|us)|think (?:of|back)",
    r"(?:share|recall|compare|choose|take|give) (?:an?|one|some)",
    r"what (?:is|was|are|were) (?:an?|the|one|some)(?: \w+){1,4} you (?!would|could|think|use|do|are|have)\w+",
    r"challenge (?:did|have|you)|faced? a challenge|have you (?:ever )?\w+(?:ed|n|t|d)",
)
"""Says that one occasion is meant, or asks to tell."""

_OTHERWISE: Final = re.compile(
    r"^(?:(?:and|so|but|then|now|okay|ok|well|yeah|yes|right|great|good|interesting)[,. ]+)*(?:"
    r"why\b|(?:please )?explain\b|tell (?:me|us) why\b|which (?:do|did|is|are)\b|how (?:long|much|many|often|old)\b|"
    r"who\b|where (?:did|do|are|were) you\b|"
    r"what (?:is|are|was|were|kinds?|year|book|do you (?:think|find|remember)|memories|about)\b|what's\b|"
    r"what did you do (?:after|before|then|next)\b|what happened\b|with which\b|"
    r"when (?:was|did (?:the|it|that|this|you (?:first|start|begin|get|join|move|meet|encounter)))\b|"
    r"how did (?:you (?:guys )?(?:get|start|meet|learn|come|land|become|first|feel)|it|that|this|they|those)\b|"
    r"did|was|were|is|are|do|does|am|isn't|don't|can|could|will|should|has|had)\b",
    re.IGNORECASE,
)
"""Begins a question for a reason, an explanation, a date, a yes or a no, or how something came about: it may be
answered without a story."""

_ADDRESSES: Final = _any_of(r"you|your|yours|yourself|me|us|describe|give|think|share|recall|compare|choose|take")
"""Turns to the candidate."""

_FACTS: Final = _any_of(
    r"why (?:do you want|would you like|are you (?:leaving|interested|applying)|did you (?:apply|leave))|why us",
    r"why should we (?:hire|choose|take)|what do you know about (?:us|our)",
    r"salary|notice period|when (?:can|could) you start|(?:which|what) (?:\w+ )?languages|driving licen[cs]e",
    r"(?:your|three) (?:\w+ )?(?:strengths?|weakness(?:es)?)|where do you see yourself|compare possible employers",
)
"""Asks for facts about oneself and the role, whatever the type of the interview."""

_AMOUNT: Final = re.compile(
    r"^(?:(?:and|so|but|okay|ok|well)[,. ]+)*how (?:many|long|old|often|far|soon)\b", re.IGNORECASE
)
"""Asks how many or how long."""

_OPENER: Final = _any_of(
    r"tell me (?:a (?:bit|little) )?about yourself|introduce yourself|walk me through your (?:cv|resume|background)",
    r"to warm up|to (?:begin|start) with|just to (?:start|begin)",
    r"what do you do (?:for fun|outside|in your free)|hobb(?:y|ies)|free time|outside (?:of )?work",
    r"curious about|just because you were curious",
)
"""Opens or closes an interview; an answer needs no story."""


_PLAIN: Final = re.compile(
    r"^(?:(?:and|so|but|okay|ok|well|yeah|yes|right|great|good)[,. ]+)*"
    r"(?:is|are|do|does|can|could|has|isn't|aren't|don't|doesn't) ",
    re.IGNORECASE,
)
"""Begins a question that asks for a yes or a no."""

_WEIGHS: Final = _any_of(
    r"trade-?offs?|pros and cons|advantages?|disadvantages?|drawbacks?|downsides?|versus|vs|compared?|choose|choice",
    r"prefer|when (?:would|should|do) (?:you|one|we)|better|instead|alternatives?|decided?|or",
)
"""Asks to weigh one thing against another."""


_SMALL_TALK: Final = _any_of(
    r"how are you|did you find us|how was your (?:journey|trip|weekend)|nice to meet you|thanks? (?:you )?for coming",
    r"(?:any|have|what) questions (?:for|do you have)|questions (?:for|to ask) (?:us|me)",
    r"anything (?:else )?(?:you(?:'d| would) like|to add|we (?:have not|haven't))",
)
"""Opens or closes an interview without asking for anything that could be scored."""


def is_small_talk(question: Question) -> bool:
    """Whether a question is courtesy, or gives the word to the candidate: there is no better or worse answer."""
    return asked_for(question) is Asked.OPENER and _matches(_SMALL_TALK, question.text)


_ONE_FACT: Final = re.compile(
    r"^(?:(?:and|so|but|then|now|okay|ok|well|right|great|good)[,. ]+)*(?:"
    r"(?:is|are|do|did|have|has|can|could|will|would|were|was) (?:you|your|there|it)\b(?! ever\b)|"
    r"(?:when|where(?! do you see)|who|whose)\b|how (?:long|much|many|often|old|far|soon|big)\b|"
    r"what(?:'s| is| was| are| were) your (?:\w+ )?"
    r"(?:name|notice|availability|salary|title|position|role|degree|grade|age)\b|"
    r"(?:which|what) (?:\w+ )?"
    r"(?:languages?|school|university|college|year|grade|city|country|shifts?|licen[cs]es?)\b)",
    re.IGNORECASE,
)
"""Begins a question for a yes or a no, a place, a time, a person, an amount or a name."""

_AND_MORE: Final = _any_of(
    r"why|how (?!(?:long|much|many|often|old|far|soon|big)\b)\w+|what (?:do|does|did|would|makes?|made|is that)",
    r"tell|explain|describe|give|walk|example",
)
"""Asks for more than one fact."""


def asks_for_one_fact(question: Question) -> bool:
    """Whether a few words can be the whole answer: to a question for facts that names one and asks for no more."""
    if asked_for(question) is not Asked.FACTS or _matches(_AND_MORE, question.text):
        return False
    sentences = _sentences(question.text)
    return bool(sentences) and _matches(_ONE_FACT, sentences[-1])


_WHO: Final = _any_of(r"about yourself|introduce yourself|walk me through your (?:cv|resume|background)")
"""Asks who somebody is."""


def asks_who_one_is(question: Question) -> bool:
    """Whether a question asks the candidate to introduce themselves."""
    return _matches(_WHO, question.text)


class Wanted(StrEnum):
    """What an answer cannot do without, where the question says so."""

    FIGURE = "figure"
    TIME = "time"
    PERSON = "person"
    OCCASION = "occasion"


_WANTED: Final = {
    Wanted.PERSON: _any_of(
        r"whom? (?:can|could|may|might|should|would) (?:we|i) (?:ask|call|contact|speak|talk)",
        r"(?:your|any|two|three|name|give us|have) (?:\w+ )?references?|who could vouch",
    ),
    Wanted.FIGURE: _any_of(
        r"(?:your|what|which) (?:\w+ )?salary|salary (?:expectations?|range)|what (?:do|did|would) you (?:earn|make)",
        r"how much (?:do|did|would|will|should) (?:you|we) (?:\w+ )?(?:earn|make|expect|want|get|ask|pay|like)",
        r"how many",
    ),
    Wanted.TIME: _any_of(
        r"when (?:can|could|would|will|are) you (?:\w+ )?(?:start|begin|join|available)|notice period"
    ),
}


_THROUGH: Final = _any_of(r"(?:walk|talk|take) (?:me|us) through (?:an?|the|your) ")
"""Asks for an account of one thing."""


def wanted(question: Question) -> Wanted | None:
    """Whether a question for facts asks for a person, an amount or a time, one for a story for an occasion."""
    asked = asked_for(question)
    if asked is Asked.STORY and (_matches(_EXPERIENCE, question.text) or _matches(_THROUGH, question.text)):
        return Wanted.OCCASION
    if asked is not Asked.FACTS:
        return None
    return next((each for each, pattern in _WANTED.items() if _matches(pattern, question.text)), None)


_FAULT: Final = _any_of(
    r"mistakes?|errors?|wrong|fail(?:ed|ure|ures)?|regret|missed|ended badly|went badly|weakness(?:es)?|complaints?",
    r"criticis\w+|criticiz\w+|conflicts?|disagree\w*|arguments?|off the rails|should have|your worst",
    r"not at your best|lost",
)
"""Asks about something that went wrong, in which the candidate had a part."""


def asks_for_fault(question: Question) -> bool:
    """Whether a question asks about something that went wrong and the candidate's part in it."""
    return _matches(_FAULT, question.text)


def asks_to_weigh(question: Question) -> bool:
    """Whether an answer has to weigh one thing against another: a design always does."""
    return question.type is InterviewType.SYSTEM_DESIGN or _matches(_WEIGHS, question.text)


def asked_for(question: Question) -> Asked:
    """What a question asks for, by its type, its stage in the interview, and its wording."""
    return _asked_by(question.type, question.stage, question.text)


@lru_cache(maxsize=8192)
def _asked_by(type_: InterviewType, stage: Stage, text: str) -> Asked:
    if type_ in KEY_POINT_TYPES:
        return Asked.KNOWLEDGE
    if stage is not Stage.CORE or _OPENER.search(text) or _SMALL_TALK.search(text):
        return Asked.OPENER
    if type_ not in STORY_TYPES or _FACTS.search(text):
        return Asked.FACTS
    if _AMOUNT.search(text) and not _AND_MORE.search(text):
        return Asked.FACTS
    if _asks_no_story(text) and not _CASE.search(text):
        return Asked.CASE if type_ is InterviewType.PROJECT else Asked.FACTS
    if _WOULD.search(text):
        return Asked.CASE
    if _EXPERIENCE.search(text):
        return Asked.STORY
    if _CASE.search(text):
        return Asked.CASE
    return Asked.FACTS if _PLAIN.search(text) else Asked.STORY


def _asks_no_story(text: str) -> bool:
    """Whether the last sentence asks for something else than an occasion, and none is named before; or asks what
    things are, and not about what somebody did."""
    sentences = _sentences(text)
    if not sentences or not _OTHERWISE.search(sentences[-1]):
        return False
    return not _OCCASION.search(text) or not _ADDRESSES.search(text)


@lru_cache(maxsize=8192)
def _matches(pattern: re.Pattern[str], text: str) -> bool:
    return bool(pattern.search(text))


def reference_points(question: Question) -> tuple[str, ...]:
    """What a right answer says: the key points, or else the sentences of the ideal answer."""
    return question.key_points or _sentences(question.ideal_answer or "")


@lru_cache(maxsize=4096)
def _sentences(text: str) -> tuple[str, ...]:
    words = split_words(text)
    return tuple(words.written(first, last) for first, last in sentence_spans(words))
