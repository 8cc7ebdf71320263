"""A stand-in for the worker process: the protocol without physics, and bad manners on demand.

``live`` answers with a draft, then every LIVE_STEP_S with one live answer more, LIVE_ANSWERS in
all; with frozen flow first where only loads differ from the design before.
Tasks beside those of the real one: ``crash`` dies, ``slow`` runs until it is cancelled, ``deaf``
cannot be cancelled, ``babble`` prints rubbish first, ``broken`` answers nonsense.
"""

from __future__ import annotations

import dataclasses
import json
import os
import sys
import tempfile
import threading
import time
from pathlib import Path

LIVE_ANSWERS = 4
LIVE_STEP_S = 0.05
cancelled: set[int] = set()
hurried: set[int] = set()
places: list[object] = []
teller: list = []
drawn: list[tuple] = []
lock = threading.Lock()


def send(message: dict) -> None:
    with lock:
        sys.stdout.write(json.dumps(message) + "\n")
        sys.stdout.flush()


def answer(number: int, task: str, request: dict, since: int | None) -> None:
    from coolsim.density.files import density_to_json
    from coolsim.design.changes import changed
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
    if task == "weather":
        weather(number, request["path"])
        return
    if task in ("import-preview", "export", "compare-tables"):
        exchange(number, task, request)
        return
    if "change" in request:
        former, drawn_design = drawn[0]
        assert former == since, "the change is counted from another request"
        design = changed(drawn_design, request["change"])
    else:
        design = from_object(request["design"])
    drawn[:] = [(number, design)]
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
    if task == "cooling":
        cooling(number, request["racks"])
        return
    if task == "year":
        year(number, design, request)
        return
    if task == "compare":
        compare(number, design, request)
        return
    if task == "live":
        live(number, design, fresh=bool(request.get("fresh")))
        return
    note = Finding("hall.no_rack", "warning", (), "There is no rack.", "Place one.")
    if task == "check":
        plain = {"command": "check", "findings": [encode(note)]}
    elif task == "explain":
        plain = explanation(design, request["rack"], request["fidelity"])
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


def explanation(design: object, rack_id: str, fidelity: str) -> dict:
    """One neighbour and one cooler, together 7 K over the supply air."""
    racks, coolers = design.variant.racks, design.variant.coolers
    rack = next(each for each in racks if each.id == rack_id)
    beside = next(each for each in racks if each.id != rack_id)
    rows = ((beside, "rack", 0.35, 40.0, 7.0), (coolers[0], "cooler", 0.65, 20.0, 0.0))
    return {
        "command": "explain",
        "status": "converged",
        "fidelity": fidelity,
        "rack_id": rack_id,
        "rack_name": rack.label,
        "inlet_temperature_c": 27.0,
        "reference_temperature_c": 20.0,
        "supply_share": 0.65,
        "note": "Re-solve to know.",
        "findings": [],
        "contributions": [
            {
                "source_id": item.id,
                "source_name": item.label,
                "kind": kind,
                "share": share,
                "temperature_c": warm,
                "adds_k": adds,
            }
            for item, kind, share, warm, adds in rows
        ],
    }


def year(number: int, design: object, request: dict) -> None:
    """A year; one that may solve the hall takes its time and can be cancelled."""
    from tests.ui.year_answers import year_plain

    for step in range(4 if request.get("solve") else 0):
        send(
            {
                "id": number,
                "event": "progress",
                "stage": "room",
                "fraction": step / 4,
                "message": "Hall at 100% load",
                "values": {},
            }
        )
        time.sleep(LIVE_STEP_S)
        if number in cancelled:
            send({"id": number, "event": "cancelled"})
            return
    if design.variant.site.climate == "nowhere":
        error = {
            "message": "There is no built-in climate 'nowhere'.",
            "where": "climate",
            "remedy": "Nearest: phoenix-az.",
            "exit_code": 2,
            "bug": False,
        }
        send({"id": number, "event": "failed", "error": error})
        return
    glance = bool(request.get("glance"))
    most = max(request.get("raise_k") or 0.0, design.variant.plant.reset.most_k)
    points = request.get("points")
    plain = year_plain(design, glance=glance, raise_k=points["shifts"][-1] if points else most)
    send({"id": number, "event": "done", "answer": plain, "fields": None})


def weather(number: int, path: str) -> None:
    """A file whose name says ``bad`` has a row that cannot be used."""
    if "bad" in path:
        error = {
            "message": "1 row of the weather file cannot be used:\n  line 12: dry bulb is 'x'",
            "where": path,
            "remedy": "Mend these rows, or choose another file.",
            "exit_code": 2,
            "bug": False,
        }
        send({"id": number, "event": "failed", "error": error})
        return
    plain = {"command": "weather", "path": path, "place": "Test Town", "notes": []}
    send({"id": number, "event": "done", "answer": plain, "fields": None})


