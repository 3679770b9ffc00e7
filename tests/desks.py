"""A real desk over captions of the demonstration as they once were, for tests.

Kept in `tests/data`, so that a better way to cut cues or another model does not change what tests expect.
"""

from __future__ import annotations

import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

REPOSITORY = Path(__file__).parents[1]
VIDEO = "social-credit"


def copy_demonstration(folder: Path, *, has_media: bool = True) -> Path:
    """A workspace of its own with the demonstration's captions."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "media").mkdir()
    shutil.copy(REPOSITORY / "captions.toml", folder)
    shutil.copytree(REPOSITORY / "tests" / "data" / VIDEO, folder / "subtitles" / VIDEO)
    if has_media:
        os.link(REPOSITORY / "media" / f"{VIDEO}.mp4", folder / "media" / f"{VIDEO}.mp4")
    return folder


def free_port() -> int:
    """A port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(slots=True)
class RunningDesk:
    """`captions desk` in a process of its own."""

    folder: Path
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[str] | None = None
    address: str = ""

    def start(self) -> RunningDesk:
        """Start it, and wait for its first address."""
        command = [sys.executable, "-m", "pipeline", "desk", "--no-browser", "--port", str(self.port)]
        environment = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
        self.process = subprocess.Popen(
            command, cwd=self.folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        assert self.process.stdout is not None
        self.address = self.process.stdout.readline().strip()
        assert self.address.startswith("http"), "the desk did not start"
        return self

    def kill(self) -> None:
        """As a power cut does."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """As Ctrl-C does, which is the usual way to close it."""
        process = self.process
        self._end(signal.SIGINT)
        assert process is None or process.returncode == 0

    def _end(self, number: signal.Signals) -> None:
        if self.process is not None:
            self.process.send_signal(number)
            self.process.wait(timeout=60)
            assert self.process.stdout is not None
            self.process.stdout.close()
            self.process = None

    def __enter__(self) -> RunningDesk:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    @property
    def token(self) -> str:
        return urlsplit(self.address).query.removeprefix("token=")

    def page(self, language: str, video: str = VIDEO) -> str:
        """The address of one track, with the token."""
        return f"{self.address.split('#')[0]}#/{video}/{language}"

    def captions(self, language: str) -> Path:
        """The file on the disk."""
        return self.folder / "subtitles" / VIDEO / f"{VIDEO}.{language}.srt"

    def read(self, language: str) -> str:
        """What the file says."""
        return self.captions(language).read_text(encoding="utf-8")

    def ask(
        self, method: str, path: str, *, body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> tuple[int, dict[str, str], bytes]:
        """One request as the page sends it; a header that is given takes the place of the page's, empty removes it."""
        sent = {
            "Host": f"127.0.0.1:{self.port}",
            "Origin": f"http://127.0.0.1:{self.port}",
            "Cookie": f"captions-desk-{self.port}={self.token}",
            **(headers or {}),
        }
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
            for name, value in sent.items():
                if value:
                    connection.putheader(name, value)
            if body is not None and "Content-Length" not in sent:
                connection.putheader("Content-Length", str(len(body)))
            connection.endheaders(body)
            answer = connection.getresponse()
            found = {name.lower(): value for name, value in answer.getheaders()}
            return answer.status, found, answer.read()
        finally:
            connection.close()

    def json(self, method: str, path: str, value: object = None, **headers: str) -> tuple[int, dict[str, object]]:
        """A request and its answer as JSON."""
        body = None if value is None else json.dumps(value).encode()
        named = {name.replace("_", "-"): content for name, content in headers.items()}
        status, _, data = self.ask(method, path, body=body, headers=named)
        return status, json.loads(data)
