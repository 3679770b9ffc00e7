"""What goes into a bundle besides captions, videos, stream and page: text to read, other formats, names, plans."""

from __future__ import annotations

from typing import Protocol

from pipeline.delivery.details import chapter_lines, chapters_vtt, description_text, metadata_json, podcast_chapters
from pipeline.delivery.documents import podcast_snippet, transcript_html, transcript_markdown, transcript_text
from pipeline.delivery.layouts import LAYOUTS, NFO_LAYOUTS, nfo
from pipeline.delivery.platforms import peertube_plan, vimeo_plan
from pipeline.delivery.records import BundleInput, BundleLanguage, BundleOptions, file_tag
from pipeline.delivery.youtube import fit_youtube, upload_plan, youtube_file, youtube_srt
from pipeline.errors import UsageError
from pipeline.formats import (
    Document,
    Losses,
    format_ass,
    format_sbv,
    format_srt,
    format_vtt,
    join_languages,
    styled_to_cue,
)


class Work(Protocol):
    """The bundle in the making, as far as these files need it."""

    @property
    def source(self) -> BundleInput: ...
    @property
    def stem(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def warnings(self) -> list[str]: ...
    def title_in(self, language: BundleLanguage) -> str: ...
    def document(self, language: BundleLanguage) -> Document: ...
    def write(self, name: str, text: str, kind: str, language: BundleLanguage | None = None) -> None: ...


def write_extras(work: Work, options: BundleOptions) -> None:
    """Write transcripts and the podcast's elements always, the rest as it was asked for.

    Raises:
        UsageError: A pair of languages was asked for of which one is not there.
    """
    _write_transcripts(work)
    _write_details(work)
    _write_formats(work, options.formats)
    for pair in options.bilingual:
        _write_bilingual(work, pair, has_ass="ass" in options.formats)
    for name in options.layouts:
        for language in work.source.languages:
            path = f"{name}/{LAYOUTS[name](work.stem, language)}"
            work.write(path, format_srt(language.cues, path=path), "layout", language)
        _write_nfo(work, name)
    _write_plans(work, options.platforms)


def _write_transcripts(work: Work) -> None:
    for language in work.source.languages:
        base = f"transcript/{work.stem}.{file_tag(language.tag)}"
        title = work.title_in(language)
        work.write(f"{base}.txt", transcript_text(title, language), "transcript", language)
        work.write(f"{base}.md", transcript_markdown(title, language), "transcript", language)
        work.write(f"{base}.html", transcript_html(title, language), "transcript", language)
    work.write("transcript/podcast.xml", podcast_snippet(work.stem, work.source.languages), "transcript")


def _write_details(work: Work) -> None:
    """Title, description and chapters of each language in which there are any."""
    for language in work.source.languages:
        text, tag = language.details, file_tag(language.tag)
        if not text:
            continue
        base = f"{work.stem}.{tag}"
        data = metadata_json(text, language=language.tag, is_source=language.is_source)
        work.write(f"metadata.{tag}.json", data, "metadata", language)
        work.write(f"{base}.description.txt", description_text(text), "description", language)
        if reason := chapter_lines(text)[1]:
            work.warnings.append(f"{language.tag}: no chapter lines in the description: {reason}")
        if text.chapters:
            path = f"{base}.chapters.vtt"
            work.write(path, chapters_vtt(text, path=path, language=language.tag), "chapters", language)
            work.write(f"transcript/{base}.chapters.json", podcast_chapters(text), "podcast-chapters", language)


def _write_nfo(work: Work, layout: str) -> None:
    """Title and description for servers that read them from a file beside the video; it holds one language."""
    spoken = next((language for language in work.source.languages if language.is_source), None)
    if layout in NFO_LAYOUTS and spoken and (spoken.details.title or spoken.details.description):
        work.write(f"{layout}/{work.stem}.nfo", nfo(work.title, spoken.details.description), "layout")


def _write_formats(work: Work, formats: tuple[str, ...]) -> None:
    writers = {"ass": format_ass, "sbv": format_sbv}
    for name in formats:
        for language in work.source.languages:
            text = writers[name](work.document(language))
            work.write(f"{work.stem}.{file_tag(language.tag)}.{name}", text, name, language)


def _write_bilingual(work: Work, pair: tuple[str, str], *, has_ass: bool) -> None:
    known = {language.tag: language for language in work.source.languages}
    for tag in pair:
        if tag not in known:
            reason = f"{work.source.video}: no captions for {tag!r} to put into one file; there are: {', '.join(known)}"
            raise UsageError(reason=reason)
    lower, upper = (work.document(known[tag]) for tag in pair)
    both = join_languages(lower, upper)
    base = f"{work.stem}.{file_tag(pair[0])}+{file_tag(pair[1])}"
    work.write(f"{base}.srt", format_srt([styled_to_cue(cue, Losses()) for cue in both.cues]), "bilingual")
    work.write(f"{base}.vtt", format_vtt(both, path=f"{base}.vtt"), "bilingual")
    if has_ass:
        work.write(f"{base}.ass", format_ass(lower, upper=upper), "bilingual")


def _write_plans(work: Work, platforms: tuple[str, ...]) -> None:
    languages = work.source.languages
    for name in platforms:
        if name == "youtube":
            for language in languages:
                path = f"youtube/{youtube_file(work.stem, language)}"
                work.write(path, youtube_srt(language.cues), "youtube", language)
                changes = fit_youtube(language.details)[2] if language.details.title else ()
                work.warnings.extend(f"{language.tag}: for YouTube, {change}" for change in changes)
        plan = {"youtube": upload_plan, "peertube": peertube_plan, "vimeo": vimeo_plan}[name]
        work.write(f"{name}/plan.json", plan(work.stem, languages), "youtube" if name == "youtube" else "plan")
