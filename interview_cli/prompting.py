"""Prompts: Markdown files with a name and a version, rendered into messages for a language model.

A prompt is `prompts/<name>.md`: YAML front matter (`name`, `version`, and `schema`, the name of the reply's type),
then the messages, each under a heading `## system`, `## user` or `## assistant`. The text is a Jinja template; it
runs in Jinja's sandbox. The user's own `<name>.md` in the folder `prompts` of the configuration takes its place.

Two kinds of values go in. `values` are ours and appear as they are. `data` was written by others (answers, CVs, job
posts, questions): it is fenced here, before the template sees it, so that no template can forget to. Neither is ever
read as a template.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

from interview_cli.data_files import DataFileError, load_yaml, read_text
from interview_cli.errors import InputError
from interview_cli.fencing import fence
from interview_cli.interview.ports import Message
from interview_cli.resources import resource_root

if TYPE_CHECKING:
    from jinja2 import Template
    from jinja2.sandbox import ImmutableSandboxedEnvironment

Role = Literal["system", "user", "assistant"]

COMPACT: Final = "compact"
"""The folder of the shorter prompts."""

LONGEST_PROMPT_BYTES: Final = 50_000
"""A longer file is no prompt."""

_FRONT_MATTER: Final = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)
_HEADING: Final = re.compile(r"^## (system|user|assistant)[ \t]*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Prompt:
    """A prompt. `sections` are its messages as templates, `digest` the SHA-256 of the whole file."""

    name: str
    version: str
    schema: str | None
    sections: tuple[tuple[Role, str], ...]
    digest: str
    file: str
    overridden: bool = False

    @property
    def label(self) -> str:
        """Name and version in one word, kept with what was made with it; the user's own has part of its hash too."""
        return f"{self.name}@{self.version}" + (f"+{self.digest[:8]}" if self.overridden else "")

    def render(
        self, values: Mapping[str, object] | None = None, data: Mapping[str, str | None] | None = None
    ) -> list[Message]:
        """The messages. Each text of `data` arrives fenced under its own name; a missing or blank one as None.

        Raises InputError naming the file when the template asks for what is not there or leaves the sandbox.
        """
        from jinja2 import TemplateError

        fenced = {name: fence(name, text) if text and text.strip() else None for name, text in (data or {}).items()}
        known = {**(values or {}), **fenced}
        try:
            texts = [(role, _filled(text, known)) for role, text in self.sections]
        except (TemplateError, ArithmeticError, TypeError, ValueError, RecursionError) as error:
            raise InputError(f"The prompt {self.file} cannot be used: {error}.", _remedy(self)) from error
        return [Message(role, text) for role, text in texts if text]


def load_prompt(name: str, overrides: Path | None = None, *, compact: bool = False) -> Prompt:
    """The prompt of this name, from the folder `overrides` when the user has put one there.

    `compact` prefers the shorter one for models with a small window, where there is one. Raises InputError naming
    file and field when it is malformed or the user's own asks for another kind of reply.
    """
    file = resource_root("prompts") / f"{name}.md"
    short = resource_root("prompts") / COMPACT / f"{name}.md"
    shipped = parse_prompt(_read(short if compact and short.is_file() else file), name, f"{name}.md")
    own = None if overrides is None else overrides / f"{name}.md"
    if own is None or not own.is_file():
        return shipped
    prompt = parse_prompt(_read(own), name, str(own), overridden=True)
    if prompt.schema != shipped.schema:
        raise InputError(f"The prompt {own}: schema: must be {shipped.schema}.", _remedy(prompt))
    if unknown := sorted(_asked_for(prompt) - _asked_for(shipped)):
        raise InputError(f"The prompt {own}: there is no value called {unknown[0]!r}.", _remedy(prompt))
    return prompt


def parse_prompt(text: str, name: str, file: str, *, overridden: bool = False) -> Prompt:
    """Read a prompt. `file` is what messages call it. Raises InputError naming `file` and the field that is wrong."""
    text = text.replace("\r\n", "\n")
    head = _FRONT_MATTER.match(text)
    if head is None:
        raise InputError(f"The prompt {file} must begin with a block of name, version and schema between two '---'.")
    try:
        fields = load_yaml(head[1], file, as_text=True)
    except DataFileError as error:
        line = None if error.line is None else error.line + 1  # below the first '---'
        raise DataFileError(f"The prompt {file}", error.problem, line) from None
    if not isinstance(fields, dict) or not all(isinstance(value, str) for value in fields.values()):
        raise InputError(f"The prompt {file}: its first block must hold name, version and schema, each one text.")
    if unknown := sorted(set(fields) - {"name", "version", "schema"}):
        raise InputError(f"The prompt {file}: there is no field {unknown[0]!r}.")
    if fields.get("name") != name:
        raise InputError(f"The prompt {file}: name: must be {name}.")
    if not re.fullmatch(r"[\w.-]{1,40}", fields.get("version", "")):
        raise InputError(f"The prompt {file}: version: must be a short word, such as '1' or '2.1'.")
    sections = _sections(text[head.end() :])
    if not any(role == "user" for role, _ in sections):
        raise InputError(f"The prompt {file} needs a part under the heading '## user'.")
    digest = sha256(text.encode()).hexdigest()
    return Prompt(name, fields["version"], fields.get("schema"), sections, digest, file, overridden)


def _sections(body: str) -> tuple[tuple[Role, str], ...]:
    """The parts under their headings; text before the first heading is a remark for people."""
    _, *parts = _HEADING.split(body)
    roles: list[Any] = parts[::2]
    return tuple((role, text.strip()) for role, text in zip(roles, parts[1::2], strict=True))


def _asked_for(prompt: Prompt) -> set[str]:
    """The names of the values that a prompt's templates use."""
    from jinja2 import TemplateSyntaxError

    try:
        return {name for _, text in prompt.sections for name in _names_in(text)}
    except (TemplateSyntaxError, RecursionError) as error:
        raise InputError(f"The prompt {prompt.file} is not a valid template: {error}.", _remedy(prompt)) from error


@lru_cache(maxsize=64)
def _names_in(text: str) -> tuple[str, ...]:
    """The names of the values that a template uses. Raises TemplateSyntaxError."""
    from jinja2 import meta

    return tuple(sorted(meta.find_undeclared_variables(_environment().parse(text))))


def _filled(text: str, known: Mapping[str, object]) -> str:
    """A section with what it uses of the values. Many prompts begin with the same rubric."""
    used = tuple((name, known[name]) for name in _names_in(text) if name in known)
    try:
        return _filled_before(text, used)
    except TypeError:  # a list among them
        return _template(text).render(dict(used)).strip()


@lru_cache(maxsize=64)
def _filled_before(text: str, used: tuple[tuple[str, object], ...]) -> str:
    return _template(text).render(dict(used)).strip()


@lru_cache(maxsize=64)
def _template(text: str) -> Template:
    """A section ready to be filled in; making it so takes ten times as long as filling it. Raises TemplateError."""
    return _environment().from_string(text)


def _environment() -> ImmutableSandboxedEnvironment:
    """Jinja with everything switched off that a prompt does not need."""
    from jinja2 import StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    return ImmutableSandboxedEnvironment(
        undefined=StrictUndefined,
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _read(file: Any) -> str:
    try:
        return read_text(file, LONGEST_PROMPT_BYTES)
    except DataFileError as error:
        raise DataFileError(f"The prompt {file}", error.problem, remedy=error.remedy) from None


def _remedy(prompt: Prompt) -> str:
    return "Correct it, or move it away to use the one that ships." if prompt.overridden else "Reinstall the program."
