"""Memory that is free goes back: glibc keeps a heap for each thread that ever was, and what was free in each.

Windows are spread over threads, some of them short-lived, so that the heaps of an hour held twice what a minute's did.
Elsewhere than on glibc nothing is done.
"""

from __future__ import annotations

import ctypes
import sys
from functools import cache

_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD, _M_ARENA_MAX = -1, -3, -8
"""glibc's `mallopt`, malloc.h."""
_HEAPS = 2
_LARGE_BYTES = 4 << 20
"""A piece of this size is no part of a heap and goes back at once. By itself glibc raises this limit to 32 MB as soon
as large pieces are freed, and then tensors lie scattered over heaps that cannot shrink: 1,500 MB instead of 1,300 for
the captions of five minutes."""
_TRIM_BYTES = 32 << 20
"""So much may be free at the end of a heap; by itself it is twice the limit above."""


def share_heaps() -> None:
    """Let all threads share two heaps, and keep large pieces out of them; called before a model is loaded."""
    if library := _glibc():
        library.mallopt(_M_ARENA_MAX, _HEAPS)
        library.mallopt(_M_MMAP_THRESHOLD, _LARGE_BYTES)
        library.mallopt(_M_TRIM_THRESHOLD, _TRIM_BYTES)


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
