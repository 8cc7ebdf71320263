"""What passes floor and ceiling in a solved room: tiles, grilles, leaks, the plenum's pressure."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from coolsim.air.slabs import Passages
from coolsim.air.solution import AirSolution
from coolsim.results.records import Finding, PlenumResult, TileResult
from coolsim.scene import SceneTile
from coolsim.sentences import quantity
from solvers.grid import Array

_NAMED = 3
"""Tiles that a finding names."""


def passage_flows(solution: AirSolution) -> Array:
    """Flow up through each passage of the slabs [m3/s]."""
    geometry = solution.devices.geometry
    grid = geometry.openness.grid
    speed = solution.state.velocity[2] * geometry.openness.area[2]
    return np.asarray(speed.ravel()[geometry.passages.faces] * grid.face_areas[2])


def tile_results(solution: AirSolution) -> tuple[TileResult, ...]:
    """One record per tile and grille; one that passes no air has no temperature."""
    tiles, passages = solution.devices.scene.tiles, solution.devices.geometry.passages
    up = passage_flows(solution)
    flow = np.asarray(passages.tile_share @ up)
    moved = np.asarray(passages.tile_share @ np.abs(up))
    carried = np.asarray(passages.tile_share @ (np.abs(up) * _upstream_c(solution, up)))
    temperature = np.divide(carried, moved, out=np.full(flow.size, np.nan), where=moved > 0.0)
    # plain numbers: many tiles
    return tuple(
        TileResult(tile.id, tile.name, through if tile.is_floor else -through, warm)
        for tile, through, warm in zip(tiles, flow.tolist(), temperature.tolist(), strict=True)
    )


def plenum_result(solution: AirSolution) -> PlenumResult | None:
    """The raised floor, or ``None`` where nothing moves its air."""
    scene, geometry = solution.devices.scene, solution.devices.geometry
    passages, density = geometry.passages, scene.air.density_kg_m3
    floor = passages.is_floor
    if not floor.any():
        return None
    up = passage_flows(solution)
    pressure, strides = solution.state.pressure.ravel(), geometry.openness.grid.strides
    drop = density * (pressure[passages.faces - strides[2]] - pressure[passages.faces])[floor]
    area = passages.discharge_area_m2[floor]
    out = np.where(floor, np.maximum(up, 0.0), 0.0)
    uniform = solution.devices.uniform.pressure_pa
    by_hand = (uniform[passages.below] - uniform[passages.above])[floor]
    return PlenumResult(
        pressure_pa=float(drop @ area / area.sum()),
        supply_m3_s=float(up[floor].sum()),
        leakage_m3_s=float((up * passages.leak_share())[floor].sum()),
        temperature_c=float(out @ _upstream_c(solution, up) / (out.sum() or 1.0)),
        lowest_pressure_pa=float(drop.min()),
        highest_pressure_pa=float(drop.max()),
        uniform_pressure_pa=float(by_hand @ area / area.sum()),
    )


def tile_findings(tiles: Sequence[SceneTile], results: Sequence[TileResult]) -> tuple[Finding, ...]:
    """Floor tiles that draw room air down: a jet under the floor sweeps past below them."""
    back = [
        r for r, tile in zip(results, tiles, strict=True) if tile.is_floor and r.airflow_m3_s < 0
    ]
    if not back:
        return ()
    worst = min(back, key=lambda result: result.airflow_m3_s)
    names = ", ".join(result.name for result in back[:_NAMED])
    more = f" and {len(back) - _NAMED} more" if len(back) > _NAMED else ""
    one = len(back) == 1
    drawn = quantity(-worst.airflow_m3_s, "m3_s", 3)
    return (
        Finding(
            "tile.draws_room_air",
            "warning",
            tuple(result.id for result in back),
            f"{names}{more} {'draws' if one else 'draw'} room air down into the plenum, "
            f"{worst.name} {drawn}: supply air rushes past below.",
            "Move the tiles away from the coolers, deepen the floor, or turn the jets.",
        ),
    )


def _upstream_c(solution: AirSolution, up: Array) -> Array:
    """Temperature of the air that goes through each passage [deg C]."""
    passages: Passages = solution.devices.geometry.passages
    temperature = solution.state.temperature.ravel()
    below = passages.faces - solution.devices.geometry.openness.grid.strides[2]
    return np.where(up > 0.0, temperature[below], temperature[passages.faces])
