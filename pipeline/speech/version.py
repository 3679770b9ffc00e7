"""The version of this room, apart from the code that it speaks for: a plan reads it without loading a recogniser."""

TRANSCRIBING_VERSION = "17"
"""Of the record in `transcript.json` and of our own part of transcribing (windows, word times, second hearings);
raise it when that changes what is transcribed. The libraries' versions are in the engines' signatures."""
