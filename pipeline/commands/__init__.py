"""The verbs of the command line, one module each; `pipeline.cli` finds them by name."""
