"""The hall for a year: a few re-solved points over load and supply temperature, and between them.

Frozen flow misleads, so each point is a cold solve of the whole hall. Between points everything is
linear; a point left out of the table tells how far that is off.
"""

from __future__ import annotations

import time
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from coolsim.catalogue.loading import Catalogue
from coolsim.design.models import Design, Fidelity, Variant
from coolsim.design.plant import serving
from coolsim.errors import SolveError
from coolsim.events import Progress
from coolsim.plant.asked import NO_AIR_C, Asked, Served, asked_of, plant_side, supply_c
from coolsim.results.records import Results
from coolsim.scene import Scene
from coolsim.scene.records import with_rack_powers
from coolsim.simulate import collect, make_hall_solver, resolve_design

Array = NDArray[np.float64]

HALL = (
    "it_w", "cooler_fans_w", "coolant_units_w", "loop_pumps_w", "air_heat_w", "fan_cube_w",
    "margin_k", "compute_fraction",
)  # fmt: skip
"""What a point tells of the hall. ``fan_cube_w`` is the air heat of each rack times the cube of its
airflow over the nominal one; ``margin_k`` the smallest distance of an inlet from its limit, not a
number where no inlet has a limit."""
PLANT = ("load_w", "flow_w_k", "air_w_k", "air_supply_c", "air_return_c", "supply_c")
"""What a point tells of each heat rejection; see :class:`coolsim.plant.rejection.Demand`."""


@dataclass(frozen=True, slots=True)
class RoomTable:
    """The hall over load and supply temperature.

    Attributes:
        loads: Load fractions of the points, rising [-].
        shifts: Supply temperature over the drawn one, rising [K].
        hall: Values of :data:`HALL`, shape (loads, shifts, 8).
        sources: By facility loop or cooler without one, the first five of :data:`PLANT`, shape
            (loads, shifts, 5): who takes its heat may change without a solve.
        plant: By rejection id, values of :data:`PLANT`, shape (loads, shifts, 6).
        inlet_error_k: Miss of the interpolated inlet margin at the point left out [K].
        load_error: Miss of the interpolated heat there, over it [-].
        statuses: Status of every solve.
        seconds: Of all solves [s].
    """

    loads: Array
    shifts: Array
    hall: Array
    sources: Mapping[str, Array]
    plant: Mapping[str, Array]
    inlet_error_k: float
    load_error: float
    statuses: tuple[str, ...]
    seconds: float

    def hall_at(self, load: Array, shift: Array) -> dict[str, Array]:
        """Values of :data:`HALL` between the points, by name."""
        values = bilinear(self.loads, self.shifts, self.hall, load, shift)
        return {name: values[..., n] for n, name in enumerate(HALL)}

    def plant_at(self, identifier: str, load: Array, shift: Array) -> dict[str, Array]:
        """Values of :data:`PLANT` of one rejection between the points, by name."""
        values = bilinear(self.loads, self.shifts, self.plant[identifier], load, shift)
        return {name: values[..., n] for n, name in enumerate(PLANT)}


def bilinear(rows: Array, columns: Array, table: Array, row: Array, column: Array) -> Array:
    """Linear in two directions; level beyond the ends.

    Worked number: 0 and 2 over rows 0 and 1, 10 more over columns 0 to 1: at (0.5, 0.5): 6.

    Args:
        rows: Places of the points in the first direction, rising.
        columns: Places in the second.
        table: Values, shape (rows, columns, values).
        row: Where in the first direction, shape (n,).
        column: Where in the second, shape (n,).

    Returns:
        Shape (n, values).
    """
    i, a = _place(rows, row)
    j, b = _place(columns, column)
    ii, jj = np.minimum(i + 1, rows.size - 1), np.minimum(j + 1, columns.size - 1)
    a, b = a[..., None], b[..., None]
    low = table[i, j] * (1.0 - a) + table[ii, j] * a
    if not b.any():
        return np.asarray(low)
    high = table[i, jj] * (1.0 - a) + table[ii, jj] * a
    return np.asarray(low * (1.0 - b) + high * b)


def _place(places: Array, where: Array) -> tuple[NDArray[np.intp], Array]:
    """Index of the point below, and the share of the way to the next."""
    if places.size == 1:
        return np.zeros(np.shape(where), dtype=np.intp), np.zeros(np.shape(where))
    index = np.clip(np.searchsorted(places, where, side="right") - 1, 0, places.size - 2)
    share = (where - places[index]) / (places[index + 1] - places[index])
    return index, np.clip(share, 0.0, 1.0)


