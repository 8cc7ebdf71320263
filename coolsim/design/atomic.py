"""Writing a file so that the old one stays whole until the new one is complete on disk."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import stat
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from coolsim.errors import SaveError

Writer = Callable[[BinaryIO, bytes], None]
"""Writes all bytes to an open file; tests inject one that fails."""


def write_bytes(stream: BinaryIO, data: bytes) -> None:
    """The writer used unless a test injects another."""
    stream.write(data)


def replace_file(path: Path, data: bytes, *, write: Writer = write_bytes) -> None:
    """Write ``data`` to ``path``: a temporary file beside it, flushed to disk, takes its place.

    A symbolic link is followed, so that the link stays; the mode of an existing file is kept.

    Raises:
        SaveError: If any step fails. What stood at ``path`` is untouched then, and nothing is left
            beside it.
    """
    target = Path(os.path.realpath(path))
    temporary = target.with_name(f".{target.name[:100]}.{secrets.token_hex(4)}.tmp")
    try:
        _refuse_odd_target(target)
        mode = _mode_of(target)
        with temporary.open("xb") as stream:
            write(stream, data)
            stream.flush()
            os.fsync(stream.fileno())
        if mode is not None:
            temporary.chmod(mode)
        temporary.replace(target)
    except OSError as error:
        _remove(temporary)
        raise save_error(path, error) from error
    except BaseException:
        _remove(temporary)
        raise
    # The new file is in place. Should the folder's own flush fail (some network drives refuse
    # it), the save still stands: only a power cut in the next seconds could bring back the old.
    with contextlib.suppress(OSError):
        _sync_folder(target.parent)


def make_folder(path: Path) -> None:
    """Make a folder, and those above it, where they are not there yet.

    Raises:
        SaveError: If it cannot be made, or a file has its name.
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
    except FileExistsError as error:
        raise SaveError(
            "A file has the name of the folder to write.",
            where=str(path),
            remedy="Give another name, or move the file away.",
        ) from error
    except OSError as error:
        raise save_error(path, error) from error


def save_error(path: Path, error: OSError) -> SaveError:
    """The failure of a write in plain words, with what to do about it."""
    message, remedy = _WORDS.get(
        error.errno or 0,
        (f"The file could not be written ({error.strerror or error}).", "Save it elsewhere."),
    )
    return SaveError(message, where=str(path), remedy=remedy)


_READ_ONLY = (
    "The file could not be written: no permission to write in this folder.",
    "Save it in a folder of your own, or change the folder's permissions.",
)
_FULL = (
    "The file could not be written: the disk is full.",
    "Free some space and save again, or save it on another disk.",
)
_WORDS: dict[int, tuple[str, str]] = {
    errno.EACCES: _READ_ONLY,
    errno.EPERM: _READ_ONLY,
    errno.EROFS: _READ_ONLY,
    errno.ENOSPC: _FULL,
    errno.EDQUOT: _FULL,
    errno.ENOENT: (
        "The file could not be written: its folder does not exist.",
        "Make the folder first, or save it elsewhere.",
    ),
    errno.ENOTDIR: (
        "The file could not be written: part of its path is not a folder.",
        "Save it elsewhere.",
    ),
    errno.EISDIR: (
        "The file could not be written: a folder has this name.",
        "Give the file another name.",
    ),
    errno.ENAMETOOLONG: (
        "The file could not be written: its name is too long.",
        "Give it a shorter name.",
    ),
}


def _refuse_odd_target(target: Path) -> None:
    if target.is_dir():
        raise OSError(errno.EISDIR, "is a folder")
    if target.exists() and not os.access(target, os.W_OK):
        # os.replace would overwrite a write-protected file; its owner protected it for a reason.
        raise OSError(errno.EACCES, "is write-protected")


def _mode_of(target: Path) -> int | None:
    try:
        return stat.S_IMODE(target.stat().st_mode)
    except FileNotFoundError:
        return None


def _remove(temporary: Path) -> None:
    with contextlib.suppress(OSError):
        temporary.unlink()


def _sync_folder(folder: Path) -> None:
    """Flush a folder's entries to disk; Windows has no such call and needs none."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
