"""What people wrote down beside the captions: notes, terms, approvals, and translations that may serve again."""

from __future__ import annotations

from typing import Literal

from pipeline.dataclass import dataclass

NoteKind = Literal["note", "clash"]
"""`clash`: what somebody else wrote in the place of this caption, and what could not be merged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What a person noted on a caption; viewers never see it."""

    id: str
    language: str
    kind: NoteKind
    cue_text: str
    """The caption that it was written on."""
    start_ms: int
    text: str
    by: str
    date: str
    """ISO 8601 day."""
    is_open: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class GlossaryTerm:
    """A term that people decided about, as `glossary.toml` says it."""

    source: str
    """The term itself."""
    language: str = ""
    """BCP-47 tag of the term; empty for the spoken language of whichever video."""
    translations: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """By language what may stand for it, the preferred first."""
    forbidden: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """By language what may not."""
    forms: tuple[str, ...] = ()
    """Other forms of the term, such as its plural."""
    is_translated: bool = True
    """False for a name that stays as it is."""
    part_of_speech: str = ""
    note: str = ""
    videos: tuple[str, ...] = ()
    """Where it holds; everywhere if none."""
    is_case_sensitive: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """Somebody read one sentence of one language of one video and vouches for exactly this text."""

    language: str
    by: str
    date: str
    """ISO 8601 day."""
    source: str = ""
    """The sentence that it translates; empty in the spoken language, and where it was not known."""
    text: str = ""
    """The sentence as it was read, without line breaks."""
    text_sha256: str = ""
    """Instead of source and text: `text_digest` of a whole file, as approvals were recorded at first."""
    field: str = ""
    """Empty for a sentence of the captions; else which field of title, description and chapters (`DetailPlace`)."""

    @property
    def is_of_file(self) -> bool:
        """Whether it vouches for a whole file instead of one sentence."""
        return bool(self.text_sha256)


@dataclass(frozen=True, slots=True, kw_only=True)
class MemoryEntry:
    """A sentence and what a person wrote or approved for it."""

    source: str
    source_language: str
    """BCP-47 tag."""
    text: str
    language: str
    video: str = ""
    by: str = ""
    """Who; empty where a person corrected it without giving a name."""
    date: str = ""
    """ISO 8601 day; empty where it is not known."""
    before: str = ""
    after: str = ""
    """The sentences around `source`."""

    def describe(self) -> str:
        """Whose text it is and from where, for people.

        >>> yes = MemoryEntry(source="Yes.", source_language="en", text="Sim.", language="pt", video="talk", by="Ana")
        >>> yes.describe()
        'talk, Ana'
        """
        return ", ".join(filter(None, (self.video, self.by, self.date)))
