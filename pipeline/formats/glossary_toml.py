"""`glossary.toml`: terms, names and what must not be translated, as people write them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from pipeline.errors import ConfigError
from pipeline.formats.toml import parse_toml
from pipeline.languages import parse_tag
from pipeline.records import GlossaryTerm

_KEYS = {
    "source", "language", "translations", "forbidden", "forms", "translate", "part_of_speech", "note", "videos",
    "case_sensitive",
}  # fmt: skip
_HEAD = "# Terms, names and what must not be translated; see docs/review.md. `captions glossary` checks it.\n"


def terms_from_toml(data: bytes, *, path: str) -> tuple[GlossaryTerm, ...]:
    """Read a glossary.

    Raises:
        ConfigError: It is no TOML, or a term is not what a term may be; names the term.
    """
    try:
        table = parse_toml(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise ConfigError(path=path, key="", reason=f"is not UTF-8 (byte {error.start}); save it as UTF-8") from error
    except ValueError as error:
        raise ConfigError(path=path, key="", reason=f"is not TOML: {error}") from error
    if unknown := set(table) - {"term"}:
        raise ConfigError(path=path, key=min(unknown), reason="is unknown; a glossary has [[term]] tables only")
    rows = table.get("term", [])
    if not isinstance(rows, list):
        raise ConfigError(path=path, key="term", reason="is one table; write [[term]] with two brackets")
    return tuple(_term(row, number, path) for number, row in enumerate(rows, start=1))


def terms_to_toml(terms: Iterable[GlossaryTerm], *, has_head: bool = True) -> str:
    """Terms as they stand in a glossary."""
    return (_HEAD if has_head else "") + "".join(f"\n{_term_text(term)}" for term in terms)


def _term(row: object, number: int, path: str) -> GlossaryTerm:
    place = f"term {number}"
    if not isinstance(row, dict):
        raise ConfigError(path=path, key=place, reason="is no table; write [[term]]")
    source = _text(row, "source", place, path)
    place = f"term {number} ({source})" if source else place
    if unknown := set(row) - _KEYS:
        reason = f"is unknown; a term knows {', '.join(sorted(_KEYS))}"
        raise ConfigError(path=path, key=f"{place}.{min(unknown)}", reason=reason)
    if not source.strip():
        raise ConfigError(path=path, key=place, reason="has no source, the term itself")
    return GlossaryTerm(
        source=" ".join(source.split()),
        language=_tag(_text(row, "language", place, path), f"{place}.language", path),
        translations=_by_language(row, "translations", place, path),
        forbidden=_by_language(row, "forbidden", place, path),
        forms=_texts(row.get("forms", []), f"{place}.forms", path),
        is_translated=_flag(row, "translate", place, path, default=True),
        part_of_speech=_text(row, "part_of_speech", place, path),
        note=_text(row, "note", place, path),
        videos=_texts(row.get("videos", []), f"{place}.videos", path),
        is_case_sensitive=_flag(row, "case_sensitive", place, path, default=False),
    )


def _by_language(row: dict[str, Any], key: str, place: str, path: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    table = row.get(key, {})
    if not isinstance(table, dict):
        reason = 'names languages: { pt = "…", es = "…" }'
        raise ConfigError(path=path, key=f"{place}.{key}", reason=reason)
    found = {}
    for tag, value in table.items():
        texts = _texts(value, f"{place}.{key}.{tag}", path)
        if not texts:
            raise ConfigError(path=path, key=f"{place}.{key}.{tag}", reason="is empty; write it, or leave it out")
        found[_tag(tag, f"{place}.{key}", path)] = texts
    return tuple(sorted(found.items()))


def _texts(value: object, key: str, path: str) -> tuple[str, ...]:
    values = [value] if isinstance(value, str) else value
    if not isinstance(values, list) or not all(isinstance(one, str) for one in values):
        raise ConfigError(path=path, key=key, reason="is text, or a list of text")
    texts = tuple(" ".join(one.split()) for one in values)
    if not all(texts):
        raise ConfigError(path=path, key=key, reason="is empty; write it, or leave it out")
    return texts


def _text(row: dict[str, Any], key: str, place: str, path: str) -> str:
    value = row.get(key, "")
    if not isinstance(value, str):
        raise ConfigError(path=path, key=f"{place}.{key}", reason="is text, in quotes")
    return value


def _flag(row: dict[str, Any], key: str, place: str, path: str, *, default: bool) -> bool:
    value = row.get(key, default)
    if not isinstance(value, bool):
        raise ConfigError(path=path, key=f"{place}.{key}", reason="is true or false")
    return value


def _tag(text: str, key: str, path: str) -> str:
    if not text:
        return ""
    try:
        return parse_tag(text)
    except ValueError as error:
        raise ConfigError(path=path, key=key, reason=str(error)) from error


def _term_text(term: GlossaryTerm) -> str:
    lines = ["[[term]]", f"source = {_quoted(term.source)}"]
    lines += [f"language = {_quoted(term.language)}"] if term.language else []
    lines += [] if term.is_translated else ["translate = false"]
    for key, table in (("translations", term.translations), ("forbidden", term.forbidden)):
        if table:
            lines.append(f"{key} = {{ {', '.join(f'{_key(tag)} = {_values(texts)}' for tag, texts in table)} }}")
    lines += [f"forms = {_values(term.forms)}"] if term.forms else []
    lines += [f"part_of_speech = {_quoted(term.part_of_speech)}"] if term.part_of_speech else []
    lines += [f"note = {_quoted(term.note)}"] if term.note else []
    lines += [f"videos = {_values(term.videos)}"] if term.videos else []
    lines += ["case_sensitive = true"] if term.is_case_sensitive else []
    return "\n".join(lines) + "\n"


def _values(texts: tuple[str, ...]) -> str:
    return _quoted(texts[0]) if len(texts) == 1 else f"[{', '.join(map(_quoted, texts))}]"


def _key(tag: str) -> str:
    return tag if tag.replace("-", "").isalnum() else _quoted(tag)


def _quoted(text: str) -> str:
    """A basic string of TOML: JSON's escapes are among its own."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")
