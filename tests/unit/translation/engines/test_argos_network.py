"""The shortlist of a few pieces, and CTranslate2 without what it imports in vain."""

from __future__ import annotations

import subprocess
import sys

from pipeline.translation.engines.argos_network import _excerpt


def test_an_excerpt_has_the_lines_whose_pieces_are_all_wanted() -> None:
    """The line without a piece stays, since its targets are always considered; no empty line becomes one like it."""
    shortlist = b"\tx y\na\tone\na b\ttwo\nb\tthree\na c\tfour\n\nc\tfive\n"
    assert _excerpt(shortlist, {b"", b"a", b"b"}) == b"\tx y\na\tone\na b\ttwo\nb\tthree\n"


def test_an_excerpt_of_single_pieces_is_made_the_same_way() -> None:
    shortlist = b"\tx y\na\tone\nb\ttwo words\n\nc\tfive\n"
    assert _excerpt(shortlist, {b"", b"a", b"b"}) == b"\tx y\na\tone\nb\ttwo words\n"


def test_asyncio_is_not_loaded_with_ctranslate2_and_works_afterwards() -> None:
    """Who imports it later, and CTranslate2 itself where it uses it, has the real one."""
    code = (
        "import sys\n"
        "from pipeline.translation.engines.argos_network import _import_ctranslate2\n"
        "library = _import_ctranslate2()\n"
        "assert library.Translator and 'asyncio' not in sys.modules\n"
        "from ctranslate2 import extensions\n"
        "assert extensions.asyncio.Queue.__module__ == 'asyncio.queues'\n"
        "import asyncio\n"
        "assert asyncio.run(asyncio.sleep(0, 3)) == 3 and asyncio.Queue is extensions.asyncio.Queue\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
