"""One stream of events for all open pages; a page that was away asks for what it missed."""

from __future__ import annotations

import asyncio
import json
import secrets
from collections import deque
from collections.abc import AsyncIterator
from threading import Lock

EVENTS_KEPT = 500
HEARTBEAT_SECONDS = 15.0
"""So that a page and everything between notice a connection that has died."""
_WAITING_LIMIT = 200
"""A page that does not read its events is reported to load everything anew instead."""

Event = dict[str, object]


class EventHub:
    """Sends events to all pages; may be called from any thread."""

    def __init__(self) -> None:
        self._epoch = secrets.token_hex(4)
        self._number = 0
        self._past: deque[tuple[int, str]] = deque(maxlen=EVENTS_KEPT)
        self._queues: set[asyncio.Queue[str]] = set()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._lock = Lock()

    def attach(self, loop: asyncio.AbstractEventLoop) -> None:
        """Name the loop in which pages are served."""
        self._loop = loop

    def publish(self, event: Event) -> None:
        """Tell all pages."""
        with self._lock:
            self._number += 1
            block = self._block(self._number, event)
            self._past.append((self._number, block))
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._send, block)

    async def stream(self, last_id: str) -> AsyncIterator[str]:
        """The events for one page, from the one after `last_id` on."""
        queue: asyncio.Queue[str] = asyncio.Queue(_WAITING_LIMIT)
        with self._lock:
            missed = self._missed(last_id)
            self._queues.add(queue)
        try:
            yield "retry: 1000\n\n"
            for block in missed:
                yield block
            while True:
                try:
                    yield await asyncio.wait_for(queue.get(), HEARTBEAT_SECONDS)
                except TimeoutError:
                    yield ": still here\n\n"
        finally:
            self._queues.discard(queue)

    def _send(self, block: str) -> None:
        for queue in list(self._queues):
            if queue.full():
                while not queue.empty():
                    queue.get_nowait()
                block = self._block(self._number, {"kind": "reset"})
            queue.put_nowait(block)

    def _missed(self, last_id: str) -> list[str]:
        """What was sent since an event; everything is to be loaded anew where nobody knows."""
        epoch, _, number = last_id.partition("-")
        oldest = self._past[0][0] if self._past else self._number + 1
        if epoch == self._epoch and number.isdigit() and int(number) >= oldest - 1:
            return [block for at, block in self._past if at > int(number)]
        return [self._block(self._number, {"kind": "reset" if last_id else "hello"})]

    def _block(self, number: int, event: Event) -> str:
        return f"id: {self._epoch}-{number}\ndata: {json.dumps(event, ensure_ascii=False)}\n\n"
