"""Say it once: the glossary and the memory in a workspace."""

from __future__ import annotations

import json

import pytest

from tests.builders import TestWorkspace


def flat(text: str) -> str:
    return " ".join(text.split())


def test_a_term_changes_exactly_the_sentences_that_have_it(built: TestWorkspace) -> None:
    """And without the glossary all is as before, byte for byte."""
    before = built.snapshot()
    assert built.run("glossary", "add", "Rongcheng", "--to", "pt", "Rongchengue") == 0
    old = {cue.text for cue in built.cues("pt")}
    assert built.run("status") == 0
    assert built.run("build") == 0
    changed = [flat(cue.text) for cue in built.cues("pt") if cue.text not in old]
    assert len(changed) == 1
    assert "Rongchengue" in changed[0]
    once = built.snapshot()
    assert built.run("build") == 0
    assert built.snapshot() == once
    (built.folder / "glossary.toml").unlink()
    assert built.run("build") == 0
    assert built.snapshot() == before


def test_a_correction_stays_when_the_glossary_says_otherwise(
    built: TestWorkspace, capsys: pytest.CaptureFixture[str]
) -> None:
    """The person's text stands; the machine's new one is a suggestion."""
    built.edit("Rongcheng~pt", "a cidade")
    assert built.run("build") == 0
    assert built.run("glossary", "add", "Rongcheng", "--to", "pt", "Rongchengue") == 0
    assert built.run("build") == 0
    assert "a cidade" in built.text("pt")
    capsys.readouterr()
    assert built.run("status", "--json") == 0
    portuguese = next(row for row in json.loads(capsys.readouterr().out) if row["language"] == "pt")
    assert "Rongchengue" in portuguese["conflicts"][0]["suggestion"]


