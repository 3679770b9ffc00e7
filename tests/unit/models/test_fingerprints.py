"""A model's hash is remembered at its first use and checked at every later one."""

from pathlib import Path

import pytest

from pipeline.errors import ModelDamaged
from pipeline.files import hash_file
from pipeline.models.fingerprints import check_or_record, forget


def check(records: Path, path: Path, key: str = "model 1") -> None:
    check_or_record(records, key, {path.name: hash_file(path)}, engine="argos", cure="captions models add en es")


def test_a_model_that_changed_since_its_first_use_is_refused_with_the_cure(tmp_path: Path) -> None:
    model = tmp_path / "model.bin"
    model.write_bytes(b"good")
    check(tmp_path / "records", model)
    check(tmp_path / "records", model)
    model.write_bytes(b"evil")
    with pytest.raises(ModelDamaged, match=r"model\.bin of model 1 has changed .* captions models add en es"):
        check(tmp_path / "records", model)


def test_another_version_has_a_record_of_its_own(tmp_path: Path) -> None:
    model = tmp_path / "model.bin"
    model.write_bytes(b"one")
    check(tmp_path / "records", model, "model 1")
    model.write_bytes(b"two")
    check(tmp_path / "records", model, "model 2")
    assert len(list((tmp_path / "records").iterdir())) == 2


def test_what_was_removed_on_purpose_is_forgotten(tmp_path: Path) -> None:
    model = tmp_path / "model.bin"
    model.write_bytes(b"one")
    check(tmp_path / "records", model)
    forget(tmp_path / "records", "model 1")
    forget(tmp_path / "records", "model 1")
    model.write_bytes(b"two")
    check(tmp_path / "records", model)


def test_a_broken_record_stops_nobody(tmp_path: Path) -> None:
    model = tmp_path / "model.bin"
    model.write_bytes(b"one")
    check(tmp_path / "records", model)
    for record in (tmp_path / "records").iterdir():
        record.write_bytes(b"[]")
    check(tmp_path / "records", model)
