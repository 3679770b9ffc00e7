"""What a container says about its video."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import pytest

from pipeline.errors import InputError
from pipeline.media import read_tags
from pipeline.model import Chapter, Details
from tests.media_files import tone, write_audio

MS = Fraction(1, 1_000)


def write_tagged(path: Path, tags: dict[str, str], chapters: list[tuple[int, str]] = []) -> Path:  # noqa: B006
    with av.open(str(path), "w") as file:
        file.metadata.update(tags)
        stream = file.add_stream("aac", rate=16_000, layout="mono")
        file.set_chapters(
            [
                {"id": n, "start": start, "end": start + 500, "time_base": MS,
                 "metadata": {"title": title} if title else {}}
                for n, (start, title) in enumerate(chapters)
            ]
        )  # fmt: skip
        frame = av.AudioFrame.from_ndarray(tone(3).reshape(1, -1), format="s16", layout="mono")
        frame.rate = 16_000
        for packet in [*stream.encode(frame), *stream.encode(None)]:
            file.mux(packet)
    return path


@pytest.mark.parametrize("suffix", ["mp4", "mkv"])
def test_title_description_and_chapters_are_read(tmp_path, suffix):
    tags = {"title": "A  talk", "description": "One.\nTwo."}
    path = write_tagged(tmp_path / f"a.{suffix}", tags, [(0, "Opening"), (1_500, "Middle")])
    assert read_tags(path) == Details("A talk", "One.\nTwo.", (Chapter(0, "Opening"), Chapter(1.5, "Middle")))


def test_a_chapter_without_a_title_is_called_by_its_number(tmp_path):
    path = write_tagged(tmp_path / "a.mkv", {}, [(0, "Opening"), (1_500, "")])
    assert read_tags(path).chapters == (Chapter(0, "Opening"), Chapter(1.5, "Chapter 2"))


def test_a_comment_stands_for_a_description(tmp_path):
    assert read_tags(write_tagged(tmp_path / "a.mp4", {"comment": "About it."})) == Details("", "About it.")


def test_what_says_nothing_is_empty(tmp_path):
    assert not read_tags(write_audio(tmp_path / "a.wav", (0, tone(1))))


def test_what_is_no_medium_is_an_error(tmp_path):
    path = tmp_path / "a.mp4"
    path.write_bytes(b"no medium")
    with pytest.raises(InputError, match=r"a\.mp4"):
        read_tags(path)
