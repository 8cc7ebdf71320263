"""The air side in print: coolers, tiles and grilles, the plenum."""

from __future__ import annotations

from collections import defaultdict

from coolsim.report.blocks import (
    Section,
    Table,
    column,
    facts,
    heading,
    section,
    table,
    tabled,
    words,
)
from coolsim.report.subject import Subject
from coolsim.report.text import clip
from coolsim.results.records import TileResult


def cooling_section(subject: Subject) -> Section | None:
    """Coolers, tiles by kind, and the plenum, where the hall has them."""
    tiles, plenum = tile_table(subject), _plenum(subject)
    return section(
        "Cooling",
        heading("Coolers"),
        tabled(cooler_table(subject), empty="The hall has no coolers."),
        heading("Tiles and grilles") if tiles["rows"] else None,
        tabled(tiles) if tiles["rows"] else None,
        heading("Plenum") if plenum else None,
        facts(plenum, 0.6) if plenum else None,
    )


def cooler_table(subject: Subject) -> Table:
    """Each cooler: air, temperatures, duty against capacity, whether it holds its set point."""
    printer = subject.printer
    degrees = printer.label("c")
    columns = (
        words("Cooler", 1.6),
        column("Airflow", printer.label("m3_s"), share=1),
        column("Return", degrees, share=1),
        column("Supply", degrees, share=1),
        column("Set point", degrees, share=1),
        column("Duty", "kW", share=1),
        column("Capacity", "kW", share=1),
        column("Fan", "kW", share=1),
        column("Holds", "set point", share=1),
    )
    rows = (
        (
            clip(cooler.name or cooler.id, 9.5),
            printer.airflow(cooler.airflow_m3_s),
            printer.temperature(cooler.return_temperature_c),
            printer.temperature(cooler.supply_temperature_c),
            printer.temperature(cooler.set_point_c),
            printer.kilowatts(cooler.duty_w),
            printer.kilowatts(cooler.capacity_w),
            printer.kilowatts(cooler.fan_power_w),
            "yes" if cooler.holds_set_point else "no",
        )
        for cooler in subject.results.coolers
    )
    return table(columns, rows)


def tile_table(subject: Subject) -> Table:
    """Tiles and grilles by kind: how many, and their airflow."""
    printer, kinds = subject.printer, _tile_kinds(subject)
    groups: dict[str, list[TileResult]] = defaultdict(list)
    for tile in subject.results.tiles:
        groups[kinds.get(tile.id, "tile")].append(tile)
    unit = printer.label("m3_s")
    columns = (
        words("Kind", 2.0),
        column("Count"),
        column("Total", unit),
        column("Least", unit),
        column("Mean", unit),
        column("Most", unit),
    )
    rows = []
    for kind, tiles in groups.items():
        flows = [tile.airflow_m3_s for tile in tiles]
        figures = (sum(flows), min(flows), sum(flows) / len(flows), max(flows))
        rows.append((kind, f"{len(tiles):,}", *(printer.airflow(flow) for flow in figures)))
    return table(columns, rows)


def _tile_kinds(subject: Subject) -> dict[str, str]:
    """Tile id -> what kind it is, in words."""
    kinds = {}
    for tile in subject.variant.tiles:
        where = "Ceiling grille" if tile.surface == "ceiling" else "Floor tile"
        if tile.loss_coefficient is not None:
            kind = f"loss coefficient {tile.loss_coefficient:g}"
        elif tile.open_fraction is not None:
            kind = f"{tile.open_fraction:.0%} open"
        elif tile.unit and tile.unit in subject.catalogue:
            kind = clip(subject.catalogue.get(tile.unit).name, 40.0)
        else:
            kind = clip(tile.unit, 40.0) if tile.unit else "no resistance given"
        kinds[tile.id] = f"{where}, {kind}"
    return kinds


def _plenum(subject: Subject) -> list[list[str]]:
    plenum, printer = subject.results.plenum, subject.printer
    if plenum is None:
        return []
    return [
        ["Plenum pressure, mean", printer.text(plenum.pressure_pa, "pa", 3)],
        ["Lowest over the floor", printer.text(plenum.lowest_pressure_pa, "pa", 3)],
        ["Highest over the floor", printer.text(plenum.highest_pressure_pa, "pa", 3)],
        ["By hand, one pressure", printer.text(plenum.uniform_pressure_pa, "pa", 3)],
        ["Supply through the floor", printer.text(plenum.supply_m3_s, "m3_s")],
        ["Leakage through the floor", printer.text(plenum.leakage_m3_s, "m3_s")],
        ["Mixed plenum air", printer.text(plenum.temperature_c, "c")],
    ]
