"""A sound server with a virtual microphone and a virtual loudspeaker, for tests without sound hardware.

To use it, import the fixture `virtual_microphone` into a conftest; without the system packages it needs, a test that
uses it is skipped. It lasts for the session: each worker of a parallel run has its own.
"""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.conftest import PATIENCE_S
from tests.system_packages import need

SYSTEM_PACKAGES = ("pulseaudio", "pulseaudio-utils", "libasound2-plugins", "libportaudio2")

_ALSA = """</usr/share/alsa/alsa.conf>
pcm.pulse { type pulse }
ctl.pulse { type pulse }
pcm.!default { type pulse }
ctl.!default { type pulse }
"""
"""What a program finds on a desktop: the default device is the sound server."""

_SERVER = """.fail
load-module module-native-protocol-unix auth-anonymous=1 socket={socket}
load-module module-null-sink sink_name=virt rate=48000 norewinds=1
load-module module-null-sink sink_name=speaker rate=48000 norewinds=1
set-default-sink speaker
set-default-source virt.monitor
"""
"""Without `norewinds` a null sink has two seconds of latency and eats the first words."""


class VirtualMicrophone:
    """A running sound server. What is played into the sink `virt` is what the default microphone hears."""

    def __init__(self, folder: Path) -> None:
        socket = folder / "native"
        self.environment = {
            "XDG_RUNTIME_DIR": str(folder),
            "PULSE_SERVER": f"unix:{socket}",
            "PULSE_COOKIE": str(folder / "cookie"),
            "ALSA_CONFIG_PATH": str(folder / "alsa.conf"),
        }
        (folder / "alsa.conf").write_text(_ALSA)
        (folder / "server.pa").write_text(_SERVER.format(socket=socket))
        subprocess.run(  # returns when the server answers
            ["pulseaudio", "-n", "--daemonize=yes", "--exit-idle-time=-1", "-F", folder / "server.pa"],
            env=os.environ | self.environment | {"HOME": str(folder)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=True,
            timeout=PATIENCE_S,
        )
        self.is_alive = True
        self.pid = int((folder / "pulse" / "pid").read_text())
        # Its input ends when this process does, however it ends: then the server ends too.
        self._guard = subprocess.Popen(["sh", "-c", f"read line; kill -KILL {self.pid}"], stdin=subprocess.PIPE)

    def speak(self, path: Path) -> None:
        """Play a sound file into the microphone; returns when it has been said."""
        self._run("paplay", "--device=virt", str(path))

    def start_speaking(self, path: Path) -> subprocess.Popen[bytes]:
        """The same in the background; the process ends when it has been said."""
        return subprocess.Popen(["paplay", "--device=virt", str(path)], env=os.environ | self.environment)

    def kill(self) -> None:
        """Kill the server, as a crash does: its devices are gone."""
        if self.is_alive:
            self.signal(signal.SIGKILL)
            self.is_alive = False

    def end(self) -> None:
        """Kill the server if it still runs, and let go of what watched over it."""
        self.is_alive = False
        self._guard.communicate()

    def signal(self, number: signal.Signals) -> None:
        """Send the server a signal, such as SIGSTOP to make it hang."""
        os.kill(self.pid, number)

    @contextmanager
    def hearing_the_loudspeaker(self) -> Iterator[None]:
        """Within the block the default microphone hears what is played to the default loudspeaker."""
        self._run("pactl", "set-default-source", "speaker.monitor")
        yield
        if self.is_alive:
            self._run("pactl", "set-default-source", "virt.monitor")

    @contextmanager
    def in_use(self) -> Iterator[None]:
        """Within the block this process, and those it starts, find this server's devices."""
        with pytest.MonkeyPatch.context() as patch:
            for name, value in self.environment.items():
                patch.setenv(name, value)
            _look_again()
            yield
        _look_again()

    def _run(self, *command: str) -> None:
        subprocess.run(command, env=os.environ | self.environment, check=True, timeout=PATIENCE_S)


def _look_again() -> None:
    """Find the devices of now; what was opened on a server that was killed may take its time to close before."""
    from interview_cli.speech import devices

    with pytest.MonkeyPatch.context() as patience:
        patience.setattr(devices, "_ANSWERS_WITHIN_S", 4 * PATIENCE_S)
        devices.refresh_devices()


@contextmanager
def running_microphone() -> Iterator[VirtualMicrophone]:
    """A server of its own, in use, killed afterwards."""
    need(*SYSTEM_PACKAGES)
    with tempfile.TemporaryDirectory(prefix="microphone-") as folder:
        microphone = VirtualMicrophone(Path(folder))
        try:
            with microphone.in_use():
                yield microphone
        finally:
            microphone.end()


@pytest.fixture(scope="session")
def virtual_microphone() -> Iterator[VirtualMicrophone]:
    """The default microphone and loudspeaker of this process are virtual."""
    with running_microphone() as microphone:
        yield microphone
