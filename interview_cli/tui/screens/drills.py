"""Drills: one habit at a time, in short rounds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content

from interview_cli.tui.navigation import GoPractise
from interview_cli.tui.screens.browse import BrowseScreen, Line
from interview_cli.tui.text import clean, sparkline

if TYPE_CHECKING:
    from interview_cli.app import Application
    from interview_cli.learning.drills import Standing
    from interview_cli.tui.replays import DrillPlay


class DrillsScreen(BrowseScreen):
    """Every drill with its target and how it goes."""

    HEADING = "Drills"
    SEARCH = ""
    EMPTY = "There are no drills."
    ABOUT = (
        "Short rounds about one habit, scored by what is measured alone. What you say is not kept, only the value. "
        "The one marked ★ is suggested by your own last answers."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "Play"),
        Binding("v,V", "aloud", "Play aloud"),
    ]

    def __init__(self, application: Application) -> None:
        super().__init__()
        self._application = application
        self._standings: dict[str, Standing] = {}
        self._values: dict[str, list[float]] = {}
        self._why: dict[str, str] = {}
        self._play: DrillPlay | None = None

    def read_lines(self, search: str) -> Sequence[Line]:  # noqa: ARG002
        """The drills, with the suggested one marked."""
        from interview_cli.app.learning import Learning
        from interview_cli.learning.drills import standing
        from interview_cli.learning.habits import DRILLS

        learning = Learning(self._application)
        self._values = {name: learning.store.rounds(name) for name in DRILLS}
        self._standings = {name: standing(each, self._values[name]) for name, each in DRILLS.items()}
        suggestion = learning.suggested_drill()
        self._why = {suggestion[0].name: suggestion[1]} if suggestion else {}
        return [
            Line(
                name,
                Content.assemble(
                    ("★ " if name in self._why else "  ", "$success"),
                    f"{each.title:<23}",
                    (sparkline(self._values[name]), "$primary"),
                ),
            )
            for name, each in DRILLS.items()
        ]

    def read_detail(self, chosen: str) -> Content:
        """What to do, the target, and how it goes."""
        from interview_cli.learning.drills import standing_in_words
        from interview_cli.learning.habits import DRILLS

        drill, found = DRILLS[chosen], self._standings[chosen]
        lines = [
            Content.styled(drill.title, "bold"),
            Content(drill.instruction),
            Content.assemble(("Target: ", "$muted"), (drill.target, "bold $primary")),
        ]
        if self._play is not None and self._play.drill.name == chosen and self._play.played:
            lines.append(Content.styled("Just now", "bold"))
            lines += [
                Content.styled(each.sentence, "$success" if each.reached else "$warning")
                for each in self._play.played
            ]
        if drill.spoken_only:
            lines.append(Content.styled("It is measured by ear: play it aloud.", "$muted"))
        if chosen in self._why:
            lines.append(Content.styled(f"\n★ {clean(self._why[chosen])}", "$success"))
        if found.rounds:
            lines.append(Content(f"\n{standing_in_words(drill, found)}"))
            lines.append(Content.styled(sparkline(self._values[chosen]), "$primary"))
        return Content("\n").join(lines)

    def open(self, chosen: str) -> None:
        """Play it, aloud where it can only be measured by ear or where speaking is the habit."""
        self._start(chosen, None)

    def action_aloud(self) -> None:
        """Play it aloud."""
        if self.chosen is not None:
            self._start(self.chosen, True)

    def _start(self, name: str, spoken: bool | None) -> None:
        from interview_cli.learning.drills import ROUNDS
        from interview_cli.learning.habits import DRILLS
        from interview_cli.tui.replays import DrillPlay

        self._play = DrillPlay(DRILLS[name], ROUNDS)
        self.post_message(GoPractise(self._play, True if DRILLS[name].spoken_only else spoken))
