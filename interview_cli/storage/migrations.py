"""The schema, as numbered steps from an empty file to today's tables.

A released step never changes; a new schema is a new step at the end of `STEPS`. The names of applied steps are in
the table `_sqlite_migrations`, so that "is anything pending?" is one query and needs no sqlite-utils, whose import
alone costs more than a whole `interview history` may.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from interview_cli.errors import StorageError
from interview_cli.storage.copies import copy_database

if TYPE_CHECKING:
    import sqlite_utils

MIGRATION_SET = "interview"

SESSIONS_SCHEMA = """
CREATE TABLE profile (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    target_role TEXT,
    timeline TEXT,
    current_streak_days INTEGER NOT NULL DEFAULT 0,
    longest_streak_days INTEGER NOT NULL DEFAULT 0,
    total_sessions INTEGER NOT NULL DEFAULT 0,
    last_practised_on TEXT
);
INSERT INTO profile (id) VALUES (1);

CREATE TABLE session (
    id TEXT PRIMARY KEY NOT NULL,
    type TEXT NOT NULL,
    difficulty TEXT NOT NULL,
    role TEXT,
    status TEXT NOT NULL CHECK (status IN ('in_progress', 'completed', 'abandoned')),
    started_at TEXT NOT NULL,
    started_on TEXT NOT NULL,
    ended_at TEXT,
    last_active_at TEXT NOT NULL,
    questions_asked INTEGER NOT NULL DEFAULT 0,
    questions_answered INTEGER NOT NULL DEFAULT 0,
    questions INTEGER NOT NULL,
    max_follow_ups INTEGER NOT NULL,
    follow_up_budget INTEGER NOT NULL,
    bank TEXT,
    seed TEXT NOT NULL,
    helpfulness INTEGER CHECK (helpfulness BETWEEN 1 AND 5),
    plan TEXT NOT NULL
);
CREATE INDEX session_started_at ON session (started_at);
CREATE INDEX session_started_on ON session (started_on);

