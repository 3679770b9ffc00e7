"""Versions of installed libraries, read from their own folders: the standard library loads a mail parser for that."""

from __future__ import annotations

import os
import re
import sys
from contextlib import suppress


def installed_version(library: str) -> str:
    """What `importlib.metadata.version` says of a library, in a fiftieth of the time.

    Raises:
        PackageNotFoundError: It is not installed.
    """
    with suppress(NotADirectoryError):  # a zipped library, which only the standard way looks into
        for place in sys.path:
            if found := _version_in(place or ".", _plain(library)):
                return found
    from importlib.metadata import version

    return version(library)


def _version_in(place: str, library: str) -> str:
    """The version of a library in one folder; empty where it is not, or does not say its version in the usual way."""
    try:
        names = os.listdir(place)  # noqa: PTH208  # in this order the standard way looks, too
    except FileNotFoundError:
        return ""
    for name in names:
        if name.endswith(".dist-info") and _plain(name.partition("-")[0]) == library:
            with suppress(OSError), open(os.path.join(place, name, "METADATA"), encoding="utf-8") as file:  # noqa: PTH118, PTH123
                return next((line[9:].strip() for line in file if line.startswith("Version: ")), "")
    return ""


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
