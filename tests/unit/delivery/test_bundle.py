"""The bundle: complete, labelled, the same bytes each time, whole or not at all."""

from __future__ import annotations

import importlib
import json
import shutil
import zipfile
from fractions import Fraction
from pathlib import Path

import av
import pysubs2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.delivery.records import safe_name
from pipeline.delivery.verify import verify_bundle
from pipeline.errors import EngineNotInstalled, InputError, UsageError
from pipeline.formats import Document, Losses, cue_to_styled, format_ttml
from pipeline.model import Cue
from tests.bundles import ENGLISH, PORTUGUESE, bundle, hashes, language, make_bundle_input, source_language, write_video
from tests.json_schema import schema_errors
from tests.media_files import tone, write_audio

SCHEMA = json.loads((Path(__file__).parents[3] / "docs" / "manifest.schema.json").read_text())


@pytest.fixture(scope="module")
def media(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_video(tmp_path_factory.mktemp("media") / "talk.mp4")


@pytest.fixture(scope="module")
def made(media: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One bundle that the tests only read."""
    out = tmp_path_factory.mktemp("dist") / "talk"
    bundle(make_bundle_input(media), out, platforms=("youtube",))
    return out


def test_a_bundle_has_every_format_of_every_language(made: Path) -> None:
    """The list of issue and manual: captions, videos, stream, page, records, archive."""
    names = {name for name in hashes(made) if not name.startswith("hls/part-")}
    formats = {f"talk.{tag}.{suffix}" for tag in ("en", "pt", "ar") for suffix in ("srt", "vtt", "ttml")}
    stream = {f"hls/{tag}.{suffix}" for tag in ("en", "pt", "ar") for suffix in ("vtt", "m3u8")}
    stream |= {"hls/master.m3u8", "hls/media.m3u8"}
    youtube = {"youtube/plan.json", *(f"youtube/talk.{tag}.srt" for tag in ("en", "pt", "ar"))}
    others = {
        "talk.captioned.mp4",
        "talk.captioned.mkv",
        "index.html",
        "manifest.json",
        "SHA256SUMS",
        "CREDITS",
        "talk.zip",
    }
    documents = {f"transcript/talk.{tag}.{suffix}" for tag in ("en", "pt", "ar") for suffix in ("txt", "md", "html")}
    assert names == formats | stream | youtube | others | documents | {"transcript/podcast.xml"}


def test_another_libraries_reading_finds_no_problem(made: Path) -> None:
    """Everything that was written says the same when others read it."""
    assert verify_bundle(made) == ()


def render_model_errors(text: str) -> list[str]:
    """What the validator of IMSC's Hypothetical Render Model has against a document."""
    hrm, documents = (importlib.import_module(f"imschrm.{name}") for name in ("hrm", "doc_sequence"))
    errors: list[str] = []

    class Handler(hrm.EventHandler):  # type: ignore[misc, name-defined]  # a library without types
        def error(self, message: str, *_: object) -> None:
            errors.append(message)

    hrm.validate(documents.iter_isd([(Fraction(0), None, text)]), Handler(), 0)
    return errors


def test_players_can_draw_the_ttml_files_in_time(made: Path) -> None:
    """IMSC's render model, checked by its editors' own program, which does find what is too much."""
    for tag in ("en", "pt", "ar"):
        text = (made / f"talk.{tag}.ttml").read_text("utf-8")
        assert render_model_errors(text) == [], tag
    texts = ("".join(map(chr, range(0x4E00 + 96 * number, 0x4E60 + 96 * number))) for number in range(40))
    heavy = (Cue(start_ms=40 * number, end_ms=40 * number + 40, text=text) for number, text in enumerate(texts))
    document = Document(cues=tuple(cue_to_styled(cue, Losses()) for cue in heavy), language="zh")
    assert render_model_errors(format_ttml(document))


def test_the_manifest_follows_its_schema(made: Path) -> None:
    """The schema in docs is what the file is."""
    manifest = json.loads((made / "manifest.json").read_text())
    assert list(schema_errors(manifest, SCHEMA)) == []
    assert [language["tag"] for language in manifest["languages"]] == ["en", "pt", "ar"]
    assert manifest["languages"][1]["engines"][0]["licence"] == "CC0"
    assert list(schema_errors(manifest | {"extra": 1}, SCHEMA)), "the schema must refuse what it does not know"


def test_the_same_input_gives_the_same_bytes(media: Path, made: Path, tmp_path: Path) -> None:
    """Every file, the archive too."""
    bundle(make_bundle_input(media), tmp_path / "talk", platforms=("youtube",))
    assert hashes(tmp_path / "talk") == hashes(made)


def pictures_and_sounds(path: Path) -> list[list[bytes]]:
    """The packets' data of the first picture and sound stream."""
    result = []
    for kind in ("video", "audio"):
        with av.open(str(path)) as file:
            packets = file.demux(file.streams.get(**{kind: 0}))
            result.append([bytes(packet) for packet in packets if packet.size])
    return result


def test_the_original_streams_are_copied_packet_for_packet(media: Path, made: Path) -> None:
    """No picture and no sound is encoded again, and the sound keeps its language."""
    original = pictures_and_sounds(media)
    assert all(original)
    for name in ("talk.captioned.mp4", "talk.captioned.mkv"):
        assert pictures_and_sounds(made / name) == original
        with av.open(str(made / name)) as copy:
            assert copy.streams.audio[0].metadata["language"] == "eng"


def test_machine_text_is_labelled_everywhere_until_it_is_approved(made: Path, media: Path, tmp_path: Path) -> None:
    """Manifest, WebVTT, TTML, tracks, stream, page, upload plan and credits; approved text in none of them."""
    places = [
        "manifest.json",
        "talk.pt.vtt",
        "talk.pt.ttml",
        "hls/master.m3u8",
        "index.html",
        "youtube/plan.json",
        "CREDITS",
    ]
    for name in places:
        assert "Português (machine)" in (made / name).read_text(), name
        assert "English (machine)" not in (made / name).read_text(), name
    with av.open(str(made / "talk.captioned.mp4")) as file:
        assert [s.metadata["handler_name"] for s in file.streams.subtitles][:2] == [
            "English",
            "Português (machine), 25 % reviewed",
        ]
        assert [s.metadata["language"] for s in file.streams.subtitles] == ["eng", "por", "ara"]
    assert (made / "hls/master.m3u8").read_text().count("public.machine-generated") == 2
    bundle(make_bundle_input(media, source_language(), language(approved_by=("Rui",))), tmp_path / "talk")
    assert "(machine)" not in "".join(
        (tmp_path / "talk" / name).read_text() for name in ("talk.pt.vtt", "talk.pt.ttml", "CREDITS")
    )
    assert "approved by Rui" in (tmp_path / "talk" / "talk.pt.vtt").read_text()


def test_a_language_with_errors_is_left_out_unless_that_is_allowed(media: Path, tmp_path: Path) -> None:
    """And then the manifest says how many errors it has."""
    broken = language(findings={"error": 2})
    manifest = bundle(make_bundle_input(media, source_language(), broken), tmp_path / "talk")
    assert [item.what for item in manifest.left_out] == ["pt"]
    assert not (tmp_path / "talk" / "talk.pt.srt").exists()
    bundle(make_bundle_input(media, source_language(), broken), tmp_path / "talk", allow_errors=True)
    assert json.loads((tmp_path / "talk" / "manifest.json").read_text())["languages"][1]["findings"]["error"] == 2
    assert verify_bundle(tmp_path / "talk") == ()


def test_old_players_get_a_mark_and_crlf(media: Path, tmp_path: Path) -> None:
    """Only SubRip files change, and they are read as before."""
    bundle(make_bundle_input(media), tmp_path / "talk", has_bom=True, has_crlf=True)
    data = (tmp_path / "talk" / "talk.en.srt").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf1\r\n00:00:00,200 --> ")
    assert data.count(b"\n") == data.count(b"\r\n")
    assert verify_bundle(tmp_path / "talk") == ()


def test_youtube_gets_text_without_markup_and_a_plan_with_costs(made: Path) -> None:
    """SubRip markup would be shown there; existing tracks are updated, never deleted."""
    texts = [event.text for event in pysubs2.load(str(made / "youtube/talk.en.srt"))]
    assert texts == ["Hello, world.", "Fish & chips,\\N1 < 2 --> yes.", "Up here."]
    assert "<i>" not in (made / "youtube/talk.en.srt").read_text()
    plan = json.loads((made / "youtube/plan.json").read_text())
    assert plan["units_first_upload"] == 50 + 3 * 400
    assert plan["units_if_all_tracks_exist"] == 50 + 3 * 450
    assert "captions.delete" not in json.dumps(plan["calls"])
    assert all((made / "youtube" / call["file"]).is_file() for call in plan["calls"][1:])


def test_the_archive_holds_all_files_with_fixed_dates(made: Path) -> None:
    """One folder inside, named as the video."""
    with zipfile.ZipFile(made / "talk.zip") as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert sorted(entry.filename for entry in archive.infolist()) == sorted(
            f"talk/{name}" for name in hashes(made) if name != "talk.zip"
        )


def test_times_that_do_not_fit_the_video_are_told(media: Path, tmp_path: Path) -> None:
    """A cue after the end cannot be shown and is left out; one that lasts too long is kept."""
    cues = (
        *PORTUGUESE,
        Cue(start_ms=2_950, end_ms=3_500, text="Long."),
        Cue(start_ms=3_000, end_ms=4_000, text="Late."),
    )
    source = make_bundle_input(media, source_language(), language(cues=cues), audio_start_ms=300)
    manifest = bundle(source, tmp_path / "talk")
    assert [item.reason for item in manifest.left_out] == ["it starts after the end of the video"]
    assert "pt: 1 cue lasts beyond the end of the video" in manifest.warnings
    assert "pt: 1 cue begins before the sound" in manifest.warnings
    assert verify_bundle(tmp_path / "talk") == ()


@pytest.mark.parametrize("name", ["talk.ts", "talk.mkv", "talk.webm"])
def test_media_whose_clock_does_not_begin_at_zero_keeps_captions_in_time(name: str, tmp_path: Path) -> None:
    """Broadcast streams begin anywhere, and Matroska has no decoding times: captions count from the first picture."""
    codec = "libvpx-vp9" if name.endswith("webm") else "libx264"
    media = write_video(tmp_path / name, start_s=7, codec=codec)
    bundle(make_bundle_input(media), tmp_path / "dist")
    assert verify_bundle(tmp_path / "dist") == ()
    assert len(pictures_and_sounds(tmp_path / "dist" / "talk.captioned.mp4")[0]) == 30
    assert (tmp_path / "dist" / "hls" / "master.m3u8").is_file()


def test_a_container_that_cannot_hold_the_streams_is_left_out(tmp_path: Path) -> None:
    """Sound alone makes no picture, but captions, page and stream are made; nothing is lost in silence."""
    media = tmp_path / "voice.wav"
    with av.open(str(media), "w") as file:
        sound = file.add_stream("pcm_s16le", rate=16_000, layout="mono")
        frame = av.AudioFrame(format="s16", layout="mono", samples=48_000)
        frame.rate = 16_000
        frame.planes[0].update(bytes(96_000))
        file.mux(sound.encode(frame))
    manifest = bundle(make_bundle_input(media), tmp_path / "dist")
    wanted = {"talk.captioned.mp4", "talk.captioned.mkv"}
    assert wanted & {file.path for file in manifest.files}
    assert wanted - {file.path for file in manifest.files} <= {item.what for item in manifest.left_out}
    assert verify_bundle(tmp_path / "dist") == ()


def test_overlapping_cues_are_joined_only_where_the_container_must(media: Path, tmp_path: Path) -> None:
    """MP4 shows one text at a time; every other format keeps the cues."""
    cues = (Cue(start_ms=100, end_ms=1_500, text="One."), Cue(start_ms=1_000, end_ms=2_000, text="Two."))
    bundle(make_bundle_input(media, source_language(cues=cues)), tmp_path / "talk")
    assert verify_bundle(tmp_path / "talk") == ()


HOSTILE = [
    "../../etc/passwd",
    "quo\"te's\n<script>alert(1)</script>",
    "-dash.mp4",
    "😀 ünï\u202egpj.exe",
    "%05d %s %%",
    "http:evil:x",
    "con",
    "x" * 400,
    "</script><!--",
    "...",
]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_cannot_break_a_file_a_page_or_leave_the_folder(name: str, media: Path, tmp_path: Path) -> None:
    """Whatever a video is called: all files are in the folder, and others read them."""
    bundle(make_bundle_input(media, video=name), tmp_path / "dist" / "out", platforms=("youtube",))
    assert [path.name for path in tmp_path.iterdir()] == ["dist"]
    assert [path.name for path in (tmp_path / "dist").iterdir()] == ["out"]
    assert verify_bundle(tmp_path / "dist" / "out") == ()
    page = (tmp_path / "dist" / "out" / "index.html").read_text()
    assert page.count("</script>") == 4
    assert "<script>alert" not in page


@pytest.mark.parametrize(
    "text",
    [
        "</script><script>alert(1)</script>",
        "<!-- ]]> & < > \" '",
        "a --> b\n00:00:01,000 --> 00:00:02,000\n7",
        "word " * 2_000,
        "\u202egnp.exe\u202c \u2066x",
        "😀👨‍👩‍👧 \U0001f1e7\U0001f1f7",
        "WEBVTT\nNOTE x\nSTYLE",
        "\ufffe\uffff nonsense",
        "first\n\n\nsecond\r\nthird\x00",
        "\u2028 \u2029 \x85 x",
        "{not a code} [x] $'\\N'",
    ],
)
def test_a_hostile_text_cannot_break_a_file_or_a_page(text: str, media: Path, tmp_path: Path) -> None:
    """Every format holds it, and all read the same."""
    cues = (Cue(start_ms=100, end_ms=900, text=text), *ENGLISH[1:])
    bundle(make_bundle_input(media, source_language(cues=cues)), tmp_path / "talk", platforms=("youtube",))
    assert verify_bundle(tmp_path / "talk") == ()
    assert (tmp_path / "talk" / "index.html").read_text().count("</script>") == 4


def test_hostile_labels_cannot_break_playlists(media: Path, tmp_path: Path) -> None:
    """A quotation mark or a line end in a title."""
    titled = language(title='Por"tu\nguês,X=1', approved_by=('A "B"\n<b>',))
    bundle(make_bundle_input(media, source_language(), titled), tmp_path / "talk")
    assert verify_bundle(tmp_path / "talk") == ()


@given(st.text(max_size=300))
def test_every_name_becomes_one_harmless_file_name(name: str) -> None:
    """Not empty, no separators, no reserved characters, short enough, and stable."""
    safe = safe_name(name)
    assert safe
    assert not set(safe) & set('\\/:*?"<>|\n\r\t\0')
    assert safe.strip(" .") == safe
    assert len(safe.encode()) <= 130
    assert safe_name(safe) == safe


def test_a_folder_that_is_no_bundle_is_never_replaced(media: Path, tmp_path: Path) -> None:
    """The error names it; its files stay."""
    (tmp_path / "talk").mkdir()
    (tmp_path / "talk" / "thesis.doc").write_text("precious")
    with pytest.raises(UsageError, match="is in the way"):
        bundle(make_bundle_input(media), tmp_path / "talk")
    assert (tmp_path / "talk" / "thesis.doc").read_text() == "precious"


def test_a_failure_leaves_the_old_bundle_and_nothing_half_written(media: Path, made: Path, tmp_path: Path) -> None:
    """Whole or not at all."""
    shutil.copytree(made, tmp_path / "talk")
    (tmp_path / "broken.mp4").write_bytes(b"not a video")
    with pytest.raises(InputError, match=r"broken\.mp4"):
        bundle(make_bundle_input(tmp_path / "broken.mp4"), tmp_path / "talk")
    with pytest.raises(InputError, match="missing"):
        bundle(make_bundle_input(tmp_path / "missing.mp4"), tmp_path / "talk")
    assert hashes(tmp_path / "talk") == hashes(made)
    assert {path.name for path in tmp_path.iterdir()} == {"talk", "broken.mp4"}


def test_burning_without_a_program_names_how_to_get_it(
    media: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """FFmpeg is optional; the line says what to install, and no bundle is half made."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setitem(__import__("sys").modules, "imageio_ffmpeg", None)
    with pytest.raises(EngineNotInstalled, match="pip install imageio-ffmpeg"):
        bundle(make_bundle_input(media), tmp_path / "talk", burn=("pt",))
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(UsageError, match="there are: en, pt, ar"):
        bundle(make_bundle_input(media), tmp_path / "talk", burn=("xx",))


def test_two_languages_with_one_file_name_are_refused(media: Path, tmp_path: Path) -> None:
    """Neither may overwrite the other."""
    with pytest.raises(UsageError, match="one file name"):
        bundle(make_bundle_input(media, source_language(), language("pt-BR"), language("pt-br")), tmp_path / "talk")


@pytest.mark.parametrize("name", [".talk.old", ".talk.part"])
def test_a_stray_link_under_a_name_of_ours_stops_no_bundle(name: str, media: Path, tmp_path: Path) -> None:
    """It is taken away; what it leads to stays."""
    (tmp_path / "precious").mkdir()
    (tmp_path / "precious" / "x").write_text("x")
    bundle(make_bundle_input(media), tmp_path / "talk")
    (tmp_path / name).symlink_to(tmp_path / "precious")
    bundle(make_bundle_input(media), tmp_path / "talk")
    assert (tmp_path / "precious" / "x").read_text() == "x"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["precious", "talk"]


@pytest.mark.parametrize(
    ("name", "codec"), [("a.m4a", "aac"), ("a.mp4", "aac"), ("a.mp3", "libmp3lame"), ("a.opus", "libopus")]
)
def test_a_bundle_of_sound_alone_is_the_same_in_every_format(tmp_path: Path, name: str, codec: str) -> None:
    """Encoders put silence before time zero, which Matroska cannot hold: the captions stay where they are."""
    container = "ipod" if name.endswith("m4a") else None
    write_audio(tmp_path / name, (0.0, tone(3.0)), codec=codec, container=container)
    bundle(make_bundle_input(tmp_path / name), tmp_path / "out")
    assert verify_bundle(tmp_path / "out") == ()
