"""Words with a slash before them, typed where an answer is expected: commands, or what was meant to be one."""

from __future__ import annotations

import re
from typing import Final

_ONE_WORD: Final = re.compile(r"/[\w-]*")


def not_understood(line: str, commands: str) -> str | None:
    """What to say to a line that is no known command and no answer either; None for anything else.

    That is `/help`, and any other single word behind a slash. `commands` names those there are, in a sentence.
    """
    word = line.strip()
    if not _ONE_WORD.fullmatch(word):
        return None
    return commands if word.lower() == "/help" else f"There is no command {word[:40]}. {commands}"
