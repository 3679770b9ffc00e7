"""What a bundle is made of: media with tracks, a stream, a web page, a manifest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline import lazy_face

if TYPE_CHECKING:
    from pipeline.delivery.bundle import (
        bundle_folder_name,
        make_bundle,
    )
    from pipeline.delivery.burning import (
        find_program,
    )
    from pipeline.delivery.manifest import (
        Manifest,
        manifest_to_json,
    )
    from pipeline.delivery.records import (
        BundleInput,
        BundleLanguage,
        BundleOptions,
        BurnOptions,
        Origin,
    )
    from pipeline.delivery.verify import (
        Problem,
        verify_bundle,
    )

__all__ = [
    "BundleInput",
    "BundleLanguage",
    "BundleOptions",
    "BurnOptions",
    "Manifest",
    "Origin",
    "Problem",
    "bundle_folder_name",
    "find_program",
    "make_bundle",
    "manifest_to_json",
    "verify_bundle",
]
__getattr__ = lazy_face(
    __name__,
    {
        "bundle": (
            "bundle_folder_name",
            "make_bundle",
        ),
        "burning": ("find_program",),
        "manifest": (
            "Manifest",
            "manifest_to_json",
        ),
        "records": (
            "BundleInput",
            "BundleLanguage",
            "BundleOptions",
            "BurnOptions",
            "Origin",
        ),
        "verify": (
            "Problem",
            "verify_bundle",
        ),
    },
)
