"""The drawing of the floors is of the program as it is."""

from __future__ import annotations

from pathlib import Path

from tools.floors import TARGET, charter, draw, floors

PACKAGE = Path(__file__).parents[3] / "pipeline"


def test_the_drawing_is_current() -> None:
    """After a package was added or its charter changed: make floors."""
    assert TARGET.read_text("utf-8") == draw(floors())


def test_every_room_stands_on_a_floor_and_has_a_charter() -> None:
    rooms = {room for row in floors() for room in row}
    packages = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    assert packages <= rooms
    assert all(charter(room).endswith((".", "?")) for room in rooms)
