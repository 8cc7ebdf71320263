"""What a solve answers: complete records, or none at all."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from coolsim.results.frames import Records, fields_to_xarray
from coolsim.results.grid_error import GridError
from coolsim.results.liquid import LiquidResults
from coolsim.results.power import PowerResults
from coolsim.results.terms import Term as Term
from coolsim.sentences import Sentence, parted
from coolsim.units import System

Status = Literal["converged", "wandering", "not_converged", "diverged", "cancelled"]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something the user should know about the design or the result.

    Attributes:
        code: Stable code, such as ``rack.overlap``.
        severity: ``error`` (cannot be solved as drawn), ``warning`` or ``note``.
        object_ids: The objects concerned, for selecting and zooming.
        message: What is the matter, in one sentence, numbers in SI. Given with marks of
            :func:`coolsim.sentences.quantity`, it is taken apart into ``sentence``.
        hint: What to do about it; holds no numbers with units.
        sentence: The message with its numbers, for readers of other units.
    """

    code: str
    severity: Literal["error", "warning", "note"]
    object_ids: tuple[str, ...]
    message: str
    hint: str = ""
    sentence: Sentence | None = None

    def __post_init__(self) -> None:
        """Keep the numbers of the message apart from its text."""
        if self.sentence is None:
            message, sentence = parted(self.message)
            object.__setattr__(self, "message", message)
            object.__setattr__(self, "sentence", sentence)

    def text(self, system: System = "si") -> str:
        """The message in a unit system."""
        return self.message if self.sentence is None else self.sentence.text(system)


@dataclass(frozen=True, slots=True)
class Assumption:
    """A figure the answer rests on: value with unit, source and confidence class."""

    object_id: str
    subject: str
    quantity: str
    value: float | None
    unit: str
    source: str
    confidence: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Band:
    """One height band of a rack: heights above the floor [m], air temperatures [deg C]."""

    z_from_m: float
    z_to_m: float
    power_w: float
    airflow_m3_s: float
    inlet_temperature_c: float
    outlet_temperature_c: float


@dataclass(frozen=True, slots=True)
class RackResult:
    """Air side of one rack; the inlet is that of the warmest occupied band, the mean beside it.

    Where the grid error was asked for, ``inlet_grid_error_k`` is the estimated error of the inlet
    and ``second_grid_inlet_c`` the inlet on the grid compared with; else NaN.
    """

    id: str
    name: str
    power_w: float
    heat_to_air_w: float
    heat_to_liquid_w: float
    airflow_m3_s: float
    inlet_temperature_c: float
    inlet_mean_temperature_c: float
    outlet_temperature_c: float
    inlet_limit_c: float
    bands: tuple[Band, ...]
    inlet_humidity_ratio_kg_kg: float = math.nan
    inlet_relative_humidity_fraction: float = math.nan
    inlet_dew_point_c: float = math.nan
    inlet_grid_error_k: float = math.nan
    second_grid_inlet_c: float = math.nan


@dataclass(frozen=True, slots=True)
class CoolerResult:
    """One cooler: what it draws, what it supplies, and whether it holds its set point.

    ``duty_w`` is the sensible heat taken out by the coil; ``net_duty_w`` that minus the unit's fan
    heat; ``condensate_kg_s`` the water it takes out of the air.
    """

    id: str
    name: str
    airflow_m3_s: float
    return_temperature_c: float
    supply_temperature_c: float
    set_point_c: float
    holds_set_point: bool
    duty_w: float
    net_duty_w: float
    capacity_w: float | None
    fan_power_w: float
    condensate_kg_s: float = 0.0


@dataclass(frozen=True, slots=True)
class TileResult:
    """One tile or grille: airflow into the room is positive [m3/s]."""

    id: str
    name: str
    airflow_m3_s: float
    temperature_c: float


