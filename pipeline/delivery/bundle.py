"""The bundle: every file that a distributor needs, complete, labelled and checked, or nothing at all."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import field
from pathlib import Path

from pipeline.dataclass import dataclass
from pipeline.delivery.archive import zip_folder
from pipeline.delivery.choosing import choose_languages, time_warnings
from pipeline.delivery.details import stream_chapters
from pipeline.delivery.extras import write_extras
from pipeline.delivery.manifest import (
    MANIFEST_NAME,
    SUMS_NAME,
    BundleFile,
    LeftOut,
    Manifest,
    checksums,
    credits_text,
    describe_file,
    manifest_to_json,
)
from pipeline.delivery.records import BundleInput, BundleLanguage, BundleOptions, file_tag, safe_name
from pipeline.errors import InputError, UsageError
from pipeline.files import disk_reason, hash_file, remove_whatever, replace_folder
from pipeline.formats import Document, Losses, clean_text, cue_to_styled, format_srt, format_ttml, format_vtt
from pipeline.model import Word
from pipeline.protocols import Progress, ProgressSink

__all__ = ["BundleInput", "BundleLanguage", "BundleOptions", "Manifest", "bundle_folder_name", "make_bundle"]

_STEPS = ("captions", "mp4", "mkv", "hls", "burnt-in", "page", "archive")


def bundle_folder_name(video: str) -> str:
    """The name of a video's folder in `dist/`: legal everywhere, whatever the video is called."""
    return safe_name(video)


def make_bundle(source: BundleInput, out: Path, options: BundleOptions, progress: ProgressSink) -> Manifest:
    """Make a video's bundle: written whole beside `out`, then put in its place.

    Args:
        source: The video and its languages.
        out: The bundle's folder; an older bundle there is replaced, another folder is not.
        options: What a person asked for.
        progress: Told of each step.

    Raises:
        UsageError: `out` is a folder that is not a bundle, or two languages have one name.
        InputError: The media cannot be read, or the disk not written.
        EngineError: Captions were to be burnt in and cannot be.
    """
    _check_place(out)
    chosen, left_out = choose_languages(source, options)
    work = _Work(source=chosen, folder=out.with_name(f".{out.name}.part"), options=options, left_out=left_out)
    work.warnings += time_warnings(chosen)
    try:
        remove_whatever(work.folder)
        work.folder.mkdir(parents=True)
        _build(work, progress)
        replace_folder(work.folder, out)
    except OSError as error:
        raise InputError(path=str(out), reason=f"cannot be written: {disk_reason(error)}") from error
    finally:
        shutil.rmtree(work.folder, ignore_errors=True)
    return work.manifest()


@dataclass(slots=True)
class _Work:
    """A bundle in the making; never leaves this module."""

    source: BundleInput
    folder: Path
    options: BundleOptions
    left_out: list[LeftOut]
    warnings: list[str] = field(default_factory=list)
    files: list[BundleFile] = field(default_factory=list)
    media_sha256: str = ""

    @property
    def stem(self) -> str:
        return safe_name(self.source.video)

    @property
    def title(self) -> str:
        """What the video is called in the spoken language, or else its name as people see it."""
        spoken = next((language.details.title for language in self.source.languages if language.is_source), "")
        if spoken:
            return spoken
        return " ".join(clean_text(self.source.video).split()) or self.stem

    @property
    def playable(self) -> str:
        """The video file that the page plays and the stream is cut from."""
        names = {file.kind: file.path for file in self.files if file.kind in ("mp4", "matroska")}
        return names.get("mp4") or names["matroska"]

    def title_in(self, language: BundleLanguage) -> str:
        """What the video is called in a language, or else in the spoken one."""
        return language.details.title or self.title

    def document(self, language: BundleLanguage) -> Document:
        """A language's captions as every format takes them."""
        cues = tuple(cue_to_styled(cue, Losses()) for cue in language.cues)
        notes = (f"{language.label}. {language.provenance}",)
        return Document(
            cues=cues, language=language.tag, title=f"{self.title_in(language)} – {language.label}", notes=notes
        )

    def write(self, name: str, text: str, kind: str, language: BundleLanguage | None = None) -> None:
        path = self.folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(text.encode())
        self.note(path, kind, language)

    def note(self, path: Path, kind: str, language: BundleLanguage | None = None) -> None:
        self.files.append(describe_file(self.folder, path, kind=kind, language=language))

    def manifest(self) -> Manifest:
        return Manifest(
            source=self.source,
            media_sha256=self.media_sha256,
            files=tuple(sorted(self.files, key=lambda file: file.path)),
            left_out=tuple(self.left_out),
            warnings=tuple(self.warnings),
        )


def _check_place(out: Path) -> None:
    if out.is_symlink() or (out.exists() and not out.is_dir()):
        raise UsageError(reason=f"{out}: is in the way: not a folder")
    if out.is_dir() and any(out.iterdir()) and not (out / MANIFEST_NAME).is_file():
        raise UsageError(reason=f"{out}: is in the way: a folder that is no bundle (it has no {MANIFEST_NAME})")


def _build(work: _Work, progress: ProgressSink) -> None:
    media = work.source.media
    try:
        work.media_sha256 = hash_file(media)
    except OSError as error:
        raise InputError(path=str(media), reason=disk_reason(error)) from error
    actions: tuple[Callable[[_Work], None], ...] = (
        _write_captions,
        lambda work: _write_media(work, "mp4"),
        lambda work: _write_media(work, "mkv"),
        _write_stream,
        _write_burnt,
        _write_page,
        _write_records,
    )
    for number, action in enumerate(actions):
        progress(Progress(step=f"bundle {work.stem}", done=number, total=len(_STEPS), unit="steps"))
        action(work)
    progress(Progress(step=f"bundle {work.stem}", done=len(_STEPS), total=len(_STEPS), unit="steps"))


