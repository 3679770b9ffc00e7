"""What is known about a track besides its file, loaded anew when one of the files that say it changed."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from pipeline.desk.reading import Background
from pipeline.desk.tracks import stamp_of
from pipeline.formats import parse_srt
from pipeline.model import Track
from pipeline.workspace import Workspace, load_config

_Key = tuple[str, str]
Stamp = tuple[tuple[int, ...], ...]


@dataclass(slots=True)
class Backgrounds:
    """The backgrounds of the open tracks."""

    workspace: Workspace
    _known: dict[_Key, tuple[Stamp, Background]] = field(default_factory=dict)

    def load(self, video: str, language: str) -> Background:
        """The background of one track as it is now.

        Raises:
            PipelineError: One of the files cannot be read.
        """
        stamp = self.stamp(video, language)
        known = self._known.get((video, language))
        if known is not None and known[0] == stamp:
            return known[1]
        background = self._load(video, language)
        self._known[video, language] = stamp, background
        return background

    def _load(self, video: str, language: str) -> Background:
        workspace = self.workspace
        recording = workspace.load_recording(video)
        spoken = recording.transcript.language if recording else language
        return Background(
            language=language,
            profile=load_config(workspace.folder).cues.profile,
            recording=recording,
            machine=workspace.load_machine(video, language),
            approvals=workspace.load_approvals(video),
            source=self._source(video, spoken) if spoken != language else None,
        )

    def _source(self, video: str, spoken: str) -> Track | None:
        data = self.workspace.read_track(video, spoken)
        if data is None:
            return None
        cues = parse_srt(data, path=str(self.workspace.track_path(video, spoken))).cues
        return Track(language=spoken, cues=cues)

    def stamp(self, video: str, language: str) -> Stamp:
        """What the file system says of the files that it is loaded from; cheap."""
        return tuple(map(stamp_of, self._paths(video, language)))

    def _paths(self, video: str, language: str) -> tuple[Path, ...]:
        workspace = self.workspace
        known = self._known.get((video, language))
        source = known[1].source if known else None
        return (
            workspace.recording_path(video),
            workspace.machine_path(video, language),
            workspace.approvals_path(video),
            workspace.folder / "captions.toml",
            *((workspace.track_path(video, source.language),) if source else ()),
        )
