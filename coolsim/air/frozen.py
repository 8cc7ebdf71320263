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

from coolsim.air.case import Devices
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
        blown = _blown_by_racks(devices)
        own = eye(devices.discharge_flow.size, format="csr")[blown]
        shares = response.response.matrix(csr_matrix(vstack([own, response.cooler_origin])))
        holding = tuple(CoilState("holding", float(t), 0.0) for t in devices.supply_set_points_c)
        passing = devices.behaviour(holding)[0][blown]
        inlets, self._returns = devices.inlet_shares(), devices.return_weights()
        # intakes that no device heeds at this flow need no row of the system
        heeded = np.unique(
            np.concatenate([m.indices[m.data != 0.0] for m in (passing, inlets, self._returns)])
        )
        air = shares.air[heeded]
        returned = np.asarray((passing[:, heeded].T @ air[:, : blown.size].T).T)
        sources = np.column_stack([air, shares.undischarged[heeded]])
        solved = np.linalg.solve(np.eye(heeded.size) - returned, sources)
        rises = devices.discharge_rises_k_w()[blown]
        by_power = np.asarray((rises.T @ solved[:, : blown.size].T).T)
        by_supply = solved[:, blown.size : -1]
        plain = solved[:, -1] + solved[:, : blown.size] @ devices.door_offsets_k()[blown]
        inlets, returns = inlets[:, heeded], self._returns[:, heeded]
        self._inlet_by_power = np.asarray(inlets @ by_power + devices.inlet_rises_k_w())
        self._inlet_by_supply = np.asarray(inlets @ by_supply)
        self._inlet_plain = np.asarray(inlets @ plain)
        self._return_by_power = np.asarray(returns @ by_power)
        self._return_by_supply = np.asarray(returns @ by_supply)
        self._return_plain = np.asarray(returns @ plain)
        self._coolers = devices.scene.coolers
        self._occupied = _occupied(devices.band_flow_m3_s, devices.geometry.rack_start)

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
            racks = np.array(
                [
                    share * band.air_share
                    for rack, power in zip(scene.racks, powers_w, strict=True)
                    for band, share in zip(rack.bands, rack.band_powers(power), strict=True)
                ]
            )
            wanted = np.concatenate([racks, wanted[racks.size :]])
        if set_points_c is None:
            set_points_c = [float(t) for t in self._devices.supply_set_points_c]
        plain = self._return_by_power @ wanted + self._return_plain
        coils = self._coils(plain, np.asarray(set_points_c, dtype=float))
        supply = np.array([coil.supply_temperature_c for coil in coils])
        inlets = self._inlet_by_power @ wanted + self._inlet_plain + self._inlet_by_supply @ supply
        bands = np.where(self._occupied, inlets, -np.inf)
        warmest = [
            bands[start:end].max() if start < end else np.nan
            for start, end in pairwise(geometry.rack_start[: len(scene.racks) + 1])
        ]
        return FrozenInlets(
            tuple(rack.id for rack in scene.racks), tuple(float(t) for t in warmest), coils
        )

    def power_slopes(self, temperatures_c: Sequence[float]) -> tuple[Array, Array]:
        """How inlets and cooler returns rise with rack powers, coils holding their set points.

        Args:
            temperatures_c: Inlet of every band that draws air, as solved [deg C].

        Returns:
            Rise of the inlet of each rack's warmest occupied band, shape (racks, racks), and of
            each cooler's return, shape (coolers, racks) [K/W].
        """
        scene, geometry = self._devices.scene, self._devices.geometry
        shares = np.zeros((self._devices.band_power_w.size, len(scene.racks)))
        row = 0
        for n, rack in enumerate(scene.racks):
            for band, share in zip(rack.bands, rack.band_powers(1.0), strict=True):
                shares[row, n] = share * band.air_share
                row += 1
        bands = self._inlet_by_power @ shares
        solved = np.where(self._occupied, np.asarray(temperatures_c, dtype=float), -np.inf)
        inlets = np.zeros((len(scene.racks), len(scene.racks)))
        starts = geometry.rack_start[: len(scene.racks) + 1]
        for n, (start, end) in enumerate(pairwise(starts)):
            if start < end:
                inlets[n] = bands[start + int(np.argmax(solved[start:end]))]
        return inlets, np.asarray(self._return_by_power @ shares)

    def _coils(self, plain: Array, set_points_c: Array) -> tuple[CoilState, ...]:
        """What the coolers do; ``plain`` is their return without any supply [deg C].

        First all hold their set points; then those beyond their capacity let go until none is, and
        only then those that would have to heat idle, and the first part begins anew. The law is
        monotone, so the search ends (policy iteration), and never passes a state in which nothing
        holds the level of the temperatures unless there is more heat than capacity.
        """
        devices = self._devices
        rates = devices.capacity_rates_w_k()
        counted = [c.capacity.value if devices.capacity_counts else None for c in self._coolers]
        laws = [
            (c.full_law(float(rate)) if devices.capacity_counts else None) or (1.0, 0.0)
            for c, rate in zip(self._coolers, rates, strict=True)
        ]
        share, rest = np.array(laws).reshape(-1, 2).T
        idle, full = np.zeros(rates.size, dtype=bool), np.zeros(rates.size, dtype=bool)
        for _ in range(rates.size**2 + 2):
            off = idle | full
            passed = np.where(full, share, np.where(idle, 1.0, 0.0))
            system = np.eye(rates.size) - passed[:, None] * self._return_by_supply
            # with every coil at its limit nothing holds the level of the temperatures
            if np.linalg.cond(system) > _SINGULAR:
                break
            offset = np.where(full, share * plain + rest, np.where(idle, plain, set_points_c))
            supply = np.linalg.solve(system, offset)
            returns = plain + self._return_by_supply @ supply
            coils = tuple(
                supply_controlled(
                    float(returned),
                    float(wanted),
                    float(rate),
                    capacity,
                    coldest_c=None if c.coil is None else law[0] * float(returned) + law[1],
                )
                for c, returned, wanted, rate, capacity, law in zip(
                    self._coolers, returns, set_points_c, rates, counted, laws, strict=True
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


def _blown_by_racks(devices: Devices) -> NDArray[np.int64]:
    """Discharges of racks that matter: those at the rear, and the cabinets' others that blow."""
    discharges, _ = devices.rack_discharges()
    bands = devices.band_power_w.size
    further = discharges[bands:]
    return np.concatenate([discharges[:bands], further[devices.discharge_flow[further] > 0.0]])


def _occupied(flow: NDArray[np.floating[Any]], starts: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Bands that count for their rack's inlet: those with air, all of a rack without any."""
    occupied = flow > 0.0
    for start, end in pairwise(starts):
        if not occupied[start:end].any():
            occupied[start:end] = True
    return occupied