def _write_captions(work: _Work) -> None:
    for language in work.source.languages:
        base = f"{work.stem}.{file_tag(language.tag)}"
        srt = format_srt(language.cues, path=f"{base}.srt")
        if work.options.has_crlf:
            srt = srt.replace("\n", "\r\n")
        work.write(f"{base}.srt", ("\ufeff" if work.options.has_bom else "") + srt, "subrip", language)
        document = work.document(language)
        work.write(f"{base}.vtt", format_vtt(document, path=f"{base}.vtt"), "webvtt", language)
        work.write(f"{base}.ttml", format_ttml(document, path=f"{base}.ttml"), "ttml", language)
    write_extras(work, work.options)


def _write_media(work: _Work, container: str) -> None:
    """A container that cannot hold the original's streams is left out; that is no reason to have no bundle."""
    from pipeline.delivery.muxing import mux_tracks
    from pipeline.delivery.tracks import tracks_for

    path = work.folder / f"{work.stem}.captioned.{container}"
    try:
        texts = [(language.tag, language.details) for language in work.source.languages if language.details]
        mux_tracks(work.source.media, tracks_for(work.source.languages, container), path, texts)
    except InputError as error:
        is_last_hope = container == "mkv" and not any(file.kind == "mp4" for file in work.files)
        if is_last_hope:
            raise
        work.left_out.append(LeftOut(what=path.name, reason=error.reason))
        return
    work.note(path, "mp4" if container == "mp4" else "matroska")


def _write_stream(work: _Work) -> None:
    from pipeline.delivery import streaming

    folder = work.folder / "hls"
    folder.mkdir()
    try:
        # Not from the original: its streams may be laid out as for broadcast, which fragments cannot hold.
        facts = streaming.segment_media(work.folder / work.playable, folder)
    except InputError as error:
        shutil.rmtree(folder)
        work.left_out.append(LeftOut(what="hls", reason=error.reason))
        return
    for path in sorted(folder.iterdir()):
        work.note(path, "hls")
    languages = work.source.languages
    for language in languages:
        tag = file_tag(language.tag)
        vtt = format_vtt(work.document(language), path=f"{tag}.vtt")
        work.write(f"hls/{tag}.vtt", streaming.with_timestamp_map(vtt, facts), "hls", language)
        work.write(f"hls/{tag}.m3u8", streaming.subtitle_playlist(language, work.source.duration_ms), "hls", language)
    if chapters := stream_chapters([(language.tag, language.details) for language in languages]):
        work.write(f"hls/{streaming.CHAPTERS}", chapters, "hls")
    work.write(f"hls/{streaming.MULTIVARIANT}", streaming.multivariant_playlist(facts, languages), "hls")


def _write_burnt(work: _Work) -> None:
    from pipeline.delivery.burning import burn_captions

    for tag in work.options.burn:
        language = next((language for language in work.source.languages if language.tag == tag), None)
        if language is None:
            known = ", ".join(language.tag for language in work.source.languages)
            raise UsageError(reason=f"{work.source.video}: no captions to burn in for {tag!r}; there are: {known}")
        part = f".{work.options.burning.name}" if work.options.burning.name else ""
        path = work.folder / f"{work.stem}.{file_tag(tag)}{part}.burnt-in.mp4"
        words = _spoken_words(work, language)
        burn_captions(work.source.media, language, path, work.options.burning, words=words)
        work.note(path, "burnt-in", language)


def _spoken_words(work: _Work, language: BundleLanguage) -> tuple[Word, ...]:
    """What is spoken while a language's captions show, if words shall be coloured."""
    if not work.options.burning.has_highlight:
        return ()
    if not language.is_source:
        raise UsageError(reason=f"{language.tag}: --highlight follows the voice, so it is for the spoken language only")
    return work.source.words


def _write_page(work: _Work) -> None:
    from pipeline.delivery.web_page import PageFiles, make_page

    videos = [file.path for file in work.files if file.kind in ("mp4", "matroska")]
    captions = tuple(
        (language.label, tuple(f"{work.stem}.{file_tag(language.tag)}.{suffix}" for suffix in ("srt", "vtt", "ttml")))
        for language in work.source.languages
    )
    others = (*videos, f"{work.stem}.zip", MANIFEST_NAME, "CREDITS", SUMS_NAME)
    files = PageFiles(media=work.playable, captions=captions, downloads=others)
    page = make_page(work.title, work.source.languages, files, duration_ms=work.source.duration_ms)
    work.write("index.html", page, "page")


def _write_records(work: _Work) -> None:
    """Credits, manifest, checksums and the archive of it all."""
    work.write("CREDITS", credits_text(work.title, work.source.languages), "credits")
    manifest = manifest_to_json(work.manifest()).encode()
    (work.folder / MANIFEST_NAME).write_bytes(manifest)
    hashes = [(file.sha256, file.path) for file in work.files]
    hashes.append((hash_file(work.folder / MANIFEST_NAME), MANIFEST_NAME))
    (work.folder / SUMS_NAME).write_bytes(checksums(hashes).encode())
    zip_folder(work.folder, work.folder / f"{work.stem}.zip", root=work.stem)
