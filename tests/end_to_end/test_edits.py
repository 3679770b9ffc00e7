"""Edits are sacred, and they spread."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.build import Plan, make_bundle_input
from pipeline.formats.machine_json import approvals_to_json
from pipeline.formats.srt import format_srt
from pipeline.records import Approval, text_digest
from pipeline.timing import format_timestamp
from pipeline.workspace import Workspace, load_config, load_cuts
from tests.builders import STORY, TestWorkspace


def flat(text: str) -> str:
    return " ".join(text.split())


def statuses(workspace: TestWorkspace, capsys: pytest.CaptureFixture[str]) -> dict[str, dict[str, object]]:
    """`captions status --json` by language."""
    capsys.readouterr()
    assert workspace.run("status", "--json") == 0
    return {row["language"]: row for row in json.loads(capsys.readouterr().out)}


def test_a_corrected_word_reaches_every_language_and_nothing_else_changes(built: TestWorkspace) -> None:
    """The point of it all."""
    before = built.cues("pt")
    built.edit("Rongcheng", "Weihai")
    edited = built.path("en").read_bytes()
    assert built.run("build") == 0
    assert built.path("en").read_bytes() == edited, "the person's file stays byte for byte"
    after = built.cues("pt")
    changed = [(old.text, new.text) for old, new in zip(before, after, strict=True) if old != new]
    assert len(changed) == 1
    assert "Weihai~pt" in flat(changed[0][1])


def test_a_corrected_space_reaches_every_language_and_is_an_edit(
    built: TestWorkspace, capsys: pytest.CaptureFixture[str]
) -> None:
    """Taken out or put in, it is listed and counts as read; a line break does not."""
    built.edit("single national", "single\nnational")
    assert built.run("build") == 0
    assert statuses(built, capsys)["en"]["reviewed_share"] == 0
    assert built.run("changes", "talk", "en", "--json") == 0
    assert json.loads(capsys.readouterr().out) == []
    built.edit("single\nnational", "singlenational")
    built.edit("Rongcheng", "Rong cheng")
    assert built.run("changes", "talk", "en", "--json") == 0
    assert ["Rong cheng" in row["after"] for row in json.loads(capsys.readouterr().out)] == [False, True]
    assert built.run("build") == 0
    assert "Rong~pt cheng~pt" in flat(built.text("pt"))
    assert "singlenational~pt" in flat(built.text("pt"))
    assert 0 < statuses(built, capsys)["en"]["reviewed_share"] < 1


def test_only_what_is_near_a_correction_is_cut_again(built: TestWorkspace) -> None:
    """The cuts of the last build are used; without them, or with damaged ones, the same bytes come out."""
    workspace = Workspace(built.folder)
    cuts = workspace.cuts_path("talk", "pt")
    assert load_cuts(workspace, "talk", "pt")
    built.edit("Rongcheng", "Weihai")
    edited = {path: path.read_bytes() for path in built.folder.rglob("*") if path.is_file()}
    made = []
    for damage in (None, "{", ""):
        for path, data in edited.items():
            path.write_bytes(data)
        if damage is not None:
            cuts.write_text(damage, "utf-8")
        assert built.run("build") == 0
        made.append(built.path("pt").read_bytes())
    assert made == [made[0]] * 3


def test_a_label_that_somebody_added_reaches_every_language_and_moves_no_cue(built: TestWorkspace) -> None:
    """It is translated by the table, has its own time, and its neighbours stay where they are."""
    before = built.cues("pt")
    first, *rest = built.cues("en")
    label = replace(first, start_ms=0, end_ms=first.start_ms - 100, text="[applause]")
    built.path("en").write_text(format_srt((label, first, *rest)), encoding="utf-8")
    assert built.run("build") == 0
    after = built.cues("pt")
    assert (after[0].start_ms, after[0].text) == (0, "[aplausos]")
    assert (after[1].start_ms, after[1].text) == (first.start_ms, before[0].text)
    assert after[2:] == before[1:]


def test_two_speakers_in_a_cue_stay_two_in_every_language(built: TestWorkspace) -> None:
    """A dash for each, one speaker a line."""
    cues = built.cues("en")
    changed = replace(cues[1], text="- Is it so?\n- It is.")
    built.path("en").write_text(format_srt((cues[0], changed, *cues[2:])), encoding="utf-8")
    assert built.run("build") == 0
    assert "- Is~pt it~pt so~pt?\n- It~pt is~pt." in [cue.text for cue in built.cues("pt")]


def test_only_the_changed_sentence_is_translated_again(built: TestWorkspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every other sentence comes from what was made before."""
    from pipeline.translation.engines import scripted

    asked: list[str] = []
    real = scripted.ScriptedTranslator.translate

    def spy(self: scripted.ScriptedTranslator, sentences: tuple[str, ...], progress: object) -> object:
        asked.extend(sentences)
        return real(self, sentences, progress)  # type: ignore[arg-type]

    monkeypatch.setattr(scripted.ScriptedTranslator, "translate", spy)
    built.edit("Rongcheng", "Weihai")
    assert built.run("build") == 0
    assert asked == ["In Weihai, everyone starts with 1,000 points."]


