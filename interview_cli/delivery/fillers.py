"""Fillers: filled pauses ("um") and discourse markers ("you know"), told from meaningful uses of the words."""

from __future__ import annotations

import re
from typing import Final

from interview_cli.delivery.tokens import Tokens
from interview_cli.interview.model import Filler

FILLED_PAUSE: Final = "filled_pause"
DISCOURSE_MARKER: Final = "discourse_marker"

_FILLED_PAUSE: Final = re.compile(r"u+[hm]+|e+r+m*|h+m+|m{2,}|a+h+|e+h+m*")


def find_fillers(tokens: Tokens) -> list[Filler]:
    """Every filler of the text, in order, without overlaps."""
    found: list[Filler] = []
    words = tokens.words
    for index, word in enumerate(words):
        if word[0] in "uehma" and _FILLED_PAUSE.fullmatch(word):
            found.append(Filler(*tokens.slice(index, index), kind=FILLED_PAUSE))
        elif (word == "you" and words[index + 1 : index + 2] == ["know"]) or (
            word == "i" and words[index + 1 : index + 2] == ["mean"]
        ):
            found.append(Filler(*tokens.slice(index, index + 1), kind=DISCOURSE_MARKER))
        elif word == "well":
            found.append(Filler(*tokens.slice(index, index), kind=DISCOURSE_MARKER))
    return found
