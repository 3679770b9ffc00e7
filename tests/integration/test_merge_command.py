"""`captions merge` on files, and as git's merge driver in real repositories."""

from __future__ import annotations

import os
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.cli import main
from pipeline.formats.machine_json import approvals_from_json, approvals_to_json
from pipeline.formats.srt import format_srt, parse_srt
from pipeline.model import Cue
from pipeline.records import Approval

TEXTS = (
    "China announced it in 2014.",
    "There is no national score.",
    "Each city keeps its own.",
    "Critics call it control.",
)
CUES = tuple(Cue(start_ms=2_000 * at, end_ms=2_000 * at + 1_900, text=text) for at, text in enumerate(TEXTS))


def read(path: Path) -> list[str]:
    return [cue.text for cue in parse_srt(path.read_bytes(), path=str(path)).cues]


def changed(at: int, text: str) -> str:
    return format_srt((*CUES[:at], replace(CUES[at], text=text), *CUES[at + 1 :]))


@pytest.fixture
def merge(tmp_path, monkeypatch):
    """Run the command on three texts; gives exit code and the merged file."""
    monkeypatch.chdir(tmp_path)

    def run(base: str, edited: str, new: str, *options: str) -> tuple[int, Path]:
        for name, text in (("base", base), ("edited", edited), ("new", new)):
            (tmp_path / f"{name}.srt").write_bytes(text.encode())
        files = ("--base", "base.srt", "--edited", "edited.srt", "--new", "new.srt", "-o", "out.srt")
        return main(["merge", *files, *options]), tmp_path / "out.srt"

    return run


def test_edits_of_two_cues_merge_cleanly(merge):
    """Exit 0 and both are in the file."""
    code, out = merge(format_srt(CUES), changed(1, "There is no single score."), changed(3, "Critics fear it."))
    assert code == 0
    assert read(out) == [TEXTS[0], "There is no single score.", TEXTS[2], "Critics fear it."]


def test_a_conflict_is_listed_and_the_edited_version_is_in_the_file(merge, capsys):
    """Exit 1; the line names place and both texts."""
    code, out = merge(format_srt(CUES), changed(1, "There is no single score."), changed(1, "No score is national."))
    assert code == 1
    assert read(out)[1] == "There is no single score."
    said = capsys.readouterr().err
    assert "0:02 both changed: kept “There is no single score.” instead of “No score is national.”" in said


def test_what_no_longer_has_a_place_goes_to_a_file_beside_the_output(merge, capsys):
    """Nothing is dropped."""
    code, out = merge(format_srt(CUES), changed(3, "Critics really fear it."), format_srt(CUES[:3]))
    assert code == 1
    assert read(out) == list(TEXTS[:3])
    assert read(out.with_name("out.rejects.srt")) == ["Critics really fear it."]
    assert "no longer there" in capsys.readouterr().err


def test_earlier_rejects_stay_in_their_file(merge):
    """Also those that a build wrote there."""
    rejected = "Critics really fear it."
    _, out = merge(format_srt(CUES), changed(3, rejected), format_srt(CUES[:3]))
    merge(format_srt(CUES), changed(2, "Every city keeps its own."), format_srt((CUES[0], CUES[1], CUES[3])))
    merge(format_srt(CUES), changed(3, rejected), format_srt(CUES[:3]))
    assert read(out.with_name("out.rejects.srt")) == [rejected, "Every city keeps its own."]


def test_a_cue_that_a_person_emptied_is_taken_out(merge, capsys):
    """It cannot be written, and must not stop the rest."""
    emptied = format_srt(CUES).replace(TEXTS[1], "")
    code, out = merge(format_srt(CUES), emptied, changed(3, "Critics fear it."))
    assert (code, read(out)) == (0, [TEXTS[0], TEXTS[2], "Critics fear it."])
    assert "edited.srt: 0:02 the cue has no text: it counts as taken out" in capsys.readouterr().err


