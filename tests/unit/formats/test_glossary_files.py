"""Glossaries and memories as files of other tools."""

from __future__ import annotations

import pytest

from pipeline.errors import ConfigError, InputError
from pipeline.formats import (
    entries_from_tmx,
    entries_to_tmx,
    terms_from_table,
    terms_from_tbx,
    terms_from_toml,
    terms_to_table,
    terms_to_tbx,
    terms_to_toml,
)
from pipeline.records import GlossaryTerm, MemoryEntry

TERMS = (
    GlossaryTerm(
        source='social "credit" <system>',
        language="en",
        translations=(("es", ("sistema",)), ("pt", ("sistema de crédito", "esquema & crédito"))),
        forbidden=(("pt", ("pontos",)),),
        forms=("social credit systems",),
        part_of_speech="noun",
        note="as the law says it",
    ),
    GlossaryTerm(source="Rongcheng", language="en", is_translated=False, videos=("talk",), is_case_sensitive=True),
)
ENTRIES = (
    MemoryEntry(
        source="It's <fine> & good.",
        source_language="en",
        text="Está bem.",
        language="pt-BR",
        video="talk",
        by="Ana “A” Lima",
        date="2026-01-31",
        before="Before.",
        after="After.",
    ),
    MemoryEntry(source="Yes.", source_language="en", text="Sí.", language="es"),
)


def test_a_glossary_survives_its_own_format() -> None:
    """Every field, and characters that TOML escapes."""
    assert terms_from_toml(terms_to_toml(TERMS).encode(), path="glossary.toml") == TERMS


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[[term]]\nsource = ''", "term 1: has no source"),
        ("[[term]]\nsource = 'a'\ntranslations = { pt = '' }", "term 1 (a).translations.pt: is empty"),
        ("[[term]]\nsource = 'a'\ntranslations = { xx-yy-zz-1 = 'b' }", "term 1 (a).translations"),
        ("[[term]]\nsource = 'a'\ntranslate = 'no'", "term 1 (a).translate: is true or false"),
        ("[[term]]\nsource = 'a'\ntransl = 1", "term 1 (a).transl: is unknown"),
        ("[term]\nsource = 'a'", "with two brackets"),
        ("[[term]]\nsource = ", "is not TOML"),
        ("languages = ['pt']", "languages: is unknown"),
    ],
)
def test_what_is_no_glossary_is_said_with_its_place(text: str, told: str) -> None:
    """One line that names the term."""
    with pytest.raises(ConfigError, match=r"^glossary\.toml") as caught:
        terms_from_toml(text.encode(), path="glossary.toml")
    assert told in str(caught.value)


def test_tables_of_omegat_and_weblate_round_trip() -> None:
    """Translations, what is forbidden and what stays; a row of names is not needed."""
    for is_weblate in (False, True):
        text = terms_to_table(TERMS, target="pt", is_weblate=is_weblate)
        back = terms_from_table(text.encode(), path="t", source="en", target="pt")
        assert [(one.source, one.translations, one.forbidden, one.is_translated) for one in back] == [
            (TERMS[0].source, (("pt", ("sistema de crédito",)),), (), True),
            (TERMS[0].source, (("pt", ("esquema & crédito",)),), (), True),
            (TERMS[0].source, (), (("pt", ("pontos",)),), True),
            ("Rongcheng", (), (), False),
        ]
        assert back[0].note == "as the law says it"
    plain = terms_from_table(b"credit\tcr\xc3\xa9dito\tlaw\nscore\tpontos\n", path="t", source="en", target="pt")
    assert [(one.source, one.note) for one in plain] == [("credit", "law"), ("score", "")]
    with pytest.raises(InputError, match="row 2"):
        terms_from_table(b"a\tb\n\tc\n", path="t", source="en", target="pt")


def test_tbx_round_trips_and_its_newer_style_is_read() -> None:
    """Terms, parts of speech, notes, and what is deprecated."""
    (first, second) = terms_from_tbx(terms_to_tbx(TERMS, language="en").encode(), path="t.tbx", source="en")
    assert first.source == TERMS[0].source
    assert (first.translations, first.forbidden, first.note) == (
        TERMS[0].translations,
        TERMS[0].forbidden,
        TERMS[0].note,
    )
    assert first.part_of_speech == "noun"
    assert second.source == "Rongcheng"
    newer = (
        '<tbx xmlns="urn:iso:std:iso:30042:ed-2"><text><body><conceptEntry id="c1">'
        '<langSec xml:lang="en"><termSec><term>score</term></termSec></langSec>'
        '<langSec xml:lang="pt"><termSec><term>pontos</term><termNote type="administrativeStatus">'
        "deprecatedTerm-admn-sts</termNote></termSec></langSec></conceptEntry></body></text></tbx>"
    )
    (term,) = terms_from_tbx(newer.encode(), path="t.tbx", source="en")
    assert (term.source, term.forbidden) == ("score", (("pt", ("pontos",)),))


def test_a_memory_survives_tmx() -> None:
    """Dates, authors, neighbours, several languages."""
    text = entries_to_tmx(ENTRIES, version="1")
    assert 'creationdate="20260131T000000Z"' in text
    assert entries_from_tmx(text.encode(), path="m.tmx") == ENTRIES


def test_inline_codes_of_other_tools_are_not_text() -> None:
    """Highlighted text is."""
    body = (
        '<tmx version="1.4"><header srclang="en"/><body><tu><tuv xml:lang="EN"><seg>A <bpt i="1">&lt;b&gt;</bpt>bold'
        '<ept i="1">&lt;/b&gt;</ept> <hi>word</hi>.</seg></tuv><tuv xml:lang="pt"><seg>Uma.</seg></tuv></tu></body></tmx>'
    )
    (entry,) = entries_from_tmx(body.encode(), path="m.tmx")
    assert entry.source == "A bold word."


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"<html/>", "is not TMX"),
        (b"<tmx><body>", "line 1"),
        (b"<tmx><header/><body/></tmx>", "no unit"),
        (b'<!DOCTYPE tmx [<!ENTITY a "b">]><tmx>&a;</tmx>', "entities"),
        (b"<tmx>" + b"<a>" * 200 + b"</a>" * 200 + b"</tmx>", "deeper"),
    ],
)
def test_what_is_no_memory_is_said(data: bytes, told: str) -> None:
    """Nothing of it is read, no entity is expanded."""
    with pytest.raises(InputError, match=told):
        entries_from_tmx(data, path="m.tmx")
