"""What is known about a track besides its file, loaded anew when one of the files that say it changed."""

from __future__ import annotations

from dataclasses import field
from pathlib import Path

from pipeline.build import find_lexicon
from pipeline.dataclass import dataclass
from pipeline.desk.background import Background
from pipeline.desk.stamps import stamp_of
from pipeline.model import Track
from pipeline.records import Approval
from pipeline.workspace import Workspace, load_approvals, load_config

_Key = tuple[str, str]
Stamp = tuple[tuple[int, ...], ...]


@dataclass(slots=True)
class Backgrounds:
    """The backgrounds of the open tracks, and the approvals of their videos."""

    workspace: Workspace
    _known: dict[_Key, tuple[Stamp, Background]] = field(default_factory=dict)
    _approvals: dict[str, tuple[Stamp, tuple[Approval, ...]]] = field(default_factory=dict)

    def load(self, video: str, language: str) -> Background:
        """The background of one track as it is now.

        Raises:
            PipelineError: One of the files cannot be read.
        """
        stamp = self._stamp(video, language)
        known = self._known.get((video, language))
        if known is not None and known[0] == stamp:
            return known[1]
        background = self._load(video, language)
        self._known[video, language] = stamp, background
        return background

    def approvals(self, video: str) -> tuple[Approval, ...]:
        """Who approved what of a video, as it is now.

        Raises:
            PipelineError: The file cannot be read.
        """
        stamp = (stamp_of(self.workspace.approvals_path(video)),)
        known = self._approvals.get(video)
        if known is None or known[0] != stamp:
            known = self._approvals[video] = stamp, load_approvals(self.workspace, video)
        return known[1]

    def stamp(self, video: str, language: str) -> Stamp:
        """What the file system says of the files from which both are loaded; cheap."""
        return (*self._stamp(video, language), stamp_of(self.workspace.approvals_path(video)))

    def _load(self, video: str, language: str) -> Background:
        workspace = self.workspace
        recording, machine = workspace.load_recording(video), workspace.load_machine(video, language)
        spoken = recording.transcript.language if recording else language
        return Background(
            language=language,
            profile=load_config(workspace.folder).cues.profile,
            recording=recording,
            machine=machine,
            lexicon=find_lexicon(workspace, machine),
            source=self._source(video, spoken) if spoken != language else None,
        )

    def _source(self, video: str, spoken: str) -> Track | None:
        file = self.workspace.caption_file(video, spoken)
        return Track(language=spoken, cues=file.cues) if file.exists else None

    def _stamp(self, video: str, language: str) -> Stamp:
        return tuple(map(stamp_of, self._paths(video, language)))

    def _paths(self, video: str, language: str) -> tuple[Path, ...]:
        workspace = self.workspace
        known = self._known.get((video, language))
        source = known[1].source if known else None
        return (
            workspace.recording_path(video),
            workspace.names_path(video),
            workspace.machine_path(video, language),
            workspace.folder / "captions.toml",
            *((workspace.track_path(video, source.language),) if source else ()),
        )
