"""Title, description and chapters of one language as they were when they were read."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from pipeline.model import Details
from pipeline.workspace.read_file import ReadFile


@dataclass(frozen=True)
class DetailsFile(ReadFile):
    """A file of details, read once; where there is none, it has no bytes and says nothing."""

    @cached_property
    def text(self) -> str:
        """The file as text.

        Raises:
            SubtitleError: No encoding fits.
        """
        from pipeline.formats import decode_text

        return decode_text(self.data or b"", str(self.path))[0]

    @cached_property
    def details(self) -> Details:
        """What it says.

        Raises:
            SubtitleError: It is broken; says where, and what to do.
        """
        from pipeline.formats import read_details

        return read_details(self.text, str(self.path))
