"""The folder in which people work: which files there are, and reading and writing them safely."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from shlex import quote

from pipeline.errors import ConfigError, InputError, StaleWorkspace, UnknownName, UsageError
from pipeline.files import (
    MAX_RECORD_BYTES,
    contained,
    disk_reason,
    hash_file,
    read_bytes,
    write_atomic,
    write_if_changed,
)
from pipeline.languages import parse_tag
from pipeline.records import (
    Approval,
    DetailsRecord,
    GlossaryTerm,
    MachineTrack,
    MemoryEntry,
    NamePlace,
    NamesRecord,
    Recording,
    RecordingHead,
    TrackHead,
)
from pipeline.workspace.caption_file import CaptionFile
from pipeline.workspace.details_file import DetailsFile

MEDIA_SUFFIXES = frozenset(
    ".3gp .aac .aif .aiff .ac3 .amr .avi .flac .flv .m2ts .m4a .m4v .mka .mkv .mov .mp2 .mp3 .mp4 .mpeg .mpg "
    ".mts .mxf .oga .ogg .ogv .opus .ts .vob .wav .webm .wma .wmv".split()
)
"""What counts as a video in `media/` when none is named; any other file can be named."""

REJECTS = "rejects"
_SCRIPT_SUFFIXES = (".txt", ".md", ".srt", ".vtt")
_CAPTION_ENDINGS = (".srt", ".vtt", ".ttml", ".dfxp", ".sbv", ".ass", ".ssa")
_TRACK_NAME = re.compile(r"(?P<video>.+)\.(?P<language>[A-Za-z0-9-]+)\.srt", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Workspace:
    """All paths of one workspace; holds nothing open."""

    folder: Path

    @property
    def media_folder(self) -> Path:
        return self.folder / "media"

    @property
    def subtitles_folder(self) -> Path:
        return self.folder / "subtitles"

    @property
    def cache_folder(self) -> Path:
        return self.folder / "build"

    def video_folder(self, video: str) -> Path:
        return self.subtitles_folder / video

    def track_path(self, video: str, language: str) -> Path:
        return self.video_folder(video) / f"{video}.{language}.srt"

    def rejects_path(self, video: str, language: str) -> Path:
        return self.video_folder(video) / f"{video}.{language}.{REJECTS}.srt"

    def machine_folder(self, video: str) -> Path:
        return self.video_folder(video) / "machine"

    def recording_path(self, video: str) -> Path:
        return self.machine_folder(video) / "transcript.json"

    def names_path(self, video: str) -> Path:
        """The names of the glossary that were misheard in the transcript, and what stands there instead."""
        return self.machine_folder(video) / "transcript.names.json"

    def heard_english_path(self, video: str) -> Path:
        """Whisper's own translation into English, where no model translates the spoken language."""
        return self.machine_folder(video) / "transcript.en.json"

    def machine_path(self, video: str, language: str) -> Path:
        return self.machine_folder(video) / f"{language}.json"

    def approvals_path(self, video: str) -> Path:
        return self.machine_folder(video) / "approvals.json"

    def notes_path(self, video: str) -> Path:
        """What people noted on its captions."""
        return self.video_folder(video) / "notes.json"

    def heard_path(self, key: str) -> Path:
        """What was recognised under a key before a script was brought to it; only so that it need not be done again."""
        return self.cache_folder / "heard" / f"{key}.json"

    def cuts_path(self, video: str, language: str) -> Path:
        """How the sentences of a track were cut into cues; only so that it need not be searched for again."""
        return self.cache_folder / "cuts" / f"{video}.{language}.json"

    def outline_path(self, media_sha256: str) -> Path:
        """The outline of a medium's sound, which the desk draws; only so that nothing is decoded for it again."""
        return self.cache_folder / "outlines" / f"{media_sha256[:32]}.bin"

    def script_path(self, video: str) -> Path | None:
        """The script beside a video, `media/<video>.script.txt` or another of the endings; None if there is none.

        Raises:
            InputError: A link on the way leads out of the workspace.
        """
        return next((self.inside(path) for path in self.script_paths(video) if path.is_file()), None)

    def script_paths(self, video: str) -> tuple[Path, ...]:
        """Where a script of a video may lie, in the order in which it is looked for."""
        return tuple(self.media_folder / f"{video}.script{suffix}" for suffix in _SCRIPT_SUFFIXES)

    def media_details_path(self, video: str) -> Path:
        """Title, description and chapters of a video, as its maker wrote them."""
        return self.media_folder / f"{video}.toml"

    def details_path(self, video: str, language: str) -> Path:
        """The same in one language, as people correct it."""
        return self.video_folder(video) / f"{video}.{language}.toml"

    def details_record_path(self, video: str, language: str) -> Path:
        """What the machine last wrote into it."""
        return self.machine_folder(video) / f"{language}.details.json"

    def has_media_details(self, video: str) -> bool:
        """Whether there is such a file, readable or not."""
        return os.path.lexists(self.media_details_path(video))

    def media_details(self, video: str) -> DetailsFile:
        """What a video's maker says about it; a file that does not exist where nobody wrote any.

        Raises:
            InputError: It cannot be read, or a link on the way leads out of the workspace.
        """
        path = self.inside(self.media_details_path(video))
        return DetailsFile(path_as_typed(path), read_bytes(path) if self.has_media_details(video) else None)

    def details_file(self, video: str, language: str) -> DetailsFile:
        """Title, description and chapters of one language as they are now.

        Raises:
            InputError: The file cannot be read, or is a link.
        """
        path = self.inside(self.details_path(video, language))
        return DetailsFile(path_as_typed(path), read_bytes(path) if os.path.lexists(path) else None)

    def load_details_record(self, video: str, language: str) -> DetailsRecord | None:
        """What the machine last wrote of the details of a language, or None if it wrote nothing."""
        from pipeline.formats import details_record_from_json

        path = self.details_record_path(video, language)
        data = self._read_record(path)
        return None if data is None else details_record_from_json(data, path=str(path))

    def write_details(
        self, video: str, language: str, *, read: bytes | None, text: bytes | None, machine: bytes
    ) -> None:
        """Write the details of a language, then the machine's record of them.

        Killed between the two, the next run merges the new file with the old record: it finds that the file says
        what the machine would write, and writes the same record.

        Args:
            read: The bytes of the file that the new text was made from.
            text: The new file; None if there is none to write.
            machine: The new record.

        Raises:
            StaleWorkspace: Somebody saved the file meanwhile; nothing was written.
        """
        path, record = self.details_path(video, language), self.inside(self.details_record_path(video, language))
        with _one_writer(self.inside(self.video_folder(video))):
            if self.details_file(video, language).data != read:
                raise StaleWorkspace(path=str(path))
            if text is not None:
                write_if_changed(path, text)
            write_if_changed(record, machine)

    def save_details(self, video: str, language: str, *, read: bytes | None, text: bytes) -> None:
        """Write what a person made of the details of a language.

        Args:
            read: The bytes of the file that the new text was made from; None if there was none.
            text: The new file.

        Raises:
            StaleWorkspace: Somebody saved the file meanwhile; nothing was written.
            InputError: It cannot be written.
        """
        path = self.details_path(video, language)
        with _one_writer(self.inside(self.video_folder(video))):
            if self.details_file(video, language).data != read:
                raise StaleWorkspace(path=str(path), reason="was saved by somebody else at the same moment")
            if path.exists() and not os.access(path, os.W_OK):
                raise InputError(path=str(path), reason="cannot be written: it is read-only")
            write_if_changed(path, text)

    def details_languages(self, video: str) -> tuple[str, ...]:
        """The languages in which title, description and chapters lie in a video's folder, sorted."""
        names = (path.name for path in _entries(self.video_folder(video)) if path.name.endswith(".toml"))
        tracks = (f"{name.removesuffix('.toml')}.srt" for name in names)
        return tuple(sorted(tag for name in tracks if (tag := _language_of_track(video, name))))

    def media_files(self) -> dict[str, Path]:
        """The videos in `media/` by name (the file's name without its ending), sorted; see `doubled_media`."""
        return {name: paths[0] for name, paths in self._media_by_name().items() if len(paths) == 1}

    def doubled_media(self) -> dict[str, tuple[Path, ...]]:
        """The names that several files in `media/` share: captions are filed by name, so none of them is a video."""
        return {name: tuple(paths) for name, paths in self._media_by_name().items() if len(paths) > 1}

    def refuse_doubled(self, video: str) -> None:
        """Accept a name that no two files share.

        Raises:
            InputError: Two do; it names both, and the cure.
        """
        paths = self.doubled_media().get(video, ())
        if paths:
            names = " and ".join(str(path.relative_to(self.folder)) for path in paths)
            reason = "captions are filed by name; rename one of them, or move it away"
            raise InputError(path=names, reason=f"one name for {len(paths)} files: {reason}")

    def _media_by_name(self) -> dict[str, list[Path]]:
        found: dict[str, list[Path]] = {}
        for path in _entries(self.media_folder):
            if path.suffix.lower() in MEDIA_SUFFIXES and path.is_file() and not path.name.startswith("."):
                found.setdefault(path.stem, []).append(path)
        return found

    def videos(self) -> tuple[str, ...]:
        """Every video that has a file in `media/` or captions in `subtitles/`, sorted."""
        return tuple(video for video, _ in self.videos_with_media())

    def videos_with_media(self) -> tuple[tuple[str, Path | None], ...]:
        """Every video with its file, sorted; each folder is listed once.

        None stands for the file when only captions are there, or several files of that name.
        """
        by_name = self._media_by_name()
        media = {name: paths[0] if len(paths) == 1 else None for name, paths in by_name.items()}
        captioned = {path.name for path in _entries(self.subtitles_folder) if self._has_captions(path.name)}
        return tuple((video, media.get(video)) for video in sorted(captioned | set(media)))

    def _has_captions(self, video: str) -> bool:
        """Whether a folder in `subtitles/` is a video's; others there are none of ours."""
        if video.startswith(".") or not self.video_folder(video).is_dir():
            return False
        return self.machine_folder(video).is_dir() or bool(self.track_languages(video))

    def is_hand_made(self, video: str) -> bool:
        """Whether all captions of a video are a person's: the machine has no record of any."""
        records = {path.name for path in _entries(self.machine_folder(video))} - {self.approvals_path(video).name}
        return not any(name.endswith(".json") for name in records)

    def find_video(self, name: str) -> tuple[str, Path | None]:
        """A video by its name or by its file's path; the path is None when only captions are there.

        Raises:
            UnknownName: There is no such video.
            InputError: Two files share the name, or the file lies elsewhere.
        """
        media = self.media_files()
        if name in media:
            return name, media[name]
        self.refuse_doubled(Path(name).stem if "/" in name else name)
        if "/" not in name and self._has_captions(name):
            return name, None
        path = self.folder / name
        if not path.is_file():
            known = ", ".join(self.videos()) or "none yet; put one in media/"
            raise UnknownName(name=name, reason=f"no such video (known: {known})")
        if path.resolve().parent != self.media_folder.resolve():
            raise InputError(path=name, reason="is not in media/; copy it there first")
        if path.suffix.lower() == ".toml":
            raise InputError(path=name, reason=f"is no video but says something about one; name the video: {path.stem}")
        return path.stem, path

    def track_languages(self, video: str) -> tuple[str, ...]:
        """The languages in which caption files of a video lie in its folder, sorted."""
        names = (path.name for path in _entries(self.video_folder(video)))
        return tuple(sorted(tag for name in names if (tag := _language_of_track(video, name))))

    def strays(self, video: str) -> tuple[Path, ...]:
        """Files beside a video's captions that look like captions and are read by nobody, sorted."""
        return tuple(
            path
            for path in _entries(self.video_folder(video))
            if any(ending in path.name.lower() for ending in _CAPTION_ENDINGS)
            and not path.name.startswith(".")
            and not path.name.endswith(f".{REJECTS}.srt")
            and not _language_of_track(video, path.name)
        )

    def stray_advice(self, video: str, path: Path) -> str:
        """Why nobody reads a file beside a video's captions, and what to do about it, for a person."""
        name, _, ending = path.name.rpartition(".")
        match = _TRACK_NAME.fullmatch(path.name)
        with contextlib.suppress(ValueError):
            if match and match["video"] == video and (tag := parse_tag(match["language"])) != match["language"]:
                return f"is not read: the language is written {tag}; rename it to {video}.{tag}.srt"
        if f".{ending.lower()}" in _CAPTION_ENDINGS[1:]:
            language = name.removeprefix(f"{video}.") if name.startswith(f"{video}.") else "LANG"
            command = f"captions import {quote(str(path_as_typed(path)))} --video {quote(video)} --language {language}"
            return f"is not read: only .srt files are; bring it in with: {command}"
        return f"is not read; captions are named {video}.<language>.srt, such as {video}.pt.srt"

    def former_name(self, video: str) -> str | None:
        """Whose captions lie in a video's folder, if it has none of its own: it was renamed by hand, or half."""
        if self.track_languages(video):
            return None
        names = (_TRACK_NAME.fullmatch(path.name) for path in self.strays(video))
        return next((match["video"] for match in names if match and match["video"] != video), None)

    def is_untidy(self, video: str) -> bool:
        """Whether anything lies in a video's folders that a build has to finish, remove or report first."""
        folders = (self.video_folder(video), self.machine_folder(video))
        names = [path.name for folder in folders for path in _entries(folder)]
        has_leftovers = any(name.endswith(".json.pending") or name.startswith(".captions-") for name in names)
        return has_leftovers or bool(self.strays(video))

    def inside(self, path: Path) -> Path:
        """A path of this workspace that may be read or written: no link on the way leads out of the workspace.

        Raises:
            InputError: One does; a clone of a stranger's can carry it.
        """
        return contained(path, self.folder)

    def _read_record(self, path: Path) -> bytes | None:
        """The bytes of one of the machine's files, or None if there is none."""
        self.inside(path)
        return read_bytes(path, limit_bytes=MAX_RECORD_BYTES) if os.path.lexists(path) else None

    def load_recording(self, video: str) -> Recording | None:
        """What was heard, with the names of the glossary in it; None if the video has not been transcribed."""
        recording, places = self.load_recording_at(self.recording_path(video)), self.name_places(video)
        if recording is None or not places:
            return recording
        from pipeline.edits import put_names

        return replace(recording, transcript=put_names(recording.transcript, places))

    def name_places(self, video: str) -> tuple[NamePlace, ...]:
        """Where names of the glossary stand in the place of what was recognised; none of an earlier transcript."""
        names, path = self.load_names(video), self.recording_path(video)
        is_of_it = names is not None and path.is_file() and names.transcript_sha256 == hash_file(path)
        return names.places if names and is_of_it else ()

    def load_names(self, video: str) -> NamesRecord | None:
        """Where names of the glossary were misheard in the transcript; None where nothing resembles any."""
        from pipeline.formats import names_from_json

        path = self.names_path(video)
        data = self._read_record(path)
        return None if data is None else names_from_json(data, path=str(path))

    def load_recording_at(self, path: Path) -> Recording | None:
        """A recording by its path, or None if there is none."""
        from pipeline.formats import recording_from_json

        data = self._read_record(path)
        return None if data is None else recording_from_json(data, path=str(path))

    def read_recording(self, video: str) -> Recording:
        """What was heard, as `load_recording`, where it must be there.

        Raises:
            StaleWorkspace: Somebody removed it meanwhile.
            InputError: It cannot be read.
        """
        return _expected(self.load_recording(video), self.recording_path(video))

    def read_recording_at(self, path: Path) -> Recording:
        """As it was recognised, by its path; it must be there.

        Raises:
            StaleWorkspace: Somebody removed it meanwhile.
            InputError: It cannot be read.
        """
        return _expected(self.load_recording_at(path), path)

    def load_machine(self, video: str, language: str) -> MachineTrack | None:
        """What the machine last wrote, or None if it wrote nothing."""
        from pipeline.formats import track_from_json

        path = self.machine_path(video, language)
        data = self._read_record(path)
        return None if data is None else track_from_json(data, path=str(path))

    def load_recording_head(self, video: str) -> RecordingHead | None:
        """What a transcript was made from, without its words; None if there is none."""
        return self.load_recording_head_at(self.recording_path(video))

    def load_recording_head_at(self, path: Path) -> RecordingHead | None:
        """The same by the transcript's path."""
        from pipeline.formats import recording_head_from_json

        data = self._read_record(path)
        return None if data is None else recording_head_from_json(data, path=str(path))

    def load_head(self, video: str, language: str) -> TrackHead | None:
        """What the machine last wrote, without sentences and cues; None if it wrote nothing."""
        from pipeline.formats import track_head_from_json

        path = self.machine_path(video, language)
        data = self._read_record(path)
        return None if data is None else track_head_from_json(data, path=str(path))

    @property
    def memory_folder(self) -> Path:
        """Translation memories from elsewhere, as TMX."""
        return self.folder / "memory"

    def load_memories(self) -> tuple[MemoryEntry, ...]:
        """The entries of all imported memories; none without any.

        Raises:
            InputError: One of them is no TMX.
        """
        paths = [path for path in _entries(self.memory_folder) if path.suffix.lower() == ".tmx"]
        if not paths:
            return ()
        from pipeline.formats import entries_from_tmx

        return tuple(entry for path in paths for entry in entries_from_tmx(read_bytes(path), path=str(path)))

    @property
    def glossary_path(self) -> Path:
        return self.folder / "glossary.toml"

    def load_glossary(self) -> tuple[GlossaryTerm, ...]:
        """The terms that people decided about; none without a glossary.

        Raises:
            ConfigError: It is not what a glossary may be.
        """
        from pipeline.formats import terms_from_toml

        path = self.glossary_path
        return terms_from_toml(read_bytes(path), path=path.name) if path.exists() else ()

    def load_approvals(self, video: str) -> tuple[Approval, ...]:
        """Who approved which sentences."""
        return tuple(one for one in self._load_all_approvals(video) if not one.field)

    def load_field_approvals(self, video: str) -> tuple[Approval, ...]:
        """Who approved which fields of title, description and chapters."""
        return tuple(one for one in self._load_all_approvals(video) if one.field)

    def save_approvals(self, video: str, approvals: Iterable[Approval]) -> None:
        """Record who approved which sentences."""
        self._save_all_approvals(video, (*approvals, *self.load_field_approvals(video)))

    def save_field_approvals(self, video: str, approvals: Iterable[Approval]) -> None:
        """Record who approved which fields of title, description and chapters."""
        self._save_all_approvals(video, (*self.load_approvals(video), *approvals))

    def _load_all_approvals(self, video: str) -> tuple[Approval, ...]:
        from pipeline.formats import approvals_from_json

        path = self.approvals_path(video)
        data = self._read_record(path)
        return () if data is None else approvals_from_json(data, path=str(path))

    def _save_all_approvals(self, video: str, approvals: Iterable[Approval]) -> None:
        from pipeline.formats import approvals_to_json

        write_if_changed(self.inside(self.approvals_path(video)), approvals_to_json(approvals))

    def caption_file(self, video: str, language: str) -> CaptionFile:
        """The captions of one language as they are now.

        Raises:
            InputError: The file cannot be read, or is a link.
        """
        return CaptionFile(self.track_path(video, language), self.read_track(video, language))

    def expect_captions(self, video: str, language: str) -> CaptionFile:
        """The captions of a language that somebody named.

        Raises:
            UnknownName: There are none; it says which there are.
            InputError: The file cannot be read, or is a link.
        """
        file = self.caption_file(video, language)
        if not file.exists:
            known = ", ".join(self.track_languages(video))
            advice = f"there are: {known}" if known else "run: captions build"
            raise UnknownName(name=f"{video} {language}", reason=f"no such captions ({advice})")
        return file

    def read_track(self, video: str, language: str) -> bytes | None:
        """The bytes of a caption file, or None if there is none.

        Raises:
            InputError: It cannot be read, or is a link.
        """
        path = self.inside(self.track_path(video, language))
        return read_bytes(path) if os.path.lexists(path) else None

    def read_existing_track(self, video: str, language: str) -> bytes:
        """The bytes of a caption file that must be there.

        Raises:
            InputError: It cannot be read, is a link, or was removed meanwhile.
        """
        data = self.read_track(video, language)
        if data is None:
            raise InputError(path=str(self.track_path(video, language)), reason="is not there any more")
        return data

    def write_track(self, video: str, language: str, *, read: bytes | None, text: bytes | None, machine: bytes) -> None:
        """Write a caption file together with the machine's record of it.

        The two files change as one: the record is first put beside its place as `.pending`; if we
        are killed, `recover` of the next run sees from the caption file how far we had come.

        Args:
            read: The bytes of the caption file that the new text was made from.
            text: The new caption file; None if there is none to write.
            machine: The new `machine/<lang>.json`.

        Raises:
            StaleWorkspace: Somebody saved the caption file meanwhile; nothing was written.
        """
        path, record = self.track_path(video, language), self.inside(self.machine_path(video, language))
        with _one_writer(self.inside(self.video_folder(video))):
            if self.read_track(video, language) != read:
                raise StaleWorkspace(path=str(path))
            pending = record.with_name(record.name + ".pending")
            write_atomic(pending, machine)
            if text is not None:
                write_if_changed(path, text)
            _rename(pending, record)

    def save_edit(self, video: str, language: str, *, read: bytes | None, text: bytes) -> None:
        """Write what a person made of a caption file.

        Args:
            read: The bytes of the caption file that the new text was made from; None if there was none.
            text: The new caption file.

        Raises:
            StaleWorkspace: Somebody saved the caption file meanwhile; nothing was written.
            InputError: It cannot be written.
        """
        path = self.track_path(video, language)
        with _one_writer(self.inside(self.video_folder(video))):
            if self.read_track(video, language) != read:
                raise StaleWorkspace(path=str(path), reason="was saved by somebody else at the same moment")
            if path.exists() and not os.access(path, os.W_OK):
                raise InputError(path=str(path), reason="cannot be written: it is read-only")
            write_atomic(path, text)

    def recover(self, video: str) -> tuple[str, ...]:
        """Finish or undo what a killed run left half-done; says what it did.

        Raises:
            InputError: The disk refuses.
        """
        try:
            return self._recover(video)
        except OSError as error:
            raise InputError(path=str(self.machine_folder(video)), reason=disk_reason(error)) from error

    def _recover(self, video: str) -> tuple[str, ...]:
        done = []
        for pending in sorted(_entries(self.machine_folder(video))):
            if pending.name.endswith(".json.pending"):
                done.append(self._recover_track(video, pending))
            elif pending.name.startswith(".captions-"):
                pending.unlink(missing_ok=True)
        for leftover in _entries(self.video_folder(video)):
            if leftover.name.startswith(".captions-") and leftover.name.endswith(".part"):
                leftover.unlink(missing_ok=True)
        return tuple(done)

    def _recover_track(self, video: str, pending: Path) -> str:
        from pipeline.formats import track_head_from_json

        record = pending.with_name(pending.name.removesuffix(".pending"))
        language = record.name.removesuffix(".json")
        data = self.read_track(video, language)
        current = "" if data is None else hashlib.sha256(data).hexdigest()
        try:
            data = read_bytes(self.inside(pending), limit_bytes=MAX_RECORD_BYTES)
            was_written = track_head_from_json(data, path=str(pending)).written == current
        except InputError:
            was_written = False
        if was_written:
            _rename(pending, record)
            return f"{video} {language}: finished what an interrupted run had begun"
        pending.unlink(missing_ok=True)
        return f"{video} {language}: an interrupted run had begun it; it is made again"


