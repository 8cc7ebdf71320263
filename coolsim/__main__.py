"""``python -m coolsim``."""

from __future__ import annotations

import sys

from coolsim.cli import main

sys.exit(main())
