"""Air inside server cabinets: a network of orifices with buoyancy, solved for many at once.

Every height band of a cabinet has four nodes, cold aisle, front plenum, rear plenum, hot aisle.
Doors join aisles and plenums, the servers' fans move a given flow from front plenum to rear plenum,
leaks lead back, neighbouring bands are open to each other in both plenums, and a leak in the roof
leads from the highest rear plenum to the air above. Every passage costs ``dp = (q / c)^2``; what
drives it besides pressure is the weight of the columns of air.

The flows are found by the global gradient method of Todini & Pilati, *A gradient algorithm for the
analysis of pipe networks*, Computer Applications in Water Supply 1 (1988), which conserves volume
at every iteration; temperatures of the plenums follow by perfect mixing in every node.

Pressures are told over those of still air at a reference temperature, as in the room, so that a
column of air weighs what its own temperature differs. What the aisles do is given band by band:
air that rises or strikes a door does not weigh on what is below it as still air would.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from coolsim.equipment.cabinet import GRAVITY
from coolsim.equipment.cabinet_balance import balance_flows
from coolsim.equipment.cabinet_kernels import mix_fronts, mix_plenums
from solvers.exchange import Index
from solvers.grid import Array


@dataclass(frozen=True, slots=True)
class Cabinets:
    """Cabinets side by side: bands ``start[r]`` to ``start[r + 1]`` belong to cabinet ``r``.

    Conductances are ``c = q / sqrt(dp)`` [m3/(s Pa^0.5)]; zero for a passage that is shut.

    Attributes:
        start: First band of each cabinet, shape (cabinets + 1,).
        front, rear, leak: Of each band's doors, and of its leak between the plenums.
        up_front, up_rear: Of the way to the next band above; zero at the highest.
        step_m: Height from a band's middle to the next one's; at the highest to the roof [m].
        top: Of the leak in each cabinet's roof, shape (cabinets,).
    """

    start: Index
    front: Array
    rear: Array
    leak: Array
    up_front: Array
    up_rear: Array
    step_m: Array
    top: Array


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What stands around the cabinets and what their servers do.

    Attributes:
        front_c, rear_c: Air before and behind each band, shape (bands,) [deg C].
        above_c: Air above each cabinet, shape (cabinets,) [deg C].
        front_pa, rear_pa: Pressure before and behind each band, over that of still air at
            ``reference_c`` at the same height and a level common to a cabinet [Pa].
        fan_m3_s: Flow of each band's servers [m3/s].
        power_w: Their heat [W].
        density_kg_m3: Of the air.
        heat_rate_j_m3_k: Density times heat capacity.
        expansion_1_k: Thermal expansion.
        reference_c: Temperature of the still air that pressures are told against [deg C].
    """

    front_c: Array
    rear_c: Array
    above_c: Array
    front_pa: Array
    rear_pa: Array
    fan_m3_s: Array
    power_w: Array
    density_kg_m3: float
    heat_rate_j_m3_k: float
    expansion_1_k: float
    reference_c: float


@dataclass(frozen=True, slots=True)
class CabinetFlows:
    """Flow of every passage [m3/s].

    Attributes:
        front: Cold aisle to front plenum; ``rear``: rear plenum to hot aisle.
        leak: Rear plenum back to front plenum.
        up_front, up_rear: To the next band above.
        fan: Through the servers.
        top: Rear plenum to the air above, shape (cabinets,).
    """

    front: Array
    rear: Array
    leak: Array
    up_front: Array
    up_rear: Array
    fan: Array
    top: Array


def still(cabinets: Cabinets, fan_m3_s: Array) -> CabinetFlows:
    """Flows to begin with: what the servers draw comes through the doors.

    Args:
        cabinets: The cabinets.
        fan_m3_s: Flow of each band's servers [m3/s].
    """
    zero = np.zeros(fan_m3_s.size)
    return CabinetFlows(
        front=fan_m3_s.copy(),
        rear=fan_m3_s.copy(),
        leak=zero.copy(),
        up_front=zero.copy(),
        up_rear=zero.copy(),
        fan=fan_m3_s.copy(),
        top=np.zeros(cabinets.top.size),
    )


