"""The folder that people and programs share: paths, safe writes, lock, settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline import lazy_face

if TYPE_CHECKING:
    from pipeline.workspace.caption_file import CaptionFile
    from pipeline.workspace.config import ALL_LANGUAGES, Config, load_config, parse_languages
    from pipeline.workspace.cut_cache import load_cuts, save_cuts
    from pipeline.workspace.details_file import DetailsFile
    from pipeline.workspace.folder import (
        REJECTS,
        Workspace,
        check_video_name,
        find_workspace,
        language_of,
        path_as_typed,
    )
    from pipeline.workspace.git_driver import find_sides, install_driver, merge_lines
    from pipeline.workspace.git_history import changed_files, find_base, read_at
    from pipeline.workspace.lock import hold_file, lock_holder, lock_shard, lock_workspace
    from pipeline.workspace.merge_notes import forget_noted_edits, note_edits, with_noted_edits
    from pipeline.workspace.notes import (
        join_notes,
        load_notes,
        load_open_notes,
        make_note,
        notes_from_json,
        notes_to_json,
        save_notes,
    )
    from pipeline.workspace.rejects import add_rejects
    from pipeline.workspace.starting import (
        CaptionsBeside,
        Started,
        find_captions_beside,
        find_loose_videos,
        start_workspace,
        take_videos,
    )
    from pipeline.workspace.video_index import Stamp, VideoIndex, program_stamp

__all__ = [
    "ALL_LANGUAGES",
    "REJECTS",
    "CaptionFile",
    "CaptionsBeside",
    "Config",
    "DetailsFile",
    "Stamp",
    "Started",
    "VideoIndex",
    "Workspace",
    "add_rejects",
    "changed_files",
    "check_video_name",
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
    "load_config",
    "load_cuts",
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
    "save_cuts",
    "save_notes",
    "start_workspace",
    "take_videos",
    "with_noted_edits",
]
__getattr__ = lazy_face(
    __name__,
    {
        "caption_file": ("CaptionFile",),
        "config": ("ALL_LANGUAGES", "Config", "load_config", "parse_languages"),
        "cut_cache": ("load_cuts", "save_cuts"),
        "details_file": ("DetailsFile",),
        "folder": ("REJECTS", "Workspace", "check_video_name", "find_workspace", "language_of", "path_as_typed"),
        "git_driver": ("find_sides", "install_driver", "merge_lines"),
        "git_history": ("changed_files", "find_base", "read_at"),
        "lock": ("hold_file", "lock_holder", "lock_shard", "lock_workspace"),
        "merge_notes": ("forget_noted_edits", "note_edits", "with_noted_edits"),
        "notes": (
            "join_notes",
            "load_notes",
            "load_open_notes",
            "make_note",
            "notes_from_json",
            "notes_to_json",
            "save_notes",
        ),
        "rejects": ("add_rejects",),
        "starting": (
            "CaptionsBeside",
            "Started",
            "find_captions_beside",
            "find_loose_videos",
            "start_workspace",
            "take_videos",
        ),
        "video_index": ("Stamp", "VideoIndex", "program_stamp"),
    },
)
