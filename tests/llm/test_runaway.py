"""Replies that get stuck are left early, whatever they are stuck in; ordinary ones never are."""

from __future__ import annotations

import json
import resource
from itertools import cycle, islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interview_cli.llm.streaming import REPEATED_CHARACTERS, RunawayWatch
from interview_cli.llm.structured import MAX_REPLY_CHARACTERS
from tests.forked import Forked

CPU_S = 5
"""What reading one reply may take: a quadratic reading takes minutes."""


def stuck_after(text: str, piece: int = 7) -> int | None:
    """After how many characters of a text its writer is left, None when it never is."""
    watch = RunawayWatch()
    return next((at for at in range(0, len(text), piece) if watch.is_stuck(text[at : at + piece])), None)


@given(st.text(min_size=1, max_size=REPEATED_CHARACTERS // 4), st.text(max_size=300), st.integers(1, 50))
def test_a_stretch_repeated_is_seen_soon(stretch: str, before: str, piece: int) -> None:
    text = before + "".join(islice(cycle(stretch), 3 * REPEATED_CHARACTERS))
    seen = stuck_after(text, piece)
    assert seen is not None
    assert seen <= len(before) + 2 * REPEATED_CHARACTERS


ORDINARY = {
    "a judgement": json.dumps(
        {
            name: {"quotes": [f"I did the {name} myself and it went well."], "score": 4}
            for name in ("structure", "ownership", "specificity", "outcome", "relevance", "clarity", "depth")
        },
        indent=4,
    ),
    "numbers": " ".join(map(str, range(2_000))),
    "a plan": json.dumps(
        [{"number": n, "topic": f"topic {n}", "difficulty": "standard"} for n in range(30)], indent=2
    ),
    "three rows alike": "The same row of a table, word for word, comes here. " * 3
    + "Then something else follows. " * 2,
}


@pytest.mark.parametrize("text", ORDINARY.values(), ids=ORDINARY)
def test_ordinary_replies_are_not_stuck(text: str) -> None:
    assert stuck_after(text) is None


HARD_TO_READ = {
    "blanks": "' ' * n",
    "line ends": r"'\n' * n",
    "an open thought": "'<think>' + 'x' * (n - 7)",
    "open thoughts": "'<think>' * (n // 7)",
    "blanks and open thoughts": "(' ' * 50 + '<think>') * (n // 57)",
    "open braces": "'{' * n",
    "closed braces": "'}' * n",
    "braces in turn": "'{}' * (n // 2)",
    "open objects": """'{"a":' * (n // 5)""",
    "open brackets": """'{"quotes": ' + '[' * (n - 11)""",
    "many mistakes": """'{"score": 9, "quotes": [' + '1,' * (n // 2 - 20) + '1]}'""",
    "many members": """'{' + ','.join(f'"{i}":{i}' for i in range(n // 14)) + '}'""",
    "a long text": """'{"score": "' + 'x' * (n - 20) + '"}'""",
    "escapes": r"""'{"score": "' + '\\' * (n - 20) + '"}'""",
    "numbers": """'{"score": 4, "quotes": [' + ','.join(['9' * 4000] * (n // 4001 - 1)) + ']}'""",
    "exponents": """'{"score": 4, "quotes": [' + '1e9,' * (n // 5) + '1]}'""",
    "quotes": """'"' * n""",
    "control characters": r"'\x07\u202e' * (n // 2)",
}
READERS = {
    "an object": "from interview_cli.llm.structured import parse_reply, ReplyFault\n"
    "from tests.llm.conftest import Score\n"
    "try:\n    parse_reply(text, Score)\nexcept ReplyFault:\n    pass\n",
    "speech": "import asyncio\n"
    "from interview_cli.llm.streaming import without_thoughts\n"
    "from interview_cli.interview.utterance import one_question\n"
    "async def pieces():\n    for at in range(0, n, 3):\n        yield text[at:at + 3]\n"
    "async def heard():\n    return ''.join([p async for p in without_thoughts(pieces())])\n"
    "asyncio.run(heard())\n"
    "one_question(text[:20_000])\n",
}


def run_limited(program: str) -> None:
    """Run a program that is killed when it computes for too long."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_S, CPU_S))
    exec(program, {})


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("text", HARD_TO_READ)
def test_the_longest_reply_is_read_in_little_time(text: str, reader: str) -> None:
    program = f"n = {MAX_REPLY_CHARACTERS}\ntext = {HARD_TO_READ[text]}\nassert len(text) <= n\n{READERS[reader]}"
    done = Forked(run_limited, program).end()
    assert done.code == 0, done.err[-500:]
