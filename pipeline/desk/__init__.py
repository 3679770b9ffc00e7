"""The browser surface: a volunteer watches a video and corrects its captions on this machine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline import lazy_face

if TYPE_CHECKING:
    from pipeline.desk.app import make_app
    from pipeline.desk.guards import Door, make_door
    from pipeline.desk.serving import DEFAULT_PORT, LOOPBACK, ServerOptions, serve

__all__ = ["DEFAULT_PORT", "LOOPBACK", "Door", "ServerOptions", "make_app", "make_door", "serve"]
__getattr__ = lazy_face(
    __name__,
    {
        "app": ("make_app",),
        "guards": ("Door", "make_door"),
        "serving": ("DEFAULT_PORT", "LOOPBACK", "ServerOptions", "serve"),
    },
)