def exchange(number: int, task: str, request: dict) -> None:
    """The real reading and writing of files, which need no solver; other forms wait for ever."""
    from coolsim import tasks
    from coolsim.errors import CoolSimError

    if task == "export" and request["to"] != "dxf":
        answer(number, "slow", request, None)
        return
    try:
        plain = tasks.finish(tasks.from_json(task, request)).to_json()
    except CoolSimError as error:
        told = {"message": error.message, "where": error.where, "remedy": error.remedy}
        send({"id": number, "event": "failed", "error": {**told, "exit_code": 2, "bug": False}})
        return
    send({"id": number, "event": "done", "answer": plain, "fields": None})


def cooling(number: int, rack_ids: list) -> None:
    """Two methods that were solved and one that was not, unless it is cancelled on the way."""
    from coolsim.results.codec import encode
    from coolsim.results.cooling import Consequence

    for step in range(4):
        send(
            {
                "id": number,
                "event": "progress",
                "stage": "cooling",
                "fraction": step / 4,
                "message": "Rear door",
                "values": {},
            }
        )
        time.sleep(LIVE_STEP_S)
        if number in cancelled:
            send({"id": number, "event": "cancelled"})
            return
    rows = (
        Consequence("now", "converged", "", 29.0, 27.0, residual_air_w=9e3, pump_w=0.0),
        Consequence("rear_door", "converged", "", 22.0, 27.0, residual_air_w=1e3, pump_w=2e3),
        Consequence("immersion", "not_solved", "The tank is too small."),
    )
    for event, known in (("interim", rows[:1]), ("done", rows)):
        plain = {
            "command": "cooling",
            "findings": [],
            "rack_ids": rack_ids,
            "rows": [encode(row) for row in known],
        }
        send({"id": number, "event": event, "answer": plain, "fields": None})
        time.sleep(1.0 if event == "interim" else 0.0)


def compare(number: int, design: object, request: dict) -> None:
    """Every variant solved, the second one and on 2 K warmer than the first."""
    from dataclasses import replace

    from coolsim.design.files import design_hash
    from coolsim.results.codec import encode
    from coolsim.results.files import to_json
    from coolsim.results.variants import (
        KeyFigure,
        VariantComparison,
        VariantFigures,
        VariantPair,
        rack_differences,
    )
    from tests.factories import make_results

    figures, solved = [], []
    for place, identifier in enumerate(request["variants"]):
        one = design.model_copy(update={"active_variant": identifier})
        results = make_results(one, fidelity=request["fidelity"])
        racks = [
            replace(rack, inlet_temperature_c=rack.inlet_temperature_c + 2.0 * bool(place))
            for rack in results.racks
        ]
        solved.append(replace(results, racks=tuple(racks)))
        send({"id": number, "event": "interim", "answer": to_json(solved[-1]), "fields": None})
        power = sum(rack.power_w for rack in racks)
        worst = max(rack.inlet_temperature_c for rack in racks)
        told = (
            KeyFigure("it", "IT power", "w", power),
            KeyFigure("worst_inlet", "Worst inlet", "c", worst, "A-07", "", "low"),
            KeyFigure("cooling", "Cooling power", "w", None, "", "no heat rejection", "low"),
        )
        name = one.variant.label
        figures.append(
            VariantFigures(identifier, name, design_hash(one), "converged", "live", told)
        )
    pairs = tuple(
        VariantPair(figures[0].id, other.id, rack_differences(solved[0], results))
        for other, results in zip(figures[1:], solved[1:], strict=True)
    )
    comparison = VariantComparison(request["fidelity"], tuple(figures), pairs, 1.5)
    time.sleep(LIVE_STEP_S)
    plain = {"command": "compare", "findings": [], "out": None, **encode(comparison)}
    send({"id": number, "event": "done", "answer": plain, "fields": None})


def live(number: int, design: object, *, fresh: bool) -> None:
    """Answer as the air of a design does that is kept from request to request."""
    from coolsim.results.relay import Teller
    from tests.factories import make_results

    if fresh or not teller:
        teller[:] = [Teller()]

    def say(event: str, flow: str, status: str) -> None:
        results = make_results(design, fidelity="draft" if flow == "draft" else "live")
        told = teller[0].tell(dataclasses.replace(results, status=status))
        path = Path(tempfile.mkstemp(prefix="coolsim-fake-", suffix=".bin")[1])
        with path.open("wb") as stream:
            told.write_arrays(stream)
        plain = {"command": "live", "flow": flow, "is_settled": False, "results": told.message}
        send({"id": number, "event": event, "answer": plain, "fields": str(path)})

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
            job = queue.pop(0)
        answer(*job)


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
            queue.append((message["id"], message["task"], message["request"], message.get("since")))
            ready.notify()


if __name__ == "__main__":
    main()
