"""Models on disk: folders, downloads, archives, fingerprints."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline import lazy_face

if TYPE_CHECKING:
    from pipeline.models.archives import (
        check_archive,
        unpack_archive,
    )
    from pipeline.models.downloading import (
        Download,
        download,
    )
    from pipeline.models.fingerprints import (
        check_or_record,
        forget,
    )
    from pipeline.models.folders import (
        cache_folder,
        data_folder,
        embedded_folder,
    )
    from pipeline.models.hash_cache import (
        HashCache,
    )
    from pipeline.models.installing import (
        install_command,
    )
    from pipeline.models.processors import (
        processor_count,
    )
    from pipeline.models.versions import (
        installed_version,
    )

__all__ = [
    "Download",
    "HashCache",
    "cache_folder",
    "check_archive",
    "check_or_record",
    "data_folder",
    "download",
    "embedded_folder",
    "forget",
    "install_command",
    "installed_version",
    "processor_count",
    "unpack_archive",
]
__getattr__ = lazy_face(
    __name__,
    {
        "archives": (
            "check_archive",
            "unpack_archive",
        ),
        "downloading": (
            "Download",
            "download",
        ),
        "fingerprints": (
            "check_or_record",
            "forget",
        ),
        "folders": (
            "cache_folder",
            "data_folder",
            "embedded_folder",
        ),
        "hash_cache": ("HashCache",),
        "installing": ("install_command",),
        "processors": ("processor_count",),
        "versions": ("installed_version",),
    },
)