CREATE TABLE question_asked (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    session_id TEXT NOT NULL REFERENCES session (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    slot INTEGER NOT NULL,
    parent_id TEXT REFERENCES question_asked (id) ON DELETE CASCADE,
    text TEXT NOT NULL,
    question_id TEXT NOT NULL,
    question_type TEXT NOT NULL,
    question_difficulty TEXT NOT NULL,
    bank TEXT NOT NULL,
    asked_at TEXT NOT NULL,
    skipped INTEGER NOT NULL DEFAULT 0,
    draft TEXT NOT NULL DEFAULT '',
    question TEXT NOT NULL,
    UNIQUE (session_id, position)
);
CREATE INDEX question_asked_parent ON question_asked (parent_id);
CREATE INDEX question_asked_question ON question_asked (question_id);

CREATE TABLE attempt (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    question_asked_id TEXT NOT NULL REFERENCES question_asked (id) ON DELETE CASCADE,
    text TEXT NOT NULL,
    source TEXT NOT NULL,
    started_at TEXT NOT NULL,
    ended_at TEXT NOT NULL,
    practised_on TEXT NOT NULL,
    audio_path TEXT,
    words TEXT
);
CREATE INDEX attempt_question_asked ON attempt (question_asked_id);
CREATE INDEX attempt_practised_on ON attempt (practised_on);

CREATE TABLE delivery (
    id TEXT PRIMARY KEY NOT NULL DEFAULT (lower(hex(randomblob(16)))),
    attempt_id TEXT UNIQUE REFERENCES attempt (id) ON DELETE CASCADE,
    session_id TEXT UNIQUE REFERENCES session (id) ON DELETE CASCADE,
    word_count INTEGER NOT NULL,
    unique_word_count INTEGER NOT NULL,
    sentence_count INTEGER NOT NULL,
    mean_sentence_words REAL,
    longest_sentence_words INTEGER NOT NULL,
    filler_count INTEGER NOT NULL,
    fillers_per_100_words REAL,
    fillers_per_minute REAL,
    hedge_count INTEGER NOT NULL,
    repeat_count INTEGER NOT NULL,
    speaking_seconds REAL,
    words_per_minute REAL,
    response_latency_s REAL,
    pauses TEXT,
    fillers TEXT NOT NULL,
    hedges TEXT NOT NULL,
    repeats TEXT NOT NULL,
    not_measured TEXT NOT NULL,
    CHECK ((attempt_id IS NULL) <> (session_id IS NULL))
);

CREATE TABLE evaluation (
    id TEXT PRIMARY KEY NOT NULL DEFAULT (lower(hex(randomblob(16)))),
    attempt_id TEXT NOT NULL REFERENCES attempt (id) ON DELETE CASCADE,
    current INTEGER NOT NULL DEFAULT 1,
    created_at TEXT NOT NULL,
    status TEXT NOT NULL,
    overall_score REAL,
    coverage REAL NOT NULL,
    comment TEXT NOT NULL,
    ideal_answer TEXT,
    evaluator_kind TEXT NOT NULL,
    evaluator_name TEXT NOT NULL,
    evaluator_prompt_version TEXT,
    evaluator_rubric_version TEXT NOT NULL,
    scores TEXT NOT NULL,
    tags TEXT NOT NULL,
    missing_points TEXT NOT NULL,
    found TEXT NOT NULL
);
CREATE INDEX evaluation_attempt ON evaluation (attempt_id);
CREATE UNIQUE INDEX evaluation_current ON evaluation (attempt_id) WHERE current;

CREATE TABLE feedback (
    session_id TEXT PRIMARY KEY NOT NULL REFERENCES session (id) ON DELETE CASCADE,
    created_at TEXT NOT NULL,
    overall_score REAL,
    recommendation TEXT NOT NULL,
    coverage REAL NOT NULL,
    clarity REAL,
    structure REAL,
    relevance REAL,
    confidence REAL,
    overall REAL,
    evaluator_kind TEXT NOT NULL,
    evaluator_name TEXT NOT NULL,
    evaluator_prompt_version TEXT,
    evaluator_rubric_version TEXT NOT NULL,
    summary TEXT NOT NULL,
    technical_notes TEXT,
    communication_notes TEXT,
    problem_solving_notes TEXT,
    fix_first TEXT,
    strengths TEXT NOT NULL,
    improvements TEXT NOT NULL,
    suggestions TEXT NOT NULL
);
"""


def m001_sessions(db: sqlite_utils.Database) -> None:
    """Sessions with everything said, measured and judged in them; the profile; full-text search over both sides."""
    db.executescript(SESSIONS_SCHEMA)
    for table in ("question_asked", "attempt"):
        db.table(table).enable_fts(["text"], create_triggers=True, tokenize="porter unicode61 remove_diacritics 2")


SPEECH_AND_MODELS_SCHEMA = """
ALTER TABLE session ADD COLUMN persona TEXT NOT NULL DEFAULT 'neutral';
ALTER TABLE session ADD COLUMN language TEXT NOT NULL DEFAULT 'en';
ALTER TABLE session ADD COLUMN cv TEXT;
ALTER TABLE session ADD COLUMN job TEXT;
ALTER TABLE session ADD COLUMN redact INTEGER NOT NULL DEFAULT 0;
ALTER TABLE session ADD COLUMN usage TEXT;

ALTER TABLE attempt ADD COLUMN transcription TEXT;

ALTER TABLE delivery ADD COLUMN articulation_syllables_per_second REAL;
ALTER TABLE delivery ADD COLUMN vocalisations TEXT NOT NULL DEFAULT '[]';
ALTER TABLE delivery ADD COLUMN loudness_variation_db REAL;
ALTER TABLE delivery ADD COLUMN pitch_variation_semitones REAL;
ALTER TABLE delivery ADD COLUMN monotone INTEGER;

ALTER TABLE evaluation ADD COLUMN dropped_quotes INTEGER NOT NULL DEFAULT 0;
ALTER TABLE evaluation ADD COLUMN rules_score REAL;
ALTER TABLE evaluation ADD COLUMN flagged INTEGER NOT NULL DEFAULT 0;
ALTER TABLE evaluation ADD COLUMN fallback_reason TEXT;
ALTER TABLE evaluation ADD COLUMN cached INTEGER NOT NULL DEFAULT 0;

ALTER TABLE feedback ADD COLUMN report TEXT;
ALTER TABLE feedback ADD COLUMN fallback_reason TEXT;

CREATE TABLE evaluation_cache (
    key TEXT PRIMARY KEY NOT NULL,
    evaluation TEXT,
    created_at TEXT NOT NULL,
    holder TEXT,
    leased_until TEXT
);
"""


def m002_speech_and_models(db: sqlite_utils.Database) -> None:
    """What spoken answers and language models add: transcriptions, prosody, flagged scores, the evaluation cache."""
    db.executescript(SPEECH_AND_MODELS_SCHEMA)


FINDINGS_SCHEMA = """
ALTER TABLE evaluation ADD COLUMN findings TEXT NOT NULL DEFAULT '[]';
ALTER TABLE evaluation ADD COLUMN key_points TEXT NOT NULL DEFAULT '[]';
ALTER TABLE evaluation ADD COLUMN not_scored TEXT;

ALTER TABLE attempt ADD COLUMN ticks TEXT NOT NULL DEFAULT '{}';
"""


def m003_findings(db: sqlite_utils.Database) -> None:
    """What the rules found in an answer, the state of each key point, and the key points ticked by the candidate."""
    db.executescript(FINDINGS_SCHEMA)


DOCUMENTS_SCHEMA = """
CREATE TABLE document (
    id TEXT PRIMARY KEY NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('cv', 'job')),
    text TEXT NOT NULL,
    added_at TEXT NOT NULL
);
ALTER TABLE session ADD COLUMN cv_id TEXT REFERENCES document (id);
ALTER TABLE session ADD COLUMN job_id TEXT REFERENCES document (id);
CREATE INDEX session_cv ON session (cv_id);
CREATE INDEX session_job ON session (job_id);
"""


def m004_documents(db: sqlite_utils.Database) -> None:
    """CVs and job posts each once, in a table of their own, no longer in every session that they were used in."""
    db.executescript(DOCUMENTS_SCHEMA)
    for kind in ("cv", "job"):
        query = f"SELECT id, {kind}, started_at FROM session WHERE {kind} IS NOT NULL ORDER BY started_at"  # noqa: S608
        for session_id, text, started_at in db.execute(query).fetchall():
            known_as = sha256(f"{kind}\n{text}".encode()).hexdigest()[:32]
            db.execute("INSERT OR IGNORE INTO document VALUES (?, ?, ?, ?)", (known_as, kind, text, started_at))
            db.execute(f"UPDATE session SET {kind}_id = ? WHERE id = ?", (known_as, session_id))  # noqa: S608
        db.execute(f"ALTER TABLE session DROP COLUMN {kind}")


LEARNING_SCHEMA = """
ALTER TABLE profile ADD COLUMN interview_on TEXT;
ALTER TABLE attempt ADD COLUMN zone TEXT;

