"""Where a user's own models and caches lie, outside every project.

Nothing is made here; whoever writes makes the folder first. `CAPTIONS_HOME` moves both.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path


def cache_folder(environment: Mapping[str, str], home: Path) -> Path:
    """What can be made again: unpacked packages, assembled models.

    Args:
        environment: The process's variables; `CAPTIONS_HOME` and `XDG_CACHE_HOME` count.
        home: The user's home.

    >>> cache_folder({"CAPTIONS_HOME": "/data"}, Path("/home/ada")).as_posix()
    '/data/cache'
    """
    return _folder(environment, home, own="cache", standard="XDG_CACHE_HOME", default=".cache")


def data_folder(environment: Mapping[str, str], home: Path) -> Path:
    """What the user chose to install: models and the hashes that they had at first use.

    >>> data_folder({}, Path("/home/ada")).as_posix()
    '/home/ada/.local/share/captions'
    """
    return _folder(environment, home, own="data", standard="XDG_DATA_HOME", default=".local/share")


def embedded_folder() -> Path:
    """The translation packages that travel with the program: in a wheel beside this module, in a clone in `models/`."""
    here = Path(__file__).resolve()
    in_wheel = here.with_name("embedded")
    return in_wheel if in_wheel.is_dir() else here.parents[2] / "models"


def _folder(environment: Mapping[str, str], home: Path, *, own: str, standard: str, default: str) -> Path:
    if environment.get("CAPTIONS_HOME"):
        return Path(environment["CAPTIONS_HOME"]) / own
    base = environment.get(standard, "")
    # The XDG standard says that a relative path there must be ignored.
    return (Path(base) if Path(base).is_absolute() else home / default) / "captions"
