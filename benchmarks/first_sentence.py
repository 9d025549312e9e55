"""From the end of an answer to the first sentence of the follow-up, next to the model's own time for that sentence.

A stub server on loopback speaks Ollama's API and writes a reply at a fixed rate after a fixed thinking time. The
model's own time is when the token after the first sentence leaves the server: only then is a sentence's end certain.
What the program adds to it is printed: rendering the prompt, the request, splitting and checking. Budget: 300 ms.
Run with `python benchmarks/first_sentence.py [turns]` from the project's folder.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from interview_cli.interview.events import Problems
from interview_cli.interview.model import Exchange, Session
from interview_cli.interview.model_interviewer import ModelInterviewer
from interview_cli.interview.planning import BankInterviewer
from interview_cli.llm.engines import open_chat_model
from interview_cli.settings import LlmSettings
from tests.model_interviewer.support import LIBRARY, STRONG, Replies, plan_json
from tests.model_interviewer.test_follow_ups import session_after
from tests.stub_servers import Behaviour, OllamaStub

BUDGET_MS = 300
THINKING_S = 0.2
TOKENS_A_SECOND = 40
FOLLOW_UP = "You said “added a read replica”. Why not put a cache in front of it instead?"
FIRST_SENTENCE_WORDS = len(FOLLOW_UP.split(".")[0].split()) + 1
"""Pieces until the first sentence is certain: its words and the one after it."""


async def first_sentence_ms(
    interviewer: ModelInterviewer, session: Session, exchanges: tuple[Exchange, ...]
) -> float:
    """The time from the end of the answer to the first sentence that is handed over to be spoken."""
    said: list[float] = []
    begun = time.perf_counter()
    await interviewer.follow_up(session, exchanges, lambda _: said.append(time.perf_counter()))
    return (said[0] - begun) * 1000


async def measure(turns: int) -> list[float]:
    """What the program adds, in milliseconds, for each of some turns.

    As in a session, the interview has been planned and a question written before: what that imports is there.
    """
    piece_s = 1 / TOKENS_A_SECOND
    behaviour = Behaviour(latency_s=THINKING_S, piece_s=piece_s)
    own_ms = (THINKING_S + (FIRST_SENTENCE_WORDS - 1) * piece_s) * 1000
    session = session_after(f"{STRONG} " * 6, role="backend engineer")
    replies = Replies(plans=[plan_json(3)], follow_ups=[FOLLOW_UP])
    with OllamaStub(replies, default=behaviour) as stub:
        model = open_chat_model(LlmSettings(base_url=stub.url), "ollama:stub:latest")
        assert model is not None
        interviewer = ModelInterviewer(model, BankInterviewer(LIBRARY), LIBRARY, Problems())
        await interviewer.plan(session.settings)
        await interviewer.next_question(session, 1, [])
        return [await first_sentence_ms(interviewer, session, session.exchanges) - own_ms for _ in range(turns)]


def main() -> None:
    """Print what is added in the first turn of a session and in the later ones."""
    turns = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    first, *later = added = asyncio.run(measure(turns))
    print(f"added to the model's time, median of {len(later)} turns: {statistics.median(later):.0f} ms")
    print(
        f"in the first turn: {first:.0f} ms; at most {max(added):.0f} ms, {max(added) / BUDGET_MS:.2f} of the budget"
    )


if __name__ == "__main__":
    main()
