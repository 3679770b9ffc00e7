"""CTranslate2 as it is loaded here."""

from __future__ import annotations

import subprocess
import sys

PROGRAM = """
import sys
from pipeline.translation.engines.argos_network import _library

assert _library().__version__
assert "asyncio" not in sys.modules, "it takes half of the time"
import asyncio
import asyncio.events

import ctranslate2.extensions

assert asyncio.run(asyncio.sleep(0, "slept")) == "slept"
assert ctranslate2.extensions.asyncio.Queue is asyncio.Queue
assert _library() is ctranslate2
"""


def test_it_is_loaded_without_asyncio_which_works_all_the_same() -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
