"""`python -m pipeline` is the command `captions`."""

import sys

from pipeline.cli import main

sys.exit(main())
