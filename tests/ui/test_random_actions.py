"""A few hundred random actions in the whole window, bounded by steps; an hour runs by a command."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QMessageBox

from tests.benchmarks.random_actions import Run
from tests.benchmarks.user_actions import ACTIONS, answer_file_dialogs, choose
from tests.ui.conftest import FAKE_WORKER
from ui import theme

STEPS = 40
"""Actions in each hall: some seconds in all."""
_SHOWN = QMessageBox.exec


@pytest.fixture
def run(qapp, tmp_path, monkeypatch):
    """A window on the stand-in worker whose dialogs are answered at random."""
    monkeypatch.setattr(QMessageBox, "exec", _SHOWN)
    size = theme.text_percent()
    made = Run(tmp_path, 7, FAKE_WORKER)
    undo = answer_file_dialogs(made.user)
    with made.watch.watching():
        made.start()
        yield made
        made.close()
    undo()
    theme.apply(QApplication.instance(), "light")
    theme.apply_text_percent(QApplication.instance(), size)


@pytest.mark.parametrize("hall", ["room-20", "mixed-40", ""])
def test_random_actions_leave_the_window_sound(run, hall):
    run.open_hall(hall)
    for number in range(STEPS):
        run.step(number + 1000 * len(hall))
        faults = run.watch.take()
        assert not faults, "\n".join([*run.trail[-12:], *faults])
    run.check_history()
    faults = run.watch.take()
    assert not faults, "\n".join([*run.trail[-12:], *faults])


def test_a_fault_of_the_window_is_found_with_its_trail(run, monkeypatch):
    said = []
    run.say = said.append

    def broken() -> None:
        raise ZeroDivisionError("on purpose")

    monkeypatch.setattr(run.window.plan.canvas, "setFocus", broken)
    run.step(1, "place objects")
    assert run.report()
    for word in ("on purpose", "place objects", "seed 7"):
        assert word in said[0]
    assert not run.report()


def test_a_step_draws_the_same_action_again():
    from random import Random

    drawn = [choose(Random(f"3:{number}")).name for number in range(400)]
    assert drawn == [choose(Random(f"3:{number}")).name for number in range(400)]
    assert set(drawn) == {action.name for action in ACTIONS}
