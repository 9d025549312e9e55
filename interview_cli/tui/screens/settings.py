"""Settings: every one with what it means, and checks of what they choose."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, Final

from textual.binding import Binding, BindingType
from textual.content import Content

from interview_cli.tui.navigation import GoTo, Place
from interview_cli.tui.screens.browse import BrowseScreen, Line
from interview_cli.tui.screens.dialog import TextDialog
from interview_cli.tui.text import clean, one_line

if TYPE_CHECKING:
    from interview_cli.app import Application
    from interview_cli.diagnosis import Check

_MARKS: Final = {"ok": ("✓ ", "bold $success"), "warn": ("! ", "bold $warning"), "fail": ("✗ ", "bold $error")}
_VALUE_CHARACTERS: Final = 40


class SettingsScreen(BrowseScreen):
    """The settings in force, by section."""

    HEADING = "Settings"
    SEARCH = "Search setting or meaning"
    EMPTY = "There are no settings."
    ABOUT = (
        "Enter changes the selected setting, for this session and all to come; an empty value goes back to the "
        "default. M tries the microphone, K looks whether every part works, the language model too."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "Change"),
        Binding("m,M", "microphone", "Microphone"),
        Binding("k,K", "check", "Check everything"),
    ]

    def __init__(self, application: Application) -> None:
        super().__init__()
        self._application = application
        self._values: dict[str, object] = {}
        self._meanings: dict[str, tuple[object, str]] = {}

    def read_lines(self, search: str) -> Sequence[Line]:
        """The settings with these words in their name or meaning."""
        from interview_cli.settings import known_keys

        values = self._application.settings.model_dump(mode="json")
        self._meanings = {key: (default, meaning) for key, (default, meaning) in known_keys().items()}
        self._values = {key: values[key.split(".")[0]][key.split(".")[1]] for key in self._meanings}
        self.note = clean(str(self._application.paths.settings_file))
        wanted = search.lower()
        return [
            Line(key, Content.assemble(f"{key:<30} ", (one_line(_shown(value), _VALUE_CHARACTERS), "bold $primary")))
            for key, value in self._values.items()
            if wanted in f"{key} {self._meanings[key][1]}".lower()
        ]

    def read_detail(self, chosen: str) -> Content:
        """What a setting means, what it is, and what it is by default."""
        default, meaning = self._meanings[chosen]
        value = clean(_shown(self._values[chosen]))
        return Content.assemble(
            (f"{chosen}\n", "bold"),
            f"{clean(meaning)}\n\n",
            ("Now      ", "$muted"),
            f"{value}\n",
            ("Default  ", "$muted"),
            clean(_shown(default)),
        )

    def open(self, chosen: str) -> None:
        """Ask for another value."""
        value = self._values[chosen]

        def decide(text: str | None) -> None:
            if text is not None:
                self.behind(lambda: self._change(chosen, text.strip()), lambda _: self.load())

        about = self._meanings[chosen][1]
        self.app.push_screen(TextDialog(chosen, clean(about), "" if value is None else _shown(value)), decide)

    def _change(self, key: str, text: str) -> None:
        from interview_cli.settings import load_settings
        from interview_cli.settings_file import change_setting, reset_setting

        file = self._application.paths.settings_file
        if text:
            change_setting(file, key, text)
        else:
            reset_setting(file, key)
        section, name = key.split(".")
        value = getattr(getattr(load_settings(file), section), name)
        changed = getattr(self._application.settings, section).model_copy(update={name: value})
        self._application.settings = self._application.settings.model_copy(update={section: changed})

    def action_microphone(self) -> None:
        """Try the microphone."""
        self.post_message(GoTo(Place.MICROPHONE))

    def action_check(self) -> None:
        """Look whether every part works that the settings choose."""
        from interview_cli.diagnosis import examine

        self.show_detail(Content.styled("Looking at every part …", "$muted"))
        self.behind(lambda: _checked(examine(self._application)), self.show_detail, "detail")


def _shown(value: object) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value)) if not value else "[" + ", ".join(_quoted(each) for each in value) + "]"
    return "(not set)" if value is None else str(value)


def _quoted(value: object) -> str:
    return f'"{value}"' if isinstance(value, str) else str(value)


def _checked(checks: Sequence[Check]) -> Content:
    lines = []
    for check in checks:
        lines.append(Content.assemble(_MARKS[check.status], (check.name, "bold"), f": {clean(check.detail)}"))
        if check.fix:
            lines.append(Content.styled(f"    {clean(check.fix)}", "$muted"))
    return Content("\n").join(lines)