CREATE TABLE review_card (
    question_id TEXT PRIMARY KEY NOT NULL,
    question TEXT NOT NULL,
    type TEXT NOT NULL,
    stability REAL NOT NULL,
    difficulty REAL NOT NULL,
    due TEXT NOT NULL,
    last_reviewed_on TEXT NOT NULL,
    reviews INTEGER NOT NULL,
    last_score REAL,
    missing TEXT NOT NULL DEFAULT '[]',
    holder TEXT,
    leased_until TEXT
);
CREATE INDEX review_card_due ON review_card (due);

CREATE TABLE session_point (
    session_id TEXT PRIMARY KEY NOT NULL REFERENCES session (id) ON DELETE CASCADE,
    evaluator TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    scores TEXT NOT NULL,
    answers TEXT NOT NULL
);

CREATE TABLE review_state (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    evaluations_seen INTEGER NOT NULL DEFAULT 0,
    rule TEXT NOT NULL DEFAULT ''
);
INSERT INTO review_state (id) VALUES (1);

CREATE TABLE story (
    id TEXT PRIMARY KEY NOT NULL,
    created_at TEXT NOT NULL,
    title TEXT NOT NULL,
    situation TEXT NOT NULL,
    task TEXT NOT NULL,
    action TEXT NOT NULL,
    result TEXT NOT NULL,
    numbers TEXT NOT NULL,
    competencies TEXT NOT NULL,
    source TEXT NOT NULL CHECK (source IN ('written', 'distilled')),
    quotes TEXT NOT NULL,
    attempt_id TEXT REFERENCES attempt (id) ON DELETE CASCADE
);
CREATE INDEX story_attempt ON story (attempt_id);

CREATE TABLE drill_round (
    id TEXT PRIMARY KEY NOT NULL,
    drill TEXT NOT NULL,
    played_at TEXT NOT NULL,
    value REAL,
    reached INTEGER NOT NULL
);
CREATE INDEX drill_round_drill ON drill_round (drill, played_at);

CREATE TABLE day_off (
    day TEXT PRIMARY KEY NOT NULL
);
"""


def m005_learning(db: sqlite_utils.Database) -> None:
    """Review cards, stories, drill rounds, days off, the day of the interview, the zone of an attempt."""
    db.executescript(LEARNING_SCHEMA)


MUTED_SCHEMA = """
ALTER TABLE session ADD COLUMN muted INTEGER NOT NULL DEFAULT 0;
CREATE INDEX attempt_ended_at ON attempt (zone, ended_at);
"""


def m006_muted(db: sqlite_utils.Database) -> None:
    """Sessions whose questions are not spoken; when answers were given, without reading them."""
    db.executescript(MUTED_SCHEMA)


SHELF_SCHEMA = """
ALTER TABLE document ADD COLUMN name TEXT;
ALTER TABLE document ADD COLUMN file_name TEXT;
ALTER TABLE document ADD COLUMN file_hash TEXT;
CREATE UNIQUE INDEX document_name ON document (kind, name) WHERE name IS NOT NULL;

