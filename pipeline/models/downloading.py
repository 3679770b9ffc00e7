"""Downloads that go on where they were interrupted, and give up on a server that is silent."""

from __future__ import annotations

import http.client
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from pipeline.dataclass import dataclass
from pipeline.errors import EngineError, InputError
from pipeline.files import disk_reason
from pipeline.protocols import Progress, ProgressSink, ignore_progress

SILENCE_SECONDS = 20.0
"""How long a server may send nothing."""
MAX_TRIES = 4
MAX_BYTES = 4_000_000_000
_CHUNK_BYTES = 262_144
_FAILURES = (OSError, http.client.HTTPException)
"""`URLError`, time-outs and broken connections are all `OSError`s."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Download:
    """How to fetch: the same for a small index and a large model."""

    engine: str
    """Whose file it is, for messages."""
    step: str
    """What is being done, for the progress bar."""
    silence_seconds: float = SILENCE_SECONDS
    pause_seconds: float = 1.0
    """Between two tries."""
    max_bytes: int = MAX_BYTES


def download(
    url: str,
    target: Path,
    how: Download,
    *,
    progress: ProgressSink = ignore_progress,
    announce: Callable[[int], None] = lambda size: None,
) -> Path:
    """Fetch a file; what an earlier, interrupted call left is used.

    Args:
        url: An http or https address.
        target: Where the whole file shall lie; until then a `.part` file lies beside it.
        how: Names and limits.
        progress: Told in bytes.
        announce: Told the size in bytes once, before the first byte (0 if the server does not say).

    Returns:
        `target`.

    Raises:
        EngineError: The server is silent, refuses, or ends too early too often; or the file is too large.
        InputError: The file cannot be written.
    """
    host = _checked_host(url, how)
    part = target.with_name(target.name + ".part")
    report = (progress, _Once(announce))
    for number in range(1, MAX_TRIES + 1):
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            _fetch_rest(url, part, how, report)
            part.replace(target)
            return target
        except urllib.error.HTTPError as error:
            if error.code < 500 or number == MAX_TRIES:
                reason = f"{host} answers {error.code} {error.reason}"
                raise EngineError(engine=how.engine, reason=reason) from error
        except _FAILURES as error:
            _refuse_disk_error(error, part)
            if number == MAX_TRIES:
                raise EngineError(engine=how.engine, reason=_network_reason(host, error, how)) from error
        time.sleep(how.pause_seconds)
    raise AssertionError("the last try returns or raises")


class _Once:
    """Tells a size the first time only: a file that is fetched in several tries is announced once."""

    def __init__(self, announce: Callable[[int], None]) -> None:
        self._announce: Callable[[int], None] | None = announce

    def __call__(self, size: int) -> None:
        announce, self._announce = self._announce, None
        if announce is not None:
            announce(size)


def _fetch_rest(url: str, part: Path, how: Download, report: tuple[ProgressSink, Callable[[int], None]]) -> None:
    have = part.stat().st_size if part.is_file() else 0
    request = urllib.request.Request(url, headers={"Range": f"bytes={have}-"} if have else {})  # noqa: S310  # checked
    try:
        response = urllib.request.urlopen(request, timeout=how.silence_seconds)  # noqa: S310  # checked
    except urllib.error.HTTPError as error:
        if error.code == http.HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE and have:
            part.unlink()  # complete, or of an older file: fetch it anew
            return _fetch_rest(url, part, how, report)
        raise
    with response:
        goes_on = response.status == http.HTTPStatus.PARTIAL_CONTENT
        total = _total_size(response, have if goes_on else 0)
        if total > how.max_bytes:
            raise EngineError(engine=how.engine, reason=f"{url} is {total:,} bytes; more than {how.max_bytes:,}")
        report[1](total)
        _append(response, part, have if goes_on else 0, total, (how, report[0]))
    return None


def _append(
    response: http.client.HTTPResponse, part: Path, done: int, total: int, how: tuple[Download, ProgressSink]
) -> None:
    options, progress = how
    with part.open("ab" if done else "wb") as file:
        while chunk := response.read1(_CHUNK_BYTES):
            file.write(chunk)
            done += len(chunk)
            if done > options.max_bytes:
                raise EngineError(engine=options.engine, reason=f"sends more than {options.max_bytes:,} bytes")
            progress(Progress(step=options.step, done=done, total=total, unit="bytes"))
    if total and done != total:
        raise http.client.IncompleteRead(b"", total - done)


def _total_size(response: http.client.HTTPResponse, have: int) -> int:
    ranged = response.headers.get("Content-Range", "")
    if have and ranged.rpartition("/")[2].isdecimal():
        return int(ranged.rpartition("/")[2])
    length = response.headers.get("Content-Length", "")
    return have + int(length) if length.isdecimal() else 0


def _checked_host(url: str, how: Download) -> str:
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise EngineError(engine=how.engine, reason=f"not an address that can be fetched: {url[:100]}")
    return parts.hostname


def _refuse_disk_error(error: Exception, part: Path) -> None:
    """A full disk is no reason to try again."""
    if isinstance(error, OSError) and error.filename is not None:
        raise InputError(path=str(part), reason=f"cannot be written: {disk_reason(error)}") from error


def _network_reason(host: str, error: Exception, how: Download) -> str:
    cause = getattr(error, "reason", error)
    if isinstance(cause, TimeoutError):
        return f"{host} did not answer within {how.silence_seconds:g} s; try again later or add a file"
    if isinstance(error, http.client.IncompleteRead):
        return f"{host} ended the transfer too early {MAX_TRIES} times; the same command goes on from there"
    return f"{host} cannot be reached ({cause}); try again later or add a file"
