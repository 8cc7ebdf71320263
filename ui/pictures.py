"""Pictures for the plan's background: where a file is found, and how it is read."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtGui import QImage, QImageReader

MOST_PIXELS = 40_000_000
"""A larger picture is read at a smaller size."""


def read_picture(path: Path) -> tuple[QImage, str]:
    """A picture from a file, and why there is none (or "")."""
    reader = QImageReader(str(path))
    reader.setAutoTransform(True)
    size = reader.size()
    if size.isValid() and size.width() * size.height() > MOST_PIXELS:
        share = (MOST_PIXELS / (size.width() * size.height())) ** 0.5
        reader.setScaledSize(QSize(int(size.width() * share), int(size.height() * share)))
    image = reader.read()
    if image.isNull():
        return image, f"Background {path.name}: {reader.errorString()}. Choose it again."
    return image.convertToFormat(QImage.Format.Format_RGB32), ""


def find_picture(file: str, folder: Path | None) -> Path:
    """Where a background's file is: beside the design first, else as it was named."""
    if folder is not None:
        for beside in (folder / file, folder / Path(file).name):
            if beside.is_file():
                return beside
    return Path(file)


def folder_of(session: object) -> Path | None:
    """The folder of the open design file, where it has one."""
    document = getattr(session, "document", None)
    path = getattr(document, "path", None)
    return Path(path).parent if path else None
