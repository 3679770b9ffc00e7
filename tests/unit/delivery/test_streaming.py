"""The stream names its codecs as browsers know them."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.delivery.streaming import MULTIVARIANT, codec_name, multivariant_playlist, segment_media
from tests.bundles import source_language, write_video
from tests.media_files import silence, write_audio


@pytest.mark.parametrize(
    ("codec", "suffix", "named"),
    [("libx264", "mp4", "avc1.f4000a,mp4a.40.2"), ("libvpx-vp9", "webm", "vp09.00.10.08,Opus")],
    ids=["h264", "vp9"],
)
def test_the_codecs_of_a_video_are_named(codec: str, suffix: str, named: str, tmp_path: Path) -> None:
    media = write_video(tmp_path / f"in.{suffix}", codec=codec)
    (tmp_path / "hls").mkdir()
    facts = segment_media(media, tmp_path / "hls")
    assert facts.codecs.split(".")[0] == named.split(".", maxsplit=1)[0]
    assert facts.codecs.split(",")[1] == named.split(",")[1]
    assert f'CODECS="{facts.codecs}"' in multivariant_playlist(facts, (source_language(),))
    assert MULTIVARIANT == "master.m3u8"


def test_sound_alone_makes_a_stream(tmp_path: Path) -> None:
    """A lecture without pictures: no resolution, and the codec of its sound."""
    media = write_audio(tmp_path / "talk.m4a", (0.0, silence(8.0)), codec="aac")
    (tmp_path / "hls").mkdir()
    facts = segment_media(media, tmp_path / "hls")
    assert (facts.codecs, facts.resolution) == ("mp4a.40.2", "")
    assert "RESOLUTION" not in multivariant_playlist(facts, ())


@pytest.mark.parametrize(
    ("codec", "box", "named"),
    [
        ("av1", "av1C810c0c000a0b", "av01.0.12M.08"),
        ("vp9", "vpcC010000000214a2020202", "vp09.02.20.10"),
        ("hevc", "hvcC01022000000090000000000099f000fcfdfafa00000f", "hvc1.2.4.L153.90"),
        ("hevc", "hvcC0101", ""),
        ("theora", "", ""),
    ],
)
def test_what_a_box_says_is_named(codec: str, box: str, named: str) -> None:
    """Examples as the codecs' registrations give them; what is cut off or not known has no name."""
    data = b"" if not box else b"xx" + box[:4].encode() + bytes.fromhex(box[4:])
    padded = data if len(box) < 16 else data.ljust(64, b"\0")
    assert codec_name(codec, b"", padded) == named
