"""`captions models` and `captions languages` as their user sees them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from argostranslate import settings as argos_settings

from pipeline.cli import main
from pipeline.commands.languages import draw_map, map_to_json
from pipeline.commands.models import parse_pair
from pipeline.errors import UsageError
from tests.model_server import make_package
from tests.unit.translation.test_routes import edge


@pytest.fixture(autouse=True)
def _workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty workspace with Argos only, and nothing of the machine's user."""
    packages = tmp_path / "packages"
    packages.mkdir()
    monkeypatch.setenv("CAPTIONS_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(argos_settings, "package_dirs", [packages])
    monkeypatch.setattr(argos_settings, "local_package_index", tmp_path / "index.json")
    (tmp_path / "captions.toml").write_text('[translation]\nengines = ["argos"]\n', "utf-8")
    monkeypatch.chdir(tmp_path)


def test_a_file_is_added_listed_and_removed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make_package(tmp_path / "es.argosmodel", "en", "es")
    assert main(["models", "add", "es.argosmodel"]) == 0
    assert main(["models", "list", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert {"en → es", "en → pt"} <= {f"{row['source']} → {row['target']}" for row in listed}
    assert main(["models", "remove", "en", "es"]) == 0
    assert main(["models", "remove", "en", "es"]) == 1
    assert "no argos model of yours translates en to es" in capsys.readouterr().err


def test_a_damaged_package_is_named_by_the_list(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "packages" / "bad.argosmodel").write_bytes(b"no")
    assert main(["models", "list"]) == 0
    assert "bad.argosmodel is not a readable package" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("what", "pair"),
    [
        (["en", "es"], ("en", "es")),
        (["es"], ("en", "es")),
        (["en_pt-BR"], ("en", "pt-BR")),
        (["eng", "por"], ("en", "pt")),
    ],
)
def test_a_pair_is_read(what: list[str], pair: tuple[str, str]) -> None:
    assert parse_pair(what) == pair


@pytest.mark.parametrize("what", [["xx"], ["en"], ["en", "en"], ["en", "es", "pt"], ["a/b"]])
def test_what_is_no_pair_is_bad_usage(what: list[str]) -> None:
    with pytest.raises(UsageError):
        parse_pair(what)


def test_the_map_shows_what_the_repository_ships(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["languages"]) == 0
    shown = capsys.readouterr()
    assert "Portuguese (pt)  Português  neural   en → pt (argos)" in shown.out
    assert "more languages: captions models add en TAG" in shown.err
    assert main(["languages", "--from", "pt"]) == 0
    assert "pt → en (argos)" in capsys.readouterr().out


def test_the_map_shows_what_one_more_model_would_add(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "index.json").write_text('[{"from_code": "en", "to_code": "es"}, {"from_code": "en", "to_code": "pt"}]')
    assert main(["languages"]) == 0
    assert "captions models add en es would add or better: Spanish" in capsys.readouterr().err


def test_a_language_that_does_not_exist_is_bad_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["languages", "--from", "klingonese"]) == 2
    assert "not a language code" in capsys.readouterr().err


def test_the_map_for_scripts_names_each_step() -> None:
    edges = (edge("en>pt"), edge("pt>gl", engine="apertium"))
    value = map_to_json(draw_map(edges, (edge("en>gl"),), "en"))
    assert json.loads(json.dumps(value)) == value
    languages = value["languages"]
    assert isinstance(languages, list)
    assert [(item["language"], item["quality"], len(item["route"])) for item in languages] == [
        ("gl", "draft", 2),
        ("pt", "neural", 1),
    ]
    assert value["one_more_model"] == {"en→gl": ["gl"]}


def test_a_language_without_models_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["languages", "--from", "ja"]) == 0
    assert "nothing is installed that translates Japanese" in capsys.readouterr().err
