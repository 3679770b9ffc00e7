"""A zip archive that has the same bytes each time, and a folder that is replaced whole."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

_DATE = (1980, 1, 1, 0, 0, 0)  # the earliest that the format knows; real dates would change the bytes
_MODE = 0o100644 << 16
_COPY_BYTES = 1 << 20


def zip_folder(folder: Path, target: Path, *, root: str) -> None:
    """Pack all files of a folder: fixed order, dates and modes, stored as they are.

    Media does not shrink, and stored files do not depend on the version of a compressor.

    Args:
        folder: What to pack.
        target: The archive; may lie in the folder, and is left out of itself.
        root: Name of the folder inside the archive.
    """
    paths = sorted(
        (path for path in folder.rglob("*") if path.is_file() and path != target), key=lambda p: p.as_posix()
    )
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for path in paths:
            entry = zipfile.ZipInfo(f"{root}/{path.relative_to(folder).as_posix()}", _DATE)
            entry.external_attr, entry.create_system = _MODE, 3
            with (
                path.open("rb") as source,
                archive.open(entry, "w", force_zip64=path.stat().st_size >= 1 << 31) as sink,
            ):
                shutil.copyfileobj(source, sink, _COPY_BYTES)
