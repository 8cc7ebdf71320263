"""What the window asks of the live worker, and when."""

from __future__ import annotations

from itertools import count

import pytest
from PySide6.QtCore import QObject, Signal

from coolsim.design import edits
from tests.factories import make_design, make_results
from ui.answers import Answer
from ui.live_jobs import LiveJobs
from ui.worker_client import Failure


class Worker(QObject):
    """A worker whose every message the test sends itself."""

    interim = Signal(int, object)
    soon = Signal(int)
    done = Signal(int, object)
    failed = Signal(int, object)
    cancelled = Signal(int)
    starts = 1
    state = "warm"

    def __init__(self):
        super().__init__()
        self.told = []

    def start(self):
        pass

    def submit(self, task, design_json, options):
        return self._next(task, None)

    def submit_change(self, task, since, change, options):
        return self._next(task, since)

    def hurry(self, number):
        self.told.append(("hurry", number))

    def _next(self, task, since):
        self.told.append((task, since))
        return sum(what != "hurry" for what, _ in self.told)


class Window(QObject):
    """The part of a session that live answers come to."""

    documentReplaced = Signal()  # noqa: N815  Qt names signals so
    message = Signal(str, str)

    def __init__(self):
        super().__init__()
        self.shown = []

    def accept_live(self, design, results, flow, findings):
        self.shown.append(design)


@pytest.fixture
def drag(qapp):
    """Jobs with one design answered and the next one sent: the second of three places."""
    window, worker = Window(), Worker()
    jobs = LiveJobs(window, worker)
    places = [make_design(2)]
    rack = places[0].variant.racks[0].id
    places += [edits.move(places[0], [rack], 0.0, 0.1 * n) for n in (1, 2, 3)]
    jobs.request(places[0])
    worker.done.emit(1, answer(places[0]))
    jobs.request(places[1])
    assert worker.told == [("live", None), ("live", 1)]
    worker.told.clear()
    return window, worker, jobs, places


def answer(design):
    return Answer({}, results=make_results(design), flow="live")


def numbered_from(worker, first):
    """Requests that follow get this number and the ones after it."""
    numbers = count(first)
    worker._next = lambda task, since: worker.told.append((task, since)) or next(numbers)


def test_the_next_design_is_sent_while_an_answer_is_put_together(drag, qtbot):
    window, worker, jobs, places = drag
    jobs.request(places[2])
    qtbot.waitUntil(lambda: worker.told == [("hurry", 2)])
    worker._next = lambda task, since: worker.told.append((task, since)) or 3
    worker.soon.emit(2)
    assert worker.told[-1] == ("live", 2)
    assert jobs.is_pending
    worker.interim.emit(2, answer(places[1]))
    worker.cancelled.emit(2)
    worker.done.emit(3, answer(places[2]))
    assert window.shown == places[:3]
    assert not jobs.is_pending
    assert not jobs.is_refining


def test_a_design_that_comes_while_an_answer_is_put_together_is_sent_at_once(drag, qtbot):
    _, worker, jobs, places = drag
    worker.soon.emit(2)
    assert worker.told == []
    jobs.request(places[2])
    qtbot.waitUntil(lambda: worker.told == [("live", 2)])


def test_no_more_than_one_design_is_sent_ahead(drag, qtbot):
    window, worker, jobs, places = drag
    worker._next = lambda task, since: worker.told.append((task, since)) or 3
    worker.soon.emit(2)
    jobs.request(places[2])
    qtbot.waitUntil(lambda: worker.told == [("live", 2)])
    jobs.request(places[3])
    qtbot.waitUntil(lambda: worker.told[-1][0] == "hurry")
    assert len(worker.told) == 2
    worker.interim.emit(2, answer(places[1]))
    worker.cancelled.emit(2)
    # the newest waits until the one sent ahead has its answer
    qtbot.waitUntil(lambda: worker.told[-1] == ("hurry", 3))
    assert window.shown == places[:2]


def test_a_design_sent_ahead_is_asked_again_when_the_process_dies(drag, qtbot):
    window, worker, jobs, places = drag
    worker._next = lambda task, since: worker.told.append((task, since)) or len(worker.told) + 2
    jobs.request(places[2])
    worker.soon.emit(2)
    assert worker.told == [("live", 2)]
    for number in (2, 3):
        worker.failed.emit(number, Failure("The solver crashed.", bug=True))
    qtbot.waitUntil(lambda: len(worker.told) == 2)
    assert worker.told[1] == ("live", None)
    worker.done.emit(4, answer(places[2]))
    assert window.shown[-1] == places[2]


def test_a_design_of_a_running_gesture_is_hurried_as_it_is_sent(drag):
    _, worker, jobs, places = drag
    worker.done.emit(2, answer(places[1]))
    numbered_from(worker, 3)
    jobs.request(places[2], is_passing=True)
    assert worker.told == [("live", 2), ("hurry", 3)]


def test_a_gesture_that_rests_is_followed_to_its_end(drag, qtbot):
    window, worker, jobs, places = drag
    worker.done.emit(2, answer(places[1]))
    numbered_from(worker, 3)
    jobs.request(places[2], is_passing=True)
    worker.told.clear()
    worker.interim.emit(3, answer(places[2]))
    worker.cancelled.emit(3)
    qtbot.waitUntil(lambda: worker.told == [("live", 3)])
    assert window.shown[-1] == places[2]
    worker.done.emit(4, answer(places[2]))
    assert not jobs.is_refining
    assert len(worker.told) == 1


def test_a_gesture_that_goes_on_is_not_asked_for_twice(drag, qtbot):
    _, worker, jobs, places = drag
    worker.done.emit(2, answer(places[1]))
    numbered_from(worker, 3)
    jobs.request(places[2], is_passing=True)
    jobs.request(places[3], is_passing=True)
    worker.interim.emit(3, answer(places[2]))
    worker.told.clear()
    worker.cancelled.emit(3)
    qtbot.waitUntil(lambda: worker.told == [("live", 3), ("hurry", 4)])
