"""Starting the window: application, theme, recovery, what to open first."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from coolsim import __version__
from coolsim.assets import asset
from ui import theme
from ui.collecting import Collecting
from ui.dialogs.running import run_dialog
from ui.jobs import Jobs
from ui.keeper import Keeper
from ui.main_window import MainWindow
from ui.session import Session
from ui.settings import Settings, state_folder

_LATER_MS = 30


class Application:
    """The parts of a running window, put together.

    Args:
        settings: The user's settings.
        folder: Where recovery copies lie.
        worker: Command of the worker process; the real one by default.
    """

    def __init__(
        self, settings: Settings, folder: Path, worker: Sequence[str] | None = None
    ) -> None:
        self.settings = settings
        self.session = Session()
        self.session.set_unit_system(settings.unit_system)
        self.session.set_snap(settings.snap_m)
        self.keeper = Keeper(self.session, folder)
        self.window = MainWindow(self.session, self.keeper, settings)
        self.jobs = Jobs(self.session, worker)
        self.jobs.reportWritten.connect(self.window.commands.report_written)
        self.jobs.exported.connect(self.window.commands.exchange.exported)
        self.jobs.failed.connect(self.window.commands.task_failed)
        self._hook = sys.excepthook
        self._in_hook = False

    def show(self, argument: str = "") -> None:
        """Show the window with the file or example named, the last file, or the gallery."""
        sys.excepthook = self._unexpected
        if not self._open_first(argument):
            self.window.show_first_gallery()
        self.window.show()
        # What the first picture does not need comes right after it.
        QTimer.singleShot(_LATER_MS, self.window, self._after_first_picture)

    def close(self) -> None:
        """Undo what :meth:`show` did to the process, and let go of everything made for the window.

        What listens to a signal lives as long as what emits it: without an end of the session
        the listeners, and with them the closed window, would stay for good.
        """
        sys.excepthook = self._hook
        self.session.close()
        for each in (self.jobs, self.session):
            each.deleteLater()

    def _open_first(self, argument: str) -> bool:
        commands = self.window.commands
        if argument:
            from coolsim.design.examples import list_examples

            path = Path(argument).expanduser()
            if not path.exists() and not path.suffix:
                known = {example.name: example.path for example in list_examples()}
                if argument in known:
                    return commands.open_example(known[argument])
            return commands.open_path(path)
        recent = self.settings.recent_files
        if self.settings.first_start or not recent:
            return False
        return commands.open_path(recent[0])

    def _after_first_picture(self) -> None:
        self.window.actions_.refresh_icons()
        self.window.library.refill()
        self.session.attach_jobs(self.jobs)
        self.jobs.start()
        self._offer_recovery()

    def _offer_recovery(self) -> None:
        from ui.dialogs.small import RecoveryDialog

        while copies := self.keeper.recoverable():
            dialog = RecoveryDialog(copies, self.window)
            run_dialog(dialog)
            if dialog.choice == "discard":
                self.keeper.discard(dialog.chosen().key)
                continue
            if dialog.choice == "restore" and self.window.commands.files.may_leave():
                self.window.commands.files.restore(dialog.chosen())
            return

    def _unexpected(
        self,
        kind: type[BaseException],
        error: BaseException,
        trace: TracebackType | None,
    ) -> None:
        """An exception nobody caught: keep the work, say so, go on."""
        details = "".join(traceback.format_exception(kind, error, trace))
        sys.stderr.write(details)
        if self._in_hook or issubclass(kind, KeyboardInterrupt):
            return
        self._in_hook = True
        try:
            from ui.dialogs import messages

            kept = self.keeper.write_now()
            remedy = (
                "A recovery copy of your design was kept. Save it under a new name and go on."
                if kept
                else "No recovery copy could be written. Save your design under a new name now."
            )
            messages.show_text(
                self.window, "Something went wrong", f"{kind.__name__}: {error}", remedy, details
            )
        finally:
            self._in_hook = False


def run(argv: Sequence[str]) -> int:
    """Open the window and stay until it is closed.

    Args:
        argv: Program name and, optionally, a design file or the name of an example.

    Returns:
        The exit code.
    """
    os.environ.setdefault("QT_ENABLE_HIGHDPI_SCALING", "1")
    QApplication.setHighDpiScaleFactorRoundingPolicy(
        Qt.HighDpiScaleFactorRoundingPolicy.PassThrough
    )
    # Answers are read in a thread; a short interval keeps the window's thread on time beside it.
    sys.setswitchinterval(0.001)
    app = QApplication([argv[0] if argv else "coolsim"])
    QCoreApplication.setOrganizationName("CoolSim")
    QCoreApplication.setApplicationName("CoolSim")
    QCoreApplication.setApplicationVersion(__version__)
    app.setDesktopFileName("coolsim")
    app.setWindowIcon(QIcon(str(asset("desktop", "coolsim.svg"))))
    settings = Settings()
    theme.install_font(app)
    theme.apply(app, settings.theme)
    theme.apply_text_percent(app, settings.text_percent)
    app.styleHints().colorSchemeChanged.connect(
        lambda _: theme.apply(app, "system") if settings.theme == "system" else None
    )
    application = Application(settings, state_folder() / "recovery")
    Collecting(application.session)
    application.show(argv[1] if len(argv) > 1 else "")
    code = app.exec()
    application.close()
    application.window.deleteLater()
    # No loop runs any more that would do it; widgets must not outlive the application.
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    return code
