"""Arrays of answers on their way to the window: written here, read and removed there."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from coolsim.results.records import Fields
    from coolsim.results.relay import Told

UNREAD_ALLOWED = 4
"""Files that wait to be read beyond which answers that better ones follow are held back."""
LEFTOVER_AGE_S = 86400.0
"""Age from which a killed worker's folder is deleted [s]."""
_FOLDER_PREFIX = "coolsim-worker-"


class FieldFiles:
    """Files of arrays in a folder of this process alone.

    Whoever reads a file removes it; until then it stays, however long that takes. A window that is
    slow to read must not find an answer announced whose numbers are gone.
    """

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix=_FOLDER_PREFIX))
        self._written: list[Path] = []
        self._count = 0
        self._remove_leftovers()

    @property
    def is_behind(self) -> bool:
        """Whether so many files wait to be read that no more should be added to them."""
        self._written = [path for path in self._written if path.exists()]
        return len(self._written) >= UNREAD_ALLOWED

    def write(self, job_id: int, content: Fields | Told) -> Path:
        """Write fields as ``.npz``, or the arrays of a message as they are; return the file."""
        from coolsim.results.files import write_fields
        from coolsim.results.relay import Told

        self._count += 1
        suffix = "bin" if isinstance(content, Told) else "npz"
        if not self.folder.is_dir():
            # a worker that answered nothing for long enough is taken for one that was killed
            self.folder = Path(tempfile.mkdtemp(prefix=_FOLDER_PREFIX))
        path = self.folder / f"fields-{job_id}-{self._count}.{suffix}"
        with path.open("wb") as stream:
            if isinstance(content, Told):
                content.write_arrays(stream)
            else:
                write_fields(content, stream)
        self._written.append(path)
        return path

    def remove(self) -> None:
        """Delete everything."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _remove_leftovers(self) -> None:
        """Delete folders that killed workers left behind, once nobody can be reading them."""
        for folder in self.folder.parent.glob(f"{_FOLDER_PREFIX}*"):
            with contextlib.suppress(OSError):
                if time.time() - folder.stat().st_mtime > LEFTOVER_AGE_S:
                    shutil.rmtree(folder, ignore_errors=True)
