"""The outline of a sound."""

from __future__ import annotations

from pathlib import Path
from threading import Lock

from pipeline.desk.peaks import PeakStore, find_peaks
from pipeline.workspace import Workspace
from tests.bundles import write_video


def test_peaks_are_pairs_of_bytes_fifty_times_a_second(tmp_path: Path) -> None:
    """A tone of a quarter of the loudest: about -31 and 31; three seconds are 300 bytes."""
    peaks = find_peaks(write_video(tmp_path / "tone.mp4"))
    assert abs(len(peaks) - 3 * 50 * 2) <= 8
    pair = memoryview(peaks).cast("b")[100:102]
    assert -34 <= pair[0] <= -28
    assert 28 <= pair[1] <= 34


def test_peaks_are_computed_once_for_each_sound(tmp_path: Path) -> None:
    """The key is the content: the same file under another name is not decoded again."""
    media = write_video(tmp_path / "tone.mp4")
    store = PeakStore(Workspace(tmp_path), Lock())
    data, tag = store.load(media)
    media.rename(tmp_path / "other.mp4")
    (made,) = (tmp_path / "build" / "outlines").iterdir()
    made.write_bytes(b"kept")
    assert store.load(tmp_path / "other.mp4") == (b"kept", tag)
    assert len(data) > 0
