"""Small halls with liquid for the tests."""

from __future__ import annotations

from functools import cache
from typing import Any

from coolsim.catalogue import Catalogue
from coolsim.catalogue.loading import load_catalogue
from coolsim.design import edits
from coolsim.design.models import Coolant, Design
from coolsim.loops import LoopsSolution, prepare_loops, solve_loops
from coolsim.loops.records import CduAnswer, ConsumerState, LoopState
from coolsim.scene.assumptions import AssumptionLog
from coolsim.scene.loop_records import SceneLoops
from coolsim.scene.loops import resolve_loops

PG25 = Coolant(fluid="propylene_glycol", concentration_fraction=0.25)
FACILITY, TECHNOLOGY = "loop-0001", "loop-0002"


@cache
def catalogue() -> Catalogue:
    return load_catalogue()


def hall(
    racks: int = 8, cdus: int = 1, load_w: float = 60e3, facility: Any = None, **technology: Any
) -> Design:
    """A facility loop of 25 deg C, a technology loop of 32 deg C, units, a row of plated racks."""
    design, _ = edits.place(
        Design(), "loop", **{"kind": "facility", "name": "FWS", "supply_temperature_c": 25.0,
                             **(facility or {})}
    )  # fmt: skip
    fields = {"kind": "technology", "name": "TCS", "supply_temperature_c": 32.0, "coolant": PG25}
    design, _ = edits.place(design, "loop", **{**fields, **technology})
    for number in range(cdus):
        design, _ = edits.place(
            design, "cdu", 1.0, 2.0 + 1.5 * number, name=f"CDU-{number + 1}",
            unit="vertiv_xdu1350", technology_loop_id=TECHNOLOGY, facility_loop_id=FACILITY,
        )  # fmt: skip
    ids = []
    for number in range(racks):
        design, new = edits.place(
            design, "rack", 4.0 + 0.6 * number, 2.0, heading_deg=90.0, cooling="cold_plate",
            load_w=load_w, name=f"A-{number + 1:02d}",
        )  # fmt: skip
        ids.append(new)
    return edits.assign_to_loop(design, ids, TECHNOLOGY)


def connected(design: Design, rack: str, **fields: object) -> Design:
    """The design with fields of a rack's connection changed."""
    connection = next(item for item in design.variant.racks if item.id == rack).liquid
    assert connection is not None
    return edits.update(design, [rack], liquid=connection.model_copy(update=fields))


def scene_of(design: Design) -> SceneLoops:
    return resolve_loops(design.variant, catalogue(), AssumptionLog())


def solved(design: Design, **options: Any) -> LoopsSolution:
    return solve_loops(prepare_loops(scene_of(design)), **options)


def loop(solution: LoopsSolution, identifier: str = TECHNOLOGY) -> LoopState:
    return next(state for state in solution.loops if state.id == identifier)


def unit(solution: LoopsSolution, number: int = 1) -> CduAnswer:
    return solution.cdus[number - 1]


def rack(solution: LoopsSolution, number: int) -> ConsumerState:
    return solution.by_key()[f"rack-{number:04d}", "liquid"]
