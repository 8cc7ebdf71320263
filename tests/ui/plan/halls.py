"""Halls of any size with made-up results, for tests, benchmark and pictures of the plan."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from coolsim.design.models import (
    Cooler,
    Design,
    Hall,
    Obstruction,
    Panel,
    Rack,
    Tile,
    Variant,
)
from coolsim.results.records import (
    Balance,
    CoolerResult,
    Fields,
    Finding,
    GridInfo,
    RackResult,
    Results,
    TileResult,
)

ROW_PITCH_M = 2.4


def hall(racks: int, per_row: int = 20, coolers: int | None = None) -> Design:
    """Rows of racks, fronts facing each other over tiled cold aisles, coolers along the ends."""
    rows = -(-racks // per_row) if racks else 0
    length = max(per_row * 0.6 + 4.8, 9.6)
    width = max(rows * ROW_PITCH_M + 3.0, 7.2)
    rack_list, tiles = [], []
    for number in range(racks):
        row, place = divmod(number, per_row)
        faces_up = row % 2 == 0
        x, y = 2.7 + 0.6 * place, 2.1 + row * ROW_PITCH_M
        rack_list.append(
            Rack(
                id=f"rack-{number + 1:04d}",
                name=f"{chr(65 + row % 26)}-{place + 1:02d}",
                x_m=x,
                y_m=y,
                heading_deg=90.0 if faces_up else 270.0,
                load_w=4000.0 + 700.0 * (number % 9),
                cooling=("air", "rear_door", "cold_plate")[number % 7 % 3] if racks > 30 else "air",
            )
        )
        tiles.append(
            Tile(
                id=f"tile-{number + 1:04d}",
                x_m=x,
                y_m=y + (0.9 if faces_up else -0.9),
                open_fraction=0.25,
            )
        )
    count = coolers if coolers is not None else (max(2, rows) if racks else 0)
    cooler_list = tuple(
        Cooler(
            id=f"cooler-{n + 1:04d}",
            name=f"CRAH-{n + 1}",
            x_m=0.55 if n % 2 == 0 else length - 0.55,
            y_m=1.6 + (n // 2) * (width - 3.2) / max((count + 1) // 2 - 1, 1),
            heading_deg=0.0 if n % 2 == 0 else 180.0,
            width_m=1.8,
            discharge="front" if n % 4 == 1 else "underfloor",
            running=n != 3,
        )
        for n in range(count)
    )
    panels: tuple[Panel, ...] = ()
    columns: tuple[Obstruction, ...] = ()
    if racks:
        middle = 2.1 + ROW_PITCH_M / 2
        panels = (
            Panel(id="panel-0001", x_m=2.4, y_m=middle, heading_deg=0.0, width_m=1.2),
            Panel(
                id="panel-0002",
                orientation="horizontal",
                x_m=2.4 + per_row * 0.3,
                y_m=middle,
                depth_m=per_row * 0.6,
                width_m=1.2,
                z_from_m=2.1,
            ),
        )
        columns = (Obstruction(id="obstruction-0001", x_m=length - 2.0, y_m=width - 0.8),)
    return Design(
        variants=(
            Variant(
                id="variant-0001",
                hall=Hall(length_m=length, width_m=width),
                racks=tuple(rack_list),
                tiles=tuple(tiles),
                coolers=cooler_list,
                panels=panels,
                obstructions=columns,
            ),
        )
    )


def fields(design: Design, cell_m: float = 0.3) -> Fields:
    """A smooth temperature field with solid racks."""
    room = design.variant.hall
    nx, ny, nz = round(room.length_m / cell_m), round(room.width_m / cell_m), 12
    dz = room.height_m / nz
    x = (np.arange(nx) + 0.5) * cell_m
    y = (np.arange(ny) + 0.5) * cell_m
    z = (np.arange(nz) + 0.5) * dz
    waves = np.cos((y - 3.3) * np.pi / ROW_PITCH_M)[None, :, None]
    drift = np.sin(x / 5.0)[:, None, None]
    temperature = 26.0 - 6.5 * waves + 2.0 * drift + 1.5 * z[None, None, :]
    for rack in design.variant.racks:
        inside_x = np.abs(x - rack.x_m) < rack.width_m / 2
        inside_y = np.abs(y - rack.y_m) < rack.depth_m / 2
        temperature[np.ix_(inside_x, inside_y, z < rack.height_m)] = np.nan
    shape = temperature.shape
    return Fields(
        origin_m=(0.0, 0.0, 0.0),
        spacing_m=(cell_m, cell_m, dz),
        temperature_c=temperature.astype(np.float32),
        velocity_m_s=np.full((3, *shape), 0.3, dtype=np.float32),
        pressure_pa=np.zeros(shape, dtype=np.float32),
    )


def results(design: Design, fidelity: str = "full", findings: tuple[Finding, ...] = ()) -> Results:
    """Made-up results that fit a design."""
    field = fields(design)
    variant = design.variant
    racks = tuple(
        RackResult(
            id=rack.id,
            name=rack.label,
            power_w=rack.load_w or 0.0,
            heat_to_air_w=rack.load_w or 0.0,
            heat_to_liquid_w=0.0,
            airflow_m3_s=0.3 + 0.02 * (n % 7),
            inlet_temperature_c=19.0 + (n * 37 % 100) / 9.0,
            inlet_mean_temperature_c=20.0,
            outlet_temperature_c=34.0,
            inlet_limit_c=27.0,
            bands=(),
        )
        for n, rack in enumerate(variant.racks)
    )
    coolers = tuple(
        CoolerResult(c.id, c.label, 3.0, 33.0, 20.0, 20.0, True, 40e3, 38e3, 60e3, 2e3)
        for c in variant.coolers
    )
    return Results(
        status="converged",
        status_note="",
        fidelity=fidelity,
        wander_k=0.0,
        design_hash="0" * 16,
        variant_id=variant.id,
        program_version="0",
        grid=GridInfo(field.temperature_c.shape, field.spacing_m, field.temperature_c.size),
        seconds=1.0,
        iterations=1,
        air_density_kg_m3=1.2,
        air_heat_capacity_j_kg_k=1006.0,
        balance=Balance(0.0, 0.0, 0.0, ()),
        racks=racks,
        coolers=coolers,
        tiles=tuple(TileResult(t.id, t.label, 0.21, 20.0) for t in variant.tiles),
        plenum=None,
        metrics=(),
        findings=findings,
        assumptions=(),
        inlet_history_k=(),
        fields=field,
    )


def results_again(before: Results, number: int) -> Results:
    """The results of a slightly different flow, as the next draft would bring."""
    field = replace(
        before.fields, temperature_c=before.fields.temperature_c + np.float32(0.01 * number)
    )
    racks = tuple(
        replace(rack, inlet_temperature_c=rack.inlet_temperature_c + 0.01 * number)
        for rack in before.racks
    )
    return replace(before, fields=field, racks=racks)
