"""The plan of a workspace, and bringing the workspace up to date with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline import lazy_face

if TYPE_CHECKING:
    from pipeline.build.accepting import Acceptance, accept_mine, take_machine
    from pipeline.build.approvals import ApprovalChange, Passage, approve, read_reading, withdraw
    from pipeline.build.backlog import Tally, tally_left, tally_made
    from pipeline.build.build import VIDEOS_AT_ONCE, Build
    from pipeline.build.bundle_input import make_bundle_input
    from pipeline.build.change_report import TrackChange, report_changes
    from pipeline.build.checks import Surroundings, check_captions, surroundings_in
    from pipeline.build.cluster import ClusterExecutor, open_cluster
    from pipeline.build.crew import Crew
    from pipeline.build.describing import Description, describe_video
    from pipeline.build.details_changes import DetailsChange, changed_fields, report_details
    from pipeline.build.details_decisions import FieldAcceptance, accept_field
    from pipeline.build.details_shown import FieldItem, review_fields, shown_fields
    from pipeline.build.diagnosis import CacheSize, Diagnosis, DiagnosisState, cache_sizes, diagnose
    from pipeline.build.exchange import UnitsImport, import_units, replace_sentences
    from pipeline.build.executors import SerialExecutor, Workers, translation_threads
    from pipeline.build.exporting import export_units, sentence_keys
    from pipeline.build.glossary_terms import add_terms
    from pipeline.build.importing import SPOKEN, TRANSLATION, Import, Imported, import_captions
    from pipeline.build.inputs import NamesInput, ScriptInput, Sound
    from pipeline.build.jobs import hear_names
    from pipeline.build.memory import effective_texts, gather_memory, track_entries
    from pipeline.build.near_names import NearName, NearNames, find_near_names
    from pipeline.build.outcomes import Outcome, Reporter, Result
    from pipeline.build.plan import Plan, load_glossary
    from pipeline.build.planned import RecordingPlan, State, TrackPlan, VideoPlan
    from pipeline.build.review_queue import TrackQueue, find_lexicon, find_queues, gather_evidence
    from pipeline.build.script import apply_script
    from pipeline.build.selection import Shard, Videos, choose_open
    from pipeline.build.status import survey, survey_video, survey_videos
    from pipeline.build.status_records import DetailsStatus, TrackStatus, VideoStatus

__all__ = [
    "SPOKEN",
    "TRANSLATION",
    "VIDEOS_AT_ONCE",
    "Acceptance",
    "ApprovalChange",
    "Build",
    "CacheSize",
    "ClusterExecutor",
    "Crew",
    "Description",
    "DetailsChange",
    "DetailsStatus",
    "Diagnosis",
    "DiagnosisState",
    "FieldAcceptance",
    "FieldItem",
    "Import",
    "Imported",
    "NamesInput",
    "NearName",
    "NearNames",
    "Outcome",
    "Passage",
    "Plan",
    "RecordingPlan",
    "Reporter",
    "Result",
    "ScriptInput",
    "SerialExecutor",
    "Shard",
    "Sound",
    "State",
    "Surroundings",
    "Tally",
    "TrackChange",
    "TrackPlan",
    "TrackQueue",
    "TrackStatus",
    "UnitsImport",
    "VideoPlan",
    "VideoStatus",
    "Videos",
    "Workers",
    "accept_field",
    "accept_mine",
    "add_terms",
    "apply_script",
    "approve",
    "cache_sizes",
    "changed_fields",
    "check_captions",
    "choose_open",
    "describe_video",
    "diagnose",
    "effective_texts",
    "export_units",
    "find_lexicon",
    "find_near_names",
    "find_queues",
    "gather_evidence",
    "gather_memory",
    "hear_names",
    "import_captions",
    "import_units",
    "load_glossary",
    "make_bundle_input",
    "open_cluster",
    "read_reading",
    "replace_sentences",
    "report_changes",
    "report_details",
    "review_fields",
    "sentence_keys",
    "shown_fields",
    "surroundings_in",
    "survey",
    "survey_video",
    "survey_videos",
    "take_machine",
    "tally_left",
    "tally_made",
    "track_entries",
    "translation_threads",
    "withdraw",
]
__getattr__ = lazy_face(
    __name__,
    {
        "accepting": ("Acceptance", "accept_mine", "take_machine"),
        "approvals": ("ApprovalChange", "Passage", "approve", "read_reading", "withdraw"),
        "backlog": ("Tally", "tally_left", "tally_made"),
        "build": ("Build", "VIDEOS_AT_ONCE"),
        "bundle_input": ("make_bundle_input",),
        "change_report": ("TrackChange", "report_changes"),
        "checks": ("Surroundings", "check_captions", "surroundings_in"),
        "cluster": ("ClusterExecutor", "open_cluster"),
        "crew": ("Crew",),
        "describing": ("Description", "describe_video"),
        "details_changes": ("DetailsChange", "changed_fields", "report_details"),
        "details_decisions": ("FieldAcceptance", "accept_field"),
        "details_shown": ("FieldItem", "review_fields", "shown_fields"),
        "diagnosis": ("CacheSize", "Diagnosis", "DiagnosisState", "cache_sizes", "diagnose"),
        "exchange": ("UnitsImport", "import_units", "replace_sentences"),
        "executors": ("SerialExecutor", "Workers", "translation_threads"),
        "exporting": ("export_units", "sentence_keys"),
        "glossary_terms": ("add_terms",),
        "importing": ("Import", "Imported", "SPOKEN", "TRANSLATION", "import_captions"),
        "inputs": ("NamesInput", "ScriptInput", "Sound"),
        "jobs": ("hear_names",),
        "memory": ("effective_texts", "gather_memory", "track_entries"),
        "near_names": ("NearName", "NearNames", "find_near_names"),
        "outcomes": ("Outcome", "Reporter", "Result"),
        "plan": ("Plan", "load_glossary"),
        "planned": ("RecordingPlan", "State", "TrackPlan", "VideoPlan"),
        "review_queue": ("TrackQueue", "find_lexicon", "find_queues", "gather_evidence"),
        "script": ("apply_script",),
        "selection": ("Shard", "Videos", "choose_open"),
        "status": ("survey", "survey_video", "survey_videos"),
        "status_records": ("DetailsStatus", "TrackStatus", "VideoStatus"),
    },
)
