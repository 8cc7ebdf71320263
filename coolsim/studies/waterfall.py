"""Performance per watt from chip to facility: how much of each watt computes.

Peak dense operations per second, by precision, over the power inside each boundary, per accelerator
drawn. A boundary whose power is not known says so.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from coolsim.catalogue.boards import board_power
from coolsim.catalogue.contents import flops_by_precision
from coolsim.catalogue.loading import Catalogue
from coolsim.catalogue.loads import LoadReader
from coolsim.density.case import filling_of
from coolsim.design.models import Variant
from coolsim.results.year import Boundary, Period
from coolsim.scene import SceneRack
from coolsim.scene.assumptions import AssumptionLog


def accelerators_carried(racks: Sequence[SceneRack]) -> Callable[[float], int] | None:
    """Load fraction -> accelerators of the drawn units that racks can then power as a whole.

    Power is never multiplied into accelerators: a rack at 80 % of eight servers powers six of them,
    and a rack-scale system below its power none. ``None`` where no accelerators are drawn.
    """
    filled = [(rack.power_w, filling) for rack in racks if (filling := filling_of(rack))]
    has_any = any(item.unit.accelerators or item.other_accelerators for _, item in filled)

    def carried(fraction: float) -> int:
        total = 0
        for power, item in filled:
            given = fraction * power
            units = min(item.units_within(given), item.drawn)
            total += units * item.unit.accelerators
            if given >= item.other_power_w:
                total += sum(count for _, count in item.other_accelerators)
        return total

    return carried if has_any else None


def waterfall(
    variant: Variant, catalogue: Catalogue, year: Period, log: AssumptionLog
) -> tuple[Boundary, ...]:
    """Performance per watt at each boundary; empty without accelerators.

    Precisions are those that every accelerator drawn has.

    Chip: power limit of the accelerator. Board: with its voltage regulators. Server: sustained
    power of the content. Rack: all contents of racks that hold accelerators. IT: all racks of the
    hall. Facility: IT times the year's PUE.
    """
    count, chips, servers, racks, hall = 0, 0.0, 0.0, 0.0, 0.0
    chips_known = True
    flops: dict[str, float] = {}
    shared: set[str] | None = None
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
            rates = flops_by_precision(catalogue, unit.accelerator_id)
            for name, figure in rates.items():
                flops[name] = flops.get(name, 0.0) + held * (figure.value or 0.0)
            shared = set(rates) if shared is None else shared & set(rates)
        count += here
        racks += (load.power_w or 0.0) if here else 0.0
    if not count:
        return ()

    def at(name: str, watts: float | None, note: str = "") -> Boundary:
        if watts is None or watts <= 0.0:
            return Boundary(name, None, {}, note or "not known")
        rates = {
            precision: value / watts
            for precision, value in flops.items()
            if precision in (shared or ())
        }
        return Boundary(name, watts / count, rates, note)

    board = board_power(catalogue, chips, variant.power.regulator)
    log.note("board", "Accelerators with their regulators", "power", board)
    return (
        at("chip", chips if chips_known else None, "power limit"),
        at("board", board.value if chips_known else None, board.note),
        at("server", servers),
        at("rack", racks),
        at("IT", hall),
        at("facility", hall * year.pue, "IT times the year's PUE"),
    )