def solve_room(
    design: Design,
    catalogue: Catalogue,
    loads: Sequence[float],
    shifts: Sequence[float],
    fidelity: Fidelity,
    cell_m: float | None,
) -> Generator[Progress, None, RoomTable]:
    """Solve the hall at every pair of load and shift, and one between that is left out.

    Args:
        design: The design.
        catalogue: The catalogue, own entries included.
        loads: Fractions of the drawn rack powers, rising.
        shifts: Added to every supply temperature, rising [K].
        fidelity: ``draft``, ``live`` or ``full``.
        cell_m: Cell size [m]; ``None`` for the default of the fidelity.

    Raises:
        SolveError: The hall cannot be solved, or diverges.
    """
    begun = time.perf_counter()
    left_out = (_middle(loads), _middle(shifts))
    # the highest load first: a hall that cannot carry it says so before anything else is solved
    wanted = [(load, shift) for shift in shifts for load in reversed(loads)]
    wanted.append(left_out)
    found: dict[tuple[float, float], Results] = {}
    scenes: dict[tuple[float, float], Scene] = {}
    for n, (load, shift) in enumerate(wanted):
        moved = with_supply(design, shift)
        scene = resolve_design(moved, catalogue)
        loaded = with_rack_powers(scene, [load * rack.power_w for rack in scene.racks])
        solver = make_hall_solver(moved, catalogue, loaded, fidelity, cell_m)
        steps = solver.solve(loaded)
        while True:
            try:
                inner = next(steps)
            except StopIteration as stop:
                solution = stop.value
                break
            share = (n + inner.fraction) / len(wanted)
            told = f"Hall at {100 * load:.0f} % load, supply {shift:+.1f} K"
            yield Progress("room", share, told)
        if solution.status == "diverged":
            raise SolveError(
                f"the flow diverged at {100 * load:.0f} % load, so there is no year.",
                where="hall",
                remedy="Run `coolsim solve` on the design.",
            )
        found[load, shift] = collect(moved, catalogue, fidelity, solution, 0.0, solver.liquid)
        scenes[load, shift] = loaded
    table = _table(design.variant, loads, shifts, left_out, found, scenes)
    return replace(table, seconds=time.perf_counter() - begun)


def _middle(places: Sequence[float]) -> float:
    """Between the first two points, or the only one."""
    return 0.5 * (places[0] + places[1]) if len(places) > 1 else places[0]


def with_supply(design: Design, shift_k: float) -> Design:
    """The design with every supply temperature raised, of air and loops alike."""
    if shift_k == 0.0:
        return design

    def up(value: float | None) -> float | None:
        return None if value is None else value + shift_k

    variant = design.variant
    coolers = tuple(
        cooler.model_copy(
            update={
                "supply_temperature_c": up(cooler.supply_temperature_c),
                "return_temperature_c": up(cooler.return_temperature_c),
                "min_supply_temperature_c": up(cooler.min_supply_temperature_c),
            }
        )
        for cooler in variant.coolers
    )
    loops = tuple(
        loop.model_copy(update={"supply_temperature_c": up(loop.supply_temperature_c)})
        for loop in variant.loops
    )
    moved = variant.model_copy(update={"coolers": coolers, "loops": loops})
    variants = tuple(moved if item.id == moved.id else item for item in design.variants)
    return design.model_copy(update={"variants": variants})


def _table(
    variant: Variant,
    loads: Sequence[float],
    shifts: Sequence[float],
    left_out: tuple[float, float],
    found: Mapping[tuple[float, float], Results],
    scenes: Mapping[tuple[float, float], Scene],
) -> RoomTable:
    hall = {key: hall_values(found[key], scenes[key]) for key in found}
    told = {key: source_values(variant, found[key]) for key in found}
    given = {name: {key: values[name] for key, values in told.items()} for name in told[left_out]}

    def grid(values: Mapping[tuple[float, float], Array]) -> Array:
        return np.array([[values[load, shift] for shift in shifts] for load in loads])

    rows, columns = np.array(loads, dtype=float), np.array(shifts, dtype=float)
    at, aside = np.array(left_out[:1]), np.array(left_out[1:])
    sources = {name: grid(values) for name, values in given.items()}
    table = RoomTable(
        loads=rows,
        shifts=columns,
        hall=grid(hall),
        sources=sources,
        plant=plants_of(variant, sources, columns, rows.size),
        inlet_error_k=0.0,
        load_error=0.0,
        statuses=tuple(results.status for results in found.values()),
        seconds=0.0,
    )
    margin = float(table.hall_at(at, aside)["margin_k"][0]) - hall[left_out][HALL.index("margin_k")]
    heat = sum(float(table.plant_at(name, at, aside)["load_w"][0]) for name in table.plant)
    solved = sum(float(values[left_out][0]) for values in given.values())
    off = float(abs(heat - solved) / max(solved, 1.0))
    return replace(table, inlet_error_k=abs(float(margin)), load_error=off)


