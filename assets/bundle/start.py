"""First module of a bundle: the program, or one of its helper processes.

The program starts its helpers as ``<python> -m coolsim.worker``. In a bundle the only executable is
the bundle itself, so it answers to that call too, for the program's own modules alone.
"""

from __future__ import annotations

import os
import runpy
import sys

import platformdirs

# A bundle is unpacked anew at every start: what the solver compiles is kept where it stays.
os.environ.setdefault("NUMBA_CACHE_DIR", platformdirs.user_cache_dir("coolsim", appauthor=False))

_OWN = ("coolsim.", "ui.")

if __name__ == "__main__":
    if sys.argv[1:2] == ["-m"] and sys.argv[2:3] and sys.argv[2].startswith(_OWN):
        name = sys.argv[2]
        sys.argv = [name, *sys.argv[3:]]
        runpy.run_module(name, run_name="__main__", alter_sys=True)
    else:
        from coolsim.cli import main

        sys.exit(main())
