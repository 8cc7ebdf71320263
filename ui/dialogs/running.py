"""Showing a dialog until it is answered."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog


def run_dialog(dialog: QDialog) -> int:
    """Show a dialog until it is answered, and let it go.

    A dialog with a parent would live as long as the window, with everything it holds and follows.
    Its fields can still be read right after this call.

    Returns:
        The dialog's result, 0 when it was backed out of.
    """
    try:
        return int(dialog.exec())
    finally:
        dialog.deleteLater()
