"""What stands beside a track: looked at part by part, told row by row, and the same as all at once."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.desk.desk import Desk
from pipeline.desk.reading import read_track
from pipeline.desk.rows import Row, Rows
from pipeline.desk.sections import Section, SectionCache, cut_sections
from pipeline.model import Cue
from pipeline.workspace import Workspace
from tests.desks import VIDEO, copy_demonstration


def cue(at: int, text: str = "", sentence: str = "") -> Cue:
    return Cue(
        start_ms=at * 2_000,
        end_ms=at * 2_000 + 1_500,
        text=text or f"Caption {at}.",
        sentence_ids=(sentence or f"s{at}",),
    )


def without_sentences(cues: tuple[Cue, ...]) -> tuple[Cue, ...]:
    return tuple(replace(one, sentence_ids=()) for one in cues)


def test_a_track_is_cut_where_both_neighbours_are_the_machines() -> None:
    """Parts lie end to end on both sides."""
    machine = tuple(map(cue, range(100)))
    file = without_sentences(machine)
    assert cut_sections(file, machine) == (Section(0, 40, 0, 40), Section(40, 80, 40, 80), Section(80, 100, 80, 100))
    edited = (*file[:39], replace(file[39], text="Mine."), replace(file[40], text="Mine, too."), *file[42:])
    assert cut_sections(edited, machine)[0] == Section(0, 42, 0, 43)


def test_no_sentence_is_cut() -> None:
    """Its cues stay in one part."""
    machine = tuple(cue(at, sentence=f"s{at // 3}") for at in range(90))
    first = cut_sections(without_sentences(machine), machine)[0]
    assert first == Section(0, 42, 0, 42)


def test_a_file_of_its_own_is_one_part() -> None:
    """There is nothing to compare it with."""
    file = without_sentences(tuple(map(cue, range(90))))
    assert cut_sections(file, ()) == (Section(0, 90, 0, 0),)
    assert cut_sections((), ()) == (Section(0, 0, 0, 0),)


def test_only_the_part_that_changed_is_looked_at_again() -> None:
    """The others are known."""
    machine = tuple(map(cue, range(100)))
    file, asked = without_sentences(machine), []
    cache: SectionCache[int] = SectionCache()

    def find(section: Section) -> int:
        asked.append(section.first)
        return section.first

    assert cache.load(file, cut_sections(file, machine), find) == [0, 40, 80]
    edited = (*file[:50], replace(file[50], text="Mine."), *file[51:])
    assert cache.load(edited, cut_sections(edited, machine), find) == [0, 40, 80]
    assert asked == [0, 40, 80, 40]


@pytest.mark.parametrize("language", ["en", "pt"])
def test_part_by_part_is_the_same_as_all_at_once(
    language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On the demonstration, with corrections, splits and deletions here and there."""
    desk = Desk(Workspace(copy_demonstration(tmp_path / "work", has_media=False)))
    rows = _disturbed(desk.track(VIDEO, language).rows(), random.Random(7))
    found = {}
    for length in (6, 1_000):
        monkeypatch.setattr("pipeline.desk.sections.SECTION_CUES", length)
        background = Desk(desk.workspace).backgrounds.load(VIDEO, language)
        found[length] = read_track(rows, background, ())
    assert found[6] == found[1_000]
    machine = background.machine
    assert machine is not None
    monkeypatch.setattr("pipeline.desk.sections.SECTION_CUES", 6)
    assert len(cut_sections(tuple(row.cue for row in rows), machine.cues)) > 1


def _disturbed(rows: Rows, chance: random.Random) -> Rows:
    """One in ten corrected, one split, one taken out."""
    found = []
    for place, row in enumerate(rows):
        text = row.cue.text
        if place == len(rows) // 2:
            middle = (row.cue.start_ms + row.cue.end_ms) // 2
            words = text.split()
            found.append(Row(row.id, replace(row.cue, end_ms=middle - 80, text=" ".join(words[:2]))))
            found.append(Row("new", replace(row.cue, start_ms=middle, text=" ".join(words[2:]) or "…")))
        elif place == len(rows) // 3:
            continue
        elif chance.random() < 0.1:
            found.append(Row(row.id, replace(row.cue, text=f"{text.split()[0]} {text}")))
        else:
            found.append(row)
    return tuple(found)


def test_a_page_is_told_what_differs_from_what_it_knows(tmp_path: Path) -> None:
    """All of it at first, and again when nobody knows any more what the page knows."""
    desk = Desk(Workspace(copy_demonstration(tmp_path / "work", has_media=False)))
    first = desk.reading(VIDEO, "en")
    assert first["isWhole"]
    same = desk.reading(VIDEO, "en", str(first["tag"]))
    assert (same["isWhole"], same["rows"]) == (False, {})
    path = desk.workspace.track_path(VIDEO, "en")
    lines = path.read_text().split("\n\n")
    path.write_text("\n\n".join([*lines[:5], *lines[6:]]).replace("China", "Czechia", 1))
    known = desk.reading(VIDEO, "en", str(same["tag"]))
    gone, changed = _parts(known["rows"])
    assert (known["isWhole"], len(gone)) == (False, 1)
    assert 0 < len(changed) < 12
    before, after = dict(_rows(first)), desk.reading(VIDEO, "en")
    before.update(changed)
    assert {name: row for name, row in before.items() if name not in gone} == _rows(after)
    assert desk.reading(VIDEO, "en", "unheard of")["isWhole"]


def _rows(reading: dict[str, object]) -> dict[str, object]:
    rows = reading["rows"]
    assert isinstance(rows, dict)
    return rows


def _parts(rows: object) -> tuple[set[str], dict[str, object]]:
    assert isinstance(rows, dict)
    return {name for name, row in rows.items() if row is None}, {name: row for name, row in rows.items() if row}
