"""`python -m pipeline` is the command `captions`."""

from pipeline.cli import program

program()
