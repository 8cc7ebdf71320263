"""``python -m coolsim.worker``: serve a window on standard input and output."""

from __future__ import annotations

import os
import signal
import sys
from typing import TextIO

from coolsim.worker.serving import Worker


def _protocol_stream() -> TextIO:
    """Keep standard output for the protocol: whatever else prints there goes to standard error."""
    own = os.fdopen(os.dup(1), "w", encoding="utf-8", newline="\n")
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    return own


def main() -> int:
    """Serve the window on standard input and output."""
    # One thread for linear algebra: before numpy loads, or its threads fight the window for cores.
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    lines = iter(sys.stdin.buffer.readline, b"")
    decoded = (line.decode("utf-8", errors="replace") for line in lines)
    return Worker(decoded, _protocol_stream()).run()


if __name__ == "__main__":
    sys.exit(main())
