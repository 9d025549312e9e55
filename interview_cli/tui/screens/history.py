"""History: every session, searched by everything that was said in it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Final

from textual.binding import Binding, BindingType
from textual.content import Content

from interview_cli.errors import InputError
from interview_cli.interview.kinds import InterviewType
from interview_cli.tui.navigation import GoFeedback, GoPractise
from interview_cli.tui.screens.browse import BrowseScreen, Line
from interview_cli.tui.screens.dialog import Dialog
from interview_cli.tui.text import DIFFICULTY_NAMES, TYPE_NAMES, clean, counted, local_time

if TYPE_CHECKING:
    from interview_cli.app import Application
    from interview_cli.interview.model import Session, SessionSummary

SHOWN: Final = 500
"""How many sessions are listed; older ones are found by searching."""
_TYPES: Final = (None, *InterviewType)


class HistoryScreen(BrowseScreen):
    """Sessions, newest first."""

    HEADING = "History"
    SEARCH = "Search everything said and asked"
    EMPTY = "Your past sessions will be listed here."
    ABOUT = (
        "Every session you began. / searches in all questions and answers: several words must all be there, and "
        'words in "quotes" must follow one another. X deletes a session for good, with its recordings.'
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "Open"),
        Binding("t,T", "next_type", "Kind"),
        Binding("x,X,delete", "delete", "Delete"),
        Binding("e,E", "export", "Export"),
    ]

    def __init__(self, application: Application) -> None:
        super().__init__()
        self._application = application
        self._type = 0
        self._summaries: dict[str, SessionSummary] = {}

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what there is something for."""
        return self.chosen is not None if action in {"delete", "export"} else super().check_action(action, parameters)

    def read_lines(self, search: str) -> Sequence[Line]:
        """The sessions of the chosen type with these words in them."""
        kind = _TYPES[self._type]
        history = self._application.store.history
        found = history.list_sessions(of_type=kind, search=search or None, limit=SHOWN + 1)
        shown = found[:SHOWN]
        self._summaries = {each.id: each for each in shown}
        name = TYPE_NAMES[kind.value] if kind else "All kinds"
        more = "+" if len(found) > SHOWN else ""
        self.note = f"{name} · {len(shown)}{more} {'session' if len(shown) == 1 else 'sessions'}"
        return [Line(each.id, _line(each)) for each in shown]

    def read_detail(self, chosen: str) -> Content:
        """What was asked, and how each answer begins."""
        return _detail(self._application.store.load(chosen))

    def open(self, chosen: str) -> None:
        """Its feedback; an unfinished one is resumed."""
        if self._summaries[chosen].status == "in_progress":
            self.post_message(GoPractise(chosen))
        else:
            self.post_message(GoFeedback(chosen))

    def action_next_type(self) -> None:
        """Only sessions of the next type; at last all again."""
        self._type = (self._type + 1) % len(_TYPES)
        self.load()

    def action_delete(self) -> None:
        """Delete the session that is selected, once that is certain."""
        chosen = self.chosen
        if chosen is None:
            return

        def decide(choice: str | None) -> None:
            if choice == "delete":
                purge = self._application.store.user_data.purge_sessions
                self.behind(lambda: purge([chosen]), lambda report: self._deleted(len(report.removed_audio)))

        each = self._summaries[chosen]
        text = (
            f"{TYPE_NAMES[each.type]}, {local_time(each.started_at).strip()}, {counted(each.answers, 'answer')}."
            " Its answers, scores and recordings are removed for good."
        )
        choices = [("delete", "Delete"), ("keep", "Keep it")]
        self.app.push_screen(Dialog("Delete this session?", text, choices), decide)

    def _deleted(self, recordings: int) -> None:
        with_them = f", with {counted(recordings, 'recording')}" if recordings else ""
        self.notify(f"The session is deleted{with_them}.", markup=False)
        self.load()

    def action_export(self) -> None:
        """Write a session, or all, to a file in the folder the program was started in."""
        chosen = self.chosen
        if chosen is None:
            return

        def decide(choice: str | None) -> None:
            if choice == "page":
                self.behind(lambda: self._write_page(chosen), self._written)
            elif choice == "all":
                self.behind(self._write_all, self._written)

        text = f"The file is written to {Path.cwd()}."
        choices = [("page", "This session as a web page"), ("all", "All sessions as JSON Lines"), ("no", "Back")]
        self.app.push_screen(Dialog("Export", clean(text), choices), decide)

    def _write_page(self, chosen: str) -> Path:
        from interview_cli.reports.audio_player import sounds_for
        from interview_cli.reports.html import session_to_html

        session = self._application.store.load(chosen)
        file = Path.cwd() / f"interview-{chosen[:8]}.html"
        sounds = sounds_for(session, self._application.paths.recordings, file)
        return _written(file, [session_to_html(session, sounds)])

    def _write_all(self) -> Path:
        from interview_cli.reports.contract import session_to_json

        today = self._application.clock.now().astimezone().date()
        sessions = self._application.store.export()
        lines = (json.dumps(session_to_json(session)) + "\n" for session in sessions)
        return _written(Path.cwd() / f"interview-sessions-{today}.jsonl", lines)

    def _written(self, file: Path) -> None:
        self.notify(clean(f"Written: {file}"), title="Export", markup=False)


def _written(file: Path, pieces: Iterable[str]) -> Path:
    """Write a new file. Raises InputError when it exists or cannot be written."""
    from interview_cli.whole_files import written_whole

    try:
        with written_whole(file, new=True) as opened:
            for piece in pieces:
                opened.write(piece)
    except FileExistsError:
        raise InputError(f"{file} already exists.", "Move it away first.") from None
    except OSError as error:
        raise InputError(f"{file} cannot be written: {error.strerror}.") from None
    return file


def _line(each: SessionSummary) -> Content:
    score = "–" if each.overall_score is None else f"{each.overall_score:.0f}"
    state = {"abandoned": "abandoned", "in_progress": "unfinished"}.get(each.status, counted(each.answers, "answer"))
    role = f"  {clean(each.role)}" if each.role else ""
    return Content.assemble(
        (f"{each.started_at.astimezone():%Y-%m-%d %H:%M}  ", "$muted"),
        (f"{score:>3}  ", "bold"),
        f"{TYPE_NAMES[each.type]:<13}  ",
        (f"{state}{role}", "$muted"),
    )


def _detail(session: Session) -> Content:
    settings = session.settings
    head = [
        TYPE_NAMES[settings.type],
        DIFFICULTY_NAMES[settings.difficulty],
        *([settings.role] if settings.role else []),
    ]
    lines = [Content.styled(clean(" · ".join(head)), "$muted")]
    if session.feedback:
        lines.append(Content(clean(session.feedback.summary)))
    for exchange in session.exchanges:
        lines.append(Content.styled(f"\n{clean(exchange.asked.text)}", "bold"))
        attempt = exchange.attempt
        if attempt is None:
            lines.append(Content.styled("Skipped." if exchange.skipped else "Not answered.", "$muted"))
            continue
        overall = attempt.evaluation.overall_score if attempt.evaluation else None
        score = "" if overall is None else f"{overall:.0f}  "
        lines.append(Content.assemble((score, "bold $primary"), clean(attempt.answer.text)))
    return Content("\n").join(lines)
