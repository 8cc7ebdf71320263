"""A stand-in for the worker process: the protocol without physics, and bad manners on demand.

``live`` answers with a draft, then every LIVE_STEP_S with one live answer more, LIVE_ANSWERS in
all; with frozen flow first where only loads differ from the design before.
Tasks beside those of the real one: ``crash`` dies, ``slow`` runs until it is cancelled, ``deaf``
cannot be cancelled, ``babble`` prints rubbish first, ``broken`` answers nonsense.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from pathlib import Path

LIVE_ANSWERS = 4
LIVE_STEP_S = 0.05
cancelled: set[int] = set()
hurried: set[int] = set()
places: list[object] = []
lock = threading.Lock()


def send(message: dict) -> None:
    with lock:
        sys.stdout.write(json.dumps(message) + "\n")
        sys.stdout.flush()


def answer(number: int, task: str, request: dict) -> None:
    from coolsim.density.files import density_to_json
    from coolsim.design.files import from_object
    from coolsim.results.codec import encode
    from coolsim.results.files import to_json
    from coolsim.results.records import Finding
    from tests.factories import make_density, make_results

    if task == "crash":
        sys.stderr.write("Fatal: something native\n")
        sys.stderr.flush()
        os.abort()
    if task == "babble":
        sys.stdout.write("compiling kernels...\n")
    if task == "broken":
        send({"id": number, "event": "done", "answer": {"command": "solve"}, "fields": None})
        return
    if task in ("slow", "deaf"):
        for step in range(600):
            if number in cancelled and task == "slow":
                send({"id": number, "event": "cancelled"})
                return
            send(
                {
                    "id": number,
                    "event": "progress",
                    "stage": task,
                    "fraction": step / 600,
                    "message": "Waiting",
                    "values": {"residual": None, "seconds_left_s": 9.0},
                }
            )
            time.sleep(0.05)
        return
    design = from_object(request["design"])
    if not design.variant.racks and task != "check":
        error = {
            "message": "There is no rack.",
            "where": "hall",
            "remedy": "Place one.",
            "exit_code": 2,
            "bug": False,
        }
        send({"id": number, "event": "failed", "error": error})
        return
    if task == "live":
        live(number, design, fresh=bool(request.get("fresh")))
        return
    note = Finding("hall.no_rack", "warning", (), "There is no rack.", "Place one.")
    if task == "check":
        plain = {"command": "check", "findings": [encode(note)]}
    else:
        results = make_results(design, fidelity=request.get("fidelity") or "live")
        plain = to_json(results)
        if task == "density":
            plain = density_to_json(make_density(design, results))
        if task == "report":
            density = density_to_json(make_density(design, results))
            Path(request["out"]).write_bytes(b"%PDF-1.7 stand-in")
            plain = {
                "command": "report",
                "out": request["out"],
                "findings": [],
                "density": density,
                "pages": 1,
            }
    time.sleep(0.02)
    send({"id": number, "event": "done", "answer": plain, "fields": None})


def live(number: int, design: object, *, fresh: bool) -> None:
    """Answer as the air of a design does that is kept from request to request."""
    from coolsim.results.columns import to_columns
    from coolsim.results.files import to_json
    from coolsim.results.records import RackResult
    from tests.factories import make_results

    def say(event: str, flow: str, status: str) -> None:
        results = make_results(design, fidelity="draft" if flow == "draft" else "live")
        plain = to_json(results, "live") | {"status": status, "flow": flow, "is_settled": False}
        plain["racks"] = to_columns(RackResult, results.racks)
        send({"id": number, "event": event, "answer": plain, "fields": None})

    here = [(rack.id, rack.x_m, rack.y_m) for rack in design.variant.racks]
    if fresh or not places:
        say("interim", "draft", "converged")
    elif here == places[0]:
        say("interim", "frozen", "not_converged")
    places[:] = [here]
    for _ in range(LIVE_ANSWERS - 1):
        time.sleep(LIVE_STEP_S)
        if number in cancelled:
            break
        say("interim", "live", "not_converged")
        if number in hurried:
            break
    else:
        time.sleep(LIVE_STEP_S)
        say("done", "live", "converged")
        return
    send({"id": number, "event": "cancelled"})


def work(queue: list, ready: threading.Condition) -> None:
    while True:
        with ready:
            while not queue:
                ready.wait()
            number, task, request = queue.pop(0)
        answer(number, task, request)


def main() -> None:
    send({"event": "ready", "version": "test"})
    send({"event": "warm"})
    queue: list = []
    ready = threading.Condition()
    threading.Thread(target=work, args=(queue, ready), daemon=True).start()
    for line in sys.stdin:
        message = json.loads(line)
        if "cancel" in message:
            cancelled.add(message["cancel"])
            continue
        if "hurry" in message:
            hurried.add(message["hurry"])
            continue
        with ready:
            queue.append((message["id"], message["task"], message["request"]))
            ready.notify()


if __name__ == "__main__":
    main()
