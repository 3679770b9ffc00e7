"""The desk over HTTP: addresses, statuses and headers; every decision is taken in the packages below."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
from collections.abc import AsyncIterator, Awaitable, Callable
from importlib import resources
from typing import TYPE_CHECKING

from pipeline.desk.desk import Desk, NotHere
from pipeline.desk.events import EventHub
from pipeline.desk.guards import BodyTooLarge, Door, Guard
from pipeline.desk.requests import BadRequest, parse_changes
from pipeline.desk.tracks import Answer, IllegalChange, TrackGone
from pipeline.errors import InputError, PipelineError, StaleWorkspace, SubtitleError
from pipeline.workspace import Workspace

if TYPE_CHECKING:
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.types import ASGIApp

    Handler = Callable[[Request], Awaitable[Response]]

LOOK_SECONDS = 0.5
"""How often the desk looks whether somebody else changed an open file."""
_TYPES = {".css": "text/css", ".html": "text/html", ".js": "text/javascript", ".svg": "image/svg+xml"}
_STATUS = (
    (BadRequest, 400),
    (NotHere, 404),
    (IllegalChange, 422),
    (TrackGone, 410),
    (StaleWorkspace, 503),
    (SubtitleError, 409),
    (InputError, 507),
    (PipelineError, 500),
)


def make_app(workspace: Workspace, door: Door) -> ASGIApp:
    """The whole desk, guarded."""
    from starlette.applications import Starlette
    from starlette.routing import Route

    hub = EventHub()
    desk = Desk(workspace, hub.publish)
    routes = _Routes(desk, hub)
    app: Starlette = Starlette(
        routes=[
            Route("/", routes.page),
            Route("/page/{name}", routes.page_file),
            Route("/api/workspace", routes.overview),
            Route("/api/tracks/{video}/{language}", routes.track, methods=["GET"]),
            Route("/api/tracks/{video}/{language}", routes.change, methods=["POST"]),
            Route("/media/{video}", routes.media),
            Route("/events", routes.events),
        ],
        lifespan=_lifespan(desk, hub),
    )
    return Guard(app, door)


def _lifespan(desk: Desk, hub: EventHub) -> Callable[[Starlette], contextlib.AbstractAsyncContextManager[None]]:
    @contextlib.asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        hub.attach(asyncio.get_running_loop())
        watching = asyncio.create_task(_watch(desk))
        yield
        watching.cancel()

    return lifespan


async def _watch(desk: Desk) -> None:
    while True:
        await asyncio.sleep(LOOK_SECONDS)
        with contextlib.suppress(PipelineError):
            await asyncio.to_thread(desk.look_for_changes)


class _Routes:
    """What each address answers."""

    def __init__(self, desk: Desk, hub: EventHub) -> None:
        self._desk, self._hub = desk, hub
        self._files = _page_files()

    async def page(self, request: Request) -> Response:
        return self._file("index.html", request)

    async def page_file(self, request: Request) -> Response:
        return self._file(request.path_params["name"], request)

    async def overview(self, request: Request) -> Response:
        return await _reply(self._desk.overview)

    async def track(self, request: Request) -> Response:
        video, language = request.path_params["video"], request.path_params["language"]
        since = request.query_params.get("since", "")
        return await _reply(lambda: _answer_json(self._desk.track(video, language).answer(since)))

    async def change(self, request: Request) -> Response:
        from starlette.responses import JSONResponse

        video, language = request.path_params["video"], request.path_params["language"]
        try:
            body = await request.body()
        except BodyTooLarge:
            return JSONResponse({"reason": "too large"}, status_code=413)

        def work() -> dict[str, object]:
            return _answer_json(self._desk.change(video, language, parse_changes(body, request.headers)))

        return await _reply(work)

    async def media(self, request: Request) -> Response:
        from starlette.responses import FileResponse

        try:
            path = await asyncio.to_thread(self._desk.media, request.path_params["video"])
        except PipelineError as error:
            return _refuse(error)
        return FileResponse(path, headers={"cache-control": "no-cache"})

    async def events(self, request: Request) -> Response:
        from starlette.responses import StreamingResponse

        stream = self._hub.stream(request.headers.get("last-event-id", ""))
        return StreamingResponse(stream, media_type="text/event-stream", headers={"x-accel-buffering": "no"})

    def _file(self, name: str, request: Request) -> Response:
        from starlette.responses import Response

        found = self._files.get(name)
        if found is None:
            return Response("there is no such page", status_code=404, media_type="text/plain")
        data, kind, tag = found
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


async def _reply(work: Callable[[], object]) -> Response:
    """Work in a thread; its result as JSON, or the reason why it could not be done."""
    from starlette.responses import JSONResponse

    try:
        return JSONResponse(await asyncio.to_thread(work))
    except PipelineError as error:
        return _refuse(error)


def _refuse(error: PipelineError) -> Response:
    from starlette.responses import JSONResponse

    status = next(status for kind, status in _STATUS if isinstance(error, kind))
    return JSONResponse({"reason": str(error), "kind": type(error).__name__}, status_code=status)


def _answer_json(answer: Answer) -> dict[str, object]:
    return {
        "revision": answer.revision,
        "rows": answer.rows,
        "order": answer.order,
        "whole": answer.is_whole,
        "clashes": [
            {
                "id": clash.row_id,
                "kept": [cue.text for cue in clash.kept],
                "other": [[cue.start_ms, cue.end_ms, cue.text] for cue in clash.other],
            }
            for clash in answer.clashes
        ],
    }
