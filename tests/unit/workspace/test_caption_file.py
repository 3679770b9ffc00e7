"""A caption file is read, hashed and parsed once."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from pipeline import formats
from pipeline.errors import InputError, SubtitleError
from pipeline.workspace.caption_file import CaptionFile

DATA = b"1\n00:00:01,000 --> 00:00:02,000\nHello.\n"


def test_what_follows_from_the_bytes_is_worked_out_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However often it is asked for, and whatever becomes of the file."""
    path = tmp_path / "talk.en.srt"
    path.write_bytes(DATA)
    file = CaptionFile.read(path)
    path.unlink()
    assert [cue.text for cue in file.cues] == ["Hello."]
    assert file.sha256 == hashlib.sha256(DATA).hexdigest()
    monkeypatch.setattr(formats, "parse_srt", None)
    assert file.whole_cues == file.cues


def test_no_file_is_a_track_without_cues() -> None:
    """Nothing is hashed or parsed."""
    file = CaptionFile(Path("talk.en.srt"), None)
    assert (file.exists, file.sha256, file.cues) == (False, "", ())


def test_errors_name_the_file(tmp_path: Path) -> None:
    """One that is missing, one that holds both sides of a merge."""
    path = tmp_path / "talk.en.srt"
    with pytest.raises(InputError, match=r"talk\.en\.srt: no such file"):
        CaptionFile.read(path)
    path.write_bytes(DATA.replace(b"Hello.", b"<<<<<<< ours\nHello.\n=======\nHi.\n>>>>>>> theirs"))
    with pytest.raises(SubtitleError, match=r"talk\.en\.srt: cue 1 holds both sides"):
        _ = CaptionFile.read(path).whole_cues
