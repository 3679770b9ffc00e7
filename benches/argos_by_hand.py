"""What people write by hand: `python -m benches.argos_by_hand SOURCE.srt TARGET.srt`, English to Portuguese.

Runs with the Python of the environment in which argostranslate lives; imports nothing of ours.
"""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType


def main() -> int:
    """Translate every cue by itself, as the library's own documentation does."""
    import argostranslate.translate
    import srt

    leave_out_splitting(argostranslate.translate)
    source, target = map(Path, sys.argv[1:])
    cues = list(srt.parse(source.read_text(encoding="utf-8")))
    for cue in cues:
        cue.content = argostranslate.translate.translate(cue.content, "en", "pt")
    target.write_text(srt.compose(cues), encoding="utf-8")
    return 0


def leave_out_splitting(translate: ModuleType) -> None:
    """Take the sentence splitters out of `argostranslate.translate`: they download a model at first use.

    In the peers' favour: what is passed in counts as one sentence, at no cost.
    """
    for name in ("MiniSBDSentencizer", "StanzaSentencizer", "SpacySentencizerSmall"):
        if hasattr(translate, name):
            setattr(translate, name, _WholeText)


class _WholeText:
    def __init__(self, package: object) -> None:
        """Needs nothing of the package."""

    def split_sentences(self, text: str) -> list[str]:
        return [text]


if __name__ == "__main__":
    sys.exit(main())
