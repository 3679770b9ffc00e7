"""`manifest.json`: what is in a bundle, how each text was made, and who answers for it.

The schema is `docs/manifest.schema.json`, explained in `docs/manifest.md`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from pipeline import __version__
from pipeline.dataclass import dataclass
from pipeline.delivery.details import VideoText
from pipeline.delivery.records import BundleInput, BundleLanguage
from pipeline.files import hash_file

SCHEMA_VERSION = 1
MANIFEST_NAME = "manifest.json"
SUMS_NAME = "SHA256SUMS"
_BLOCK_BYTES = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class BundleFile:
    """One file of a bundle."""

    path: str
    """Relative to the bundle, with `/`."""
    size: int
    sha256: str
    kind: str
    """`subrip`, `webvtt`, `ttml`, `ass`, `sbv`, `bilingual`, `mp4`, `matroska`, `hls`, `page`, `transcript`, `credits`,
    `layout`, `youtube`, `plan`, `burnt-in`, `metadata`, `description`, `chapters` or `podcast-chapters`."""
    language: str = ""
    """BCP-47, where the file is of one language."""
    title: str = ""
    """What the language is called where a viewer chooses it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """Something that was wanted and is not in the bundle."""

    what: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a bundle holds."""

    source: BundleInput
    """With the languages that were bundled, as they were written."""
    media_sha256: str
    files: tuple[BundleFile, ...]
    """By path; without the manifest itself, the checksums and the archive."""
    left_out: tuple[LeftOut, ...] = ()
    warnings: tuple[str, ...] = ()


def manifest_to_json(manifest: Manifest) -> str:
    """The manifest as text; the same manifest gives the same bytes."""
    source = manifest.source
    value = {
        "schema_version": SCHEMA_VERSION,
        "generator": f"captions {__version__}",
        "video": {
            "name": source.video,
            "media": source.media.name,
            "media_sha256": manifest.media_sha256,
            "duration_ms": source.duration_ms,
            "audio_start_ms": source.audio_start_ms,
        },
        "languages": [_language_value(language) for language in source.languages],
        "left_out": [{"what": item.what, "reason": item.reason} for item in manifest.left_out],
        "warnings": list(manifest.warnings),
        "files": [_file_value(file) for file in manifest.files],
    }
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def describe_file(folder: Path, path: Path, *, kind: str, language: BundleLanguage | None = None) -> BundleFile:
    """Size and hash of a file in a bundle's folder."""
    return BundleFile(
        path=path.relative_to(folder).as_posix(),
        size=path.stat().st_size,
        sha256=hash_file(path),
        kind=kind,
        language=language.tag if language else "",
        title=language.label if language else "",
    )


def checksums(files: Iterable[tuple[str, str]]) -> str:
    """The text of `SHA256SUMS`, as `sha256sum --check` reads it.

    Args:
        files: Hash and path of each file. A path has no line end and no backslash: see `records.safe_name`.
    """
    return "".join(f"{digest}  {path}\n" for digest, path in sorted(files, key=lambda item: item[1]))


def credits_text(title: str, languages: Sequence[BundleLanguage]) -> str:
    """Who and what made the captions, for people."""
    lines = [f"Captions of “{title}”", ""]
    for language in languages:
        lines += [f"{language.label} ({language.tag})", f"  {language.provenance}"]
        for engine in language.engines:
            licence = f", licence {engine.licence}" if engine.licence else ""
            version = f" {engine.model_version}" if engine.model_version else ""
            lines.append(f"  {engine.engine} {engine.engine_version}: model {engine.model}{version}{licence}")
        lines.append("")
    lines += [f"Made with captions {__version__}.", ""]
    return "\n".join(lines)


def _language_value(language: BundleLanguage) -> dict[str, object]:
    return {
        "tag": language.tag,
        "name": language.name,
        "title": language.label,
        "is_source": language.is_source,
        "origin": language.origin,
        "is_machine": language.is_machine,
        "reviewed_share": round(language.reviewed_share, 4),
        "approved_by": list(language.approved_by),
        **({"reviewed_by": list(language.reviewed_by)} if language.reviewed_by else {}),
        "engines": [
            {
                "engine": engine.engine,
                "engine_version": engine.engine_version,
                "model": engine.model,
                "model_version": engine.model_version,
                "licence": engine.licence,
                "settings": dict(engine.settings),
            }
            for engine in language.engines
        ],
        "key": language.key,
        "findings": _counts(language.findings),
        "cues": len(language.cues),
        **({"details": details_value(language.details)} if language.details else {}),
    }


def details_value(text: VideoText) -> dict[str, object]:
    """Title, description and chapters as the manifest has them."""
    chapters = [{"start_ms": chapter.start_ms, "title": chapter.title} for chapter in text.chapters]
    return {
        "title": text.title,
        "description": text.description,
        "is_machine": text.is_machine,
        "chapters": chapters,
    }


def _counts(findings: Mapping[str, int]) -> dict[str, int]:
    return {severity: findings.get(severity, 0) for severity in ("error", "warning", "style")}


def _file_value(file: BundleFile) -> dict[str, object]:
    value: dict[str, object] = {"path": file.path, "bytes": file.size, "sha256": file.sha256, "kind": file.kind}
    return value | ({"language": file.language, "title": file.title} if file.language else {})
