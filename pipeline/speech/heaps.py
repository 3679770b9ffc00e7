"""Memory that is free goes back: glibc keeps a heap for each thread that ever was, and what was free in each.

Windows are spread over short-lived threads, so that the heaps of an hour held twice what a minute's did. Elsewhere
than on glibc nothing is done.
"""

from __future__ import annotations

import ctypes
import sys
from functools import cache

_M_ARENA_MAX = -8
"""glibc's `mallopt`, malloc.h."""
_HEAPS = 2


def share_heaps() -> None:
    """Let all threads share two heaps; called before a model is loaded."""
    if library := _glibc():
        library.mallopt(_M_ARENA_MAX, _HEAPS)


def give_back() -> None:
    """Give what is free back to the system; a few milliseconds."""
    if library := _glibc():
        library.malloc_trim(0)


@cache
def _glibc() -> ctypes.CDLL | None:
    if not sys.platform.startswith("linux"):
        return None
    library = ctypes.CDLL(None)
    return library if hasattr(library, "malloc_trim") and hasattr(library, "mallopt") else None
