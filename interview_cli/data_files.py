"""Files of data that people hand us: text, YAML, TOML and CSV, read within bounds.

Whatever is wrong with such a file is a `DataFileError` that names the file, and the line where there is one. Nothing
in it runs code, and neither time nor memory grows faster than the file.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from interview_cli.errors import InputError

if TYPE_CHECKING:
    import yaml

MAX_DEPTH: Final = 50
"""Lists and mappings in one another; libyaml's composer recurses on the C stack, which some 10,000 levels overrun."""

MAX_VALUES: Final = 100_000
"""Values in one YAML file; the largest bank that ships has 1,500. Each costs some 10 µs and a kilobyte (chosen)."""

_TOML_LINE: Final = re.compile(r"\(at line (\d+), column \d+\)")
_INTEGER: Final = r"[-+]?(?:0|[1-9][0-9]{0,17})"
_FLOAT: Final = rf"(?:{_INTEGER}(?:\.[0-9]{{0,18}})?|\.[0-9]{{1,18}})(?:[eE][-+]?[0-9]{{1,3}})?"


class DataFileError(InputError):
    """A file of data cannot be read: `problem` says why, `line` where (from 1; None when the whole file is meant)."""

    def __init__(self, file: object, problem: str, line: int | None = None, remedy: str = "") -> None:
        super().__init__(f"{file} {problem}." if line is None else f"{file}, line {line}: {problem}.", remedy)
        self.problem = problem
        self.line = line


def read_text(file: Traversable | Path, most_bytes: int) -> str:
    """The text of a UTF-8 file. Raises DataFileError when it cannot be read, is larger, or is something else."""
    try:
        with file.open("rb") as stream:
            raw = stream.read(most_bytes + 1)
    except OSError as error:
        raise DataFileError(file, f"cannot be read: {error.strerror}") from None
    if len(raw) > most_bytes:
        raise DataFileError(file, f"is larger than {_size(most_bytes)}")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise DataFileError(file, "is not UTF-8 text", remedy="Save it as UTF-8.") from None


def _size(number: int) -> str:
    return f"{number // 1_000_000} MB" if number >= 1_000_000 else f"{number / 1_000:g} kB"


def load_yaml(text: str, file: object, *, as_text: bool = False) -> Any:
    """The data in a YAML text: numbers, true, false and null as such and all else as text, or `as_text` everything.

    Numbers of more than 18 digits and dates are text. Aliases, which only a bomb needs, tags, deep nesting and more
    than MAX_VALUES values are refused. Raises DataFileError; `file` is what it calls the text.
    """
    import yaml

    loader = _texts() if as_text else _values()
    try:
        _check_yaml(text, file, loader)
        return yaml.load(text, Loader=loader)  # noqa: S506 - both loaders are safe
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise DataFileError(file, f"broken YAML: {error.problem}", mark.line + 1 if mark else 1) from None
    except yaml.reader.ReaderError as error:
        raise DataFileError(file, f"broken YAML: {error.reason}", text.count("\n", 0, error.position) + 1) from None


def line_finder(text: str) -> Callable[[Sequence[str | int]], int | None]:
    """What finds the line (from 1) of the innermost part of a path that exists in a text `load_yaml` has read."""
    import yaml

    root = yaml.compose(text, Loader=_values())

    def line_of(path: Sequence[str | int]) -> int | None:
        node, line = root, root.start_mark.line + 1 if root else None
        for part in path:
            if isinstance(node, yaml.MappingNode):
                found = next(((key, value) for key, value in node.value if key.value == part), None)
                if found is None:
                    break
                key, node = found
                line = key.start_mark.line + 1
            elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
                node = node.value[part]
                line = node.start_mark.line + 1
            else:
                break
        return line

    return line_of


def load_toml(text: str, file: object) -> dict[str, Any]:
    """The data in a TOML text. Raises DataFileError; `file` is what it calls the text."""
    import tomllib

    try:
        return tomllib.loads(text)
    except RecursionError:
        raise DataFileError(file, "has lists or tables nested too deeply") from None
    except ValueError as error:  # TOMLDecodeError, or a number too long for Python
        place = _TOML_LINE.search(str(error))
        line = int(place[1]) if place else text.count("\n") + 1
        raise DataFileError(file, f"broken TOML: {_TOML_LINE.sub('', str(error)).strip()}", line) from None


class CsvTable:
    """A CSV text with a header. `columns` are the header's cells; iterating gives `(line, row)`, lines from 1.

    Cells beyond the header are under None, cells missing from a row are None. Both the header and iterating raise
    DataFileError; `file` is what it calls the text.
    """

    def __init__(self, text: str, file: object, delimiter: str = ",") -> None:
        self._file = file
        self._reader = csv.DictReader(io.StringIO(text, newline=""), strict=True, delimiter=delimiter)
        try:
            self.columns = tuple(self._reader.fieldnames or ())
        except csv.Error as error:
            raise self._broken(error) from None

    def __iter__(self) -> Iterator[tuple[int, dict[str | None, Any]]]:
        try:
            for row in self._reader:
                yield self._reader.line_num, row
        except csv.Error as error:
            raise self._broken(error) from None

    def _broken(self, error: csv.Error) -> DataFileError:
        line = self._reader.reader.line_num
        return DataFileError(self._file, str(error), line, "Check quotes and separators.")


def first_cells(text: str, delimiter: str) -> Sequence[str]:
    """The cells of the first line of a CSV text, if it were split at `delimiter`; none where it cannot be."""
    try:
        return next(csv.reader([text.partition("\n")[0]], delimiter=delimiter), [])
    except csv.Error:
        return ()


def _check_yaml(text: str, file: object, loader: type[yaml.SafeLoader] | type[yaml.BaseLoader]) -> None:
    """Refuse, before anything is built, what would grow or what only a program would write."""
    import yaml

    depth = values = 0
    for event in yaml.parse(text, Loader=loader):
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.AliasEvent):
            raise DataFileError(file, "broken YAML: aliases (*name) are not allowed", line)
        if isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        elif isinstance(event, yaml.NodeEvent):
            values += 1
            depth += isinstance(event, yaml.CollectionStartEvent)
            if getattr(event, "tag", None) is not None:
                raise DataFileError(file, "broken YAML: tags (!name) are not allowed", line)
            if depth > MAX_DEPTH:
                raise DataFileError(file, "broken YAML: lists or mappings are nested too deeply", line)
            if values > MAX_VALUES:
                raise DataFileError(file, f"broken YAML: there are more than {MAX_VALUES:,} values", line)


@cache
def _texts() -> Any:
    import yaml

    return getattr(yaml, "CBaseLoader", yaml.BaseLoader)


@cache
def _values() -> Any:
    """A loader that reads null, true, false and numbers of usual length, and nothing else, as such.

    YAML 1.1's dates, base-60 numbers and merges raise what they like, or take time that grows with the square.
    """
    import yaml

    class Values(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
        yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 - PyYAML's way

    plain = {
        "null": (r"~|null|Null|NULL|", ["~", "n", "N", ""]),
        "bool": (r"true|True|TRUE|false|False|FALSE", list("tTfF")),
        "int": (_INTEGER, list("-+0123456789")),
        "float": (_FLOAT, list("-+.0123456789")),
    }
    for name, (pattern, first) in plain.items():
        Values.add_implicit_resolver(f"tag:yaml.org,2002:{name}", re.compile(rf"(?:{pattern})\Z"), first)
    return Values