def hall_values(results: Results, scene: Scene) -> Array:
    """Values of :data:`HALL` of a solved hall."""
    liquid = results.liquid
    units = pumps = 0.0
    compute = asked = 0.0
    if liquid is not None:
        units = sum(unit.pump_power_w for unit in liquid.cdus)
        units += sum(rack.pump_w + rack.door_fan_w for rack in liquid.racks)
        pumps = sum(loop.pump_power_w for loop in liquid.loops if loop.kind == "facility")
        asked = sum(rack.asked_w for rack in liquid.racks)
        compute = sum(rack.asked_w * rack.compute_fraction for rack in liquid.racks)
    it = sum(rack.power_w for rack in results.racks)
    others = max(sum(rack.power_w for rack in scene.racks) - asked, 0.0)
    margins = [
        rack.inlet_limit_c - rack.inlet_temperature_c
        for rack in results.racks
        if np.isfinite(rack.inlet_limit_c) and np.isfinite(rack.inlet_temperature_c)
    ]
    heat = cubed = 0.0
    for rack, drawn in zip(results.racks, scene.racks, strict=True):
        for band, nominal in zip(rack.bands, drawn.bands, strict=False):
            usual = nominal.airflow_m3_s(nominal.power_w)
            heat += nominal.heat_w
            cubed += nominal.heat_w * (band.airflow_m3_s / usual) ** 3 if usual > 0.0 else 0.0
    return np.array(
        [
            it,
            sum(cooler.fan_power_w for cooler in results.coolers),
            units,
            pumps,
            heat,
            cubed,
            min(margins, default=np.nan),
            (compute + others) / (asked + others) if asked + others > 0.0 else 1.0,
        ]
    )


def source_values(variant: Variant, results: Results) -> dict[str, Array]:
    """What each loop or cooler of a solved hall gives: the first five of :data:`PLANT`, by id."""
    facility, dry = plant_side(variant)
    air_j_m3_k = results.air_density_kg_m3 * results.air_heat_capacity_j_kg_k
    loops = () if results.liquid is None else results.liquid.loops
    sides: list[tuple[str, Served]] = [(name, ((name,), ())) for name in facility]
    sides += [(name, ((), (name,))) for name in dry]
    return {
        name: _values(asked_of(results.coolers, loops, side, air_j_m3_k)) for name, side in sides
    }


def _values(told: Asked) -> Array:
    return np.array(
        [told.load_w, told.flow_w_k, told.air_w_k, told.air_supply_c, told.air_return_c]
    )


def plants_of(
    variant: Variant, sources: Mapping[str, Array], shifts: Array, loads: int
) -> dict[str, Array]:
    """Values of :data:`PLANT` of every heat rejection as it is drawn now.

    Args:
        variant: What is drawn: who takes which heat, and what it supplies.
        sources: What loops and coolers give, each of shape (loads, shifts, 5).
        shifts: Raises of the supply temperatures [K].
        loads: How many load fractions there are.
    """
    served, _ = serving(variant.plant, *plant_side(variant))
    return {
        item.id: _together(
            [sources[name] for part in served[item.id] for name in part if name in sources],
            supply_c(variant, served[item.id], item.id) + shifts,
            (loads, shifts.size),
        )
        for item in variant.plant.rejections
    }


def _together(parts: Sequence[Array], supply_c: Array, shape: tuple[int, int]) -> Array:
    """Sums of heat and flows, and air temperatures by flow."""
    table = np.zeros((*shape, len(PLANT)))
    for part in parts:
        table[..., :3] += part[..., :3]
        table[..., 3:5] += part[..., 2:3] * part[..., 3:5]
    air = table[..., 2:3]
    table[..., 3:5] = np.where(air > 0.0, table[..., 3:5] / np.maximum(air, 1e-9), NO_AIR_C)
    table[..., 5] = supply_c
    return table


__all__ = [
    "HALL", "PLANT", "RoomTable", "bilinear", "hall_values", "plant_side", "plants_of",
    "solve_room", "source_values", "supply_c", "with_supply",
]  # fmt: skip
