"""`captions desk`: correct captions in the browser, on this machine."""

from __future__ import annotations

import argparse
import contextlib
import ipaddress
import sys
import webbrowser
from pathlib import Path
from urllib.parse import quote

from pipeline.commands.console import Console
from pipeline.desk import DEFAULT_PORT, LOOPBACK, ServerOptions, serve
from pipeline.errors import UsageError
from pipeline.workspace import Workspace, find_workspace

_LAST_PORT = 65_535
EXAMPLES = """
captions desk
captions desk social-credit
captions desk social-credit pt --no-browser
captions desk --export social-credit pt -o for-ana.html
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of this verb."""
    parser.add_argument("video", nargs="?", metavar="VIDEO", help="open this video at once")
    parser.add_argument("language", nargs="?", metavar="LANG", help="and this language")
    parser.add_argument("--port", type=_port, default=DEFAULT_PORT, metavar="N", help=f"port ({DEFAULT_PORT}; 0: any)")
    parser.add_argument("--host", default=LOOPBACK, metavar="ADDRESS", help="address of this machine (127.0.0.1)")
    parser.add_argument(
        "--allow-network",
        action="store_true",
        help="let other machines in: whoever has the address can change the captions, and it travels unencrypted",
    )
    parser.add_argument("--no-browser", action="store_true", help="print the address only")
    parser.add_argument(
        "--export", action="store_true", help="write the desk of VIDEO and LANG as one page that goes by mail"
    )
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="the page to write (VIDEO.LANG.desk.html)")


def _port(text: str) -> int:
    if not (text.isdecimal() and int(text) <= _LAST_PORT):
        raise argparse.ArgumentTypeError(f"not a port from 0 to {_LAST_PORT}: {text!r}")
    return int(text)


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Serve until Ctrl-C, or write the page."""
    workspace = Workspace(find_workspace(Path.cwd()))
    if arguments.export:
        return _export(arguments, workspace, console)
    if arguments.output is not None:
        raise UsageError(reason="-o names the page that --export writes; add --export, or leave it out")
    place = _place(arguments, workspace)
    _check_host(arguments)

    def ready(address: str) -> None:
        address += place
        console.data(address)
        sys.stdout.flush()  # whoever reads it through a pipe waits for it
        console.tell("The desk is open; every correction is saved at once. Ctrl-C closes it.")
        if not arguments.no_browser:
            webbrowser.open(address)

    with contextlib.suppress(KeyboardInterrupt):  # the usual way to close it
        serve(workspace, ServerOptions(host=arguments.host, port=arguments.port), ready=ready)
    console.tell("The desk is closed.")
    return 0


def _export(arguments: argparse.Namespace, workspace: Workspace, console: Console) -> int:
    from pipeline.desk import write_page

    if arguments.video is None or arguments.language is None:
        raise UsageError(
            reason="--export expects a video and a language: captions desk --export VIDEO LANG -o page.html"
        )
    video, _ = workspace.find_video(arguments.video)
    workspace.expect_captions(video, arguments.language)
    path = arguments.output or Path(f"{video}.{arguments.language}.desk.html")
    write_page(workspace, video, arguments.language, path)
    console.tell(f"{path}: {path.stat().st_size / 1e6:.1f} MB; send it by mail, and bring in what comes back with:")
    console.tell(f"captions import {video}.{arguments.language}.edits.json")
    return 0


def _place(arguments: argparse.Namespace, workspace: Workspace) -> str:
    if arguments.video is None:
        return ""
    video, _ = workspace.find_video(arguments.video)
    if arguments.language is not None:
        workspace.expect_captions(video, arguments.language)
    parts = [video] if arguments.language is None else [video, arguments.language]
    return "#/" + "/".join(quote(part, safe="") for part in parts)


def _check_host(arguments: argparse.Namespace) -> None:
    if arguments.host == "localhost":
        return
    try:
        is_local = ipaddress.ip_address(arguments.host).is_loopback
    except ValueError as error:
        raise UsageError(reason=f"--host {arguments.host}: an address such as 192.168.1.5 is expected") from error
    if not is_local and not arguments.allow_network:
        reason = f"--host {arguments.host} lets other machines in: whoever sees the address can change the captions, "
        raise UsageError(reason=reason + "and nothing is encrypted; add --allow-network if that is what you want")
