"""A web server on loopback over a copy of a bundle."""

from __future__ import annotations

import functools
import http.server
import shutil
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any


class _Handler(http.server.SimpleHTTPRequestHandler):
    extensions_map = {  # noqa: RUF012
        ".m3u8": "application/vnd.apple.mpegurl",
        ".m4s": "video/iso.segment",
        ".ts": "video/mp2t",
        ".mp4": "video/mp4",
        ".vtt": "text/vtt",
        ".js": "text/javascript",
        ".html": "text/html",
    }

    def log_message(self, *_: Any) -> None:
        """Stay silent."""


@contextmanager
def serve(dist: Path) -> Iterator[tuple[str, Path]]:
    """Serve a copy of a bundle; gives its address and its folder."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "www"
        shutil.copytree(dist, root)
        handler = functools.partial(_Handler, directory=str(root))
        with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as httpd:
            thread = threading.Thread(target=httpd.serve_forever, daemon=True)
            thread.start()
            yield f"http://127.0.0.1:{httpd.server_address[1]}", root
            httpd.shutdown()
