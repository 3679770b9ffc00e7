"""Reading media: what is in a file, and its sound in presentation time."""

import os
import wave
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from pipeline.errors import InputError
from pipeline.media.decoding import RATE_HZ
from pipeline.media.reading import choose_stream, decode_audio, probe
from tests.media_files import silence, tone, write_audio, write_channels, write_picture, write_streams


def _decode(path: Path, **options) -> np.ndarray:
    return np.concatenate(list(decode_audio(path, **options)))


def _sounding_ms(samples: np.ndarray) -> tuple[int, int]:
    """First and last sample that are not silence, in milliseconds."""
    loud = np.flatnonzero(np.abs(samples) > 0.05)
    return round(loud[0] / 16), round(loud[-1] / 16)


def test_decoded_audio_is_mono_16_khz_of_full_length(tmp_path):
    """Every sample arrives once, as float32 from -1 to 1."""
    path = write_audio(tmp_path / "a.wav", (0.0, tone(9.5)))
    samples = _decode(path)
    assert samples.dtype == np.float32
    assert len(samples) == round(9.5 * RATE_HZ)
    assert 0.45 < np.abs(samples).max() < 0.55


def test_a_long_file_comes_in_blocks(tmp_path):
    """Memory stays flat: no block holds more than some seconds."""
    path = write_audio(tmp_path / "a.wav", (0.0, tone(60)))
    lengths = [len(block) for block in decode_audio(path)]
    assert max(lengths) <= 5 * RATE_HZ
    assert sum(lengths) == 60 * RATE_HZ


def test_a_late_stream_is_padded_with_silence(tmp_path):
    """Sound that a player plays after two seconds is at two seconds."""
    path = write_audio(tmp_path / "late.mkv", (2.0, tone(1.0)))
    start, end = _sounding_ms(_decode(path))
    assert start == pytest.approx(2000, abs=25)
    assert end == pytest.approx(3000, abs=25)


def test_a_gap_in_the_time_stamps_is_kept(tmp_path):
    """A pause of the recorder stays a pause: later words keep their times."""
    path = write_audio(tmp_path / "gap.mkv", (0.0, tone(1.0)), (4.0, tone(1.0)))
    samples = _decode(path)
    assert _sounding_ms(samples)[1] == pytest.approx(5000, abs=25)
    assert np.abs(samples[round(1.2 * RATE_HZ) : round(3.8 * RATE_HZ)]).max() == 0


def test_a_transport_streams_clock_is_shifted_to_zero(tmp_path):
    """MPEG transport streams start their clock anywhere; players start at 0."""
    path = write_audio(tmp_path / "a.ts", (7.0, tone(1.0)), codec="mp2")
    assert _sounding_ms(_decode(path))[0] < 80


