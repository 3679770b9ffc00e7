"""What happens in a workspace to files as people leave them: damage is no correction, and the old version stays."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import pytest

from pipeline.formats import format_srt
from pipeline.model import Cue
from tests.builders import STORY, TestWorkspace
from tests.media_files import write_picture

ROLLING = Path(__file__).parent / "files" / "fix" / "rolling.en.vtt"


@pytest.fixture
def built(tmp_path: Path) -> TestWorkspace:
    """A workspace with one video, captioned in English and Portuguese."""
    workspace = TestWorkspace(tmp_path / "work")
    workspace.add_video(sentences=[*STORY, *(f"{text[:-1]} again, as was said." for text in STORY)])
    assert workspace.run("build") == 0
    return workspace


def save(workspace: TestWorkspace, text: str, language: str = "pt") -> None:
    workspace.path(language).write_text(text, encoding="utf-8")


def mangled(text: str, page: str = "cp1252") -> str:
    """UTF-8 as a program shows it that takes it for an old code page."""
    return "".join(bytes([byte]).decode(page, "ignore") or chr(byte) for byte in text.encode())


def accented(workspace: TestWorkspace) -> str:
    """The Portuguese file with a correction in every cue that has accents."""
    cues = [Cue(start_ms=c.start_ms, end_ms=c.end_ms, text=f"Não é {c.text}"[:40]) for c in workspace.cues("pt")]
    save(workspace, format_srt(cues))
    assert workspace.run("build") == 0
    return workspace.text("pt")


@pytest.mark.parametrize("language", ["en", "pt"])
@pytest.mark.parametrize("how", ["between cues", "inside a cue", "inside a character"])
def test_a_file_cut_off_is_refused_until_it_is_restored_or_confirmed(
    built: TestWorkspace, how: str, language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing of it spreads, status says it, no bundle is made of it, and a person may say that it is meant so."""
    whole, before = built.text(language), built.snapshot()
    blocks = whole.split("\n\n")
    cut = "\n\n".join(blocks[:-5]) + "\n"
    if how != "between cues":
        cut = cut.rstrip()[:-6] + ("é" if how == "inside a character" else "")
    data = cut.encode()
    built.path(language).write_bytes(data[:-1] if how == "inside a character" else data)
    assert built.run("build") == 1
    error = capsys.readouterr().err
    assert "ends early" in error
    assert "--as-is" in error
    kept = {name: data for name, data in built.snapshot().items() if not name.endswith(f"talk.{language}.srt")}
    assert kept.items() <= before.items()
    assert built.run("status") == 0
    assert "damaged" in capsys.readouterr().out
    save(built, whole, language)
    assert built.run("build") == 0
    assert built.snapshot() == before
    built.path(language).write_bytes(cut.encode())
    assert built.run("build", "--as-is") == 0
    assert built.run("build") == 0, "what was confirmed is not asked again"