def test_line_ends_and_byte_order_mark_stay_those_of_the_edited_file(merge):
    """Or the whole file would be one change."""
    edited = "\ufeff" + changed(1, "There is no single score.").replace("\n", "\r\n")
    _, out = merge(format_srt(CUES), edited, changed(3, "Critics fear it."))
    data = out.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf1\r\n")
    assert data.count(b"\r\n") == data.count(b"\n")


def test_a_file_that_both_added_is_merged_over_what_they_agree_on(merge):
    """Git gives an empty base then."""
    code, out = merge("", format_srt(CUES[:3]), format_srt(CUES[1:]))
    assert (code, read(out)) == (0, list(TEXTS))


def test_two_unrelated_files_are_a_conflict(merge, capsys):
    """Nothing to go by: the edited file stays, whole."""
    other = format_srt([replace(cue, text=cue.text.upper()) for cue in CUES])
    code, out = merge("", format_srt(CUES), other)
    assert (code, read(out)) == (1, list(TEXTS))
    assert "no cue in common" in capsys.readouterr().err


def test_wrong_use_says_what_is_missing(capsys):
    """Exit 2, one line."""
    assert main(["merge", "--base", "a.srt"]) == 2
    assert "merge needs --edited --new" in capsys.readouterr().err


def test_a_file_that_is_not_captions_is_an_error_and_nothing_is_written(merge, capsys):
    """The output stays as it was."""
    code, out = merge(format_srt(CUES), "no captions here", format_srt(CUES))
    assert code == 1
    assert not out.exists()
    assert "edited.srt" in capsys.readouterr().err


BOTH = ("There is no single score.", "No score is national.")


class Repository:
    """A real git repository with one caption file and the driver installed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.file = folder / "subtitles" / "talk" / "talk.en.srt"
        self.environment = {
            **os.environ,
            "HOME": str(folder.parent),
            "GIT_CONFIG_NOSYSTEM": "1",
            **{f"GIT_{role}_{key}": "a@example.org" for role in ("AUTHOR", "COMMITTER") for key in ("NAME", "EMAIL")},
        }
        folder.mkdir()
        self.git("init", "-q", "-b", "main")
        self.commit(format_srt(CUES))

    def git(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["git", *arguments], cwd=self.folder, env=self.environment, capture_output=True, text=True, check=False
        )

    def commit(self, text: str) -> None:
        self.file.parent.mkdir(parents=True, exist_ok=True)
        self.file.write_text(text, encoding="utf-8")
        self.git("add", "-A")
        assert self.git("commit", "-q", "-m", "captions").returncode == 0

    def branches(self, ours: str, theirs: str) -> subprocess.CompletedProcess[str]:
        """Two people's versions, merged."""
        self.git("switch", "-q", "-c", "theirs")
        self.commit(theirs)
        self.git("switch", "-q", "main")
        self.commit(ours)
        return self.git("merge", "--no-edit", "theirs")


@pytest.fixture
def repository(tmp_path, monkeypatch):
    made = Repository(tmp_path / "a repository")
    monkeypatch.chdir(made.folder)
    assert main(["merge", "--install-driver", "--quiet"]) == 0
    return made


def test_git_merges_two_pull_requests_by_cue(repository):
    """One adds a cue (every number shifts), the other corrects the line below it."""
    added = Cue(start_ms=1_900, end_ms=1_990, text="(pause)")
    run = repository.branches(format_srt((CUES[0], added, *CUES[1:])), changed(1, "There is no single score."))
    assert run.returncode == 0, run.stdout + run.stderr
    assert read(repository.file) == [TEXTS[0], "(pause)", "There is no single score.", *TEXTS[2:]]
    assert repository.git("status", "--porcelain").stdout == ""


def test_git_stops_at_a_real_conflict_with_both_texts_in_the_file(repository):
    """As after any conflict: unmerged, marked, and found by `git diff --check`."""
    run = repository.branches(*(changed(1, text) for text in BOTH))
    assert run.returncode == 1
    assert "CONFLICT" in run.stdout
    assert "both changed" in run.stdout + run.stderr
    text = repository.file.read_text(encoding="utf-8")
    ours, theirs = (f"2\n00:00:02,000 --> 00:00:03,900\n{line}\n\n" for line in BOTH)
    assert f"<<<<<<< ours\n{ours}=======\n{theirs}>>>>>>> theirs\n3\n" in text
    assert "leftover conflict marker" in repository.git("diff", "--check").stdout