@dataclass(frozen=True, slots=True)
class PlenumResult:
    """The raised floor: pressure on the slab [Pa], what passes up through it [m3/s], its air.

    Attributes:
        pressure_pa: Mean drop over tiles and leaks, by what they discharge [Pa].
        supply_m3_s: Air that passes the slab, tiles and leaks together [m3/s].
        leakage_m3_s: Part of it that no tile passes [m3/s].
        temperature_c: Mean of what comes up [deg C].
        lowest_pressure_pa, highest_pressure_pa: Range of the drop over the slab [Pa].
        uniform_pressure_pa: The drop if the plenum were at one pressure, by hand calculation [Pa].
    """

    pressure_pa: float
    supply_m3_s: float
    leakage_m3_s: float
    temperature_c: float
    lowest_pressure_pa: float
    highest_pressure_pa: float
    uniform_pressure_pa: float


@dataclass(frozen=True, slots=True)
class Balance:
    """Conservation of the published field.

    Attributes:
        mass_fraction: Largest cell imbalance of the final flow over the hall's supply [-].
        energy_fraction: Imbalance of the heat terms over the IT power [-].
        linear_residual: ``norm(A @ T - b) / norm(b)`` of the sparse temperature system [-].
        terms: Every term, none counted twice.
        moisture_fraction: Imbalance of the water over all that enters; ``None`` where the
            humidity is uniform [-].
    """

    mass_fraction: float
    energy_fraction: float
    linear_residual: float
    terms: tuple[Term, ...]
    moisture_fraction: float | None = None


@dataclass(frozen=True, slots=True)
class Metric:
    """A metric of the hall: value (``None`` where it cannot be formed, with the reason in note)."""

    id: str
    name: str
    value: float | None
    unit: str
    ideal: str
    source: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class GridInfo:
    """The air grid: cells along x, y, z and their size [m]."""

    shape: tuple[int, int, int]
    spacing_m: tuple[float, float, float]
    cells: int


@dataclass(frozen=True, slots=True)
class Fields:
    """Cell fields, arrays of shape (nx, ny, nz), first cell at ``origin_m`` + half a cell.

    Attributes:
        temperature_c: Air temperature [deg C]; NaN inside solids.
        velocity_m_s: Cell-centred velocity, shape (3, nx, ny, nz) [m/s].
        pressure_pa: Gauge pressure without the hydrostatic part [Pa].
        humidity_ratio_kg_kg: Vapour per dry air, NaN inside solids; ``None`` where it is uniform.
    """

    origin_m: tuple[float, float, float]
    spacing_m: tuple[float, float, float]
    temperature_c: NDArray[np.float32]
    velocity_m_s: NDArray[np.float32]
    pressure_pa: NDArray[np.float32]
    humidity_ratio_kg_kg: NDArray[np.float32] | None = None

    def to_xarray(self) -> Any:
        """An ``xarray.Dataset`` over the cell centres; needs xarray."""
        return fields_to_xarray(self)


@dataclass(frozen=True, slots=True)
class Results:
    """A complete answer for one variant of one design.

    ``grid_error`` is there where it was asked for, ``liquid`` where coolant serves the hall,
    ``power`` where a power chain is drawn.
    """

    status: Status
    status_note: str
    fidelity: str
    wander_k: float
    design_hash: str
    variant_id: str
    program_version: str
    grid: GridInfo
    seconds: float
    iterations: int
    air_density_kg_m3: float
    air_heat_capacity_j_kg_k: float
    balance: Balance
    racks: tuple[RackResult, ...]
    coolers: tuple[CoolerResult, ...]
    tiles: tuple[TileResult, ...]
    plenum: PlenumResult | None
    metrics: tuple[Metric, ...]
    findings: tuple[Finding, ...]
    assumptions: tuple[Assumption, ...]
    inlet_history_k: tuple[float, ...]
    fields: Fields
    status_sentence: Sentence | None = None
    grid_error: GridError | None = None
    liquid: LiquidResults | None = None
    power: PowerResults | None = None

    def __post_init__(self) -> None:
        """Let racks, coolers and tiles turn into tables (``results.racks.to_pandas()``)."""
        if self.status_sentence is None:
            note, sentence = parted(self.status_note)
            object.__setattr__(self, "status_note", note)
            object.__setattr__(self, "status_sentence", sentence)
        for name in ("racks", "coolers", "tiles"):
            object.__setattr__(self, name, Records(getattr(self, name)))

    def status_text(self, system: System = "si") -> str:
        """The note on the status in a unit system."""
        return (
            self.status_note if self.status_sentence is None else self.status_sentence.text(system)
        )
