"""Rack inlets at other powers and set points while the air moves as it was solved.

The answer to an edit within milliseconds, and exact only for that: buoyancy, and fans that follow
the power, would change the flow. Whoever shows it says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, eye, vstack

from coolsim.air.response import AirResponse
from coolsim.equipment.coil import CoilState, supply_controlled
from coolsim.errors import SolveError

Array = NDArray[np.float64]

NOTE = (
    "Airflows as solved: buoyancy and fans that follow the power would change them; "
    "re-solve to know."
)
_SINGULAR = 1e8
"""Condition number beyond which supply temperatures are not determined [-]."""


@dataclass(frozen=True, slots=True)
class FrozenInlets:
    """Rack inlets at frozen flow.

    Attributes:
        rack_ids: The racks, in the scene's order.
        inlet_temperature_c: Inlet of each rack's warmest occupied band [deg C].
        coils: What each cooler does.
        flow: Always ``frozen``.
        note: What that means.
    """

    rack_ids: tuple[str, ...]
    inlet_temperature_c: tuple[float, ...]
    coils: tuple[CoilState, ...]
    flow: str = "frozen"
    note: str = NOTE


class FrozenHall:
    """A solved room that answers edits of powers and set points at frozen flow.

    The set-up finds the whole response matrix; each edit is then one product and a system of the
    size of the coolers.

    Args:
        response: Tracers on the room's flow.
    """

    def __init__(self, response: AirResponse) -> None:
        devices = self._devices = response.devices
        bands = devices.band_power_w.size
        own = eye(bands, devices.discharge_flow.size, format="csr")
        shares = response.response.matrix(csr_matrix(vstack([own, response.cooler_origin])))
        holding = tuple(CoilState("holding", float(t), 0.0) for t in devices.supply_set_points_c)
        passing, _ = devices.behaviour(holding)
        returned = np.asarray((passing[:bands].T @ shares.air[:, :bands].T).T)
        sources = np.column_stack([shares.air, shares.undischarged])
        solved = np.linalg.solve(np.eye(shares.heat.size) - returned, sources)
        self._by_rise = np.ascontiguousarray(solved[:, :bands])
        self._by_supply = np.ascontiguousarray(solved[:, bands:-1])
        self._undischarged = solved[:, -1]
        self._coolers = devices.scene.coolers
        self._returns = devices.return_weights()
        self._return_by_supply = np.asarray(self._returns @ self._by_supply)
        flow = devices.intake_flow[:bands]
        rate = devices.heat_rate_j_m3_k * flow
        self._rise_per_w = np.divide(1.0, rate, out=np.zeros(bands), where=flow > 0.0)
        self._occupied = _occupied(flow, devices.geometry.rack_start)

    def inlets(
        self,
        powers_w: Sequence[float] | None = None,
        set_points_c: Sequence[float] | None = None,
    ) -> FrozenInlets:
        """Rack inlets at other powers and set points.

        Args:
            powers_w: Power of each rack [W]; ``None`` keeps those solved.
            set_points_c: Supply set point of each cooler [deg C]; ``None`` keeps those solved.

        Raises:
            SolveError: If the coolers cannot take the heat, so that no temperature is steady.
        """
        scene, geometry = self._devices.scene, self._devices.geometry
        wanted = self._devices.band_power_w
        if powers_w is not None:
            wanted = np.array(
                [
                    band
                    for rack, power in zip(scene.racks, powers_w, strict=True)
                    for band in rack.band_powers(power)
                ]
            )
        if set_points_c is None:
            set_points_c = [float(t) for t in self._devices.supply_set_points_c]
        without_supply = self._by_rise @ (self._rise_per_w * wanted) + self._undischarged
        coils = self._coils(without_supply, np.asarray(set_points_c, dtype=float))
        supply = np.array([coil.supply_temperature_c for coil in coils])
        means = without_supply + self._by_supply @ supply
        bands = np.where(self._occupied, means[: self._occupied.size], -np.inf)
        inlets = np.maximum.reduceat(bands, geometry.rack_start[:-1]) if scene.racks else bands
        return FrozenInlets(
            tuple(rack.id for rack in scene.racks), tuple(float(t) for t in inlets), coils
        )

    def _coils(self, without_supply: Array, set_points_c: Array) -> tuple[CoilState, ...]:
        """What the coolers do.

        First all hold their set points; then those beyond their capacity let go until none is, and
        only then those that would have to heat idle, and the first part begins anew. The law is
        monotone, so the search ends (policy iteration), and never passes a state in which nothing
        holds the level of the temperatures unless there is more heat than capacity.
        """
        devices = self._devices
        rates = devices.capacity_rates_w_k()
        plain = np.asarray(self._returns @ without_supply)
        counted = [c.capacity.value if devices.capacity_counts else None for c in self._coolers]
        drop = np.array([capacity or 0.0 for capacity in counted]) / rates
        idle, full = np.zeros(rates.size, dtype=bool), np.zeros(rates.size, dtype=bool)
        for _ in range(rates.size**2 + 2):
            off = idle | full
            system = np.eye(rates.size) - off[:, None] * self._return_by_supply
            # with every coil at its limit nothing holds the level of the temperatures
            if np.linalg.cond(system) > _SINGULAR:
                break
            offset = np.where(full, plain - drop, np.where(idle, plain, set_points_c))
            supply = np.linalg.solve(system, offset)
            returns = plain + self._return_by_supply @ supply
            coils = tuple(
                supply_controlled(float(returned), float(wanted), float(rate), capacity)
                for returned, wanted, rate, capacity in zip(
                    returns, set_points_c, rates, counted, strict=True
                )
            )
            needs_full = np.array([coil.mode == "saturated" for coil in coils]) & ~off
            needs_idle = np.array([coil.mode == "idle" for coil in coils]) & ~off
            if needs_full.any():
                full = full | needs_full
            elif needs_idle.any():
                idle, full = idle | needs_idle, np.zeros_like(full)
            else:
                return coils
        raise SolveError(
            "the coolers cannot take the heat at these powers and set points.",
            where="coolers",
            remedy="Add cooling capacity, or lower the load.",
        )


def _occupied(flow: NDArray[np.floating[Any]], starts: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Bands that count for their rack's inlet: those with air, all of a rack without any."""
    occupied = flow > 0.0
    for start, end in pairwise(starts):
        if not occupied[start:end].any():
            occupied[start:end] = True
    return occupied
