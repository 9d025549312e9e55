"""Chats in the templates of language models: ChatML, those of Llama, Gemma, Zephyr and Mistral."""

from __future__ import annotations

import re
from typing import Final

_ROLE: Final = r"(?P<role{}>[a-z]{{2,20}})"
_BEGINS: Final = re.compile(
    rf"<\|im_start\|>{_ROLE.format(1)}\n|<\|start_header_id\|>{_ROLE.format(2)}<\|end_header_id\|>"
    rf"|<start_of_turn>{_ROLE.format(3)}\n|^<\|{_ROLE.format(4)}\|>\n|\[(?P<role5>/?INST)\]"
    r"|<<(?P<role6>/?SYS)>>",
    re.MULTILINE,
)
_SIGNS: Final = re.compile(r"<\|[a-z_]{2,30}\|>|</?s>|<(?:bos|eos|end_of_turn)>")
_HINTS: Final = ("<|", "<start_of_turn>", "[INST]")
_ROLES: Final = {"INST": "user", "/INST": "assistant", "SYS": "system", "/SYS": "user"}


def turns_in(text: str) -> list[dict[str, str]]:
    """The turns of a text in a template, as records; none if it is in none of them."""
    marks = list(_BEGINS.finditer(text)) if any(map(text.__contains__, _HINTS)) else []
    before = _SIGNS.sub("", text[: marks[0].start()]).strip() if marks else ""
    is_inst = bool(marks and marks[0]["role5"])
    if len(marks) < 2 or (before and not is_inst):
        return []
    names = [mark[mark.lastgroup or 0] for mark in marks]
    ends = [*(mark.start() for mark in marks[1:]), len(text)]
    said = [text[mark.end() : end] for mark, end in zip(marks, ends, strict=True)]
    roles = [_ROLES.get(name, name) for name in names]
    turns = [
        ("assistant", before),
        *((role, _SIGNS.sub("", each).strip()) for role, each in zip(roles, said, strict=True)),
    ]
    return [{"role": role, "content": each} for role, each in turns if each]
