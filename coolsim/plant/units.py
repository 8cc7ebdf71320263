"""Machines of the plant, resolved: every figure a number, what was sized or assumed listed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from coolsim.catalogue.loading import Catalogue
from coolsim.catalogue.records import Figure
from coolsim.design.plant import HeatRejection, SprayPump, WaterPump
from coolsim.equipment.chiller import ChillerCurves
from coolsim.equipment.dry_cooler import DryCooler, rated_dry_cooler
from coolsim.equipment.tower_at_heat import WATER_J_KG_K, TowerCell, design_cell
from coolsim.errors import SolveError
from coolsim.plant.chillers import (
    DEFAULT_AIR_CHILLER,
    DEFAULT_WATER_CHILLER,
    capacity_w,
    chiller_named,
    own_chiller,
    sized,
)
from coolsim.plant.outdoor import Outdoor
from coolsim.plant.rooms import room_fans
from coolsim.results.records import Assumption
from coolsim.scene.assumptions import AssumptionLog

WATER_J_M3_K = 4.17e6
"""Density times heat capacity of water near 25 deg C (IAPWS-IF97) [J/(m3 K)]."""
SIZING_MARGIN = 1.1
"""Capacity of duty machines over the load of the hall as drawn, where they are sized [-]."""
OPEN_TOWER_M3_J = 40.2 * 6.30902e-5 / 745.7
"""Water flow per fan power of open axial towers, 40.2 gpm/hp: ASHRAE 90.1-2019, 6.8.1-7 [m3/J]."""
CLOSED_TOWER_M3_J = 16.1 * 6.30902e-5 / 745.7
"""Liquid flow per fan power of closed-circuit axial coolers, 16.1 gpm/hp: same table [m3/J]."""
DRY_COOLER_W_PER_W = 117_680.0 / 2_931_000.0
"""Fan power per heat of a rated dry cooler (BAC TrilliumSeries TDFS1238N, maker's rating) [-]."""
DX_RATINGS = ((23_446.0, 2.70), (86_459.0, 2.58), (np.inf, 2.36))
"""Least sensible COP of air-cooled down-flow units up to a capacity [W]: ASHRAE 90.1-2019, 6.8.1-11
(80,000 and 295,000 Btu/h)."""


@dataclass(frozen=True, slots=True)
class PlantUnit:
    """A heat rejection, resolved.

    Attributes:
        item: As drawn.
        chiller: One machine, sized; ``None`` where it has no compressor with water.
        duty: Machines that may run.
        cell: One cell of a tower or wet cooler, as many as duty machines; ``None`` without.
        coil: The dry coolers together, or closed circuits that run dry; ``None`` without.
        dx_cop: Rated COP of room units [-].
        capacity_w: Of all duty machines of a DX plant [W].
        design_load_w: Load it is sized for [W].
        design_flow_w_k: Capacity rate of its chilled water at design [W/K].
        has_pump: Whether it drives the chilled water itself; a loop's pumps are the loop's.
        room_fan_w_per_w: Fans of coolers in other rooms over the heat they take [-].
    """

    item: HeatRejection
    chiller: ChillerCurves | None
    duty: int
    cell: TowerCell | None
    coil: DryCooler | None
    dx_cop: float
    capacity_w: float
    design_load_w: float
    design_flow_w_k: float
    has_pump: bool
    room_fan_w_per_w: float = 0.0

    @property
    def chilled_pump_w(self) -> float:
        """Power of its chilled-water pumps at design [W]."""
        return pump_w(self.item.chilled_pump, self.design_flow_w_k) if self.has_pump else 0.0

    @property
    def condenser_pump_w(self) -> float:
        """Power of the condenser-water or spray pumps of all cells [W]."""
        if self.cell is None:
            return 0.0
        sprays = self.item.kind == "wet_cooler"
        pump = self.item.spray_pump if sprays else self.item.condenser_pump
        return pump_w(pump, self.cell_w_k)

    @property
    def cell_w_k(self) -> float:
        """Capacity rate of the water through all cells at design; 0 without [W/K]."""
        return 0.0 if self.cell is None else self.cell.merkel.water_kg_s * WATER_J_KG_K * self.duty


def pump_w(pump: WaterPump | SprayPump, flow_w_k: float) -> float:
    """Electrical power of a circuit's pumps at design [W].

    Worked number: 1 MW at 6 K range, 200 kPa, 0.65: 12.3 kW.
    """
    return flow_w_k / WATER_J_M3_K * pump.head_pa / pump.efficiency_fraction


@dataclass(frozen=True, slots=True)
class Sizing:
    """What a rejection is sized for: load, supply, water flow where a loop sets it, outdoor air."""

    load_w: float
    supply_c: float
    flow_w_k: float | None
    outdoor: Outdoor


def resolve_unit(
    item: HeatRejection, sizing: Sizing, catalogue: Catalogue
) -> tuple[PlantUnit, tuple[Assumption, ...]]:
    """A rejection with every figure, and the assumptions it rests on.

    Raises:
        SolveError: No such chiller, tower or coil.
    """
    log = AssumptionLog()
    duty = item.duty_machines
    load = sizing.load_w * SIZING_MARGIN
    condenser = float(
        sizing.outdoor.dry_bulb_c.max() if item.kind == "air_chiller" else _tower_water_c(item)
    )
    chiller = None
    if item.kind in ("water_chiller", "air_chiller"):
        chiller = _chiller(item, load / duty, sizing.supply_c, condenser, log)
    rejected = load
    if chiller is not None:
        rejected *= 1.0 + 1.0 / chiller.cop
    has_economiser = item.economiser.kind != "none"
    needs_coil = item.kind in ("dry_cooler", "adiabatic_cooler") or (
        item.kind == "air_chiller" and has_economiser
    )
    cop, capacity = 0.0, 0.0
    if item.kind == "dx":
        cop, capacity = _dx(item, load, log)
    cell = _cell(item, rejected / duty, log) if item.kind in WITH_CELLS else None
    coil = _coil(item, load, catalogue, log) if needs_coil else None
    if cell is not None and item.kind == "wet_cooler" and item.tower.dry_below_c is not None:
        coil = _dry_running(item, cell, item.tower.dry_below_c)
    unit = PlantUnit(
        item=item,
        chiller=chiller,
        duty=duty,
        cell=cell,
        coil=coil,
        dx_cop=cop,
        capacity_w=capacity,
        design_load_w=sizing.load_w,
        design_flow_w_k=sizing.flow_w_k or sizing.load_w / item.chilled_range_k,
        has_pump=sizing.flow_w_k is None and item.kind != "dx",
        room_fan_w_per_w=_room_fans(item, log),
    )
    return unit, log.all()


WITH_CELLS = ("water_chiller", "tower", "wet_cooler")
"""Kinds with cells of towers or wet coolers."""


def _room_fans(item: HeatRejection, log: AssumptionLog) -> float:
    share = room_fans(item) if item.rooms else 0.0
    if item.rooms and item.room_fan_w_per_w is None:
        note = "fans of coolers in other rooms over the heat they take; an estimate"
        figure = Figure(share, "", "estimate", "estimate", note=note)
        log.note(item.id, item.label, "fan power in other rooms over their heat", figure)
    return share


def _tower_water_c(item: HeatRejection) -> float:
    return item.tower.wet_bulb_c + item.tower.approach_k


def _chiller(
    item: HeatRejection, load_w: float, supply_c: float, condenser_c: float, log: AssumptionLog
) -> ChillerCurves:
    wanted = "air" if item.kind == "air_chiller" else "water"
    if item.curves is not None:
        curves = own_chiller(item.label, item.curves, wanted)
    else:
        default = DEFAULT_AIR_CHILLER if wanted == "air" else DEFAULT_WATER_CHILLER
        curves = chiller_named(item.chiller or default)
        note = "" if item.chiller else "curve set taken where the design names none"
        figure = Figure(curves.cop, "", "eplus", "third_party", note=f"{curves.name}. {note}")
        log.note(item.id, item.label, "COP at its reference point", figure)
    if item.capacity_w is not None:
        return sized(curves, item.capacity_w)
    share = float(capacity_w(curves, supply_c, condenser_c)) / curves.capacity_w
    figure = Figure(load_w / share, "w", "", "derived", note=_SIZED)
    log.note(item.id, item.label, "capacity of one machine at its reference point", figure)
    return sized(curves, load_w / share)


_SIZED = "sized for the hall as drawn on the design day, 10 % more"


def _cell(item: HeatRejection, heat_w: float, log: AssumptionLog) -> TowerCell:
    tower = item.tower
    heat = heat_w
    is_alone = item.kind != "water_chiller"
    if is_alone and item.capacity_w is not None:
        heat = item.capacity_w
    elif is_alone:
        log.note(
            item.id, item.label, "heat of one cell", Figure(heat, "w", "", "derived", note=_SIZED)
        )
    share = tower.fan_w_per_w
    if share is None:
        is_closed = item.kind == "wet_cooler"
        flow_m3_j = CLOSED_TOWER_M3_J if is_closed else OPEN_TOWER_M3_J
        share = 1.0 / (flow_m3_j * WATER_J_M3_K * tower.range_k)
        kind = "closed-circuit axial coolers" if is_closed else "open axial towers"
        note = f"least efficiency of {kind} by ASHRAE 90.1-2019"
        figure = Figure(share, "", "", "standard_secondhand", note=note)
        log.note(item.id, item.label, "fan power over heat rejected", figure)
    return design_cell(
        heat,
        tower.wet_bulb_c,
        tower.approach_k,
        tower.range_k,
        # YorkCalc is a correlation of open towers
        model="merkel" if item.kind == "wet_cooler" else tower.model,
        air_to_water=tower.air_to_water_ratio,
        fan_w=share * heat,
        least_fan=tower.least_fan_fraction,
    )


_AIR_KG_M3 = 1.2
"""Density at which air flows of coils are told [kg/m3]."""


def _dry_running(item: HeatRejection, cell: TowerCell, dry_below_c: float) -> DryCooler:
    """All cells of a closed circuit without spray, by the point to which its maker runs it dry.

    At that dry bulb it carries its design heat at its design water, with the same air and fans.

    Raises:
        SolveError: No coil does that.
    """
    tower, duty = item.tower, item.duty_machines
    cold_c = _tower_water_c(item)
    air_m3_s = cell.merkel.air_kg_s * duty / _AIR_KG_M3
    heat_w, warm_c = cell.heat_w * duty, cold_c + tower.range_k
    try:
        return rated_dry_cooler(
            heat_w, dry_below_c, warm_c, cold_c, air_m3_s, cell.fan_w * duty, WATER_J_M3_K
        )
    except SolveError as error:
        raise SolveError(
            f"{item.label} cannot carry its design heat dry at a dry bulb of {dry_below_c:g} °C.",
            where=item.id,
            remedy="Give a colder dry bulb, or more air to water.",
        ) from error


def _coil(
    item: HeatRejection, load_w: float, catalogue: Catalogue, log: AssumptionLog
) -> DryCooler:
    dry = item.dry
    heat = load_w
    if item.kind != "air_chiller" and item.capacity_w is not None:
        heat = item.capacity_w * item.duty_machines
    else:
        log.note(
            item.id,
            item.label,
            "heat of the coolers",
            Figure(heat, "w", "", "derived", note=_SIZED),
        )
    share = dry.fan_w_per_w
    if share is None:
        share = DRY_COOLER_W_PER_W
        figure = Figure(share, "", "", "datasheet_secondhand", note="rating of case D04")
        log.note(item.id, item.label, "fan power over heat rejected", figure)
    pads = dry.pad_effectiveness
    if item.kind == "adiabatic_cooler" and pads is None:
        figure = catalogue.get("adiabatic_cooler_generic").figure("pad_effectiveness")
        log.note(item.id, item.label, "effectiveness of the pads", figure)
        pads = figure.value
    return rated_dry_cooler(
        heat,
        dry.dry_bulb_c,
        dry.dry_bulb_c + dry.approach_k + dry.range_k,
        dry.dry_bulb_c + dry.approach_k,
        dry.air_m3_s_w * heat,
        share * heat,
        WATER_J_M3_K,
        pad_effectiveness=(pads or 0.0) if item.kind == "adiabatic_cooler" else 0.0,
    )


def _dx(item: HeatRejection, load_w: float, log: AssumptionLog) -> tuple[float, float]:
    each = item.capacity_w or load_w / item.duty_machines
    if item.capacity_w is None:
        log.note(
            item.id, item.label, "capacity of one machine",
            Figure(each, "w", "", "derived", note=_SIZED),
        )  # fmt: skip
    if item.cop is not None:
        return item.cop, each * item.duty_machines
    cop = next(value for limit, value in DX_RATINGS if each < limit)
    note = "least sensible COP of its size by ASHRAE 90.1-2019; its indoor fan is counted apart"
    figure = Figure(cop, "", "", "standard_secondhand", note=note)
    log.note(item.id, item.label, "COP at its rating", figure)
    return cop, each * item.duty_machines
