"""The coolers' coils while a room is solved: a law that no active set may make singular.

A coil at its capacity, or one that idles, passes changes of its return on to its supply. If all
coils of an air circuit did so at once nothing would fix the temperature there, though the law
itself always has a solution. So while the flow runs a coil of every circuit holds, the others are
followed by their last return temperature, and the final flow is settled from coils that hold.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from coolsim.air.case import Devices
from coolsim.equipment.coil import CoilState
from solvers.exchange import Exchange
from solvers.flow import DeviceUpdate
from solvers.grid import Array

Flags = NDArray[np.bool_]
FOLLOWING = 0.9
"""Share of a change of the return that a coil off its set point passes on within a step: below one
the system stays regular, and the rest follows in the next step."""
_SETTLED_K = 1e-6
"""Difference between the supply solved with and the coil's own that counts as none [K]."""


class CoilController:
    """Keeps the devices' behaviour in step with the coils' return temperatures.

    Args:
        devices: The machines of the hall.
    """

    def __init__(self, devices: Devices) -> None:
        self.devices = devices
        self._weights = devices.return_weights()
        self._set_point = devices.supply_set_points_c
        self._gain: Array = np.zeros(self._set_point.size)
        self._offset: Array = self._set_point.copy()
        self._holding: Flags = np.ones(self._set_point.size, dtype=bool)
        self._supplied: list[Array] | None = None
        coolers = devices.scene.coolers
        self._on_water: Flags = np.array([c.coil is not None for c in coolers], dtype=bool)
        self._full_share = np.array(
            [1.0 if c.coil is None else 1.0 - c.coil.effectiveness for c in coolers]
        )

    def start(self) -> Exchange:
        """The devices with every coil at its set point."""
        coils = (
            CoilState("holding", float(set_point), 0.0)
            for set_point in self.devices.supply_set_points_c
        )
        return self.devices.exchange(tuple(coils))

    def use(self, devices: Devices, exchange: Exchange) -> Exchange:
        """Go on with other flows or set points of the same machines.

        Coils that hold take their new set point at once; the others stay as they are until
        followed again.
        """
        offset = np.where(
            self._offset == self._set_point, devices.supply_set_points_c, self._offset
        )
        self.devices, self._set_point = devices, devices.supply_set_points_c
        flowing = replace(
            exchange, intake_flow=devices.intake_flow, discharge_flow=devices.discharge_flow
        )
        return self._changed(flowing, self._gain, offset)

    def follow(self, intake_means: Array, exchange: Exchange) -> Exchange:
        """The exchange for the next step; the same object while every coil holds its set point."""
        returns = self._weights @ intake_means
        if self._supplied is not None:
            self._supplied.append(self.supply(intake_means))
        supply = np.array([c.supply_temperature_c for c in self.devices.coils(intake_means)])
        holding = self._made_to_hold(np.abs(supply - self._set_point))
        before, self._holding = self._holding, holding
        if holding.all() and before.all():
            return exchange
        supply = np.where(holding, self._set_point, supply)
        # a coil that has just changed moves by plain repetition, so that two cannot play ping-pong
        follows = ~holding & ~before & (self._supplied is None)
        gain = np.where(follows, np.minimum(FOLLOWING, self._full_share), 0.0)
        return self._changed(exchange, gain, supply - gain * returns)

    def _made_to_hold(self, off_k: Array) -> Flags:
        """Coils that hold: those that do, and in a circuit of none the one nearest to it.

        When the others are at their capacity what is left of the heat is less than its own, so
        that it then holds by its own law.

        Args:
            off_k: How far each coil's supply is off its set point [K].
        """
        holding = off_k == 0.0
        circuit = self.devices.cooler_circuit
        # a coil on its water draws its supply towards the water: it fixes a temperature itself
        for lacking in np.setdiff1d(circuit, circuit[holding | self._on_water]):
            holding[np.argmin(np.where(circuit == lacking, off_k, np.inf))] = True
        return np.asarray(holding)

    def supply(self, intake_means: Array) -> Array:
        """Supply temperature of each cooler by the behaviour solved with [deg C]."""
        return np.asarray(self._gain * (self._weights @ intake_means) + self._offset)

    def start_window(self) -> None:
        """Remember from here on what each coil supplies."""
        self._supplied = []

    def window_coils(self, intake_means: Array) -> tuple[CoilState, ...]:
        """The coils' mean state since :meth:`start_window`.

        Args:
            intake_means: Mean intake temperatures over the same steps [deg C].
        """
        if not self._supplied:
            return self.devices.coils(intake_means)
        supply = np.mean(self._supplied, axis=0)
        returns = self._weights @ intake_means
        rates = self.devices.capacity_rates_w_k()
        return tuple(
            CoilState(
                "holding" if abs(s - t) < _SETTLED_K else "saturated" if s > t else "idle",
                float(s),
                float(rate * (r - s)),
            )
            for s, t, r, rate in zip(supply, self._set_point, returns, rates, strict=True)
        )

    def settling(self) -> DeviceUpdate:
        """Updates that end at the coils' own law, to be called until nothing changes."""
        return _Settling(self)

    @property
    def on_water(self) -> Flags:
        """Coils whose water is solved: at their limit they follow it, not their capacity."""
        return self._on_water

    @property
    def holding(self) -> Flags:
        """Coils that held their set point when last followed."""
        return self._holding

    def off_set_point(self, exchange: Exchange, idle: Flags, full: Flags) -> Exchange:
        """The exchange with some coils idle or at their capacity, the others at the set point."""
        rates = self.devices.capacity_rates_w_k()
        coolers = self.devices.scene.coolers
        laws = [
            c.full_law(float(rate)) or (1.0, 0.0) for c, rate in zip(coolers, rates, strict=True)
        ]
        share, rest = np.array(laws).reshape(-1, 2).T
        gain = np.where(full, share, np.where(idle, 1.0, 0.0))
        offset = np.where(full, rest, np.where(idle, 0.0, self._set_point))
        return self._changed(exchange, gain, offset)

    def _changed(self, exchange: Exchange, gain: Array, offset: Array) -> Exchange:
        self._gain, self._offset = gain, offset
        return exchange.with_devices(*self.devices.linear_behaviour(gain, offset))


