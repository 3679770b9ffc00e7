"""The folder in which people work: which videos and captions there are, and what the machine remembers of them."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from pathlib import Path
from shlex import quote

from pipeline.dataclass import dataclass
from pipeline.errors import InputError, StaleWorkspace, UnknownName
from pipeline.files import (
    hash_file,
    read_bytes,
)
from pipeline.languages import parse_tag
from pipeline.records import (
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
from pipeline.workspace.names import REJECTS, TRACK_NAME, language_of_track
from pipeline.workspace.paths import WorkspacePaths, entries, path_as_typed
from pipeline.workspace.track_files import read_track, recover_tracks

MEDIA_SUFFIXES = frozenset(
    ".3gp .aac .aif .aiff .ac3 .amr .avi .flac .flv .m2ts .m4a .m4v .mka .mkv .mov .mp2 .mp3 .mp4 .mpeg .mpg "
    ".mts .mxf .oga .ogg .ogv .opus .ts .vob .wav .webm .wma .wmv".split()
)
"""What counts as a video in `media/` when none is named; any other file can be named."""

_CAPTION_ENDINGS = (".srt", ".vtt", ".ttml", ".dfxp", ".sbv", ".ass", ".ssa")


@dataclass(frozen=True, slots=True)
class Workspace(WorkspacePaths):
    """What lies in a workspace, read when it is asked for."""

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
        for path in entries(self.media_folder):
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
        captioned = {path.name for path in entries(self.subtitles_folder) if self._has_captions(path.name)}
        return tuple((video, media.get(video)) for video in sorted(captioned | set(media)))

    def _has_captions(self, video: str) -> bool:
        """Whether a folder in `subtitles/` is a video's; others there are none of ours."""
        if video.startswith(".") or not self.video_folder(video).is_dir():
            return False
        return self.machine_folder(video).is_dir() or bool(self.track_languages(video))

    def is_hand_made(self, video: str) -> bool:
        """Whether all captions of a video are a person's: the machine has no record of any."""
        records = {path.name for path in entries(self.machine_folder(video))} - {self.approvals_path(video).name}
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
        names = (path.name for path in entries(self.video_folder(video)))
        return tuple(sorted(tag for name in names if (tag := language_of_track(video, name))))

    def strays(self, video: str) -> tuple[Path, ...]:
        """Files beside a video's captions that look like captions and are read by nobody, sorted."""
        return tuple(
            path
            for path in entries(self.video_folder(video))
            if any(ending in path.name.lower() for ending in _CAPTION_ENDINGS)
            and not path.name.startswith(".")
            and not path.name.endswith(f".{REJECTS}.srt")
            and not language_of_track(video, path.name)
        )

    def stray_advice(self, video: str, path: Path) -> str:
        """Why nobody reads a file beside a video's captions, and what to do about it, for a person."""
        name, _, ending = path.name.rpartition(".")
        match = TRACK_NAME.fullmatch(path.name)
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
        names = (TRACK_NAME.fullmatch(path.name) for path in self.strays(video))
        return next((match["video"] for match in names if match and match["video"] != video), None)

    def is_untidy(self, video: str) -> bool:
        """Whether anything lies in a video's folders that a build has to finish, remove or report first."""
        folders = (self.video_folder(video), self.machine_folder(video))
        names = [path.name for folder in folders for path in entries(folder)]
        has_leftovers = any(name.endswith(".json.pending") or name.startswith(".captions-") for name in names)
        return has_leftovers or bool(self.strays(video))

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
        data = self.read_record(path)
        return None if data is None else names_from_json(data, path=str(path))

    def load_recording_at(self, path: Path) -> Recording | None:
        """A recording by its path, or None if there is none."""
        from pipeline.formats import recording_from_json

        data = self.read_record(path)
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
        data = self.read_record(path)
        return None if data is None else track_from_json(data, path=str(path))

    def load_recording_head(self, video: str) -> RecordingHead | None:
        """What a transcript was made from, without its words; None if there is none."""
        return self.load_recording_head_at(self.recording_path(video))

    def load_recording_head_at(self, path: Path) -> RecordingHead | None:
        """The same by the transcript's path."""
        from pipeline.formats import recording_head_from_json

        data = self.read_record(path)
        return None if data is None else recording_head_from_json(data, path=str(path))

    def load_head(self, video: str, language: str) -> TrackHead | None:
        """What the machine last wrote, without sentences and cues; None if it wrote nothing."""
        from pipeline.formats import track_head_from_json

        path = self.machine_path(video, language)
        data = self.read_record(path)
        return None if data is None else track_head_from_json(data, path=str(path))

    def load_memories(self) -> tuple[MemoryEntry, ...]:
        """The entries of all imported memories; none without any.

        Raises:
            InputError: One of them is no TMX.
        """
        paths = [path for path in entries(self.memory_folder) if path.suffix.lower() == ".tmx"]
        if not paths:
            return ()
        from pipeline.formats import entries_from_tmx

        return tuple(entry for path in paths for entry in entries_from_tmx(read_bytes(path), path=str(path)))

    def load_glossary(self) -> tuple[GlossaryTerm, ...]:
        """The terms that people decided about; none without a glossary.

        Raises:
            ConfigError: It is not what a glossary may be.
        """
        from pipeline.formats import terms_from_toml

        path = self.glossary_path
        return terms_from_toml(read_bytes(path), path=path.name) if path.exists() else ()

    def caption_file(self, video: str, language: str) -> CaptionFile:
        """The captions of one language as they are now.

        Raises:
            InputError: The file cannot be read, or is a link.
        """
        return CaptionFile(self.track_path(video, language), read_track(self, video, language))

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

    def recover(self, video: str) -> tuple[str, ...]:
        """Finish or undo what a killed run left half-done; says what it did.

        Raises:
            InputError: The disk refuses.
        """
        return recover_tracks(self, video)


def _expected(recording: Recording | None, path: Path) -> Recording:
    if recording is None:
        raise StaleWorkspace(path=str(path))
    return recording
