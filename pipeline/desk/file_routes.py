"""The desk's other addresses: its page, videos, the outline of their sound, and the stream of events."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.desk.api import refuse
from pipeline.desk.desk import Desk
from pipeline.desk.events import EventHub
from pipeline.desk.sound import SOUND_TYPE
from pipeline.errors import PipelineError

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

_TYPES = {".css": "text/css", ".html": "text/html", ".js": "text/javascript", ".svg": "image/svg+xml"}


class FileRoutes:
    """What each address answers."""

    def __init__(self, desk: Desk, hub: EventHub) -> None:
        self._desk, self._hub = desk, hub
        self._files = _page_files()

    async def page(self, request: Request) -> Response:
        return self._file("index.html", request)

    async def page_file(self, request: Request) -> Response:
        return self._file(request.path_params["name"], request)

    async def media(self, request: Request) -> Response:
        """A video, in ranges if the browser asks for them."""
        return await _in_ranges(lambda: self._desk.media(request.path_params["video"]))

    async def sound(self, request: Request) -> Response:
        """The sound of a video that the browser cannot play, in ranges, too."""
        return await _in_ranges(lambda: self._desk.sound(request.path_params["video"]), kind=SOUND_TYPE)

    async def peaks(self, request: Request) -> Response:
        """The outline of a video's sound."""
        try:
            data, tag = await asyncio.to_thread(self._desk.peaks, request.path_params["video"])
        except PipelineError as error:
            return refuse(error)
        return _tagged(request, data, kind="application/octet-stream", tag=tag)

    async def events(self, request: Request) -> Response:
        """What happens, as it happens."""
        from starlette.responses import StreamingResponse

        stream = self._hub.stream(request.headers.get("last-event-id", ""))
        return StreamingResponse(stream, media_type="text/event-stream", headers={"x-accel-buffering": "no"})

    def _file(self, name: str, request: Request) -> Response:
        from starlette.responses import Response

        found = self._files.get(name)
        if found is None:
            return Response("there is no such page", status_code=404, media_type="text/plain")
        data, kind, tag = found
        return _tagged(request, data, kind=kind, tag=tag)


async def _in_ranges(find: Callable[[], Path], kind: str | None = None) -> Response:
    from starlette.responses import FileResponse

    try:
        path = await asyncio.to_thread(find)
    except PipelineError as error:
        return refuse(error)
    return FileResponse(path, headers={"cache-control": "no-cache"}, media_type=kind)


def _tagged(request: Request, data: bytes, *, kind: str, tag: str) -> Response:
    """A file that the browser keeps, but asks for each time."""
    from starlette.responses import Response

    headers = {"etag": tag, "cache-control": "no-cache"}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    return Response(data, media_type=kind, headers=headers)


def _page_files() -> dict[str, tuple[bytes, str, str]]:
    """Every file of the page by name: its bytes, type and entity tag. Nothing else can be asked for."""
    found = {}
    for file in resources.files("pipeline.desk.page").iterdir():
        kind = _TYPES.get(f".{file.name.rpartition('.')[2]}")
        if kind is not None:
            data = file.read_bytes()
            found[file.name] = data, kind, f'"{hashlib.sha256(data).hexdigest()[:24]}"'
    return found
