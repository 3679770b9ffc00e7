"""One caption file as it was when it was read: its path, its bytes, and what follows from them, worked out once."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.dataclass import dataclass
from pipeline.errors import SubtitleError
from pipeline.files import read_named
from pipeline.model import Cue
from pipeline.workspace.read_file import ReadFile

if TYPE_CHECKING:
    from pipeline.formats import ReadCues


@dataclass(frozen=True)
class CaptionFile(ReadFile):
    """A caption file, read once; where there is none, it has no bytes and no cues."""

    @classmethod
    def read(cls, path: Path) -> CaptionFile:
        """Any caption file, also outside a workspace.

        Raises:
            InputError: It is missing or cannot be read.
        """
        return cls(path, read_named(path))

    @cached_property
    def content(self) -> ReadCues:
        """Cues, repairs and encoding.

        Raises:
            SubtitleError: It cannot be read as captions.
        """
        from pipeline.formats import ReadCues, parse_srt

        return ReadCues(cues=()) if self.data is None else parse_srt(self.data, path=str(self.path))

    @cached_property
    def cues(self) -> tuple[Cue, ...]:
        """By their start, with composed accents; none if there is no file. `content` has them as they are written.

        Raises:
            SubtitleError: It cannot be read as captions.
        """
        from pipeline.formats import compose_accents, put_in_order

        return compose_accents(put_in_order(self.content.cues)[0])

    @cached_property
    def whole_cues(self) -> tuple[Cue, ...]:
        """The cues of a file from which captions are made: all of it could be read.

        Raises:
            SubtitleError: It cannot be read as captions, a cue of it is lost, or git could not finish a merge in it.
        """
        from pipeline.text import refuse_marks

        for loss in self.content.losses:
            raise SubtitleError(path=str(self.path), line=loss.line, reason=loss.message)
        return refuse_marks(self.cues, self.path)