def test_a_corrected_translation_stays_byte_for_byte(built: TestWorkspace) -> None:
    """Also when another sentence of the source changes."""
    built.edit("national~pt", "nacional")
    built.edit("Rongcheng", "Weihai")
    assert built.run("build") == 0
    assert "There~pt is~pt no~pt single~pt nacional score~pt." in flat(built.text("pt"))
    assert "Weihai~pt" in built.text("pt")
    once = built.snapshot()
    assert built.run("build") == 0
    assert built.snapshot() == once


def make_stale(built: TestWorkspace) -> int:
    """A corrected translation whose source was corrected later; the number of its cue."""
    built.edit("Rongcheng~pt", "Rongchengue")
    assert built.run("build") == 0
    built.edit("Rongcheng", "Weihai")
    assert built.run("build") == 0
    return next(number for number, cue in enumerate(built.cues("pt"), start=1) if "Rongchengue" in cue.text)


def test_one_stale_cue_is_accepted_alone(built: TestWorkspace, capsys: pytest.CaptureFixture[str]) -> None:
    """Its text is right as it is; the file is not touched, and nobody approved the rest."""
    number = make_stale(built)
    before = built.path("pt").read_bytes()
    assert built.run("accept", "talk", "pt", "--cue", str(number)) == 0
    assert built.path("pt").read_bytes() == before
    for _ in range(2):
        row = statuses(built, capsys)["pt"]
        assert (row["stale"], row["approvals"]) == ([], [])
        assert built.run("build") == 0
    assert built.run("accept", "talk", "pt", "--cue", str(number)) == 1
    assert "waits for no decision" in capsys.readouterr().err


def test_the_machines_version_of_one_cue_can_be_taken(built: TestWorkspace, capsys: pytest.CaptureFixture[str]) -> None:
    """What it wrote at the last build stands there, whole, and follows the machine again."""
    number = make_stale(built)
    cues = built.cues("pt")
    parts = (
        replace(cues[number - 1], text="Rongchengue", end_ms=cues[number - 1].start_ms + 500),
        replace(
            cues[number - 1],
            text=cues[number - 1].text.replace("Rongchengue", "não"),
            start_ms=cues[number - 1].start_ms + 500,
        ),
    )
    built.path("pt").write_text(format_srt((*cues[: number - 1], *parts, *cues[number:])), encoding="utf-8")
    assert built.run("build") == 0
    assert built.run("accept", "talk", "pt", "--cue", str(number), "--take-machine") == 0
    assert "gave way to" in capsys.readouterr().err
    assert "Weihai~pt" in built.text("pt")
    assert "Rongchengue" not in built.text("pt")
    assert len(built.cues("pt")) == len(cues)
    row = statuses(built, capsys)["pt"]
    assert (row["stale"], row["edited"], row["state"]) == ([], 0, "current")
    taken = built.path("pt").read_bytes()
    assert built.run("build") == 0
    assert built.path("pt").read_bytes() == taken


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (("--cue", "99"), "there is no cue 99"),
        (("--cue", "1"), "waits for no decision"),
        (("--cue", "1", "--take-machine"), "already as the machine writes it"),
    ],
)
def test_accepting_what_cannot_be_accepted_says_why(
    built: TestWorkspace, capsys: pytest.CaptureFixture[str], options: tuple[str, ...], reason: str
) -> None:
    """One line, exit 1, nothing written."""
    before = built.snapshot()
    assert built.run("accept", "talk", "pt", *options) == 1
    assert reason in capsys.readouterr().err
    assert built.snapshot() == before


def test_a_translation_whose_source_changed_is_stale_and_keeps_its_text(
    built: TestWorkspace, capsys: pytest.CaptureFixture[str]
) -> None:
    """The person's text stays; the machine's new version is a suggestion."""
    built.edit("Rongcheng~pt", "Rongchengue")
    assert built.run("build") == 0
    built.edit("Rongcheng", "Weihai")
    assert built.run("build") == 0
    assert "Rongchengue" in built.text("pt")
    for _ in range(2):
        row = statuses(built, capsys)["pt"]
        (stale,) = row["stale"]  # type: ignore[misc]
        assert "Rongchengue" in stale["text"]
        assert "Weihai~pt" in stale["suggestion"]
        assert built.run("build") == 0
    built.edit("Rongchengue", "Weihai", "pt")
    assert built.run("build") == 0
    assert statuses(built, capsys)["pt"]["stale"] == []


def test_both_edits_before_one_build_are_stale_too(built: TestWorkspace, capsys: pytest.CaptureFixture[str]) -> None:
    """The translation was corrected against the sentence as it was at the last build."""
    built.edit("Rongcheng~pt", "Rongchengue")
    built.edit("Rongcheng", "Weihai")
    assert built.run("build") == 0
    assert "Rongchengue" in built.text("pt")
    assert len(statuses(built, capsys)["pt"]["stale"]) == 1  # type: ignore[arg-type]


def stale_texts(workspace: TestWorkspace, capsys: pytest.CaptureFixture[str]) -> list[str]:
    """The stale cues of Portuguese after a build."""
    assert workspace.run("build") == 0
    return [flat(edit["text"]) for edit in statuses(workspace, capsys)["pt"]["stale"]]  # type: ignore[attr-defined]


