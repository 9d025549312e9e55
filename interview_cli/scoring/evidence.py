"""Evidence: verbatim quotes of an answer, checked character by character."""

from __future__ import annotations

from interview_cli.interview.model import Evidence


def cut(answer: str, start: int, end: int) -> Evidence | None:
    """The evidence for a stretch of the answer without the white space around it; None when nothing is left."""
    quote = answer[start:end]
    stripped = quote.lstrip()
    start += len(quote) - len(stripped)
    stripped = stripped.rstrip()
    return Evidence(stripped, start, start + len(stripped)) if stripped else None


def verify(answer: str, evidence: Evidence) -> bool:
    """Whether the quote stands in the answer at exactly its offsets."""
    return (
        0 <= evidence.start < evidence.end <= len(answer) and answer[evidence.start : evidence.end] == evidence.quote
    )


def locate(answer: str, quote: str) -> Evidence | None:
    """Find a quote that came from elsewhere (a model, a file) and return it as it stands in the answer.

    Case, spacing and punctuation may differ; every word must be there, in order, without gaps. None when it is not.
    """
    wanted = [char for char in quote.casefold() if char.isalnum()]
    if not wanted:
        return None
    exact = answer.find(quote)
    if exact >= 0:
        return cut(answer, exact, exact + len(quote))
    letters, offsets = _letters(answer)
    found = letters.find("".join(wanted))
    if found < 0:
        return None
    return cut(answer, offsets[found], offsets[found + len(wanted) - 1] + 1)


def _letters(text: str) -> tuple[str, list[int]]:
    """Letters and digits in one case, with the offset each of them came from."""
    letters: list[str] = []
    offsets: list[int] = []
    for offset, char in enumerate(text):
        for folded in char.casefold():
            if folded.isalnum():
                letters.append(folded)
                offsets.append(offset)
    return "".join(letters), offsets
