"""Captions for explainer videos, in every language, on your own machine.

Each stage is a plain function of records (`pipeline.model`) and can be used as a
library without the workspace: `cueing`, `translating`, `placing`, `merging`,
`checking`. The command line (`captions`) is in `pipeline.cli`.
"""

__version__ = "0.1.0"
