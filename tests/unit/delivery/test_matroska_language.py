"""Matroska tracks carry their BCP-47 tag beside the three letters, and nothing in the file moves."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from pipeline.delivery.matroska_language import write_languages
from pipeline.delivery.muxing import SubtitleTrack, mux_tracks
from pipeline.delivery.readback import read_tracks
from tests.bundles import PORTUGUESE, write_video

TAGS = [("pt-BR", "Português (Brasil) (machine)"), ("zh-Hant-TW", "繁體中文"), ("sr-Latn", "s")]


@pytest.fixture(scope="module")
def muxed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("mkv")
    tracks = [
        SubtitleTrack(tag=tag, label=label, cues=PORTUGUESE, is_default=number == 0)
        for number, (tag, label) in enumerate(TAGS)
    ]
    mux_tracks(write_video(folder / "in.mp4"), tracks, folder / "out.mkv")
    return folder / "out.mkv"


def test_titles_and_cues_are_as_without_it(muxed: Path) -> None:
    tracks = read_tracks(muxed)
    assert [(track.title, track.language) for track in tracks] == [
        (TAGS[0][1], "por"),
        (TAGS[1][1], "zho"),
        (TAGS[2][1], "srp"),
    ]
    assert all(len(track.cues) == 2 for track in tracks)


def test_another_program_reads_the_tags(muxed: Path) -> None:
    """mkvinfo, by the makers of the format; it also checks the checksum of the tracks."""
    if shutil.which("mkvinfo") is None:
        pytest.skip("needs MKVToolNix: apt-get install mkvtoolnix")
    shown = subprocess.run(
        ["mkvinfo", "--ui-language", "en_US", muxed], capture_output=True, text=True, check=True
    ).stdout
    for tag, label in TAGS:
        assert f"Language (IETF BCP 47): {tag}" in shown
        assert f"Name: {label}\n" in shown
    assert "CRC" not in shown.replace("CRC-32", "") or "wrong" not in shown.lower()


def test_a_file_without_the_tracks_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.mkv"
    path.write_bytes(b"\x1a\x45\xdf\xa3\x80" + bytes(10))
    with pytest.raises(ValueError, match="not Matroska"):
        write_languages(path, [("a", "pt")])
