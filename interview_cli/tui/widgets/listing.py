"""A list to choose from."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import OptionList


class Listing(OptionList):
    """An option list whose Enter is shown among the keys."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "select", "Open")]

    @property
    def chosen(self) -> str | None:
        """The id of the highlighted line."""
        return self.highlighted_option.id if self.highlighted_option else None
