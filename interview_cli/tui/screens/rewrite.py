"""A CV in other words: every change with its reason, to be taken or left, and what was refused."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Final

from textual.binding import Binding, BindingType
from textual.content import Content

from interview_cli.tui.screens.browse import BrowseScreen, Line
from interview_cli.tui.text import clean, counted, one_line

if TYPE_CHECKING:
    from interview_cli.app import Application
    from interview_cli.cv.reviewing import Proposal, Review
    from interview_cli.cv.rewriting import Rewriting

_LINE_CHARACTERS: Final = 90
_STYLE: Final = "ats"
_REFUSED: Final = "refused-"


class RewriteScreen(BrowseScreen):
    """The proposals of a rewrite, then what was refused. Opened without one, it rewrites the last CV added."""

    HEADING = "Rewrite your CV"
    SEARCH = ""
    EMPTY = "Nothing would change."
    ABOUT = (
        "Each line is a change to your CV. Space takes it, or leaves your CV as it was there. A refused line says "
        "something that your CV does not, so it cannot be taken. W writes your CV with the changes you took."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space,enter", "decide", "Take or leave"),
        Binding("w,W", "write", "Write"),
    ]

    def __init__(
        self,
        application: Application,
        review: Review | None = None,
        write: Callable[[Rewriting], str] | None = None,
    ) -> None:
        """`write` gets the rewrite with what was taken, and gives what to say of it; then the screen closes."""
        super().__init__()
        self._application = application
        self._review = review
        self._write = write

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A refused line cannot be taken."""
        if action == "decide":
            return self._proposal(self.chosen) is not None
        return self._review is not None if action == "write" else super().check_action(action, parameters)

    def read_lines(self, search: str) -> Sequence[Line]:  # noqa: ARG002
        """What is proposed, and what was refused."""
        review = self._review or self._made()
        if review is None:
            return []
        taken = sum(each.taken for each in review.proposals)
        refused = list(review.refused)
        self.note = f"{taken} of {counted(len(review.proposals), 'change')} taken, {len(refused)} refused"
        self._review = review
        lines = [Line(str(number), _line(each)) for number, each in enumerate(review.proposals)]
        for number, each in enumerate(refused):
            text = one_line(each["proposed"], _LINE_CHARACTERS)
            lines.append(Line(f"{_REFUSED}{number}", Content.assemble(("! ", "$warning"), (text, "$muted"))))
        return lines

    def _made(self) -> Review | None:
        """The last CV by rules."""
        from interview_cli.app.cv_rewriting import free_name, rewritten, write_cv
        from interview_cli.app.shelf import Documents
        from interview_cli.cv.reviewing import Review

        documents = self._application.store.shelf.documents("cv")
        if not documents:
            self.note = "There is no CV yet. Add one: interview cv add FILE"
            return None
        cv = Documents(self._application).cv(documents[0].id)
        made, _ = rewritten(self._application, cv, None, _STYLE, None, str)

        def write(result: Rewriting) -> str:
            path = free_name(Path.cwd(), f"{cv.name}-{_STYLE}", ".docx")
            write_cv(path, result, _STYLE)
            return f"Written to {path}."

        self._write = write
        return Review(cv.parsed["resume"], made)

    def read_detail(self, chosen: str) -> Content:
        """The line before and after, with the reasons; or what a refused one adds."""
        review = self._review
        if review is None:
            return Content("")
        proposal = self._proposal(chosen)
        if proposal is not None:
            return _about(proposal, review.place(proposal.path))
        refused = list(review.refused)[int(chosen.removeprefix(_REFUSED))]
        lines = [
            Content.assemble(("Refused", "bold $warning"), (f"  {clean(review.place(refused['path']))}", "$muted")),
            Content(f"It adds {clean(', '.join(refused['adds']))}, which your CV does not say."),
            Content.assemble(("\nKept  ", "$muted"), clean(refused["before"])),
            Content.assemble(("\nProposed  ", "$muted"), clean(refused["proposed"])),
        ]
        return Content("\n").join(lines)

    def open(self, chosen: str) -> None:
        """Decide."""
        del chosen
        self.action_decide()

    def action_decide(self) -> None:
        """Take the change that is selected, or leave it."""
        chosen = self.chosen
        proposal = self._proposal(chosen)
        if proposal is not None and chosen is not None:
            proposal.taken = not proposal.taken
            self.load()
            self.behind(lambda: self.read_detail(chosen), self.show_detail, "detail")

    def action_write(self) -> None:
        """Write the CV with what was taken."""
        review, write = self._review, self._write
        if review is not None and write is not None:
            self.behind(lambda: write(review.result()), self._written)

    def _written(self, told: str) -> None:
        if told:
            self.notify(told, markup=False)
        self.action_back()

    def _proposal(self, chosen: str | None) -> Proposal | None:
        if self._review is None or chosen is None or chosen.startswith(_REFUSED):
            return None
        return self._review.proposals[int(chosen)]


def _line(proposal: Proposal) -> Content:
    mark = ("✓ ", "bold $success") if proposal.taken else ("✗ ", "bold $error")
    what = "Order: " if proposal.is_order else ""
    return Content.assemble(mark, (what, "$muted"), one_line(proposal.after, _LINE_CHARACTERS))


def _about(proposal: Proposal, place: str) -> Content:
    decision = ("Taken", "bold $success") if proposal.taken else ("Left as it was", "bold $error")
    lines = [Content.assemble(decision, (f"  {clean(place)}", "$muted"))]
    if proposal.is_order:
        for change in proposal.changes:
            lines.append(Content(f"\n{clean(change['after'] or '')}"))
            lines.append(Content.styled(clean(change["reason"]), "$muted"))
        return Content("\n").join(lines)
    lines.append(Content.assemble(("\nBefore  ", "$muted"), *_marked(proposal.before, proposal.after, "$error")))
    lines.append(
        Content.assemble(("\nAfter  ", "$muted"), *_marked(proposal.after, proposal.before, "$success"), "\n")
    )
    lines += [Content.styled(clean(each["reason"]), "$muted") for each in proposal.changes]
    return Content("\n").join(lines)


def _marked(text: str, other: str, colour: str) -> list[tuple[str, str] | str]:
    """The words of a line, with those that the other one does not have in a colour."""
    words, others = clean(text).split(), clean(other).split()
    parts: list[tuple[str, str] | str] = []
    for kind, start, end, _, _ in difflib.SequenceMatcher(None, words, others, autojunk=False).get_opcodes():
        if piece := " ".join(words[start:end]):
            parts += [piece if kind == "equal" else (piece, f"bold {colour}"), " "]
    return parts
