"""Sentences by argostranslate, one call each: `python -m benches.argos_sentences FILE FROM TO`; prints a JSON list.

Runs with the Python of the environment in which argostranslate lives; imports nothing of ours.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from benches.argos_by_hand import leave_out_splitting


def main() -> int:
    """Translate each line."""
    from argostranslate import translate

    leave_out_splitting(translate)
    path, source, target = sys.argv[1:]
    translation = translate.get_translation_from_codes(source, target)
    print(json.dumps([translation.translate(line) for line in Path(path).read_text("utf-8").splitlines()]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
