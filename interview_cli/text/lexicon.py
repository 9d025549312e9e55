"""Words by what they are for: plain data, in lower case, shared by all who read a text."""

from __future__ import annotations

from typing import Final


def word_set(words: str) -> frozenset[str]:
    """The words of a blank-separated list."""
    return frozenset(words.split())


FUNCTION_WORDS: Final = word_set("""
    a an the this that these those such same other another each every either neither both all any some no none i me
    my mine myself we us our ours ourselves you your yours yourself he him his himself she her hers herself it its
    itself they them their theirs themselves one ones someone somebody something anyone anybody anything everyone
    everybody everything nobody nothing who whom whose which what when where why how whoever whatever whenever
    wherever whether if then else than as so because since although though while until unless however therefore thus
    hence and or but nor yet also too very just only even still again almost quite rather really simply mostly maybe
    perhaps of in on at by to from for with without within into onto out off over under up down about above below
    across along around before after behind between beyond during per through throughout toward towards upon via
    against among am is are was were be been being do does did done doing have has had having can could may might
    must shall should will would ought not cannot can't don't doesn't didn't won't isn't aren't wasn't weren't
    haven't hasn't hadn't couldn't wouldn't shouldn't it's that's there's here's what's let's i'm i've i'd i'll we're
    we've we'd we'll you're you've they're they've he's she's there here now ever never always often sometimes
    usually already soon later um uh er erm hmm oh well okay ok yes no like please etc eg ie vs example instance e g
""")
"""English words that carry no content of their own."""

CONNECTIVES: Final = word_set("""
    and so but because then after when while which since finally eventually however therefore until first next later
    although though whereas where if before unless or
""")
"""Words before which an endless sentence may be cut."""

LOOSE_CONNECTIVES: Final = word_set("and or so then first next later since")
"""Connectives that as often stand inside a clause ("red and blue"); a word of CLAUSE_STARTS after them decides."""

CLAUSE_STARTS: Final = word_set("""
    i we he she it they you there this that these those my our his her their nobody everybody everyone somebody
    i'm i've i'd i'll we're we've we'd we'll he's she's it's they're they've they'd you're that's there's
    then so after when while because if since finally eventually in
""")
"""Words that begin a clause after a connective."""

QUESTION_WORDS: Final = word_set("who whom whose what which when where why how")

DANGLING: Final = word_set("""
    a an the this that these those my our your his her its their and or but so because if when while until as than
    to for from of in on at by with about into over very more less not i we he she they it who which was were is
    are be been have has had like um uh
""")
"""Words that a quote does not end with: they promise more."""

SUBJECT_PRONOUNS: Final = word_set(
    "i we he she they i'm i've i'd i'll we're we've we'd we'll he's she's he'd she'd they're they've they'd they'll"
)

NEGATED_AUXILIARIES: Final = word_set("""
    cannot dont didnt doesnt wasnt werent isnt arent cant couldnt wont wouldnt shouldnt hasnt havent hadnt
""")
"""Besides the words in "n't"; transcribers leave out apostrophes."""

NEGATIONS: Final = NEGATED_AUXILIARIES | word_set("""
    no not never nobody nothing none nowhere neither nor without hardly scarcely barely rarely seldom
    lack lacks lacked lacking unable
""")
"""Words that negate what follows. Words in "n't" do, too, and so do forms of "fail" before "to"."""

WEEKDAYS: Final = word_set("monday tuesday wednesday thursday friday saturday sunday")

MONTHS_IN_ORDER: Final = {
    "en": "january february march april may june july august september october november december".split(),
    "de": "januar februar märz april mai juni juli august september oktober november dezember".split(),
    "de-AT": "jänner februar märz april mai juni juli august september oktober november dezember".split(),
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split(),
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre".split(),
    "es-PE": "enero febrero marzo abril mayo junio julio agosto setiembre octubre noviembre diciembre".split(),
}
"""The names of the months, in order, by language (ISO 639-1), perhaps as in a country."""

MONTHS: Final = {language: frozenset(names) for language, names in MONTHS_IN_ORDER.items()}

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

ONES: Final = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen".split()
    )
}
TENS: Final = {
    word: 10 * value
    for value, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2)
}
SCALES: Final = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
SUFFIX_SCALES: Final = {"k": 1e3, "m": 1e6, "mn": 1e6, "b": 1e9, "bn": 1e9}
"""Scales written directly after digits, as in "30k"."""

VAGUE_NUMBERS: Final = word_set("dozens hundreds thousands millions billions")
FRACTIONS: Final = {
    "half": 1 / 2,
    "halves": 1 / 2,
    "quarter": 1 / 4,
    "quarters": 1 / 4,
    **{
        form: 1 / below
        for below, word in enumerate("third fourth fifth sixth seventh eighth ninth tenth".split(), start=3)
        for form in (word, word + "s")
    },
}
MULTIPLES: Final = {
    **dict.fromkeys("twice double doubled doubles doubling twofold".split(), 2.0),
    **dict.fromkeys("thrice triple tripled triples tripling threefold".split(), 3.0),
    **dict.fromkeys("quadruple quadrupled quadruples quadrupling fourfold".split(), 4.0),
    **dict.fromkeys("halve halved halves halving".split(), 0.5),
    "tenfold": 10.0,
}

TIME_UNITS: Final = {
    form: plural
    for plural, forms in {
        "milliseconds": "ms msec millisecond milliseconds",
        "seconds": "s sec secs second seconds",
        "minutes": "min mins minute minutes",
        "hours": "h hr hrs hour hours",
        "days": "d day days",
        "weeks": "wk wks week weeks",
        "months": "month months",
        "quarters": "quarters",
        "years": "yr yrs year years",
        "decades": "decade decades",
    }.items()
    for form in forms.split()
}
"""Lengths of time in all their forms, and their plural."""

UNITS: Final = {
    **{form: unit for form, unit in TIME_UNITS.items() if len(form) > 1},
    **dict.fromkeys("percent percentage pct".split(), "%"),
    **dict.fromkeys("dollar dollars bucks usd".split(), "$"),
    **dict.fromkeys("euro euros eur".split(), "€"),
    "gbp": "£",
    "fold": "times",
    "person": "people",
    "persons": "people",
    "x": "times",
    **{unit: unit for unit in "people staff children men women feet".split()},
    **{unit: unit for unit in "kg km cm mm kb mb gb tb hz mhz ghz kw kwh mph rpm rps qps tps".split()},
}
"""Words that are a unit after a number, besides nouns in the plural, with the unit's one name."""

SIGN_UNITS: Final = {**{sign: sign for sign in "%$€£¥₹"}, "‰": "‰"}
