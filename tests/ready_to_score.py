"""Importing this makes a process ready to score: banks, rubrics, word vectors and the sentence model are loaded.

The worker processes of tests fork from one that has imported it: otherwise each takes two seconds for that.
"""

import gc
from pathlib import Path
from tempfile import TemporaryDirectory

from interview_cli.batch.items import Item, key_of
from interview_cli.batch.plan import Plan
from interview_cli.batch.scorer import Scorer
from interview_cli.text.embeddings import load_embeddings
from tests.batch.material import write_transcripts

load_embeddings()
with TemporaryDirectory() as _folder:
    for _file in write_transcripts(Path(_folder), 1).iterdir():
        Scorer(Plan()).score_at_once(Item(key_of(_file), str(_file), str(_file)))
gc.freeze()
