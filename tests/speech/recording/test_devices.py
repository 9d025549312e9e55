"""Finding sound devices, and what is said when there are none."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from interview_cli.errors import UnavailableError
from interview_cli.speech.devices import (
    Device,
    Direction,
    OpenStream,
    choose_device,
    devices,
    quiet_stderr,
    rate_for,
    refresh_devices,
)
from interview_cli.speech.microphone import Microphone
from interview_cli.speech.player import Player
from tests.conftest import PATIENCE_S
from tests.speech.recording.listener import Listener, sink_of
from tests.speech.virtual_microphone import VirtualMicrophone

DIRECTIONS: tuple[Direction, ...] = ("input", "output")


@pytest.fixture
def no_devices(virtual_microphone: VirtualMicrophone, tmp_path: Path) -> Iterator[None]:
    """The sound server is gone, and with it every device."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PULSE_SERVER", f"unix:{tmp_path}/nothing")
        refresh_devices()
        yield
    refresh_devices()


@pytest.mark.parametrize("direction", DIRECTIONS)
def test_a_device_is_chosen_by_number_or_name(virtual_microphone: VirtualMicrophone, direction: Direction) -> None:
    found = devices(direction)
    assert {"pulse", "default"} <= {device.name for device in found}
    assert choose_device(direction).name == "default"
    for device in found:
        assert choose_device(direction, str(device.number)) == device
    assert choose_device(direction, " PUL ").name == "pulse"
    assert rate_for(choose_device(direction), direction, 16_000) == 16_000


@pytest.mark.parametrize("wanted", ["Blue Yeti", "99", "-1"])
def test_a_name_nothing_has(virtual_microphone: VirtualMicrophone, wanted: str) -> None:
    with pytest.raises(UnavailableError, match=f"no microphone '{wanted}'") as caught:
        choose_device("input", wanted)
    assert "pulse" in caught.value.remedy, "it tells what there is"


def test_a_name_several_have(virtual_microphone: VirtualMicrophone) -> None:
    with pytest.raises(UnavailableError, match="Several microphones") as caught:
        choose_device("input", "u")
    assert "Give the number" in caught.value.remedy


def test_without_devices_it_says_what_to_do(no_devices: None) -> None:
    with pytest.raises(UnavailableError, match="no microphone") as caught:
        choose_device("input")
    assert "typing" in caught.value.remedy
    with pytest.raises(UnavailableError, match="no loudspeaker"):
        Player().play(Listener().samples, 16_000)


def test_a_device_that_went_away_cannot_be_opened(
    virtual_microphone: VirtualMicrophone, capfd: pytest.CaptureFixture[str]
) -> None:
    gone = Device(77, "headset", 48_000)
    assert rate_for(gone, "input", 16_000) == 48_000
    with pytest.raises(UnavailableError, match="'headset' cannot be opened") as caught:
        Microphone(gone, sink_of([], lambda _: None)).start()
    assert "--device" in caught.value.remedy
    assert capfd.readouterr().err == ""


def test_devices_are_not_looked_for_while_one_is_open(virtual_microphone: VirtualMicrophone) -> None:
    heard = Listener()
    microphone = Microphone(choose_device("input"), sink_of([heard], lambda _: None))
    microphone.start()
    heard.hear(0.1)
    refresh_devices()
    heard.hear(0.2)
    microphone.stop()


def test_without_portaudio_it_says_what_to_install() -> None:
    program = (
        "import ctypes.util\n"
        "ctypes.util.find_library = lambda name: None\n"
        "from interview_cli.errors import UnavailableError\n"
        "from interview_cli.speech.devices import choose_device\n"
        "try:\n    choose_device('input')\n"
        "except UnavailableError as error:\n    print(error)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=PATIENCE_S)
    assert "PortAudio is missing" in done.stdout
    assert "libportaudio2" in done.stdout
    assert done.stderr == ""


def test_c_libraries_are_quiet_and_python_is_not() -> None:
    program = (
        "import os, sys, threading\n"
        "from interview_cli.speech.devices import quiet_stderr\n"
        "with quiet_stderr():\n"
        "    os.write(2, b'noise ')\n"
        "    thread = threading.Thread(target=lambda: quiet_stderr().__enter__())\n"
        "    print('one ', end='', file=sys.stderr)\n"
        "    print('two ', end='', file=sys.__stderr__)\n"
        "    with quiet_stderr():\n"
        "        os.write(2, b'noise ')\n"
        "    os.write(2, b'noise ')\n"
        "os.write(2, b'three ')\n"
        "print('four', end='', file=sys.stderr)\n"
        "assert sys.stderr is sys.__stderr__ and sys.stderr.fileno() == 2\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=PATIENCE_S)
    assert done.returncode == 0, done.stderr
    assert done.stderr == "one two three four"


def test_overlapping_quiet_blocks_of_two_threads(capfd: pytest.CaptureFixture[str]) -> None:
    inside, leave = threading.Event(), threading.Event()

    def be_quiet() -> None:
        with quiet_stderr():
            inside.set()
            leave.wait(PATIENCE_S)

    other = threading.Thread(target=be_quiet)
    with quiet_stderr():
        other.start()
        assert inside.wait(PATIENCE_S)
    os.write(2, b"noise")
    leave.set()
    other.join()
    os.write(2, b"words")
    assert capfd.readouterr().err == "words"


def test_without_stderr_nothing_breaks() -> None:
    program = (
        "import os, sys\n"
        "os.close(2)\n"
        "from interview_cli.speech.devices import quiet_stderr\n"
        "with quiet_stderr():\n    print('fine')\n"
    )
    done = subprocess.run([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True, timeout=PATIENCE_S)
    assert (done.returncode, done.stdout) == (0, "fine\n")


def test_an_option_the_library_refuses_is_no_crash(virtual_microphone: VirtualMicrophone) -> None:
    with pytest.raises(UnavailableError, match="cannot be opened"):
        OpenStream("InputStream", choose_device("input"), samplerate=-5)
