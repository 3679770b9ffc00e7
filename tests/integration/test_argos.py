"""The real embedded packages, through the real tokenizer and CTranslate2."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

from pipeline.errors import ConfigError, EngineError, ModelDamaged
from pipeline.protocols import Progress, ignore_progress
from pipeline.settings import TranslationSettings
from pipeline.translation.engines import argos_network
from pipeline.translation.engines.argos import ArgosTranslator
from pipeline.translation.engines.registry import installed_edges, load_translator
from pipeline.translation.routes import Edge
from pipeline.translation.translating import translate_sentences

ROOT = Path(__file__).parents[2]
SETTINGS = TranslationSettings(engines=("argos",), threads=1)
RONGCHENG = "In Rongcheng, everyone starts with 1,000 points."


@pytest.fixture(autouse=True)
def _own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of the machine's user counts: neither our folders nor Argos's."""
    from argostranslate import settings as argos_settings

    monkeypatch.setenv("CAPTIONS_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(argos_settings, "package_dirs", [tmp_path / "packages"])


def embedded(pair: str = "en-pt", folder: Path = ROOT) -> Edge:
    source, target = pair.split("-")
    return next(edge for edge in installed_edges(SETTINGS, folder) if (edge.source, edge.target) == (source, target))


def _word_at(text: str, offset: int) -> str:
    return text[offset:].partition(" ")[0]


@pytest.mark.engines
def test_the_embedded_package_translates_with_alignment_and_score() -> None:
    translator = load_translator(embedded(), SETTINGS, ROOT)
    seen: list[Progress] = []
    (result,) = translator.translate([RONGCHENG], seen.append)
    assert result.text == "Em Rongcheng, todos começam com 1.000 pontos."
    assert result.score is not None
    assert -1 < result.score <= 0
    assert result.alignment is not None
    links = {_word_at(result.text, ours): _word_at(RONGCHENG, theirs) for ours, theirs in result.alignment}
    assert links["Rongcheng,"] == "Rongcheng,"
    assert links["1.000"] == "1,000"
    assert links["pontos."] == "points."
    assert (seen[-1].done, seen[-1].total, seen[-1].unit) == (1, 1, "sentences")


@pytest.mark.engines
def test_a_batch_gives_the_same_as_one_by_one() -> None:
    sentences = [
        "Each local government keeps its own records.",
        RONGCHENG,
        "Critics call it a tool of control.",
        "By June 2019, 27 million airline tickets had been refused to people on blacklists.",
        "No.",
    ]
    translator = load_translator(embedded(), SETTINGS, ROOT)
    together = translator.translate(sentences, ignore_progress)
    assert together == tuple(translator.translate([sentence], ignore_progress)[0] for sentence in sentences)


@pytest.mark.engines
def test_bad_input_gives_one_sound_sentence_for_each() -> None:
    """Empty, very long, emoji, right to left, control characters, underscores, markup."""
    given = [
        "",
        "The score of a person, " * 220,
        "That is great 😀!",
        "مرحبا بالعالم",
        "\u202eHello\u202c\x00, my\nfriend.",
        "Set my_variable_name now.",
        "<i>Hello</i> there.",
        "--> It goes on.",
        "A" * 300,
    ]
    results = translate_sentences(
        given, translator=load_translator(embedded(), SETTINGS, ROOT), source="en", target="pt"
    )
    assert results[0].text == ""
    assert all(result.text and "\n" not in result.text for result in results[1:])
    assert results[1].text.count(",") > 150
    assert results[4].text == "Olá, meu amigo."
    assert "my_variable_name" in results[5].text
    assert results[6].text.startswith("<i>")
    assert "</i>" in results[6].text
    assert "-->" in results[7].text


@pytest.mark.engines
def test_portuguese_comes_back_as_english() -> None:
    translator = load_translator(embedded("pt-en"), SETTINGS, ROOT)
    (result,) = translator.translate(["Cada governo local mantém seus próprios registros."], ignore_progress)
    # Int8 kernels round by the processor's own instructions, so near-equal words may change places.
    verbs = ("maintains", "keeps")
    assert result.text in {f"Each local government {verb} its own records." for verb in verbs}


@pytest.mark.engines
def test_translating_imports_neither_torch_nor_spacy_nor_stanza() -> None:
    code = (
        "import sys; from pathlib import Path; from pipeline.settings import TranslationSettings as S;"
        "from pipeline.translation.engines.registry import installed_edges, load_translator;"
        "s = S(engines=('argos',)); e = installed_edges(s, Path('.'))[0];"
        "load_translator(e, s, Path('.')).translate(['Hello.'], lambda p: None);"
        "print([name for name in ('torch', 'spacy', 'stanza', 'minisbd') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.engines
def test_a_model_is_loaded_once_however_often_it_is_asked_for() -> None:
    translator = load_translator(embedded(), SETTINGS, ROOT)
    assert isinstance(translator, ArgosTranslator)
    translator.translate(["Hello."], ignore_progress)
    model = translator._loaded[0]
    translator.translate(["Hello."], ignore_progress)
    assert translator._loaded == [model]


def test_the_users_own_package_of_a_pair_is_preferred(tmp_path: Path) -> None:
    with zipfile.ZipFile(ROOT / "models" / "translate-en_pt-1_0.argosmodel") as archive:
        archive.extractall(tmp_path / "packages")
    assert embedded().location == str(tmp_path / "packages" / "translate-en_pt-1_0")


def test_the_shipped_packages_are_found_from_any_folder(tmp_path: Path) -> None:
    assert embedded(folder=tmp_path).location == str(ROOT / "models" / "translate-en_pt-1_0.argosmodel")


def test_the_licence_of_a_package_is_known_for_the_credits() -> None:
    assert embedded().signature.licence == "MPL-2.0"


def test_asking_what_is_installed_makes_and_loads_nothing(tmp_path: Path) -> None:
    installed_edges(SETTINGS, tmp_path)
    assert not (tmp_path / "home").exists()


def test_an_archive_that_is_not_the_listed_one_is_refused(tmp_path: Path) -> None:
    models = tmp_path / "models"
    models.mkdir()
    shutil.copy(ROOT / "models" / "translate-en_pt-1_0.argosmodel", models / "mine.argosmodel")
    (models / "SHA256SUMS").write_text(f"{'0' * 64}  mine.argosmodel\n", "utf-8")
    edge = next(edge for edge in installed_edges(SETTINGS, tmp_path) if edge.model == "mine")
    with pytest.raises(ModelDamaged, match="is not the file that SHA256SUMS beside it names"):
        load_translator(edge, SETTINGS, tmp_path).translate(["Hello."], ignore_progress)


@pytest.mark.parametrize("damage", ["model/model.bin", "sentencepiece.model"])
def test_a_corrupt_model_is_one_line_with_the_cure(tmp_path: Path, damage: str) -> None:
    with zipfile.ZipFile(ROOT / "models" / "translate-en_pt-1_0.argosmodel") as archive:
        archive.extractall(tmp_path / "packages")
    (tmp_path / "packages" / "translate-en_pt-1_0" / damage).write_bytes(b"corrupt")
    with pytest.raises(ModelDamaged, match="captions models add en pt") as caught:
        load_translator(embedded(), SETTINGS, ROOT).translate(["Hello."], ignore_progress)
    assert "\n" not in str(caught.value)


@pytest.mark.engines
def test_a_model_that_changed_after_its_first_use_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(ROOT / "models" / "translate-en_pt-1_0.argosmodel") as archive:
        archive.extractall(tmp_path / "packages")
    load_translator(embedded(), SETTINGS, ROOT).translate(["Hello."], ignore_progress)
    weights = tmp_path / "packages" / "translate-en_pt-1_0" / "model" / "model.bin"
    data = bytearray(weights.read_bytes())
    data[-1_000] ^= 0xFF
    weights.write_bytes(bytes(data))
    with pytest.raises(ModelDamaged, match=r"model\.bin .* has changed since its first use"):
        load_translator(embedded(), SETTINGS, ROOT).translate(["Hello."], ignore_progress)


def test_an_engine_that_does_not_exist_names_the_known_ones() -> None:
    with pytest.raises(ConfigError, match="'google' is not a translation engine; known: argos, firefox, apertium"):
        installed_edges(TranslationSettings(engines=("google",)), ROOT)
    edge = Edge(
        source="en",
        target="pt",
        engine="google",
        model="",
        quality=embedded().quality,
        signature=embedded().signature,
    )
    with pytest.raises(EngineError, match="google: is not a translation engine"):
        load_translator(edge, SETTINGS, ROOT)


def test_ctrl_c_ends_a_long_translation_at_once(tmp_path: Path) -> None:
    """The network has taken all sentences by then, and would go on for half a minute."""
    numbers = range(1, 4_001)
    cues = (
        f"{n}\n{_clock(n)} --> {_clock(n + 1)}\nEverybody of town {n} starts with {n} points, they say.\n"
        for n in numbers
    )
    (tmp_path / "long.en.srt").write_text("\n".join(cues))
    command = [sys.executable, "-m", "pipeline", "translate", "long.en.srt", "--to", "pt", "-o", "long.pt.srt"]
    process = subprocess.Popen(
        command,
        cwd=tmp_path,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        preexec_fn=_heed_ctrl_c,  # noqa: PLW1509  # the child has no threads yet
    )
    assert process.stderr is not None
    assert process.stderr.readline().startswith("translate to pt: ")
    start = time.monotonic()
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=60)
    assert process.returncode == 130
    assert told.endswith("captions: stopped; nothing is half-written, the same command goes on from here\n")
    assert time.monotonic() - start < 10
    assert not (tmp_path / "long.pt.srt").exists()


def _heed_ctrl_c() -> None:
    """A suite that runs in the background passes on that Ctrl-C is ignored."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def _clock(seconds: int) -> str:
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02},000"


@pytest.mark.engines
def test_a_package_with_a_shortlist_is_run_with_it(tmp_path: Path) -> None:
    translator = load_translator(embedded(), SETTINGS, ROOT)
    assert isinstance(translator, ArgosTranslator)
    (result,) = translator.translate([RONGCHENG], ignore_progress)
    assert result.disagreement is not None
    assert translator._loaded[0].network.has_shortlist
    assert list((tmp_path / "home").rglob("vmap.txt"))


@pytest.mark.engines
@pytest.mark.parametrize("pair", ["en-pt", "pt-en"])
def test_a_sentence_with_its_own_lines_of_the_shortlist_is_translated_as_with_all(
    pair: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One alone is given its lines only; whoever asks for another sentence then gets the whole list."""
    source = pair.partition("-")[0]
    path = ROOT / "subtitles" / "social-credit" / f"social-credit.{source}.srt"
    texts = [" ".join(block.split("\n")[2:]) for block in path.read_text(encoding="utf-8").strip().split("\n\n")]
    texts = ["<unk> </s> 东京 😀 A_b <s>", *texts[:24]]
    excerpts = [load_translator(embedded(pair), SETTINGS, ROOT).translate([text], ignore_progress)[0] for text in texts]
    monkeypatch.setattr(argos_network, "_FEW_PIECES", 0)
    whole = load_translator(embedded(pair), SETTINGS, ROOT)
    assert list(whole.translate(texts, ignore_progress)) == excerpts
    monkeypatch.undo()
    both = load_translator(embedded(pair), SETTINGS, ROOT)
    assert [both.translate([text], ignore_progress)[0] for text in texts[:3]] == excerpts[:3]


@pytest.mark.engines
def test_a_damaged_shortlist_is_an_error_that_names_it(tmp_path: Path) -> None:
    models = tmp_path / "models"
    models.mkdir()
    name = "translate-en_pt-1_0"
    shutil.copy(ROOT / "models" / f"{name}.argosmodel", models)
    (models / f"{name}.vmap.txt.xz").write_bytes(b"not packed")
    edges = installed_edges(SETTINGS, tmp_path)
    edge = next(edge for edge in edges if (edge.source, edge.target) == ("en", "pt"))
    with pytest.raises(ModelDamaged, match=r"translate-en_pt-1_0\.vmap\.txt\.xz cannot be unpacked"):
        load_translator(edge, SETTINGS, tmp_path).translate(["Hello."], ignore_progress)


def test_a_shortlist_makes_another_model_of_a_package(tmp_path: Path) -> None:
    """Its text may differ, so what was translated without it is stale."""
    models = tmp_path / "models"
    models.mkdir()
    name = "translate-en_pt-1_0"
    shutil.copy(ROOT / "models" / f"{name}.argosmodel", models)
    before = embedded(folder=tmp_path).signature
    shutil.copy(ROOT / "models" / f"{name}.vmap.txt.xz", models)
    assert embedded(folder=tmp_path).signature != before
