"""Lines of a CV in the words of a language model, each taken only when it adds nothing."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from pydantic import BaseModel, Field

from interview_cli.cv.facts import added, entry_of, sources
from interview_cli.cv.lines import bullets_of, lines_of
from interview_cli.prompting import load_prompt

if TYPE_CHECKING:
    from interview_cli.cv.lines import Line
    from interview_cli.cv.rewriting import Rewriting
    from interview_cli.interview.ports import ChatModel

LONGEST_LINE: Final = 400
"""The most characters of a line that a model may write (chosen)."""

MOST_LINES: Final = 12
"""So many lines of an entry are asked for at once (chosen)."""


class RewrittenLine(BaseModel):
    """One line in other words; `number` is that of the line it stands for."""

    number: int = Field(ge=1, le=MOST_LINES)
    text: str = Field(max_length=2 * LONGEST_LINE, json_schema_extra={"maxLength": LONGEST_LINE})


class RewrittenLines(BaseModel):
    """What the model replies."""

    lines: list[RewrittenLine] = Field(max_length=MOST_LINES)


async def rewrite_by_model(
    made: Rewriting, model: ChatModel, *, style: str, job: str | None = None, overrides: Path | None = None
) -> None:
    """Let a model put the lines of each entry in other words, on top of what the rules made.

    A line that adds a fact is refused and shown. `overrides` is the folder of the user's own prompts. Raises
    ChatModelError when the model fails, InputError when the user's own prompt is broken.
    """
    prompt = load_prompt("rewrite_cv", overrides)
    draws_on = sources(made.resume)
    entries: dict[str, list[Line]] = {}
    for line in bullets_of(lines_of(made.resume)):
        entries.setdefault(entry_of(line.path), []).append(line)
    for lines in entries.values():
        for first in range(0, len(lines), MOST_LINES):
            asked = lines[first : first + MOST_LINES]
            numbered = "\n".join(f"{number}. {line.text}" for number, line in enumerate(asked, 1))
            messages = prompt.render({"style": style, "longest": LONGEST_LINE}, {"lines": numbered, "job": job})
            reply = await model.complete(messages, RewrittenLines)
            for written in {each.number: each for each in reply.lines}.values():
                if written.number <= len(asked):
                    line = asked[written.number - 1]
                    text = " ".join(written.text.split())
                    adds = added(text, line.text, draws_on[line.path]) if text else ["an empty line"]
                    if len(text) > LONGEST_LINE:
                        adds = [*adds, f"more than {LONGEST_LINE} characters"]
                    made.propose(
                        line.path, line.text, text, f"Reworded by {model.name}; checked to add nothing.", adds
                    )