def test_a_shortened_translation_is_stale_though_the_machine_still_says_its_words(
    built: TestWorkspace, capsys: pytest.CaptureFixture[str]
) -> None:
    """A person left words out; then the source says the opposite."""
    cue = next(cue for cue in built.cues("pt") if "Rongcheng" in cue.text)
    shorter = flat(cue.text).partition(", ")[2]
    built.edit(cue.text, shorter, "pt")
    assert stale_texts(built, capsys) == []
    built.edit("everyone starts", "not everyone starts")
    assert stale_texts(built, capsys) == [shorter]
    assert stale_texts(built, capsys) == [shorter], "the next build forgets nothing"
    built.edit("not everyone", "everyone")
    assert stale_texts(built, capsys) == []


def test_only_changed_words_or_an_approval_end_staleness(
    built: TestWorkspace, capsys: pytest.CaptureFixture[str]
) -> None:
    """Breaking its lines elsewhere, splitting and joining confirm nothing."""
    built.edit("Rongcheng~pt", "Rongchengue")
    built.edit("Rongcheng", "Weihai")
    (stale,) = stale_texts(built, capsys)
    cue = next(cue for cue in built.cues("pt") if "Rongchengue" in cue.text)
    half = len(stale) // 2 + stale[len(stale) // 2 :].index(" ")
    built.edit(cue.text, f"{stale[:half]}\n{stale[half + 1 :]}" if cue.text == stale else stale, "pt")
    assert stale_texts(built, capsys) == [stale]
    cues = built.cues("pt")
    place = next(place for place, cue in enumerate(cues) if "Rongchengue" in cue.text)
    middle_ms = (cues[place].start_ms + cues[place].end_ms) // 2
    halves = [
        replace(cues[place], end_ms=middle_ms, text=stale[:half]),
        replace(cues[place], start_ms=middle_ms, text=stale[half + 1 :]),
    ]
    built.path("pt").write_text(format_srt([*cues[:place], *halves, *cues[place + 1 :]]), encoding="utf-8")
    assert stale_texts(built, capsys) == [stale[:half], stale[half + 1 :]]
    joined = replace(cues[place], end_ms=cues[place + 1].end_ms, text=f"{stale}\n{cues[place + 1].text}")
    built.path("pt").write_text(format_srt([*cues[:place], joined, *cues[place + 2 :]]), encoding="utf-8")
    assert stale_texts(built, capsys) == [flat(joined.text)]
    built.edit("Rongchengue", "Weihai", "pt")
    assert stale_texts(built, capsys) == []


def rewrite(workspace: TestWorkspace, *texts: str, at: int, instead_of: int) -> None:
    """Replace some cues of Portuguese by others that share their time."""
    cues = workspace.cues("pt")
    old = cues[at : at + instead_of]
    start_ms, width_ms = old[0].start_ms, (old[-1].end_ms - old[0].start_ms) // len(texts)
    new = [
        replace(old[0], start_ms=start_ms + width_ms * number, end_ms=start_ms + width_ms * (number + 1), text=text)
        for number, text in enumerate(texts)
    ]
    workspace.path("pt").write_text(format_srt([*cues[:at], *new, *cues[at + instead_of :]]), encoding="utf-8")


@pytest.mark.parametrize("neighbour", ["", "A few lose points for unpaid loans."], ids=["machine", "edited"])
def test_joining_and_splitting_again_settles_nothing(
    built: TestWorkspace, capsys: pytest.CaptureFixture[str], neighbour: str
) -> None:
    """Nor does a word that goes to the next cue, whoever wrote that one."""
    built.edit("Rongcheng~pt", "Rongchengue")
    if neighbour:
        built.edit("Some~pt people~pt", "Alguns")
    assert built.run("build") == 0
    built.edit("Rongcheng", "Weihai")
    (stale,) = stale_texts(built, capsys)
    at = next(place for place, cue in enumerate(built.cues("pt")) if "Rongchengue" in cue.text)
    following = flat(built.cues("pt")[at + 1].text)
    words, _, last = stale.rpartition(" ")
    for texts, instead_of, expected in (
        ((f"{stale} {following}",), 2, [f"{stale} {following}"]),
        ((stale, following), 1, [stale]),
        ((words, f"{last} {following}"), 2, [words]),
        ((stale, following), 2, [stale]),
        ((f"Em {stale}", following), 2, []),
    ):
        rewrite(built, *texts, at=at, instead_of=instead_of)
        assert stale_texts(built, capsys)[: len(expected) or None] == expected
        assert stale_texts(built, capsys)[: len(expected) or None] == expected, "nothing is forgotten"


def test_a_split_whose_half_has_no_word_of_the_machine_stays_stale(
    built: TestWorkspace, capsys: pytest.CaptureFixture[str]
) -> None:
    """It belongs to no sentence of its own any more, and keeps what it stood on."""
    built.edit("Rongcheng~pt, everyone~pt", "Rongchengue, toda a gente")
    assert built.run("build") == 0
    built.edit("Rongcheng", "Weihai")
    (stale,) = stale_texts(built, capsys)
    at = next(place for place, cue in enumerate(built.cues("pt")) if "Rongchengue" in cue.text)
    half = stale.index("starts")
    rewrite(built, stale[: half - 1], stale[half:], at=at, instead_of=1)
    for _ in range(2):
        assert stale_texts(built, capsys) == [stale[: half - 1], stale[half:]]


