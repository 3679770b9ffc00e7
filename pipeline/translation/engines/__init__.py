"""One translation engine a file; third-party libraries are imported inside functions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline import lazy_face

if TYPE_CHECKING:
    from pipeline.translation.engines.argos import (
        package_folders,
    )
    from pipeline.translation.engines.argos_lexicon import (
        load_lexicon,
    )
    from pipeline.translation.engines.argos_packages import (
        find_damaged,
    )
    from pipeline.translation.engines.argos_store import (
        Reporter,
        add_file,
        add_pair,
        candidate_edges,
        hash_records,
        known_index,
        remove_pair,
    )
    from pipeline.translation.engines.firefox_store import (
        Fetching,
        add_firefox_pair,
    )
    from pipeline.translation.engines.registry import (
        installed_edges,
        load_translator,
    )

__all__ = [
    "Fetching",
    "Reporter",
    "add_file",
    "add_firefox_pair",
    "add_pair",
    "candidate_edges",
    "find_damaged",
    "hash_records",
    "installed_edges",
    "known_index",
    "load_lexicon",
    "load_translator",
    "package_folders",
    "remove_pair",
]
__getattr__ = lazy_face(
    __name__,
    {
        "argos": ("package_folders",),
        "argos_lexicon": ("load_lexicon",),
        "argos_packages": ("find_damaged",),
        "argos_store": (
            "Reporter",
            "add_file",
            "add_pair",
            "candidate_edges",
            "hash_records",
            "known_index",
            "remove_pair",
        ),
        "firefox_store": (
            "Fetching",
            "add_firefox_pair",
        ),
        "registry": (
            "installed_edges",
            "load_translator",
        ),
    },
)
