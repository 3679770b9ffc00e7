"""The names of the glossary where something like them was recognised: the sound decides whether they are said there.

As a build looks for them in the transcript (see `names`), here they are looked for in a caption file as it is now.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from pipeline.build.plan import load_glossary
from pipeline.dataclass import dataclass
from pipeline.edits import NAME_PRIOR, Likeness, Place, find_places, flat_text, names_in, replace_each
from pipeline.errors import InputError
from pipeline.model import Cue
from pipeline.protocols import ProgressSink, TranscribeOptions, ignore_progress
from pipeline.workspace import CaptionFile, Workspace, load_config


@dataclass(frozen=True, slots=True, kw_only=True)
class NearName:
    """A place that resembles a name of the glossary."""

    place: Place
    name: str
    start_ms: int
    gain: float
    """How much likelier the sound makes the name than what stands there, as a logarithm."""

    @property
    def is_said(self) -> bool:
        """Whether the sound supports the name well enough."""
        return self.gain >= -NAME_PRIOR


@dataclass(frozen=True, slots=True, kw_only=True)
class NearNames:
    """All such places of one caption file."""

    language: str
    file: CaptionFile
    names: tuple[NearName, ...]
    """In its order."""


def find_near_names(workspace: Workspace, video: str, progress: ProgressSink = ignore_progress) -> NearNames | None:
    """Where the captions of a video, in its spoken language, have something like a name of the glossary.

    Returns:
        None for a video that is not transcribed.

    Raises:
        InputError: The video's file is not there, or cannot be read.
        PipelineError: The captions or the glossary cannot be read.
    """
    head = workspace.load_recording_head(video)
    if head is None or not head.has_speech:
        return None
    file = workspace.caption_file(video, head.language)
    found = [*_candidates(file.whole_cues, names_in(load_glossary(workspace), video, head.language))]
    gains = (
        _gains(workspace, video, head.language, cues=file.whole_cues, found=found, progress=progress) if found else []
    )
    near = (
        NearName(place=place, name=name, start_ms=file.whole_cues[place.cue - 1].start_ms, gain=round(gain, 2))
        for (place, name), gain in zip(found, gains, strict=True)
    )
    return NearNames(language=head.language, file=file, names=tuple(near))


def _candidates(cues: Sequence[Cue], names: Iterable[str]) -> Iterator[tuple[Place, str]]:
    """Each place that resembles a name, with the first of the names that it resembles; in the order of the cues."""
    found: list[tuple[Place, str]] = []
    for name in names:
        for place in find_places(cues, name, is_loose=True):
            is_other = place.likeness in {Likeness.SIMILAR, Likeness.CUT}
            if is_other and not any(_overlap(place, known) for known, _ in found):
                found.append((place, name))
    yield from sorted(found, key=lambda one: (one[0].cue, one[0].start))


def _overlap(one: Place, other: Place) -> bool:
    return max((one.cue, one.start), (other.cue, other.start)) < min(
        (one.last_cue, one.end), (other.last_cue, other.end)
    )


def _gains(  # noqa: PLR0913  # the place of a question in a workspace
    workspace: Workspace,
    video: str,
    language: str,
    *,
    cues: Sequence[Cue],
    found: Sequence[tuple[Place, str]],
    progress: ProgressSink,
) -> list[float]:
    from pipeline.speech import Stretch, load_script_aligner, longest_stretch_ms

    media = workspace.media_files().get(video)
    if media is None:
        raise InputError(path=f"media/{video}", reason="the video is not there, and its sound decides")
    settings = load_config(workspace.folder).transcription_of(video)
    stretches = []
    for place, name in found:
        numbers = range(place.cue, place.last_cue + 1)
        after = replace_each(cues, [(place, name)])
        before, new = (flat_text(version[number - 1].text for number in numbers) for version in (cues, after))
        start_ms = cues[place.cue - 1].start_ms
        end_ms = min(cues[place.last_cue - 1].end_ms, start_ms + longest_stretch_ms())
        stretches.append(Stretch(start_ms=start_ms, end_ms=end_ms, texts=(before, new), names=(name,)))
    options = TranscribeOptions(
        language=language,
        audio_stream=settings.audio_stream if settings.audio_stream >= 0 else None,
        audio_channel=settings.audio_channel,
    )
    scores = load_script_aligner(settings).score(media, stretches, options, progress)
    return [new - before for before, new in scores]
