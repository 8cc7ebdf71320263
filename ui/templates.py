"""Templates in the library: those of the program, and the user's own, kept in a folder."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from coolsim.bounded import read_bounded
from coolsim.design.edits_copies import read_objects
from coolsim.design.templates import TEMPLATES
from coolsim.errors import CoolSimError
from ui.library_items import LibraryItem

GROUP = "Templates"
SUFFIX = ".objects.json"
_MOST_BYTES = 16 * 1024 * 1024


class TemplateStore:
    """Own templates as files that hold a clipboard text each.

    Args:
        folder: Where they are kept; made when the first is saved.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def save(self, name: str, text: str) -> Path:
        """Keep a template; one of the same name is replaced.

        Raises:
            OSError: It cannot be written.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self._path(name)
        path.write_text(text, encoding="utf-8")
        return path

    def delete(self, name: str) -> None:
        """Forget a template."""
        self._path(name).unlink(missing_ok=True)

    def names(self) -> list[str]:
        """Names of the own templates."""
        if not self.folder.is_dir():
            return []
        return sorted(path.name.removesuffix(SUFFIX) for path in self.folder.glob(f"*{SUFFIX}"))

    def text(self, name: str) -> str:
        """The clipboard text of a template.

        Raises:
            OSError: It cannot be read.
        """
        return _text(self._path(name))

    def items(self) -> Iterator[LibraryItem]:
        """Everything to show in the library; a file that cannot be read is left out."""
        for template in TEMPLATES:
            yield _item(template.key, template.name, template.detail, template.text())
        for name in self.names():
            path = self._path(name)
            try:
                text = _text(path)
                count = len(read_objects(text))
            except (OSError, UnicodeDecodeError, CoolSimError):
                continue
            yield _item(f"own/{name}", name, f"own, {count} objects", text)

    def _path(self, name: str) -> Path:
        plain = re.sub(r"[^\w .()+-]", "_", name).strip(" .")[:80] or "Template"
        return self.folder / f"{plain}{SUFFIX}"


def _text(path: Path) -> str:
    return read_bounded(path, _MOST_BYTES).decode("utf-8")


def _item(key: str, name: str, detail: str, text: str) -> LibraryItem:
    tip = f"{name}: {detail}. R turns it."
    return LibraryItem(GROUP, name, detail, "template", f"template:{key}", {"text": text}, tip)
