"""Servers in time: metal that takes up heat between inlet and exhaust.

Source: VanGilder, Healey, Pardey & Zhang, *A compact server model for transient data center
simulations*, ASHRAE Transactions 119(2) (2013). A server is one lump of metal with one temperature;
it exchanges heat with the air as a heat exchanger of known effectiveness. In a steady state the
lump takes no heat, and the exhaust is the inlet plus power over the air's capacity rate.
"""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ServerMass:
    """The metal of a server.

    Attributes:
        mass_kg: Its mass.
        heat_capacity_j_kg_k: Its heat capacity.
        effectiveness: Conductance between metal and air over the air's capacity rate [-].
        location: Where along the air's way the power is released, as seen by the metal: the share
            of the air's rise that the metal has in a steady state [-].
    """

    mass_kg: float
    heat_capacity_j_kg_k: float
    effectiveness: float
    location: float

    @property
    def capacity_j_k(self) -> float:
        """Heat that warms the metal by one kelvin [J/K]."""
        return self.mass_kg * self.heat_capacity_j_kg_k


def air_time_constant_s(server: ServerMass, capacity_rate_w_k: float) -> float:
    """Heat capacity of the metal over the capacity rate of the air [s].

    Worked number: 9.9 kg of 480 J/(kg K) in 0.017 m3/s of 1206 J/(m3 K): 231.8 s.

    Args:
        server: The metal.
        capacity_rate_w_k: Mass flow times heat capacity of the air [W/K].
    """
    return server.capacity_j_k / capacity_rate_w_k


def metal_time_constant_s(server: ServerMass, capacity_rate_w_k: float) -> float:
    """Time in which the metal goes 63 % of its way to a new temperature [s].

    Worked number: as for :func:`air_time_constant_s` with an effectiveness of 0.81: 286.1 s.

    Args:
        server: The metal.
        capacity_rate_w_k: Mass flow times heat capacity of the air [W/K].
    """
    return air_time_constant_s(server, capacity_rate_w_k) / server.effectiveness


def steady_metal_c(server: ServerMass, inlet_c: float, rise_k: float) -> float:
    """Temperature of the metal in a steady state [deg C].

    Args:
        server: The metal.
        inlet_c: Air entering [deg C].
        rise_k: Power over the air's capacity rate [K].
    """
    return inlet_c + server.location * rise_k


def exhaust_c(server: ServerMass, metal_c: float, inlet_c: float, rise_k: float) -> float:
    """Air leaving the server: inlet and rise, less what the metal takes up [deg C].

    Worked number: metal at 20 C, air at 30 C with a rise of 10 K, effectiveness 0.8, location 0:
    32 C.

    Args:
        server: The metal.
        metal_c: Temperature of the metal [deg C].
        inlet_c: Air entering [deg C].
        rise_k: Power over the air's capacity rate [K].
    """
    taken = server.effectiveness * (steady_metal_c(server, inlet_c, rise_k) - metal_c)
    return inlet_c + rise_k - taken


def advance_metal_c(
    server: ServerMass,
    capacity_rate_w_k: float,
    metal_c: float,
    inlet_c: tuple[float, float],
    rise_k: float,
    seconds: float,
) -> float:
    """Temperature of the metal after some time; exact for an inlet that changes evenly [deg C].

    Worked number: metal and air at 20 C, the air then at 30 C for one time constant: 26.32 C.

    Args:
        server: The metal.
        capacity_rate_w_k: Mass flow times heat capacity of the air [W/K].
        metal_c: Temperature of the metal at the beginning [deg C].
        inlet_c: Air entering at the beginning and at the end [deg C].
        rise_k: Power over the air's capacity rate [K].
        seconds: How long [s].
    """
    constant = metal_time_constant_s(server, capacity_rate_w_k)
    slope = (inlet_c[1] - inlet_c[0]) / seconds
    left = math.exp(-seconds / constant)
    begin = steady_metal_c(server, inlet_c[0], rise_k)
    even = begin + slope * (seconds - constant * (1.0 - left))
    return even + (metal_c - begin) * left
