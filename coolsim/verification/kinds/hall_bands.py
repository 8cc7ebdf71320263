"""How far the errors of a measured hall move with what nobody knows exactly about it.

Sensor heights, flows of coolers and racks, and the sensors themselves are changed one at a time, up
and down; each moves the error of the same model. The band of all together takes the causes as
independent: their deviations are added in quadrature, upwards and downwards apart. A band says what
a difference between model and measurement may still mean; nothing is chosen from it.

Flows need solves of their own, five for each plateau. They are made on coarser cells, where the
errors of this kind of hall are much the same: what counts is how far a change moves them.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from coolsim.results.records import Results
from coolsim.verification.kinds import measured_hall
from coolsim.verification.kinds.measured_hall import HEIGHTS, Errors, MeasuredHall, Plateau, rms
from coolsim.verification.records import Band, Row

HEIGHT_M = 0.25
"""How far sensors may hang higher or lower than documented [m]."""
FLOW_SHARE = 0.1
"""How far flows may be off: those of coolers are read from fan speeds, those of racks from
temperature rises [-]."""
SENSOR_K = 1.0
"""How far all sensors together may be off [K]."""
TOGETHER = "together"
_LOWEST_M = 0.01
"""Height to which a sensor may come down: not below the floor [m]."""


@dataclass(frozen=True, slots=True)
class Change:
    """What is changed: heights [m], factors on cooler and rack flows [-], readings [K]."""

    height_m: float = 0.0
    cooler_flow: float = 1.0
    rack_flow: float = 1.0
    sensor_k: float = 0.0


CAUSES: Mapping[str, tuple[Change, Change]] = {
    f"heights ±{HEIGHT_M:g} m": (Change(height_m=-HEIGHT_M), Change(height_m=HEIGHT_M)),
    f"cooler flow ±{FLOW_SHARE:.0%}": (
        Change(cooler_flow=1.0 - FLOW_SHARE),
        Change(cooler_flow=1.0 + FLOW_SHARE),
    ),
    f"rack flow ±{FLOW_SHARE:.0%}": (
        Change(rack_flow=1.0 - FLOW_SHARE),
        Change(rack_flow=1.0 + FLOW_SHARE),
    ),
    f"sensors ±{SENSOR_K:g} K": (Change(sensor_k=-SENSOR_K), Change(sensor_k=SENSOR_K)),
}
"""What is changed, down and up."""

Evaluate = Callable[[Change], Mapping[str, float]]
"""Errors by quantity with something changed [K]."""


def bands(ours: Mapping[str, float], evaluate: Evaluate) -> dict[str, tuple[Band, ...]]:
    """Bands of errors by quantity: one per cause, then all together.

    Example: an error of 3 K that one cause moves by +0.4 and another by +0.3 K reaches 3.5 K.

    Args:
        ours: The errors as they are reported [K].
        evaluate: The errors with something changed. They may come from a coarser grid: what counts
            is how far a change moves them there.
    """
    unchanged = evaluate(Change())
    changed = {cause: [evaluate(change) for change in both] for cause, both in CAUSES.items()}
    found: dict[str, tuple[Band, ...]] = {}
    for quantity, value in ours.items():
        single = [
            _band(cause, value, [each[quantity] - unchanged[quantity] for each in both])
            for cause, both in changed.items()
        ]
        down = math.hypot(*(value - band.low for band in single))
        up = math.hypot(*(band.high - value for band in single))
        all_causes = Band(TOGETHER, max(0.0, value - down), value + up)
        found[quantity] = (*single, all_causes)
    return found


def _band(cause: str, value: float, moves: list[float]) -> Band:
    return Band(cause, max(0.0, value + min(0.0, *moves)), value + max(0.0, *moves))


def run(case: MeasuredHall) -> tuple[Row, ...]:
    """Rows of the case, those of all plateaus together with their bands and the null model."""
    rows = measured_hall.run(case)
    if case.setup.band_cell_m is None:
        return rows
    plateaus = case.reference.plateaus
    label = f"{'pooled' if len(plateaus) > 1 else plateaus[0].id} RMS "
    ours = {
        row.quantity.removeprefix(label): row.ours for row in rows if row.quantity.startswith(label)
    }
    changed = _Changed(case)
    found, null = bands(ours, changed.errors), changed.null_errors()
    return tuple(
        replace(row, bands=found[name], null_model=null[name])
        if (name := row.quantity.removeprefix(label)) in found and row.quantity.startswith(label)
        else row
        for row in rows
    )


class _Changed:
    """The case with something changed, on the cells for bands; each flow is solved once.

    Args:
        case: The case.
    """

    def __init__(self, case: MeasuredHall) -> None:
        cell_m = case.setup.band_cell_m or case.setup.cell_m
        self._case = replace(case, setup=replace(case.setup, cell_m=cell_m))
        self._solved: dict[tuple[float, float], list[Results]] = {}

    def errors(self, change: Change) -> dict[str, float]:
        """Errors of all plateaus together, by height and of the returns [K]."""
        read = self._read(change)
        front = np.concatenate([errors.front for errors in read]) + change.sensor_k
        returns = np.concatenate([errors.returns for errors in read]) + change.sensor_k
        return _by_quantity(front, returns)

    def null_errors(self) -> dict[str, float]:
        """The same of the null model, with nothing changed."""
        read = self._read(Change())
        front = np.concatenate([errors.front_null for errors in read])
        return _by_quantity(front, np.concatenate([errors.returns_null for errors in read]))

    def _read(self, change: Change) -> list[Errors]:
        setup = self._case.setup
        low, middle, high = (max(_LOWEST_M, z + change.height_m) for z in setup.sensor_z_m)
        moved = replace(self._case, setup=replace(setup, sensor_z_m=(low, middle, high)))
        plateaus = [_with_flows(plateau, change) for plateau in self._case.reference.plateaus]
        key = (change.cooler_flow, change.rack_flow)
        if key not in self._solved:
            self._solved[key] = [
                measured_hall.solve_plateau(self._case, plateau).results for plateau in plateaus
            ]
        return [
            measured_hall.read_plateau(moved, plateau, results, 0.0)
            for plateau, results in zip(plateaus, self._solved[key], strict=True)
        ]


def _with_flows(plateau: Plateau, change: Change) -> Plateau:
    cracs = {
        name: replace(cooler, mass_flow_kg_s=cooler.mass_flow_kg_s * change.cooler_flow)
        for name, cooler in plateau.cracs.items()
    }
    racks = {
        name: replace(rack, inferred_mass_flow_kg_s=rack.inferred_mass_flow_kg_s * change.rack_flow)
        for name, rack in plateau.racks.items()
    }
    return replace(plateau, cracs=cracs, racks=racks)


def _by_quantity(front: measured_hall.Array, returns: measured_hall.Array) -> dict[str, float]:
    found = {height: rms(front[:, n]) for n, height in enumerate(HEIGHTS)}
    return found | {"return": rms(returns)}
