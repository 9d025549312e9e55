"""How a written English word is said, as CMU Sphinx's acoustic model knows it.

The dictionary that comes with pocketsphinx has 135,000 words. Numbers are put into words first, short capitals are
read letter by letter, and the rest is guessed from its spelling: roughly, which is enough to find where a word lies.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

_TOKEN: Final = re.compile(r"\d+(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|[A-Za-zÀ-ÿ]+(?:'[A-Za-z]+)*|[%$€£&@+=]")
_SIGNS: Final = {"%": "percent", "&": "and", "@": "at", "+": "plus", "=": "equals"}
_CURRENCIES: Final = {"$": "dollars", "€": "euros", "£": "pounds"}
_ONES: Final = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen"
).split()
_TENS: Final = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_GROUPS: Final = ((1_000_000_000, "billion"), (1_000_000, "million"), (1_000, "thousand"), (100, "hundred"))
_LONGEST_NUMBER: Final = 12
_LONGEST_INITIALISM: Final = 5

_SOUNDS: Final = dict(
    pair.split("=")
    for pair in (
        "tion=SH AH N|sion=ZH AH N|ough=AO|igh=AY|tch=CH|sch=SH|dge=JH|ck=K|ch=CH|sh=SH|th=TH|ph=F|wh=W|qu=K W|ng=NG|"
        "kn=N|wr=R|gh=G|ee=IY|ea=IY|oo=UW|ou=AW|ow=OW|oi=OY|oy=OY|ai=EY|ay=EY|au=AO|aw=AO|ie=IY|ei=EY|er=ER|ir=ER|"
        "ur=ER|ar=AA R|or=AO R|a=AE|b=B|c=K|d=D|e=EH|f=F|g=G|h=HH|i=IH|j=JH|k=K|l=L|m=M|n=N|o=AA|p=P|q=K|r=R|s=S|"
        "t=T|u=AH|v=V|w=W|x=K S|y=IY|z=Z"
    ).split("|")
)
_SPELLING: Final = re.compile("|".join(_SOUNDS))


def spoken_words(text: str) -> list[str]:
    """What is said for a written word: "$30,000" is "thirty thousand dollars". Empty where nothing can be said."""
    said: list[str] = []
    currency: str | None = None
    for token in _TOKEN.findall(text.replace("’", "'")):
        if token in _CURRENCIES:
            currency = _CURRENCIES[token]
        elif token[0].isdigit():
            said += _of_number(token)
            if currency:
                said.append(currency)
                currency = None
        else:
            said.append(_SIGNS.get(token, token))
    return said


def pronounced(word: str, look_up: Callable[[str], str | None]) -> str | None:
    """The sounds of a word by `look_up`, letter by letter, or guessed; None where its letters say nothing."""
    low = word.lower()
    if found := look_up(low):
        return found
    if word.isupper() and len(word) <= _LONGEST_INITIALISM:
        letters = [look_up(letter) for letter in low]
        return " ".join(each for each in letters if each) or None
    return " ".join(_SOUNDS[part] for part in _SPELLING.findall(low)) or None


def _of_number(written: str) -> Iterator[str]:
    whole, _, decimals = written.replace(",", "").partition(".")
    if len(whole) > _LONGEST_NUMBER:
        yield from (_ONES[int(digit)] for digit in whole)
    elif (
        len(whole) == 4 and "," not in written and not decimals and whole[:2] not in {"10", "20"} and whole[0] in "12"
    ):
        yield from (*_of_whole(int(whole[:2])), *(_of_whole(int(whole[2:])) if whole[2:] != "00" else ("hundred",)))
    elif len(whole) == 4 and whole[:2] == "20" and whole[2:] >= "10" and "," not in written and not decimals:
        yield from (*_of_whole(20), *_of_whole(int(whole[2:])))
    else:
        yield from _of_whole(int(whole))
    if decimals:
        yield "point"
        yield from (_ONES[int(digit)] for digit in decimals)


def _of_whole(number: int) -> Iterator[str]:
    for size, name in _GROUPS:
        if number >= size:
            yield from (*_of_whole(number // size), name)
            if number % size:
                yield from _of_whole(number % size)
            return
    if number < len(_ONES):
        yield _ONES[number]
    else:
        yield _TENS[number // 10 - 2]
        if number % 10:
            yield _ONES[number % 10]
