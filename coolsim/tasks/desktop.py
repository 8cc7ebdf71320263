"""Menu entry, icon and file type of the desktop: what is done, and the answer."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from coolsim import desktop, units
from coolsim.tasks.answers import EXIT_OK, head
from coolsim.tasks.requests import DesktopRequest


@dataclass(frozen=True, slots=True)
class DesktopAnswer:
    """What was written or removed, and the command the entry runs."""

    paths: tuple[Path, ...]
    command: tuple[str, ...]
    removed: bool

    fields = None
    exit_code = EXIT_OK

    def to_json(self) -> dict[str, Any]:
        """Return the paths."""
        return head("desktop", "ok") | {
            "paths": [str(path) for path in self.paths],
            "command": list(self.command),
            "removed": self.removed,
        }

    def text(self, system: units.System = "si") -> str:
        """Return one line per file."""
        if not self.paths:
            return "There was nothing to remove."
        done = "Removed" if self.removed else "Wrote"
        lines = [f"{done} {path}" for path in self.paths]
        if not self.removed:
            lines.append(f"Opens .coolsim files with: {desktop.told(self.command)}")
        return "\n".join(lines)


def tell_desktop(request: DesktopRequest) -> DesktopAnswer:
    """Write or remove the entry of this user's desktop.

    Raises:
        UsageError: Not on Linux, or a file cannot be written or removed.
    """
    desktop.needs_linux()
    folder, command = desktop.data_folder(), desktop.start_command()
    paths = desktop.remove(folder) if request.remove else desktop.install(folder, command)
    return DesktopAnswer(paths, command, request.remove)