def _expected(recording: Recording | None, path: Path) -> Recording:
    if recording is None:
        raise StaleWorkspace(path=str(path))
    return recording


@contextlib.contextmanager
def _one_writer(folder: Path) -> Iterator[None]:
    """Let one program at a time look at the captions in a folder and write them: a build, the desk.

    The folder itself is locked, so that nothing is left behind; the operating system frees it however we end.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError as error:
        raise InputError(path=str(folder), reason=f"cannot be written: {disk_reason(error)}") from error
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


@lru_cache(maxsize=4_096)
def _language_of_track(video: str, name: str) -> str:
    """The language of a video's caption file, by its name; empty for a file that is none of its captions."""
    match = _TRACK_NAME.fullmatch(name)
    if match is None or match["video"] != video or match["language"] == REJECTS:
        return ""
    with contextlib.suppress(ValueError):
        if parse_tag(match["language"]) == match["language"]:
            return match["language"]
    return ""


def find_workspace(start: Path) -> Path:
    """The folder that holds `captions.toml` or `media/`: `start` or one above it.

    Raises:
        UsageError: None of them is a workspace.
    """
    for folder in (start, *start.parents):
        if (folder / "captions.toml").exists() or (folder / "media").is_dir() or (folder / "subtitles").is_dir():
            return folder
    raise UsageError(reason="no media/ folder here; make one and put a video in it")