def cabinet_flows(
    cabinets: Cabinets, around: Surroundings, begin: CabinetFlows
) -> tuple[CabinetFlows, float]:
    """The steady flows of all cabinets.

    Worked number: one band, 0.9 m3/s through doors of 1.2 m2 and K = 1.50 each, leak 0.1213 m2 with
    C_d 0.65, all air alike, 1.2 kg/m3: 0.0920 m3/s leak back, 10 %.

    Args:
        cabinets: The cabinets.
        around: Air around them, and their servers.
        begin: Flows to start from.

    Returns:
        The flows, and the largest change of the last iteration over the cabinet's largest flow:
        above ``1e-9`` where a cabinet did not settle [-].
    """
    flows = CabinetFlows(
        front=begin.front.copy(),
        rear=begin.rear.copy(),
        leak=begin.leak.copy(),
        up_front=begin.up_front.copy(),
        up_rear=begin.up_rear.copy(),
        fan=around.fan_m3_s.copy(),
        top=begin.top.copy(),
    )
    change = balance_flows(
        cabinets.start,
        cabinets.front,
        cabinets.rear,
        cabinets.leak,
        cabinets.up_front,
        cabinets.up_rear,
        cabinets.step_m,
        cabinets.top,
        around.front_c,
        around.rear_c,
        around.above_c,
        around.front_pa,
        around.rear_pa,
        around.power_w / around.heat_rate_j_m3_k,
        around.reference_c,
        around.density_kg_m3 * GRAVITY * around.expansion_1_k,
        flows.front,
        flows.rear,
        flows.leak,
        flows.up_front,
        flows.up_rear,
        flows.fan,
        flows.top,
    )
    return flows, float(change)


def still_columns_pa(
    cabinets: Cabinets, air_c: Array, reference_c: float, weight_pa_m_k: float
) -> Array:
    """Pressure beside each band where the air there stands still, shape (bands,) [Pa].

    Over that of air at the reference temperature, with the mean of a cabinet zero. Worked number:
    two bands 1 m apart at 30 C, reference 20 C, 0.04 Pa/(m K): -0.2 and 0.2 Pa.

    Args:
        cabinets: The cabinets.
        air_c: Air beside each band, shape (bands,) [deg C].
        reference_c: Reference temperature [deg C].
        weight_pa_m_k: Density times gravity times thermal expansion.
    """
    out = np.zeros(air_c.size)
    above = air_c - reference_c
    for first, end in pairwise(cabinets.start):
        between = above[first : end - 1] + above[first + 1 : end]
        rises = 0.5 * weight_pa_m_k * cabinets.step_m[first : end - 1] * between
        column = np.concatenate([[0.0], np.cumsum(rises)])
        out[first:end] = column - column.mean()
    return out


def plenum_mixing(cabinets: Cabinets, flows: CabinetFlows, heat_rate_j_m3_k: float) -> Array:
    """How the plenums of all cabinets mix what flows into them.

    Every node is mixed perfectly: sum of inflow times its temperature, plus heat. A node without
    any inflow has the temperature of the aisle it faces.

    Args:
        cabinets: The cabinets.
        flows: Their flows.
        heat_rate_j_m3_k: Density times heat capacity of the air.

    Returns:
        Coefficients of the plenums' temperatures. Rows stand cabinet by cabinet, its front plenums
        from the floor up, then its rear ones; the entries of a row stand one after the other: air
        before its bands, behind its bands, above the cabinet (each a share, together one), then the
        rise by the power of its bands [K/W].
    """
    bands = np.diff(cabinets.start)
    values = np.zeros(int(np.sum(2 * bands * (3 * bands + 1))))
    mix_plenums(
        cabinets.start, flows.front, flows.rear, flows.leak, flows.up_front, flows.up_rear,
        flows.fan, flows.top, 1.0 / heat_rate_j_m3_k, values,
    )  # fmt: skip
    return values


def front_mixing(cabinets: Cabinets, flows: CabinetFlows) -> tuple[Array, Array]:
    """Where the air in the front plenums came from last: the aisle, or the rear plenum.

    Args:
        cabinets: The cabinets.
        flows: Their flows.

    Returns:
        Share of the air before each band of the cabinet, and of the rear plenum of each, in the
        front plenum of each: square blocks, cabinet by cabinet, row after row [-].
    """
    size = int(np.sum(np.diff(cabinets.start) ** 2))
    aisle, rear = np.zeros(size), np.zeros(size)
    mix_fronts(cabinets.start, flows.front, flows.leak, flows.up_front, aisle, rear)
    return aisle, rear