class _Settling:
    """Finds which coils idle and which are at their capacity on a flow that stands still.

    Tried first is what the running flow showed. Failing that, all coils hold; then those beyond
    their capacity let go until none is, and only then those that would have to heat idle, and the
    first part begins anew. Each set found so fixes the temperature in every circuit, and supplies
    only rise in the first part and only fall from one second part to the next, so the search ends:
    it is policy iteration on a monotone law (Howard 1960; with two kinds of choice, Hoffman and
    Karp, *Management Science* 12 (1966) 359-370).
    """

    def __init__(self, controller: CoilController) -> None:
        self._controller = controller
        size = controller.holding.size
        self._idle = np.zeros(size, dtype=bool)
        self._full = np.zeros(size, dtype=bool)
        self._stage: Literal["begin", "guess", "search"] = "begin"

    def __call__(self, intake_means: Array, exchange: Exchange) -> Exchange:
        controller = self._controller
        coils = controller.devices.coils(intake_means)
        needs_idle = np.array([coil.mode == "idle" for coil in coils], dtype=bool)
        needs_full = np.array([coil.mode == "saturated" for coil in coils], dtype=bool)
        if self._stage == "begin":
            self._stage = "guess" if self._is_regular(needs_idle | needs_full) else "search"
            if self._stage == "guess":
                self._idle, self._full = needs_idle, needs_full
            return controller.off_set_point(exchange, self._idle, self._full)
        law = np.array([coil.supply_temperature_c for coil in coils])
        if np.all(np.abs(law - controller.supply(intake_means)) < _SETTLED_K):
            return exchange
        if self._stage == "guess":
            self._stage = "search"
            self._idle, self._full = np.zeros_like(self._idle), np.zeros_like(self._full)
            return controller.off_set_point(exchange, self._idle, self._full)
        holding = ~(self._idle | self._full)
        if np.any(holding & needs_full):
            self._full = self._full | (holding & needs_full)
        elif np.any(holding & needs_idle):
            self._idle = self._idle | (holding & needs_idle)
            self._full = np.zeros_like(self._full)
        else:
            return exchange
        return controller.off_set_point(exchange, self._idle, self._full)

    def _is_regular(self, off: Flags) -> bool:
        """Whether a coil holds its set point in every circuit that has one."""
        controller = self._controller
        circuit = controller.devices.cooler_circuit
        return bool(np.isin(circuit, circuit[~off | controller.on_water]).all())
