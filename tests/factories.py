"""Synthetic designs and answers, built by hand: no solver, no catalogue."""

from __future__ import annotations

import math

import numpy as np

from coolsim.density.records import (
    Density,
    DensityPoint,
    HallDensity,
    LimitReading,
    RackDensity,
    UncheckedLimit,
)
from coolsim.design.models import Aisle, Cooler, Design, Hall, Panel, Project, Rack, Tile, Variant
from coolsim.results.records import (
    Assumption,
    Balance,
    Band,
    CoolerResult,
    Fields,
    Finding,
    GridInfo,
    Metric,
    PlenumResult,
    RackResult,
    Results,
    Status,
    Term,
    TileResult,
)

CP = 1005.0
RHO = 1.19
LIMIT_C = 27.0


def make_design(racks: int = 20, name: str = "Example hall") -> Design:
    """A hall of rack pairs facing common cold aisles, tiles between them, coolers at the wall."""
    per_row = 10 if racks <= 40 else 20
    rows = math.ceil(racks / per_row)
    pitch = 2.4
    length, width = per_row * 0.6 + 5.0, rows * pitch + 2.4
    placed, tiles = [], []
    for index in range(racks):
        row, column = divmod(index, per_row)
        placed.append(
            Rack(
                id=f"rack-{index + 1:04d}",
                name=f"{chr(65 + row % 26)}-{column + 1:02d}",
                x_m=3.0 + 0.6 * column,
                y_m=1.8 + pitch * row,
                heading_deg=90.0 if row % 2 == 0 else 270.0,
                load_w=6000.0 + 100.0 * (index % 7),
            )
        )
        if row % 2 == 0:
            tiles.append(
                Tile(id=f"tile-{index + 1:04d}", x_m=3.0 + 0.6 * column, y_m=3.0 + pitch * row)
            )
    coolers = tuple(
        Cooler(
            id=f"cooler-{index + 1:04d}",
            name=f"CRAH-{index + 1}",
            x_m=0.6,
            y_m=(index + 0.5) * width / max(rows // 2, 1),
            width_m=2.0,
            supply_temperature_c=20.0,
        )
        for index in range(max(rows // 2, 1))
    )
    variant = Variant(
        id="variant-0001",
        name="Base",
        hall=Hall(length_m=length, width_m=width, height_m=3.6),
        racks=tuple(placed),
        coolers=coolers,
        tiles=tuple(tiles),
        panels=(Panel(id="panel-0001", x_m=2.6, y_m=3.0, width_m=1.2),),
        aisles=(Aisle(id="aisle-0001", name="Cold aisle 1", rack_ids=(placed[0].id,)),),
    )
    project = Project(name=name, number="24-117", client="Example client", engineer="J. Engineer")
    return Design(project=project, variants=(variant,))


def make_rack(rack: Rack, inlet_c: float = 22.0, limit_c: float = LIMIT_C) -> RackResult:
    """The air side of a drawn rack whose three bands warm by 0.8 K from bottom to top."""
    power = rack.load_w or 0.0
    airflow = 0.07 * power / 1000.0
    rise = power / (RHO * CP * airflow) if airflow else 0.0
    third = rack.height_m / 3.0
    bands = tuple(
        Band(
            z_from_m=i * third,
            z_to_m=(i + 1) * third,
            power_w=power / 3.0,
            airflow_m3_s=airflow / 3.0,
            inlet_temperature_c=inlet_c - 0.8 * (2 - i) / 2.0,
            outlet_temperature_c=inlet_c - 0.8 * (2 - i) / 2.0 + rise,
        )
        for i in range(3)
    )
    return RackResult(
        id=rack.id,
        name=rack.label,
        power_w=power,
        heat_to_air_w=power,
        heat_to_liquid_w=0.0,
        airflow_m3_s=airflow,
        inlet_temperature_c=inlet_c,
        inlet_mean_temperature_c=inlet_c - 0.4,
        outlet_temperature_c=inlet_c - 0.4 + rise,
        inlet_limit_c=limit_c,
        bands=bands,
    )


def make_fields(variant: Variant, spacing_m: float = 0.3) -> Fields:
    """A warm ripple over the hall and a cool plenum below it; racks are solid (NaN)."""
    hall = variant.hall
    bottom = -hall.raised_floor_m
    shape = tuple(
        max(1, round(size / spacing_m))
        for size in (hall.length_m, hall.width_m, hall.height_m - bottom)
    )
    spacing = (
        hall.length_m / shape[0],
        hall.width_m / shape[1],
        (hall.height_m - bottom) / shape[2],
    )
    x, y, z = (
        origin + (np.arange(n) + 0.5) * step
        for n, step, origin in zip(shape, spacing, (0.0, 0.0, bottom), strict=True)
    )
    temperature = np.asarray(
        21.0
        + 5.0 * np.sin(x / 2.0)[:, None, None] ** 2 * np.cos(y)[None, :, None] ** 2
        + 1.2 * z[None, None, :],
        np.float32,
    )
    temperature[:, :, z < 0.0] = 18.0
    for rack in variant.racks:
        inside = (abs(x - rack.x_m) < 0.3)[:, None] & (abs(y - rack.y_m) < 0.6)[None, :]
        temperature[inside[:, :, None] & ((z > 0.0) & (z < rack.height_m))[None, None, :]] = np.nan
    return Fields(
        origin_m=(0.0, 0.0, bottom),
        spacing_m=spacing,
        temperature_c=temperature,
        velocity_m_s=np.full((3, *shape), 0.25, np.float32),
        pressure_pa=np.zeros(shape, np.float32),
    )


def make_results(design: Design, status: Status = "converged", fidelity: str = "live") -> Results:
    """A plausible, balanced answer for ``design``."""
    variant = design.variant
    racks = tuple(
        make_rack(rack, 21.0 + 6.2 * (index % 17) / 17.0)
        for index, rack in enumerate(variant.racks)
    )
    heat = sum(rack.power_w for rack in racks)
    flow = 1.1 * sum(rack.airflow_m3_s for rack in racks) / len(variant.coolers)
    duty = heat / len(variant.coolers)
    coolers = tuple(
        CoolerResult(
            id=cooler.id,
            name=cooler.label,
            airflow_m3_s=flow,
            return_temperature_c=20.0 + duty / (RHO * CP * flow),
            supply_temperature_c=20.0,
            set_point_c=20.0,
            holds_set_point=True,
            duty_w=duty + 2500.0,
            net_duty_w=duty,
            capacity_w=None if index else 150e3,
            fan_power_w=2500.0,
        )
        for index, cooler in enumerate(variant.coolers)
    )
    tiles = tuple(
        TileResult(tile.id, tile.label, 0.9 * flow * len(coolers) / len(variant.tiles), 20.0)
        for tile in variant.tiles
    )
    fields = make_fields(variant)
    nx, ny, nz = fields.temperature_c.shape
    return Results(
        status=status,
        status_note="Inlets steady within 0.02 K over 40 steps.",
        fidelity=fidelity,
        wander_k=0.02,
        design_hash="0123456789abcdef",
        variant_id=variant.id,
        program_version="0.1.0",
        grid=GridInfo((nx, ny, nz), fields.spacing_m, nx * ny * nz),
        seconds=1.75,
        iterations=240,
        air_density_kg_m3=RHO,
        air_heat_capacity_j_kg_k=CP,
        balance=Balance(
            mass_fraction=2.1e-10,
            energy_fraction=3.4e-7,
            linear_residual=4.0e-13,
            terms=(
                Term("IT heat to air", heat, "W"),
                Term("Cooler fans", 2500.0 * len(coolers), "W"),
                Term("Cooler coils", -heat - 2500.0 * len(coolers), "W"),
                Term("Cooler supply", flow * len(coolers), "m3_s"),
                Term("Cooler return", -flow * len(coolers), "m3_s"),
            ),
        ),
        racks=racks,
        coolers=coolers,
        tiles=tiles,
        plenum=PlenumResult(
            12.5, flow * len(coolers), 0.1 * flow * len(coolers), 20.0, 9.0, 15.0, 12.0
        ),
        metrics=(
            Metric("RCI_HI", "Rack cooling index, high side", 98.2, "%", "100 %", "Herrlin 2005"),
            Metric("CI", "Capture index", None, "%", "100 %", "VanGilder 2007", "not computed"),
        ),
        findings=(
            Finding(
                "cooler.capacity_unknown",
                "note",
                (variant.coolers[0].id,),
                "The capacity of the cooler is not known.",
                "Give capacity_w or choose a catalogue unit.",
            ),
            Finding("rack.no_feed", "warning", tuple(r.id for r in racks), "No feed is named."),
        ),
        assumptions=(
            Assumption(racks[0].id, "rack", "airflow per kW", 0.07, "m3_s_kw", "", "estimate"),
            Assumption("hall", "floor", "leakage", None, "", "memory", "memory_unverified"),
        ),
        inlet_history_k=(2.0, 0.5, 0.02),
        fields=fields,
    )


def reading(limit: str, object_id: str, name: str, slack_w: float = 0.0) -> LimitReading:
    """A limit reading of one of three kinds."""
    value, actual, unit, source = {
        "inlet_class": (27.0, 26.98, "C", "ashrae_tc99"),
        "breaker": (11000.0, 11000.0, "W", "nec"),
        "cooler_capacity": (150e3, 140e3, "W", "vendor"),
    }[limit]
    confidence = "vendor_claim" if limit == "cooler_capacity" else "standard"
    return LimitReading(limit, object_id, name, value, actual, unit, source, confidence, slack_w)


def make_density(design: Design, results: Results) -> Density:
    """A density answer in which three kinds of limits bind and odd racks hold countable units."""
    racks = []
    names = {rack.id: rack.label for rack in design.variant.racks}
    first = design.variant.racks[0].id
    cooler = design.variant.coolers[0]
    kinds = (
        reading("inlet_class", first, names[first]),
        reading("cooler_capacity", cooler.id, cooler.label),
    )
    for index, rack in enumerate(results.racks):
        counted = index % 2 == 1
        own = reading("breaker", rack.id, rack.name, 800.0)
        binding = own if index % 5 == 0 else kinds[index % 2]
        racks.append(
            RackDensity(
                id=rack.id,
                name=rack.name,
                power_now_w=rack.power_w,
                power_w=11000.0 if index % 5 == 0 else 11750.0,
                unit_name="8-GPU air-cooled server" if counted else "",
                unit_power_w=10200.0 if counted else 0.0,
                units=1 if counted else 0,
                units_drawn=1 if counted else 0,
                next_unit_missing_w=8650.0 if counted else None,
                accelerators=8 if counted else 0,
                flops={"bf16": 7.912e15, "fp8": 15.83e15} if counted else {},
                binding=binding,
                next=kinds[0] if index % 5 == 0 else own,
                slack_w=750.0,
            )
        )
    power = sum(rack.power_w for rack in racks)
    hall = HallDensity(
        power_now_w=sum(rack.power_w for rack in results.racks),
        power_w=power,
        mean_rack_power_w=power / len(racks),
        accelerators=sum(rack.accelerators for rack in racks),
        flops={
            "bf16": sum(rack.flops.get("bf16", 0.0) for rack in racks),
            "fp8": sum(rack.flops.get("fp8", 0.0) for rack in racks),
        },
        area_m2=100.0,
        power_per_area_w_m2=power / 100.0,
        binding=kinds[0],
        next=kinds[1],
    )
    return Density(
        status="confirmed",
        objective="uniform",
        level=11750.0,
        margin_k=0.5,
        design_hash=results.design_hash,
        variant_id=results.variant_id,
        program_version=results.program_version,
        seconds=4.2,
        hall=hall,
        racks=tuple(racks),
        unchecked=(UncheckedLimit("floor_load", "hall", "Hall", "No floor load limit is given."),),
        points=(
            DensityPoint(6000.0, 6000.0 * len(racks), "inlet_class", first, 3.1, "K"),
            DensityPoint(11750.0, power, "inlet_class", first, 0.02, "K"),
        ),
        findings=(),
        assumptions=results.assumptions,
        results=results,
    )
