"""The interview as plain lines: questions out, answers and slash commands in.

For terminals without the app, pipes and scripts.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Final

from interview_cli.errors import InputError, StorageError
from interview_cli.interview import events
from interview_cli.interview.answers import MAX_ANSWER_CHARACTERS
from interview_cli.interview.inbox import in_thread
from interview_cli.interview.model import Answer, AnswerSource, AskedQuestion, Evaluation, EvaluationStatus, Session
from interview_cli.interview.ports import CandidateLeft, CandidatePaused, Clock
from interview_cli.interview.printable import all_printable, printable

if TYPE_CHECKING:
    from rich.console import Console


COMMANDS: Final = {
    "/skip": "pass on this question",
    "/done": "finish now and see the feedback",
    "/quit": "stop here and resume later",
}
COMMANDS_AGAIN: Final = {
    "/skip": "pass on this question",
    "/done": "finish now",
    "/quit": "stop here",
}
"""The same where questions are asked again or drilled: no feedback comes, and nothing is resumed."""
_RULES: Final = "Scored by rules: no language model is active."


class KeyboardCandidate:
    """A person at a terminal. An answer may have several lines; an empty line ends it.

    Every finished line is kept as a draft, so that nothing typed is lost when the terminal goes away.
    """

    def __init__(
        self,
        clock: Clock,
        save_draft: Callable[[str, str], None],
        console: Console,
        commands: Mapping[str, str] = COMMANDS,
    ) -> None:
        """`commands` says in words what each does."""
        self._clock = clock
        self._save_draft = save_draft
        self._console = console
        self._help = commands_help(commands)

    def explain(self) -> None:
        """Say how an answer ends and which commands there are."""
        self._console.print(f"End an answer with an empty line. {self._help}", markup=False, style="dim")

    async def answer(self, asked: AskedQuestion, draft: str) -> Answer | None:
        """Read lines until an empty one. Raises CandidateLeft for /done, CandidatePaused for /quit or Ctrl-D."""
        started_at = self._clock.now()
        lines = draft.splitlines()
        if lines:
            self._console.print("[dim]You had started an answer (continue, or press Enter to submit it):[/dim]")
            self._console.print(printable(draft), markup=False, style="italic")
        while True:
            try:
                line = await self._read_line("> ")
            except EOFError:
                raise CandidatePaused from None
            command = line.strip().lower()
            if command in COMMANDS:
                _obey(command)
                return None
            if told := not_understood(line, self._help):
                self._console.print(told, markup=False, style="dim")
            elif line.strip():
                lines.append(line)
                self._save_draft(asked.id, "\n".join(lines))
            elif lines:
                return Answer("\n".join(lines), AnswerSource.TYPED, started_at, self._clock.now())
            else:
                self._console.print(f"Type your answer, then an empty line. {self._help}", markup=False, style="dim")

    async def retry_save(self, answer: Answer, error: StorageError) -> bool:  # noqa: ARG002
        """Ask whether to try again; the answer is still on the screen above."""
        self._console.print("Your answer could not be saved.", style="bold red")
        self._console.print(printable(str(error)), markup=False)
        try:
            line = await self._read_line("Press Enter to try again, or type q to give up: ")
            return line.strip().lower() != "q"
        except EOFError:
            return False

    async def _read_line(self, prompt: str) -> str:
        """One line. The prompt goes where the questions go: stdout may be for data only.

        With readline, `input` edits lines and takes ones longer than the 4,095 bytes a terminal's own buffer holds.
        It waits in a thread, so that a judge can work meanwhile.
        """
        if self._console.file is sys.stdout and sys.stdout.isatty():
            with suppress(ImportError):
                import readline  # noqa: F401
            return await _read(lambda: input(prompt))
        self._console.print(prompt, end="", markup=False)
        return await _read(input)


async def _read(read: Callable[[], str]) -> str:
    """What `read` gives. Ctrl-C leaves its thread behind with the terminal as it was before."""
    with _terminal_as_it_was():
        return await in_thread(read)


@contextmanager
def _terminal_as_it_was() -> Iterator[None]:
    """Gives the terminal its modes back, which readline changes while it reads."""
    try:
        import termios
    except ImportError:
        yield
        return
    try:
        before = termios.tcgetattr(sys.stdin)
    except (OSError, ValueError, termios.error):
        yield
        return
    try:
        yield
    finally:
        termios.tcsetattr(sys.stdin, termios.TCSADRAIN, before)


class LinesCandidate:
    """Answers from a pipe, one per line. An empty line skips; the end of the input ends the session."""

    def __init__(self, clock: Clock, commands: Mapping[str, str] = COMMANDS) -> None:
        """`commands` says in words what each does."""
        self._clock = clock
        self._help = commands_help(commands)
        self._line_number = 0

    async def answer(self, asked: AskedQuestion, draft: str) -> Answer | None:  # noqa: ARG002
        """The next line. Raises CandidateLeft at the end of the input, InputError when the line is no answer."""
        started_at = self._clock.now()
        while True:
            line = self._read_line()
            if line.lower() in COMMANDS:
                _obey(line.lower())
                return None
            told = not_understood(line, self._help)
            if told is None:
                break
            print(told, file=sys.stderr)  # noqa: T201
        return Answer(line, AnswerSource.SCRIPTED, started_at, self._clock.now()) if line else None

    async def retry_save(self, answer: Answer, error: StorageError) -> bool:  # noqa: ARG002
        """A pipe cannot free disk space; the unsaved answer goes to stderr, so that it is not lost."""
        print(f"Not saved: {answer.text}", file=sys.stderr)  # noqa: T201
        return False

    def _read_line(self) -> str:
        raw = sys.stdin.buffer.readline(4 * MAX_ANSWER_CHARACTERS + 1)
        self._line_number += 1
        if not raw:
            raise CandidateLeft
        return self._decode(raw).strip()

    def _decode(self, raw: bytes) -> str:
        place = f"Line {self._line_number} of the input"
        try:
            text = raw.decode("utf-8-sig")
        except UnicodeDecodeError:
            raise InputError(f"{place} is not UTF-8 text.", "Send text, one answer a line.") from None
        if "\0" in text:
            raise InputError(f"{place} is binary, not text.", "Send text, one answer a line.")
        if len(text) > MAX_ANSWER_CHARACTERS:
            raise InputError(f"{place} is longer than {MAX_ANSWER_CHARACTERS:,} characters.")
        return text


class PlainRenderer:
    """Writes events as lines a screen reader can follow."""

    def __init__(
        self,
        console: Console,
        active_engine: str = "rules",
        *,
        typed: bool = True,
        label: Callable[[int, int], str] = "Question {} of {}".format,
    ) -> None:
        """`active_engine` is as in `Parts`; `typed` when answers are typed, which is then explained.

        `label` says what is above a question: its number, and how many there are.
        """
        self._console = console
        self._active_engine = active_engine
        self._typed = typed
        self._label = label
        self._headings: dict[str, str] = {}

    def render(self, event: events.Event) -> None:
        """Show one event."""
        event = all_printable(event)
        out = self._console
        match event:
            case events.Planned(session, resumed):
                self._planned(session, resumed)
            case events.Asked(asked, number, total):
                self._headings[asked.id] = self._label(number, total)
                out.print(f"\n{self._headings[asked.id]}", markup=False, style="bold cyan")
                out.print(asked.text, markup=False, style="bold")
            case events.FollowUpAsked(asked, number, total):
                self._headings[asked.id] = self._label(number, total)
                out.print("\n[bold cyan]Follow-up[/bold cyan]")
                out.print(asked.text, markup=False, style="bold")
            case events.Skipped():
                out.print("[dim]Skipped.[/dim]")
            case events.Scored(asked, _, evaluation):
                self._scored(asked, evaluation)
            case events.Problem(message, remedy):
                out.print(f"{message} {remedy}".strip(), markup=False, style="yellow")
            case _:
                pass

    def _scored(self, asked: AskedQuestion, evaluation: Evaluation) -> None:
        """What became of an answer that the model did not score, or that held too little; scores are shown later."""
        heading = self._headings.get(asked.id, f"Question {asked.slot + 1}")
        which = f"{heading}, follow-up" if asked.parent_id else heading
        lines = []
        if evaluation.status is EvaluationStatus.NOT_SCORED:
            why = " ".join(filter(None, (evaluation.fallback_reason, evaluation.comment)))
            lines.append(f"{which}: Not scored. {why}")
        elif evaluation.fallback_reason:
            lines.append(f"{which}: Judged by rules. {evaluation.fallback_reason}")
        if evaluation.status is EvaluationStatus.INSUFFICIENT_EVIDENCE:
            lines.append(f"{which}: Too little to score. {evaluation.comment}")
        for line in lines:
            self._console.print(line, markup=False, style="yellow")

    def _planned(self, session: Session, resumed: bool) -> None:
        settings = session.settings
        verb = "Continuing" if resumed else "Starting"
        kind = settings.type.value.replace("_", " ").replace("hr ", "HR ")
        article = "an" if kind.startswith("HR") else "a"
        role = f" for {settings.role}" if settings.role else ""
        count = f"{len(session.plan)} questions" if len(session.plan) > 1 else "1 question"
        self._console.print(
            f"{verb} {article} {kind} interview{role}: {count}, {settings.difficulty.value}.",
            markup=False,
            style="green",
        )
        at_work = (
            _RULES
            if self._active_engine == "rules"
            else f"{self._active_engine} asks and scores; where it fails, the rules take over and say so."
        )
        self._console.print(
            f"{at_work} Everything is saved as session {session.id[:8]}.", markup=False, style="dim", highlight=False
        )
        if self._typed and sys.stdin.isatty():
            explained = f"End an answer with an empty line. {commands_help(COMMANDS)}"
            self._console.print(explained, markup=False, style="dim")


def _obey(command: str) -> None:
    """Leave for /done and /quit; returns for /skip."""
    if command == "/done":
        raise CandidateLeft
    if command == "/quit":
        raise CandidatePaused


def commands_help(commands: Mapping[str, str]) -> str:
    """What each command does, in a sentence."""
    return ", ".join(f"{command} to {meaning}" for command, meaning in commands.items()) + "."


_ONE_WORD: Final = re.compile(r"/[\w-]*")


def not_understood(line: str, commands: str) -> str | None:
    """What to say to a line that is no known command and no answer either; None for anything else.

    That is `/help`, and any other single word after a slash. `commands` names those there are, in a sentence.
    """
    word = line.strip()
    if not _ONE_WORD.fullmatch(word):
        return None
    return commands if word.lower() == "/help" else f"There is no command {word[:40]}. {commands}"
