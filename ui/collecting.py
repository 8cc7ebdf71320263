"""When Python looks for garbage: after a file is opened, not in the middle of a gesture."""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

from ui.session import Session


class Collecting(QObject):
    """Leaves out what stands when a document has been opened from looks for garbage.

    A look at everything there is takes some 70 ms with a thousand racks, longer than four frames,
    and comes at any time; most of what it looks at is catalogue, design and window, which stay.
    What was left out is looked at again when the next document is opened, and let go if it can be.
    """

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        soon = QTimer(self)
        soon.setSingleShot(True)
        soon.setInterval(0)
        soon.timeout.connect(settle)
        session.documentReplaced.connect(soon.start)


def settle() -> None:
    """Let go what can be, and look no more at what stands now."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()
