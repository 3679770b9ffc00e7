"""A corrected word wherever else it stands: in all captions of the workspace, with context and time."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field, replace

from pipeline.dataclass import dataclass
from pipeline.desk.rows import Row, Rows, same_cue
from pipeline.desk.stamps import stamp_of
from pipeline.edits import Place, find_places, replace_places
from pipeline.errors import PipelineError
from pipeline.languages import autonym, is_right_to_left
from pipeline.model import Cue
from pipeline.workspace import Workspace

MOST_PLACES = 300
"""A word that stands in more places is no mishearing; the page says that there are more."""
PATIENCE_SECONDS = 4.0
"""A person waits for the answer; what lies in captions that were not reached by then is reported as not looked at."""
_TrackName = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundPlace:
    """One place, and the cue in which it stands, as it was when it was found."""

    video: str
    language: str
    cue: Cue
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class ChosenPlace:
    """A place that a person wants replaced."""

    video: str
    language: str
    cue: Cue
    start: int
    end: int


@dataclass(slots=True)
class WordSearch:
    """Searches all caption files; of those that did not change the cues are kept."""

    workspace: Workspace
    _cues: dict[_TrackName, tuple[tuple[int, ...], tuple[Cue, ...]]] = field(default_factory=dict)

    def find(
        self, wanted: str, *, video: str, language: str, is_exact: bool = False
    ) -> tuple[tuple[FoundPlace, ...], bool]:
        """Where a word or phrase stands: in the track itself first, then in its video, its language, the others.

        Args:
            wanted: One word or several.
            video: Of the track in which it was corrected.
            language: Likewise.
            is_exact: Only as it is written, which is found much faster.

        Returns:
            The places, and whether these are all.
        """
        end = time.monotonic() + PATIENCE_SECONDS
        found: list[FoundPlace] = []
        for name in self._tracks(video, language):
            if time.monotonic() > end or len(found) >= MOST_PLACES:
                return tuple(found[:MOST_PLACES]), False
            cues = self._load(name)
            if is_exact:
                cues = tuple(cue for cue in cues if wanted.casefold() in " ".join(cue.text.split()).casefold())
            places = find_places(cues, wanted)
            found += (FoundPlace(video=name[0], language=name[1], cue=cues[one.cue - 1], place=one) for one in places)
        return tuple(found[:MOST_PLACES]), len(found) <= MOST_PLACES

    def _tracks(self, video: str, language: str) -> Iterable[_TrackName]:
        names = [(one, tag) for one in self.workspace.videos() for tag in self.workspace.track_languages(one)]
        return sorted(names, key=lambda name: (name != (video, language), name[0] != video, name[1] != language, name))

    def _load(self, name: _TrackName) -> tuple[Cue, ...]:
        """The cues of a file; none of one that cannot be read, which is reported where it is opened."""
        stamp = stamp_of(self.workspace.track_path(*name))
        known = self._cues.get(name)
        if known is None or known[0] != stamp:
            try:
                known = stamp, self.workspace.caption_file(*name).whole_cues
            except PipelineError:
                known = stamp, ()
            self._cues[name] = known
        return known[1]


def place_to_json(found: FoundPlace) -> dict[str, object]:
    """A place for the page."""
    language = found.language
    return {
        "video": found.video,
        "language": language,
        "name": autonym(language) or language,
        "dir": "rtl" if is_right_to_left(language) else "ltr",
        "cue": cue_to_json(found.cue),
        "start": found.place.start,
        "end": found.place.end,
        "likeness": found.place.likeness.value,
    }


def cue_to_json(cue: Cue) -> dict[str, object]:
    """A cue for the page."""
    return {"start": cue.start_ms, "end": cue.end_ms, "text": cue.text}


def changes_of(
    rows: Rows, chosen: Sequence[ChosenPlace], *, wanted: str, replacement: str
) -> Iterator[tuple[Row, Cue]]:
    """The rows of one track that hold chosen places, each with the cue that it becomes.

    Endings and capitals stay as `replace_places` keeps them. A place that is not there any more is left out.
    """
    by_cue: dict[tuple[int, int, str], set[tuple[int, int]]] = defaultdict(set)
    for one in chosen:
        by_cue[one.cue.start_ms, one.cue.end_ms, one.cue.text].add((one.start, one.end))
    for row in rows:
        spans = by_cue.get((row.cue.start_ms, row.cue.end_ms, row.cue.text), set())
        places = [one for one in find_places((row.cue,), wanted) if (one.start, one.end) in spans] if spans else []
        (after,) = replace_places((row.cue,), [replace(one, cue=1) for one in places], replacement)
        if not same_cue(after, row.cue) and after.text.strip():
            yield row, after
