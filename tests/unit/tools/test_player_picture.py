"""The picture of the player is of the present demonstration."""

from __future__ import annotations

from tools.player_picture import TARGET, captions_hash, text_of, with_text


def test_the_picture_shows_the_captions_as_they_are() -> None:
    """After the demonstration's captions changed: make player-picture."""
    assert text_of(TARGET.read_bytes()) == captions_hash()


def test_a_picture_keeps_its_hash_and_stays_a_picture() -> None:
    png = TARGET.read_bytes()
    marked = with_text(png, "a" * 64)
    assert text_of(marked) == "a" * 64
    assert marked.startswith(b"\x89PNG")
    assert marked.endswith(png[-12:])
