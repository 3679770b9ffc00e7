"""Caption file formats: one a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline import lazy_face

if TYPE_CHECKING:
    from pipeline.formats.ass import AssStyle, format_ass, spoken_words
    from pipeline.formats.bilingual import join_languages
    from pipeline.formats.convert import (
        FORMAT_NAMES,
        READABLE_FORMATS,
        convert_captions,
        find_format,
        format_of,
        names_format,
        read_captions,
        read_cues,
        write_captions,
    )
    from pipeline.formats.cue_words import words_of_cues, words_of_lines
    from pipeline.formats.details import (
        format_start,
        head_lines,
        parse_start,
        read_details,
        tidy_description,
        write_details,
    )
    from pipeline.formats.details_comments import chapter_lines, keep_comments
    from pipeline.formats.details_json import details_record_from_json, details_record_to_json
    from pipeline.formats.encodings import decode_text
    from pipeline.formats.exchange import ExportFile, ExportUnit, ReturnedFile, ReturnedUnit, UnitState
    from pipeline.formats.glossary_table import terms_from_table, terms_to_table
    from pipeline.formats.glossary_toml import terms_from_toml, terms_to_toml
    from pipeline.formats.machine_json import (
        approvals_from_json,
        approvals_to_json,
        recording_from_json,
        recording_head_from_json,
        recording_to_json,
        track_from_json,
        track_head_from_json,
        track_to_json,
    )
    from pipeline.formats.names_json import names_from_json, names_to_json
    from pipeline.formats.po import units_from_po, units_to_po
    from pipeline.formats.reading import ReadCues, clean_text
    from pipeline.formats.repairs import Repair, summarise_repairs
    from pipeline.formats.retiming import Retime, change_rate, go_through, parse_rate, parse_span, retime_cues, shift
    from pipeline.formats.rolling import RolledLine, collapse, is_rolling
    from pipeline.formats.safe_xml import local_name, parse_xml
    from pipeline.formats.sbv import format_sbv
    from pipeline.formats.script import read_script
    from pipeline.formats.sheet import units_from_csv, units_from_xlsx, units_to_csv, units_to_xlsx
    from pipeline.formats.srt import OUT_OF_ORDER, format_srt, illegal_reason, parse_srt
    from pipeline.formats.srt_text import cue_to_styled, styled_to_cue
    from pipeline.formats.styled import Document, Losses, StyledCue, Token
    from pipeline.formats.tbx import terms_from_tbx, terms_to_tbx
    from pipeline.formats.tidiness import as_written, compose_accents, put_in_order
    from pipeline.formats.tmx import entries_from_tmx, entries_to_tmx
    from pipeline.formats.toml import parse_toml
    from pipeline.formats.transcript_json import format_transcript, parse_transcript, transcript_from_json
    from pipeline.formats.ttml import clean_xml, format_ttml
    from pipeline.formats.vtt import format_vtt
    from pipeline.formats.vtt_text import format_tokens
    from pipeline.formats.xliff import units_from_xliff, units_to_xliff, units_to_xliff_2

__all__ = [
    "FORMAT_NAMES",
    "OUT_OF_ORDER",
    "READABLE_FORMATS",
    "AssStyle",
    "Document",
    "ExportFile",
    "ExportUnit",
    "Losses",
    "ReadCues",
    "Repair",
    "Retime",
    "ReturnedFile",
    "ReturnedUnit",
    "RolledLine",
    "StyledCue",
    "Token",
    "UnitState",
    "approvals_from_json",
    "approvals_to_json",
    "as_written",
    "change_rate",
    "chapter_lines",
    "clean_text",
    "clean_xml",
    "collapse",
    "compose_accents",
    "convert_captions",
    "cue_to_styled",
    "decode_text",
    "details_record_from_json",
    "details_record_to_json",
    "entries_from_tmx",
    "entries_to_tmx",
    "find_format",
    "format_ass",
    "format_of",
    "format_sbv",
    "format_srt",
    "format_start",
    "format_tokens",
    "format_transcript",
    "format_ttml",
    "format_vtt",
    "go_through",
    "head_lines",
    "illegal_reason",
    "is_rolling",
    "join_languages",
    "keep_comments",
    "local_name",
    "names_format",
    "names_from_json",
    "names_to_json",
    "parse_rate",
    "parse_span",
    "parse_srt",
    "parse_start",
    "parse_toml",
    "parse_transcript",
    "parse_xml",
    "put_in_order",
    "read_captions",
    "read_cues",
    "read_details",
    "read_script",
    "recording_from_json",
    "recording_head_from_json",
    "recording_to_json",
    "retime_cues",
    "shift",
    "spoken_words",
    "styled_to_cue",
    "summarise_repairs",
    "terms_from_table",
    "terms_from_tbx",
    "terms_from_toml",
    "terms_to_table",
    "terms_to_tbx",
    "terms_to_toml",
    "tidy_description",
    "track_from_json",
    "track_head_from_json",
    "track_to_json",
    "transcript_from_json",
    "units_from_csv",
    "units_from_po",
    "units_from_xliff",
    "units_from_xlsx",
    "units_to_csv",
    "units_to_po",
    "units_to_xliff",
    "units_to_xliff_2",
    "units_to_xlsx",
    "words_of_cues",
    "words_of_lines",
    "write_captions",
    "write_details",
]
__getattr__ = lazy_face(
    __name__,
    {
        "ass": ("AssStyle", "format_ass", "spoken_words"),
        "bilingual": ("join_languages",),
        "convert": (
            "FORMAT_NAMES",
            "READABLE_FORMATS",
            "convert_captions",
            "find_format",
            "format_of",
            "names_format",
            "read_captions",
            "read_cues",
            "write_captions",
        ),
        "cue_words": ("words_of_cues", "words_of_lines"),
        "details": ("format_start", "head_lines", "parse_start", "read_details", "tidy_description", "write_details"),
        "details_comments": ("chapter_lines", "keep_comments"),
        "details_json": ("details_record_from_json", "details_record_to_json"),
        "encodings": ("decode_text",),
        "exchange": ("ExportFile", "ExportUnit", "ReturnedFile", "ReturnedUnit", "UnitState"),
        "glossary_table": ("terms_from_table", "terms_to_table"),
        "glossary_toml": ("terms_from_toml", "terms_to_toml"),
        "machine_json": (
            "approvals_from_json",
            "approvals_to_json",
            "recording_from_json",
            "recording_head_from_json",
            "recording_to_json",
            "track_from_json",
            "track_head_from_json",
            "track_to_json",
        ),
        "names_json": ("names_from_json", "names_to_json"),
        "po": ("units_from_po", "units_to_po"),
        "reading": ("ReadCues", "clean_text"),
        "repairs": ("Repair", "summarise_repairs"),
        "retiming": ("Retime", "change_rate", "go_through", "parse_rate", "parse_span", "retime_cues", "shift"),
        "rolling": ("RolledLine", "collapse", "is_rolling"),
        "safe_xml": ("local_name", "parse_xml"),
        "sbv": ("format_sbv",),
        "script": ("read_script",),
        "sheet": ("units_from_csv", "units_from_xlsx", "units_to_csv", "units_to_xlsx"),
        "srt": ("OUT_OF_ORDER", "format_srt", "illegal_reason", "parse_srt"),
        "srt_text": ("cue_to_styled", "styled_to_cue"),
        "styled": ("Document", "Losses", "StyledCue", "Token"),
        "tbx": ("terms_from_tbx", "terms_to_tbx"),
        "tidiness": ("as_written", "compose_accents", "put_in_order"),
        "tmx": ("entries_from_tmx", "entries_to_tmx"),
        "toml": ("parse_toml",),
        "transcript_json": ("format_transcript", "parse_transcript", "transcript_from_json"),
        "ttml": ("clean_xml", "format_ttml"),
        "vtt": ("format_vtt",),
        "vtt_text": ("format_tokens",),
        "xliff": ("units_from_xliff", "units_to_xliff", "units_to_xliff_2"),
    },
)