def test_what_they_deleted_and_we_corrected_is_a_conflict_in_git(repository):
    """Both sides are people: nothing of ours goes to a reject file."""
    run = repository.branches(changed(3, "Critics really fear it."), format_srt(CUES[:3]))
    assert run.returncode == 1
    assert repository.file.read_text(encoding="utf-8").endswith(
        "<<<<<<< ours\n4\n00:00:06,000 --> 00:00:07,900\nCritics really fear it.\n\n=======\n>>>>>>> theirs\n"
    )
    assert sorted(path.name for path in repository.file.parent.iterdir()) == ["talk.en.srt"]


@pytest.mark.parametrize("theirs", ["not captions at all\n", format_srt([replace(CUES[0], text="Other.")])])
def test_what_cannot_be_merged_by_cue_is_left_to_git(repository, theirs):
    """Neither side is taken in silence: both are in the file, between marks."""
    repository.file.unlink()
    repository.git("commit", "-q", "-a", "-m", "none")
    run = repository.branches(format_srt(CUES[1:]), theirs)
    assert run.returncode == 1
    assert "merged by line instead" in run.stdout + run.stderr
    text = repository.file.read_text(encoding="utf-8")
    assert "<<<<<<< ours" in text
    assert theirs.splitlines()[-1] in text
    assert repository.git("diff", "--name-only", "--diff-filter=U").stdout.strip() == "subtitles/talk/talk.en.srt"


def test_a_file_without_lines_stops_the_merge_untouched(repository):
    """UTF-16 on one side: git cannot merge it by line either, and says so."""
    repository.git("switch", "-q", "-c", "theirs")
    repository.file.write_bytes(b"\0\1\2 nothing that anybody could read")
    repository.git("commit", "-q", "-a", "-m", "broken")
    repository.git("switch", "-q", "main")
    repository.commit(changed(1, "There is no single score."))
    assert repository.git("merge", "--no-edit", "theirs").returncode != 0
    assert read(repository.file)[1] == "There is no single score."


def test_generated_files_never_stop_a_merge(repository):
    """Ours stays where it cannot be told what theirs is; approvals of both sides are kept."""
    folder = repository.file.parent / "machine"
    folder.mkdir()
    ours, theirs = (
        Approval(language=code, by=name, date="2026-01-01", text_sha256="0" * 64)
        for code, name in (("en", "Ana"), ("pt", "Rui"))
    )
    repository.git("switch", "-q", "-c", "theirs")
    (folder / "approvals.json").write_bytes(approvals_to_json([theirs]))
    (folder / "other.json").write_text('{"a": 1}')
    repository.commit(changed(1, "There is no single score."))
    repository.git("switch", "-q", "main")
    folder.mkdir(exist_ok=True)
    (folder / "approvals.json").write_bytes(approvals_to_json([ours]))
    (folder / "other.json").write_text('{"a": 2}')
    repository.commit(changed(3, "Critics fear it."))
    run = repository.git("merge", "--no-edit", "theirs")
    assert run.returncode == 0, run.stdout + run.stderr
    assert set(approvals_from_json((folder / "approvals.json").read_bytes(), path="")) == {ours, theirs}
    assert (folder / "other.json").read_text() == '{"a": 2}'


def test_installing_twice_changes_nothing(repository):
    """And a person's own attributes stay."""
    attributes = repository.folder / ".git" / "info" / "attributes"
    attributes.write_text("*.mp4 binary\n" + attributes.read_text())
    before = attributes.read_text()
    assert main(["merge", "--install-driver", "--quiet"]) == 0
    assert attributes.read_text() == before


def test_outside_a_repository_installing_says_so(tmp_path, monkeypatch, capsys):
    """One line, exit 1."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert main(["merge", "--install-driver"]) == 1
    assert "not a git repository" in capsys.readouterr().err
