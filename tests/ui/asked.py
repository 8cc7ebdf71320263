"""Stands in for the solver processes, and remembers what was asked of them."""

from coolsim.events import Progress


class Asked:
    """Takes tasks and never answers.

    Attributes:
        tasks: Name and options of every task begun.
        cancelled: How often it was cancelled.
    """

    def __init__(self):
        self.busy = ""
        self.progress: Progress | None = None
        self.cancelling = False
        self.tasks = []
        self.cancelled = 0

    def request_live(self, design, *, is_passing=False):
        """Nobody solves here."""

    def begin(self, task, options):
        """A task is asked for."""
        self.tasks.append((task, options))

    def cancel(self):
        """Somebody has had enough."""
        self.cancelled += 1


def panel_of(make, design, qtbot, monkeypatch, size=(1100, 500)):
    """A panel in sight on a design, with nobody behind it.

    Returns:
        The session, the panel, and what remembers the tasks.
    """
    from ui.session import Session

    session, asked = Session(), Asked()
    session.apply("Hall", design)
    monkeypatch.setattr(session, "_jobs", asked)
    panel = make(session)
    qtbot.addWidget(panel)
    panel.resize(*size)
    panel.show()
    qtbot.waitExposed(panel)
    return session, panel, asked
