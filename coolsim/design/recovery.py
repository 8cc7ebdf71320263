"""Copies of unsaved designs that survive a killed window.

Each open document has a key. Its copy lies in the store's folder until the document is saved or
closed; a lock held by the process that writes it tells a crashed window from one still open.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

from pydantic_core import PydanticSerializationError

from coolsim.bounded import read_bounded
from coolsim.design import jsontext
from coolsim.design.atomic import Writer, replace_file, save_error, write_bytes
from coolsim.design.files import MAX_BYTES, from_object
from coolsim.design.models import Design
from coolsim.errors import DesignFileError, SaveError

RECOVERY_FORMAT = "coolsim-recovery"
_SUFFIX = ".recovery"
_KEY = re.compile(r"^[A-Za-z0-9_-]{1,64}$")


@dataclass(frozen=True, slots=True)
class Recovered:
    """A design that a window left behind.

    Attributes:
        key: The document's key in the store, for :meth:`RecoveryStore.discard`.
        path_of_design: The file it was opened from; ``None`` if it had never been saved.
        saved_at: When the copy was written, with time zone.
        design: The design.
    """

    key: str
    path_of_design: Path | None
    saved_at: datetime
    design: Design


class RecoveryStore:
    """The recovery copies in one folder; close it (or use ``with``) when the window closes.

    Args:
        folder: Where the copies lie; made when the first is written.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._locks: dict[str, BinaryIO] = {}

    def __enter__(self) -> RecoveryStore:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @staticmethod
    def new_key() -> str:
        """A key for a newly opened document."""
        return secrets.token_hex(8)

    def write(
        self,
        document_key: str,
        design: Design,
        path: Path | None,
        *,
        write: Writer = write_bytes,
    ) -> None:
        """Keep a copy of a document, in place of its earlier one.

        Raises:
            SaveError: If it could not be written; the earlier copy stays.
            ValueError: If the key is not letters, digits, ``_`` and ``-``.
        """
        target = self._file(document_key)
        head = json.dumps(
            {
                "format": RECOVERY_FORMAT,
                "path": None if path is None else str(path),
                "saved_at": datetime.now(UTC).isoformat(),
            }
        )
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            self._hold(document_key)
        except OSError as error:
            raise save_error(target, error) from error
        try:
            body = design.model_dump_json(exclude_none=True)
        except PydanticSerializationError as error:
            raise SaveError(
                "No recovery copy could be kept: an own catalogue entry cannot be written.",
                where=str(target),
                remedy=str(error),
            ) from None
        replace_file(target, f'{head[:-1]}, "design": {body}}}'.encode(), write=write)

    def find(self) -> list[Recovered]:
        """Copies left by windows that are gone, newest first; damaged ones are passed over."""
        found = []
        for file in sorted(self.folder.glob(f"*{_SUFFIX}")):
            key = file.name.removesuffix(_SUFFIX)
            if _KEY.match(key) and key not in self._locks and self._is_free(key):
                with contextlib.suppress(DesignFileError, OSError, ValueError, KeyError, TypeError):
                    found.append(_read(key, file))
        return sorted(found, key=lambda item: item.saved_at, reverse=True)

    def discard(self, key: str) -> None:
        """Remove a copy: its document was saved, closed, or not wanted."""
        self._release(key)
        for name in (self._file(key), self._lock_file(key)):
            with contextlib.suppress(OSError):
                name.unlink()

    def close(self) -> None:
        """Let go of all locks; copies that were not discarded stay to be found."""
        for key in list(self._locks):
            self._release(key)

    def _file(self, key: str) -> Path:
        if not _KEY.match(key):
            raise ValueError(f"not a document key: {key!r}")
        return self.folder / f"{key}{_SUFFIX}"

    def _lock_file(self, key: str) -> Path:
        return self.folder / f"{key}.lock"

    def _hold(self, key: str) -> None:
        if key not in self._locks:
            stream = self._lock_file(key).open("ab")
            _lock(stream)
            self._locks[key] = stream

    def _release(self, key: str) -> None:
        stream = self._locks.pop(key, None)
        if stream is not None:
            stream.close()

    def _is_free(self, key: str) -> bool:
        """Whether no living process holds the lock of a key."""
        lock_file = self._lock_file(key)
        if not lock_file.exists():
            return True
        try:
            with lock_file.open("ab") as stream:
                return _lock(stream)
        except OSError:
            return True


def _lock(stream: BinaryIO) -> bool:
    """Take an exclusive lock that ends with the process; ``False`` if another holds it."""
    try:
        if os.name == "nt":
            import msvcrt

            stream.seek(0)
            msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
        else:
            import fcntl

            fcntl.flock(stream.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _read(key: str, file: Path) -> Recovered:
    data = jsontext.parse(read_bounded(file, MAX_BYTES).decode("utf-8"))
    if not isinstance(data, dict) or data.get("format") != RECOVERY_FORMAT:
        raise ValueError("not a recovery copy")
    path = data.get("path")
    return Recovered(
        key,
        None if path is None else Path(str(path)),
        datetime.fromisoformat(str(data["saved_at"])),
        from_object(data["design"], str(file)),
    )
