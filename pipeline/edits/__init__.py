"""What people changed, and how it survives what the machine writes anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline import lazy_face

if TYPE_CHECKING:
    from pipeline.edits.approvals import (
        ApprovalState,
        Approver,
        ReadSentence,
        TrackReading,
        approve_sentences,
        judge_track,
        percent,
        renew_approvals,
        withdraw_sentences,
    )
    from pipeline.edits.corrections import Correction, find_corrections
    from pipeline.edits.details import DetailsOutput, merge_details
    from pipeline.edits.details_changes import FieldChange, compare_details
    from pipeline.edits.details_fields import PARAGRAPH_GAP, details_of, source_fields
    from pipeline.edits.details_wording import detail_name, field_name
    from pipeline.edits.effective_source import retime_words
    from pipeline.edits.history import squeeze
    from pipeline.edits.names import name_choices, name_places, put_names
    from pipeline.edits.near_forms import NearForm, find_near_forms, names_in, names_nearby
    from pipeline.edits.record_merge import merge_approvals, merge_details_records, merge_records
    from pipeline.edits.replacing import Likeness, Place, find_places, replace_each, replace_places
    from pipeline.edits.retiming import Retiming, cues_at, find_retiming, undo_retiming
    from pipeline.edits.script import align_script, script_words
    from pipeline.edits.script_choices import (
        NAME_PRIOR,
        ScriptChoices,
        ScriptQuestion,
        choose_readings,
        left_out,
        said_beyond,
        script_questions,
        script_transcript_words,
    )
    from pipeline.edits.script_places import ScriptAlignment, ScriptWord
    from pipeline.edits.sentence_changes import SentenceChange, compare_sentences
    from pipeline.edits.shown_sentences import ShownSentence, find_sentences, flat_text
    from pipeline.edits.tracking import make_legal
    from pipeline.edits.updating import TrackOutput, edits_in, update_track
    from pipeline.edits.version import MERGE_VERSION

__all__ = [
    "MERGE_VERSION",
    "NAME_PRIOR",
    "PARAGRAPH_GAP",
    "ApprovalState",
    "Approver",
    "Correction",
    "DetailsOutput",
    "FieldChange",
    "Likeness",
    "NearForm",
    "Place",
    "ReadSentence",
    "Retiming",
    "ScriptAlignment",
    "ScriptChoices",
    "ScriptQuestion",
    "ScriptWord",
    "SentenceChange",
    "ShownSentence",
    "TrackOutput",
    "TrackReading",
    "align_script",
    "approve_sentences",
    "choose_readings",
    "compare_details",
    "compare_sentences",
    "cues_at",
    "detail_name",
    "details_of",
    "edits_in",
    "field_name",
    "find_corrections",
    "find_near_forms",
    "find_places",
    "find_retiming",
    "find_sentences",
    "flat_text",
    "judge_track",
    "left_out",
    "make_legal",
    "merge_approvals",
    "merge_details",
    "merge_details_records",
    "merge_records",
    "name_choices",
    "name_places",
    "names_in",
    "names_nearby",
    "percent",
    "put_names",
    "renew_approvals",
    "replace_each",
    "replace_places",
    "retime_words",
    "said_beyond",
    "script_questions",
    "script_transcript_words",
    "script_words",
    "source_fields",
    "squeeze",
    "undo_retiming",
    "update_track",
    "withdraw_sentences",
]
__getattr__ = lazy_face(
    __name__,
    {
        "approvals": (
            "ApprovalState",
            "Approver",
            "ReadSentence",
            "TrackReading",
            "approve_sentences",
            "judge_track",
            "percent",
            "renew_approvals",
            "withdraw_sentences",
        ),
        "corrections": ("Correction", "find_corrections"),
        "details": ("DetailsOutput", "merge_details"),
        "details_changes": ("FieldChange", "compare_details"),
        "details_fields": ("PARAGRAPH_GAP", "details_of", "source_fields"),
        "details_wording": ("detail_name", "field_name"),
        "effective_source": ("retime_words",),
        "history": ("squeeze",),
        "names": ("name_choices", "name_places", "put_names"),
        "near_forms": ("NearForm", "find_near_forms", "names_in", "names_nearby"),
        "record_merge": ("merge_approvals", "merge_details_records", "merge_records"),
        "replacing": ("Likeness", "Place", "find_places", "replace_each", "replace_places"),
        "retiming": ("Retiming", "cues_at", "find_retiming", "undo_retiming"),
        "script": ("align_script", "script_words"),
        "script_choices": (
            "NAME_PRIOR",
            "ScriptChoices",
            "ScriptQuestion",
            "choose_readings",
            "left_out",
            "said_beyond",
            "script_questions",
            "script_transcript_words",
        ),
        "script_places": ("ScriptAlignment", "ScriptWord"),
        "sentence_changes": ("SentenceChange", "compare_sentences"),
        "shown_sentences": ("ShownSentence", "find_sentences", "flat_text"),
        "tracking": ("make_legal",),
        "updating": ("TrackOutput", "edits_in", "update_track"),
        "version": ("MERGE_VERSION",),
    },
)
