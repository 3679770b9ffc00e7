"""Records as rows of an index, and what an index of a workspace's videos depends on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import MISSING, asdict, fields, is_dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from pipeline.build.plan import Plan
from pipeline.records import digest
from pipeline.workspace import VideoIndex, program_stamp

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


def load_index(plan: Plan, name: str) -> VideoIndex:
    """What was kept under the settings, models and program of this plan."""
    parts = (plan.config.folder.name, plan.basis, program_stamp())
    return VideoIndex.load(plan.workspace, name, digest(name, *parts))


def sparse(record: DataclassInstance, *, besides: Iterable[str]) -> dict[str, Any]:
    """The fields of a record that say more than their defaults, as JSON can have them."""
    names = _defaults(type(record))
    values = {name: getattr(record, name) for name in names if name not in besides}
    changed = {name: value for name, value in values.items() if value != names[name]}
    return {name: _plain(value) for name, value in changed.items()}


@lru_cache
def _defaults(kind: type[DataclassInstance]) -> Mapping[str, object]:
    return {field.name: None if field.default is MISSING else field.default for field in fields(kind)}


def _plain(value: Any) -> Any:  # noqa: ANN401  # a field of any kind
    if isinstance(value, tuple):
        return [asdict(one) for one in value]
    return asdict(value) if is_dataclass(value) and not isinstance(value, type) else value
