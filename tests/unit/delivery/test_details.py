"""Title, description and chapters in every file of a bundle, read by programs that others wrote."""

from __future__ import annotations

import json
import re
import shutil
import struct
import subprocess
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
import webvtt

from pipeline.delivery import matroska_chapters, mp4_chapters
from pipeline.delivery.details import VideoText, chapter_lines, clean_details, description_text
from pipeline.delivery.documents import split_paragraphs
from pipeline.delivery.verify import verify_bundle
from pipeline.delivery.youtube import DESCRIPTION_BYTES, TITLE_CHARS, fit_youtube
from pipeline.model import Chapter, Cue, Details
from tests.bundles import (
    DETAILS,
    HOSTILE,
    bundle,
    hashes,
    language,
    make_bundle_input,
    reseal,
    source_language,
    write_video,
)
from tests.json_schema import schema_errors
from tests.media_files import tone, write_audio

ROOT = Path(__file__).parents[3]
SCHEMA = json.loads((ROOT / "docs" / "manifest.schema.json").read_text())


@pytest.fixture(scope="module")
def media(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_video(tmp_path_factory.mktemp("details") / "in.mp4")


@pytest.fixture(scope="module")
def made(media: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bundle with details in three languages, one of them hostile, that the tests only read."""
    out = tmp_path_factory.mktemp("dist") / "talk"
    source = make_bundle_input(media, details=DETAILS)
    bundle(source, out, platforms=("youtube", "peertube", "vimeo"), layouts=("jellyfin", "kodi", "plex"))
    return out


def need(program: str) -> str:
    found = shutil.which(program)
    if found is None:
        pytest.skip(f"needs {program}")
    return found


def run(*command: str) -> str:
    return subprocess.run(command, capture_output=True, check=True, text=True).stdout


def probe(path: Path) -> tuple[str, list[tuple[float, str]]]:
    """What FFmpeg's own program says: the title, and start and name of each chapter."""
    text = run(need("ffprobe"), "-v", "error", "-of", "json", "-show_chapters", "-show_format", str(path))
    value = json.loads(text)
    chapters = [(float(item["start_time"]), item["tags"]["title"]) for item in value["chapters"]]
    return value["format"]["tags"].get("title", ""), chapters


def test_another_libraries_reading_finds_no_problem(made: Path) -> None:
    assert verify_bundle(made) == ()


def test_without_details_nothing_is_different(media: Path, tmp_path: Path) -> None:
    """No file, and no byte of one."""
    bundle(make_bundle_input(media), tmp_path / "a" / "talk")
    bundle(make_bundle_input(media, details={"pt": Details(), "fr": Details("x")}), tmp_path / "b" / "talk")
    assert hashes(tmp_path / "a") == hashes(tmp_path / "b")
    page = (tmp_path / "a" / "talk" / "index.html").read_text("utf-8")
    assert "chapter" not in page.lower()
    assert "og:" not in page


def test_the_same_details_give_the_same_bytes(media: Path, made: Path, tmp_path: Path) -> None:
    source = make_bundle_input(media, details=DETAILS)
    bundle(source, tmp_path / "talk", platforms=("youtube", "peertube", "vimeo"), layouts=("jellyfin", "kodi", "plex"))
    assert hashes(made) == hashes(tmp_path / "talk")


def test_the_manifest_has_them_and_follows_its_schema(made: Path) -> None:
    manifest = json.loads((made / "manifest.json").read_text("utf-8"))
    assert list(schema_errors(manifest, SCHEMA)) == []
    details = {item["tag"]: item["details"] for item in manifest["languages"]}
    assert details["pt"]["title"] == "Sinais & <sombras>"
    assert details["en"]["chapters"][1] == {"start_ms": 1_200, "title": HOSTILE}
    assert not list(schema_errors(manifest, SCHEMA))


def test_chapters_are_webvtt_of_their_own(made: Path) -> None:
    """Whatever a title says, it is text: no cue ends early, no tag begins."""
    captions = webvtt.read(str(made / "talk.en.chapters.vtt")).captions
    assert [(caption.start, caption.end) for caption in captions] == [
        ("00:00:00.000", "00:00:01.200"),
        ("00:00:01.200", "00:00:03.000"),
    ]
    raw = (made / "talk.en.chapters.vtt").read_text("utf-8")
    assert raw.count("-->") == 2
    assert "<script" not in raw
    assert [c.text for c in webvtt.read(str(made / "talk.pt.chapters.vtt")).captions] == ["Início", "Fim"]
    assert not (made / "talk.ar.chapters.vtt").exists(), "a language without chapters has no file of them"


@pytest.mark.parametrize("name", ["talk.captioned.mp4", "talk.captioned.mkv"])
def test_players_show_the_spoken_languages_title_and_chapters(made: Path, name: str) -> None:
    assert probe(made / name) == ("Signs & <shadows>", [(0.0, "Beginning"), (1.2, HOSTILE)])


def test_mp4_has_a_chapter_track_a_language(made: Path, tmp_path: Path) -> None:
    """FFmpeg's program reads each of them, once the video refers to it alone; none is listed among the captions."""
    path = made / "talk.captioned.mp4"
    streams = json.loads(run(need("ffprobe"), "-v", "error", "-of", "json", "-show_streams", str(path)))["streams"]
    kinds = [(stream["codec_type"], stream["tags"].get("language")) for stream in streams]
    assert kinds[2:] == [
        ("subtitle", "eng"),
        ("subtitle", "por"),
        ("subtitle", "ara"),
        ("data", "eng"),
        ("data", "por"),
    ]
    ids = [int(stream["id"], 16) for stream in streams]
    data = path.read_bytes()
    reference = struct.pack(">I4sII", 16, b"chap", ids[6], ids[5])
    assert data.count(reference) == 5, "every track refers to those of chapters, the spoken language last"
    only = data.replace(reference, struct.pack(">I4sII", 16, b"chap", ids[6], ids[6])).replace(b"chpl", b"free")
    (tmp_path / "only.mp4").write_bytes(only)
    assert probe(tmp_path / "only.mp4")[1] == [(0.0, "Início"), (1.2, "Fim")]


def test_mkv_has_an_edition_a_language(made: Path) -> None:
    """MKVToolNix reads them with their BCP-47 tags, the spoken language as the default, and a title a language."""
    path = str(made / "talk.captioned.mkv")
    root = ET.fromstring(run(need("mkvextract"), path, "chapters", "-").lstrip("\ufeff"))
    editions = [
        [
            (atom.findtext("ChapterTimeStart"), display.findtext("ChapterString"), display.findtext("ChapLanguageIETF"))
            for atom in edition.iter("ChapterAtom")
            for display in atom.iter("ChapterDisplay")
        ]
        for edition in root.iter("EditionEntry")
    ]
    assert editions == [
        [("00:00:00.000000000", "Beginning", "en"), ("00:00:01.200000000", HOSTILE, "en")],
        [("00:00:00.000000000", "Início", "pt"), ("00:00:01.200000000", "Fim", "pt")],
    ]
    tags = ET.fromstring(run(need("mkvextract"), path, "tags", "-").lstrip("\ufeff"))
    simple = {(s.findtext("Name"), s.findtext("TagLanguage")): s.findtext("String") for s in tags.iter("Simple")}
    assert simple["TITLE", "por"] == "Sinais & <sombras>"
    assert simple["TITLE", "ara"] == "إشارات"
    assert simple["DESCRIPTION", "por"] == "Primeira linha.\n\nSegunda <b>linha</b>."
    identified = json.loads(run(need("mkvmerge"), "-J", path))
    assert identified["errors"] == identified["warnings"] == []
    assert identified["container"]["properties"]["title"] == "Signs & <shadows>"


def test_chapters_that_begin_later_keep_their_times(media: Path, tmp_path: Path) -> None:
    """And many of them, in many languages, with long names: nothing is too long for its room."""
    many = tuple(Chapter(0.1 + number / 500, f"{number} " + "ñ" * 300) for number in range(300))
    tags = ("en", "pt-BR", "pt", "zh-Hant-TW", "ast", "de")
    languages = [source_language(), *(language(tag) for tag in tags[1:])]
    source = make_bundle_input(media, *languages, details={tag: Details("t", "d", many) for tag in tags})
    manifest = bundle(source, tmp_path / "talk")
    assert manifest.left_out == ()
    assert verify_bundle(tmp_path / "talk") == ()
    for name in ("talk.captioned.mp4", "talk.captioned.mkv"):
        chapters = probe(tmp_path / "talk" / name)[1]
        assert [round(start * 1000) for start, _ in chapters] == [100 + 2 * number for number in range(300)]
    tracks = mp4_chapters.read_chapter_tracks(tmp_path / "talk" / "talk.captioned.mp4")
    assert [tag for tag, _ in tracks] == ["deu", "ast", "zho", "por", "por", "eng"]
    editions = matroska_chapters.read_chapters(tmp_path / "talk" / "talk.captioned.mkv")
    assert [tag for tag, _ in editions] == list(tags)


def test_sound_alone_has_chapters_too(tmp_path: Path) -> None:
    """A podcast as MP4 and Matroska, without a picture to which the tracks could belong."""
    media = write_audio(tmp_path / "in.m4a", (0.0, tone(3.0)), codec="aac")
    assert bundle(make_bundle_input(media, details=DETAILS), tmp_path / "talk").left_out == ()
    assert verify_bundle(tmp_path / "talk") == ()
    for name in ("talk.captioned.mp4", "talk.captioned.mkv"):
        assert probe(tmp_path / "talk" / name)[1] == [(0.0, "Beginning"), (1.2, HOSTILE)]


def test_metadata_for_programs(made: Path) -> None:
    value = json.loads((made / "metadata.pt.json").read_text("utf-8"))
    assert (value["language"], value["is_source"], value["title"]) == ("pt", False, "Sinais & <sombras>")
    assert value["chapters"][1] == {"start_ms": 1_200, "end_ms": 3_000, "title": "Fim"}


def long_video(*chapters: tuple[float, str], description: str = "") -> VideoText:
    details = Details("t", description, tuple(Chapter(start, title) for start, title in chapters))
    return clean_details(details, 4_000_000)[0]


def test_chapter_lines_are_as_youtube_reads_them() -> None:
    """First at 0:00, three or more, in order, ten seconds apart; hours only where there are any."""
    text = long_video((0.4, "Intro"), (61.9, "Middle"), (3_700, "End"), description="About.")
    assert description_text(text) == "About.\n\n0:00 Intro\n1:01 Middle\n1:01:40 End\n"


@pytest.mark.parametrize(
    ("chapters", "description", "reason"),
    [
        ([(0, "a"), (20, "b")], "", "YouTube makes chapters from 3 on, there are 2"),
        ([(1, "a"), (20, "b"), (40, "c")], "", "YouTube's first chapter begins at 0:00, 'a' at 0:01"),
        ([(0, "a"), (9.9, "b"), (40, "c")], "", "YouTube's chapters last 10 seconds or more; 'a' at 0:00 does not"),
        ([(0, "a"), (20, "b"), (3_995, "c")], "", "'c' at 1:06:35 does not"),
        ([(0, "a"), (20, "b"), (40, "c")], "0:00 x\n0:30 y\n- 1:00 z", "the description has lines with times"),
    ],
)
def test_what_youtube_would_not_read_is_left_out_and_reported(
    chapters: list[tuple[float, str]], description: str, reason: str
) -> None:
    lines, found = chapter_lines(long_video(*chapters, description=description))
    assert lines == ()
    assert reason in found


def test_a_bundle_reports_chapters_that_youtube_would_not_read(made: Path) -> None:
    warnings = json.loads((made / "manifest.json").read_text("utf-8"))["warnings"]
    assert "pt: no chapter lines in the description: YouTube makes chapters from 3 on, there are 2" in warnings
    assert (made / "talk.pt.description.txt").read_text("utf-8") == "Primeira linha.\n\nSegunda <b>linha</b>.\n"


def test_what_youtube_would_refuse_is_reported_with_its_plan_only(media: Path, tmp_path: Path) -> None:
    source = make_bundle_input(media, details={"en": Details("word " * 40, "")})
    said = bundle(source, tmp_path / "a", platforms=("youtube",)).warnings
    assert "en: for YouTube, the title was cut to 100 characters" in said
    assert not any("YouTube," in warning for warning in bundle(source, tmp_path / "b").warnings)


def test_youtubes_plan_has_the_titles_with_their_quota(made: Path) -> None:
    plan = json.loads((made / "youtube" / "plan.json").read_text("utf-8"))
    reading, update = plan["calls"][-2:]
    assert (reading["call"], reading["units"], update["call"], update["units"]) == (
        "videos.list",
        1,
        "videos.update",
        50,
    )
    assert update["body"]["snippet"]["defaultLanguage"] == "en"
    assert set(update["body"]["localizations"]) == {"pt", "ar"}
    assert update["body"]["localizations"]["pt"]["title"] == "Sinais & ‹sombras›"
    assert not set("<>") & set(json.dumps(update["body"]))
    assert plan["units_first_upload"] == 50 + 3 * 400 + 51
    assert plan["units_if_all_tracks_exist"] == 50 + 3 * 450 + 51


def test_what_is_too_long_for_youtube_is_cut_at_a_word_and_said() -> None:
    """The chapter lines stay; a cut never breaks a character."""
    chapters = tuple(Chapter(20.0 * number, f"Chapter {number} – ñ") for number in range(20))
    text = clean_details(Details("word " * 40, "Ñandú über allem. " * 600, chapters), 500_000)[0]
    title, description, changes = fit_youtube(text)
    assert len(title) <= TITLE_CHARS
    assert title.endswith("word…")
    assert len(description.encode()) <= DESCRIPTION_BYTES
    assert description.splitlines()[-1] == "6:20 Chapter 19 – ñ"
    assert changes == ("the title was cut to 100 characters", "the description was cut to 5,000 bytes")
    assert fit_youtube(VideoText(title="short"))[2] == ()


def test_other_platforms_get_the_spoken_language(made: Path) -> None:
    calls = json.loads((made / "peertube" / "plan.json").read_text("utf-8"))["calls"]
    assert calls[-2]["form"]["name"] == "Signs & <shadows>"
    assert calls[-1]["path"] == "/api/v1/videos/VIDEO_ID/chapters"
    assert calls[-1]["body"]["chapters"][1] == {"title": HOSTILE, "timecode": 1}
    calls = json.loads((made / "vimeo" / "plan.json").read_text("utf-8"))["calls"]
    assert calls[-3]["body"]["name"] == "Signs & <shadows>"
    assert calls[-1] == {
        "method": "POST",
        "path": "/videos/VIDEO_ID/chapters",
        "body": {"title": HOSTILE, "timecode": 1},
    }


def test_a_feed_has_chapters_beside_its_transcripts(made: Path) -> None:
    """Podcasting 2.0: one list for an item, and a JSON file of its version 1.2."""
    snippet = (made / "transcript" / "podcast.xml").read_text("utf-8")
    root = ET.fromstring(f'<item xmlns:podcast="p">{snippet}</item>')  # our own
    found = [element.attrib for element in root.iter("{p}chapters")]
    assert found == [{"url": "BASE_URL/transcript/talk.en.chapters.json", "type": "application/json+chapters"}]
    value = json.loads((made / "transcript" / "talk.en.chapters.json").read_text("utf-8"))
    assert value["version"] == "1.2.0"
    assert value["chapters"][1] == {"startTime": 1.2, "endTime": 3.0, "title": HOSTILE}


def test_the_stream_has_chapters_in_all_languages(made: Path) -> None:
    master = (made / "hls" / "master.m3u8").read_text("utf-8")
    assert '#EXT-X-SESSION-DATA:DATA-ID="com.apple.hls.chapters",URI="chapters.json"' in master
    value = json.loads((made / "hls" / "chapters.json").read_text("utf-8"))
    assert value[0] == {
        "chapter": 1,
        "start-time": 0.0,
        "duration": 1.2,
        "titles": [{"language": "en", "title": "Beginning"}, {"language": "pt", "title": "Início"}],
    }


def test_documents_have_the_chapters_as_headings(made: Path) -> None:
    text = (made / "transcript" / "talk.pt.txt").read_text("utf-8")
    assert text.startswith("Sinais & <sombras>\n\n")
    assert "Início\n\nOlá, mundo.\n\nFim\n\nPeixe e batatas.\n" in text
    page = (made / "transcript" / "talk.pt.html").read_text("utf-8")
    assert '<h1 dir="auto">Sinais &amp; &lt;sombras&gt;</h1>' in page
    assert '<h2>Fim</h2>\n<p id="t1.2">' in page
    markdown = (made / "transcript" / "talk.en.md").read_text("utf-8")
    assert "\n## Beginning\n\n**0:00** Hello, world.\n" in markdown
    assert "\\<script\\>" in markdown
    assert "<script" not in markdown.replace("\\<", "") + (made / "transcript" / "talk.en.html").read_text("utf-8")


def test_a_chapter_begins_with_the_cue_that_is_spoken_in_it() -> None:
    cues = tuple(Cue(start_ms=s * 1000, end_ms=s * 1000 + 900, text=f"Cue {s}.") for s in range(6))
    chapters = (Chapter(0, "a"), Chapter(1.8, "b"), Chapter(4.1, "c"), Chapter(4.2, "d"), Chapter(5.8, "e"))
    text = clean_details(Details("", "", chapters), 6_000)[0]
    paragraphs = split_paragraphs(language(cues=cues, details=text))
    assert [(p.first, p.heading) for p in paragraphs] == [(0, "a"), (2, "b"), (4, "c / d")]
    assert " ".join(p.text for p in paragraphs) == " ".join(cue.text for cue in cues)


def test_media_servers_find_title_and_plot(made: Path) -> None:
    for layout in ("jellyfin", "kodi"):
        root = ET.parse(made / layout / "talk.nfo").getroot()
        assert (root.tag, root.findtext("title")) == ("movie", "Signs & <shadows>")
        assert root.findtext("plot") == 'Javascript: "quotes" <script>alert(1)</script>\n]]> & more'
    assert not list((made / "plex").glob("*.nfo"))


def test_chapters_that_no_file_can_show_are_left_out_and_listed(media: Path, tmp_path: Path) -> None:
    chapters = (Chapter(0, "ok"), Chapter(1, " \x00 "), Chapter(3, "late"), Chapter(99, "later"))
    manifest = bundle(make_bundle_input(media, details={"en": Details("a\nb\x07", "", chapters)}), tmp_path / "talk")
    assert [(item.what, item.reason) for item in manifest.left_out] == [
        ("en: the chapter at 0:01 ''", "it has no title"),
        ("en: the chapter at 0:03 'late'", "it begins after the end of the video"),
        ("en: the chapter at 1:39 'later'", "it begins after the end of the video"),
    ]
    assert json.loads((tmp_path / "talk" / "metadata.en.json").read_text())["title"] == "a b"
    assert verify_bundle(tmp_path / "talk") == ()


DAMAGES = [
    ("metadata.pt.json", "Fim", "Meio", "differs"),
    ("talk.pt.chapters.vtt", "Fim", "Meio", "differs"),
    ("talk.pt.description.txt", "Primeira", "Outra", "differs"),
    ("transcript/talk.en.chapters.json", "Beginning", "End", "differs"),
    ("hls/chapters.json", "Fim", "Meio", "differs from the chapters"),
    ("index.html", '"Fim"', '"Meio"', "(pt) differs"),
]


@pytest.mark.parametrize(("name", "old", "new", "message"), DAMAGES, ids=[case[0] for case in DAMAGES])
def test_verify_finds_a_lie_in_each_file(  # a row of the table
    made: Path, tmp_path: Path, name: str, old: str, new: str, message: str
) -> None:
    copy = Path(shutil.copytree(made, tmp_path / "talk"))
    text = (copy / name).read_text("utf-8")
    assert old in text
    (copy / name).write_text(text.replace(old, new), "utf-8")
    reseal(copy, name)
    problems = [f"{problem.path}: {problem.message}" for problem in verify_bundle(copy)]
    assert any(problem.startswith(f"{name}: ") and message in problem for problem in problems), problems


@pytest.mark.parametrize("name", ["talk.captioned.mp4", "talk.captioned.mkv"])
@pytest.mark.parametrize("word", ["Beginning", "Início", "Signs"])
def test_verify_finds_a_lie_in_a_container(made: Path, tmp_path: Path, name: str, word: str) -> None:
    copy = Path(shutil.copytree(made, tmp_path / "talk"))
    data = (copy / name).read_bytes()
    other = re.sub("[A-Za-z]", "X", word)
    assert word.encode() in data
    (copy / name).write_bytes(data.replace(word.encode(), other.encode()))
    reseal(copy, name)
    assert [problem.path for problem in verify_bundle(copy) if problem.path == name]


def test_verify_misses_no_file(made: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(made, tmp_path / "talk"))
    manifest = json.loads((copy / "manifest.json").read_text())
    manifest["files"] = [file for file in manifest["files"] if file["path"] != "talk.pt.chapters.vtt"]
    (copy / "manifest.json").write_text(json.dumps(manifest))
    messages = [problem.message for problem in verify_bundle(copy)]
    assert "pt: its chapters file is not listed" in messages


def test_what_a_machine_translated_is_called_so(media: Path, tmp_path: Path) -> None:
    """In the manifest, the metadata and a note of the chapters; in no other language."""
    source = make_bundle_input(media, details=DETAILS, machine_details=frozenset({"pt"}))
    bundle(source, tmp_path / "talk")
    manifest = json.loads((tmp_path / "talk" / "manifest.json").read_text("utf-8"))
    assert list(schema_errors(manifest, SCHEMA)) == []
    assert {item["tag"]: item["details"]["is_machine"] for item in manifest["languages"]} == {
        "en": False,
        "pt": True,
        "ar": False,
    }
    assert json.loads((tmp_path / "talk" / "metadata.pt.json").read_text("utf-8"))["is_machine"]
    notes = [(tmp_path / "talk" / f"talk.{tag}.chapters.vtt").read_text("utf-8").count("NOTE") for tag in ("en", "pt")]
    assert notes == [0, 1]
    assert verify_bundle(tmp_path / "talk") == ()
