"""Waiting for what a test asks for: nothing is read right after a key, a click or a seek that causes it.

On a busy machine the answer comes later, and what plays has gone on meanwhile.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


def expect(locator: Any) -> Any:
    """Playwright's, with patience for machines that do much else."""
    from playwright.sync_api import expect as wait_for

    wait_for.set_options(timeout=20_000)
    return wait_for(locator)


def wait_until(look: Callable[[], Any], wanted: Any = True, *, seconds: float = 30.0) -> Any:
    """Look again and again until what is seen is `wanted`, or until `wanted` accepts it if that is a function.

    Returns:
        What was seen last.

    Raises:
        AssertionError: It did not become so; says what was seen last.
    """
    is_right = wanted if callable(wanted) else lambda seen: seen == wanted
    end = time.monotonic() + seconds
    while not is_right(seen := look()):
        assert time.monotonic() < end, f"after {seconds:.0f} s there is {seen!r}, not {wanted!r}"
        time.sleep(0.02)
    return seen


@dataclass(frozen=True, slots=True)
class Has:
    """A text that contains all of these, and none of those."""

    parts: tuple[str, ...]
    others: tuple[str, ...] = ()

    def __call__(self, seen: str) -> bool:
        return all(part in seen for part in self.parts) and not any(part in seen for part in self.others)


def has(*parts: str) -> Has:
    return Has(parts)


def lacks(*parts: str) -> Has:
    return Has((), parts)