def test_a_time_stamp_beyond_reason_is_not_believed(tmp_path):
    """A broken clock would otherwise cost days of silence."""
    options = {"live": "1"}  # a header without a duration, as a recorder that was stopped hard leaves it
    path = write_audio(tmp_path / "jump.mkv", (0.0, tone(1.0)), (9_000_000.0, tone(1.0)), options=options)
    assert len(_decode(path)) == pytest.approx(2 * RATE_HZ, abs=RATE_HZ // 10)


def test_probe_tells_streams_rate_and_length(tmp_path):
    """The header says what a build needs to know."""
    picture = probe(write_picture(tmp_path / "v.mp4", seconds=2, rate=Fraction(30_000, 1001)))
    assert (picture.frame_rate, picture.audio_streams) == (Fraction(30_000, 1001), ())
    assert picture.duration_ms == pytest.approx(2000, abs=50)
    sound = probe(write_audio(tmp_path / "a.wav", (0.0, tone(1.5))))
    assert (sound.frame_rate, sound.duration_ms) == (None, 1500)


def test_the_default_stream_is_heard_unless_another_is_asked_for(tmp_path):
    """Two languages in one film: the container's default, or `--audio-stream`."""
    path = write_streams(tmp_path / "two.mkv", [(silence(1.0), "eng"), (tone(1.0), "por")], default=1)
    assert choose_stream(probe(path), None, path=path).language == "por"
    assert np.abs(_decode(path)).max() > 0.4
    assert np.abs(_decode(path, stream=0)).max() == 0
    with pytest.raises(InputError, match=r"no audio stream 2; it has: 0 \(eng\), 1 \(por\)"):
        _decode(path, stream=2)


def test_a_truncated_file_is_used_as_far_as_it_goes(tmp_path):
    """What can be decoded is used, and a notice says that the file ends early."""
    whole = write_audio(tmp_path / "whole.wav", (0.0, tone(30.0)))
    broken = tmp_path / "broken.wav"
    broken.write_bytes(whole.read_bytes()[: 20 * RATE_HZ * 2])
    notices: list[str] = []
    assert len(_decode(broken, notice=notices.append)) == pytest.approx(20 * RATE_HZ, abs=100)


def test_a_truncated_film_says_how_much_could_be_read(tmp_path):
    """The header promises more than the file holds."""
    whole = write_audio(tmp_path / "whole.mp4", (0.0, tone(30.0)), codec="aac", options={"movflags": "faststart"})
    broken = tmp_path / "broken.mp4"
    broken.write_bytes(whole.read_bytes()[: round(whole.stat().st_size * 0.6)])
    notices: list[str] = []
    length = len(_decode(broken, notice=notices.append))
    assert 10 * RATE_HZ < length < 25 * RATE_HZ
    assert any("ends early" in notice and "of 0:30" in notice for notice in notices)


def test_a_whole_file_gives_no_notice(tmp_path):
    """A notice means something."""
    notices: list[str] = []
    _decode(write_audio(tmp_path / "a.mp4", (0.0, tone(10.0)), codec="aac"), notice=notices.append)
    assert notices == []


def test_packets_lost_in_a_transport_stream_are_told(tmp_path):
    """A broadcast that was recorded in bad weather: what is missing is silence, and a notice says how much."""
    path = write_audio(tmp_path / "a.ts", (0.0, tone(12.0)), codec="mp2")
    packets = path.read_bytes()
    third = len(packets) // 188 // 3 * 188
    path.write_bytes(packets[:third] + packets[third + third // 2 // 188 * 188 :])
    notices: list[str] = []
    assert len(_decode(path, notice=notices.append)) == pytest.approx(12 * RATE_HZ, abs=RATE_HZ // 5)
    assert any("s of the audio are lost in the damaged transport stream" in notice for notice in notices)


def test_a_pause_of_the_recorder_is_no_loss(tmp_path):
    """Only where packets can be lost is a gap damage."""
    notices: list[str] = []
    _decode(write_audio(tmp_path / "gap.mkv", (0.0, tone(1.0)), (4.0, tone(1.0))), notice=notices.append)
    assert notices == []


def test_one_channel_can_be_heard_alone(tmp_path):
    """Mixed, two channels of opposite phase cancel."""
    path = write_channels(tmp_path / "two.wav", [tone(1.0), -tone(1.0)], layout="stereo")
    assert probe(path).audio_streams[0].channels == ("FL", "FR")
    assert np.abs(_decode(path)).max() < 0.01
    assert np.abs(_decode(path, channel=1)).max() == pytest.approx(0.5, abs=0.01)


def _empty(folder: Path) -> Path:
    (folder / "empty.mp4").touch()
    return folder / "empty.mp4"


def _text(folder: Path) -> Path:
    (folder / "text.mp4").write_text("This is not a film.\n" * 50)
    return folder / "text.mp4"


def _noise(folder: Path) -> Path:
    (folder / "noise.mp3").write_bytes(np.random.default_rng(1).bytes(300))
    return folder / "noise.mp3"


def _cut_off(folder: Path) -> Path:
    whole = write_audio(folder / "whole.mp4", (0.0, tone(5.0)), codec="aac")
    (folder / "cut.mp4").write_bytes(whole.read_bytes()[:2000])
    return folder / "cut.mp4"


def _zero_length(folder: Path) -> Path:
    with wave.open(str(folder / "zero.wav"), "wb") as file:
        file.setparams((1, 2, RATE_HZ, 0, "NONE", ""))
    return folder / "zero.wav"


def _folder(folder: Path) -> Path:
    (folder / "dir.mp4").mkdir()
    return folder / "dir.mp4"


def _pipe(folder: Path) -> Path:
    os.mkfifo(folder / "pipe.mp4")
    return folder / "pipe.mp4"


def _playlist(folder: Path) -> Path:
    (folder / "list.m3u8").write_text("#EXTM3U\n#EXTINF:1,\nhttp://127.0.0.1:9/a.ts\n#EXT-X-ENDLIST\n")
    return folder / "list.m3u8"


BAD = {
    "missing": (lambda folder: folder / "none.mp4", "no such file"),
    "empty": (_empty, "is empty"),
    "text": (_text, "not a media file"),
    "noise": (_noise, "not a media file"),
    "cut off at its start": (_cut_off, "cut off or damaged"),
    "no audio stream": (lambda folder: write_picture(folder / "mute.mp4"), "has no audio stream"),
    "zero length": (_zero_length, "of zero length"),
    "folder": (_folder, "is a folder"),
    "named pipe": (_pipe, "not an ordinary file"),
    "playlist of the network": (_playlist, "not a media file"),
    "name too long": (lambda folder: folder / ("x" * 400), "too long"),
}


@pytest.mark.parametrize(("make", "reason"), BAD.values(), ids=BAD.keys())
def test_a_bad_file_gets_a_one_line_error(tmp_path, make, reason, capfd):
    """Never a traceback, never FFmpeg's own chatter: file and reason in one line."""
    path = make(tmp_path)
    with pytest.raises(InputError) as caught:
        list(decode_audio(path))
    assert str(caught.value).startswith(str(path))
    assert reason in str(caught.value)
    assert "\n" not in str(caught.value)
    assert capfd.readouterr() == ("", "")


NAMES = [
    "two words.wav",
    "ação.wav",
    "quo\"te's.wav",
    "line\nend.wav",
    "-leading.wav",
    "a:b.wav",
    "http:x.wav",
    "%d?#.wav",
]


@pytest.mark.parametrize("name", NAMES)
def test_any_file_name_is_opened(tmp_path, name, monkeypatch):
    """A name is only a name: no protocol, no pattern, no option."""
    write_audio(tmp_path / "plain.wav", (0.0, tone(0.5))).rename(tmp_path / name)
    monkeypatch.chdir(tmp_path)
    assert len(_decode(Path(name))) == RATE_HZ // 2


def test_a_name_that_is_not_utf8_is_opened(tmp_path):
    """Old disks have such names."""
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.wav"))
    write_audio(tmp_path / "plain.wav", (0.0, tone(0.5))).rename(path)
    assert len(_decode(path)) == RATE_HZ // 2
