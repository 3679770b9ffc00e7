"""Two people's versions of one file: each folder of `merge/` holds what both started from, both versions, and the result."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from pipeline.cli import main
from pipeline.errors import SubtitleError
from pipeline.formats import parse_srt
from pipeline.model import Cue
from pipeline.text import refuse_marks

CASES = sorted((Path(__file__).parent / "merge").iterdir())
CONFLICT = re.compile(r"<<<<<<< ours\n(?P<ours>.*?)=======\n(?P<theirs>.*?)>>>>>>> theirs\n", re.DOTALL)


def merge(folder: Path, ours: str, theirs: str, out: Path) -> tuple[int, str]:
    """The exit code and the merged file."""
    files = ("--base", folder / "base.srt", "--edited", folder / f"{ours}.srt", "--new", folder / f"{theirs}.srt")
    code = main(["merge", "--markers", *map(str, files), "-o", str(out)])
    return code, out.read_text(encoding="utf-8")


def words_of(cues: Sequence[Cue]) -> set[str]:
    return {word for cue in cues for word in cue.text.split()}


def take(side: str, text: str) -> str:
    return CONFLICT.sub(rf"\g<{side}>", text)


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name)
def test_both_directions_give_the_expected_file(folder: Path, tmp_path: Path) -> None:
    """Mirrored: with the sides exchanged, exactly the sides of the conflicts are exchanged."""
    expected = (folder / "expected.srt").read_text(encoding="utf-8")
    code = 1 if CONFLICT.search(expected) else 0
    assert merge(folder, "ours", "theirs", tmp_path / "merged.srt") == (code, expected)
    swapped = CONFLICT.sub(r"<<<<<<< ours\n\g<theirs>=======\n\g<ours>>>>>>>> theirs\n", expected)
    assert merge(folder, "theirs", "ours", tmp_path / "mirrored.srt") == (code, swapped)


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name)
@pytest.mark.parametrize("side", ["ours", "theirs"])
def test_taking_one_side_gives_a_file_with_everything_that_this_side_changed(folder: Path, side: str) -> None:
    """Markers enclose whole cues: an editor's “accept current change” leaves a good file."""
    taken = parse_srt(take(side, (folder / "expected.srt").read_text(encoding="utf-8")).encode(), path="taken.srt")
    mine, base = (parse_srt((folder / f"{name}.srt").read_bytes(), path=name).cues for name in (side, "base"))
    assert words_of(mine) - words_of(base) <= words_of(taken.cues)
    assert {cue.start_ms for cue in mine} - {cue.start_ms for cue in base} <= {cue.start_ms for cue in taken.cues}
    assert len({cue.content for cue in taken.cues}) == len(taken.cues)


def test_nothing_is_made_of_a_file_with_markers() -> None:
    """The reader understands it far enough to say which cue holds them."""
    for folder in CASES:
        data = (folder / "expected.srt").read_bytes()
        if CONFLICT.search(data.decode()):
            with pytest.raises(SubtitleError, match="unfinished merge"):
                refuse_marks(parse_srt(data, path="marked.srt").cues, Path("marked.srt"))
