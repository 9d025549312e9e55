"""Importing this makes a process ready to score: banks, rubrics and word vectors are loaded.

Worker processes fork from one that has imported it, so that this is done, and kept in memory, once for all of them.
"""

import gc
import os

from interview_cli.batch.plan import Plan
from interview_cli.batch.scorer import Scorer

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # a fork takes no threads along, and these products are small
Scorer(Plan()).warm_up()
gc.freeze()
