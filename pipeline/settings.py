"""The settings of each stage: one small frozen record each. Defaults exist only here.

`config` fills them from `captions.toml`; a stage or an engine receives its own record and
nothing else.
"""

from __future__ import annotations

from pipeline.dataclass import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class TranscriptionSettings:
    """`[transcription]`: who transcribes the video, and how."""

    engine: str = "whisper"
    """`whisper` (openai-whisper) or `faster-whisper`."""
    model: str = "base"
    """A name that the engine knows, or the path of a checkpoint."""
    language: str = ""
    """BCP-47 tag of the spoken language; empty to detect it."""
    audio_stream: int = -1
    """Which audio stream, counted from 0; -1 for the container's default, and others where nobody speaks in it."""
    audio_channel: str = ""
    """`mix`, `left`, `right`, `centre`, FFmpeg's name of a channel or its number; empty for what carries the voice."""
    device: str = "auto"
    """`auto` (a GPU when there is one), `cpu` or `cuda`."""
    threads: int = 0
    """Processor threads; 0 picks what is fastest on this machine. Never changes the text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TranslationSettings:
    """`[translation]`: who translates, and how."""

    engines: tuple[str, ...] = ("argos", "firefox", "apertium")
    """Which kinds of models may be used, the preferred first."""
    beam_size: int = 4
    """Hypotheses kept while translating: 1 is fastest, 4 is Argos's own."""
    model_folders: tuple[str, ...] = ("models",)
    """Folders of the project in which packages lie, besides what the user has installed."""
    minimum_quality: str = "draft"
    """What `languages = "all"` takes: `neural`, `neural in steps`, `draft` or `rough` and better."""
    device: str = "auto"
    threads: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CueSettings:
    """`[cues]`: how captions are cut."""

    profile: str = "netflix"
    """A row family of the readability table: `netflix`, `ted`, `bbc`, `vertical`."""
