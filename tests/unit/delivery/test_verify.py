"""Verification finds every kind of damage, and names the file."""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.commands import verify
from pipeline.commands.console import Console
from pipeline.delivery.verify import verify_bundle
from pipeline.errors import InputError
from tests.bundles import bundle, make_bundle_input, write_video


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("verify")
    bundle(make_bundle_input(write_video(folder / "talk.mp4")), folder / "talk")
    return folder / "talk"


@pytest.fixture
def copy(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "talk"))


def reseal(folder: Path, name: str) -> None:
    """Make the records agree with a changed file, as a careful liar would."""
    data = (folder / name).read_bytes()
    digest = hashlib.sha256(data).hexdigest()
    manifest = json.loads((folder / "manifest.json").read_text())
    for file in manifest["files"]:
        if file["path"] == name:
            file["sha256"], file["bytes"] = digest, len(data)
    (folder / "manifest.json").write_text(json.dumps(manifest))
    sums = dict(reversed(line.split("  ", 1)) for line in (folder / "SHA256SUMS").read_text().splitlines())
    sums[name] = digest
    sums["manifest.json"] = hashlib.sha256((folder / "manifest.json").read_bytes()).hexdigest()
    (folder / "SHA256SUMS").write_text("".join(f"{value}  {key}\n" for key, value in sums.items()))


def edit(name: str, old: str, new: str) -> Callable[[Path], None]:
    """A change that the records cover up."""

    def change(folder: Path) -> None:
        text = (folder / name).read_text()
        assert old in text
        (folder / name).write_text(text.replace(old, new))
        reseal(folder, name)

    return change


def swap_videos(folder: Path) -> None:
    (folder / "talk.captioned.mp4").write_bytes((folder / "talk.captioned.mkv").read_bytes()[:20_000])
    reseal(folder, "talk.captioned.mp4")


DAMAGES: list[tuple[str, Callable[[Path], object], str]] = [
    ("changed", lambda f: (f / "talk.pt.srt").write_text("x"), "talk.pt.srt: is not the file that was bundled"),
    ("missing", lambda f: (f / "CREDITS").unlink(), "CREDITS: is missing"),
    ("extra", lambda f: (f / "virus.exe").write_text("x"), "virus.exe: does not belong to the bundle"),
    ("vtt text", edit("talk.pt.vtt", "Peixe", "Carne"), "talk.pt.vtt: cue 2 is"),
    ("vtt time", edit("talk.pt.vtt", "00:00:01.200", "00:00:01.201"), "talk.pt.vtt: cue 2 is"),
    ("ttml text", edit("talk.en.ttml", "Up here", "Down here"), "talk.en.ttml: cue 3 is"),
    ("ttml broken", edit("talk.en.ttml", "</tt>", ""), "talk.en.ttml: cannot be read"),
    ("page", edit("index.html", "Peixe", "Carne"), "index.html (pt): cue 2 is"),
    ("label", edit("hls/master.m3u8", "public.machine-generated", "public.easy-to-read"), "pt is not marked"),
    ("stream clock", edit("hls/pt.vtt", "MPEGTS:", "MPEGTS:9"), "its times are"),
    ("stream text", edit("hls/pt.vtt", "Peixe", "Carne"), "hls/pt.vtt: has other cues"),
    ("playlist", edit("hls/pt.m3u8", "pt.vtt", "../x.vtt"), "which is not there"),
    ("video", swap_videos, "talk.captioned.mp4"),
    ("archive", lambda f: (f / "talk.zip").write_bytes(b"PK"), "talk.zip: cannot be read"),
    ("outside", edit("SHA256SUMS", "  CREDITS", "  ../CREDITS"), "../CREDITS: leads out of the bundle"),
]


@pytest.mark.parametrize(("damage", "message"), [case[1:] for case in DAMAGES], ids=[case[0] for case in DAMAGES])
def test_every_kind_of_damage_is_found(copy: Path, damage: Callable[[Path], object], message: str) -> None:
    """Also when the records were made to agree with the lie."""
    damage(copy)
    problems = [f"{problem.path}: {problem.message}" for problem in verify_bundle(copy)]
    assert any(message in problem for problem in problems), problems


@pytest.mark.parametrize(
    "text", [None, "", "[]", "{}", '{"schema_version": 99}', '{"schema_version": 1, "files": [{}]}']
)
def test_what_is_not_a_bundle_is_refused_in_one_line(text: str | None, tmp_path: Path) -> None:
    """No traceback, whatever the manifest holds."""
    if text is not None:
        (tmp_path / "manifest.json").write_text(text)
    with pytest.raises(InputError):
        verify_bundle(tmp_path)


def test_the_command_exits_with_three_when_it_finds_problems(copy: Path) -> None:
    """0 for a whole bundle, 3 for a damaged one."""
    parser = argparse.ArgumentParser()
    verify.add_arguments(parser)
    stdout, stderr = io.StringIO(), io.StringIO()
    console = Console(stdout, stderr, environment={})
    assert verify.run(parser.parse_args([str(copy)]), console) == 0
    (copy / "CREDITS").write_text("me")
    assert verify.run(parser.parse_args([str(copy), "--json"]), console) == 3
    assert "CREDITS: is not the file that was bundled" in stderr.getvalue()
    assert json.loads(stdout.getvalue())[str(copy)][0]["path"] == "CREDITS"
