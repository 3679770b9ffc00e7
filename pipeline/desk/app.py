"""The desk over HTTP: addresses, statuses and headers; every decision is taken in the packages below."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from typing import TYPE_CHECKING

from pipeline.desk.api import Api
from pipeline.desk.desk import Desk
from pipeline.desk.events import EventHub
from pipeline.desk.file_routes import FileRoutes
from pipeline.desk.guards import Door, Guard
from pipeline.errors import PipelineError
from pipeline.workspace import Workspace

if TYPE_CHECKING:
    from starlette.applications import Starlette
    from starlette.types import ASGIApp

LOOK_SECONDS = 0.5
"""How often the desk looks whether somebody else changed an open file."""


def make_app(workspace: Workspace, door: Door) -> ASGIApp:
    """The whole desk, guarded."""
    from starlette.applications import Starlette
    from starlette.routing import Route

    hub = EventHub()
    desk = Desk(workspace, hub.publish)
    api, files = Api(desk), FileRoutes(desk, hub)
    track = "/api/tracks/{video}/{language}"
    app: Starlette = Starlette(
        routes=[
            Route("/", files.page),
            Route("/page/{name}", files.page_file),
            Route("/media/{video}", files.media),
            Route("/sound/{video}", files.sound),
            Route("/peaks/{video}", files.peaks),
            Route("/events", files.events),
            Route("/api/workspace", api.overview),
            Route(track, api.track, methods=["GET"]),
            Route(track, api.change, methods=["POST"]),
            Route(track + "/reading", api.reading),
            Route(track + "/approvals", api.approve, methods=["POST"]),
            Route(track + "/notes", api.notes, methods=["GET"]),
            Route(track + "/notes", api.note, methods=["POST"]),
            Route(track + "/details", api.details, methods=["GET"]),
            Route(track + "/details", api.change_details, methods=["POST"]),
            Route(track + "/places", api.places),
            Route("/api/replacements", api.replacements, methods=["POST"]),
            Route("/api/glossary", api.term, methods=["POST"]),
            Route("/api/impact/{video}", api.impact),
            Route("/api/sound/{video}", api.sound),
            Route("/api/sound/{video}/kind", api.sound_kind),
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
