"""Words by what they are for: plain data, in lower case, shared by all who read a text."""

from __future__ import annotations

from typing import Final


def word_set(words: str) -> frozenset[str]:
    """The words of a blank-separated list."""
    return frozenset(words.split())


FUNCTION_WORDS: Final = word_set("""
    a an the this that these those such same other another each every either neither both all any some no none
    i me my mine myself we us our ours ourselves you your yours yourself he him his himself she her hers herself
    it its itself they them their theirs themselves one ones someone somebody something anyone anybody anything
    everyone everybody everything nobody nothing who whom whose which what when where why how whoever whatever whenever
    wherever whether if then else than as so because since although though while until unless however therefore thus
    hence and or but nor yet also too very just only even still again almost quite rather really simply mostly maybe
    perhaps of in on at by to from for with without within into onto out off over under up down about above below
    across along around before after behind between beyond during per through throughout toward towards upon via
    against among am is are was were be been being do does did done doing have has had having can could may might must
    shall should will would ought not cannot can't don't doesn't didn't won't isn't aren't wasn't weren't haven't
    hasn't hadn't couldn't wouldn't shouldn't it's that's there's here's what's let's i'm i've i'd i'll we're we've
    we'd we'll you're you've they're they've he's she's there here now ever never always often sometimes usually
    already soon later um uh er erm hmm oh well okay ok yes no like please etc eg ie vs example instance e g
""")
"""English words that carry no content of their own."""

CONNECTIVES: Final = word_set("""
    and so but because then after when while which since finally eventually however therefore until first next later
    although though whereas where if before unless or
""")
"""Words before which an endless sentence may be cut."""

LOOSE_CONNECTIVES: Final = word_set("and or so then first next later")
"""Connectives that as often stand inside a clause ("red and blue"); a word of CLAUSE_STARTS after them tells."""

CLAUSE_STARTS: Final = word_set("""
    i we he she it they you there this that these those my our his her their nobody everybody everyone somebody
    i'm i've i'd i'll we're we've we'd we'll he's she's it's they're they've they'd you're that's there's
    then so after when while because if since finally eventually in
""")
"""Words that begin a clause after a connective."""

SUBJECT_PRONOUNS: Final = word_set(
    "i we he she they i'm i've i'd i'll we're we've we'd we'll he's she's he'd she'd they're they've they'd they'll"
)

WEEKDAYS: Final = word_set("monday tuesday wednesday thursday friday saturday sunday")

MONTHS: Final = {
    "en": word_set("january february march april may june july august september october november december"),
    "de": word_set("januar jänner februar märz april mai juni juli august september oktober november dezember"),
    "fr": word_set("janvier février mars avril mai juin juillet août septembre octobre novembre décembre"),
    "es": word_set("enero febrero marzo abril mayo junio julio agosto septiembre setiembre octubre noviembre diciembre"),
}
"""The names of the months by language (ISO 639-1)."""

SHORT_MONTHS: Final = word_set("jan feb mar apr jun jul aug sep sept oct nov dec")

NEVER_LAST: Final = word_set("""
    mr mrs ms dr prof sr jr st mt e.g i.e eg ie vs cf approx ca resp incl fig
    z.b d.h u.a bzw ggf evtl p.ex ej hr fr mme mlle mgr sra srta
""")
"""Abbreviations with more to come: their full stop ends no sentence."""

BEFORE_NUMBERS: Final = word_set("no nr vol pp p ch sec art")
"""Abbreviations only before a number: "No. 5"."""

SOMETIMES_LAST: Final = word_set("""
    etc inc ltd co corp llc dept est min max avg jan feb apr aug sept oct nov dec usw a.m p.m ex
""")
"""Abbreviations whose full stop ends a sentence only before a capital letter."""
