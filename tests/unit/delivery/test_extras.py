"""Transcripts, other formats, two languages in one file, names for media servers, plans for platforms."""

from __future__ import annotations

import json
from pathlib import Path

import pysubs2
import pytest

from pipeline.delivery.documents import split_paragraphs, transcript_html, transcript_markdown
from pipeline.errors import UsageError
from pipeline.model import Cue
from tests.bundles import ARABIC, bundle, language, make_bundle_input, source_language, write_video


@pytest.fixture(scope="module")
def media(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_video(tmp_path_factory.mktemp("extras") / "in.mp4")


def speech(texts: list[str], *, pause_ms: int) -> tuple[Cue, ...]:
    """Cues of two seconds, each followed by a pause."""
    return tuple(
        Cue(start_ms=number * (2_000 + pause_ms), end_ms=number * (2_000 + pause_ms) + 2_000, text=text)
        for number, text in enumerate(texts)
    )


SENTENCE = "This is a sentence of an explainer,\nand it is said in one breath, without haste."


def test_paragraphs_end_at_pauses_between_sentences_and_lose_no_word() -> None:
    cues = speech([SENTENCE] * 20, pause_ms=1_500)
    paragraphs = split_paragraphs(language(cues=cues))
    assert 3 <= len(paragraphs) <= 5
    assert " ".join(p.text for p in paragraphs).split() == " ".join(cue.text for cue in cues).split()
    assert [p.start_ms for p in paragraphs] == sorted(p.start_ms for p in paragraphs)
    assert all(p.text.endswith(".") for p in paragraphs)


def test_without_pauses_a_paragraph_still_ends_and_never_inside_a_sentence() -> None:
    cues = speech(["and so on"] * 300 + [SENTENCE] * 20, pause_ms=0)
    paragraphs = split_paragraphs(language(cues=cues))
    assert all(p.text.endswith(".") for p in paragraphs)
    assert len(paragraphs) > 1


def test_scripts_without_spaces_get_none_between_cues() -> None:
    paragraphs = split_paragraphs(language("ja", speech(["中国は計画を", "発表しました。"], pause_ms=0)))
    assert [p.text for p in paragraphs] == ["中国は計画を発表しました。"]


def test_text_is_text_in_every_document() -> None:
    """Nothing in a cue is markup in Markdown or HTML."""
    cues = speech(["<b>5</b> * 3 < [x](y) & `z` # \\ <script>alert(1)</script>."], pause_ms=0)
    page = transcript_html('a "title" <b>', language(cues=cues))
    assert "<script" not in page
    assert "<b>" not in page
    assert "\\[x\\](y)" in transcript_markdown("t", language(cues=cues))
    assert '<html lang="ar" dir="rtl">' in transcript_html("t", language("ar", ARABIC))


def test_a_bundle_has_a_transcript_of_every_language(media: Path, tmp_path: Path) -> None:
    bundle(make_bundle_input(media), tmp_path / "talk")
    names = {path.name for path in (tmp_path / "talk" / "transcript").iterdir()}
    assert names == {f"talk.{tag}.{end}" for tag in ("en", "pt", "ar") for end in ("txt", "md", "html")} | {
        "podcast.xml"
    }
    assert "Peixe e batatas." in (tmp_path / "talk" / "transcript" / "talk.pt.txt").read_text("utf-8")
    snippet = (tmp_path / "talk" / "transcript" / "podcast.xml").read_text("utf-8")
    assert '<podcast:transcript url="BASE_URL/talk.pt.vtt" type="text/vtt" language="pt" rel="captions"/>' in snippet


def test_other_formats_are_read_by_another_library(media: Path, tmp_path: Path) -> None:
    bundle(make_bundle_input(media), tmp_path / "talk", formats=("ass", "sbv"))
    script = pysubs2.load(str(tmp_path / "talk" / "talk.en.ass"))
    assert [(event.start, event.end, event.plaintext) for event in script] == [
        (200, 1_100, "Hello, world."),
        (1_200, 2_000, "Fish & chips,\n1 < 2 --> yes."),
        (2_000, 2_900, "Up here."),
    ]
    assert script[2].text.startswith("{\\an8}")
    sbv = (tmp_path / "talk" / "talk.pt.sbv").read_text("utf-8")
    assert sbv == "0:00:00.200,0:00:01.100\nOlá, mundo.\n\n0:00:01.200,0:00:02.900\nPeixe e batatas.\n"


def test_two_languages_in_one_file_keep_their_times_and_stand_apart(media: Path, tmp_path: Path) -> None:
    bundle(make_bundle_input(media), tmp_path / "talk", bilingual=(("pt", "en"),), formats=("ass",))
    events = pysubs2.load(str(tmp_path / "talk" / "talk.pt+en.srt"), keep_html_tags=True)
    assert sorted((event.start, event.end) for event in events) == sorted(
        [(200, 1_100), (1_200, 2_900), (200, 1_100), (1_200, 2_000), (2_000, 2_900)]
    )
    raised = [event.text for event in events if "\\an8" in event.text]
    assert any("Hello" in text for text in raised)
    assert not any("Olá" in text for text in raised)
    script = pysubs2.load(str(tmp_path / "talk" / "talk.pt+en.ass"))
    assert {event.style for event in script} == {"Default", "Upper"}
    assert script.styles["Upper"].alignment == 8
    with pytest.raises(UsageError, match="no captions for 'fr' to put into one file; there are: en, pt, ar"):
        bundle(make_bundle_input(media), tmp_path / "other", bilingual=(("pt", "fr"),))


def test_files_are_named_as_media_servers_look_for_them(media: Path, tmp_path: Path) -> None:
    source = make_bundle_input(media, source_language(), language("pt-BR"))
    bundle(source, tmp_path / "talk", layouts=("jellyfin", "plex", "kodi"))
    names = {path.relative_to(tmp_path / "talk").as_posix() for path in (tmp_path / "talk").rglob("*.srt")}
    assert {"jellyfin/talk.en.default.srt", "jellyfin/talk.pt-BR.machine.srt"} <= names
    assert {"plex/talk.en.srt", "plex/talk.pt-BR.srt", "kodi/talk.English.srt"} <= names


def test_only_the_languages_that_were_asked_for_are_bundled(media: Path, tmp_path: Path) -> None:
    manifest = bundle(make_bundle_input(media), tmp_path / "talk", languages=("pt",))
    assert [item.tag for item in manifest.source.languages] == ["pt"]
    assert not list((tmp_path / "talk").rglob("*.en.*"))
    with pytest.raises(UsageError, match="no captions for 'fr'; there are: pt, en, ar"):
        bundle(make_bundle_input(media), tmp_path / "other", languages=("fr",))


def test_plans_name_files_that_are_there(media: Path, tmp_path: Path) -> None:
    bundle(make_bundle_input(media), tmp_path / "talk", platforms=("youtube", "peertube", "vimeo"))
    for platform in ("peertube", "vimeo"):
        plan = json.loads((tmp_path / "talk" / platform / "plan.json").read_text("utf-8"))
        assert [call["language"] for call in plan["calls"]] == ["en", "pt", "ar"]
        assert all((tmp_path / "talk" / call["file"]).is_file() for call in plan["calls"])
    vimeo = json.loads((tmp_path / "talk" / "vimeo" / "plan.json").read_text("utf-8"))
    assert vimeo["calls"][1]["steps"][0]["body"] == {
        "type": "subtitles",
        "language": "pt",
        "name": "Português (machine), 25 % reviewed",
    }