def test_a_split_or_retimed_cue_with_the_machine_words_is_never_stale(
    built: TestWorkspace, capsys: pytest.CaptureFixture[str]
) -> None:
    """What it says is the machine's, and follows the source."""
    cues = built.cues("pt")
    place = next(place for place, cue in enumerate(cues) if "Rongcheng" in cue.text)
    moved = replace(cues[place], start_ms=cues[place].start_ms + 200)
    built.path("pt").write_text(format_srt([*cues[:place], moved, *cues[place + 1 :]]), encoding="utf-8")
    built.edit("Rongcheng", "Weihai")
    assert stale_texts(built, capsys) == []
    assert "Weihai~pt" in built.text("pt")
    assert built.cues("pt")[place].start_ms == moved.start_ms


def test_retiming_splitting_joining_deleting_and_adding_survive(built: TestWorkspace) -> None:
    """Every kind of edit, in the translation, while the source changes elsewhere."""
    cues = list(built.cues("pt"))
    first = cues[0]
    half = (first.start_ms + first.end_ms) // 2
    words = first.text.split()
    split = [
        replace(first, end_ms=half, text=" ".join(words[:2])),
        replace(first, start_ms=half, text=" ".join(words[2:])),
    ]
    retimed = replace(cues[1], start_ms=cues[1].start_ms + 100)
    added = replace(cues[-1], start_ms=cues[-1].end_ms + 100, end_ms=cues[-1].end_ms + 900, text="Legendas: Ana")
    edited = [*split, retimed, *cues[3:], added]
    built.path("pt").write_text(format_srt(edited), encoding="utf-8")
    built.edit("tool of control", "means of control")
    assert built.run("build") == 0
    after = built.cues("pt")
    plain = [(cue.start_ms, cue.end_ms, cue.text) for cue in after]
    for cue in (*split, retimed, added):
        assert (cue.start_ms, cue.end_ms, cue.text) in plain
    assert cues[2].text not in {cue.text for cue in after}, "a deleted cue stays deleted"
    assert "means~pt" in built.text("pt")


def test_an_imported_file_is_the_persons_own(workspace: TestWorkspace) -> None:
    """A hand-made file for which no machine file exists is kept entirely."""
    workspace.add_video()
    path = workspace.path("pt")
    path.parent.mkdir(parents=True)
    own = "1\n00:00:00,500 --> 00:00:03,000\nA China anunciou.\n\n2\n00:00:04,000 --> 00:00:06,000\nNada mais.\n\n"
    path.write_text(own, encoding="utf-8")
    assert workspace.run("build") == 0
    assert path.read_text(encoding="utf-8") == own
    workspace.edit("Rongcheng", "Weihai")
    assert workspace.run("build") == 0
    assert path.read_text(encoding="utf-8") == own


def test_a_new_transcription_keeps_edits_with_their_sentences(built: TestWorkspace) -> None:
    """A scene is added before, one is removed: the edit moves along, nothing is dropped."""
    built.edit("no single national score", "not one national score")
    built.edit("Each local government", "Every local government")
    assert built.run("build") == 0
    start = next(cue.start_ms for cue in built.cues() if "not one" in cue.text)
    new_story = ("Welcome to this short film about China.", "It is a long story.", *STORY[:2], *STORY[3:])
    built.add_video("talk", new_story)
    assert built.run("build") == 0
    assert "not one national score" in flat(built.text())
    moved = next(cue.start_ms for cue in built.cues() if "not one" in cue.text)
    assert moved - start > 3_000
    rejects = built.folder / "subtitles" / "talk" / "talk.en.rejects.srt"
    assert "Every local government" in flat(rejects.read_text(encoding="utf-8"))
    assert "not~pt one~pt" in flat(built.text("pt"))


def test_deleting_the_machine_folder_keeps_every_edit(built: TestWorkspace) -> None:
    """Everything is the person's then; nothing is lost and the next build is stable."""
    built.edit("national~pt", "nacional")
    assert built.run("build") == 0
    before = {language: built.path(language).read_bytes() for language in ("en", "pt")}
    shutil.rmtree(built.folder / "subtitles" / "talk" / "machine")
    assert built.run("build") == 0
    assert {language: built.path(language).read_bytes() for language in ("en", "pt")} == before


def states(workspace: TestWorkspace, capsys: pytest.CaptureFixture[str]) -> dict[str, dict[str, list[str]]]:
    """What waits for a person in each language, by `captions status`."""
    capsys.readouterr()
    assert workspace.run("status", "--json") == 0
    rows = json.loads(capsys.readouterr().out)
    return {
        row["language"]: {kind: [flat(one["text"]) for one in row[kind]] for kind in ("stale", "conflicts")}
        for row in rows
    }


