"""Files that a user brings, read no further than a bound, whatever their size is said to be."""

from __future__ import annotations

import errno
from pathlib import Path

_PIECE_BYTES = 1_000_000


def read_bounded(path: Path, most_bytes: int) -> bytes:
    """The content of a file, a pipe or a device.

    Args:
        path: What to read.
        most_bytes: Its largest length [bytes]; of something longer no more than that is read.

    Raises:
        OSError: It cannot be read or is longer; ``strerror`` says so without a full stop.
    """
    with path.open("rb") as stream:
        content = bytearray()
        # A read of n bytes takes memory for n at once, and a file may say a wrong size.
        while piece := stream.read(min(_PIECE_BYTES, most_bytes + 1 - len(content))):
            content += piece
    if len(content) > most_bytes:
        raise OSError(errno.EFBIG, f"it is larger than {_told(most_bytes)}", str(path))
    return bytes(content)


def _told(count: int) -> str:
    return f"{count / 1e6:,.0f} MB" if count >= 1_000_000 else f"{count / 1e3:,.0f} kB"
