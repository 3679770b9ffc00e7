"""Work done ahead in a second thread, so that engines do not wait for audio."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

_Item = TypeVar("_Item")


@contextmanager
def fetched_ahead(items: Iterable[_Item], *, ahead: int) -> Iterator[Iterator[_Item]]:
    """Walk an iterable in a second thread, a few items ahead; its errors arrive where they would have.

    Leaving the context ends the thread, also in the middle.
    """
    belt = _Belt(max(1, ahead))
    thread = threading.Thread(target=belt.load, args=(items,), name="captions-audio", daemon=True)
    thread.start()
    try:
        yield belt.unload()
    finally:
        belt.is_over.set()
        thread.join()


class _Belt:
    """Carries items, and then the end or an error, from one thread to another."""

    def __init__(self, length: int) -> None:
        self._items: queue.Queue[tuple[str, Any]] = queue.Queue(maxsize=length)
        self.is_over = threading.Event()

    def load(self, items: Iterable[Any]) -> None:
        try:
            for item in items:
                self._put("item", item)
                if self.is_over.is_set():
                    return
        except BaseException as error:  # noqa: BLE001 - handed on to the thread that waits
            self._put("error", error)
        else:
            self._put("end", None)

    def unload(self) -> Iterator[Any]:
        while True:
            kind, value = self._items.get()
            if kind == "error":
                raise value
            if kind == "end":
                return
            yield value

    def _put(self, kind: str, value: object) -> None:
        while not self.is_over.is_set():
            try:
                return self._items.put((kind, value), timeout=0.1)
            except queue.Full:
                continue
        return None
