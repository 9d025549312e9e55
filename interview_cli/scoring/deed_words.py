"""The words by which deeds are recognised: pronouns, auxiliaries, what may stand around a verb."""

from __future__ import annotations

from interview_cli.text.lexicon import FRACTIONS, FUNCTION_WORDS, ONES, TENS

OWN = frozenset("i i'm i've i'd i'll".split())
SHARED = frozenset("we we're we've we'd we'll".split())
OTHER = frozenset(
    "he she they it who which he's she's it's they're they've they'd he'd she'd it'd he'll she'll they'll it'll "
    "who's who'd that's there there's somebody someone everyone everybody nobody nothing "
    "something people anyone anybody this these those".split()
)
HAVE = frozenset("have has had haven't hasn't hadn't".split())
BE = frozenset("am is are was were be been being wasn't weren't isn't aren't".split())
DO = frozenset("do does did didn't don't doesn't".split())
JOINING = frozenset("and then but or".split())
DETERMINERS = frozenset(
    "the a an my our your his her its their this that these those every each some any no one two three four five six "
    "seven eight nine ten all both another other more most many several half".split()
)
PREPOSITIONS = frozenset(
    "in on at to for from with by of into onto about after before over under up down out off through around between "
    "against amongst among without within across along behind until as than like near past during since beside "
    "towards".split()
)
CAUSED_PERSONS = frozenset("him her them everyone everybody somebody someone".split())
CAUSED_THINGS = (
    frozenset("the my our his their both all every each another".split()) | frozenset(ONES) | frozenset(TENS)
)
CAUSED = CAUSED_PERSONS | CAUSED_THINGS | {"it"}
"""What may stand behind a "had" by which somebody brings something about: "had it replaced", "had my hair cut"."""

ONLY_SO = frozenset("left gone booked planned scheduled lined stuck done set been got".split())
""" "I had two tables booked" tells how things were."""

AFTER_CAUSED = (
    PREPOSITIONS | JOINING | frozenset("again here there the a an instead because so before when that today".split())
)

OBJECTS = DETERMINERS | frozenset(
    "me him her them it us you everyone everybody what why how who where whether if that up down out off away back "
    "over there people somebody myself".split()
)
CONDITIONS = frozenset("if when whenever unless nowadays whoever".split())
EACH = frozenset({"every", "each"})
YOU = frozenset("you you've you're you'd you'll".split())
"""Whoever asks, or anybody: who does nothing, and goes on with nobody's deeds."""

TURNS = OWN | SHARED | OTHER | YOU | JOINING | CONDITIONS | EACH | BE
"""Words at which a clause may take another turn."""

REPEATED = frozenset("time day morning afternoon evening night week month year shift meeting monday friday".split())
""" "Every morning I check" is a habit; "I cross out every clause" is not."""

ALMOST = frozenset("nearly almost".split())
"""What was nearly done was not done: "I nearly stopped"."""

BROUGHT = frozenset("across over off out back up down in to into through onto away working ready right".split())
""" "I got it across", "we got it to three", "got it working"."""

GOT_BY_LUCK = frozenset("chance opportunity idea job permission offer feeling impression call right".split())
CAUSED_WITHIN = 6
""" "I got the head of the school to give me two cones" is a deed, "I got the chance to go" is not."""

NOT_TOLD_AFTER = frozenset(
    "like as what how wish wished thought do did does can could should would will may shall must".split()
)
"""Before "I" these make a question or a thing talked about, not a deed: "what I took from it"."""
BEFORE_MONTHS = frozenset("in last this next of since by until early late".split())

NO_VERBS = (
    OWN
    | SHARED
    | OTHER
    | PREPOSITIONS
    | DETERMINERS
    | JOINING
    | CONDITIONS
    | EACH
    | frozenset("me him so because".split())
    | FRACTIONS.keys()
) - {
    "like",
    "near",
}
SAYING = frozenset("say says said tell tells told asked asks ask goes answered answers".split())
"""What another says behind these is in their words: "he says, I decide here"."""

ARTICLES = frozenset("a an the my our".split())
"""Before these "put" and "set" tell what was done, where somebody tells something at all: "Put a meter on it"."""

OTHERS_OBJECTS = frozenset("him her".split())
"""Who does something to "her" is not the "she" of the sentence before."""

NOBODY = frozenset("nothing nobody".split())

ALL_OF_THEM = frozenset("both all each most some several none neither".split())
"""Behind "and" these are others than "I" where a verb follows: "I rang two customers and both said no"."""

SAME_PERSON = {"he": {"him"}, "she": {"her"}, "they": {"them"}}
"""Who does something to "her" is not "she"."""

THINGS = frozenset("it it's it'd that that's there there's this".split())

PERSONS = frozenset("he she he's she's he'd she'd".split())

ACTED_ON = OBJECTS - {"that", "out", "over", "back", "me"}
"""Behind a verb without a subject these make it a deed: "opened it", "asked the baker"."""

BEING = BE | HAVE
AUXILIARIES = BE | HAVE | DO
NOTHING_DONE = OBJECTS | NO_VERBS | FUNCTION_WORDS
BARE_OBJECTS = OBJECTS - PREPOSITIONS
NO_OBJECTS = JOINING | BE
OF_ITS_OWN = DETERMINERS - {"this", "that", "no"}
"""Behind "did" these begin what was done: "did the round"."""

OBJECTS_TOO = frozenset("it you this these those people everyone everybody nothing nobody something".split())

WATCHING = frozenset("watch watched watches saw".split())
PEOPLE = (["him"], ["her"], ["them"])
"""Who watches others do something does nothing."""

NUMBERS = frozenset(ONES) | frozenset(TENS)

HAPPENED = frozenset("turned happened ended came".split())
"""At the start of a clause without a subject these tell of things: "turned out to be the pump"."""

JUDGING = frozenset("hard easy useful strange odd weird very really quite so too fun nice good".split())

TURNING_OUT = frozenset("ended end wound wind came come went go".split())

NOT_YET_AFTER = frozenset("before until till after".split())
"""Behind these the present only says when: "after we close I ring her"."""
CLAUSE_MARKS = frozenset(",;:—–-(")


HABIT_OPENINGS = (
    *(("now",), ("these", "days"), ("since", "then"), ("from", "then"), ("nowadays",), ("today",), ("usually",)),
    *(("normally",), ("generally",), ("typically",), ("mostly",), ("often",), ("sometimes",)),
)


HABIT_WORDS = frozenset(mark[0] for mark in HABIT_OPENINGS)