def test_a_glossary_that_contradicts_itself_is_an_error_with_the_term(
    built: TestWorkspace, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing is built with it, and no file changes."""
    before = built.snapshot()
    text = '[[term]]\nsource = "score"\ntranslate = false\ntranslations = { pt = "pontos" }\n'
    (built.folder / "glossary.toml").write_text(text)
    assert built.run("build") == 2
    assert "glossary.toml: “score” is not to be translated" in capsys.readouterr().err
    assert built.run("glossary") == 2
    assert built.snapshot() == before


def test_terms_come_in_and_go_out(built: TestWorkspace, capsys: pytest.CaptureFixture[str]) -> None:
    """What contradicts the glossary is refused by name; what people wrote in it stays byte for byte."""
    mine = '# Ours.\n[[term]]\nsource = "score"  # the number\ntranslations = { pt = "pontos" }\n'
    (built.folder / "glossary.toml").write_text(mine)
    (built.folder / "terms.tsv").write_text("score\tplacar\nloan\tempréstimo\tmoney\n")
    assert built.run("glossary", "import", "terms.tsv", "--from", "en", "--to", "pt") == 1
    told = capsys.readouterr().err
    assert "not taken: “score” is both “pontos” and “placar” in pt" in told
    text = (built.folder / "glossary.toml").read_text()
    assert text.startswith(mine)
    assert "empréstimo" in text
    for name in ("out.tsv", "out.csv", "out.tbx"):
        assert built.run("glossary", "export", "--from", "en", "--to", "pt", "-o", name) == 0
        assert "empréstimo" in (built.folder / name).read_text()
    assert built.run("glossary", "import", "out.tbx", "--from", "en") == 0
    assert "0 of 2 terms added" in capsys.readouterr().err
    assert built.run("glossary", "export", "--from", "en", "-o", "out.doc") == 2


def test_a_corrected_sentence_is_translated_so_in_another_video(
    built: TestWorkspace, capsys: pytest.CaptureFixture[str]
) -> None:
    """And the review says from where; one that is only alike is a suggestion."""
    built.edit("There~pt is~pt no~pt", "Não há")
    assert built.run("build") == 0
    built.add_video("film", ("There is no single national score.", "There is no single national scoring."))
    assert built.run("build") == 0
    text = flat(built.text("pt", "film"))
    assert "Não há single~pt national~pt score~pt." in text
    assert "There~pt is~pt no~pt single~pt national~pt scoring~pt." in text
    capsys.readouterr()
    assert built.run("review", "film", "--json") == 0
    assert "a person's translation of the same sentence: talk" in capsys.readouterr().out
    sentence = "There is no single national scoring."
    assert built.run("memory", "find", sentence, "--from", "en", "--to", "pt") == 0
    assert "Não há single~pt" in flat(capsys.readouterr().out)


def test_a_memory_of_another_tool_is_kept_and_used(built: TestWorkspace, capsys: pytest.CaptureFixture[str]) -> None:
    """Exported, imported into another workspace, and named where its languages fit nothing."""
    assert built.run("approve", "talk", "pt", "--by", "Ana Lima") == 0
    assert built.run("memory", "export", "-o", "out.tmx") == 0
    assert 'creationid="Ana Lima"' in (built.folder / "out.tmx").read_text()
    assert built.run("memory", "import", "out.tmx") == 0
    assert "6 sentences, en → pt" in capsys.readouterr().err
    other = (built.folder / "out.tmx").read_text().replace('"en"', '"fi"')
    (built.folder / "fi.tmx").write_text(other)
    assert built.run("memory", "import", "fi.tmx") == 0
    assert "no video is spoken in fi" in capsys.readouterr().err
    assert built.run("memory", "find", "Yes.", "--from", "de", "--to", "pt") == 0
    assert "remembered: en → pt, fi → pt" in capsys.readouterr().err
    (built.folder / "fi.tmx").write_text("<tmx>")
    assert built.run("memory", "import", "fi.tmx") == 1


def test_a_word_is_corrected_everywhere(built: TestWorkspace, capsys: pytest.CaptureFixture[str]) -> None:
    """It is shown first; with --yes it is done, and the next build spreads it."""
    built.add_video("film", ("We flew to Rongcheng.", "Rongchang is a city."))
    assert built.run("build") == 0
    before = built.snapshot()
    capsys.readouterr()
    assert built.run("replace", "Rongcheng", "Weihai") == 0
    told = capsys.readouterr()
    assert "In [Rongcheng], everyone starts" in flat(told.out)
    assert "nothing was changed" in told.err
    assert built.snapshot() == before
    assert built.run("replace", "Rongcheng", "Weihai", "--yes") == 0
    assert "captions glossary add Weihai --keep" in capsys.readouterr().err
    assert "Weihai" in built.text("en")
    assert "We flew to Weihai." in flat(built.text("en", "film"))
    assert "Rongchang" in built.text("en", "film")
    assert built.run("build") == 0
    assert "Weihai~pt" in built.text("pt")
    capsys.readouterr()
    assert built.run("replace", "Weihai", "Yantai", "film", "--yes", "--json") == 0
    assert json.loads(capsys.readouterr().out)[0]["places"][0]["found"] == "Weihai"
    assert "Weihai" in built.text("en")
    assert built.run("replace", "", "x") == 2
    assert built.run("replace", "nowhere-at-all", "x", "--yes") == 1


def test_the_memory_is_rebuilt_when_it_is_deleted_damaged_or_older(built: TestWorkspace) -> None:
    """It holds nothing that the caption files do not say."""
    cache = built.folder / "build" / "memory.json"

    def exported() -> str:
        assert built.run("memory", "export", "-o", "out.tmx") == 0
        return (built.folder / "out.tmx").read_text()

    assert built.run("approve", "talk", "pt", "--by", "Ana", "--cues", "1") == 0
    first = exported()
    for damage in (b"", b"[]", b'{"version": 1, "videos": {"talk": [[], [{"source": 1}]]}}', None):
        if damage is None:
            cache.unlink(missing_ok=True)
        else:
            cache.write_bytes(damage)
        assert exported() == first
    assert built.run("approve", "talk", "pt", "--by", "Ana", "--cues", "2") == 0
    assert exported().count("<tu ") == 2


def test_a_sentence_that_was_made_before_is_shown_with_the_persons_translation(
    built: TestWorkspace, capsys: pytest.CaptureFixture[str]
) -> None:
    """The machine's text stays in that file; the queue offers the person's."""
    built.add_video("film", ("There is no single national score.", "More follows."))
    assert built.run("build") == 0
    built.edit("There~pt is~pt no~pt", "Não há")
    assert built.run("build") == 0
    capsys.readouterr()
    assert built.run("review", "film", "--language", "pt", "--next") == 0
    shown = capsys.readouterr().out
    assert "a person translated the same sentence otherwise: talk" in shown
    assert "memory   Não há single~pt national~pt score~pt." in shown
    assert built.run("review", "film", "--language", "pt") == 0
    assert "a person wrote “Não há single~pt" in capsys.readouterr().out


def test_a_term_that_is_called_otherwise_already_is_not_dropped_in_silence(
    built: TestWorkspace, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is in the glossary stays, and the person is told that the new translation was not taken."""
    assert built.run("glossary", "add", "Rongcheng", "--to", "pt", "Rongchengue") == 0
    before = (built.folder / "glossary.toml").read_bytes()
    capsys.readouterr()
    assert built.run("glossary", "add", "Rongcheng", "--to", "pt", "Rongchengo") == 1
    error = capsys.readouterr().err
    assert "glossary.toml: not added: " in error
    assert len(error.splitlines()) == 1
    assert (built.folder / "glossary.toml").read_bytes() == before
    assert built.run("glossary", "add", "Rongcheng", "--to", "pt", "Rongchengue") == 0
