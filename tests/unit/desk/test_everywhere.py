"""A corrected word in all captions of a workspace."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.desk import everywhere
from pipeline.desk.desk import Contradiction, Desk, NotHere
from pipeline.desk.everywhere import ChosenPlace, WordSearch, changes_of
from pipeline.desk.requests import BadRequest
from pipeline.desk.rows import Row
from pipeline.desk.word_requests import ReplaceRequest, parse_replace, parse_term
from pipeline.formats import format_srt
from pipeline.model import Cue
from pipeline.workspace import Workspace

TEXTS = {
    ("talk", "en"): ("Rong Cheng is a city.", "In rongcheng's streets."),
    ("talk", "pt"): ("Rongcheng é uma cidade.",),
    ("other", "en"): ("Nothing here.", "RONGCHENG!", "Rongchang, perhaps."),
}


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    made = Workspace(tmp_path)
    for (video, language), texts in TEXTS.items():
        path = made.track_path(video, language)
        path.parent.mkdir(parents=True, exist_ok=True)
        cues = [Cue(start_ms=at * 2_000, end_ms=at * 2_000 + 1_500, text=text) for at, text in enumerate(texts)]
        path.write_text(format_srt(cues), encoding="utf-8")
    return made


def test_the_track_comes_first_then_its_video_then_its_language(workspace: Workspace) -> None:
    """With how alike each place is."""
    found, is_all = WordSearch(workspace).find("Rongcheng", video="talk", language="en")
    assert [(one.video, one.language, one.place.found, one.place.likeness.value) for one in found] == [
        ("talk", "en", "Rong Cheng", "cut otherwise"),
        ("talk", "en", "rongcheng's", "inflected"),
        ("talk", "pt", "Rongcheng", "same"),
        ("other", "en", "RONGCHENG", "same"),
        ("other", "en", "Rongchang", "similar"),
    ]
    assert is_all


def test_exactly_as_written_is_found_without_looking_at_similar_words(workspace: Workspace) -> None:
    """For the offer that comes while somebody works."""
    found, _ = WordSearch(workspace).find("Rongcheng", video="talk", language="en", is_exact=True)
    assert [one.place.found for one in found] == ["rongcheng's", "Rongcheng", "RONGCHENG"]


def test_more_places_than_anybody_reads_are_said_to_be_more(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Never silently cut."""
    monkeypatch.setattr(everywhere, "MOST_PLACES", 2)
    found, is_all = WordSearch(workspace).find("Rongcheng", video="talk", language="en")
    assert (len(found), is_all) == (2, False)


def test_a_file_that_cannot_be_read_is_passed_over_and_one_that_changed_is_read_again(workspace: Workspace) -> None:
    """Its own page reports it."""
    search, path = WordSearch(workspace), workspace.track_path("talk", "pt")
    path.write_text("<<<<<<< ours\n", encoding="utf-8")
    assert all(one.language != "pt" for one in search.find("Rongcheng", video="talk", language="en")[0])
    path.write_text(format_srt([Cue(start_ms=0, end_ms=900, text="Rongcheng.")]), encoding="utf-8")
    assert any(one.language == "pt" for one in search.find("Rongcheng", video="talk", language="en")[0])


def test_endings_and_capitals_stay(workspace: Workspace) -> None:
    """Places of one cue are replaced together; what is not there any more is left out."""
    cue = Cue(start_ms=0, end_ms=1_500, text="Rongcheng? RONGCHENG and Rongcheng's.")
    places = [(0, 9), (11, 20), (25, 36), (3, 5)]
    chosen = [ChosenPlace(video="v", language="en", cue=cue, start=start, end=end) for start, end in places]
    gone = ChosenPlace(video="v", language="en", cue=Cue(start_ms=5, end_ms=9, text="x"), start=0, end=1)
    ((row, after),) = changes_of((Row("a", cue),), [*chosen, gone], wanted="Rongcheng", replacement="weihai")
    assert (row.id, after.text) == ("a", "Weihai? WEIHAI and weihai's.")


def test_replacements_are_told_by_track_and_change_nothing_yet(workspace: Workspace) -> None:
    """The page commits them, with its journal and its undo."""
    desk = Desk(workspace)
    cue = Cue(start_ms=0, end_ms=1_500, text="Rongcheng é uma cidade.")
    place = ChosenPlace(video="talk", language="pt", cue=cue, start=0, end=9)
    (track,) = desk.replacements(ReplaceRequest(wanted="Rongcheng", replacement="Weihai", places=(place,)))["tracks"]  # type: ignore[misc]
    assert [change["after"]["text"] for change in track["changes"]] == ["Weihai é uma cidade."]
    assert "Rongcheng" in workspace.track_path("talk", "pt").read_text()
    stranger = ChosenPlace(video="../etc", language="pt", cue=cue, start=0, end=9)
    with pytest.raises(NotHere):
        desk.replacements(ReplaceRequest(wanted="Rongcheng", replacement="Weihai", places=(stranger,)))


@pytest.mark.parametrize(
    "body",
    [
        b"{}",
        b'{"find":"a","put":"","places":[{"video":"v","language":"en","cue":{"start":0,"end":9,"text":"a"},"start":0,"end":1}]}',
        b'{"find":"a","put":"b","places":[]}',
        b'{"find":"a","put":"b","places":[{"video":1,"language":"en","cue":{"start":0,"end":9,"text":"a"},"start":0,"end":1}]}',
        b'{"find":"a","put":"b","places":[{"video":"v","language":"en","cue":null,"start":0,"end":1}]}',
        b'{"find":"a","put":"b","places":[{"video":"v","language":"en","cue":{"start":0,"end":9,"text":"a"},"start":0,"end":2}]}',
    ],
)
def test_a_malformed_replacement_is_refused(body: bytes) -> None:
    with pytest.raises(BadRequest):
        parse_replace(body)


@pytest.mark.parametrize(
    "body", [b"{}", b'{"source":" "}', b'{"source":"a"}', b'{"source":"a","translation":"b","language":"not a tag"}']
)
def test_a_malformed_term_is_refused(body: bytes) -> None:
    with pytest.raises(BadRequest):
        parse_term(body)


def test_a_term_is_added_once_and_a_contradiction_is_refused(workspace: Workspace) -> None:
    """The reason names both."""
    desk = Desk(workspace)
    term = parse_term(b'{"source":"social credit","translation":"cr\xc3\xa9dito social","language":"pt"}')
    assert desk.take_term(term) == {"added": 1}
    assert desk.take_term(term) == {"added": 0}
    with pytest.raises(Contradiction, match="social credit"):
        desk.take_term(parse_term(b'{"source":"social credit","translation":"saldo","language":"pt"}'))
    assert workspace.glossary_path.read_text().count("social credit") == 1
