"""The version of this room, apart from the code that it speaks for: a plan reads it without loading the merge."""

MERGE_VERSION = "10"
"""Part of the key of every track; raise it when the merge decides otherwise."""
