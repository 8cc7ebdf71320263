"""How limits change with the powers of racks: a first guess, corrected by every flow solved.

Inlets and cooler returns start from the response matrix of the frozen flow. It is a wrong
derivative wherever the flow answers back, so each solved hall corrects it by Broyden's rule
(*Math. Comp.* 19 (1965) 577-593): the least change that explains what was seen. Where few racks may
change, slopes are measured instead, by one solved hall for each rack.
"""

from __future__ import annotations

from collections.abc import Generator

import numpy as np
from numpy.typing import NDArray

from coolsim.air.frozen import FrozenHall
from coolsim.air.response import AirResponse
from coolsim.density.limits import Reading
from coolsim.density.search import Trial
from coolsim.density.study import Study
from coolsim.events import Progress

Array = NDArray[np.float64]
Key = tuple[str, str]

MEASURED_SHARE = 0.03
"""Change of a rack's power by which slopes are measured, over the mean power: some tenths of a
kelvin at an inlet, far above what a flow still drifts by [-]."""


class Slopes:
    """Slopes of every reading by rack power.

    Args:
        study: The hall, just solved.
        powers_w: Powers it was solved at [W].
        trial: What it read.
    """

    def __init__(self, study: Study, powers_w: Array, trial: Trial) -> None:
        assert study.solution is not None
        solution, scene = study.solution, study.case.scene
        hall = FrozenHall(AirResponse(solution))
        inlets, returns = hall.power_slopes(list(solution.devices.inlets_c(solution.intake_means)))
        rate = scene.air.density_kg_m3 * scene.air.heat_capacity_j_kg_k
        self._racks = {rack.id: n for n, rack in enumerate(scene.racks)}
        self._known: dict[Key, Array] = {}
        for n, rack in enumerate(scene.racks):
            self._known["inlet_class", rack.id] = inlets[n]
        for n, cooler in enumerate(scene.coolers):
            flow = rate * cooler.airflow_m3_s
            self._known["cooler_capacity", cooler.id] = flow * returns[n]
        for group in study.groups:
            row = np.zeros(powers_w.size)
            row[list(group.racks)] = 1.0
            self._known[group.limit, group.object_id] = row
        self._linear = {(group.limit, group.object_id) for group in study.groups}
        self._powers = powers_w
        self._trial = trial
        self._study = study

    def row(self, reading: Reading) -> Array:
        """Slope of one reading by every rack's power [unit/W].

        A reading that no matrix knows grows with its own rack, or with all in proportion, from
        where it rests.
        """
        if reading.key not in self._known:
            powers = self._powers
            grown = reading.actual - reading.at_rest
            row = np.zeros(powers.size)
            own = self._racks.get(reading.object_id)
            if own is not None:
                row[own] = grown / max(powers[own], 1.0)
            else:
                row[:] = grown / max(float(powers.sum()), 1.0)
            self._known[reading.key] = row
        return self._known[reading.key]

    def correct(self, powers_w: Array, trial: Trial) -> None:
        """Take in a solved hall, accepted or not."""
        step = powers_w - self._powers
        length = float(step @ step)
        if length <= 0.0:
            return
        before = self._trial.by_key()
        for reading in trial.readings:
            old = before.get(reading.key)
            if old is None or reading.key in self._linear:
                continue
            row = self.row(old)
            seen = reading.actual - old.actual
            self._known[reading.key] = row + (seen - row @ step) / length * step

    def measure(self, moved: NDArray[np.bool_]) -> Generator[Progress, None, None]:
        """Solve the hall once more for each rack that may change, and take what is seen.

        Args:
            moved: Racks that may change, shape (racks,).
        """
        step = MEASURED_SHARE * max(float(self._powers[moved].mean()), 1.0)
        for n in np.flatnonzero(moved):
            there = self._powers.copy()
            there[n] += step
            solved = yield from self._study.solve_at(list(there), 0.0)
            seen = solved.by_key()
            for reading in self._trial.readings:
                other = seen.get(reading.key)
                if other is not None and reading.key not in self._linear:
                    row = self.row(reading).copy()
                    row[n] = (other.actual - reading.actual) / step
                    self._known[reading.key] = row

    def move_to(self, powers_w: Array, trial: Trial) -> None:
        """Take an accepted hall as the point that steps start from."""
        self._powers, self._trial = powers_w, trial
