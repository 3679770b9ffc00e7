"""The desk itself: the tracks that are open, and what is asked of them. Knows nothing of HTTP."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field
from pathlib import Path
from threading import Lock

from pipeline.build import add_terms
from pipeline.cues import profile_for
from pipeline.dataclass import dataclass
from pipeline.desk.approving import approve_rows
from pipeline.desk.backgrounds import Backgrounds, Stamp
from pipeline.desk.details import DetailsRequest, change_details, show_details
from pipeline.desk.events import Event
from pipeline.desk.everywhere import ChosenPlace, WordSearch, changes_of, cue_to_json, place_to_json
from pipeline.desk.impact import find_impact
from pipeline.desk.note_book import NoteBook
from pipeline.desk.peaks import PeakStore
from pipeline.desk.presenting import Presenter
from pipeline.desk.reading import read_track
from pipeline.desk.reading_log import ReadingLog
from pipeline.desk.requests import ApprovalRequest, ChangeRequest, NoteRequest
from pipeline.desk.sound import SoundStore
from pipeline.desk.tracks import Answer, OpenTrack, TrackGone
from pipeline.desk.word_requests import ReplaceRequest
from pipeline.errors import InputError, PipelineError
from pipeline.languages import autonym, english_name, is_right_to_left
from pipeline.records import GlossaryTerm
from pipeline.workspace import Workspace, details_languages

_OpenKey = tuple[str, str]


class NotHere(InputError):
    """Something was asked for that the workspace does not have."""


class Contradiction(PipelineError):
    """The glossary says something else of a term."""


@dataclass(slots=True)
class Desk:
    """One workspace on the desk."""

    workspace: Workspace
    publish: Callable[[Event], None] = lambda event: None
    backgrounds: Backgrounds = field(init=False)
    notes: NoteBook = field(init=False)
    _peaks: PeakStore = field(init=False)
    _sounds: SoundStore = field(init=False)
    _search: WordSearch = field(init=False)
    _open: dict[_OpenKey, OpenTrack] = field(default_factory=dict)
    _told: dict[_OpenKey, str] = field(default_factory=dict)
    """Of each open track the revision that all pages were told of, or why it has none."""
    _told_backgrounds: dict[_OpenKey, Stamp] = field(default_factory=dict)
    _readings: dict[_OpenKey, ReadingLog] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def __post_init__(self) -> None:
        self.backgrounds = Backgrounds(self.workspace)
        self.notes = NoteBook(self.workspace)
        self._peaks = PeakStore.of(self.workspace)
        self._sounds = SoundStore(self.workspace)
        self._search = WordSearch(self.workspace)

    def overview(self) -> list[dict[str, object]]:
        """Every video with its languages, for the first page."""
        media = self.workspace.media_files()
        return [
            {
                "name": video,
                "hasMedia": video in media,
                "spoken": spoken,
                "languages": [
                    {**self._describe(tag), "hasDetails": tag in details_languages(self.workspace, video)}
                    for tag in sorted(tags, key=lambda tag: (tag != spoken, tag))
                ],
            }
            for video in self.workspace.videos()
            for spoken, tags in [(self.spoken_language(video), self.workspace.track_languages(video))]
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
            self._told[video, language] = str(self._look_at(opened).get("revision", ""))
            return opened

    def change(self, video: str, language: str, request: ChangeRequest) -> Answer:
        """Apply and write one person's edit, and tell all other pages.

        Raises:
            PipelineError: It could not be done; nothing was changed.
        """
        track = self.track(video, language)
        before = track.rows() if not request.is_restoring else ()
        answer = track.change(request)
        has_noted = self.notes.follow(video, language, before, track.rows())
        has_noted |= self.notes.keep_clashes(video, language, answer.clashes)
        self._tell(track, request.client)
        if has_noted:
            self.publish({"kind": "notes", "video": video})
        return answer

    def reading(self, video: str, language: str, since: str = "") -> dict[str, object]:
        """What stands beside the rows of a track: see `read_track`; for who knows an earlier state what differs."""
        rows = self.track(video, language).rows()
        background = self.backgrounds.load(video, language)
        reading = read_track(rows, background, self.backgrounds.approvals(video))
        return self._readings.setdefault((video, language), ReadingLog()).shorten(reading, since)

    def approve(self, video: str, language: str, request: ApprovalRequest) -> dict[str, object]:
        """Record who vouches for what, and tell all pages.

        Raises:
            PipelineError: See `approve_rows`.
        """
        count = approve_rows(self.workspace, self.track(video, language), request)
        self.publish({"kind": "reading", "video": video, "language": language})
        return {"sentences": count}

    def impact(self, video: str, source: str) -> dict[str, object]:
        """What a correction of a source sentence would change: see `find_impact`.

        Raises:
            NotHere: Nobody knows what is spoken in the video.
        """
        spoken = self.spoken_language(video)
        if not spoken or spoken not in self.workspace.track_languages(video):
            raise NotHere(path=video, reason="has no captions in its spoken language")
        rows = self.track(video, spoken).rows()
        return find_impact(self.workspace, video, spoken=spoken, source=source, rows=rows)

    def places(self, video: str, language: str, wanted: str, *, is_exact: bool = False) -> dict[str, object]:
        """Where a word stands in all captions of the workspace: see `WordSearch.find`."""
        self.track(video, language)
        found, is_all = self._search.find(wanted, video=video, language=language, is_exact=is_exact)
        return {"places": [place_to_json(one) for one in found], "isAll": is_all}

    def replacements(self, request: ReplaceRequest) -> dict[str, object]:
        """The changes that replace some places, by track; nothing is changed yet.

        Raises:
            NotHere: One of the tracks does not exist.
        """
        groups: dict[_OpenKey, list[ChosenPlace]] = {}
        for one in request.places:
            groups.setdefault((one.video, one.language), []).append(one)
        return {
            "tracks": [
                {
                    "video": video,
                    "language": language,
                    "changes": [
                        {"id": row.id, "before": cue_to_json(row.cue), "after": cue_to_json(after)}
                        for row, after in changes_of(
                            self.track(video, language).rows(),
                            chosen,
                            wanted=request.wanted,
                            replacement=request.replacement,
                        )
                    ],
                }
                for (video, language), chosen in groups.items()
            ]
        }

    def take_term(self, term: GlossaryTerm) -> dict[str, object]:
        """Add a term to the glossary; says whether it is new.

        Raises:
            Contradiction: The glossary says something else.
            WorkspaceLocked: A build is running.
            InputError: It cannot be read or written.
        """
        added, refused = add_terms(self.workspace, (term,), wait=False)
        if refused:
            raise Contradiction(refused[0])
        return {"added": added}

    def details(self, video: str, language: str) -> dict[str, object]:
        """Title, description and chapters of a language: see `show_details`."""
        self.track(video, language)
        duration_ms = self.backgrounds.load(video, language).duration_ms
        return show_details(self.workspace, video, language, duration_ms=duration_ms)

    def change_details(self, video: str, language: str, request: DetailsRequest) -> dict[str, object]:
        """Write one field of them: see `change_details`."""
        self.track(video, language)
        other = change_details(self.workspace, video, language, request)
        return {"other": other, "startMs": request.end_ms, **self.details(video, language)}

    def show_notes(self, video: str, language: str) -> list[dict[str, object]]:
        """The open notes of a track."""
        return self.notes.show(video, language, self.track(video, language).rows())

    def take_note(self, video: str, language: str, request: NoteRequest) -> None:
        """Write or close a note, and tell all pages.

        Raises:
            NotHere: The caption or the note is not there any more.
        """
        if request.closed:
            self.track(video, language)
            self.notes.close(video, request.closed)
        else:
            cues = {row.id: row.cue for row in self.track(video, language).rows()}
            if request.row not in cues:
                raise NotHere(path=f"{video} {language}", reason="the caption is not there any more")
            self.notes.write(video, language, cues[request.row], text=request.text, by=request.by)
        self.publish({"kind": "notes", "video": video})

    def peaks(self, video: str) -> tuple[bytes, str]:
        """The outline of a video's sound: see `PeakStore.load`."""
        return self._peaks.load(self.media(video))

    def sound(self, video: str) -> Path:
        """The sound alone of a video: see `SoundStore.load`."""
        return self._sounds.load(self.media(video))

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
        """Tell all pages of files that an editor, a build or git changed, whoever of us noticed it first."""
        for key, track in list(self._open.items()):
            event = self._look_at(track)
            now = str(event.get("revision", event["kind"]))
            if now != self._told.get(key):
                self._told[key] = now
                self.publish(event)
            stamp = self.backgrounds.stamp(*key)
            if stamp != self._told_backgrounds.setdefault(key, stamp):
                self._told_backgrounds[key] = stamp
                self.publish({"kind": "reading", "video": track.video, "language": track.language})

    def _look_at(self, track: OpenTrack) -> Event:
        """What there is to tell of a track now."""
        place: Event = {"video": track.video, "language": track.language}
        try:
            track.rows()
        except TrackGone:
            return {"kind": "gone", **place}
        except PipelineError as error:
            return {"kind": "unreadable", "reason": str(error), **place}
        return {"kind": "track", "revision": track.revision, "client": "", **place}

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
        self._told[track.video, track.language] = track.revision
        self.publish(event)

    def _presenter(self, video: str, language: str) -> Presenter:
        background = self.backgrounds.load(video, language)
        return Presenter(
            language=language,
            profile=profile_for(language, background.profile),
            frame_rate=background.frame_rate,
            duration_ms=background.duration_ms,
            source=background.source,
        )

    @staticmethod
    def _describe(tag: str) -> dict[str, object]:
        direction = "rtl" if is_right_to_left(tag) else "ltr"
        return {"tag": tag, "name": autonym(tag) or tag, "english": english_name(tag) or tag, "dir": direction}
