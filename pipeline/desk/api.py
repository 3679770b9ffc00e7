"""The desk's JSON addresses: each is one question to the desk; refusals become statuses with a reason."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from pipeline.desk.approving import NothingToApprove
from pipeline.desk.desk import Contradiction, Desk, NotHere
from pipeline.desk.details import NoDetails
from pipeline.desk.guards import BodyTooLarge
from pipeline.desk.requests import BadRequest, parse_approval, parse_changes, parse_note
from pipeline.desk.sound import sound_kind
from pipeline.desk.tracks import Answer, IllegalChange, TrackGone
from pipeline.desk.word_requests import parse_details, parse_replace, parse_term, parse_words
from pipeline.errors import InputError, PipelineError, StaleWorkspace, SubtitleError, WorkspaceLocked

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

_STATUS = (
    (BadRequest, 400),
    (NotHere, 404),
    (NoDetails, 404),
    (IllegalChange, 422),
    (NothingToApprove, 422),
    (Contradiction, 409),
    (TrackGone, 410),
    (StaleWorkspace, 409),
    (WorkspaceLocked, 503),
    (SubtitleError, 503),
    (InputError, 507),
    (PipelineError, 500),
)
"""Of each kind of refusal the status, the special kinds first. 5xx: the page tries again by itself."""
_OK: dict[str, object] = {"done": True}


class Api:
    """What each address answers."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def overview(self, request: Request) -> Response:
        return await _reply(self._desk.overview)

    async def track(self, request: Request) -> Response:
        video, language = _place(request)
        since = request.query_params.get("since", "")
        return await _reply(lambda: answer_to_json(self._desk.track(video, language).answer(since)))

    async def change(self, request: Request) -> Response:
        video, language = _place(request)
        headers = request.headers
        return await _take(
            request, lambda body: answer_to_json(self._desk.change(video, language, parse_changes(body, headers)))
        )

    async def reading(self, request: Request) -> Response:
        video, language = _place(request)
        since = request.query_params.get("since", "")
        return await _reply(lambda: self._desk.reading(video, language, since))

    async def approve(self, request: Request) -> Response:
        video, language = _place(request)
        return await _take(request, lambda body: self._desk.approve(video, language, parse_approval(body)))

    async def notes(self, request: Request) -> Response:
        video, language = _place(request)
        return await _reply(lambda: self._desk.show_notes(video, language))

    async def note(self, request: Request) -> Response:
        video, language = _place(request)

        def work(body: bytes) -> dict[str, object]:
            self._desk.take_note(video, language, parse_note(body))
            return _OK

        return await _take(request, work)

    async def details(self, request: Request) -> Response:
        video, language = _place(request)
        return await _reply(lambda: self._desk.details(video, language))

    async def change_details(self, request: Request) -> Response:
        video, language = _place(request)
        return await _take(request, lambda body: self._desk.change_details(video, language, parse_details(body)))

    async def impact(self, request: Request) -> Response:
        video, source = request.path_params["video"], request.query_params.get("source", "")
        return await _reply(lambda: self._desk.impact(video, source))

    async def places(self, request: Request) -> Response:
        video, language = _place(request)
        query = request.query_params

        def work() -> dict[str, object]:
            wanted = parse_words(query.get("find", ""), of="find")
            return self._desk.places(video, language, wanted, is_exact=query.get("exact") == "1")

        return await _reply(work)

    async def replacements(self, request: Request) -> Response:
        return await _take(request, lambda body: self._desk.replacements(parse_replace(body)))

    async def term(self, request: Request) -> Response:
        return await _take(request, lambda body: self._desk.take_term(parse_term(body)))

    async def sound_kind(self, request: Request) -> Response:
        return await _reply(lambda: {"kind": sound_kind(self._desk.media(request.path_params["video"]))})

    async def sound(self, request: Request) -> Response:
        """Answers as soon as the sound is there, which a long video takes a minute for."""

        def work() -> dict[str, object]:
            self._desk.sound(request.path_params["video"])
            return _OK

        return await _reply(work)


def refuse(error: PipelineError) -> Response:
    """Why something could not be done."""
    from starlette.responses import JSONResponse

    status = next(status for kind, status in _STATUS if isinstance(error, kind))
    return JSONResponse({"reason": str(error), "kind": type(error).__name__}, status_code=status)


def answer_to_json(answer: Answer) -> dict[str, object]:
    """The state of a track for the page."""
    return {
        "revision": answer.revision,
        "rows": answer.rows,
        "order": answer.order,
        "whole": answer.is_whole,
        "clashes": len(answer.clashes),
    }


def _place(request: Request) -> tuple[str, str]:
    return request.path_params["video"], request.path_params["language"]


async def _take(request: Request, work: Callable[[bytes], object]) -> Response:
    """Work on the body of a request."""
    from starlette.responses import JSONResponse

    try:
        body = await request.body()
    except BodyTooLarge:
        return JSONResponse({"reason": "too large"}, status_code=413)
    return await _reply(lambda: work(body))


async def _reply(work: Callable[[], object]) -> Response:
    """Work in a thread; its result as JSON, or the reason why it could not be done."""
    from starlette.responses import JSONResponse

    try:
        return JSONResponse(await asyncio.to_thread(work))
    except PipelineError as error:
        return refuse(error)
