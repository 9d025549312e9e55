"""A list to choose from."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import OptionList


class Listing(OptionList, inherit_bindings=False):
    """An option list that leaves Enter to its screen, which says what it means there."""

    BINDINGS: ClassVar[list[BindingType]] = [
        replace(each, description="")  # nobody needs an explanation of the arrow keys
        for each in OptionList.BINDINGS
        if isinstance(each, Binding) and each.key != "enter"
    ]

    @property
    def chosen(self) -> str | None:
        """The id of the highlighted line."""
        return self.highlighted_option.id if self.highlighted_option else None
