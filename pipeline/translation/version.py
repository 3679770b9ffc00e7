"""The versions of this room, apart from the code that they speak for: a plan reads them without loading any stage."""

TRANSLATING_VERSION = 8
"""Part of every key and of what is remembered; raise it when a sentence is translated otherwise than before."""

PLACING_VERSION = "2"
"""Part of the key of every translated track; raise it when the same translations are placed otherwise."""
