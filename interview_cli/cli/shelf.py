"""What `interview cv` and `interview job` share: adding, listing and removing what is kept."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from interview_cli.cli.completing import complete_document
from interview_cli.cli.options import application_of
from interview_cli.cli.terminal import counted, is_interactive, plain, print_json, short_id
from interview_cli.errors import InputError, Interrupted, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from interview_cli.contracts.cv import StoredDocument
    from interview_cli.contracts.job import JobPost
    from interview_cli.interview.model import DocumentKind
    from interview_cli.storage.documents import KeptDocument, Shelf

Name = Annotated[
    str | None, typer.Option("--name", metavar="NAME", help="What to call it; the file's name by default.")
]
WithSessions = Annotated[
    bool, typer.Option("--sessions", help="Delete the sessions held with it as well: their questions may quote it.")
]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")]

CvArgument = Annotated[
    str,
    typer.Argument(
        metavar="CV",
        help="A file, or a CV you added: its id or name, or last.",
        autocompletion=complete_document("cv"),
    ),
]
JobArgument = Annotated[
    str,
    typer.Argument(
        metavar="JOB",
        help="A file ('-' is stdin), or a job post you added: its id or name, or last.",
        autocompletion=complete_document("job"),
    ),
]
ForCv = Annotated[
    str | None,
    typer.Option(
        "--cv",
        metavar="CV",
        help="Your CV: a file, or one you added: its id or name, or last.",
        autocompletion=complete_document("cv"),
    ),
]
_JOB = typer.Option(
    "--job",
    metavar="JOB",
    help="The job post: a file, or one you added: its id or name, or last.",
    autocompletion=complete_document("job"),
)
ForJob = Annotated[str | None, _JOB]
AgainstJob = Annotated[str, _JOB]

_WORDS = {"cv": "CV", "job": "job post"}


def add(
    ctx: typer.Context,
    kind: DocumentKind,
    file: Path,
    name: str | None,
    *,
    as_json: bool,
    refine: Callable[[JobPost], JobPost] | None = None,
) -> None:
    """Read a file and keep it."""
    from interview_cli.app.shelf import Documents

    document = Documents(application_of(ctx)).add(kind, file, name, refine)
    if as_json:
        print_json(document_to_json(document))
    else:
        short = short_id(document.id)
        typer.echo(plain(f"Kept as {document.name!r} ({short}). See it: interview {kind} show {short}"))


def show_list(ctx: typer.Context, kind: DocumentKind, *, as_json: bool) -> None:
    """All documents of a kind."""
    application = application_of(ctx)
    found = application.store.shelf.documents(kind) if application.paths.database.exists() else []
    if as_json:
        print_json([document_to_json(each) for each in found])
        return
    if not found:
        typer.echo(f"There is no {_WORDS[kind]} yet. Add one: interview {kind} add FILE")
    for each in found:
        used = f"; used in {counted(each.sessions, 'session')}" if each.sessions else ""
        typer.echo(plain(f"{short_id(each.id)}  {each.name}  ({each.file_name}, added {each.added_at[:10]}{used})"))


def remove(
    ctx: typer.Context, kind: DocumentKind, reference: str, *, with_sessions: bool, yes: bool, as_json: bool
) -> None:
    """Remove a document, and the sessions held with it if they are to go as well.

    Of a file that was only read, by a match, what was read is forgotten.
    """
    store = application_of(ctx).store
    document = _meant(store.shelf, kind, reference)
    if document is None:
        if as_json:
            print_json({"forgotten": reference})
        else:
            typer.echo(plain(f"Forgot what was read in {reference}. Checked: no trace of its text is left."))
        return
    sessions = store.shelf.held_with(document)
    if with_sessions and sessions:
        _ask_first(f"{document.name!r} and {counted(len(sessions), 'session')}", yes=yes)
        store.user_data.purge_sessions(sessions)
    store.shelf.remove(document)
    left = [] if with_sessions else list(sessions)
    if as_json:
        print_json(
            {**document_to_json(document), "removed_sessions": len(sessions) - len(left), "sessions_left": left}
        )
        return
    typer.echo(
        plain(
            f"Removed {document.name!r}: file, text and what was read in it. Checked: no trace of its text is left."
        )
    )
    if left:
        named = " ".join(short_id(each) for each in left)
        typer.echo(
            f"{counted(len(left), 'session')} held with it stay; their questions and answers may repeat what it says."
            f" Delete them: interview purge {named}",
            err=True,
        )


def _meant(shelf: Shelf, kind: DocumentKind, reference: str) -> KeptDocument | None:
    """The document to remove; None for a file that was only read, which is forgotten now."""
    from interview_cli.app.shelf import is_file, read_file

    if not is_file(Path(reference)):
        return shelf.find(kind, reference)
    file_hash = sha256(read_file(Path(reference))[0]).hexdigest()
    found = next((each for each in shelf.documents(kind) if each.file_hash == file_hash), None)
    if found is None and not shelf.forget(file_hash):
        raise InputError(f"Nothing is kept of {reference}.", f"See what is: interview {kind} list")
    return found


def document_to_json(document: KeptDocument) -> StoredDocument:
    """One line of `cv list --json` or `job list --json`."""
    return {
        "id": document.id,
        "kind": document.kind,
        "name": document.name,
        "file_name": document.file_name,
        "file_hash": document.file_hash,
        "added_at": document.added_at,
        "sessions": document.sessions,
    }


def _ask_first(what: str, *, yes: bool) -> None:
    if yes:
        return
    if not is_interactive():
        raise UsageError(f"This would delete {what} for good.", "Add --yes to do it.")
    if not typer.confirm(f"Delete {what} for good?", err=True):
        raise Interrupted("Nothing was deleted.")
