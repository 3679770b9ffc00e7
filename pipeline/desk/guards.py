"""Who may talk to the desk: the page that it served itself, to a person who has its first address.

A page of a foreign site can make a browser send requests to this machine. So each request must name
this desk as its host, come from no foreign origin, and carry the cookie that the first address gave.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable
from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from pipeline.dataclass import dataclass

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

LARGEST_BODY_BYTES = 8_000_000
"""A change of every cue of a ten-hour video is smaller."""
_SAFE = frozenset({"GET", "HEAD"})
CONTENT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self' blob:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "content-security-policy": CONTENT_POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """What opens one desk."""

    token: str
    port: int
    hosts: frozenset[str]
    """The values of the `Host` header that mean this desk."""

    @property
    def cookie_name(self) -> str:
        """Cookies know no ports: two desks on one machine must not take each other's."""
        return f"captions-desk-{self.port}"

    @property
    def cookie(self) -> str:
        return f"{self.cookie_name}={self.token}; HttpOnly; SameSite=Strict; Path=/"


def make_door(*, token: str, port: int, hosts: Iterable[str]) -> Door:
    """The door of a desk that answers under some names of a machine."""
    names = {f"{f'[{host}]' if ':' in host else host}:{port}" for host in hosts}
    return Door(token=token, port=port, hosts=frozenset(names))


class Guard:
    """Middleware: turns away what must not come in, and says in every answer what the page may do."""

    def __init__(self, app: ASGIApp, door: Door) -> None:
        self._app, self._door = app, door

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        refusal = self._refusal(scope, headers)
        if refusal is not None:
            await _answer(send, *refusal)
        elif scope["path"] == "/" and self._has_token(scope):
            await _redirect(send, self._door.cookie)
        else:
            await self._app(scope, _limited(receive), _with_headers(send))

    def _refusal(self, scope: Scope, headers: dict[str, str]) -> tuple[int, str] | None:
        """The status and the reason with which a request is turned away; None if it may come in."""
        host = headers.get("host", "")
        if host not in self._door.hosts:
            return 421, "this desk does not answer under that name"
        origin = headers.get("origin")
        if origin is not None and origin != f"http://{host}":
            return 403, "a page of another site asked"
        if origin is None and scope["method"] not in _SAFE:
            return 403, "changes are taken from this desk's own page only"
        if not self._has_cookie(headers.get("cookie", "")) and not (scope["path"] == "/" and self._has_token(scope)):
            return 401, "open the desk with the address that `captions desk` printed"
        length = headers.get("content-length", "0")
        if not length.isdigit() or int(length) > LARGEST_BODY_BYTES:
            return 413, f"too large: at most {LARGEST_BODY_BYTES} bytes"
        return None

    def _has_cookie(self, header: str) -> bool:
        try:
            morsel = SimpleCookie(header).get(self._door.cookie_name)
        except CookieError:
            return False
        return morsel is not None and _same(morsel.value, self._door.token)

    def _has_token(self, scope: Scope) -> bool:
        given = parse_qs(scope["query_string"].decode("latin-1")).get("token", [""])[0]
        return bool(given) and _same(given, self._door.token)


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode())


class BodyTooLarge(Exception):
    """More came than the header promised or than anybody needs."""


def _limited(receive: Receive) -> Receive:
    """A body that is sent in pieces, without a length, ends at the limit, too."""
    seen = 0

    async def limited() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > LARGEST_BODY_BYTES:
            raise BodyTooLarge
        return message

    return limited


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            present = {name for name, _ in message["headers"]}
            added = [(name.encode(), value.encode()) for name, value in _HEADERS.items()]
            if b"cache-control" not in present:
                added.append((b"cache-control", b"no-store"))
            message = {**message, "headers": [*message["headers"], *added]}
        await send(message)

    return sending


async def _answer(send: Send, status: int, reason: str) -> None:
    body = reason.encode()
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode())]
    await _with_headers(send)({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


async def _redirect(send: Send, cookie: str) -> None:
    headers = [(b"location", b"/"), (b"set-cookie", cookie.encode()), (b"content-length", b"0")]
    await _with_headers(send)({"type": "http.response.start", "status": 303, "headers": headers})
    await send({"type": "http.response.body", "body": b""})
