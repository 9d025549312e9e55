"""What the tests of the spoken turn share."""

from __future__ import annotations

from tests.speech.virtual_microphone import virtual_microphone as virtual_microphone