CREATE TABLE document_reading (
    kind TEXT NOT NULL CHECK (kind IN ('cv', 'job')),
    source TEXT NOT NULL,
    parser TEXT NOT NULL,
    content TEXT NOT NULL,
    PRIMARY KEY (kind, source)
) WITHOUT ROWID;

CREATE TABLE coach_message (
    number INTEGER PRIMARY KEY,
    conversation TEXT NOT NULL,
    said_at TEXT NOT NULL,
    question TEXT NOT NULL,
    reply TEXT NOT NULL
);
CREATE INDEX coach_message_conversation ON coach_message (conversation);
"""


def m007_shelf(db: sqlite_utils.Database) -> None:
    """CVs and job posts that are kept under a name, what was read in their files, and talks with the coach."""
    db.executescript(SHELF_SCHEMA)


MARKET_SCHEMA = """
CREATE TABLE outbox (
    number INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    server TEXT NOT NULL,
    person_id TEXT NOT NULL,
    what TEXT NOT NULL,
    method TEXT NOT NULL,
    path TEXT NOT NULL,
    body TEXT NOT NULL,
    queued_at TEXT NOT NULL,
    sent_at TEXT,
    status INTEGER,
    answer TEXT
);
CREATE INDEX outbox_of ON outbox (server, person_id);

CREATE TABLE market_item (
    server TEXT NOT NULL,
    person_id TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('interviewer', 'appointment')),
    id TEXT NOT NULL,
    item TEXT NOT NULL,
    seen_at TEXT NOT NULL,
    pulled TEXT,
    PRIMARY KEY (server, person_id, kind, id)
) WITHOUT ROWID;
"""


def m008_market(db: sqlite_utils.Database) -> None:
    """What is to be sent to a marketplace, and what has been seen of it."""
    db.executescript(MARKET_SCHEMA)


STEPS: tuple[Callable[[sqlite_utils.Database], None], ...] = (
    m001_sessions,
    m002_speech_and_models,
    m003_findings,
    m004_documents,
    m005_learning,
    m006_muted,
    m007_shelf,
    m008_market,
)


def is_up_to_date(connection: sqlite3.Connection, path: Path) -> bool:
    """Whether this database has seen every step. Raises StorageError as `bring_up_to_date` does."""
    known = [step.__name__ for step in STEPS]
    return _applied(connection, path, known) == len(known)


def bring_up_to_date(connection: sqlite3.Connection, path: Path) -> None:
    """Apply the steps this database has not seen, all or none, after copying an existing one to `<path>.bak-<steps>`.

    Raises StorageError, with the file untouched, when it is another program's or a newer version's.
    """
    known = [step.__name__ for step in STEPS]
    if _applied(connection, path, known) == len(known):
        return
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("BEGIN IMMEDIATE")
    try:
        steps_done = _applied(connection, path, known)  # another process may have been faster
        if steps_done:
            _copy_before_change(path, steps_done)
        if steps_done < len(known):
            _apply_pending(connection)
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _applied(connection: sqlite3.Connection, path: Path, known: list[str]) -> int:
    """How many steps this database has seen; 0 for an empty file."""
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if not tables:
        return 0
    if "_sqlite_migrations" not in tables:
        raise StorageError(f"{path} is a database of another program.", "Move it away, or set INTERVIEW_HOME.")
    query = "SELECT name FROM _sqlite_migrations WHERE migration_set = ?"
    names = [name for (name,) in connection.execute(query, (MIGRATION_SET,))]
    if unknown := sorted(set(names) - set(known)):
        message = f"The database {path} was written by a newer version of interview (it has '{unknown[0]}')."
        raise StorageError(message, "Upgrade: pip install --upgrade interview-cli. The file was not changed.")
    return len(names)


def _copy_before_change(path: Path, steps_done: int) -> None:
    """Copy the state before the change; the caller's write lock keeps everyone else from changing it meanwhile."""
    with closing(sqlite3.connect(path)) as source:
        copy_database(source, path.with_name(f"{path.name}.bak-{steps_done}"), new=False)


def _apply_pending(connection: sqlite3.Connection) -> None:
    from sqlite_utils import Database, Migrations

    migrations = Migrations(MIGRATION_SET)
    for step in STEPS:
        migrations()(step)
    migrations.apply(Database(connection, recursive_triggers=False, execute_plugins=False))
