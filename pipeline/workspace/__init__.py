"""The folder that people and programs share: paths, safe writes, lock, settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline import lazy_face

if TYPE_CHECKING:
    from pipeline.workspace.approvals import (
        load_approvals,
        load_field_approvals,
        save_approvals,
        save_field_approvals,
    )
    from pipeline.workspace.caption_file import CaptionFile
    from pipeline.workspace.config import ALL_LANGUAGES, Config, load_config, parse_languages
    from pipeline.workspace.cut_cache import load_cuts, save_cuts
    from pipeline.workspace.details_file import (
        DetailsFile,
        details_languages,
        load_details_record,
        read_details_file,
        read_media_details,
        write_details_file,
    )
    from pipeline.workspace.folder import Workspace
    from pipeline.workspace.git_driver import find_sides, install_driver, merge_lines
    from pipeline.workspace.git_history import changed_files, find_base, read_at
    from pipeline.workspace.lock import hold_file, lock_holder, lock_shard, lock_workspace
    from pipeline.workspace.merge_notes import forget_noted_edits, note_edits, with_noted_edits
    from pipeline.workspace.names import REJECTS, check_video_name, language_of
    from pipeline.workspace.notes import (
        join_notes,
        load_notes,
        load_open_notes,
        make_note,
        notes_from_json,
        notes_to_json,
        save_notes,
    )
    from pipeline.workspace.paths import find_workspace, path_as_typed
    from pipeline.workspace.rejects import add_rejects
    from pipeline.workspace.saving import EditedFile, save_edits
    from pipeline.workspace.starting import (
        CaptionsBeside,
        Started,
        find_captions_beside,
        find_loose_videos,
        start_workspace,
        take_videos,
    )
    from pipeline.workspace.track_files import read_existing_track, read_track, write_track
    from pipeline.workspace.video_index import Stamp, VideoIndex, program_stamp

__all__ = [
    "ALL_LANGUAGES",
    "REJECTS",
    "CaptionFile",
    "CaptionsBeside",
    "Config",
    "DetailsFile",
    "EditedFile",
    "Stamp",
    "Started",
    "VideoIndex",
    "Workspace",
    "add_rejects",
    "changed_files",
    "check_video_name",
    "details_languages",
    "find_base",
    "find_captions_beside",
    "find_loose_videos",
    "find_sides",
    "find_workspace",
    "forget_noted_edits",
    "hold_file",
    "install_driver",
    "join_notes",
    "language_of",
    "load_approvals",
    "load_config",
    "load_cuts",
    "load_details_record",
    "load_field_approvals",
    "load_notes",
    "load_open_notes",
    "lock_holder",
    "lock_shard",
    "lock_workspace",
    "make_note",
    "merge_lines",
    "note_edits",
    "notes_from_json",
    "notes_to_json",
    "parse_languages",
    "path_as_typed",
    "program_stamp",
    "read_at",
    "read_details_file",
    "read_existing_track",
    "read_media_details",
    "read_track",
    "save_approvals",
    "save_cuts",
    "save_edits",
    "save_field_approvals",
    "save_notes",
    "start_workspace",
    "take_videos",
    "with_noted_edits",
    "write_details_file",
    "write_track",
]
__getattr__ = lazy_face(
    __name__,
    {
        "approvals": ("load_approvals", "load_field_approvals", "save_approvals", "save_field_approvals"),
        "caption_file": ("CaptionFile",),
        "config": ("ALL_LANGUAGES", "Config", "load_config", "parse_languages"),
        "cut_cache": ("load_cuts", "save_cuts"),
        "details_file": (
            "DetailsFile",
            "details_languages",
            "load_details_record",
            "read_details_file",
            "read_media_details",
            "write_details_file",
        ),
        "folder": ("Workspace",),
        "git_driver": ("find_sides", "install_driver", "merge_lines"),
        "git_history": ("changed_files", "find_base", "read_at"),
        "lock": ("hold_file", "lock_holder", "lock_shard", "lock_workspace"),
        "merge_notes": ("forget_noted_edits", "note_edits", "with_noted_edits"),
        "names": ("REJECTS", "check_video_name", "language_of"),
        "notes": (
            "join_notes",
            "load_notes",
            "load_open_notes",
            "make_note",
            "notes_from_json",
            "notes_to_json",
            "save_notes",
        ),
        "paths": ("find_workspace", "path_as_typed"),
        "rejects": ("add_rejects",),
        "saving": ("EditedFile", "save_edits"),
        "starting": (
            "CaptionsBeside",
            "Started",
            "find_captions_beside",
            "find_loose_videos",
            "start_workspace",
            "take_videos",
        ),
        "track_files": ("read_existing_track", "read_track", "write_track"),
        "video_index": ("Stamp", "VideoIndex", "program_stamp"),
    },
)
