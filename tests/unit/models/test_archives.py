"""Archives are hostile until checked; nothing of a refused one is written."""

from __future__ import annotations

import os
import stat
import zipfile
from pathlib import Path

import pytest

from pipeline.errors import InputError, ModelDamaged
from pipeline.files import hash_file
from pipeline.models import archives
from pipeline.models.archives import check_archive, unpack_archive


def make_zip(path: Path, files: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return path


def test_a_good_archive_is_unpacked_whole(tmp_path: Path) -> None:
    archive = make_zip(tmp_path / "a.zip", {"model/": b"", "model/a.txt": b"one", "model/sub/b.txt": b"two"})
    assert check_archive(archive, engine="argos") == "model"
    folder = unpack_archive(archive, tmp_path / "out", engine="argos")
    assert (folder / "a.txt").read_bytes() == b"one"
    assert (folder / "sub" / "b.txt").read_bytes() == b"two"
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["model"]


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("../evil.txt", "leaves its folder"),
        ("model/../../evil.txt", "leaves its folder"),
        ("/etc/evil.txt", "leaves its folder"),
        ("model\\..\\..\\evil.txt", "leaves its folder"),
        ("C:/evil.txt", "leaves its folder"),
        (".ssh/keys", "hidden or unprintable name"),
        ("model/a\x1bb", "hidden or unprintable name"),
        ("other/file.txt", "more than one folder"),
    ],
)
def test_names_that_lead_elsewhere_are_refused(tmp_path: Path, name: str, reason: str) -> None:
    archive = make_zip(tmp_path / "a.argosmodel", {"model/good.txt": b"x", name: b"evil"})
    with pytest.raises(ModelDamaged, match=reason) as caught:
        unpack_archive(archive, tmp_path / "out" / "deep", engine="argos")
    assert "\n" not in str(caught.value)
    assert "\x1b" not in str(caught.value)
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["a.argosmodel"]


def test_what_an_ended_program_left_is_removed(tmp_path: Path) -> None:
    """A program that ends while it unpacks in a thread; one that unpacks just now is left alone."""
    old, new = tmp_path / "out" / ".unpacking-old", tmp_path / "out" / ".unpacking-new"
    for folder in (old, new):
        folder.mkdir(parents=True)
        (folder / "part").write_bytes(b"x")
    os.utime(old, (0, 0))
    unpack_archive(make_zip(tmp_path / "a.zip", {"model/a.txt": b"one"}), tmp_path / "out", engine="argos")
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [".unpacking-new", "model"]


def test_a_symbolic_link_is_refused(tmp_path: Path) -> None:
    archive = tmp_path / "a.argosmodel"
    link = zipfile.ZipInfo("model/link")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(archive, "w") as out:
        out.writestr("model/good.txt", b"x")
        out.writestr(link, "/etc/passwd")
    with pytest.raises(ModelDamaged, match="is a link or a device"):
        unpack_archive(archive, tmp_path / "out", engine="argos")
    assert not (tmp_path / "out").exists()


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    archive = make_zip(tmp_path / "bomb.argosmodel", {"model/zeros": bytes(60_000_000)})
    assert archive.stat().st_size < 100_000
    with pytest.raises(ModelDamaged, match="would unpack to 60,000,000 bytes"):
        unpack_archive(archive, tmp_path / "out", engine="argos")


def test_too_many_files_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MAX_ENTRIES", 3)
    archive = make_zip(tmp_path / "a.zip", {f"model/{number}": b"" for number in range(4)})
    with pytest.raises(ModelDamaged, match="more than 3 files"):
        check_archive(archive, engine="argos")


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_files_of_one_name_are_refused(tmp_path: Path) -> None:
    archive = tmp_path / "a.zip"
    with zipfile.ZipFile(archive, "w") as out:
        out.writestr("model/a", b"good")
        out.writestr("model/a", b"evil")
    with pytest.raises(ModelDamaged, match="two files of one name"):
        check_archive(archive, engine="argos")


@pytest.mark.parametrize("data", [b"", b"no archive at all", b"PK\x03\x04 only a start"])
def test_what_is_no_archive_is_said_to_be_none(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.argosmodel"
    path.write_bytes(data)
    with pytest.raises(ModelDamaged, match=r"a\.argosmodel is not a zip archive"):
        check_archive(path, engine="argos")


def test_an_empty_archive_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelDamaged, match="it is empty"):
        check_archive(make_zip(tmp_path / "a.zip", {}), engine="argos")


def test_a_flipped_byte_is_found_and_the_older_folder_stays(tmp_path: Path) -> None:
    """The archive's own checksum catches it; the model that was there keeps working."""
    path = tmp_path / "a.argosmodel"
    with zipfile.ZipFile(path, "w") as out:
        out.writestr("model/weights", b"0123456789" * 100)
    data = bytearray(path.read_bytes())
    data[200] ^= 0xFF
    path.write_bytes(bytes(data))
    (tmp_path / "out" / "model").mkdir(parents=True)
    (tmp_path / "out" / "model" / "old").write_bytes(b"old")
    with pytest.raises(ModelDamaged, match="is corrupt"):
        unpack_archive(path, tmp_path / "out", engine="argos")
    assert [item.name for item in (tmp_path / "out").rglob("*")] == ["model", "old"]


def test_a_newer_package_replaces_the_older_one_whole(tmp_path: Path) -> None:
    unpack_archive(make_zip(tmp_path / "1.zip", {"model/old": b"1"}), tmp_path / "out", engine="argos")
    unpack_archive(make_zip(tmp_path / "2.zip", {"model/new": b"2"}), tmp_path / "out", engine="argos")
    assert sorted(item.name for item in (tmp_path / "out").rglob("*")) == ["model", "new"]


def test_a_folder_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    archive = make_zip(tmp_path / "a.zip", {"model/a": b"1"})
    with pytest.raises(InputError, match="cannot be written"):
        unpack_archive(archive, tmp_path / "file" / "out", engine="argos")


def test_a_missing_file_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        hash_file(tmp_path / "none")
    with pytest.raises(InputError, match="no such file"):
        check_archive(tmp_path / "none", engine="argos")
