"""Files behind URLs, through fsspec: object stores, web servers, archives. Imported only when a URL is given."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import IO, Any, Final, cast

from interview_cli.errors import InputError, UnavailableError
from interview_cli.installing import pip_install

_MAGIC = frozenset("*?[")
_CHAIN: Final = "::"
_WEB: Final = ("http://", "https://")

_USER: Final = re.compile(r"(?<=://)[^/\s]*@")
_VALUE: Final = re.compile(r"([?&;#][^=&;#:/?\s]+=)[^&;#\s]*?(?=::|[&;#\s]|$)")
_BARE_QUERY: Final = re.compile(r"(https?://[^?\s]*\?)[^=&;#\s]+(?=[&#\s]|$)")
_HIDDEN: Final = r"\1***"

_VERSION_FACTS: Final = (
    "ETag",
    "etag",
    "md5Hash",
    "mtime",
    "LastModified",
    "last_modified",
    "updated",
    "created",
    "CRC",
)
"""What the stores call the facts that change with a file's content; the first that there is counts."""

_NO_FILES: Final = frozenset({"other", "directory"})
"""The types of pipes and devices, and of folders, in the words of fsspec."""


def without_secrets(text: str) -> str:
    """A text with each URL in it, chained ones too, without its user and password and the values of its query."""
    return _BARE_QUERY.sub(_HIDDEN, _VALUE.sub(_HIDDEN, _USER.sub("", text)))


def file_name_in(url: str) -> str:
    """The path in a URL, or in the first link of a chain, whose ending identifies the file type."""
    return url.partition(_CHAIN)[0].partition("?" if url.startswith(_WEB) else _CHAIN)[0]


def expand_url(url: str) -> Iterator[tuple[str, str | None]]:
    """The URLs of the files behind a URL: itself, those that match its pattern, or those in its folder.

    With each comes what changes with the file, None where the store does not say. Raises InputError when there is
    none or the store cannot be reached, UnavailableError when its package is missing.
    """
    with _explained(url):
        files, path = _file_system(url)
        if url.startswith(_WEB) and _MAGIC.isdisjoint(path.partition("?")[0]):
            yield url, None
            return
        if not _MAGIC.isdisjoint(path):
            listed = files.glob(path, detail=True)
        elif files.isdir(path):
            listed = files.find(path, detail=True)
        else:
            about = _about(files, path)
            if about.get("type") in _NO_FILES:
                raise InputError(f"{without_secrets(url)} is not a file.")
            yield url, _stamp(about)
            return
        found = sorted((each, _stamp(about)) for each, about in listed.items() if about.get("type") not in _NO_FILES)
        del listed
        if not found:
            raise InputError(f"{without_secrets(url)} matches no file.")
        for each, stamp in found:
            yield _chained(url, files.unstrip_protocol(each)), stamp


def _chained(url: str, found: str) -> str:
    """The URL of a file found behind `url`, with the rest of the chain: its archive, or how it is cached."""
    link, chain, rest = url.partition(_CHAIN)
    if not chain:
        return found
    return f"{found}{chain}{rest}" if "://" in link else f"{link}{chain}{found}"


def _about(files: Any, path: str) -> Mapping[str, Any]:
    """What a store says about a file; nothing where it does not."""
    try:
        about: Mapping[str, Any] = files.info(path)
    except Exception:  # noqa: BLE001 - stores raise errors of their own; reading the file will show what is wrong
        return {}
    return about


def _stamp(about: Mapping[str, Any]) -> str | None:
    version = next((about[name] for name in _VERSION_FACTS if about.get(name)), None)
    return f"{about.get('size')}-{version}" if about else None


@contextmanager
def open_url(url: str) -> Iterator[IO[bytes]]:
    """The file behind a URL, opened for reading. Raises InputError, also from within the block."""
    try:
        with _explained(url):
            files, path = _file_system(url)
            with files.open(path, "rb") as file:
                yield cast("IO[bytes]", file)
    except UnavailableError as error:
        raise InputError(f"{error.message} {error.remedy}") from None


def _file_system(url: str) -> tuple[Any, str]:
    from fsspec.core import url_to_fs

    files, path = url_to_fs(url)
    return files, cast("str", path)


@contextmanager
def _explained(url: str) -> Iterator[None]:
    """Each of the many stores raises errors of its own; any of them means that this URL cannot be read."""
    try:
        yield
    except (InputError, UnavailableError, GeneratorExit):
        raise
    except ImportError as error:
        raise _missing(url, error) from None
    except Exception as error:  # noqa: BLE001 - see above
        raise InputError(f"{without_secrets(url)} {_reason(error)}.") from None


def _missing(url: str, error: ImportError) -> UnavailableError:
    """What to install for a store."""
    from fsspec.registry import known_implementations

    cause = error.__cause__ if isinstance(error.__cause__, ImportError) else error
    known = (known_implementations.get(link.partition("://")[0]) for link in url.split(_CHAIN))
    homes = (str(each["class"]).partition(".")[0] for each in known if each)
    package = cause.name or next((home for home in homes if home != "fsspec"), None)
    return UnavailableError(
        f"{without_secrets(url)} needs a package that is not installed{': ' + package if package else ''}.",
        f"Install it: {pip_install(package)}" if package else str(error),
    )


def _reason(error: Exception) -> str:
    """Why a URL cannot be read, from the first cause: web servers' answers all end as a file that is not found."""
    cause: BaseException = error
    while cause.__cause__ is not None:
        cause = cause.__cause__
    status = getattr(cause, "status", None)
    if isinstance(status, int) and status != 404:
        denied = " (it needs a sign-in, or other rights)" if status in {401, 403} else ""
        return f"cannot be read: the server answers {status} {getattr(cause, 'message', '')}".rstrip() + denied
    if isinstance(status, int) or isinstance(cause, (FileNotFoundError, KeyError)):  # archives raise the latter
        return "does not exist"
    if isinstance(cause, ValueError) and str(cause).startswith("Protocol not known"):
        return "is not the address of a known store"
    if isinstance(cause, TimeoutError):
        return "cannot be reached: the server does not answer"
    if isinstance(cause, ConnectionError) or type(cause).__module__.partition(".")[0] in {"aiohttp", "socket", "ssl"}:
        return f"cannot be reached ({without_secrets(_system_reason(cause))})"
    return f"cannot be read ({type(cause).__name__}: {without_secrets(str(cause))})"


def _system_reason(error: BaseException) -> str:
    if not isinstance(error, OSError) or error.errno is None:
        return str(error)
    return os.strerror(error.errno) if error.errno > 0 else str(error.strerror)
