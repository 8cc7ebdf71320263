"""Finding the files that ship with the program: catalogue, schemas, examples, fonts, templates."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from coolsim.errors import CoolSimError


@cache
def _root() -> Path:
    """Folder of the shipped files: inside an installed package, or beside it in a checkout."""
    package = Path(__file__).resolve().parent
    installed = package / "_assets"
    return installed if installed.is_dir() else package.parent / "assets"


def asset(*parts: str) -> Path:
    """Return the path of a shipped file or folder.

    Args:
        parts: Path below ``assets``, such as ``"catalogue", "racks.toml"``; nothing gives the
            folder itself.

    Raises:
        CoolSimError: There is no such file: the installation is incomplete.
    """
    path = _root().joinpath(*parts)
    if not path.exists():
        raise CoolSimError(
            "A file that ships with the program is missing.",
            where=str(path),
            remedy="Install the program again.",
        )
    return path