def path_as_typed(path: Path) -> Path:
    """The path as a person types it: relative, where it lies below the current folder."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


def language_of(path: Path) -> str | None:
    """The language in the name of a caption file such as `talk.pt-BR.srt`, if it has one."""
    parts = path.name.split(".")
    with contextlib.suppress(ValueError, IndexError):
        return parse_tag(parts[-2])
    return None


def check_video_name(name: str) -> str:
    """A name that can be a folder inside `subtitles/`.

    Raises:
        ConfigError: It would leave the folder or cannot be a file's name.
    """
    if name in {"", ".", ".."} or "/" in name or "\0" in name or name.startswith(".") or len(name.encode()) > 200:
        raise ConfigError(key=name, reason="cannot be the name of a video", path="name")
    return name


def _entries(folder: Path) -> tuple[Path, ...]:
    try:
        return tuple(folder / name for name in sorted(os.listdir(folder)))  # noqa: PTH208  # sorting paths is slow
    except (FileNotFoundError, NotADirectoryError):
        return ()
    except OSError as error:
        raise InputError(path=str(folder), reason=disk_reason(error)) from error


def _rename(source: Path, target: Path) -> None:
    try:
        source.replace(target)
    except OSError as error:
        raise InputError(path=str(target), reason=f"cannot be written: {disk_reason(error)}") from error
