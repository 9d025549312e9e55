"""Recordings played for a screen, one at a time."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from interview_cli.errors import InputError, InterviewError, UnavailableError

if TYPE_CHECKING:
    from interview_cli.app import Application
    from interview_cli.speech.player import Player
    from interview_cli.tui.screens.app_screen import AppScreen


class Playback:
    """Plays in the background of a screen."""

    def __init__(self, screen: AppScreen, application: Application) -> None:
        self._screen = screen
        self._application = application
        self._player: Player | None = None

    @property
    def is_on(self) -> bool:
        """Whether something is being played."""
        return self._player is not None

    def play(self, name: str, second: float, ended: Callable[[Exception | None], None]) -> None:
        """Play a recording from a second on; `ended` is called at its end, with what went wrong if anything did.

        Does nothing while another one is played.
        """
        if self._player is not None:
            return
        from interview_cli.speech.player import Player

        self._player = player = Player()

        def over(error: Exception | None) -> None:
            self._player = None
            ended(error)

        self._screen.refresh_bindings()
        self._screen.behind(lambda: self._sound(player, name, second), over)

    def stop(self) -> None:
        """Fall silent."""
        if self._player is not None:
            self._player.stop()

    def _sound(self, player: Player, name: str, second: float) -> Exception | None:
        from interview_cli.paths import place_below

        try:
            file = place_below(self._application.paths.recordings, name)
            if file is None or not file.is_file():
                raise InputError("The recording of this answer is no longer there.")
            player.play_file(file, second)
        except InterviewError as error:
            return error
        except ImportError as error:
            return UnavailableError(
                f"Playing recordings needs {error.name}.",
                "Install the voice parts: pip install 'interview-cli[voice]'.",
            )
        return None
