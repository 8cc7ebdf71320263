"""The results of one selected object, as lines of name, value and colour."""

from __future__ import annotations

import math
from collections.abc import Iterator

from coolsim import units
from coolsim.density.records import Density
from coolsim.results.records import CoolerResult, RackResult, Results, TileResult
from ui import theme, words
from ui.panels.coolant_results import liquid_lines
from ui.panels.line import Line


def result_lines(
    object_id: str, results: Results | None, density: Density | None, system: units.System
) -> tuple[Line, ...]:
    """What is known of an object: from the result in sight and the last density answer."""
    lines: list[Line] = []
    if results is not None:
        for rack in results.racks:
            if rack.id == object_id:
                lines += _rack(rack, system)
        for cooler in results.coolers:
            if cooler.id == object_id:
                lines += _cooler(cooler, system)
        for tile in results.tiles:
            if tile.id == object_id:
                lines += _tile(tile, system)
        if results.liquid is not None:
            lines += liquid_lines(object_id, results.liquid, system)
    if density is not None:
        lines += _density(object_id, density, system)
    return tuple(lines)


def _rack(rack: RackResult, system: units.System) -> Iterator[Line]:
    if rack.bands:
        yield from _air(rack, system)
    yield Line("Power", units.text(rack.power_w, "w", system))
    if rack.bands:
        yield Line("Airflow", units.text(rack.airflow_m3_s, "m3_s", system))


def _air(rack: RackResult, system: units.System) -> Iterator[Line]:
    """What a rack draws and blows; a tank has none of it."""
    over = rack.inlet_temperature_c > rack.inlet_limit_c
    margin = rack.inlet_limit_c - rack.inlet_temperature_c
    yield Line(
        "Inlet",
        units.text(rack.inlet_temperature_c, "c", system) + (" over limit" if over else ""),
        "Flow-weighted inlet temperature of the warmest occupied band\n" + _bands(rack, system),
        theme.tokens().bad if over else None,
    )
    yield Line("Mean inlet", units.text(rack.inlet_mean_temperature_c, "c", system))
    yield Line("Outlet", units.text(rack.outlet_temperature_c, "c", system))
    yield Line("Inlet limit", units.text(rack.inlet_limit_c, "c", system))
    yield Line("Margin", units.text(margin, "k", system, 3))
    if not math.isnan(rack.inlet_grid_error_k):
        second = units.text(rack.second_grid_inlet_c, "c", system)
        yield Line(
            "Grid error",
            f"±{units.text(rack.inlet_grid_error_k, 'k', system, 2)}",
            f"Estimated error of the inlet; on the second grid it is {second}",
        )
    if rack.inlet_relative_humidity_fraction == rack.inlet_relative_humidity_fraction:
        humidity = units.text(rack.inlet_relative_humidity_fraction, "fraction", system, 3)
        ratio = units.text(rack.inlet_humidity_ratio_kg_kg, "kg_kg", system, 3)
        yield Line("Inlet humidity", f"{humidity}, {ratio}", "Relative humidity, humidity ratio")
        yield Line("Inlet dew point", units.text(rack.inlet_dew_point_c, "c", system, 3))


def _bands(rack: RackResult, system: units.System) -> str:
    lines = []
    for band in sorted(rack.bands, key=lambda each: -each.z_to_m):
        span = f"{units.number(band.z_from_m, 3)}–{units.text(band.z_to_m, 'm', system, 3)}"
        lines.append(f"{span}: {units.text(band.inlet_temperature_c, 'c', system)}")
    return "\n".join(lines)


def _cooler(cooler: CoolerResult, system: units.System) -> Iterator[Line]:
    holds = cooler.holds_set_point
    yield Line(
        "Set point",
        "held" if holds else "not held",
        "Whether the unit holds its supply temperature",
        None if holds else theme.tokens().bad,
    )
    yield Line("Supply", units.text(cooler.supply_temperature_c, "c", system))
    yield Line("Return", units.text(cooler.return_temperature_c, "c", system))
    yield Line("Airflow", units.text(cooler.airflow_m3_s, "m3_s", system))
    yield Line("Duty", units.text(cooler.duty_w, "w", system))
    capacity = units.text(cooler.capacity_w, "w", system)
    yield Line("Capacity", capacity if cooler.capacity_w is not None else "not checked")
    yield Line("Fan power", units.text(cooler.fan_power_w, "w", system))
    if cooler.condensate_kg_s > 0.0:
        yield Line("Condensate", units.text(cooler.condensate_kg_s, "kg_s", system, 3))


def _tile(tile: TileResult, system: units.System) -> Iterator[Line]:
    yield Line("Airflow", units.text(tile.airflow_m3_s, "m3_s", system))
    yield Line("Temperature", units.text(tile.temperature_c, "c", system))


def _density(object_id: str, density: Density, system: units.System) -> Iterator[Line]:
    rack = next((each for each in density.racks if each.id == object_id), None)
    if rack is None:
        return
    yield Line("Can sustain", units.text(rack.power_w, "w", system))
    yield Line("Binds", words.limit_text(rack.binding), words.limit_tooltip(rack.binding, system))
    yield Line("Next", words.limit_text(rack.next), words.limit_tooltip(rack.next, system))
    yield Line("Slack", units.text(rack.slack_w, "w", system))
    if rack.unit_name:
        yield Line("Units", f"{rack.units} × {rack.unit_name}")
