"""TOML of settings and glossaries: what would take the parser minutes is refused at once."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from pipeline.errors import ConfigError
from pipeline.formats import parse_toml, terms_from_toml
from pipeline.workspace import load_config

DOTTED = "languages = []\n" + ".".join(["a"] * 100_000) + " = 1\n"


def test_tables_are_read() -> None:
    assert parse_toml('a.b = 1\n[c]\nd = "1.2.3"') == {"a": {"b": 1}, "c": {"d": "1.2.3"}}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (DOTTED, r"too many dots \(at line 2\)"),
        ("a = " + "[" * 5_000, "nested too deeply"),
        ("a = " + "1" * 5_000, "digits"),
        ("a = ?\nb = 1", "line 1"),
    ],
    ids=["dots", "brackets", "digits", "nothing"],
)
def test_what_nobody_writes_is_refused_at_once(text: str, reason: str) -> None:
    start = time.process_time()
    with pytest.raises(ValueError, match=reason):
        parse_toml(text)
    assert time.process_time() - start < 2


def test_settings_and_glossaries_say_so_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "captions.toml").write_text(DOTTED, "utf-8")
    with pytest.raises(ConfigError, match=r"captions\.toml.*too many dots"):
        load_config(tmp_path)
    with pytest.raises(ConfigError, match=r"glossary\.toml.*too many dots"):
        terms_from_toml(DOTTED.encode(), path="glossary.toml")
