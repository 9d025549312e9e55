"""`interview questions generate`: questions written by a language model."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING, Annotated, Final

import typer

from interview_cli.cli import shelf
from interview_cli.cli.completing import complete_model
from interview_cli.cli.options import Redact, application_of, level_option, type_option
from interview_cli.cli.terminal import counted, print_json
from interview_cli.errors import ChatModelError, InputError, UnavailableError, UsageError
from interview_cli.interview.model import Difficulty, InterviewType, Question
from interview_cli.interview.printable import printable

if TYPE_CHECKING:
    from interview_cli.app import Application
    from interview_cli.app.shelf import CvInHand, JobInHand
    from interview_cli.interview.model_questions import Wanted
    from interview_cli.interview.ports import ChatModel

_BANK_NAME: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LONGEST_BANK_NAME: Final = 30
_UNSAVED: Final = "generated"


def generate_questions(
    ctx: typer.Context,
    role: Annotated[
        str | None, typer.Option(metavar="ROLE", help="The role they are for, such as 'data engineer'.")
    ] = None,
    skills: Annotated[
        str | None, typer.Option(metavar="A,B", help="The skills they are about, divided among the questions.")
    ] = None,
    count: Annotated[int, typer.Option("--n", min=1, max=50, metavar="N", help="The number of questions.")] = 5,
    kind: Annotated[
        InterviewType,
        type_option("Their type."),
    ] = InterviewType.TECHNICAL_VERBAL,
    difficulty: Annotated[
        Difficulty | None,
        level_option("Their difficulty; mixed by default."),
    ] = None,
    cv: shelf.ForCv = None,
    job: shelf.ForJob = None,
    save: Annotated[
        str | None, typer.Option(metavar="BANK", help="Save them as a bank of your own, asked from now on.")
    ] = None,
    llm: Annotated[
        str | None,
        typer.Option(
            metavar="ENGINE",
            autocompletion=complete_model,
            help="The model, such as ollama:llama3.2; the configured one by default.",
        ),
    ] = None,
    redact: Redact = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of a bank file.")] = False,
) -> None:
    """Write questions that none of your banks has yet: by a language model, or by rules about your CV and a job.

    They are printed as a bank file; read them before you rely on them. Without a model, --cv makes questions that
    quote your own lines, and with --job ones about what it asks for and your CV does not show.

    \b
    Examples:
      interview questions generate --role "data engineer" --skills "sql,airflow" --n 10 --llm ollama:llama3.2
      interview questions generate --type behavioral --n 5 --save my-behavioral
      interview questions generate --cv main --job acme --type behavioral --save my-cv
    """
    from interview_cli.app.parts import open_model
    from interview_cli.app.shelf import Documents
    from interview_cli.interview.model_questions import Wanted

    if kind is InterviewType.MIXED:
        raise UsageError("A bank has one type: name one with --type.")
    application = application_of(ctx)
    application.override("llm", redact=redact)
    if save is not None:
        _require_free(application, save)
    in_hand = Documents(application)
    own = in_hand.cv(cv) if cv else None
    post = in_hand.job(job) if job else None
    model = open_model(application, own.text if own else None, llm)
    if model is None and own is not None:
        questions = _by_rules(own, post, kind, count)
        _hand_out(application, questions, save, as_json=as_json, title="Questions about your CV")
        return
    if model is None:
        raise UnavailableError(
            "Writing questions needs a language model.", "Name one with --llm ENGINE:MODEL, or see: interview doctor"
        )
    if model.remote_host:
        what = "Your role and skills" + (", CV and job post" if cv or job else "")
        typer.echo(f"{what} are sent to {model.remote_host} ({model.name}).", err=True)
    names = [name.strip() for name in (skills or "").split(",") if name.strip()]
    about = Wanted(
        type=kind,
        difficulty=difficulty,
        role=role,
        cv=own.text if own else None,
        job=post.post["text"] if post else None,
    )
    questions = asyncio.run(_written(application, model, about, names, count))
    if len(questions) < count:
        typer.echo(
            f"{counted(len(questions), 'question')} of {count}: the others repeated existing questions.", err=True
        )
    _hand_out(application, questions, save, as_json=as_json)


async def _written(
    application: Application, model: ChatModel, wanted: Wanted, skills: list[str], count: int
) -> list[Question]:
    """What the model writes. When it fails in the middle, what it has written until then."""
    from interview_cli.interview.model_questions import QuestionWriter
    from interview_cli.interview.question_generation import generate
    from interview_cli.text.embeddings import is_installed, likeness_to_each

    writer = QuestionWriter(
        model,
        overrides=application.paths.prompts,
        similarity=likeness_to_each if is_installed() else None,
    )
    there = [question.text for question in application.library.questions(wanted.type)]
    questions: list[Question] = []
    try:
        async for question in generate(writer, wanted, skills, count, there):
            questions.append(question)
            typer.echo(printable(f"{len(questions)}/{count} {question.text}"), err=True)
    except ChatModelError as error:
        if not questions:
            raise
        typer.echo(printable(f"Stopped early: {error}"), err=True)
    return questions


def _by_rules(own: CvInHand, post: JobInHand | None, kind: InterviewType, count: int) -> list[Question]:
    """Questions about the lines of a CV, and about what a job asks for and the CV does not show, by turns."""
    from dataclasses import replace
    from itertools import chain, zip_longest

    from interview_cli.cv.questions import about_gaps, about_own_work

    resume = own.parsed["resume"]
    lines = about_own_work(resume, post.post if post else None, kind)
    gaps = about_gaps(resume, post.post) if post else []
    turns = [each for each in chain.from_iterable(zip_longest(lines, gaps)) if each is not None]
    questions = [replace(each.question, type=kind) for each in turns if each.question is not None]
    if not questions:
        raise InputError("I found no line in the CV that could be asked about.", "See it: interview cv parse FILE")
    return questions[:count]


def _hand_out(
    application: Application, questions: list[Question], save: str | None, *, as_json: bool, title: str | None = None
) -> None:
    from interview_cli.cli.output import write_document
    from interview_cli.interview.question_generation import bank_yaml, in_bank

    name = save or _UNSAVED
    text = bank_yaml(name, title or f"Generated questions: {', '.join(questions[0].roles) or 'any role'}", questions)
    if save is not None:
        folder = application.paths.question_banks
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_document(folder / f"{save}.yaml", text)
        typer.echo(f"Saved {counted(len(questions), 'question')} as bank {save!r}.", err=True)
    if as_json:
        from interview_cli.reports.contract import question_to_json

        print_json([question_to_json(question) for question in in_bank(name, questions)])
    elif save is None:
        typer.echo(text, nl=False)


def _require_free(application: Application, bank: str) -> None:
    """Raises UsageError for a name that cannot be a bank's, InputError for one that is taken."""
    if not _BANK_NAME.fullmatch(bank) or len(bank) > _LONGEST_BANK_NAME:
        raise UsageError(
            f"A bank cannot be called {bank!r}: lower-case letters, digits and hyphens, up to {_LONGEST_BANK_NAME}."
        )
    if bank in application.library.banks() or (application.paths.question_banks / f"{bank}.yaml").exists():
        raise InputError(f"There is a bank {bank!r} already.", "Choose another name.")
