"""What an answer can be improved in: short machine names, each with one line of advice."""

from __future__ import annotations

from enum import StrEnum


class Tag(StrEnum):
    """A weakness of an answer. The order of the members is their severity, worst first."""

    NO_ANSWER = "no_answer"
    GIBBERISH = "gibberish"
    INSTRUCTION_INJECTION = "instruction_injection"
    COPIED_QUESTION = "copied_question"
    KEYWORD_LIST = "keyword_list"
    OFF_TOPIC = "off_topic"
    EVASIVE = "evasive"
    TOO_SHORT = "too_short"
    MISSING_KEY_POINTS = "missing_key_points"
    NO_ACTION = "no_action"
    NO_RESULT = "no_result"
    WE_NOT_I = "we_not_i"
    NO_NUMBERS = "no_numbers"
    NO_SITUATION = "no_situation"
    NO_TASK = "no_task"
    NO_REASONING = "no_reasoning"
    NO_TRADE_OFFS = "no_trade_offs"
    NO_EXAMPLE = "no_example"
    VAGUE = "vague"
    UNCLEAR = "unclear"
    TOO_LONG = "too_long"

    @property
    def advice(self) -> str:
        """What to do about it, in one line."""
        return _ADVICE[self]

    @property
    def drill(self) -> str | None:
        """How to practise it; None where the advice says it all."""
        return _DRILLS.get(self)


_ADVICE = {
    Tag.NO_ANSWER: "Say something even when you are unsure: how you would approach it is an answer too.",
    Tag.GIBBERISH: "Answer in plain English sentences.",
    Tag.INSTRUCTION_INJECTION: "Answer the question: instructions to the scorer are ignored.",
    Tag.COPIED_QUESTION: "Answer in your own words instead of repeating the question.",
    Tag.KEYWORD_LIST: "Explain how the ideas connect, in sentences: a list of terms shows nothing.",
    Tag.OFF_TOPIC: "It seems to be about something else: say the key word of the question in your first sentence.",
    Tag.EVASIVE: "I found no answer to it: give the fact or the occasion first, then what you think about it.",
    Tag.TOO_SHORT: "Say more: one to two minutes is a good length for an answer.",
    Tag.MISSING_KEY_POINTS: "Go through the points that a strong answer covers: I did not find all of them.",
    Tag.NO_ACTION: "I found nothing that you did yourself: say what you did, step by step, with “I” and a verb.",
    Tag.NO_RESULT: "I found no result. If there was one, end with what changed and by how much.",
    Tag.WE_NOT_I: "“We” acts more often than “I”: say “I” for your own part, since the interviewer hires you.",
    Tag.NO_NUMBERS: "I found no figure. If you have one, say how many, how much or how long, before and after.",
    Tag.NO_SITUATION: "I found no scene: open with where and when this happened.",
    Tag.NO_TASK: "I found no task: say what you had to achieve and why it was hard.",
    Tag.NO_REASONING: "I found no reasons: say why behind each statement.",
    Tag.NO_TRADE_OFFS: "I found no trade-off: name an alternative and what each choice costs.",
    Tag.NO_EXAMPLE: "I found no example: add one from your own work.",
    Tag.VAGUE: "Some words in it say little: replace them by what they stand for, or leave them out.",
    Tag.UNCLEAR: "Make it easier to follow: one idea in a sentence, each said once, the most important first.",
    Tag.TOO_LONG: "Cut it: keep one story and the facts that matter.",
}
_DRILLS = {
    Tag.TOO_SHORT: "Take the same question again and speak for a full minute before you stop.",
    Tag.OFF_TOPIC: "Before you answer, repeat the question to yourself in five words, then answer exactly that.",
    Tag.EVASIVE: "Ask yourself what the question wants, a figure, a name, a day or one occasion, and begin with it.",
    Tag.MISSING_KEY_POINTS: "Read the key points, close them, and explain the topic once more from memory.",
    Tag.NO_ACTION: "Write five sentences that start with “I” and a verb in the past, and build the story on them.",
    Tag.NO_RESULT: "Tell the story backwards once: result first, then what you did for it.",
    Tag.WE_NOT_I: "Tell the story again and stop yourself at every “we”: who exactly did it?",
    Tag.NO_NUMBERS: "For each of your stories, note three numbers beforehand: size, time, and change.",
    Tag.NO_SITUATION: "Begin with one sentence that names the year, the place and your role.",
    Tag.NO_TASK: "Finish the sentence “I had to …, and it was hard because …” before you tell what you did.",
    Tag.NO_REASONING: "After each statement ask yourself “why?” once, and say the answer aloud.",
    Tag.NO_TRADE_OFFS: "For each choice, name one alternative and finish “I would not take it here because …”.",
    Tag.NO_EXAMPLE: "Keep one project in mind and tie each explanation to it: “for example, …”.",
    Tag.UNCLEAR: "Answer in four sentences at most, each with one idea, and number them aloud.",
    Tag.VAGUE: "Record yourself once and replace each “things”, “stuff” and “various” by a noun.",
    Tag.TOO_LONG: "Set a timer to two minutes and decide beforehand which one fact the listener must keep.",
}
_SEVERITY = {tag: position for position, tag in enumerate(Tag)}


def worst_first(tags: set[Tag]) -> tuple[Tag, ...]:
    """The tags in order of severity."""
    return tuple(sorted(tags, key=_SEVERITY.__getitem__))
