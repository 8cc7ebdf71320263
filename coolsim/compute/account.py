"""Everything that is counted at a density answer: accelerators, operations, watts, area, meter."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from coolsim.catalogue import Catalogue, Figure
from coolsim.catalogue.boards import board_power
from coolsim.catalogue.contents import Unit
from coolsim.catalogue.fittings import Fitting, fitting_of
from coolsim.catalogue.rates import PRECISIONS, Basis, rate_figure
from coolsim.compute.area import serviced_area_m2
from coolsim.compute.meter import NO_CLIMATE, Meter, meter_of
from coolsim.density.case import Filling, filling_of
from coolsim.density.records import Density
from coolsim.design.models import Design
from coolsim.plant.weather import Weather
from coolsim.results.compute import Around, ComputeAccount, RateTotal, Share, Silicon
from coolsim.results.records import Results
from coolsim.results.year import Boundary
from coolsim.scene import Scene
from coolsim.scene.assumptions import AssumptionLog
from coolsim.simulate import resolve_design


@dataclass(frozen=True, slots=True)
class Held:
    """What one rack holds at the answer.

    Attributes:
        filling: What it is filled with; ``None`` for a plain load.
        units: Whole units.
        power_w: Its power with these whole units; of a plain load, the answer's [W].
        accelerators: By catalogue id.
    """

    filling: Filling | None
    units: int
    power_w: float
    accelerators: dict[str, int]


def compute_account(
    design: Design,
    catalogue: Catalogue,
    answer: Density | Results,
    weather: Weather | str = NO_CLIMATE,
    scene: Scene | None = None,
) -> ComputeAccount | None:
    """The account of a density answer, or of the hall as it is drawn and solved.

    Args:
        design: The design.
        catalogue: The catalogue, own entries included.
        answer: The density, whose whole units count; or the hall solved at the load drawn.
        weather: Outdoor air of the site, or why there is none.
        scene: The hall as drawn, where it is at hand.

    Returns:
        The account; ``None`` where no accelerator stands in the hall.
    """
    scene = resolve_design(design, catalogue) if scene is None else scene
    fillings = [filling_of(rack) for rack in scene.racks]
    if isinstance(answer, Results):
        results = answer
        drawn = [filling.drawn if filling else 0 for filling in fillings]
        units = [(count, rack.power_w) for count, rack in zip(drawn, scene.racks, strict=True)]
    else:
        results = answer.results
        units = [(rack.units, rack.power_w) for rack in answer.racks]
    held = [_held(filling, *each) for filling, each in zip(fillings, units, strict=True)]
    return _account(design, catalogue, held, results, weather, scene)


def _account(
    design: Design,
    catalogue: Catalogue,
    held: Sequence[Held],
    results: Results,
    weather: Weather | str,
    scene: Scene,
) -> ComputeAccount | None:
    """The account of what the racks hold, at a solved hall."""
    if not any(item.accelerators for item in held):
        return None
    drawn = Counter[str]()
    for item in held:
        drawn.update(item.accelerators)
    # a kind of which no unit fits takes no part, unless no kind does
    counts = +drawn or drawn
    log = AssumptionLog()
    rates = _rates(catalogue, counts, log)
    it_w = sum(item.power_w for item in held)
    meter = meter_of(design, catalogue, scene, results, weather)
    facility_w = None if meter.ratio is None else it_w * meter.ratio
    total = counts.total()
    return ComputeAccount(
        accelerators=total,
        racks=sum(any(item.accelerators.values()) for item in held),
        silicon=_silicon(catalogue, counts),
        rates=rates,
        memory_gb=_memory_gb(catalogue, counts),
        around=_around(catalogue, held, total),
        shares=_shares(design, held, total, rates, it_w, facility_w, meter),
        boundaries=_boundaries(
            catalogue,
            design.variant.power.regulator,
            held,
            counts,
            rates,
            it_w,
            facility_w,
            meter,
            log,
        ),
        it_w=it_w,
        facility_w=facility_w,
        facility_note=meter.note,
        assumptions=(*meter.assumptions, *log.all()),
    )


def _held(filling: Filling | None, units: int, power_w: float) -> Held:
    if filling is None:
        return Held(None, 0, power_w, {})
    accelerators = Counter[str]()
    if filling.unit.accelerators:
        accelerators[filling.unit.accelerator_id] += units * filling.unit.accelerators
    for identity, count in filling.other_accelerators:
        accelerators[identity] += count
    return Held(filling, units, filling.power_of(units), dict(accelerators))


def _silicon(catalogue: Catalogue, counts: Counter[str]) -> tuple[Silicon, ...]:
    found = []
    for identity, count in counts.most_common():
        entry = catalogue.get(identity) if identity in catalogue else None
        found.append(
            Silicon(
                id=identity,
                name=entry.name if entry else identity,
                count=count,
                is_target=entry is not None and entry.is_target,
                memory_gb=entry.figure("mem_gb").value if entry else None,
            )
        )
    return tuple(found)


def _memory_gb(catalogue: Catalogue, counts: Counter[str]) -> float | None:
    return _all_known(
        (count, catalogue.get(identity).figure("mem_gb") if identity in catalogue else None)
        for identity, count in counts.items()
    )


def _all_known(parts: Iterable[tuple[float, Figure | None]]) -> float | None:
    """Sum of figures times counts; ``None`` where one of them is not known."""
    total = 0.0
    for count, figure in parts:
        if not count:
            continue
        if figure is None or figure.value is None:
            return None
        total += count * figure.value
    return total


def _rates(catalogue: Catalogue, counts: Counter[str], log: AssumptionLog) -> tuple[RateTotal, ...]:
    """Operations by precision: a sum only where every accelerator has the figure."""
    found = []
    for precision in PRECISIONS:
        peaks = {name: rate_figure(catalogue, name, precision) for name in counts}
        having = sum(count for name, count in counts.items() if peaks[name] is not None)
        if not any(figure is not None for figure in peaks.values()):
            continue
        known = [figure for figure in peaks.values() if figure is not None]
        found.append(
            RateTotal(
                precision=precision,
                peak_flops=_all_known((counts[name], figure) for name, figure in peaks.items()),
                sustained_flops=_sustained(catalogue, counts, precision, log),
                accelerators=having,
                is_weak=any(figure.is_weak for figure in known),
            )
        )
    return tuple(found)


def _sustained(
    catalogue: Catalogue, counts: Counter[str], precision: str, log: AssumptionLog
) -> float | None:
    basis: Basis = "sustained"
    figures = {name: rate_figure(catalogue, name, precision, basis=basis) for name in counts}
    for name, figure in figures.items():
        if figure is not None:
            log.note(name, name, f"sustained dense {precision}", figure)
    return _all_known((counts[name], figure) for name, figure in figures.items())


def _around(catalogue: Catalogue, held: Sequence[Held], total: int) -> Around | None:
    """Storage and network of the servers that hold accelerators."""
    units: dict[str, Unit] = {}
    counts = Counter[str]()
    for item in held:
        if item.filling is not None and item.filling.unit.accelerators:
            units[item.filling.unit.id] = item.filling.unit
            counts[item.filling.unit.id] += item.units
    if not counts.total():
        return None
    fittings = {name: fitting_of(catalogue, catalogue.get(name)) for name in units}

    def summed(of: Callable[[Fitting], Figure]) -> float | None:
        return _all_known((counts[name], of(fitting)) for name, fitting in fittings.items())

    def to_air(of: Callable[[Fitting], Figure], side: Callable[[Fitting], str]) -> float | None:
        if any(not side(fitting) for name, fitting in fittings.items() if counts[name]):
            return None
        return _all_known(
            (counts[name], of(fitting))
            for name, fitting in fittings.items()
            if side(fitting) == "air"
        )

    storage = summed(lambda fitting: fitting.storage_tb)
    return Around(
        storage_tb=storage,
        storage_tb_each=None if storage is None or not total else storage / total,
        drives_w=summed(lambda fitting: fitting.drives_w),
        drives_to_air_w=to_air(lambda fitting: fitting.drives_w, lambda f: f.drives_side),
        ports=summed(lambda fitting: fitting.ports),
        media=tuple(dict.fromkeys(f.medium for f in fittings.values() if f.medium)),
        optics_w=summed(lambda fitting: fitting.optics_w),
        optics_to_air_w=to_air(lambda fitting: fitting.optics_w, lambda f: f.optics_side),
        incomplete=tuple(
            units[name].name
            for name, fitting in fittings.items()
            if counts[name] and not fitting.is_complete
        ),
    )


def _shares(
    design: Design,
    held: Sequence[Held],
    total: int,
    rates: Sequence[RateTotal],
    it_w: float,
    facility_w: float | None,
    meter: Meter,
) -> tuple[Share, ...]:
    variant = design.variant
    with_any = sum(any(item.accelerators.values()) for item in held)
    area = serviced_area_m2(variant, variant.racks)
    hall_area = variant.hall.length_m * variant.hall.width_m
    peaks = {r.precision: r.peak_flops for r in rates if r.peak_flops is not None}
    held_up = {r.precision: r.sustained_flops for r in rates if r.sustained_flops is not None}
    bare = all(not (r.clearance_front_m or r.clearance_rear_m) for r in variant.racks)

    def share(per: str, amount: float | None, note: str = "") -> Share:
        if not amount:
            return Share(per, amount, None, {}, {}, note)
        return Share(
            per=per,
            amount=amount,
            accelerators=total / amount,
            peak_flops={name: value / amount for name, value in peaks.items()},
            sustained_flops={name: value / amount for name, value in held_up.items()},
            note=note,
        )

    return (
        share("rack", float(with_any), "racks that hold accelerators"),
        share(
            "m2_with_clearance",
            area,
            "footprints only: no clearances are drawn"
            if bare
            else "footprints and clearances of all racks, overlaps once",
        ),
        share("m2_of_hall", hall_area, "the whole hall"),
        share("mw_of_it", it_w / 1e6, "all racks with whole units"),
        share("mw_of_grid", None if facility_w is None else facility_w / 1e6, meter.note),
    )


def _boundaries(
    catalogue: Catalogue,
    regulator: str | None,
    held: Sequence[Held],
    counts: Counter[str],
    rates: Sequence[RateTotal],
    it_w: float,
    facility_w: float | None,
    meter: Meter,
    log: AssumptionLog,
) -> tuple[Boundary, ...]:
    """Peak dense operations over the power inside each boundary, per accelerator."""
    total = counts.total()
    limits = {
        name: catalogue.get(name).figure("tdp_w") if name in catalogue else None for name in counts
    }
    for name, figure in limits.items():
        if figure is not None and figure.value is not None:
            log.note(name, name, "power limit of the accelerator", figure)
    chips_w = _all_known((counts[name], figure) for name, figure in limits.items())
    board = board_power(catalogue, chips_w, regulator) if chips_w else None
    if board is not None:
        log.note("board", "Accelerators with their regulators", "power", board)
    fillings = [(item.filling, item) for item in held if item.filling is not None]
    servers_w = sum(
        item.units * filling.unit_power_w
        for filling, item in fillings
        if filling.unit.accelerators and not filling.other_accelerators
    )
    mixed = any(filling.other_accelerators for filling, _ in fillings)
    racks_w = sum(item.power_w for item in held if any(item.accelerators.values()))

    def at(name: str, watts: float | None, note: str = "") -> Boundary:
        if not watts or not total:
            return Boundary(name, None, {}, note or "not known")
        per_watt = {r.precision: r.peak_flops / watts for r in rates if r.peak_flops is not None}
        return Boundary(name, watts / total, per_watt, note)

    return (
        at("chip", chips_w, "power limit of the accelerator" if chips_w else ""),
        at("board", None if board is None else board.value, "" if board is None else board.note),
        at("server", None if mixed else servers_w, "racks hold servers of several kinds" * mixed),
        at("rack", racks_w),
        at("IT", it_w, "all racks of the hall"),
        at("facility", facility_w, meter.note),
    )
