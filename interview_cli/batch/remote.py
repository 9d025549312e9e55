"""Files behind URLs, through fsspec: object stores, web servers, archives. Imported only when a URL is given."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any, cast

from interview_cli.errors import InputError

_MAGIC = frozenset("*?[")


def expand_url(url: str) -> Iterator[str]:
    """The URLs of the files behind a URL: itself, those that match its pattern, or those in its folder.

    Raises InputError when there is none or the store cannot be reached.
    """
    with _explained(url):
        files, path = _file_system(url)
        if not _MAGIC.isdisjoint(path):
            found = sorted(files.glob(path))
        elif not url.startswith(("http://", "https://")) and files.isdir(path):
            found = sorted(files.find(path))
        else:
            yield url
            return
        if not found:
            raise InputError(f"{url} matches no file.")
        for each in found:
            yield files.unstrip_protocol(each)


@contextmanager
def open_url(url: str) -> Iterator[IO[bytes]]:
    """The file behind a URL, opened for reading. Raises InputError, also from within the block."""
    with _explained(url):
        files, path = _file_system(url)
        with files.open(path, "rb") as file:
            yield cast("IO[bytes]", file)


def _file_system(url: str) -> tuple[Any, str]:
    from fsspec.core import url_to_fs

    files, path = url_to_fs(url)
    return files, cast("str", path)


@contextmanager
def _explained(url: str) -> Iterator[None]:
    """Each of the many stores raises errors of its own; any of them means that this URL cannot be read."""
    try:
        yield
    except (InputError, GeneratorExit):
        raise
    except FileNotFoundError:
        raise InputError(f"{url} does not exist.") from None
    except ImportError as error:
        raise InputError(f"{url} cannot be read: {error}") from None
    except Exception as error:
        raise InputError(f"{url} cannot be read ({type(error).__name__}: {error}).") from error
