"""A solved room: what results are made from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from coolsim.air.case import Devices
from coolsim.equipment.coil import CoilState
from coolsim.results.records import Status
from solvers.flow import FlowState
from solvers.grid import Array
from solvers.heat import SparseHeat
from solvers.momentum import Velocity, cell_velocity


@dataclass(frozen=True, slots=True)
class AirSolution:
    """A solved room: what results are made from.

    Attributes:
        devices, coils: The machines and what the coolers do.
        intake_means: Mean temperature of every intake [deg C].
        outlet_means: Temperature of every discharge [deg C].
        status, status_note, wander_k: How the solve ended.
        steps: Flow steps done.
        history: Change of the worst inlet over ten steps, step by step [K].
        state: The fields, for a warm start.
        flux: Face fluxes, openings included [m/s].
        assembled: Gives :attr:`sparse`.
        linear_residual: Its residual [-].
        envelope_w: Heat that enters through walls, roof and floor [W].
        mass_fraction: Largest cell imbalance over the supply [-].
        with_equation: Cells whose temperature is solved, padded.
    """

    devices: Devices
    coils: tuple[CoilState, ...]
    intake_means: Array
    outlet_means: Array
    status: Status
    status_note: str
    wander_k: float
    steps: int
    history: tuple[float, ...]
    state: FlowState
    flux: Velocity
    assembled: Callable[[], SparseHeat]
    linear_residual: float
    envelope_w: float
    mass_fraction: float
    with_equation: NDArray[np.bool_]

    @property
    def sparse(self) -> SparseHeat:
        """The temperature system; of a preview as long as its room has not gone on."""
        return self.assembled()

    def temperature_c(self) -> Array:
        """Temperature of the cells, shape of the grid [deg C].

        NaN where there is no air, and where nothing sets a level: air that no cooler supplies and
        no wall warms has no steady temperature.
        """
        known = self.with_equation.copy()
        if not self.devices.scene.envelope:
            label = self.devices.geometry.spaces.label
            known &= np.where(label >= 0, self.devices.fed[label], False)
        field = np.where(known, self.state.temperature, np.nan)
        return np.asarray(field[1:-1, 1:-1, 1:-1])

    def velocity_m_s(self) -> Array:
        """Cell-centred velocity, shape (3, nx, ny, nz) [m/s]."""
        return cell_velocity(self.devices.geometry.openness.grid, self.flux)
