"""Our `dataclass` beside the standard library's: the same records."""

from __future__ import annotations

import copy
import dataclasses
import inspect
import pickle
from collections.abc import Callable
from dataclasses import FrozenInstanceError, field, replace
from typing import Any

import pytest

from pipeline.dataclass import dataclass


def make(decorate: Callable[..., Any]) -> type[Any]:
    """The same class, by one decorator or the other."""

    @decorate(frozen=True, slots=True, kw_only=True)
    class Shot:
        """A shot of a video."""

        name: str
        start_ms: int = 0
        tags: list[str] = field(default_factory=list)
        note: str = field(default="", compare=False, repr=False)
        length: int = field(init=False)
        kind: str = field(default="plain", init=False)

        def __post_init__(self) -> None:
            if self.start_ms < 0:
                raise ValueError("before the start")
            object.__setattr__(self, "length", len(self.name))

    return Shot


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """At the level of a module, so that it can be pickled."""

    x: int
    y: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Named(Point):
    """A record of a record."""

    name: str


@pytest.fixture(params=[dataclass, dataclasses.dataclass], ids=["ours", "standard"])
def shot(request: pytest.FixtureRequest) -> type[Any]:
    return make(request.param)


def test_its_fields_are_set_and_shown(shot: type[Any]) -> None:
    one = shot(name="city", tags=["a"], note="dark")
    assert (one.name, one.start_ms, one.tags, one.note, one.length, one.kind) == ("city", 0, ["a"], "dark", 4, "plain")
    assert repr(one).endswith("Shot(name='city', start_ms=0, tags=['a'], length=4, kind='plain')")
    assert shot(name="a").tags is not shot(name="a").tags


def test_it_is_compared_by_its_fields(shot: type[Any]) -> None:
    assert shot(name="a", note="x") == shot(name="a", note="y")
    assert shot(name="a") != shot(name="b")
    assert shot(name="a") != "a"
    assert make(dataclass)(name="a") != shot(name="a"), "of another class"


def test_it_cannot_be_changed(shot: type[Any]) -> None:
    one = shot(name="a")
    for name in ("name", "other"):
        with pytest.raises(FrozenInstanceError if name == "name" else (FrozenInstanceError, AttributeError, TypeError)):
            setattr(one, name, "b")
    with pytest.raises(FrozenInstanceError, match="cannot delete field 'name'"):
        del one.name
    assert not hasattr(one, "__dict__")


def test_wrong_arguments_are_named(shot: type[Any]) -> None:
    with pytest.raises(TypeError, match=r"Shot\.__init__\(\) missing 1 required keyword-only argument: 'name'"):
        shot()
    with pytest.raises(TypeError, match="unexpected keyword argument 'kind'"):
        shot(name="a", kind="b")
    with pytest.raises(TypeError, match="positional"):
        shot("a")
    with pytest.raises(ValueError, match="before the start"):
        shot(name="a", start_ms=-1)


def test_it_is_a_dataclass_for_everybody_else(shot: type[Any]) -> None:
    one = shot(name="a", start_ms=3)
    assert replace(one, name="bcd").length == 3
    assert dataclasses.asdict(one)["start_ms"] == 3
    assert [each.name for each in dataclasses.fields(shot)] == ["name", "start_ms", "tags", "note", "length", "kind"]
    assert list(inspect.signature(shot).parameters) == ["name", "start_ms", "tags", "note"]
    assert copy.deepcopy(one) == one
    assert copy.copy(one).kind == "plain"


def test_a_hash_is_that_of_what_is_compared() -> None:
    assert len({Point(x=1), Point(x=1), Point(x=2)}) == 2
    with pytest.raises(TypeError, match="unhashable"):
        hash(make(dataclass)(name="a"))


@pytest.mark.parametrize("decorate", [dataclass, dataclasses.dataclass], ids=["ours", "standard"])
def test_one_field_or_none_is_compared_as_several_are(decorate: Callable[..., Any]) -> None:
    @decorate(frozen=True, slots=True, kw_only=True)
    class Nothing:
        note: str = field(default="", compare=False)

    @decorate(frozen=True, slots=True, kw_only=True)
    class Single:
        x: float

    assert Nothing() == Nothing(note="a")
    assert hash(Nothing()) == hash(Nothing(note="a"))
    nan = Single(x=float("nan"))
    assert nan == nan
    assert Single(x=1.0) == Single(x=1.0) != Single(x=2.0)


def test_records_travel_to_other_processes() -> None:
    for record in (Point(x=1, y=2), Named(x=1, name="a")):
        assert pickle.loads(pickle.dumps(record)) == record


def test_records_may_inherit() -> None:
    one = Named(x=1, name="a")
    assert (one.x, one.y, one.name) == (1, 0, "a")
    with pytest.raises(FrozenInstanceError):
        one.x = 2  # type: ignore[misc]
    with pytest.raises(TypeError, match="non-frozen"):

        @dataclass(slots=True)
        class Loose(Point):
            z: int = 0


def test_other_options_are_the_standard_librarys() -> None:
    @dataclass
    class Plain:
        x: int

    @dataclass(slots=True)
    class Slotted:
        x: int

    plain, slotted = Plain(1), Slotted(1)
    plain.x = slotted.x = 2
    assert (plain.x, slotted.x) == (2, 2)


def test_a_method_of_its_own_stays() -> None:
    @dataclass(frozen=True, slots=True, kw_only=True)
    class Quiet:
        x: int

        def __repr__(self) -> str:
            return "quiet"

    assert repr(Quiet(x=1)) == "quiet"
    assert Quiet(x=1) == Quiet(x=1)