def test_a_lost_record_is_not_a_file_of_ones_own(built: TestWorkspace, capsys: pytest.CaptureFixture[str]) -> None:
    """Corrections still spread; what differs may be a person's or the machine's of before, and status says so."""
    built.edit("Rongcheng", "Weihai")
    shutil.rmtree(built.folder / "subtitles" / "talk" / "machine")
    assert built.run("build") == 0
    assert any("Rongcheng~pt" in text for text in states(built, capsys)["pt"]["conflicts"])
    built.edit("Critics call", "Critics named")
    assert built.run("build") == 0
    assert "named~pt" in built.text("pt")
    assert any("Rongcheng~pt" in text for text in states(built, capsys)["pt"]["conflicts"])
    assert built.run("approve", "talk", "pt", "--by", "Ana") == 0
    assert states(built, capsys)["pt"]["conflicts"] == []


def test_ones_own_file_with_the_words_that_are_heard_stays_ones_own(
    workspace: TestWorkspace, capsys: pytest.CaptureFixture[str]
) -> None:
    """Imported before the machine made anything, timed by a person: a worse transcription later changes nothing."""
    workspace.add_video()
    assert workspace.run("build") == 0
    own = "\n\n".join(
        f"{n}\n{format_timestamp(cue.start_ms + 150)} --> {format_timestamp(cue.end_ms + 120)}\n{cue.text}"
        for n, cue in enumerate(workspace.cues(), 1)
    )
    shutil.rmtree(workspace.folder / "subtitles")
    workspace.path("en").parent.mkdir(parents=True)
    workspace.path("en").write_text(own + "\n", encoding="utf-8")
    assert workspace.run("build") == 0
    workspace.add_video("talk", tuple(one.replace("In Rongcheng", "In wrong Chang") for one in STORY))
    assert workspace.run("build") == 0
    assert workspace.text() == own + "\n"


