"""Short lists of English words by what they do in a sentence, as the rules for discourse markers need them."""

from __future__ import annotations

from typing import Final

from interview_cli.text import lexicon
from interview_cli.text.lexicon import word_set

SUBJECTS: Final = word_set("i you he she it we they who people everybody everyone somebody someone nobody")
SPEAKERS: Final = word_set("i you he she we they")
OBJECTS: Final = word_set("it them him me us her you")
CONTRACTED: Final = word_set(
    "i'm you're he's she's it's we're they're that's there's i've you've we've they've i'd you'd we'd they'd he'd"
    " she'd i'll you'll he'll she'll we'll they'll it'll what's who's here's"
)
DETERMINERS: Final = word_set(
    "a an the this that these those my your our their his her its some any every each no another"
)
BE_FORMS: Final = word_set(
    "is are was were be been being am i'm you're he's she's it's we're they're that's there's who's what's isn't"
    " aren't wasn't weren't"
)
AUXILIARIES: Final = word_set("do does did are is was were have has can could would will don't didn't isn't aren't")
PREPOSITIONS: Final = word_set(
    "in at on for with from about by into through during after before over under around since until between within"
    " without toward towards as than"
)
CONJUNCTIONS: Final = word_set("and but or because cause then when if while")
QUESTION_WORDS: Final = lexicon.QUESTION_WORDS | word_set("what's how's who's where's")
NUMBERS: Final = lexicon.ONES.keys() | lexicon.TENS.keys() | lexicon.SCALES.keys() | word_set("half once twice")
FILLED_PAUSES: Final = word_set("uh um er erm uhm hmm")
RESPONSES: Final = word_set("yeah yes no oh okay ok right well exactly uh-huh that's")
REPORTING_VERBS: Final = word_set("said say saying says mentioned told tell talked talking was were")
CLAUSE_STARTS: Final = SUBJECTS | CONTRACTED | DETERMINERS | QUESTION_WORDS
