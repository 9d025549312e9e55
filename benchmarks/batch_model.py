"""How much of a model server's capacity `evaluate` uses, with 64 calls at a time to a server of fixed latency.

Run with `python -m benchmarks.batch_model [latency in seconds …]`. The server is a process of its own that speaks
OpenAI's API, answers every call after exactly so long with a valid judgement that quotes the answer, and serves any
number at once: at 64 calls at a time the most it can do is 64 / latency calls a second. The time of the whole batch
is that from the first item to the last line on the disk, the cold start of the client and the last calls, when fewer
than 64 are left, included; the rate in the middle half is next to it. The budget (docs/benchmarks.md)
is 95 % of the capacity. CPU a call and the load of the machine tell how far to trust the figures: one process makes
all calls, so that the CPU a call takes bounds their number.
"""

from __future__ import annotations

import asyncio
import io
import json
import multiprocessing
import os
import sys
import tempfile
import time
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from benchmarks.rules_speed import transcript
from interview_cli.app import SystemClock
from interview_cli.batch.model_scoring import ScoringByModel, ready_for
from interview_cli.batch.plan import ModelChoice, Plan
from interview_cli.batch.service import evaluate, opened
from interview_cli.batch.sources import Sources
from interview_cli.batch.waiting_pool import WaitingPool
from interview_cli.settings import LlmSettings

CONCURRENCY = 64
BUDGET = 0.95
LATENCIES_S = (2.0, 1.0, 0.5, 0.3)
SECONDS = 20
ANSWERS = 8
QUOTED_WORDS = 6


def judgement(body: dict[str, Any]) -> str:
    """A reply to a judge's prompt: three of five for every criterion, with a quote from the answer."""
    members = body["response_format"]["json_schema"]["schema"]["properties"]
    names = [name.removesuffix("_score") for name in members if name.endswith("_score")]
    words = body["messages"][-1]["content"].partition("<<<answer")[2].partition("\n")[2].split()
    scores = {name: {"quotes": [" ".join(words[10 : 10 + QUOTED_WORDS])], "score": 3} for name in names}
    return json.dumps({"scores": scores, "comment": "You were clear.", "tags": [], "ideal_answer": ""})


class Server:
    """Answers every call after `latency_s`, as a stream in two pieces; counts calls and when they ended."""

    def __init__(self, latency_s: float) -> None:
        self._latency_s = latency_s
        self.ends: list[float] = []
        self.at_once = self.most_at_once = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """The requests of one connection."""
        while head := await reader.readuntil(b"\r\n\r\n") if not reader.at_eof() else b"":
            lines = head.lower().split(b"\r\n")
            length = next(int(line.split(b":")[1]) for line in lines if line.startswith(b"content-length:"))
            raw = await reader.readexactly(length)
            due = asyncio.get_running_loop().time() + self._latency_s
            self.at_once += 1
            self.most_at_once = max(self.most_at_once, self.at_once)
            payload = _stream(judgement(json.loads(raw)))
            await asyncio.sleep(due - asyncio.get_running_loop().time())
            self.at_once -= 1
            self.ends.append(time.perf_counter())
            writer.write(
                b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: %d\r\n\r\n" % len(payload)
                + payload
            )
            await writer.drain()


