"""The desk itself: the tracks that are open, and what is asked of them. Knows nothing of HTTP."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

from pipeline.build import DEFAULT_FRAME_RATE
from pipeline.cues import profile_for
from pipeline.desk.events import Event
from pipeline.desk.presenting import Presenter
from pipeline.desk.requests import ChangeRequest
from pipeline.desk.tracks import Answer, OpenTrack, TrackGone
from pipeline.errors import InputError, PipelineError
from pipeline.formats import parse_srt
from pipeline.languages import autonym, english_name, is_right_to_left
from pipeline.model import Track
from pipeline.records import Recording
from pipeline.workspace import Workspace, load_config

_OpenKey = tuple[str, str]


class NotHere(InputError):
    """Something was asked for that the workspace does not have."""


@dataclass(slots=True)
class Desk:
    """One workspace on the desk."""

    workspace: Workspace
    publish: Callable[[Event], None] = lambda event: None
    _open: dict[_OpenKey, OpenTrack] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def overview(self) -> list[dict[str, object]]:
        """Every video with its languages, for the first page."""
        media = self.workspace.media_files()
        return [
            {
                "name": video,
                "hasMedia": video in media,
                "spoken": self.spoken_language(video),
                "languages": [self._describe(tag) for tag in self.workspace.track_languages(video)],
            }
            for video in self.workspace.videos()
        ]

    def track(self, video: str, language: str) -> OpenTrack:
        """One caption file of the workspace.

        Raises:
            InputError: There is none of that name; nothing but names that the workspace lists is ever opened.
        """
        with self._lock:
            known = self._open.get((video, language))
            if known is not None:
                return known
            if video not in self.workspace.videos() or language not in self.workspace.track_languages(video):
                raise NotHere(path=f"{video} {language}", reason="there are no such captions here")
            opened = OpenTrack(self.workspace, video, language, self._presenter(video, language))
            self._open[video, language] = opened
            return opened

    def change(self, video: str, language: str, request: ChangeRequest) -> Answer:
        """Apply and write one person's edit, and tell all other pages.

        Raises:
            PipelineError: It could not be done; nothing was changed.
        """
        track = self.track(video, language)
        answer = track.change(request)
        self._tell(track, request.client)
        return answer

    def media(self, video: str) -> Path:
        """The file of a video, for playing.

        Raises:
            NotHere: There is none, or it is a link that leads out of the workspace.
        """
        path = self.workspace.media_files().get(video)
        if path is None:
            raise NotHere(path=video, reason="there is no such video in media/")
        if not path.resolve().is_relative_to(self.workspace.folder.resolve()):
            raise NotHere(path=video, reason="is a link that leads out of this folder; the desk shows no such files")
        return path

    def look_for_changes(self) -> None:
        """Tell all pages of files that an editor, a build or git changed."""
        for track in list(self._open.values()):
            if not track.has_changed():
                continue
            before = track.revision
            try:
                track.rows()
            except TrackGone:
                self.publish({"kind": "gone", "video": track.video, "language": track.language})
            except PipelineError as error:
                event: Event = {
                    "kind": "unreadable",
                    "video": track.video,
                    "language": track.language,
                    "reason": str(error),
                }
                self.publish(event)
            else:
                if track.revision != before:
                    self._tell(track, "")

    def spoken_language(self, video: str) -> str:
        """The language that is spoken in a video, empty if nobody has listened to it yet."""
        head = self.workspace.load_recording_head(video)
        return head.language if head else ""

    def _tell(self, track: OpenTrack, client: str) -> None:
        event: Event = {
            "kind": "track",
            "video": track.video,
            "language": track.language,
            "revision": track.revision,
            "client": client,
        }
        self.publish(event)

    def _presenter(self, video: str, language: str) -> Presenter:
        recording = self.workspace.load_recording(video)
        profile = profile_for(language, load_config(self.workspace.folder).cues.profile)
        if recording is None:
            return Presenter(language=language, profile=profile)
        return Presenter(
            language=language,
            profile=profile,
            frame_rate=recording.frame_rate or DEFAULT_FRAME_RATE,
            duration_ms=recording.media_duration_ms or None,
            source=self._source(video, language, recording),
        )

    def _source(self, video: str, language: str, recording: Recording) -> Track | None:
        spoken = recording.transcript.language
        data = self.workspace.read_track(video, spoken) if spoken != language else None
        if data is None:
            return None
        cues = parse_srt(data, path=str(self.workspace.track_path(video, spoken))).cues
        return Track(language=spoken, cues=cues)

    @staticmethod
    def _describe(tag: str) -> dict[str, object]:
        direction = "rtl" if is_right_to_left(tag) else "ltr"
        return {"tag": tag, "name": autonym(tag) or tag, "english": english_name(tag) or tag, "dir": direction}
