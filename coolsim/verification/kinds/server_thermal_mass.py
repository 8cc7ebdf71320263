"""Exhaust of a server whose inlet warms evenly: what its metal holds back.

The mass, effectiveness and location of the servers are measured; the course of the exhaust is the
published closed form of the model at these figures. We march the model in time.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Annotated, ClassVar

from pydantic import ConfigDict, Field, FiniteFloat

from coolsim.equipment.server import ServerMass, advance_metal_c, exhaust_c, steady_metal_c
from coolsim.verification.kinds.hall_geometry import PUBLISHED
from coolsim.verification.kinds.parts import Cells, Positive
from coolsim.verification.records import Case, Row, Solved

_RISE_K = 10.0
_INLET_C = 20.0
"""Any rise and first inlet do: the model is linear and rows are differences from both."""


@dataclass(frozen=True, slots=True)
class Setup:
    """Time steps up to each published instant."""

    steps: Cells = 60
    __pydantic_config__: ClassVar[ConfigDict] = PUBLISHED


@dataclass(frozen=True, slots=True)
class Server:
    """A measured server: airflow, mass, heat capacity, effectiveness, location of its power."""

    name: str
    Q_L_s: Positive
    M_kg: Positive
    cp: Positive
    effectiveness: Annotated[FiniteFloat, Field(gt=0.0, le=1.0)]
    lam: Annotated[FiniteFloat, Field(ge=0.0, le=1.0)]
    __pydantic_config__: ClassVar[ConfigDict] = PUBLISHED


@dataclass(frozen=True, slots=True)
class Instant:
    """Exhaust above the first inlet and the rise at a time after the ramp's beginning."""

    t_s: Positive
    dT: FiniteFloat
    __pydantic_config__: ClassVar[ConfigDict] = PUBLISHED


@dataclass(frozen=True, slots=True)
class Ramp:
    """An inlet that warms evenly before one of the servers; ``rho_cp`` is the air's [J/(m3 K)]."""

    server: str
    rho_cp: Positive
    ramp_K_s: FiniteFloat
    rise_above_initial_minus_dT_IT: Annotated[tuple[Instant, ...], Field(min_length=1)]
    __pydantic_config__: ClassVar[ConfigDict] = PUBLISHED


@dataclass(frozen=True, slots=True)
class Reference:
    """Measured servers, and the exhaust of one of them."""

    servers: Annotated[tuple[Server, ...], Field(min_length=1)]
    ramp_check: Ramp
    __pydantic_config__: ClassVar[ConfigDict] = PUBLISHED

    def __post_init__(self) -> None:
        if self.ramp_check.server not in {server.name for server in self.servers}:
            raise ValueError("ramp_check names a server that is not among the servers")


@dataclass(frozen=True, slots=True)
class Tolerance:
    """How far the exhaust may be off, in kelvin."""

    dT_abs: Positive = 1e-6
    __pydantic_config__: ClassVar[ConfigDict] = PUBLISHED


@dataclass(frozen=True, kw_only=True)
class ServerThermalMass(Case):
    """A case of this kind."""

    setup: Setup
    reference: Reference
    tolerance: Tolerance
    __pydantic_config__: ClassVar[ConfigDict] = PUBLISHED


def run(case: ServerThermalMass) -> tuple[Row, ...]:
    """The exhaust at every published instant."""
    ramp = case.reference.ramp_check
    (server,) = [one for one in case.reference.servers if one.name == ramp.server]
    rows = []
    for instant in ramp.rise_above_initial_minus_dT_IT:
        begin = time.perf_counter()
        ours = exhaust_rise_k(server, ramp, instant.t_s, case.setup.steps)
        about = Solved(time.perf_counter() - begin, f"{case.setup.steps} steps")
        quantity = f"{server.name}, exhaust after {instant.t_s:g} s"
        rows.append(case.row(quantity, ours, instant.dT, case.tolerance.dT_abs, about, "K"))
    return tuple(rows)


def exhaust_rise_k(server: Server, ramp: Ramp, seconds: float, steps: int) -> float:
    """Exhaust above the first inlet and the rise, marched from a steady state [K]."""
    mass = ServerMass(server.M_kg, server.cp, server.effectiveness, server.lam)
    rate = server.Q_L_s * 1e-3 * ramp.rho_cp
    metal, step = steady_metal_c(mass, _INLET_C, _RISE_K), seconds / steps
    inlet = _INLET_C
    for n in range(steps):
        inlet = _INLET_C + ramp.ramp_K_s * step * (n + 1)
        before = _INLET_C + ramp.ramp_K_s * step * n
        metal = advance_metal_c(mass, rate, metal, (before, inlet), _RISE_K, step)
    return exhaust_c(mass, metal, inlet, _RISE_K) - _INLET_C - _RISE_K
