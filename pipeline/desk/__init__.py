"""The browser surface: a volunteer watches a video and corrects its captions on this machine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline import lazy_face

if TYPE_CHECKING:
    from pipeline.desk.app import make_app
    from pipeline.desk.guards import Door, make_door
    from pipeline.desk.page_export import write_page
    from pipeline.desk.returned_edits import EDITS_SUFFIX, ReturnedEdits, TakenEdits, read_edits, take_edits
    from pipeline.desk.serving import DEFAULT_PORT, LOOPBACK, ServerOptions, serve

__all__ = [
    "DEFAULT_PORT",
    "EDITS_SUFFIX",
    "LOOPBACK",
    "Door",
    "ReturnedEdits",
    "ServerOptions",
    "TakenEdits",
    "make_app",
    "make_door",
    "read_edits",
    "serve",
    "take_edits",
    "write_page",
]
__getattr__ = lazy_face(
    __name__,
    {
        "app": ("make_app",),
        "guards": ("Door", "make_door"),
        "page_export": ("write_page",),
        "returned_edits": ("EDITS_SUFFIX", "ReturnedEdits", "TakenEdits", "read_edits", "take_edits"),
        "serving": ("DEFAULT_PORT", "LOOPBACK", "ServerOptions", "serve"),
    },
)
