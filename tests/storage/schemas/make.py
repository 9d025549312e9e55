"""Writes `schema_<N>.db.gz`: a database as today's program makes it, for the tests of tomorrow's migrations.

    python tests/storage/schemas/make.py

Run it after adding a migration step, and commit the new file. Files of released schemas never change.
"""

from __future__ import annotations

import gzip
import runpy
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from interview_cli.interview.model import SessionStatus
from interview_cli.storage.migrations import STEPS
from interview_cli.storage.sessions import open_store

HERE = Path(__file__).parent
PHRASE = "Um, I carried the lighthouse lamp up 217 steps."
BEGIN = datetime(2026, 1, 5, 9, 30, tzinfo=UTC)


def main() -> None:
    """Make the database of the current schema in place of an earlier one of the same number."""
    samples = runpy.run_path(str(HERE.parent / "conftest.py"))
    with TemporaryDirectory() as folder:
        path = Path(folder) / "interview.db"
        with open_store(path, samples["StoppedClock"]()) as store:
            store.create(samples["sample_session"]("done", PHRASE, BEGIN))
            store.create(samples["sample_session"]("begun", PHRASE, BEGIN, status=SessionStatus.IN_PROGRESS))
            store.save_draft("begun-asked-1", "The lamp was")
            store.update_profile("lighthouse keeper", None)
        content = path.read_bytes()
    (HERE / f"schema_{len(STEPS)}.db.gz").write_bytes(gzip.compress(content, mtime=0))


if __name__ == "__main__":
    main()
