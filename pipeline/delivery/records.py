"""What goes into a bundle, and the names and labels that are the same in all of its files."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import field
from pathlib import Path
from typing import Literal

from pipeline.dataclass import dataclass
from pipeline.delivery.details import NO_DETAILS, VideoText
from pipeline.edits import percent
from pipeline.formats import clean_text
from pipeline.languages import autonym
from pipeline.model import Cue, Details, EngineSignature, Word

Origin = Literal["speech recognition", "machine translation", "person"]

_UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]')
_NAME_BYTES = 120  # names of all files of the bundle stay below the 255 bytes that file systems allow


@dataclass(frozen=True, slots=True, kw_only=True)
class BundleLanguage:
    """One language of a video, as it stands."""

    tag: str
    """BCP-47."""
    title: str
    """What the language calls itself; empty for `languages.autonym(tag)`."""
    cues: tuple[Cue, ...]
    is_source: bool
    """True for the spoken language."""
    origin: Origin
    reviewed_share: float
    """How much of the text people wrote or approved, from 0 to 1."""
    approved_by: tuple[str, ...] = ()
    """Who together approved exactly this text, every sentence of it."""
    reviewed_by: tuple[str, ...] = ()
    """Who approved some sentences of it, where others are still to be read."""
    engines: tuple[EngineSignature, ...] = ()
    key: str = ""
    """The key of the text, as the workspace records it."""
    findings: Mapping[str, int] = field(default_factory=dict)
    """How many findings of each severity the checks have."""
    details: VideoText = NO_DETAILS
    """Title, description and chapters of the video in this language, as every file can hold them."""
    first_error: str = ""
    """The first error with its cue and rule, for a person; empty where there is none."""

    def __post_init__(self) -> None:
        if not 0 <= self.reviewed_share <= 1:
            raise ValueError(f"{self.tag}: a share lies between 0 and 1, not {self.reviewed_share}")

    @property
    def name(self) -> str:
        """The language's own name for itself."""
        return " ".join(clean_text(self.title or autonym(self.tag)).split()) or self.tag

    @property
    def is_machine(self) -> bool:
        """Whether the text must be labelled as a machine's: until a person approved exactly it."""
        return self.origin != "person" and not self.approved_by

    @property
    def label(self) -> str:
        """The track's title wherever a viewer chooses one."""
        if not self.is_machine:
            return self.name
        reviewed = percent(self.reviewed_share)
        return f"{self.name} (machine), {reviewed} % reviewed" if reviewed else f"{self.name} (machine)"

    @property
    def engine_names(self) -> tuple[str, ...]:
        """Each engine with its version and model."""
        return tuple(f"{engine.engine} {engine.engine_version} ({engine.model})" for engine in self.engines)

    @property
    def provenance(self) -> str:
        """One sentence for people: how this text was made and who answers for it."""
        made = {
            "speech recognition": "Made by speech recognition",
            "machine translation": "Made by machine translation",
            "person": "Written by a person",
        }[self.origin]
        engines = ", ".join(self.engine_names)
        by = f" with {engines}" if engines and self.origin != "person" else ""
        if self.approved_by:
            return f"{made}{by}; approved by {', '.join(self.approved_by)}."
        if self.origin == "person":
            return f"{made}{by}."
        if self.reviewed_by:
            return f"{made}{by}; {percent(self.reviewed_share)} % reviewed, by {', '.join(self.reviewed_by)}."
        return f"{made}{by}; {percent(self.reviewed_share)} % reviewed, not approved by a person."


@dataclass(frozen=True, slots=True, kw_only=True)
class BundleInput:
    """All that a bundle is made from."""

    video: str
    """The video's name in the workspace: any text."""
    media: Path
    duration_ms: int
    audio_start_ms: int
    """When the audio begins, counted from the first picture."""
    languages: tuple[BundleLanguage, ...]
    words: tuple[Word, ...] = ()
    """What was spoken and when."""
    details: Mapping[str, Details] = field(default_factory=dict)
    """Title, description and chapters by language tag, where somebody wrote them."""
    machine_details: frozenset[str] = frozenset()
    """The languages in which some of them is as a machine translated it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BurnOptions:
    """What of the video is made, and how."""

    start_ms: int = 0
    end_ms: int | None = None
    """None: to the end."""
    crop: tuple[int, int] | None = None
    """Width to height of a part cut out of the middle of the picture, such as (9, 16)."""
    has_highlight: bool = False
    """Colour each word while it is spoken; only where the times of words are known."""

    @property
    def name(self) -> str:
        """What the file's name says of it; empty for the whole video as it is.

        >>> BurnOptions(start_ms=61_000, end_ms=70_500, crop=(9, 16)).name
        '1m01-1m10.9x16'
        """
        parts = []
        if self.start_ms or self.end_ms is not None:
            parts.append(f"{_short_time(self.start_ms)}-{'' if self.end_ms is None else _short_time(self.end_ms)}")
        if self.crop:
            parts.append(f"{self.crop[0]}x{self.crop[1]}")
        return ".".join(parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class BundleOptions:
    """What a person asked for."""

    allow_errors: bool = False
    """Bundle a language although the checks found errors in it."""
    has_bom: bool = False
    """Write SubRip files with a byte order mark, for old players."""
    has_crlf: bool = False
    """Write SubRip files with CRLF line ends, for old players."""
    burn: tuple[str, ...] = ()
    """Languages to burn into the picture."""
    burning: BurnOptions = BurnOptions()
    """Which part is burnt in, and how."""
    platforms: tuple[str, ...] = ()
    """Add a plan of the calls for these platforms, and files where one takes others: `youtube`, `peertube`, `vimeo`."""
    languages: tuple[str, ...] = ()
    """Bundle these only; all if there are none."""
    formats: tuple[str, ...] = ()
    """Formats besides SubRip, WebVTT and TTML: `ass`, `sbv`."""
    bilingual: tuple[tuple[str, str], ...] = ()
    """Pairs of languages that are also written into one file."""
    layouts: tuple[str, ...] = ()
    """Media servers for which files are named too: see `layouts.LAYOUTS`."""


def _short_time(time_ms: int) -> str:
    minutes, seconds = divmod(time_ms // 1000, 60)
    return f"{minutes}m{seconds:02}"


def safe_name(video: str) -> str:
    """A file name for a video that every file system takes and that cannot leave its folder.

    >>> safe_name("../a/b: “c”?")
    'a_b_ “c”'
    >>> safe_name("...")
    'video'
    """
    text = unicodedata.normalize("NFC", video)
    # Format characters such as U+202E would show a name other than the real one.
    text = "".join(
        " " if char.isspace() else char for char in text if unicodedata.category(char) not in ("Cf", "Cs", "Co")
    )
    text = re.sub("_+", "_", _UNSAFE.sub("_", " ".join(text.split()))).strip(" ._-")
    shortened = text.encode()[:_NAME_BYTES].decode(errors="ignore").rstrip(" ._-")
    reserved = re.fullmatch(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?", shortened)
    return f"_{shortened}" if reserved else shortened or "video"


def file_tag(tag: str) -> str:
    """A language tag as a part of a file name.

    >>> file_tag("pt-BR"), file_tag("../x")
    ('pt-BR', 'x')
    """
    return re.sub(r"[^A-Za-z0-9-]", "", tag).strip("-") or "und"
