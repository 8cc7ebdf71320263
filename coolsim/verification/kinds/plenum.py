"""Airflow through the tiles of a raised floor between two opposed coolers.

Flow of the coolers and the law of the tiles are imposed as published; the flow of every tile is
predicted. The floor is solved as the raised floor of a user's design, the air of the room above it
included. What the publication leaves open is chosen before any run and said in the case.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Annotated, ClassVar

import numpy as np
from pydantic import ConfigDict, Field, FiniteFloat

from coolsim.air.geometry import build_geometry
from coolsim.air.grids import make_grid, nested_grids, slab_heights
from coolsim.air.slabs import Passages
from coolsim.air.solve import AirSolver
from coolsim.catalogue import load_catalogue
from coolsim.design.models import Cooler, Hall, Tile, Variant
from coolsim.scene import resolve
from coolsim.simulate import hall_air
from coolsim.verification.kinds.parts import Positive
from coolsim.verification.records import Case, Row, Solved
from solvers.flow import Room
from solvers.grid import Array
from solvers.prolong import refine_state

_PUBLISHED = ConfigDict(extra="ignore")
_BACKFLOW_PERCENT = -100.0
"""Deviation below which a tile draws air down [%]."""


@dataclass(frozen=True, slots=True)
class Geometry:
    """A rectangular raised floor: coolers at both ends of its length, tiles in its middle.

    ``unit_m`` is the footprint of a cooler, along and across the floor; ``room_height_m`` the
    height above the floor, at whose pressure the published tiles blow.
    """

    area_m: tuple[Positive, Positive]
    plenum_depth_m: Positive
    tile_rows: Annotated[int, Field(ge=1, le=100)]
    tile_columns: Annotated[int, Field(ge=3, le=300)]
    tile_m: Positive
    unit_m: tuple[Positive, Positive]
    room_height_m: Annotated[FiniteFloat, Field(ge=2.2, le=10.0)]
    __pydantic_config__: ClassVar[ConfigDict] = _PUBLISHED

    def __post_init__(self) -> None:
        """Refuse tiles that do not fit between the coolers."""
        free = self.area_m[0] - 2.0 * self.unit_m[0]
        if self.tile_columns * self.tile_m > free or self.tile_rows * self.tile_m > self.area_m[1]:
            raise ValueError("the tiles do not fit between the coolers")


@dataclass(frozen=True, slots=True)
class TileLaw:
    """Pressure drop of a tile, ``coefficient_pa Q^exponent`` with Q in m3/s."""

    coefficient_pa: Positive
    exponent: Positive
    __pydantic_config__: ClassVar[ConfigDict] = _PUBLISHED


@dataclass(frozen=True, slots=True)
class BoundaryValues:
    """What is imposed: the flow of both coolers together, shared evenly, and the law of a tile."""

    total_flow_m3_s: Positive
    tile_law: TileLaw
    __pydantic_config__: ClassVar[ConfigDict] = _PUBLISHED


@dataclass(frozen=True, slots=True)
class Setup:
    """Geometry, boundary values, cell [m], steps per grid, and over how many the mean is taken."""

    geometry: Geometry
    bc: BoundaryValues
    cell_m: Annotated[FiniteFloat, Field(ge=0.03, le=0.5)] = 0.1
    steps: Annotated[int, Field(ge=20, le=5000)] = 300
    window: Annotated[int, Field(ge=1, le=2000)] = 100
    __pydantic_config__: ClassVar[ConfigDict] = _PUBLISHED


@dataclass(frozen=True, slots=True)
class Spread:
    """Tile flows as deviations from their mean [%]."""

    min_pct: FiniteFloat
    max_pct: FiniteFloat
    std_pct: Positive
    __pydantic_config__: ClassVar[ConfigDict] = _PUBLISHED


@dataclass(frozen=True, slots=True)
class Reference:
    """The measured spread and the mean flow of a tile."""

    mean_tile_flow_m3_s: Positive
    measured: Spread
    __pydantic_config__: ClassVar[ConfigDict] = _PUBLISHED


@dataclass(frozen=True, slots=True)
class Tolerance:
    """Of the standard deviation and of the largest deviation [points]."""

    std_abs_pct: Positive
    max_abs_pct: Positive
    __pydantic_config__: ClassVar[ConfigDict] = _PUBLISHED


@dataclass(frozen=True, kw_only=True)
class PlenumTiles(Case):
    """A case of this kind."""

    setup: Setup
    reference: Reference
    tolerance: Tolerance
    __pydantic_config__: ClassVar[ConfigDict] = _PUBLISHED


@dataclass(frozen=True, slots=True)
class TileFlows:
    """Flow of every tile, shape (columns, rows) [m3/s], and the solve behind it."""

    flow_m3_s: Array
    wander_percent: float
    about: Solved

    def deviations_percent(self) -> Array:
        """Deviation of every tile from the mean, shape (columns, rows) [%]."""
        mean = self.flow_m3_s.mean()
        return np.asarray(100.0 * (self.flow_m3_s - mean) / mean)


def run(case: PlenumTiles) -> tuple[Row, ...]:
    """Solve the floor and compare the spread of its tile flows and where they are lowest."""
    found = solve(case.setup)
    ours, published = found.deviations_percent(), case.reference.measured
    about, tolerance = found.about, case.tolerance
    columns = ours.mean(axis=1)
    ends = {0, columns.size - 1}
    lowest_at_an_end = int(np.argmin(columns)) in ends
    third = columns.size / 3.0
    highest_in_the_middle = third <= int(np.argmax(columns)) + 0.5 <= columns.size - third
    backflow = f"least tile {ours.min():.0f} %, measured {published.min_pct:.0f} %"
    return (
        case.row(
            "mean tile flow",
            float(found.flow_m3_s.mean()),
            case.reference.mean_tile_flow_m3_s,
            0.01 * case.reference.mean_tile_flow_m3_s,
            about,
            "m3_s",
        ),
        case.row(
            "standard deviation of tile flows",
            float(ours.std()),
            published.std_pct,
            tolerance.std_abs_pct,
            about,
            "%",
            null_model=0.0,
        ),
        case.row(
            "largest tile flow over the mean",
            float(ours.max()),
            published.max_pct,
            tolerance.max_abs_pct,
            about,
            "%",
            null_model=0.0,
        ),
        case.row(
            f"air drawn down through tiles ({backflow})",
            float(ours.min() < _BACKFLOW_PERCENT),
            float(published.min_pct < _BACKFLOW_PERCENT),
            0.0,
            about,
            null_model=0.0,
        ),
        case.row("lowest column is next to a cooler", float(lowest_at_an_end), 1.0, 0.0, about),
        case.row("highest column is in the middle", float(highest_in_the_middle), 1.0, 0.0, about),
    )


def solve(setup: Setup) -> TileFlows:
    """Follow the flow from coarse to fine grids and take the mean over the last steps.

    Room and floor are at one temperature, so nothing but the tile flows tells when a flow stands.
    """
    begun = time.perf_counter()
    variant = floor_variant(setup)
    scene = resolve(variant, load_catalogue(), hall_air(variant))
    finest = make_grid(scene, "full", setup.cell_m)
    solver = AirSolver(scene, "full", None, "zero_equation", grid=finest)
    room: Room | None = None
    for grid in nested_grids(scene, finest):
        geometry = build_geometry(scene, grid)
        state = None
        if room is not None:
            slabs = ((), (), slab_heights(scene))
            state = refine_state(room.state, room.openness, geometry.openness, slabs)
        room, _, _ = solver.room_on(scene, geometry, state, None)
        history = _followed(room, geometry.passages, setup)
    mean = history.mean(axis=0)
    halves = np.array_split(history, 2)
    wander = float(np.abs(halves[0].mean(axis=0) - halves[-1].mean(axis=0)).max())
    shape = (setup.geometry.tile_columns, setup.geometry.tile_rows)
    nx, ny, nz = finest.shape
    percent = 100.0 * wander / float(mean.mean())
    about = Solved(
        time.perf_counter() - begun,
        f"{nx} x {ny} x {nz}, mean of {len(history)} steps, halves within {percent:.0f} %",
    )
    return TileFlows(mean.reshape(shape), percent, about)


def _followed(room: Room, passages: Passages, setup: Setup) -> Array:
    """Tile flows over the last steps of one grid, shape (steps, tiles) [m3/s]."""
    grid, openness = room.openness.grid, room.openness
    flows = []
    for step in range(setup.steps + setup.window):
        room.step()
        if step >= setup.steps:
            speed = (openness.area[2] * room.state.velocity[2]).ravel()[passages.faces]
            flows.append(passages.tile_share @ (speed * grid.face_areas[2]))
    return np.array(flows)


def floor_variant(setup: Setup) -> Variant:
    """The floor as a user would draw it."""
    shape, law = setup.geometry, setup.bc.tile_law
    length, width = shape.area_m
    along, across = shape.unit_m
    coolers = tuple(
        Cooler(
            id=f"cooler-000{n + 1}",
            name=name,
            x_m=x,
            y_m=0.5 * width,
            heading_deg=heading,
            width_m=across,
            depth_m=along,
            height_m=2.0,
            airflow_m3_s=0.5 * setup.bc.total_flow_m3_s,
        )
        for n, (name, x, heading) in enumerate(
            (("CRAC A", 0.5 * along, 0.0), ("CRAC B", length - 0.5 * along, 180.0))
        )
    )
    variant = Variant(
        id="variant-0001",
        hall=Hall(
            length_m=length,
            width_m=width,
            height_m=shape.room_height_m,
            raised_floor_m=shape.plenum_depth_m,
            floor_leakage_fraction=0.0,
        ),
        coolers=coolers,
    )
    count = shape.tile_columns * shape.tile_rows
    mean = setup.bc.total_flow_m3_s / count
    drop = law.coefficient_pa * mean**law.exponent
    speed = mean / shape.tile_m**2
    # at the mean flow; an exponent of nearly 2 makes no more of it
    loss = drop / (0.5 * hall_air(variant).density_kg_m3 * speed**2)
    first = (
        0.5 * (length - (shape.tile_columns - 1) * shape.tile_m),
        0.5 * (width - (shape.tile_rows - 1) * shape.tile_m),
    )
    tiles = tuple(
        Tile(
            id=f"tile-{column * shape.tile_rows + row + 1:04d}",
            x_m=first[0] + column * shape.tile_m,
            y_m=first[1] + row * shape.tile_m,
            width_m=shape.tile_m,
            depth_m=shape.tile_m,
            loss_coefficient=loss,
        )
        for column in range(shape.tile_columns)
        for row in range(shape.tile_rows)
    )
    return variant.model_copy(update={"tiles": tiles})
