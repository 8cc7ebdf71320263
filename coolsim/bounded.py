"""Files that a user brings, read no further than a bound, whatever their size is said to be."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path


def read_bounded(path: Path, most_bytes: int) -> bytes:
    """The content of a file, a pipe or a device.

    Args:
        path: What to read.
        most_bytes: Its largest length [bytes]; of something longer no more than that is read.

    Raises:
        OSError: It cannot be read or is longer; ``strerror`` says so without a full stop.
    """
    with path.open("rb") as stream:
        found = os.fstat(stream.fileno())
        # A read of n bytes takes memory for n at once; only files know how many they need.
        known = found.st_size if stat.S_ISREG(found.st_mode) and found.st_size else most_bytes
        content = stream.read(min(known, most_bytes) + 1)
    if len(content) > most_bytes:
        raise OSError(errno.EFBIG, f"it is larger than {_told(most_bytes)}", str(path))
    return content


def _told(count: int) -> str:
    return f"{count / 1e6:,.0f} MB" if count >= 1_000_000 else f"{count / 1e3:,.0f} kB"
