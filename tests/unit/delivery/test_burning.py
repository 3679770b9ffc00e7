"""Burning captions in: what the FFmpeg program is asked, and what its failures become."""

from __future__ import annotations

import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from pipeline.delivery.burning import burn_captions, find_program, place_words
from pipeline.delivery.records import BurnOptions
from pipeline.errors import EngineError, EngineNotInstalled, InputError
from pipeline.model import Cue, Word
from tests.bundles import language, write_video
from tests.media_files import silence, write_audio

COPY = """#!{python}
import shutil, sys
command = sys.argv[1:]
shutil.copy("captions.ass", "burnt.mp4")
open("{log}", "w").write("\\n".join(command))
"""
FAIL = """#!{python}
import sys
sys.stderr.write("first\\n{message}\\n")
sys.exit(1)
"""


def use_program(folder: Path, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put a program called ffmpeg first, and hide the one of the package."""
    (folder / "ffmpeg").write_text(text)
    (folder / "ffmpeg").chmod(0o755)
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setitem(sys.modules, "imageio_ffmpeg", None)


def test_the_program_is_given_plain_names_whatever_the_files_are_called(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The filter's own quoting rules never meet a person's file name."""
    use_program(tmp_path, COPY.format(python=sys.executable, log=tmp_path / "log"), monkeypatch)
    target = tmp_path / "it's [a]:test,.mp4"
    media = write_video(tmp_path / "my 'video'.mp4", seconds=0.5)
    burn_captions(media, language(), target)
    command = (tmp_path / "log").read_text().split("\n")
    assert "Peixe e batatas." in target.read_text()
    assert command[command.index("-vf") + 1] == "subtitles=captions.ass"
    assert command[command.index("-i") + 1] == str(tmp_path / "my 'video'.mp4")
    assert command[command.index("-c:a") + 1] == "copy"


@pytest.mark.parametrize(
    ("message", "error"),
    [("No such filter: 'subtitles'", EngineNotInstalled), ("disk on fire", EngineError)],
)
def test_a_failure_is_one_line(
    message: str, error: type[EngineError], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A program without the filter is named as what it is; nothing is left behind."""
    use_program(tmp_path, FAIL.format(python=sys.executable, message=message), monkeypatch)
    with pytest.raises(error) as caught:
        burn_captions(write_video(tmp_path / "a.mp4", seconds=0.5), language(), tmp_path / "b.mp4")
    assert type(caught.value) is error
    assert "\n" not in str(caught.value)
    assert not (tmp_path / "b.mp4").exists()


def picture_at(path: Path, seconds: float) -> np.ndarray:
    """The first picture at or after a time, as grey values, shape (height, width)."""
    with av.open(str(path)) as file:
        for frame in file.decode(video=0):
            if frame.time >= seconds:
                return frame.to_ndarray(format="gray").astype(int)
    raise AssertionError("the video is shorter")


def needs_libass() -> None:
    try:
        program = find_program()
    except EngineNotInstalled:
        pytest.skip("needs FFmpeg")
    shown = subprocess.run([program, "-hide_banner", "-filters"], capture_output=True, text=True, check=True).stdout
    if " subtitles " not in shown:
        pytest.skip("needs FFmpeg with libass")


@pytest.fixture(scope="module")
def black(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four seconds of a black picture, 640 by 360."""
    path = tmp_path_factory.mktemp("black") / "in.mp4"
    with av.open(str(path), "w") as file:
        stream = file.add_stream("libx264", rate=10)
        stream.width, stream.height, stream.pix_fmt = 640, 360, "yuv420p"
        for number in range(40):
            frame = av.VideoFrame.from_ndarray(np.zeros((360, 640, 3), dtype=np.uint8), format="rgb24")
            frame.pts, frame.time_base = number, Fraction(1, 10)
            file.mux(stream.encode(frame))
        file.mux(stream.encode(None))
    return path


def test_a_part_is_cut_out_with_the_captions_of_its_time(black: Path, tmp_path: Path) -> None:
    """From two seconds on, in a tall picture; the caption of that time is drawn, the one before is not."""
    needs_libass()
    cues = (Cue(start_ms=0, end_ms=1_900, text="Before"), Cue(start_ms=2_500, end_ms=3_500, text="Now"))
    options = BurnOptions(start_ms=2_000, end_ms=3_400, crop=(9, 16))
    burn_captions(black, language(cues=cues), tmp_path / "out.mp4", options)
    with av.open(str(tmp_path / "out.mp4")) as file:
        stream = file.streams.video[0]
        assert (stream.width, stream.height) == (202, 360)
        assert 1.2 <= float(file.duration / av.time_base) <= 1.6
    assert picture_at(tmp_path / "out.mp4", 0.1).max() < 60
    assert picture_at(tmp_path / "out.mp4", 0.8).max() > 150


def test_a_line_that_is_written_right_to_left_ends_at_the_left(black: Path, tmp_path: Path) -> None:
    """The exclamation mark, a narrow tall stroke, is drawn left of the words."""
    needs_libass()
    drawn = {}
    for tag, text in (("he", "שלום עולם!"), ("he-bare", "שלום עולם")):
        cue = Cue(start_ms=0, end_ms=3_900, text=text)
        burn_captions(black, language(tag[:2], (cue,)), tmp_path / f"{tag}.mp4")
        columns = np.flatnonzero((picture_at(tmp_path / f"{tag}.mp4", 1.0) > 150).any(axis=0))
        drawn[tag] = (columns.min(), columns.max())
    if drawn["he"] == drawn["he-bare"]:
        pytest.skip("no typeface with Hebrew letters is installed")
    middle = 640 / 2
    (left, right), (bare_left, bare_right) = drawn["he"], drawn["he-bare"]
    assert abs((left + right) / 2 - middle) < 6
    # Both are centred, so a mark at the left moves the last letter, at the right edge, to the right by half its width.
    assert right - bare_right > 0
    assert bare_left - left > 0
    letters = (picture_at(tmp_path / "he-bare.mp4", 1.0) > 150)[:, bare_left : bare_right + 1]
    whole = (picture_at(tmp_path / "he.mp4", 1.0) > 150)[:, left : right + 1]
    width = letters.shape[1]
    assert (whole[:, -width:] == letters).mean() > (whole[:, :width] == letters).mean()


def test_words_are_found_where_they_stand_and_coloured_while_they_are_spoken(black: Path, tmp_path: Path) -> None:
    needs_libass()
    cue = Cue(start_ms=0, end_ms=3_000, text="Two, three\nwords")
    words = [
        Word(text=text, start_ms=at, end_ms=at + 900) for text, at in (("Two,", 0), ("three", 1_000), ("words", 2_000))
    ]
    assert place_words(cue, words) == [(0, 0), (5, 1_000), (11, 2_000)]
    options = BurnOptions(has_highlight=True)
    burn_captions(black, language("en", (cue,)), tmp_path / "out.mp4", options, words=words)
    with av.open(str(tmp_path / "out.mp4")) as file:
        frames = [frame.to_ndarray(format="rgb24").astype(int) for frame in file.decode(video=0)]
    yellow = [f[..., 0] - f[..., 2] > 60 for f in (frames[5], frames[15], frames[25])]
    first, second, third = (np.argwhere(mask) for mask in yellow)
    assert first[:, 1].mean() < second[:, 1].mean()
    assert third[:, 0].mean() > second[:, 0].mean()


def test_sound_alone_has_no_picture_to_burn_into(tmp_path: Path) -> None:
    path = write_audio(tmp_path / "a.wav", (0.0, silence(1.0)))
    try:
        find_program()
    except EngineNotInstalled:
        pytest.skip("needs FFmpeg")
    with pytest.raises(InputError, match="has no picture to burn captions into"):
        burn_captions(path, language(), tmp_path / "out.mp4")
