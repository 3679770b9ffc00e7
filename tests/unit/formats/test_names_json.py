"""`machine/transcript.names.json`: what is written comes back, and what cannot be is refused."""

from __future__ import annotations

import json

import pytest

from pipeline.errors import InputError
from pipeline.formats import names_from_json, names_to_json
from pipeline.model import Word
from pipeline.records import NamePlace, NamesRecord

WORDS = (
    Word(text="del", start_ms=100, end_ms=300, probability=0.5),
    Word(text="Potro,", start_ms=300, end_ms=600, probability=0.25, starts_segment=True),
)
RECORD = NamesRecord(
    key="k",
    transcript_sha256="s",
    names=("del Potro", "Mashhad"),
    places=(
        NamePlace(first=3, end=4, name="del Potro", heard="Delporto", words=WORDS),
        NamePlace(first=4, end=6, name="Mashhad", heard="mash had", words=WORDS[:1]),
    ),
)


def test_a_record_comes_back_as_it_was_written() -> None:
    """A place a line, so that a small change is a small diff."""
    data = names_to_json(RECORD)
    assert names_from_json(data, path="p") == RECORD
    assert sum(line.startswith('  {"first"') for line in data.decode().splitlines()) == 2


@pytest.mark.parametrize(
    ("name", "value"),
    [("end", 3), ("end", 5), ("first", -1), ("first", "3"), ("words", []), ("words", [["a", 3, 1]]), ("name", None)],
)
def test_a_record_that_cannot_be_is_refused(name: str, value: object) -> None:
    """The file may come from anybody; the error says that deleting it is safe."""
    table = json.loads(names_to_json(RECORD))
    table["places"][0][name] = value
    with pytest.raises(InputError, match=r"is not what the machine wrote .* build again$"):
        names_from_json(json.dumps(table).encode(), path="p")
