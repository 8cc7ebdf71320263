"""Set-up, reference and tolerance of conduction cases."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar

from pydantic import ConfigDict, Field, FiniteFloat

from coolsim.verification.kinds.parts import Cells, Positive, Steps
from coolsim.verification.records import STRICT

Compared = tuple[str, float, float, str]
"""Quantity, ours, published, unit."""


@dataclass(frozen=True, slots=True)
class Setup:
    """Cells along a side; time steps of each transient."""

    cells: Cells = 64
    steps: Steps = 400
    __pydantic_config__: ClassVar[ConfigDict] = STRICT


@dataclass(frozen=True, slots=True)
class Slab:
    """Uniform source [W/m3] in a slab of thickness ``L_m`` between walls; temperature inside."""

    q_W_m3: Positive
    L_m: Positive
    k: Positive
    T_wall_both_sides_C: FiniteFloat
    T_mid_C: FiniteFloat
    __pydantic_config__: ClassVar[ConfigDict] = STRICT


@dataclass(frozen=True, slots=True)
class Cylinder:
    """Shell between two radii [m] at two temperatures; heat per length, and a point inside."""

    r1: Positive
    r2: Positive
    k: Positive
    T1: FiniteFloat
    T2: FiniteFloat
    q_per_m_W: FiniteFloat
    T_at_r0_035: FiniteFloat
    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    def __post_init__(self) -> None:
        if not self.r1 < 0.035 < self.r2:
            raise ValueError("r1 and r2 must enclose 0.035 m, where a temperature is given")


@dataclass(frozen=True, slots=True)
class Fin:
    """Straight fin of thickness ``t`` and length ``Lf`` with an adiabatic tip."""

    k: Positive
    t: Positive
    Lf: Positive
    h: Positive
    base_minus_inf: Positive
    eta: Positive
    tip_minus_inf: Positive
    __pydantic_config__: ClassVar[ConfigDict] = STRICT


@dataclass(frozen=True, slots=True)
class Composite:
    """Layers (thickness [m], conductivity) between two films; thermal transmittance."""

    layers: Annotated[tuple[tuple[Positive, Positive], ...], Field(min_length=1)]
    h_in: Positive
    h_out: Positive
    U: Positive
    __pydantic_config__: ClassVar[ConfigDict] = STRICT


@dataclass(frozen=True, slots=True)
class PlanePoint:
    """A temperature at a place in the unit square."""

    x: Annotated[FiniteFloat, Field(gt=0.0, lt=1.0)]
    y: Annotated[FiniteFloat, Field(gt=0.0, lt=1.0)]
    T: FiniteFloat
    __pydantic_config__: ClassVar[ConfigDict] = STRICT


@dataclass(frozen=True, slots=True)
class Square:
    """Unit square at 1 on its side y = 1 and at 0 on the others."""

    points: tuple[PlanePoint, ...]
    __pydantic_config__: ClassVar[ConfigDict] = STRICT


@dataclass(frozen=True, slots=True)
class DepthPoint:
    """A temperature at a depth [m]."""

    x: Positive
    T: FiniteFloat
    __pydantic_config__: ClassVar[ConfigDict] = STRICT


@dataclass(frozen=True, slots=True)
class SemiInfinite:
    """A half space at ``T0`` whose surface is put to ``Ts``; temperatures at time ``t``."""

    alpha_m2_s: Positive
    T0: FiniteFloat
    Ts: FiniteFloat
    t_s: Positive
    points: tuple[DepthPoint, ...]
    __pydantic_config__: ClassVar[ConfigDict] = STRICT


@dataclass(frozen=True, slots=True)
class Lumped:
    """A lump with a time constant; share of its step that is done after one time constant."""

    tau_s: Positive
    T_after_tau_fraction: Positive
    __pydantic_config__: ClassVar[ConfigDict] = STRICT


@dataclass(frozen=True, slots=True)
class OneTerm:
    """First root and coefficient of a plane wall's series at a Biot number."""

    Bi: Positive
    zeta1: Positive
    C1: Positive
    __pydantic_config__: ClassVar[ConfigDict] = STRICT


@dataclass(frozen=True, slots=True)
class Reference:
    """Self-contained parts; those absent are not run."""

    slab: Slab | None = None
    cylinder: Cylinder | None = None
    fin: Fin | None = None
    composite: Composite | None = None
    laplace_square: Square | None = None
    semi_infinite: SemiInfinite | None = None
    lumped: Lumped | None = None
    plane_wall_one_term: tuple[OneTerm, ...] = ()
    __pydantic_config__: ClassVar[ConfigDict] = STRICT


@dataclass(frozen=True, slots=True)
class Tolerance:
    """Relative error; temperatures as excess over the colder side."""

    rel: Positive
    __pydantic_config__: ClassVar[ConfigDict] = STRICT
