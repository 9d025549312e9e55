"""Stories: what one has to tell, where it was told, which story fits a question, and the form to write one."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, Final

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static, TextArea

from interview_cli.tui.screens.browse import BrowseScreen, Line
from interview_cli.tui.screens.dialog import Dialog
from interview_cli.tui.text import clean, counted
from interview_cli.tui.widgets.key_hints import KeyHint, KeyHints

if TYPE_CHECKING:
    from interview_cli.app import Application
    from interview_cli.learning.stories import Match, Story, Telling


class StoriesScreen(BrowseScreen):
    """Your stories; with a question in the search field those that fit it, best first."""

    HEADING = "Stories"
    SEARCH = "A question, to find a story for it"
    EMPTY = "There is no story yet. N writes one; in the feedback on a good answer S makes one of it."
    ABOUT = (
        "Stories in the parts interviewers listen for. Type a question into the search field, and those that fit "
        "come first, with the reasons. Where you told each is recognised in what you said. G lists what no story "
        "shows."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "Edit"),
        Binding("n,N", "write", "New"),
        Binding("x,X,delete", "remove", "Remove"),
        Binding("g,G", "gaps", "Gaps"),
    ]

    def __init__(self, application: Application) -> None:
        super().__init__()
        self._application = application
        self._stories: dict[str, Story] = {}
        self._told: Mapping[str, Sequence[Telling]] = {}
        self._matches: dict[str, Match] = {}
        self._remarks: dict[str, list[str]] = {}

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what there is something for."""
        return self.chosen is not None if action in {"remove", "open"} else super().check_action(action, parameters)

    def read_lines(self, search: str) -> Sequence[Line]:
        """All stories, or those that fit a question."""
        from interview_cli.app.learning import Learning
        from interview_cli.learning.stories import match, near_duplicates, overused

        learning = Learning(self._application)
        stories, told = learning.stories_told()
        remarks: dict[str, list[str]] = {story.id: [] for story in stories}
        for story in overused(stories, told):
            remarks[story.id].append("You tell it very often: prepare another one.")
        for one, other in near_duplicates(stories):
            remarks[one.id].append(f"It may be the same as “{other.title}”: keep one of them.")
            remarks[other.id].append(f"It may be the same as “{one.title}”: keep one of them.")
        matches = {}
        if search:
            text, competencies = learning.question_meant(search)
            matches = {each.story.id: each for each in match(text, competencies, stories, learning.vectors)}
        shown = [each.story for each in matches.values()] if search else stories
        self._remarks, self._told, self._matches = remarks, told, matches
        self._stories = {story.id: story for story in stories}
        noun = "story" if len(shown) == 1 else "stories"
        self.note = f"{len(shown)} {noun} {'that fit, best first' if search else ''}".strip()
        return [Line(story.id, self._line(story)) for story in shown]

    def _line(self, story: Story) -> Content:
        told = len(self._told.get(story.id, ()))
        mark = ("! ", "$warning") if self._remarks[story.id] else "  "
        return Content.assemble(mark, clean(story.title), (f"  told {told}×" if told else "  never told", "$muted"))

    def read_detail(self, chosen: str) -> Content:
        """The whole story, why it fits, and where it was told."""
        story, told = self._stories.get(chosen), self._told.get(chosen, ())
        if story is None:
            return Content("")  # it was removed a moment ago
        lines = [Content.styled(clean(story.title), "bold")]
        if found := self._matches.get(chosen):
            lines.append(Content.styled(f"It fits: {clean('; '.join(found.why))}.", "$success"))
        lines += [Content.styled(clean(remark), "$warning") for remark in self._remarks.get(chosen, ())]
        for name in ("situation", "task", "action", "result"):
            lines.append(
                Content.assemble((f"\n{name.capitalize()}  ", "bold $primary"), clean(getattr(story, name) or "–"))
            )
        shows = ", ".join(each.replace("_", " ") for each in story.competencies) or "nothing named yet"
        lines.append(Content.assemble(("\nShows  ", "$muted"), clean(shows)))
        if story.numbers:
            lines.append(Content.assemble(("Numbers  ", "$muted"), clean(", ".join(story.numbers))))
        sessions = ", ".join(dict.fromkeys(each.session_id[:8] for each in told))
        where = f"{counted(len(told), 'time')}, in {sessions}" if told else "not yet"
        lines.append(Content.assemble(("Told  ", "$muted"), where))
        return Content("\n").join(lines)

    def open(self, chosen: str) -> None:
        """Change it."""
        self.app.push_screen(StoryForm(self._stories[chosen]), self._keep)

    def action_write(self) -> None:
        """Write a new one."""
        from interview_cli.learning.stories import Story

        self.app.push_screen(StoryForm(Story(str(uuid.uuid4()), "", "", "", "", "")), self._keep)

    def _keep(self, story: Story | None) -> None:
        if story is None:
            return
        from interview_cli.app.learning import Learning

        self.behind(lambda: Learning(self._application).store.save_story(replace(story)), lambda _: self.load())

    def action_remove(self) -> None:
        """Forget the story that is selected, once that is certain."""
        chosen = self.chosen
        if chosen is None:
            return

        def decide(choice: str | None) -> None:
            if choice == "remove":
                self.behind(lambda: self._forget(chosen), lambda _: self.load())

        text = f"“{clean(self._stories[chosen].title)}” is forgotten; the answers it was told in stay."
        self.app.push_screen(Dialog("Remove this story?", text, [("remove", "Remove"), ("keep", "Keep it")]), decide)

    def _forget(self, story_id: str) -> None:
        from interview_cli.app.learning import Learning

        Learning(self._application).store.remove_story(story_id)

    def action_gaps(self) -> None:
        """What interviewers ask about and no story shows."""
        self.behind(self._read_gaps, self.show_detail, "detail")

    def _read_gaps(self) -> Content:
        from interview_cli.app.learning import Learning
        from interview_cli.learning.stories import gaps

        learning = Learning(self._application)
        asked = learning.competencies_asked()
        found = gaps(learning.store.stories(), asked)
        lines = [Content.styled("None of your stories shows", "bold")]
        lines += [
            Content.assemble(f"{clean(each.replace('_', ' ')):<26} ", (counted(asked[each], "question"), "$muted"))
            for each in found
        ]
        return Content("\n").join(lines)