@pytest.mark.parametrize("language", ["en", "pt"])
@pytest.mark.parametrize("place", ["in a word", "after the number", "in the times", "after the blank line"])
def test_a_file_cut_off_in_its_last_cue_is_damage(
    built: TestWorkspace, place: str, language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Half a sentence is no correction, and the head of a cue is no text of the one before."""
    whole = built.text(language)
    blocks = whole.rstrip().split("\n\n")
    number, times, text = blocks[-1].split("\n", 2)
    rest = {
        "in a word": f"{number}\n{times}\n{text[:-4]}",
        "after the number": f"{number}\n",
        "in the times": f"{number}\n{times[:3]}",
        "after the blank line": number,
    }
    save(built, "\n\n".join([*blocks[:-1], rest[place]]), language)
    assert built.run("status") == 0
    assert "damaged (ends early" in capsys.readouterr().out
    assert built.run("build") == 1
    assert "ends early" in capsys.readouterr().err
    save(built, whole, language)
    assert built.run("build") == 0


def test_the_last_words_taken_out_in_an_editor_are_no_damage(built: TestWorkspace) -> None:
    """The line end that editors write shows that the file is whole; so does the end of a sentence."""
    whole = built.text("en")
    assert whole.rstrip().endswith("as was said.")
    for end in (".", "\n", " again\n"):
        built.path("en").write_text(whole.rsplit(",", 1)[0] + end)
        assert built.run("build") == 0


def test_an_emptied_file_is_damaged_for_status_too(built: TestWorkspace, capsys: pytest.CaptureFixture[str]) -> None:
    """As it is for a build."""
    built.path("pt").write_bytes(b"")
    assert built.run("status") == 0
    assert "damaged (has no text" in capsys.readouterr().out


def test_a_long_run_that_is_gone_is_a_question(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """In the middle of a file, too."""
    workspace = TestWorkspace(tmp_path / "work")
    workspace.add_video(sentences=[f"{text[:-1]} number {n}." for n in range(4) for text in STORY])
    assert workspace.run("build") == 0
    blocks = workspace.text("pt").split("\n\n")
    save(workspace, "\n\n".join([*blocks[:4], *blocks[14:]]))
    assert workspace.run("build") == 1
    assert "has lost the 10 captions from" in capsys.readouterr().err


@pytest.mark.parametrize("number", [0, 4, -1])
def test_a_deleted_cue_is_no_damage(built: TestWorkspace, number: int) -> None:
    """People take cues out, also the last one; they stay out."""
    cues = list(built.cues("pt"))
    del cues[number]
    save(built, format_srt(cues))
    assert built.run("build") == 0
    assert built.cues("pt") == tuple(cues)


@pytest.mark.parametrize("page", ["cp1252", "latin-1", "cp1250", "cp1251", "mac_roman"])
def test_mojibake_is_refused_and_fix_puts_the_letters_back(
    built: TestWorkspace, page: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Not one letter of it counts as a correction."""
    whole = accented(built)
    before = built.snapshot()
    built.path("pt").write_text(mangled(whole, page), encoding="utf-8")
    assert built.run("build") == 1
    error = capsys.readouterr().err
    assert "is garbled" in error
    assert "captions fix" in error
    assert built.run("fix", str(built.path("pt"))) == 0
    assert [cue.text for cue in built.cues("pt")] == [
        block.split("\n", 2)[2].rstrip("\n") for block in whole.strip().split("\n\n")
    ]
    save(built, whole)
    assert built.run("build") == 0
    assert built.snapshot() == before


def test_letters_lost_for_question_marks_are_damage(built: TestWorkspace, capsys: pytest.CaptureFixture[str]) -> None:
    """Saved in a code page that has them not: they cannot be put back."""
    whole = accented(built)
    built.path("pt").write_bytes(whole.replace("Não", "N?o").encode("ascii", "replace"))
    assert built.run("build") == 1
    assert "has lost letters" in capsys.readouterr().err


def test_a_file_with_everything_twice_is_damage(built: TestWorkspace, capsys: pytest.CaptureFixture[str]) -> None:
    """Pasted after itself."""
    save(built, built.text("pt") * 2)
    assert built.run("build") == 1
    assert "twice, with the same times and words" in capsys.readouterr().err
    assert built.run("fix", str(built.path("pt"))) == 0
    assert built.run("build") == 0


def test_decomposed_accents_are_no_correction_and_stay_as_they_are_written(
    built: TestWorkspace, capsys: pytest.CaptureFixture[str]
) -> None:
    """Macintosh programs write the letter and its accent as two characters."""
    whole = accented(built)
    capsys.readouterr()
    assert built.run("status", "--json") == 0
    edited = [row["edited"] for row in json.loads(capsys.readouterr().out)]
    decomposed = unicodedata.normalize("NFD", whole)
    save(built, decomposed)
    assert built.run("build") == 0
    assert built.text("pt") == decomposed
    capsys.readouterr()
    assert built.run("status", "--json") == 0
    assert [row["edited"] for row in json.loads(capsys.readouterr().out)] == edited


def test_a_cue_appended_out_of_order_is_put_in_its_place(
    built: TestWorkspace, capsys: pytest.CaptureFixture[str]
) -> None:
    """And the command says so."""
    first, second = built.cues("pt")[:2]
    late = Cue(start_ms=first.end_ms + 10, end_ms=second.start_ms - 10, text="Pois é.")
    save(built, f"{built.text('pt')}99\n{format_srt([late])[2:]}")
    assert built.run("build") == 0
    assert [cue.text for cue in built.cues("pt")[:3]] == [first.text, "Pois é.", second.text]
    assert "stood out of order: put in its place" in capsys.readouterr().err


def test_an_unwrapped_line_is_wrapped_and_breaks_that_fit_stay(
    built: TestWorkspace, capsys: pytest.CaptureFixture[str]
) -> None:
    """Words and times are the person's."""
    cues = list(built.cues("pt"))
    long = Cue(start_ms=cues[2].start_ms, end_ms=cues[2].end_ms, text="word " * 11 + "end")
    short = Cue(start_ms=cues[0].start_ms, end_ms=cues[0].end_ms, text="A\nstrange break")
    save(built, format_srt([short, cues[1], long, *cues[3:]]))
    assert built.run("build") == 0
    after = built.cues("pt")
    assert after[0] == short
    assert (after[2].start_ms, after[2].end_ms) == (long.start_ms, long.end_ms)
    assert after[2].text.replace("\n", " ") == long.text
    assert len(after[2].lines) == 2
    assert "its lines are broken anew" in capsys.readouterr().err


def test_a_bundle_names_the_cue_and_the_rule_for_which_a_language_is_left_out(
    built: TestWorkspace, capsys: pytest.CaptureFixture[str]
) -> None:
    """A stretch of speech without captions, though it was confirmed, is an error of the checks."""
    save(built, "\n\n".join(built.text("pt").split("\n\n")[:-5]) + "\n")
    assert built.run("build", "--as-is") == 0
    capsys.readouterr()
    assert built.run("bundle") == 3
    error = capsys.readouterr().err
    assert "left out pt: the checks found 1 error, the first: cue" in error
    assert "(missing)" in error
    assert built.run("check") == 3
    assert "has no captions from" in capsys.readouterr().out


def test_a_conflict_that_git_left_is_shown_by_status(built: TestWorkspace, capsys: pytest.CaptureFixture[str]) -> None:
    """Before anybody runs a build."""
    save(built, built.text("pt").replace("China", "<<<<<<< ours\nChina\n=======\nXina\n>>>>>>> theirs", 1))
    assert built.run("status") == 0
    assert "both sides of an unfinished merge" in capsys.readouterr().out


def test_captions_of_a_person_take_the_place_of_a_transcription(tmp_path: Path) -> None:
    """A video without any sound is translated, and the imported text is a person's."""
    workspace = TestWorkspace(tmp_path / "work")
    write_picture(workspace.folder / "media" / "talk.mp4", seconds=12)
    own = tmp_path / "own.srt"
    cues = [Cue(start_ms=n * 3_000, end_ms=n * 3_000 + 2_000, text=f"This is sentence {n}.") for n in range(4)]
    own.write_text(format_srt(cues), encoding="utf-8")
    assert workspace.run("import", str(own), "--video", "talk", "--language", "en") == 0
    assert workspace.run("build") == 0
    assert workspace.cues("en") == tuple(cues)
    assert workspace.cues("pt")[0].start_ms == 0
    assert len(workspace.cues("pt")) == 4
    assert workspace.run("build") == 0
    record = json.loads((workspace.folder / "subtitles/talk/machine/en.json").read_text())
    assert record["is_own"] is True


def test_rolling_captions_enter_as_plain_machine_text_with_their_word_times(tmp_path: Path) -> None:
    """They are never taken for a person's."""
    workspace = TestWorkspace(tmp_path / "work")
    write_picture(workspace.folder / "media" / "talk.mp4", seconds=12)
    assert workspace.run("import", str(ROLLING), "--video", "talk", "--language", "en", "--machine") == 0
    assert workspace.run("build") == 0
    words = " ".join(" ".join(cue.text for cue in workspace.cues("en")).split())
    assert words == "good morning and welcome to our course on rivers a river carries water downhill into the sea"
    transcript = json.loads((workspace.folder / "subtitles/talk/machine/transcript.json").read_text())
    assert [row[1] for row in transcript["words"][:4]] == [480, 720, 1_040, 1_280] or "start" in str(
        transcript["words"][0]
    )
    assert json.loads((workspace.folder / "subtitles/talk/machine/en.json").read_text()).get("is_own", False) is False


def test_rolling_captions_saved_in_place_of_a_track_are_damage(
    built: TestWorkspace, capsys: pytest.CaptureFixture[str]
) -> None:
    """And the message says what makes plain captions of them."""
    save(built, (ROLLING.parent / "rolling.en.srt").read_text(encoding="utf-8"), "en")
    assert built.run("build") == 1
    error = capsys.readouterr().err
    assert "captions that roll" in error
    assert "captions import" in error


def test_an_import_never_replaces_corrections_unasked(
    built: TestWorkspace, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With --replace it does; then the file is the person's entirely."""
    save(built, built.text("pt").replace("China", "Xina", 1))
    own = tmp_path / "own.vtt"
    own.write_text("WEBVTT\n\n00:01.000 --> 00:03.000\nMinha versão.\n", encoding="utf-8")
    before = built.snapshot()
    assert built.run("import", str(own), "--video", "talk", "--language", "pt") == 1
    assert "--replace" in capsys.readouterr().err
    assert built.snapshot() == before
    assert built.run("import", str(own), "--video", "talk", "--language", "pt", "--replace") == 0
    assert built.run("build") == 0
    assert [cue.text for cue in built.cues("pt")] == ["Minha versão."]


def test_shifting_a_video_moves_all_its_files(built: TestWorkspace) -> None:
    """By the video's name, or one language of it."""
    english, portuguese = built.cues("en"), built.cues("pt")
    assert built.run("shift", "talk", "--by", "0.25") == 0
    assert built.cues("en") == tuple(cue.moved(250) for cue in english)
    assert built.run("shift", "talk", "--language", "en", "--by", "-0.25") == 0
    assert built.cues("en") == english
    assert built.cues("pt") == tuple(cue.moved(250) for cue in portuguese)


@pytest.mark.parametrize(
    ("name", "advice"),
    [
        ("talk.pt-br.srt", "rename it to talk.pt-BR.srt"),
        ("talk.pt.vtt", "captions import subtitles/talk/talk.pt.vtt --video talk --language pt"),
        ("talk.fr.dfxp", "captions import subtitles/talk/talk.fr.dfxp --video talk --language fr"),
    ],
)
@pytest.mark.parametrize("verb", ["build", "status"])
def test_a_file_that_nobody_reads_is_reported_with_the_cure(
    built: TestWorkspace, name: str, advice: str, verb: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Another spelling of the language, another format."""
    (built.path("pt").parent / name).write_text("x", encoding="utf-8")
    assert built.run(verb) == 0
    assert advice in capsys.readouterr().err
