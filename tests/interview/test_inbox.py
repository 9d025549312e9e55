"""The bridge from any thread into an event loop."""

from __future__ import annotations

import asyncio
import threading

from interview_cli.interview.commands import KeepDraft, Leave, Submit
from interview_cli.interview.inbox import Inbox, Message
from tests.conftest import PATIENCE_S


async def test_messages_keep_their_order_across_threads_and_from_before_there_was_a_reader() -> None:
    inbox = Inbox()
    inbox.put(KeepDraft("before"))

    def send() -> None:
        for number in range(100):
            inbox.put(Submit(str(number)))

    sender = threading.Thread(target=send)
    sender.start()
    async with asyncio.timeout(PATIENCE_S):
        received = [await inbox.get() for _ in range(101)]
    sender.join()
    assert received == [KeepDraft("before"), *(Submit(str(number)) for number in range(100))]


async def test_an_arrival_is_reported_in_the_loop_though_nobody_waits_for_it() -> None:
    reported: list[tuple[Message, int]] = []
    seen = asyncio.Event()

    def arrived(message: Message) -> None:
        reported.append((message, threading.get_ident()))
        seen.set()

    inbox = Inbox(arrived)
    inbox.put(KeepDraft("first"))
    await inbox.get()
    sender = threading.Thread(target=inbox.put, args=(Leave(),))
    sender.start()
    sender.join()
    async with asyncio.timeout(PATIENCE_S):
        await seen.wait()
        assert await inbox.get() == Leave()
    assert reported == [(Leave(), threading.get_ident())]


def test_a_message_after_the_loop_has_ended_is_for_nobody() -> None:
    inbox = Inbox()

    async def read_one() -> Message:
        inbox.put(Leave())
        return await inbox.get()

    assert asyncio.run(read_one()) == Leave()
    inbox.put(Leave())