def test_a_link_is_not_replaced(built: TestWorkspace, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Writing through it could change any file; replacing it would part it from the file that people edit."""
    target = tmp_path / "drop.srt"
    built.path("pt").rename(target)
    built.path("pt").symlink_to(target)
    before = target.read_bytes()
    built.edit("Rongcheng", "Weihai", "en")
    assert built.run("build") == 1
    assert "talk.pt.srt: is a link; put the file itself there" in capsys.readouterr().err
    assert built.path("pt").is_symlink()
    assert target.read_bytes() == before


def test_a_folder_renamed_by_hand_is_recognised(built: TestWorkspace, capsys: pytest.CaptureFixture[str]) -> None:
    """As after a `captions rename` that was killed half-way: nothing is captioned anew, and the command mends it."""
    built.edit("national~pt", "nacional")
    assert built.run("build") == 0
    media = built.folder / "media"
    (built.folder / "subtitles" / "talk").rename(built.folder / "subtitles" / "my talk")
    for suffix in (".wav", ".transcript.json"):
        (media / f"talk{suffix}").rename(media / f"my talk{suffix}")
    assert built.run("build") == 1
    assert "run: captions rename talk 'my talk'" in capsys.readouterr().err
    assert built.run("rename", "talk", "my talk") == 0
    assert built.run("build") == 0
    assert "nacional" in built.text("pt", "my talk")


@pytest.mark.parametrize("name", ["talk.pt.srt.txt", "talk.pt (1).srt", "talk.pt_BR.srt", "talk.pt.SRT"])
def test_a_correction_saved_under_a_wrong_name_is_told(
    built: TestWorkspace, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Editors and browsers add endings; nobody would look at the file."""
    (built.path("pt").parent / name).write_bytes(built.path("pt").read_bytes())
    capsys.readouterr()
    assert built.run("build") == 0
    assert f"{name}: is not read; captions are named talk.<language>.srt" in capsys.readouterr().err


def test_an_emptied_file_takes_nothing_along(built: TestWorkspace, capsys: pytest.CaptureFixture[str]) -> None:
    """An editor or a full disk left 0 bytes: nothing is built from that, and restoring it mends all."""
    built.edit("national~pt", "nacional")
    assert built.run("build") == 0
    before = built.snapshot()
    english = built.path("en").read_bytes()
    built.path("en").write_bytes(b"")
    capsys.readouterr()
    assert built.run("build") == 1
    assert "talk.en.srt: has no text: restore the file" in capsys.readouterr().err
    assert built.text("pt").encode() == before["talk/talk.pt.srt"]
    blank = "".join(line if "-->" in line else "\n" for line in english.decode().splitlines(keepends=True))
    built.path("en").write_text(blank, encoding="utf-8")
    assert built.run("build") == 1, "nor from cues without text"
    built.path("en").write_bytes(english)
    assert built.run("build") == 0
    assert built.snapshot() == before


def test_a_file_newer_than_its_record_is_not_doubled(built: TestWorkspace) -> None:
    """Killed between the two, or only the `.srt` committed; then a person corrects another word."""
    built.edit("national~pt", "nacional")
    assert built.run("build") == 0
    record = built.folder / "subtitles" / "talk" / "machine" / "pt.json"
    old = record.read_bytes()
    built.add_video("talk", ("A new scene opens the video, and it is long.", *STORY))
    assert built.run("build") == 0
    expected = built.text("pt").replace("loans~pt", "empréstimos")
    record.write_bytes(old)
    built.edit("loans~pt", "empréstimos", "pt")
    assert built.run("build") == 0
    assert built.text("pt") == expected


def test_anticipated_corrections_are_not_a_newer_record(
    built: TestWorkspace, capsys: pytest.CaptureFixture[str]
) -> None:
    """A person writes what the machine then writes, too: what they left alone still follows."""
    built.add_video("talk", tuple(f"In Rongcheng there is rule number {number} of them." for number in range(3)))
    assert built.run("build") == 0
    built.path("pt").write_text(built.text("pt").replace("Rongcheng~pt", "Weihai~pt", 2), encoding="utf-8")
    assert built.run("build") == 0
    built.path("en").write_text(built.text("en").replace("Rongcheng", "Weihai"), encoding="utf-8")
    assert stale_texts(built, capsys) == []
    assert built.text("pt").count("Weihai~pt") == 3


def test_a_record_from_before_owners_were_recorded(workspace: TestWorkspace) -> None:
    """An own file whose record only has no cues stays an own file."""
    workspace.add_video()
    path = workspace.path("pt")
    path.parent.mkdir(parents=True)
    own = "1\n00:00:00,500 --> 00:00:03,000\nA China anunciou.\n\n2\n00:00:04,000 --> 00:00:06,000\nNada mais.\n\n"
    path.write_text(own, encoding="utf-8")
    assert workspace.run("build") == 0
    record = path.parent / "machine" / "pt.json"
    text = record.read_text(encoding="utf-8")
    record.write_text(text.replace(' "is_own": true,\n', ""), encoding="utf-8")
    assert record.read_text(encoding="utf-8") != text
    workspace.edit("Rongcheng", "Weihai")
    assert workspace.run("build") == 0
    assert path.read_text(encoding="utf-8") == own


def test_an_unreadable_file_stays_and_is_named(built: TestWorkspace, capsys: pytest.CaptureFixture[str]) -> None:
    """What cannot be read is reported with its line and left alone."""
    built.path("pt").write_bytes(b"this was overwritten with a letter to my aunt\n")
    assert built.run("build") == 1
    assert built.path("pt").read_bytes() == b"this was overwritten with a letter to my aunt\n"
    assert "talk.pt.srt:1" in capsys.readouterr().err


def test_another_encoding_becomes_utf8_and_is_told(built: TestWorkspace, capsys: pytest.CaptureFixture[str]) -> None:
    """An old editor saved Latin-1 with CRLF; the text survives."""
    text = built.text("pt").replace("national~pt", "situação")
    built.path("pt").write_bytes(text.replace("\n", "\r\n").encode("cp1252"))
    assert built.run("build") == 0
    assert "situação" in built.text("pt")
    assert "UTF-8" in capsys.readouterr().err


def test_an_approval_ends_with_the_text(built: TestWorkspace, capsys: pytest.CaptureFixture[str]) -> None:
    """`approve` records exactly which text; any later change ends it and says so."""
    assert built.run("approve", "talk", "pt", "--by", "Ana Lima") == 0
    (approval,) = statuses(built, capsys)["pt"]["approvals"]  # type: ignore[misc]
    assert (approval["by"], approval["holds"]) == ("Ana Lima", True)
    built.edit("Rongcheng", "Weihai")
    assert built.run("build") == 0
    assert "approval" in capsys.readouterr().err
    (approval,) = statuses(built, capsys)["pt"]["approvals"]  # type: ignore[misc]
    assert approval["holds"] is False


def test_a_renamed_video_takes_everything_along(built: TestWorkspace, capsys: pytest.CaptureFixture[str]) -> None:
    """Edits, approvals and machine files; nothing is made again."""
    built.edit("national~pt", "nacional")
    assert built.run("build") == 0
    (built.folder / "media" / "talk.transcript.json").rename(built.folder / "media" / "film.transcript.json")
    assert built.run("rename", "talk", "film") == 0
    assert "nacional" in built.text("pt", "film")
    capsys.readouterr()
    assert built.run("build", "--json") == 0
    assert {row["state"] for row in json.loads(capsys.readouterr().out)} == {"current"}


def test_renaming_by_a_completed_folder_name(built: TestWorkspace, capsys: pytest.CaptureFixture[str]) -> None:
    """A shell adds a slash; settings of that video are the person's to change."""
    built.settings(["pt"], '[videos.talk]\nlanguage = "en"\n')
    assert built.run("rename", "talk/", "film") == 0
    assert built.path("pt", "film").exists()
    assert "[videos.talk] no longer applies" in capsys.readouterr().err
    assert built.run("rename", "../media", "film") == 2
    assert (built.folder / "media").is_dir()


def test_renaming_overwrites_nothing(built: TestWorkspace, capsys: pytest.CaptureFixture[str]) -> None:
    """Neither a file in the folder nor the captions of a video whose medium is elsewhere."""
    own = built.path("pt").with_name("film.pt.srt")
    own.write_text("mine", encoding="utf-8")
    assert built.run("rename", "talk", "film") == 1
    assert "film.pt.srt: is there already" in capsys.readouterr().err
    assert own.read_text(encoding="utf-8") == "mine"
    own.unlink()
    assert built.run("rename", "talk", "film") == 0
    built.add_video("other")
    (built.folder / "media" / "film.wav").unlink()
    before = built.snapshot()
    assert built.run("rename", "other", "film") == 1
    assert "captions of another video" in capsys.readouterr().err
    assert built.snapshot() == before


def test_a_video_renamed_by_hand_is_recognised(built: TestWorkspace, capsys: pytest.CaptureFixture[str]) -> None:
    """Captions would be made anew beside people's edits: say which command to use instead."""
    (built.folder / "media" / "talk.wav").rename(built.folder / "media" / "film.wav")
    assert built.run("build") == 1
    assert "captions rename talk film" in capsys.readouterr().err


def test_a_persons_illegal_cues_stop_nothing(built: TestWorkspace, capsys: pytest.CaptureFixture[str]) -> None:
    """One was emptied, one ends before it begins: the rest is kept up to date, and both are told."""
    cues = built.cues("pt")
    text = built.text("pt").replace(cues[0].text, "")
    times = text.split("\n\n")[3].splitlines()[1]
    text = text.replace(times, times.split(" --> ")[0] + " --> 00:00:01,000")
    built.path("pt").write_text(text, encoding="utf-8")
    built.edit("Rongcheng", "Weihai")
    assert built.run("build") == 0
    after = built.cues("pt")
    assert cues[0].text not in [cue.text for cue in after]
    assert all(cue.end_ms > cue.start_ms for cue in after)
    assert any("Weihai~pt" in cue.text for cue in after)
    told = capsys.readouterr().err
    assert "ended before it began" in told


def test_approving_a_file_with_new_times_only_makes_no_words_a_persons(built: TestWorkspace) -> None:
    """They are still the machine's once the approval is withdrawn: the bundle's label says so."""
    cue = built.cues("pt")[1]
    start, later = (format_timestamp(time_ms, separator=",") for time_ms in (cue.start_ms, cue.start_ms + 120))
    built.edit(f"{start} -->", f"{later} -->", "pt")
    assert built.run("build") == 0
    for more in ([], ["--withdraw"]):
        assert built.run("approve", "talk", "pt", "--by", "Ana", *more) == 0
    source, _ = make_bundle_input(Plan.of(load_config(built.folder)), "talk")
    assert {language.tag: language.reviewed_share for language in source.languages} == {"en": 0, "pt": 0}
    built.edit("Critics~pt", "Críticos", "pt")
    assert built.run("build") == 0
    source, _ = make_bundle_input(Plan.of(load_config(built.folder)), "talk")
    assert 0 < source.languages[1].reviewed_share < 0.5, "the sentence whose words are a person's"


def test_review_shows_what_waits_and_forgets_what_was_approved(
    built: TestWorkspace, capsys: pytest.CaptureFixture[str]
) -> None:
    """A stale correction stands on top, with its source and the suggestion; an approved file is not listed."""
    built.edit("national~pt", "nacional")
    assert built.run("build") == 0
    built.edit("national", "nationwide")
    assert built.run("build") == 0
    capsys.readouterr()
    assert built.run("review", "--json") == 0
    english, portuguese = json.loads(capsys.readouterr().out)
    assert all("nationwide" not in item["text"] for item in english["items"])
    first = portuguese["items"][0]
    assert "nacional" in first["text"]
    assert first["reasons"][0].startswith("stale: now stands on “There is no single nationwide score.”")
    assert "nationwide~pt" in first["suggestion"]
    assert built.run("review", "--language", "pt", "--limit", "1") == 0
    shown = capsys.readouterr().out
    assert shown.startswith("subtitles/talk/talk.pt.srt: read ")
    assert "the machine would write “There~pt is~pt no~pt single~pt nationwide~pt score~pt.”" in shown
    assert built.run("approve", "talk", "pt", "--by", "Ana") == 0
    assert built.run("review", "talk") == 0
    assert "talk.pt.srt: nothing speaks against any of its" in capsys.readouterr().out


def test_review_of_a_broken_file_says_so_and_shows_the_others(
    built: TestWorkspace, capsys: pytest.CaptureFixture[str]
) -> None:
    """One line for the file that cannot be read."""
    built.path("pt").write_bytes(b"\0\1\2 no captions")
    capsys.readouterr()
    assert built.run("review") == 1
    told = capsys.readouterr()
    assert "talk.pt.srt" in told.err
    assert "talk.en.srt: read 6 of 6 sentences first" in told.out


def test_a_part_is_approved_and_stays_so(built: TestWorkspace, capsys: pytest.CaptureFixture[str]) -> None:
    """ "Reviewed up to here": minutes and share are shown, and a correction ends its own sentence only."""
    assert built.run("approve", "talk", "pt", "--by", "Ana", "--cues", "1-3") == 0
    assert "sentences approved by Ana" in capsys.readouterr().err
    row = statuses(built, capsys)["pt"]
    assert 0 < row["reviewed_share"] < 1  # type: ignore[operator]
    assert row["read_ms"] > 0  # type: ignore[operator]
    assert not row["is_approved"]
    read = row["read_ms"]
    assert built.run("status") == 0
    assert "Ana (" in capsys.readouterr().out
    built.edit("national", "nationwide")
    built.edit("Critics", "Many critics")
    assert built.run("build") == 0
    told = capsys.readouterr().err
    assert re.search(r"1 sentence changed since the approval by Ana on [\d-]+; to be read again", told)
    row = statuses(built, capsys)["pt"]
    assert 0 < row["read_ms"] < read  # type: ignore[operator]
    assert built.run("approve", "talk", "pt", "--by", "Rui") == 0
    row = statuses(built, capsys)["pt"]
    assert row["is_approved"]
    assert row["reviewed_share"] == 1.0


def test_an_approval_until_a_time_and_its_withdrawal(built: TestWorkspace, capsys: pytest.CaptureFixture[str]) -> None:
    """As JSON, too."""
    capsys.readouterr()
    cues = built.cues("pt")
    until = format_timestamp(cues[2].start_ms)
    assert built.run("approve", "talk", "pt", "--by", "Ana", "--until", until, "--json") == 0
    done = json.loads(capsys.readouterr().out)
    assert (done["sentences"], done["is_approved"]) == (2, False)
    assert built.run("approve", "talk", "pt", "--by", "Ana", "--withdraw", "--cues", "1", "--json") == 0
    assert json.loads(capsys.readouterr().out)["read_ms"] < done["read_ms"]
    assert built.run("approve", "talk", "pt", "--by", "Ana", "--withdraw") == 0
    assert built.run("approve", "talk", "pt", "--by", "Ana", "--withdraw") == 1
    assert "Ana did not approve pt" in capsys.readouterr().err


def test_half_a_sentence_is_not_approved(built: TestWorkspace, capsys: pytest.CaptureFixture[str]) -> None:
    """It says where the whole stands; a cue that is not there is an error, too."""
    place = next(at for at, cue in enumerate(built.cues("pt"), start=1) if cue.text.startswith("Each~pt"))
    assert built.run("approve", "talk", "pt", "--by", "Ana", "--cues", str(place)) == 1
    assert f"stands in cues {place}-{place + 1}" in capsys.readouterr().err
    assert built.run("approve", "talk", "pt", "--by", "Ana", "--cues", f"1-{place}") == 0
    assert "left out “Each~pt" in capsys.readouterr().err
    assert built.run("approve", "talk", "pt", "--by", "Ana", "--cues", "1-400") == 1
    assert "there is no cue 400" in capsys.readouterr().err
    for wrong in ("x", "3-1", "0-4"):
        assert built.run("approve", "talk", "pt", "--by", "Ana", "--cues", wrong) == 2
    assert built.run("approve", "talk", "pt", "--by", "Ana", "--until", "noon") == 2


def test_an_approval_from_before_becomes_one_of_sentences(
    built: TestWorkspace, capsys: pytest.CaptureFixture[str]
) -> None:
    """What was approved stays approved when another sentence changes."""
    approvals = built.folder / "subtitles" / "talk" / "machine" / "approvals.json"
    old = Approval(language="pt", by="Ana", date="2025-01-01", text_sha256=text_digest(built.cues("pt")))
    approvals.write_bytes(approvals_to_json([old]))
    assert statuses(built, capsys)["pt"]["is_approved"]
    built.edit("Rongcheng", "Weihai")
    assert built.run("build") == 0
    row = statuses(built, capsys)["pt"]
    (approval,) = row["approvals"]  # type: ignore[misc]
    assert (approval["by"], approval["sentences"], approval["ended"]) == ("Ana", 5, 1)
    assert row["reviewed_share"] > 0.5  # type: ignore[operator]


def test_approving_a_part_settles_what_was_stale_there(
    built: TestWorkspace, capsys: pytest.CaptureFixture[str]
) -> None:
    """And leaves the rest stale."""
    built.edit("national~pt", "nacional")
    built.edit("Critics~pt", "Os críticos")
    assert built.run("build") == 0
    built.edit("national", "nationwide")
    built.edit("Critics", "Many critics")
    assert built.run("build") == 0
    assert len(statuses(built, capsys)["pt"]["stale"]) == 2  # type: ignore[arg-type]
    place = next(at for at, cue in enumerate(built.cues("pt"), start=1) if "nacional" in cue.text)
    assert built.run("approve", "talk", "pt", "--by", "Ana", "--cues", str(place)) == 0
    (left,) = statuses(built, capsys)["pt"]["stale"]  # type: ignore[misc]
    assert "críticos" in left["text"]


def test_review_shows_one_place_whole_and_a_page(built: TestWorkspace, capsys: pytest.CaptureFixture[str]) -> None:
    """`--next` names the line in the file; the page plays the video there and shows text as text."""
    built.edit("national~pt", "<b>nacional</b> & só")
    assert built.run("build") == 0
    built.edit("national", "nationwide")
    assert built.run("build") == 0
    capsys.readouterr()
    assert built.run("review", "--language", "pt", "--next") == 0
    shown = capsys.readouterr().out
    line = int(shown.split("talk.pt.srt:")[1].split()[0])
    assert "nacional" in " ".join(built.text("pt").splitlines()[line - 1 : line + 1])
    assert "machine  There~pt is~pt no~pt single~pt nationwide~pt score~pt." in shown
    assert "captions approve talk pt --cues 2 --by NAME" in shown
    assert built.run("review", "--html", "review.html") == 0
    page = (built.folder / "review.html").read_text()
    assert 'src="media/talk.wav"' in page
    assert "&lt;b&gt;nacional&lt;/b&gt; &amp; só" in page
    assert "<b>nacional" not in page
