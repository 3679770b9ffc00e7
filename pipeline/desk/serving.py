"""The desk's server: one process on this machine, until Ctrl-C."""

from __future__ import annotations

import contextlib
import secrets
import socket
from collections.abc import Callable

from pipeline.dataclass import dataclass
from pipeline.desk.guards import make_door
from pipeline.errors import EngineNotInstalled, InputError
from pipeline.files import disk_reason
from pipeline.models import install_command
from pipeline.workspace import Workspace

DEFAULT_PORT = 8713
"""The same at every start: a browser keeps what was not saved yet for each address with its port."""
LOOPBACK = "127.0.0.1"


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerOptions:
    """Where the desk answers."""

    host: str = LOOPBACK
    port: int = DEFAULT_PORT
    """0 takes any free one."""


def serve(workspace: Workspace, options: ServerOptions, *, ready: Callable[[str], None]) -> None:
    """Serve the desk until the process is asked to end.

    Args:
        workspace: Whose captions are corrected.
        options: Where.
        ready: Called with the first address, token included, once it answers.

    Raises:
        InputError: The port is taken.
        EngineNotInstalled: The desk's libraries are missing.
    """
    try:
        import uvicorn
    except ImportError as error:
        raise EngineNotInstalled(engine="desk", command=install_command(extra="desk")) from error
    from pipeline.desk.app import make_app

    with contextlib.closing(_listen(options)) as listener:
        host, port = listener.getsockname()[:2]
        names = {LOOPBACK, "localhost"} if host == LOOPBACK else {host, LOOPBACK, "localhost", socket.gethostname()}
        door = make_door(token=secrets.token_urlsafe(24), port=port, hosts=names)
        shown = f"[{host}]" if ":" in host else host
        config = uvicorn.Config(
            make_app(workspace, door),
            log_level="warning",
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=1,
            lifespan="on",
        )
        ready(f"http://{shown}:{port}/?token={door.token}")
        uvicorn.Server(config).run(sockets=[listener])


def _listen(options: ServerOptions) -> socket.socket:
    family = socket.AF_INET6 if ":" in options.host else socket.AF_INET
    # Named as TCP: asyncio sends small answers at once only over such sockets; over others the second packet of an
    # answer waits 40 ms for the receipt of the first.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((options.host, options.port))
        listener.listen(128)
    except OSError as error:
        listener.close()
        reason = f"cannot be used: {disk_reason(error)}; is another desk open? --port takes another one"
        raise InputError(path=f"port {options.port}", reason=reason) from error
    return listener
