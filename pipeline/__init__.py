"""Captions for explainer videos, in every language, on your own machine.

Each stage is a plain function of records (`pipeline.model`) and can be used as a
library without the workspace; the names below are its front door, and every package
has more in its own. The command line (`captions`) is in `pipeline.cli`.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.cues import CutOptions, cut_cues, profile_for, repair_words, split_sentences
    from pipeline.edits.merge import merge_cues
    from pipeline.formats import convert_captions, format_srt, parse_srt
    from pipeline.model import Cue, Sentence, Track, Transcript, Word
    from pipeline.quality import check_track
    from pipeline.translation import translate_sentences

__all__ = [
    "Cue",
    "CutOptions",
    "Sentence",
    "Track",
    "Transcript",
    "Word",
    "__version__",
    "check_track",
    "convert_captions",
    "cut_cues",
    "format_srt",
    "merge_cues",
    "parse_srt",
    "profile_for",
    "repair_words",
    "split_sentences",
    "translate_sentences",
]

__version__ = "0.1.0"


def lazy_face(package: str, homes: Mapping[str, tuple[str, ...]]) -> Callable[[str], object]:
    """The `__getattr__` of a package whose public names are loaded when they are first used (PEP 562).

    A command starts in a quarter of a second because it loads only the modules that it needs.

    Args:
        package: The package's `__name__`.
        homes: The names that each of its modules gives to the package's face (its `__all__`).
    """
    home_of = {name: f"{package}.{module}" for module, names in homes.items() for name in names}

    def load(name: str) -> object:
        if name not in home_of:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        value: object = getattr(import_module(home_of[name]), name)
        setattr(sys.modules[package], name, value)
        return value

    return load


__getattr__ = lazy_face(
    __name__,
    {
        "cues": ("CutOptions", "cut_cues", "profile_for", "repair_words", "split_sentences"),
        "edits.merge": ("merge_cues",),
        "formats": ("convert_captions", "format_srt", "parse_srt"),
        "model": ("Cue", "Sentence", "Track", "Transcript", "Word"),
        "quality": ("check_track",),
        "translation": ("translate_sentences",),
    },
)
