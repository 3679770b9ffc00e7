"""Which languages and cues go into a bundle, and what about their times a person should know."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from pipeline.delivery.details import NO_DETAILS, VideoText, clean_details
from pipeline.delivery.manifest import LeftOut
from pipeline.delivery.records import BundleInput, BundleLanguage, BundleOptions, file_tag
from pipeline.errors import UsageError
from pipeline.formats import Losses, clean_text, clean_xml, cue_to_styled, illegal_reason
from pipeline.model import Cue
from pipeline.text import counted


def choose_languages(source: BundleInput, options: BundleOptions) -> tuple[BundleInput, list[LeftOut]]:
    """The languages that may be bundled, the spoken one first, with cues that every format can hold.

    Raises:
        UsageError: Two languages would have one file name.
    """
    source = _wanted(source, options.languages)
    chosen: list[BundleLanguage] = []
    left_out: list[LeftOut] = []
    for language in sorted(source.languages, key=lambda language: not language.is_source):
        errors = language.findings.get("error", 0)
        if errors and not options.allow_errors:
            found = counted(errors, "error")
            first = f", the first: {language.first_error}" if language.first_error else ""
            reason = f"the checks found {found}{first}; correct it (captions check), or --allow-errors"
            left_out.append(LeftOut(what=language.tag, reason=reason))
            continue
        cues, dropped = _legal_cues(language.cues, source.duration_ms)
        left_out += [LeftOut(what=f"{language.tag}: {cue_text}", reason=reason) for cue_text, reason in dropped]
        details, late = _details(source, language.tag)
        left_out += [LeftOut(what=f"{language.tag}: {chapter}", reason=reason) for chapter, reason in late]
        chosen.append(replace(language, cues=cues, details=details))
    names = Counter(file_tag(language.tag).lower() for language in chosen)
    if doubled := [name for name, count in names.items() if count > 1]:
        raise UsageError(reason=f"{source.video}: two languages would have one file name: {', '.join(doubled)}")
    return replace(source, languages=tuple(chosen)), left_out


def _details(source: BundleInput, tag: str) -> tuple[VideoText, tuple[tuple[str, str], ...]]:
    details = source.details.get(tag)
    if not details:
        return NO_DETAILS, ()
    text, late = clean_details(details, source.duration_ms)
    return replace(text, is_machine=tag in source.machine_details), late


def _wanted(source: BundleInput, tags: tuple[str, ...]) -> BundleInput:
    """The input with the languages that were asked for."""
    known = {language.tag: language for language in source.languages}
    for tag in tags:
        if tag not in known:
            raise UsageError(reason=f"{source.video}: no captions for {tag!r}; there are: {', '.join(known)}")
    return replace(source, languages=tuple(known[tag] for tag in tags)) if tags else source


def _legal_cues(cues: tuple[Cue, ...], duration_ms: int) -> tuple[tuple[Cue, ...], list[tuple[str, str]]]:
    """Cues by start, with text that XML too can hold; and those that no player could show, with the reason."""
    legal: list[Cue] = []
    dropped: list[tuple[str, str]] = []
    for cue in sorted(cues, key=lambda cue: (cue.start_ms, cue.end_ms)):
        lines = [line for line in clean_xml(clean_text(cue.text)).split("\n") if line.strip()]
        plain = replace(cue, text="\n".join(lines), settings="")
        reason = illegal_reason(plain) or ("" if cue_to_styled(plain, Losses()).plain.strip() else "it has no text")
        if not reason and 0 < duration_ms <= cue.start_ms:
            reason = "it starts after the end of the video"
        if reason:
            dropped.append((f"the cue at {cue.start_ms} ms {cue.text[:60]!r}", reason))
        else:
            legal.append(plain)
    return tuple(legal), dropped


def time_warnings(source: BundleInput) -> list[str]:
    """What does not fit the video: cues that last beyond its end or come before its sound."""
    warnings = []
    for language in source.languages:
        late = [cue for cue in language.cues if 0 < source.duration_ms < cue.end_ms]
        early = [cue for cue in language.cues if cue.start_ms < source.audio_start_ms]
        if late:
            warnings.append(
                f"{language.tag}: {counted(len(late), 'cue lasts', 'cues last')} beyond the end of the video"
            )
        if early:
            warnings.append(f"{language.tag}: {counted(len(early), 'cue begins', 'cues begin')} before the sound")
    return warnings
