"""A package index on loopback, and packages so small that a test can make them."""

from __future__ import annotations

import contextlib
import http.server
import json
import threading
import time
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path


def make_package(path: Path, source: str, target: str, *, version: str = "1.0", weights: bytes = b"weights") -> Path:
    """An Argos package that is whole, but whose network is not one."""
    folder = f"translate-{source}_{target}-{version.replace('.', '_')}"
    metadata = {
        "package_version": version,
        "argos_version": "1.9",
        "from_code": source,
        "to_code": target,
        "from_name": source,
        "to_name": target,
        "type": "translate",
    }
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(f"{folder}/metadata.json", json.dumps(metadata))
        archive.writestr(f"{folder}/model/model.bin", weights)
        archive.writestr(f"{folder}/sentencepiece.model", b"pieces")
    return path


@dataclass
class Server:
    """Serves files from memory; can be told to misbehave."""

    address: str = ""
    files: dict[str, bytes] = field(default_factory=dict)
    cut_after: dict[str, int] = field(default_factory=dict)
    """How many bytes to send of a file before the connection breaks, once for each entry."""
    silent: set[str] = field(default_factory=set)
    failing: dict[str, int] = field(default_factory=dict)
    requests: list[tuple[str, str]] = field(default_factory=list)
    """Path and `Range` of each request."""
    knows_ranges: bool = True


@contextlib.contextmanager
def serve() -> Iterator[Server]:
    """A server on a free port of loopback, until the block ends."""
    state = Server()
    released = threading.Event()

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            _answer(self, state, released)

        def log_message(self, format: str, *arguments: object) -> None:
            """Say nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    state.address = f"http://127.0.0.1:{server.server_port}/"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield state
    finally:
        released.set()
        server.shutdown()
        thread.join()
        server.server_close()


def _answer(handler: http.server.BaseHTTPRequestHandler, state: Server, released: threading.Event) -> None:
    name = handler.path.lstrip("/")
    wanted = handler.headers.get("Range", "")
    state.requests.append((name, wanted))
    if name in state.silent:
        released.wait(30)
        handler.close_connection = True
        return
    data = state.files.get(name)
    if name in state.failing or data is None:
        handler.send_error(state.failing.get(name, 404))
        return
    start = int(wanted.removeprefix("bytes=").rstrip("-")) if wanted and state.knows_ranges else 0
    if start and start >= len(data):
        handler.send_error(416)
        return
    handler.send_response(206 if start else 200)
    handler.send_header("Content-Length", str(len(data) - start))
    if start:
        handler.send_header("Content-Range", f"bytes {start}-{len(data) - 1}/{len(data)}")
    handler.end_headers()
    cut = state.cut_after.pop(name, None)
    handler.wfile.write(data[start:] if cut is None else data[start : start + cut])
    if cut is not None:
        handler.wfile.flush()
        time.sleep(0.01)
        handler.close_connection = True
