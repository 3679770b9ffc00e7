"""What pages were told of what stands beside a track, so that they are told only what differs the next time."""

from __future__ import annotations

import secrets
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import field
from threading import Lock

from pipeline.dataclass import dataclass

STATES_KEPT = 4
"""A page that knows an older one is told everything."""
_ALWAYS_THE_SAME = frozenset({"heard", "limits"})
_Json = dict[str, object]


@dataclass(slots=True)
class ReadingLog:
    """The states that were told last; safe to use from several threads."""

    _states: OrderedDict[str, Mapping[str, object]] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def shorten(self, reading: _Json, since: str) -> _Json:
        """A reading without the rows that a page knows already.

        Args:
            reading: As `read_track` gives it.
            since: The `tag` of the reading that the page has; empty for none.

        Returns:
            The reading with its `tag`, and whether it `isWhole`; if not, rows that are gone are None.
        """
        rows = reading["rows"]
        assert isinstance(rows, dict)
        with self._lock:
            known = self._states.get(since)
            tag = secrets.token_hex(6)
            self._states[tag] = rows
            while len(self._states) > STATES_KEPT:
                self._states.popitem(last=False)
        if known is None:
            return {**reading, "tag": tag, "isWhole": True}
        changed = {name: row for name, row in rows.items() if known.get(name) != row}
        gone = dict.fromkeys(known.keys() - rows.keys())
        kept = {name: value for name, value in reading.items() if name not in _ALWAYS_THE_SAME}
        return {**kept, "rows": {**changed, **gone}, "tag": tag, "isWhole": False}
