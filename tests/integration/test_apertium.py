"""Apertium: the real pairs where the program is installed, and a false one that dies, everywhere."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pipeline.errors import EngineError
from pipeline.protocols import ignore_progress
from pipeline.settings import TranslationSettings
from pipeline.translation.engines import apertium
from pipeline.translation.engines.apertium import edges, from_stream, make_translator, to_stream
from pipeline.translation.routes import Edge

SETTINGS = TranslationSettings(engines=("apertium",))
HERE = Path(__file__).parent


def pair(source: str, target: str) -> Edge:
    """The installed pair; the test is skipped without it."""
    if shutil.which("apertium") is None:
        pytest.skip("Apertium is not installed (Debian: apt install apertium apertium-es-pt apertium-pt-gl)")
    found = [edge for edge in edges(SETTINGS, HERE) if (edge.source, edge.target) == (source, target)]
    if not found:
        pytest.skip(f"the Apertium pair {source} to {target} is not installed")
    return found[0]


@pytest.fixture
def false_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An `apertium` whose pipeline is what the test writes into the file `pipeline`."""
    programs = tmp_path / "bin"
    programs.mkdir()
    (tmp_path / "share" / "apertium" / "modes").mkdir(parents=True)
    for mode in ("pt-es", "eng-spa", "pt-es_AR-wrong", "xx-yy", "pt-gl-latin1"):
        (tmp_path / "share" / "apertium" / "modes" / f"{mode}.mode").write_text("cat '/none'", "utf-8")
    pipeline = tmp_path / "pipeline"
    for name, body in (("apertium", "exit 1"), ("apertium-wblank-mode", f"cat '{pipeline}'")):
        (programs / name).write_text(f"#!/bin/sh\n{body}\n", "utf-8")
        (programs / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}:/usr/bin:/bin")
    monkeypatch.delenv("APERTIUM_DATADIR", raising=False)
    return pipeline


def test_pairs_are_those_of_the_installed_program(false_program: Path) -> None:
    found = [(edge.source, edge.target, edge.model, edge.quality.label) for edge in edges(SETTINGS, HERE)]
    assert found == [("en", "es", "eng-spa", "rough"), ("pt", "es", "pt-es", "draft")]


def test_without_the_program_there_are_no_pairs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert edges(SETTINGS, HERE) == ()


def test_a_pipeline_that_dies_half_way_is_an_error_and_the_next_call_starts_anew(false_program: Path) -> None:
    """The other languages go on: the error is one of this engine, and nothing hangs."""
    translator = make_translator(edges(SETTINGS, HERE)[1], SETTINGS, HERE)
    false_program.write_text("IFS= read -r -d '' first; printf '%s\\0' \"$first\"", "utf-8")
    with pytest.raises(EngineError, match="apertium: pt-es died while translating"):
        translator.translate(["Uma frase.", "Outra frase.", "E mais uma."], ignore_progress)
    false_program.write_text("cat", "utf-8")
    assert [item.text for item in translator.translate(["Uma frase."], ignore_progress)] == ["Uma frase."]


def test_a_pipeline_that_hangs_is_given_up(false_program: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apertium, "ANSWER_SECONDS", 0.2)
    false_program.write_text("exec sleep 5", "utf-8")
    translator = make_translator(edges(SETTINGS, HERE)[1], SETTINGS, HERE)
    with pytest.raises(EngineError, match=r"pt-es gave no answer in 0 s"):
        translator.translate(["Uma frase."], ignore_progress)


@pytest.mark.parametrize(
    "text",
    ["a^b$ [c] {d} \\ /e/ @f <g> *h", "[][\\]", "\\", "a@b.com <i>x</i> http://x.y/z?a=[b] -->", "[[[", "", "]"],
)
def test_the_stream_format_loses_nothing(text: str) -> None:
    assert from_stream(to_stream(text)) == text


def test_one_sentence_is_one_answer_whatever_the_text(false_program: Path) -> None:
    """With programs that change nothing, every text comes back as it went in."""
    false_program.write_text("cat", "utf-8")
    given = ["No stop", "Stop.", "a^b$ [c] {d} \\ /e/ @f <g> *h ~i #j +k", "", "😀 مرحبا", "x" * 5_000, "[][", "."]
    translator = make_translator(edges(SETTINGS, HERE)[1], SETTINGS, HERE)
    assert [item.text for item in translator.translate(given, ignore_progress)] == given


def test_real_relatives_are_translated() -> None:
    translator = make_translator(pair("pt", "es"), SETTINGS, HERE)
    given = [
        "Em Rongcheng todos começam com 1.000 pontos",
        "Não há nada.",
        "a^b$ [c]",
        "<i>Olá</i>, mundo!",
    ]
    texts = [item.text for item in translator.translate(given, ignore_progress)]
    assert texts == [
        "En Rongcheng todos comienzan con 1.000 puntos",
        "No hay nada.",
        "a^b$ [c]",
        "<i>Hola</i>, mundo!",
    ]


def test_a_thousand_real_sentences_stay_apart() -> None:
    """Without a stop at their ends: in one text, Apertium would join them."""
    translator = make_translator(pair("pt", "gl"), SETTINGS, HERE)
    results = translator.translate([f"linha número {number}" for number in range(1_000)], ignore_progress)
    assert all(result.text.endswith(f" {number}") for number, result in enumerate(results))
