"""`interview questions`: the banks."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from interview_cli.cli import question_generation
from interview_cli.cli.completing import complete_bank, complete_question
from interview_cli.cli.options import (
    HELP,
    application_of,
    commands,
    level_option,
    type_option,
)
from interview_cli.cli.terminal import console, counted, print_json
from interview_cli.errors import InputError
from interview_cli.interview.model import Difficulty, InterviewType, Question
from interview_cli.interview.printable import all_printable, printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from interview_cli.interview.questions import BankProblem


app = commands("List, show, check, add and generate questions.")


@app.command("list", context_settings=HELP)
def list_questions(
    ctx: typer.Context,
    kind: Annotated[
        InterviewType,
        type_option("Only this type."),
    ] = InterviewType.MIXED,
    difficulty: Annotated[
        Difficulty | None,
        level_option("Only this difficulty."),
    ] = None,
    bank: Annotated[
        str | None, typer.Option(metavar="BANK", help="Only this bank.", autocompletion=complete_bank)
    ] = None,
    topic: Annotated[str | None, typer.Option(metavar="TOPIC", help="Only this competency or skill.")] = None,
    role: Annotated[str | None, typer.Option(metavar="ROLE", help="Only questions that suit this role.")] = None,
    search: Annotated[str | None, typer.Option(metavar="TEXT", help="Only questions with this text.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """List questions.

    \b
    Examples:
      interview questions list --type behavioral
      interview questions list --bank backend --json
    """
    from interview_cli.interview.questions import filter_questions

    application = application_of(ctx)
    if bank is not None and bank not in application.library.banks():
        raise InputError(f"There is no question bank {bank!r}.", "Banks: " + ", ".join(application.library.banks()))
    found = filter_questions(
        application.library.questions(kind),
        difficulty=difficulty,
        bank=bank,
        topic=topic,
        role=role,
        search=search,
    )
    _warn(application.library.problems)
    if as_json:
        from interview_cli.reports.contract import question_to_json

        print_json([question_to_json(question) for question in found])
        return
    for question in all_printable(tuple(found)):
        typer.echo(f"{question.id}  [{question.type.value}, {question.difficulty.value}]\n    {question.text}")
    typer.echo(counted(len(found), "question"), err=True)


@app.command("show", context_settings=HELP)
def show_question(
    ctx: typer.Context,
    question_id: Annotated[
        str,
        typer.Argument(
            metavar="ID", help="A question's id or its unique beginning.", autocompletion=complete_question
        ),
    ],
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Show one question with what a strong answer contains.

    \b
    Example:
      interview questions show backend-idempotency-keys
    """
    application = application_of(ctx)
    question = application.library.find(question_id)
    readable = all_printable(question)
    if as_json:
        from interview_cli.reports.contract import question_to_json

        print_json(question_to_json(question))
        return
    out = console()
    out.print(readable.text, style="bold", markup=False)
    about = f"{question.id} · {question.type.value} · {question.difficulty.value} · bank {question.bank}"
    out.print(about, style="dim", markup=False)
    for heading, items in _sections(readable):
        if items:
            out.print(f"\n{heading}", style="cyan")
            for item in items:
                out.print(f"  • {item}", markup=False)


@app.command("validate", context_settings=HELP)
def validate(
    ctx: typer.Context,
    paths: Annotated[
        list[Path] | None,
        typer.Argument(metavar="PATH", help="Bank files or folders; by default your own."),
    ] = None,
) -> None:
    """Check bank files; every mistake is reported with file, line and field.

    \b
    Example:
      interview questions validate my_bank.yaml
    """
    from interview_cli.interview.questions import bank_files, read_bank

    application = application_of(ctx)
    files: list[Path] = []
    for path in paths or [application.paths.question_banks]:
        if not path.exists():
            if paths:
                raise InputError(f"{path} does not exist.")
            typer.echo(f"You have no banks of your own yet ({path}).", err=True)
            return
        files += [Path(str(file)) for file in bank_files(path)] if path.is_dir() else [path]
    count, problems = 0, []
    for file in files:
        questions, wrong = read_bank(file)
        count += len(questions)
        problems += wrong
    for problem in problems:
        typer.echo(printable(str(problem)), err=True)
    if problems:
        wrong_files = counted(len({problem.file for problem in problems}), "file")
        raise InputError(f"{counted(len(problems), 'mistake')} in {wrong_files}.")
    are = "is" if count == 1 else "are"
    typer.echo(f"{counted(count, 'question')} in {counted(len(files), 'file')} {are} valid.", err=True)


@app.command("add", context_settings=HELP)
def add(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A bank file to add to your own banks.")],
    replace: Annotated[bool, typer.Option("--replace", help="Replace your bank of the same name.")] = False,
) -> None:
    """Check a bank file and copy it to your own banks, which are asked together with the shipped ones.

    \b
    Example:
      interview questions add my_bank.yaml
    """
    from interview_cli.interview.questions import read_bank

    if not file.exists():
        raise InputError(f"{file} does not exist.")
    application = application_of(ctx)
    questions, problems = read_bank(file)
    for problem in problems:
        typer.echo(printable(str(problem)), err=True)
    if problems:
        raise InputError(f"{file} has mistakes; nothing was added.", "See docs/question-banks.md for the format.")
    folder = application.paths.question_banks
    target = folder / f"{file.stem}.yaml"
    if target.exists() and not replace:
        raise InputError(f"You already have a bank {file.stem!r}.", "Add --replace to replace it.")
    from interview_cli.cli.output import write_document

    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    write_document(target, file.read_text(encoding="utf-8-sig"))
    typer.echo(f"Added {counted(len(questions), 'question')} as bank {file.stem!r}.", err=True)


app.command("generate", context_settings=HELP)(question_generation.generate_questions)


def _warn(problems: Sequence[BankProblem]) -> None:
    for problem in problems:
        typer.echo(printable(f"Left out: {problem}"), err=True)


def _sections(question: Question) -> list[tuple[str, tuple[str, ...]]]:
    return [
        ("Topics", question.topics),
        ("Roles", question.roles),
        ("A strong answer", question.key_points),
        ("Pitfalls", question.pitfalls),
        ("Follow-ups", question.follow_ups),
        ("An ideal answer", (question.ideal_answer,) if question.ideal_answer else ()),
    ]