_PARTS: Final = (
    ("situation", "Situation: where and when it was"),
    ("task", "Task: what you had to achieve"),
    ("action", "Action: what you did"),
    ("result", "Result: what came of it"),
)
_MOST_CHARACTERS: Final = 10_000


class StoryForm(ModalScreen["Story | None"]):
    """The result is the story as changed, None when it is left as it was."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", "Save", priority=True),
        Binding("escape", "leave", "Leave", priority=True),
        Binding("ctrl+c", "leave", "Leave", show=False),
    ]

    def __init__(self, story: Story) -> None:
        super().__init__()
        self._story = story

    def compose(self) -> ComposeResult:
        """One field for each part."""
        story = self._story
        with Vertical(id="form"):
            with VerticalScroll(id="form-fields", can_focus=False):
                yield Static("Title", classes="label")
                yield Input(clean(story.title), max_length=200, compact=True, id="title-field")
                for name, label in _PARTS:
                    yield Static(label, classes="label")
                    yield TextArea(clean(getattr(story, name)), id=name, tab_behavior="focus", compact=True)
                yield Static("Numbers, separated by commas", classes="label")
                yield Input(clean(", ".join(story.numbers)), max_length=500, compact=True, id="numbers")
                yield Static("What it shows, as in leadership, conflict", classes="label")
                shows = ", ".join(each.replace("_", " ") for each in story.competencies)
                yield Input(clean(shows), max_length=500, compact=True, id="competencies")
            yield Static("", id="form-problem", classes="problem", markup=False)
            yield KeyHints(
                KeyHint("tab", "Tab", "Next field"),
                KeyHint("ctrl+s", "Ctrl+S", "Save"),
                KeyHint("escape", "Esc", "Leave"),
            )

    def _written(self) -> Story:
        """The story as it is in the fields."""

        def part(name: str) -> str:
            return clean(self.query_one(f"#{name}", TextArea).text).strip()[:_MOST_CHARACTERS]

        shows = (each.lower().replace(" ", "_") for each in self._listed("#competencies"))
        return replace(
            self._story,
            title=" ".join(clean(self.query_one("#title-field", Input).value).split()),
            situation=part("situation"),
            task=part("task"),
            action=part("action"),
            result=part("result"),
            numbers=tuple(self._listed("#numbers")),
            competencies=tuple(dict.fromkeys(shows)),
        )

    def _listed(self, field: str) -> Iterator[str]:
        values = clean(self.query_one(field, Input).value).split(",")
        return (" ".join(each.split()) for each in values if each.strip())

    def action_save(self) -> None:
        """Keep it, if it is a story."""
        story = self._written()
        if story.title and story.action:
            self.dismiss(story)
        else:
            self.query_one("#form-problem", Static).update("A story needs at least a title and an action.")

    def action_leave(self) -> None:
        """Leave; asks first when something was written."""
        if self._written() == self._story:
            self.dismiss(None)
            return

        def decide(choice: str | None) -> None:
            if choice == "save":
                self.action_save()
            elif choice == "drop":
                self.dismiss(None)

        choices = [("save", "Save"), ("drop", "Discard the changes"), ("stay", "Continue writing")]
        self.app.push_screen(Dialog("Save the story?", "You have changed it.", choices), decide)
