"""What the tests of recording share."""

from __future__ import annotations

from tests.speech.virtual_microphone import virtual_microphone as virtual_microphone
