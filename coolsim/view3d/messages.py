"""Messages between a window and the process that draws for it: a line of JSON, then raw arrays."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

Arrays = Mapping[str, NDArray[Any]]
_KINDS = frozenset({"|u1", "|b1", "<f4", "<f8", "<i8"})
_MOST_BYTES = 2_000_000_000


class MessageError(ValueError):
    """A message that is not of this form."""


def encode(
    kind: str, values: Mapping[str, Any] | None = None, arrays: Arrays | None = None
) -> bytes:
    """A message.

    Args:
        kind: What it asks or answers.
        values: Plain JSON values.
        arrays: Arrays of bytes, flags, floats or 64-bit integers.
    """
    held = {
        name: np.ascontiguousarray(array, dtype=array.dtype.newbyteorder("<"))
        for name, array in (arrays or {}).items()
    }
    about = [[name, array.dtype.str, list(array.shape)] for name, array in held.items()]
    head = {"kind": kind, "values": dict(values or {}), "arrays": about}
    line = json.dumps(head, ensure_ascii=True, allow_nan=False).encode() + b"\n"
    return b"".join([line, *(array.tobytes() for array in held.values())])


class Head:
    """The first line of a message: its kind, its values, and how many bytes follow.

    Raises:
        MessageError: The line is no such head.
    """

    def __init__(self, line: bytes) -> None:
        try:
            head = json.loads(line)
            self.kind = str(head["kind"])
            self.values: dict[str, Any] = dict(head["values"])
            self._about = [
                (str(name), str(kind), tuple(int(n) for n in shape))
                for name, kind, shape in head["arrays"]
            ]
        except (ValueError, KeyError, TypeError) as error:
            raise MessageError(f"not a message: {error}") from error
        if any(kind not in _KINDS or min(shape, default=0) < 0 for _, kind, shape in self._about):
            raise MessageError("a message with arrays of another kind")
        self.bytes = sum(_bytes(kind, shape) for _, kind, shape in self._about)
        if self.bytes > _MOST_BYTES:
            raise MessageError("a message that is too large")

    def arrays(self, body: bytes) -> dict[str, NDArray[Any]]:
        """The arrays of the message from the bytes that followed its head."""
        arrays: dict[str, NDArray[Any]] = {}
        start = 0
        for name, kind, shape in self._about:
            size = _bytes(kind, shape)
            arrays[name] = np.frombuffer(body[start : start + size], dtype=kind).reshape(shape)
            start += size
        return arrays


def _bytes(kind: str, shape: tuple[int, ...]) -> int:
    return int(np.dtype(kind).itemsize * np.prod(shape, dtype=np.int64))


def read(stream: BinaryIO) -> tuple[Head, dict[str, NDArray[Any]]] | None:
    """The next message of a stream; ``None`` at its end.

    Raises:
        MessageError: The stream holds something else, or ends inside a message.
    """
    line = stream.readline()
    if not line:
        return None
    head = Head(line)
    body = stream.read(head.bytes)
    if len(body) < head.bytes:
        raise MessageError("a message that ends early")
    return head, head.arrays(body)