def _stream(text: str) -> bytes:
    events: list[dict[str, Any]] = [
        {"choices": [{"index": 0, "delta": {"content": text}, "finish_reason": None}]},
        {"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]},
        {"choices": [], "usage": {"prompt_tokens": 1_800, "completion_tokens": 300, "total_tokens": 2_100}},
    ]
    return b"".join(b"data: %s\n\n" % json.dumps(each).encode() for each in events) + b"data: [DONE]\n\n"


def run_server(pipe: Connection[Any, Any], latency_s: float) -> None:
    """The server's process: sends its port, waits for a word, sends what it has seen."""

    async def main() -> None:
        state = Server(latency_s)

        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            try:
                await state.serve(reader, writer)
            except (asyncio.IncompleteReadError, asyncio.CancelledError, ConnectionError):
                writer.close()

        server = await asyncio.start_server(serve, "127.0.0.1", 0, limit=1 << 20)
        pipe.send(server.sockets[0].getsockname()[1])
        await asyncio.to_thread(pipe.recv)
        pipe.send((state.ends, state.most_at_once, time.process_time()))

    asyncio.run(main())


def write_transcripts(folder: Path, count: int) -> None:
    """Files of eight answers of 150 words each, none like another."""
    for number in range(count):
        turns = (f"Interviewer: {question.text}\n\nCandidate: {answer}\n" for question, answer in transcript(number))
        (folder / f"{number:06}.txt").write_text("\n".join(turns), encoding="utf-8")


def measure(folder: Path, count: int, latency_s: float) -> None:
    """Score the folder against such a server and print what share of its capacity was used."""
    ours, theirs = multiprocessing.Pipe()
    server = multiprocessing.get_context("spawn").Process(target=run_server, args=(theirs, latency_s))
    server.start()
    with tempfile.TemporaryDirectory() as home:
        settings = LlmSettings(engine="openai:fixed", base_url=f"http://127.0.0.1:{ours.recv()}/v1")
        choice = ModelChoice(
            "openai:fixed",
            settings,
            "judge_answer@1",
            Path(home) / "interview.db",
            pace_file=Path(home) / "pace.db",
        )
        plan = Plan(model=choice)
        work = ScoringByModel(plan, choice, CONCURRENCY, SystemClock())
        out, ledgers = Path(home) / "out.jsonl", Path(home) / "ledgers"
        with opened(out, ledgers, plan.fingerprint, overwrite=False) as (file, ledger):
            sources = Sources([str(folder)], io.BytesIO())
            pool = WaitingPool(work, ready_for(CONCURRENCY), 600.0)
            cpu_s, start = time.process_time(), time.perf_counter()
            progress = evaluate(file, ledger, sources, count, plan, pool, lambda _: None)
            seconds, cpu_s = time.perf_counter() - start, time.process_time() - cpu_s
    ours.send("done")
    ends, most_at_once, server_cpu_s = ours.recv()
    server.join()
    if progress.lines != {"scored": count}:
        raise SystemExit(f"not everything was scored: {progress.lines}")
    _tell(latency_s, ends, most_at_once, seconds, cpu_s, server_cpu_s)


def _tell(
    latency_s: float, ends: list[float], most_at_once: int, seconds: float, cpu_s: float, server_cpu_s: float
) -> None:
    ideal = CONCURRENCY / latency_s
    quarter = len(ends) // 4
    middle = (len(ends) - 2 * quarter) / (ends[-quarter] - ends[quarter])
    print(f"latency {latency_s:g} s, {len(ends)} calls, {most_at_once} at once; the server can do {ideal:.1f}/s")
    print(f"  whole batch: {len(ends) / seconds:.1f}/s, {len(ends) / seconds / ideal:.1%} of it")
    print(f"  middle half: {middle:.1f}/s, {middle / ideal:.1%} of it (budget {BUDGET:.0%})")
    cpu_ms, server_cpu_ms = (1000 * each / len(ends) for each in (cpu_s, server_cpu_s))
    print(f"  CPU a call: {cpu_ms:.1f} ms here (so at most {1000 / cpu_ms:.0f}/s), {server_cpu_ms:.1f} ms the server")
    print(f"  share of a core this process got: {cpu_s / seconds:.0%}; load {os.getloadavg()[0]:.1f}", flush=True)


def main() -> None:
    """Print the share for each latency."""
    latencies = [float(each) for each in sys.argv[1:]] or LATENCIES_S
    for latency_s in latencies:
        count = max(1, round(SECONDS * CONCURRENCY / latency_s / ANSWERS))
        with tempfile.TemporaryDirectory() as folder:
            write_transcripts(Path(folder), count)
            measure(Path(folder), count, latency_s)


if __name__ == "__main__":
    main()
