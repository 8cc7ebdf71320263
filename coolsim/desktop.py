"""Making the desktop know CoolSim: menu entry, icon, and its files opened by a double click.

Follows the desktop entry, icon theme and shared MIME-info specifications of freedesktop.org. On
Windows and macOS the file made by ``assets/bundle/make.py`` is what the desktop is pointed at.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from coolsim.assets import asset
from coolsim.errors import UsageError

MIME_TYPE = "application/x-coolsim"
_RESERVED = frozenset(" \t\n\"'\\><~|&;$*?#()`")
_MIME = f"""<?xml version="1.0" encoding="UTF-8"?>
<mime-info xmlns="http://www.freedesktop.org/standards/shared-mime-info">
  <mime-type type="{MIME_TYPE}">
    <comment>CoolSim facility design</comment>
    <sub-class-of type="application/json"/>
    <glob pattern="*.coolsim"/>
  </mime-type>
</mime-info>
"""
_UPDATES = (("update-mime-database", "mime"), ("update-desktop-database", "applications"))
"""Programs that make a desktop read its folders again, and the folder each is given."""
_WAIT_S = 30.0


def data_folder(environment: Mapping[str, str] = os.environ) -> Path:
    """Where a user's desktop entries lie: ``XDG_DATA_HOME``, by default ``~/.local/share``."""
    named = environment.get("XDG_DATA_HOME", "")
    return Path(named) if named.startswith("/") else Path.home() / ".local" / "share"


def start_command() -> tuple[str, ...]:
    """The command that starts this installation of the program."""
    if getattr(sys, "frozen", False):
        return (sys.executable,)
    beside = Path(sys.executable).with_name("coolsim")
    return (str(beside),) if beside.is_file() else (sys.executable, "-m", "coolsim")


def entry_text(command: Sequence[str]) -> str:
    """The desktop entry that runs a command with the file that was opened.

    Args:
        command: Program and arguments; quoted as the specification asks.
    """
    words = " ".join(_quoted(word) for word in command)
    return "\n".join(
        (
            "[Desktop Entry]",
            "Type=Application",
            "Name=CoolSim",
            "GenericName=Data-centre cooling",
            "Comment=Draw a data-centre hall, see where the heat goes, learn how dense it can be",
            f"Exec={words} %f",
            "Icon=coolsim",
            "Terminal=false",
            "Categories=Science;Engineering;",
            f"MimeType={MIME_TYPE};",
            "StartupWMClass=coolsim",
            "",
        )
    )


def install(folder: Path, command: Sequence[str]) -> tuple[Path, ...]:
    """Write menu entry, icon and file type below a data folder; returns what was written.

    Raises:
        UsageError: The folder cannot be written to.
    """
    entry, icon, mime = places(folder)
    try:
        for path, text in (
            (entry, entry_text(command)),
            (icon, asset("desktop", "coolsim.svg").read_text("utf-8")),
            (mime, _MIME),
        ):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
    except OSError as error:
        raise UsageError(
            f"The desktop entry cannot be written: {error.strerror}.",
            where=str(error.filename or folder),
            remedy="Let the folder be written to, or name another one in XDG_DATA_HOME.",
        ) from error
    _update(folder)
    return entry, icon, mime


def remove(folder: Path) -> tuple[Path, ...]:
    """Take away what :func:`install` wrote; returns what was there.

    Raises:
        UsageError: A file cannot be removed.
    """
    there = tuple(path for path in places(folder) if path.exists())
    try:
        for path in there:
            path.unlink()
    except OSError as error:
        raise UsageError(
            f"It cannot be removed: {error.strerror}.",
            where=str(error.filename),
            remedy="Remove the file by hand.",
        ) from error
    if there:
        _update(folder)
    return there


def places(folder: Path) -> tuple[Path, Path, Path]:
    """Desktop entry, icon and file type below a data folder."""
    return (
        folder / "applications" / "coolsim.desktop",
        folder / "icons" / "hicolor" / "scalable" / "apps" / "coolsim.svg",
        folder / "mime" / "packages" / "coolsim.xml",
    )


def needs_linux(platform: str = sys.platform) -> None:
    """Refuse where desktops are told otherwise.

    Raises:
        UsageError: On Windows and macOS.
    """
    if not platform.startswith("linux"):
        raise UsageError(
            "Menu entries and file types are made by the desktop itself on this system.",
            remedy="Make one file with assets/bundle/make.py and choose it under 'Open with'.",
        )


def _quoted(word: str) -> str:
    """A word of an ``Exec`` line."""
    word = word.replace("%", "%%")
    if not _RESERVED & set(word):
        return word
    for mark in ("\\", '"', "`", "$"):
        word = word.replace(mark, f"\\{mark}")
    # the value is a string of a desktop entry, in which a backslash is written twice
    return '"' + word.replace("\\", "\\\\") + '"'


def _update(folder: Path) -> None:
    """Let the desktop read its folders again; without these programs it does so later by itself."""
    for program, part in _UPDATES:
        found = shutil.which(program)
        if found is not None:
            subprocess.run(  # noqa: S603 - a program of the system, a folder of the user's
                [found, str(folder / part)], check=False, capture_output=True, timeout=_WAIT_S
            )


def told(command: Sequence[str]) -> str:
    """A command as one would type it."""
    return shlex.join(command)
