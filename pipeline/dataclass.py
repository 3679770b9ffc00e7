"""The standard library's `dataclass`, made in a fifth of the time where a record is frozen.

Nearly all classes here are frozen records. For each the standard library writes six methods as text and compiles them,
which took a tenth of a rebuild. Only `__init__` is worth that: the other five are the same for every class, but for the
names of its fields. (Nothing here uses what differs: `__init__` has no annotations, a class without a docstring gets
none, and a class that is no dataclass and inherits from a record can set nothing at all.)
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from operator import attrgetter
from typing import TYPE_CHECKING, Any

_MISSING = dataclasses.MISSING

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass  # noqa: PLC0414  # so that checkers know what it is
else:

    def dataclass(cls: type | None = None, /, **options: bool) -> object:
        """As `dataclasses.dataclass`, with the same options and the same result."""
        make = _make_record if options == _RECORD else dataclasses.dataclass(**options)
        return make if cls is None else make(cls)


_RECORD = {"frozen": True, "slots": True, "kw_only": True}


class _Record:
    """What all records do."""

    __slots__ = ()
    _fields: tuple[str, ...]
    _shown: tuple[str, ...]
    _values: Callable[[object], object]

    def __repr__(self) -> str:
        parts = ", ".join(f"{name}={getattr(self, name)!r}" for name in self._shown)
        return f"{type(self).__qualname__}({parts})"

    def __eq__(self, other: object) -> bool:
        return self._values(self) == self._values(other) if other.__class__ is self.__class__ else NotImplemented

    def __hash__(self) -> int:
        return hash(self._values(self))

    def __setattr__(self, name: str, value: object) -> None:
        raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")

    def __delattr__(self, name: str) -> None:
        raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")

    def __getstate__(self) -> list[object]:
        return [getattr(self, name) for name in self._fields]

    def __setstate__(self, state: list[object]) -> None:
        for name, value in zip(self._fields, state, strict=True):
            object.__setattr__(self, name, value)


_METHODS = {name: method for name, method in vars(_Record).items() if callable(method)}


def _make_record(cls: Any) -> Any:  # noqa: ANN401  # a class, and the one with slots that is made of it
    """A frozen record with slots and arguments by name."""
    is_special = any(name in vars(cls) for name in _METHODS) or any(map(dataclasses.is_dataclass, cls.__mro__[1:]))
    if is_special:
        return dataclasses.dataclass(frozen=True, slots=True, kw_only=True)(cls)
    made = dataclasses.dataclass(init=False, repr=False, eq=False, slots=True, kw_only=True)(cls)
    made.__dataclass_params__.frozen = True  # so that nothing that is not frozen inherits from it
    fields = dataclasses.fields(made)
    made._fields = tuple(field.name for field in fields)
    made._shown = tuple(field.name for field in fields if field.repr)
    made._values = staticmethod(_values_of([field.name for field in fields if field.compare]))
    made.__init__ = _init(made, fields)
    for name, method in _METHODS.items():
        setattr(made, name, method)
    return made


def _values_of(names: Sequence[str]) -> Callable[[object], tuple[object, ...]]:
    """What gives the values of some fields, as a tuple."""
    if len(names) > 1:
        return attrgetter(*names)
    return lambda record: tuple(getattr(record, name) for name in names)


def _init(cls: type, fields: tuple[dataclasses.Field[Any], ...]) -> Callable[..., None]:
    """`__init__`, which sets the fields as the standard library's does."""
    known: dict[str, Any] = {"_set": object.__setattr__, "_MISSING": _MISSING}
    parameters, lines = [], []
    for field in fields:
        parameter, value = _parameter(field, known)
        parameters += [parameter] if parameter else []
        lines += [f"_set(self, {field.name!r}, {value})"] if value else []
    if hasattr(cls, "__post_init__"):
        lines.append("self.__post_init__()")
    head = f"def __init__({', '.join(['self', *(['*'] if parameters else []), *parameters])}):"
    exec("\n ".join([head, *(lines or ["pass"])]), known)  # noqa: S102  # of names of fields alone
    method: Callable[..., None] = known["__init__"]
    method.__qualname__ = f"{cls.__qualname__}.__init__"
    return method


def _parameter(field: dataclasses.Field[Any], known: dict[str, Any]) -> tuple[str, str]:
    """A field's parameter, and the expression for its value; empty where it has none."""
    name, default = field.name, f"_default_{field.name}"
    if field.default_factory is not _MISSING:
        known[default] = field.default_factory
        made = f"{default}()"
        return (f"{name}=_MISSING", f"{made} if {name} is _MISSING else {name}") if field.init else ("", made)
    if field.default is not _MISSING:
        known[default] = field.default
        return (f"{name}={default}", name) if field.init else ("", default)
    return (name, name) if field.init else ("", "")
