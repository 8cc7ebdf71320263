"""Performance per watt from chip to facility: how much of each watt computes.

Peak dense operations per second, by precision, over the power inside each boundary, per accelerator
drawn. A boundary whose power is not known says so.
"""

from __future__ import annotations

from collections.abc import Iterator

from coolsim.catalogue.contents import Unit, flops_by_precision
from coolsim.catalogue.loading import Catalogue
from coolsim.catalogue.loads import LoadReader
from coolsim.design.models import Variant
from coolsim.results.year import Boundary, Period


def _drawn(variant: Variant, catalogue: Catalogue) -> Iterator[tuple[Unit, int]]:
    reader = LoadReader(catalogue)
    for rack in variant.racks:
        yield from reader.rack(rack).units


def accelerators_drawn(variant: Variant, catalogue: Catalogue) -> int | None:
    """Accelerators in the hall; ``None`` where none are drawn."""
    return sum(unit.accelerators * n for unit, n in _drawn(variant, catalogue)) or None


def waterfall(variant: Variant, catalogue: Catalogue, year: Period) -> tuple[Boundary, ...]:
    """Performance per watt at each boundary; empty without accelerators.

    Chip: power limit of the accelerator. Server: sustained power of the content. Rack: all contents
    of racks that hold accelerators. IT: all racks of the hall. Facility: IT times the year's PUE.
    """
    count, chips, servers, racks, hall = 0, 0.0, 0.0, 0.0, 0.0
    chips_known = True
    flops: dict[str, float] = {}
    reader = LoadReader(catalogue)
    for rack in variant.racks:
        load = reader.rack(rack)
        hall += load.power_w or 0.0
        here = 0
        for unit, number in load.units:
            if not unit.accelerators or unit.accelerator_id not in catalogue:
                continue
            held = unit.accelerators * number
            here += held
            power = catalogue.get(unit.accelerator_id).figure("tdp_w").value
            chips_known &= power is not None
            chips += held * (power or 0.0)
            servers += number * (unit.sustained_power_w.value or 0.0)
            for name, figure in flops_by_precision(catalogue, unit.accelerator_id).items():
                flops[name] = flops.get(name, 0.0) + held * (figure.value or 0.0)
        count += here
        racks += (load.power_w or 0.0) if here else 0.0
    if not count:
        return ()

    def at(name: str, watts: float | None, note: str = "") -> Boundary:
        if watts is None or watts <= 0.0:
            return Boundary(name, None, {}, note or "not known")
        rates = {precision: value / watts for precision, value in flops.items()}
        return Boundary(name, watts / count, rates, note)

    return (
        at("chip", chips if chips_known else None),
        at("board", None, "power of boards is not in the catalogue"),
        at("server", servers),
        at("rack", racks),
        at("IT", hall),
        at("facility", hall * year.pue, "IT times the year's PUE"),
    )
