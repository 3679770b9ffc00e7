"""Models are added whole or not at all; the index is a server on loopback."""

from __future__ import annotations

import json
import os
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from argostranslate import settings as argos_settings

from pipeline.errors import EngineError, InputError, LanguagePairMissing, ModelDamaged
from pipeline.translation.engines import argos_store
from pipeline.translation.engines.argos_packages import find_damaged, find_packages, read_package
from pipeline.translation.engines.argos_store import (
    Reporter,
    add_file,
    add_pair,
    candidate_edges,
    known_index,
    parse_index,
    remove_pair,
)
from tests.model_server import Server, make_package, serve


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Empty folders of ours and of Argos; gives the one where Argos has its packages."""
    packages = tmp_path / "argos" / "packages"
    packages.mkdir(parents=True)
    monkeypatch.setenv("CAPTIONS_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(argos_settings, "package_dirs", [packages])
    monkeypatch.setattr(argos_settings, "local_package_index", tmp_path / "argos" / "index.json")
    return packages


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """An index of two packages, English to Spanish (two versions) and English to German."""
    with serve() as state:
        offered = []
        for source, target, version in (("en", "es", "1.0"), ("en", "es", "1.9"), ("en", "de", "1.0")):
            name = f"{source}_{target}-{version}.argosmodel"
            state.files[name] = make_package(tmp_path / name, source, target, version=version).read_bytes()
            line = {"type": "translate", "from_code": source, "to_code": target, "package_version": version}
            offered.append({**line, "links": [state.address + name]})
        state.files["index.json"] = json.dumps(offered).encode()
        monkeypatch.setattr(argos_settings, "remote_package_index", state.address + "index.json")
        yield state


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_the_newest_package_of_a_pair_is_added_where_argos_finds_it(server: Server, installed: Path) -> None:
    told: list[str] = []
    package = add_pair("en", "es", reporter=Reporter(tell=told.append))
    assert (package.source, package.target, package.version) == ("en", "es", "1.9")
    assert names(installed) == ["translate-en_es-1_9"]
    assert told == ["translate-en_es-1_9: 0.0 MB to download"]


def test_an_interrupted_download_goes_on_and_the_model_is_whole(server: Server, installed: Path) -> None:
    server.cut_after["en_es-1.9.argosmodel"] = 200
    add_pair("en", "es", silence_seconds=5)
    assert ("en_es-1.9.argosmodel", "bytes=200-") in server.requests
    assert names(installed) == ["translate-en_es-1_9"]


def test_a_file_that_changed_on_the_server_is_refused_until_the_model_is_removed(
    server: Server, installed: Path, tmp_path: Path
) -> None:
    """Argos's index has no checksums: the first download's hash is the one that counts."""
    add_pair("en", "es")
    other = make_package(tmp_path / "other", "en", "es", version="1.9", weights=b"changed")
    server.files["en_es-1.9.argosmodel"] = other.read_bytes()
    with pytest.raises(ModelDamaged, match="captions models remove en es") as caught:
        add_pair("en", "es")
    assert "has changed since its first use" in str(caught.value)
    assert (installed / "translate-en_es-1_9" / "model" / "model.bin").read_bytes() == b"weights"
    remove_pair("en", "es")
    add_pair("en", "es")
    assert (installed / "translate-en_es-1_9" / "model" / "model.bin").read_bytes() == b"changed"


def test_a_hostile_archive_from_the_index_leaves_nothing(server: Server, installed: Path, tmp_path: Path) -> None:
    evil = make_package(tmp_path / "evil", "en", "es", version="1.9")
    with zipfile.ZipFile(evil, "a") as archive:
        archive.writestr("translate-en_es-1_9/../../evil.txt", b"evil")
    server.files["en_es-1.9.argosmodel"] = evil.read_bytes()
    with pytest.raises(ModelDamaged, match="leaves its folder"):
        add_pair("en", "es")
    assert names(installed) == []
    assert not list(tmp_path.rglob("evil.txt"))


def test_a_model_for_the_wrong_direction_is_refused(server: Server, installed: Path, tmp_path: Path) -> None:
    server.files["en_es-1.9.argosmodel"] = make_package(tmp_path / "wrong", "es", "en").read_bytes()
    with pytest.raises(ModelDamaged, match="translates es to en, not en to es"):
        add_pair("en", "es")
    assert names(installed) == []


def test_an_index_that_never_answers_is_one_line(server: Server, installed: Path) -> None:
    server.silent.add("index.json")
    with pytest.raises(EngineError, match=r"did not answer within 0\.1 s") as caught:
        add_pair("en", "es", silence_seconds=0.1)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("data", [b"", b"<html>", b"{}", b"\xff\xfe"])
def test_what_is_no_index_is_one_line(server: Server, installed: Path, data: bytes) -> None:
    server.files["index.json"] = data
    with pytest.raises(EngineError, match="is not an index"):
        add_pair("en", "es")


def test_a_pair_that_the_index_lacks_names_a_command_that_helps(server: Server, installed: Path) -> None:
    with pytest.raises(LanguagePairMissing, match="captions models add --engine firefox en fr"):
        add_pair("en", "fr")


def test_a_pair_that_goes_through_english_names_both_packages() -> None:
    offered = parse_index(
        json.dumps([{"from_code": "de", "to_code": "en"}, {"from_code": "en", "to_code": "fr"}]).encode()
    )
    error = argos_store._pair_missing("de", "fr", offered)
    assert "captions models add de en && captions models add en fr" in str(error)


def test_the_last_fetched_index_is_known_without_a_network(server: Server, installed: Path) -> None:
    assert known_index() == ()
    add_pair("en", "de")
    assert [(package.source, package.target, package.version) for package in known_index()] == [
        ("en", "de", "1.0"),
        ("en", "es", "1.9"),
    ]
    assert [edge.model for edge in candidate_edges(known_index())] == ["translate-en_de-1_0", "translate-en_es-1_9"]


def test_index_lines_that_make_no_sense_are_left_out() -> None:
    lines = [7, {}, {"from_code": "xx", "to_code": "en"}, {"type": "sbd", "from_codes": ["en"]}]
    good = {"from_code": "en", "to_code": "pb", "package_version": "1.0", "links": ["http://127.0.0.1/a"]}
    (package,) = parse_index(json.dumps([*lines, good]).encode())
    assert (package.target, package.name) == ("pt-BR", "translate-en_pb-1_0")


def test_a_file_is_added_without_a_network(installed: Path, tmp_path: Path) -> None:
    add_file(make_package(tmp_path / "a.argosmodel", "pt", "es"))
    assert names(installed) == ["translate-pt_es-1_0"]


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.argosmodel", b"no zip", "not a zip archive"),
        ("a.zip", None, r"is not an \.argosmodel file"),
    ],
)
def test_a_file_that_is_no_package_is_refused(
    installed: Path, tmp_path: Path, name: str, data: bytes | None, reason: str
) -> None:
    path = tmp_path / name
    if data is None:
        make_package(path, "en", "es")
    else:
        path.write_bytes(data)
    with pytest.raises(ModelDamaged, match=reason):
        add_file(path)
    assert names(installed) == []


def test_a_missing_file_is_said(installed: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        add_file(tmp_path / "none.argosmodel")


def test_removing_deletes_only_that_pair(installed: Path, tmp_path: Path) -> None:
    add_file(make_package(tmp_path / "a.argosmodel", "en", "es"))
    add_file(make_package(tmp_path / "b.argosmodel", "es", "en"))
    assert [path.name for path in remove_pair("en", "es")] == ["translate-en_es-1_0"]
    assert names(installed) == ["translate-es_en-1_0"]
    with pytest.raises(EngineError, match="no argos model of yours translates en to es"):
        remove_pair("en", "es")


def test_damaged_packages_are_named_and_the_others_found(installed: Path, tmp_path: Path) -> None:
    add_file(make_package(tmp_path / "a.argosmodel", "en", "es"))
    (installed / "broken").mkdir()
    (installed / "broken" / "metadata.json").write_bytes(b"{")
    (installed / "half.argosmodel").write_bytes(b"PK")
    assert [package.name for package in find_packages([installed, tmp_path / "none"])] == ["translate-en_es-1_0"]
    assert [str(problem).split(" is ")[0] for problem in find_damaged([installed])] == [
        "argos: broken",
        "argos: half.argosmodel",
    ]


def test_the_newest_of_two_versions_comes_first(installed: Path, tmp_path: Path) -> None:
    for version in ("1.0", "1.10", "1.9"):
        add_file(make_package(tmp_path / "a.argosmodel", "en", "es", version=version))
    assert [package.version for package in find_packages([installed])] == ["1.10", "1.9", "1.0"]


def test_an_archive_and_its_folder_have_the_same_fingerprint(installed: Path, tmp_path: Path) -> None:
    """Installing the package that a project shipped must not make every translation stale."""
    archive = make_package(tmp_path / "a.argosmodel", "en", "es")
    described = read_package(archive)
    assert described is not None
    assert add_file(archive).fingerprint == described.fingerprint
    changed = make_package(tmp_path / "b.argosmodel", "en", "es", weights=b"changed")
    assert add_file(changed).fingerprint != described.fingerprint


def write_metadata(path: Path, metadata: str) -> Path:
    """An archive as a stranger might send it."""
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("x/metadata.json", metadata)
        archive.writestr("x/model/model.bin", b"x")
    return path


HOSTILE = {
    "list": "[]",
    "text": '"en"',
    "nested": "[" * 100_000,
    "version": json.dumps({"from_code": "en", "to_code": "de", "package_version": "9" * 5_000}),
    "code": json.dumps({"from_code": ["en"], "to_code": {"a": 1}, "package_version": "1"}),
    "bytes": "\x00\xff",
}


@pytest.mark.parametrize("metadata", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_strangers_package_hides_no_other_and_is_named(metadata: str, installed: Path, tmp_path: Path) -> None:
    """Neither `status` nor `languages` ends at it; it cannot be installed."""
    folder = tmp_path / "models"
    folder.mkdir()
    good = make_package(folder / "good.argosmodel", "en", "es", version="1.0")
    bad = write_metadata(folder / "bad.argosmodel", metadata)
    assert [package.path for package in find_packages([folder])] == [good]
    assert [bad.name in str(error) for error in find_damaged([folder])] == [True]
    with pytest.raises(ModelDamaged):
        add_file(bad)
    assert names(installed) == []


@pytest.mark.parametrize("kind", ["pipe", "endless", "folder"])
def test_what_is_no_file_is_no_package(kind: str, tmp_path: Path) -> None:
    """A pipe is not waited for, a device not read to its end."""
    path = tmp_path / "x.argosmodel"
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "endless":
        path.symlink_to("/dev/zero")
    else:
        path.mkdir()
    assert find_packages([tmp_path]) == ()
    assert len(find_damaged([tmp_path])) == 1
