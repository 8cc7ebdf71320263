"""The worker client against a worker that crashes, dawdles, does not listen or talks rubbish."""

from __future__ import annotations

import os
import signal
import sys

import pytest

from coolsim.design import edits
from tests.factories import make_design
from tests.ui.conftest import FAKE_WORKER
from ui.answers import decode_answer
from ui.worker_client import CANCEL_GRACE_MS, Failure, WorkerClient

DESIGN = make_design(4).model_dump_json()


@pytest.fixture
def client(qapp):
    made = WorkerClient(decode_answer, FAKE_WORKER)
    yield made
    made.close()


def test_an_answer_becomes_records(qtbot, client):
    with qtbot.waitSignal(client.done, timeout=10_000) as done:
        number = client.submit("solve", DESIGN, {"fidelity": "live"})
    assert done.args[0] == number
    assert len(done.args[1].results.racks) == 4
    assert client.state == "warm"


def test_a_crash_fails_the_task_and_a_new_process_answers_the_next(qtbot, client):
    with (
        qtbot.waitSignal(client.failed, timeout=10_000) as failed,
        qtbot.waitSignal(client.restarted, timeout=10_000),
    ):
        client.submit("crash", DESIGN, {})
    failure = failed.args[1]
    assert isinstance(failure, Failure)
    assert failure.bug
    assert "Fatal: something native" in failure.where
    with qtbot.waitSignal(client.done, timeout=10_000):
        client.submit("solve", DESIGN, {})


def test_a_process_killed_from_outside_is_replaced(qtbot, client):
    with qtbot.waitSignal(client.done, timeout=10_000):
        client.submit("solve", DESIGN, {})
    first = client.pid
    with qtbot.waitSignal(client.restarted, timeout=10_000):
        os.kill(first, signal.SIGKILL)
    with qtbot.waitSignal(client.done, timeout=10_000):
        client.submit("solve", DESIGN, {})
    assert client.pid != first


def test_a_cooperative_task_is_cancelled_and_the_process_stays(qtbot, client):
    with qtbot.waitSignal(client.progress, timeout=10_000) as progress:
        number = client.submit("slow", DESIGN, {})
    assert progress.args[1].values == {"seconds_left_s": 9.0}
    pid = client.pid
    with qtbot.waitSignal(client.cancelled, timeout=CANCEL_GRACE_MS - 200):
        client.cancel(number)
    assert client.pid == pid


def test_a_deaf_task_is_ended_after_the_grace(qtbot, client):
    with qtbot.waitSignal(client.progress, timeout=10_000):
        number = client.submit("deaf", DESIGN, {})
    pid = client.pid
    with qtbot.waitSignal(client.cancelled, timeout=CANCEL_GRACE_MS + 3000):
        client.cancel(number)
    with qtbot.waitSignal(client.done, timeout=10_000):
        client.submit("solve", DESIGN, {})
    assert client.pid != pid


def test_stray_prints_do_no_harm(qtbot, client):
    with qtbot.waitSignal(client.done, timeout=10_000):
        client.submit("babble", DESIGN, {})


def test_an_unreadable_answer_is_a_failure(qtbot, client):
    with qtbot.waitSignal(client.failed, timeout=10_000) as failed:
        client.submit("broken", DESIGN, {})
    assert failed.args[1].bug


def test_a_design_fault_keeps_message_and_remedy(qtbot, client):
    design = make_design(4)
    empty = edits.delete(design, [rack.id for rack in design.variant.racks])
    with qtbot.waitSignal(client.failed, timeout=10_000) as failed:
        client.submit("solve", empty.model_dump_json(), {})
    failure = failed.args[1]
    assert (failure.message, failure.remedy, failure.bug) == (
        "There is no rack.", "Place one.", False
    )  # fmt: skip


def test_a_program_that_does_not_start_gives_up_after_a_few_tries(qtbot):
    client = WorkerClient(decode_answer, (sys.executable, "-c", "raise SystemExit(3)"))
    texts = []
    client.restarted.connect(texts.append)
    client.submit("solve", DESIGN, {})
    qtbot.waitUntil(lambda: any("several times" in text for text in texts), timeout=20_000)
    assert client.state == "off"
    client.close()
