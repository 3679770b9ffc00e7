"""How far a run is, in minutes of sound."""

from __future__ import annotations

from pathlib import Path

from pipeline.build.pace import Pace
from pipeline.commands.console import describe_amount

MINUTE_MS = 60_000


def files(folder: Path, **sizes: int) -> list[tuple[str, Path]]:
    for name, size in sizes.items():
        (folder / name).write_bytes(bytes(size))
    return [(name, folder / name) for name in sizes]


def test_what_is_left_is_estimated_by_the_sizes_of_the_files(tmp_path: Path) -> None:
    """A tenth of the bytes took a minute and held two minutes of sound."""
    now = [1_000.0]
    pace = Pace.of(files(tmp_path, a=100, b=400, c=500), lambda: now[0])
    now[0] += 60
    progress = pace.done("a", tmp_path / "a", 2 * MINUTE_MS)
    assert progress is not None
    assert (progress.done, progress.total, progress.left_ms) == (2 * MINUTE_MS, 20 * MINUTE_MS, 9 * MINUTE_MS)
    assert describe_amount(progress) == "2:00 of 20:00, about 9:00 left"
    now[0] += 60
    pace.done("b", tmp_path / "b", 8 * MINUTE_MS)
    last = pace.done("c", tmp_path / "c", 9 * MINUTE_MS)
    assert last is not None
    assert (last.done, last.total, last.left_ms) == (19 * MINUTE_MS, 19 * MINUTE_MS, 0)


def test_one_video_alone_has_its_own_bar(tmp_path: Path) -> None:
    assert Pace.of(files(tmp_path, a=100)).done("a", tmp_path / "a", MINUTE_MS) is None


def test_a_video_that_nobody_announced_is_counted(tmp_path: Path) -> None:
    """One whose transcript is out of date; a file that is gone has no size."""
    pace = Pace.of(files(tmp_path, a=100))
    _, (_, late) = files(tmp_path, a=100, b=100)
    first = pace.done("b", late, MINUTE_MS)
    assert first is not None
    assert (first.done, first.total) == (MINUTE_MS, 2 * MINUTE_MS)
    assert Pace.of([]).done("gone", tmp_path / "gone", MINUTE_MS) is None
