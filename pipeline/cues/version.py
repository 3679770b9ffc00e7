"""The version of this room, apart from the code that it speaks for: a plan reads it without loading any stage."""

CUTTING_VERSION = "7"
"""Part of the key of every track; raise it when words are cut into other cues than before."""
