"""Verification finds every kind of damage, and names the file."""

from __future__ import annotations

import argparse
import io
import json
import os
import shutil
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.commands import verify
from pipeline.commands.console import Console
from pipeline.delivery.verify import verify_bundle
from pipeline.errors import InputError
from tests.bundles import bundle, make_bundle_input, reseal, write_video


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("verify")
    bundle(make_bundle_input(write_video(folder / "talk.mp4")), folder / "talk")
    return folder / "talk"


@pytest.fixture
def copy(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "talk"))


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
    ("playlist", edit("hls/pt.m3u8", "pt.vtt", "../x.vtt"), "names '../x.vtt', which is no file beside it"),
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


SECRET = "root:x:0:0:a line of another file"


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    path = tmp_path / "secret.txt"
    path.write_text(f"{SECRET}\n")
    return path


def rewrite(folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(text)
    reseal(folder, name)


HOSTILE_LINES = [
    "{secret}",
    "file://{secret}",
    "../../secret.txt",
    "http://127.0.0.1:9/x.ts",
    "%2e%2e/%2e%2e/secret.txt",
]


@pytest.mark.parametrize("line", HOSTILE_LINES)
@pytest.mark.parametrize("name", ["hls/master.m3u8", "hls/media.m3u8", "hls/pt.m3u8"])
def test_a_playlist_reads_nothing_outside_of_the_bundle(name: str, line: str, copy: Path, secret: Path) -> None:
    """What it names is reported as no file of the bundle, and not a byte of it is shown."""
    text = (copy / name).read_text()
    hostile = line.format(secret=secret)
    rewrite(copy, name, f'{text}#EXT-X-MAP:URI="{hostile}"\n#EXTINF:1,\n{hostile}\n')
    problems = verify_bundle(copy)
    assert any("is no file beside it" in problem.message for problem in problems)
    assert not any(SECRET in problem.message for problem in problems)


def test_a_video_that_is_a_playlist_is_no_video(copy: Path, secret: Path) -> None:
    """FFmpeg would recognise it by its content and open what it names."""
    rewrite(copy, "talk.captioned.mp4", f"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n{secret}\n#EXT-X-ENDLIST\n")
    problems = [f"{problem.path}: {problem.message}" for problem in verify_bundle(copy)]
    assert any(problem.startswith("talk.captioned.mp4: cannot be read") for problem in problems)
    assert not any(SECRET in problem for problem in problems)


@pytest.mark.parametrize("name", ["CREDITS", "talk.pt.vtt", "hls/pt.vtt", "index.html", "SHA256SUMS", "talk.zip"])
@pytest.mark.parametrize("kind", ["link", "folder", "pipe", "endless"])
def test_what_is_no_regular_file_is_not_read(name: str, kind: str, copy: Path, secret: Path) -> None:
    """A link, a pipe that nobody writes to, a device without end: each is a problem, none is waited for."""
    path = copy / name
    path.unlink()
    if kind == "link":
        path.symlink_to(secret)
    elif kind == "folder":
        path.mkdir()
    elif kind == "pipe":
        os.mkfifo(path)
    else:
        path.symlink_to("/dev/zero")
    problems = verify_bundle(copy)
    assert problems
    assert not any(SECRET in problem.message for problem in problems)


def test_a_folder_that_is_a_link_is_not_entered(copy: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "x.txt").write_text("x")
    (copy / "more").symlink_to(tmp_path / "elsewhere")
    shutil.move(copy / "hls", tmp_path / "hls")
    (copy / "hls").symlink_to(tmp_path / "hls")
    problems = {(problem.path, problem.message) for problem in verify_bundle(copy)}
    assert ("more", "does not belong to the bundle") in problems
    assert not any(path.startswith("more/") for path, _ in problems)
    assert ("hls/master.m3u8", "leads out of the bundle") in problems


def zip_bomb(folder: Path) -> None:
    with zipfile.ZipFile(folder / "talk.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("talk/zeros", bytes(50_000_000))


def many_cues_at_once(folder: Path) -> None:
    cues = "".join(f"{n}\n00:00:00,200 --> 00:00:02,900\nx\n\n" for n in range(1, 20_001))
    rewrite(folder, "talk.pt.srt", cues)


def many_languages(folder: Path) -> None:
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["languages"] *= 4_000
    (folder / "manifest.json").write_text(json.dumps(manifest))


WORK = [
    ("comments", lambda f: rewrite(f, "index.html", "<!--" * 50_000)),
    ("unclosed tags", lambda f: rewrite(f, "index.html", "<script type=" * 50_000)),
    ("nested json", lambda f: (f / "manifest.json").write_text('{"schema_version":' + "[" * 100_000)),
    ("zip bomb", zip_bomb),
    ("cues at once", many_cues_at_once),
    ("languages", many_languages),
    ("digits", lambda f: rewrite(f, "hls/pt.vtt", "WEBVTT\nX-TIMESTAMP-MAP=LOCAL:00:00:00.000,MPEGTS:" + "9" * 6_000)),
]


@pytest.mark.parametrize("attack", [case[1] for case in WORK], ids=[case[0] for case in WORK])
def test_no_file_makes_the_check_work_without_end(attack: Callable[[Path], object], copy: Path) -> None:
    """Each is a problem or an error in one line, in seconds."""
    attack(copy)
    began = time.monotonic()
    try:
        assert verify_bundle(copy)
    except InputError as error:
        assert "\n" not in str(error)
    assert time.monotonic() - began < 6


def test_a_hostile_bundle_does_not_hide_the_others(copy: Path, tmp_path: Path) -> None:
    (tmp_path / "bad").mkdir()
    (tmp_path / "bad" / "manifest.json").write_text("[" * 100_000)
    parser = argparse.ArgumentParser()
    verify.add_arguments(parser)
    stdout, stderr = io.StringIO(), io.StringIO()
    console = Console(stdout, stderr, environment={})
    assert verify.run(parser.parse_args([str(tmp_path / "bad"), str(copy)]), console) == 1
    assert "not a manifest: RecursionError" in stderr.getvalue()
    assert f"{copy}: complete" in stderr.getvalue()
