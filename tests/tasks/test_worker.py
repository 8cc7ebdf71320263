"""The worker: the protocol, cancelling, superseding, and living on after a crash."""

import io
import json
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from coolsim import __version__, tasks
from coolsim.design.files import to_object
from coolsim.events import Progress
from coolsim.results.relay import Hearer
from coolsim.worker import field_files, serving
from tests.factories import make_design, make_results
from tests.halls import small_hall

ROOT = Path(__file__).resolve().parents[2]


class Process:
    """A worker process to talk to."""

    def __init__(self):
        self.process = subprocess.Popen(
            [sys.executable, "-m", "coolsim.worker"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        # A worker that falls silent fails its test instead of stopping the run.
        self.watchdog = threading.Timer(180.0, self.process.kill)
        self.watchdog.start()

    def send(self, **message):
        self.say(json.dumps(message))

    def say(self, line):
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()

    def until(self, *events):
        """Messages up to the first with one of the events; ``warm`` is passed over."""
        seen = []
        for line in self.process.stdout:
            message = json.loads(line)
            if message["event"] in events:
                return seen, message
            if message["event"] == "failed":
                raise AssertionError(message["error"])
            if message["event"] != "warm":
                seen.append(message)
        raise AssertionError(f"the worker ended: {self.process.stderr.read()}")

    def close(self):
        self.watchdog.cancel()
        self.process.stdin.close()
        code = self.process.wait(timeout=30)
        self.process.stdout.close()
        self.process.stderr.close()
        return code


@pytest.fixture(scope="module")
def process():
    started = Process()
    seen, ready = started.until("ready")
    assert seen == []
    assert ready["version"] == __version__
    yield started
    assert started.close() == 0


def test_a_draft_comes_with_its_fields(process):
    process.send(id=1, task="draft", request={"design": to_object(small_hall())})
    seen, done = process.until("done", "failed")
    assert done["event"] == "done", done
    assert done["id"] == 1
    assert {message["event"] for message in seen} == {"progress"}
    assert done["answer"]["fidelity"] == "draft"
    with np.load(done["fields"]) as arrays:
        assert list(arrays["temperature_c"].shape) == done["answer"]["grid"]["shape"]


def test_a_bad_request_names_its_fault_and_the_next_one_is_served(process):
    process.send(id=2, task="solve", request={"design": {"format": "other"}})
    _, failed = process.until("failed", "done")
    assert failed["id"] == 2
    assert failed["error"]["bug"] is False
    assert failed["error"]["exit_code"] == 2
    process.send(id=3, task="check", request={"design": to_object(small_hall())})
    _, done = process.until("done", "failed")
    assert (done["id"], done["answer"]["command"]) == (3, "check")


@pytest.mark.parametrize("line", ["not json", "[1]", '{"id": 4}', '{"cancel": "x"}', "[" * 50_000])
def test_a_line_without_sense_is_answered_and_survived(process, line):
    process.say(line)
    _, failed = process.until("failed")
    assert failed["id"] is None


def test_a_running_task_is_cancelled_at_its_next_step(process):
    process.send(id=5, task="solve", request={"design": to_object(small_hall())})
    process.until("progress")
    process.send(cancel=5)
    _, last = process.until("cancelled", "done")
    assert last == {"id": 5, "event": "cancelled"}
    process.send(cancel=5)
    process.send(id=6, task="catalogue", request={})
    _, done = process.until("done", "failed")
    assert done["id"] == 6


def test_a_cancelled_density_ends_with_the_best_found_so_far(process):
    request = {"design": to_object(small_hall()), "objective": "total", "fidelity": "draft"}
    process.send(id=9, task="density", request=request)
    while True:
        _, told = process.until("progress", "done")
        # once an allocation is looked for, the uniform point holds
        if told["event"] == "done" or told["message"].startswith("Trial 7"):
            break
    process.send(cancel=9)
    _, finishing = process.until("finishing", "done")
    assert finishing == {"id": 9, "event": "finishing"}
    _, done = process.until("done", "cancelled")
    assert done["event"] == "done"
    assert done["answer"]["status"] == "cancelled"
    assert done["answer"]["hall"]["power_w"] > 0.0


def test_the_worker_ends_when_the_window_is_gone():
    orphan = Process()
    orphan.until("ready")
    orphan.send(id=1, task="solve", request={"design": to_object(small_hall())})
    orphan.until("progress")
    assert orphan.close() == 0


def served(lines, monkeypatch, run=None, at_end=None):
    """What a worker in this process answers to lines that are all there from the start.

    ``at_end`` gets the answers while their files are still there.
    """
    if run is not None:
        monkeypatch.setattr(tasks, "run", run)
    monkeypatch.setattr(serving, "warm_steps", lambda: iter(()))
    monkeypatch.setattr(serving, "GRACE_S", 0.0)
    inbox_lines = iter([json.dumps(line) + "\n" for line in lines])
    out = io.StringIO()
    loop = serving.Worker(inbox_lines, out, stop=lambda code: None)
    inbox = loop._inbox
    inbox.read()
    inbox.ended = False
    while inbox._jobs:
        job = inbox.next(0.0)
        if job is not None:
            loop._run_job(job)
    answers = [json.loads(line) for line in out.getvalue().splitlines()]
    if at_end is not None:
        at_end(answers)
    loop._files.remove()
    return answers


def test_after_a_year_nothing_is_loaded_ahead_of_a_sliders_questions(monkeypatch):
    def endless():
        while True:
            yield None

    out, asked = io.StringIO(), threading.Event()

    def lines():
        yield json.dumps({"id": 1, "task": "year", "request": {"design": to_object(small_hall())}})
        asked.wait(5.0)  # the input stays open until the worker calls itself warm

    def send(self, message, told=serving.Worker._send):
        told(self, message)
        if message["event"] == "warm":
            asked.set()

    monkeypatch.setattr(serving, "warm_steps", endless)
    monkeypatch.setattr(serving, "GRACE_S", 0.0)
    monkeypatch.setattr(serving.Worker, "_send", send)
    monkeypatch.setattr(serving.Worker, "_settle_memory", lambda self: None)
    serving.Worker(lines(), out, stop=lambda code: None).run()
    told = [json.loads(line)["event"] for line in out.getvalue().splitlines()]
    # no climate: refused before anything is solved
    assert [event for event in told if event != "progress"] == ["ready", "failed", "warm"]


def test_of_waiting_drafts_only_the_newest_is_run(monkeypatch):
    design = to_object(small_hall())
    ran = []

    def run(request):
        ran.append(request)
        return (yield from _answered())

    answers = served(
        [
            {"id": 1, "task": "draft", "request": {"design": design}},
            {"id": 2, "task": "check", "request": {"design": design}},
            {"id": 3, "task": "draft", "request": {"design": design, "cell_m": 0.5}},
            {"id": 4, "task": "solve", "request": {"design": design}},
            {"cancel": 4},
        ],
        monkeypatch,
        run,
    )
    ends = {answer["id"]: answer["event"] for answer in answers if answer["event"] != "progress"}
    assert ends == {1: "cancelled", 2: "done", 3: "done", 4: "cancelled"}
    assert [type(request).__name__ for request in ran] == ["CheckRequest", "SolveRequest"]


def test_a_crash_of_one_task_is_told_as_a_bug_and_the_next_is_served(monkeypatch, capsys):
    first = []

    def run(request):
        if not first:
            first.append(request)
            raise ZeroDivisionError("by nought")
        return (yield from _answered())

    design = to_object(small_hall())
    answers = served(
        [
            {"id": 1, "task": "check", "request": {"design": design}},
            {"id": 2, "task": "check", "request": {"design": design}},
        ],
        monkeypatch,
        run,
    )
    assert answers[0]["event"] == "failed"
    assert answers[0]["error"]["bug"] is True
    assert answers[0]["error"]["exit_code"] == 1
    assert answers[-1]["id"] == 2
    assert answers[-1]["event"] == "done"
    assert "ZeroDivisionError" in capsys.readouterr().err


def _answered():
    from coolsim.tasks.answers import ExamplesAnswer

    yield Progress("x", 0.5)
    return ExamplesAnswer(())


def test_a_field_file_stays_until_it_is_read():
    """However many follow: a window that is slow finds what it was told of."""
    files = field_files.FieldFiles()
    fields = make_results(make_design(2)).fields
    paths = []
    for number in range(field_files.UNREAD_ALLOWED):
        assert not files.is_behind
        paths.append(files.write(number, fields))
    assert files.is_behind
    paths += [files.write(number, fields) for number in range(20)]
    assert all(path.exists() for path in paths)
    for path in paths[:21]:
        path.unlink()
    assert not files.is_behind
    files.remove()
    assert not files.folder.exists()


def test_a_folder_taken_for_a_leftover_is_made_anew(monkeypatch):
    """A worker that answered nothing for a day lives on when another one clears up."""
    idle = field_files.FieldFiles()
    monkeypatch.setattr(field_files, "LEFTOVER_AGE_S", -1.0)
    field_files.FieldFiles().remove()
    assert not idle.folder.exists()
    assert idle.write(1, make_results(make_design(2)).fields).exists()
    idle.remove()


class Chatty:
    """A live hall with more answers than a window under load reads in time."""

    def answers(self, request, is_hurried):
        for number in range(30):
            yield self._answer(request, number)
        return self._answer(request, 30)

    def _answer(self, request, number):
        results = replace(make_results(request.design), iterations=number)
        return tasks.LiveAnswer("A hall", results, "live", is_settled=number == 30)


def test_what_a_window_was_told_of_can_be_read_though_it_looks_late(monkeypatch):
    monkeypatch.setattr(tasks, "LiveHall", Chatty)
    heard = []

    def look(answers):
        hearer = Hearer()
        heard.extend(
            hearer.hear(answer["answer"]["results"], Path(answer["fields"]).read_bytes())
            for answer in answers
        )

    line = {"id": 1, "task": "live", "request": {"design": to_object(make_design(2))}}
    events = [answer["event"] for answer in served([line], monkeypatch, at_end=look)]
    assert events == ["interim"] * field_files.UNREAD_ALLOWED + ["done"]
    assert [results.iterations for results in heard] == [0, 1, 2, 3, 30]


def test_a_hurried_task_tells_that_it_is_about_to_end(monkeypatch):
    class Followed(Chatty):
        def answers(self, request, is_hurried):
            for number in range(3):
                yield Progress(tasks.ANSWERING, 0.5)
                yield self._answer(request, number)
            return self._answer(request, 30)

    monkeypatch.setattr(tasks, "LiveHall", Followed)
    line = {"id": 1, "task": "live", "request": {"design": to_object(make_design(2))}}
    assert [a["event"] for a in served([line, {"hurry": 1}], monkeypatch)] == [
        "soon",
        "interim",
        "cancelled",
    ]
    assert [a["event"] for a in served([line], monkeypatch)] == ["interim"] * 3 + ["done"]
