"""Resolving the liquid side: figures of units and of what hangs on loops, drawn or rated.

Where neither the design nor the catalogue has a figure, an estimate of this module stands in; each
is noted among the assumptions with its class.
"""

from __future__ import annotations

from dataclasses import replace

from coolsim.catalogue import Catalogue, Figure
from coolsim.catalogue.conversions import derived, in_si
from coolsim.catalogue.entries import Entry, unknown
from coolsim.catalogue.liquid import (
    CduFigures,
    Draw,
    cdu_figures,
    content_draw,
    has_own_exchanger,
    tank_draw,
    unit_draw,
)
from coolsim.catalogue.liquid_equipment import DEFAULT_UNITS
from coolsim.catalogue.loads import LoadReader
from coolsim.design.liquid import Cdu, LiquidConnection, Loop, Pumps, Redundancy
from coolsim.design.models import Cooler, Rack, Variant
from coolsim.equipment.pump import curve_of_point
from coolsim.scene.assumptions import AssumptionLog
from coolsim.scene.loop_records import (
    ConsumerEnd,
    SceneCdu,
    SceneConsumer,
    SceneLoop,
    SceneLoops,
    ScenePumps,
)


def _estimate(value: float, unit: str, note: str) -> Figure:
    return Figure(value, unit, "estimate", "estimate", note=note)


EFFICIENCY = _estimate(0.5, "", "wire to water, motor and drive included")
PLANT_PRESSURE = _estimate(100e3, "pa", "chiller or cooler with its valves at design flow")
PRIMARY_PRESSURE = _estimate(50e3, "pa", "facility side of a unit at rated flow")
DESIGN_RISE: dict[ConsumerEnd, float] = {"liquid": 10.0, "door": 8.0, "coil": 6.0, "primary": 10.0}
"""Temperature rise from which a flow is told where nothing else says it [K]."""
DESIGN_PRESSURE: dict[ConsumerEnd, float] = {"liquid": 50e3, "door": 50e3, "coil": 60e3}
"""Pressure drop of a rack's plates, a door or a coil at design flow [Pa]."""
_WATER_J_M3_K = 4.15e6
"""Density times heat capacity of water at some 35 deg C, for design flows [J/(m3 K)]."""
PLATE_UNIT = "plate_gpu_generic"
_SPARES: dict[Redundancy, int] = {"N": 0, "N+1": 1, "2N": 1}
_INTAKE_HEIGHT_M = 0.3
"""Where coils, doors and units are connected when nothing is known: near the floor."""


def resolve_loops(variant: Variant, catalogue: Catalogue, log: AssumptionLog) -> SceneLoops:
    """Resolve loops, units and all that hangs on them; nothing is refused, checks judge it.

    Args:
        variant: What was drawn.
        catalogue: The catalogue, the design's own entries included.
        log: Where the figures used are noted.

    Raises:
        CatalogueError: For a unit the catalogue does not have.
    """
    return _LoopResolver(variant, catalogue, log).resolve()


class _LoopResolver:
    def __init__(self, variant: Variant, catalogue: Catalogue, log: AssumptionLog) -> None:
        self._variant = variant
        self._catalogue = catalogue
        self._log = log
        self._loads = LoadReader(catalogue)
        self._loops = {loop.id: loop for loop in variant.loops}

    def resolve(self) -> SceneLoops:
        variant = self._variant
        cdus = tuple(self._cdu(unit) for unit in variant.cdus)
        consumers: list[SceneConsumer] = []
        for rack in variant.racks:
            if rack.liquid is not None and rack.liquid.loop_id is not None:
                consumers.append(self._rack(rack, rack.liquid, "liquid"))
            if rack.door is not None and rack.door.loop_id is not None:
                consumers.append(self._rack(rack, rack.door, "door"))
        consumers += [self._coil(cooler) for cooler in variant.coolers if _on_loop(cooler)]
        consumers += [self._primary(unit) for unit in cdus if _has_primary(unit)]
        return SceneLoops(tuple(self._loop(loop) for loop in variant.loops), cdus, tuple(consumers))

    def _loop(self, loop: Loop) -> SceneLoop:
        plant = unknown("pa", "the units' own pumps drive the loop")
        pumps = _pumps(loop.pumps, loop.redundancy, None)
        if loop.kind == "facility":
            plant = _drawn(loop.plant_pressure_pa, "pa", PLANT_PRESSURE)
            self._log.note(loop.id, loop.label, "pressure drop of the plant side", plant)
            self._log.note(loop.id, loop.label, "pump efficiency", pumps.efficiency)
        return SceneLoop(
            id=loop.id,
            name=loop.label,
            kind=loop.kind,
            coolant=loop.coolant,
            supply_temperature_c=loop.supply_temperature_c,
            liquid_class=loop.liquid_class,
            redundancy=loop.redundancy,
            pumps=pumps,
            pipes=loop.pipes,
            balancing=loop.balancing,
            bypass_flow_m3_s=loop.bypass_flow_m3_s,
            plant_pressure=plant,
            static_pressure_pa=loop.static_pressure_pa,
        )

    def _cdu(self, cdu: Cdu) -> SceneCdu:
        entry = self._catalogue.get(cdu.unit) if cdu.unit else None
        rated = cdu_figures(entry) if entry else None
        empty = unknown("", "not given")

        def figure(drawn: float | None, unit: str, stated: Figure) -> Figure:
            return _drawn(drawn, unit, stated)

        capacity = figure(cdu.capacity_w, "w", rated.capacity_w if rated else empty)
        technology = figure(
            cdu.technology_flow_m3_s, "m3_s", rated.technology_m3_s if rated else empty
        )
        facility = figure(cdu.facility_flow_m3_s, "m3_s", rated.facility_m3_s if rated else empty)
        if facility.value is None:
            facility = _flow_of_heat(capacity, DESIGN_RISE["primary"])
        if technology.value is None:
            technology = _flow_of_heat(capacity, DESIGN_RISE["primary"])
        loop = self._loops.get(cdu.technology_loop_id or "")
        pumps = _pumps(cdu.pumps, loop.redundancy if loop else "N", rated)
        scene = SceneCdu(
            id=cdu.id,
            name=cdu.label,
            type=cdu.type,
            x_m=cdu.x_m,
            y_m=cdu.y_m,
            technology_loop_id=cdu.technology_loop_id,
            facility_loop_id=cdu.facility_loop_id,
            capacity=capacity,
            approach=figure(cdu.approach_k, "k", rated.approach_k if rated else empty),
            technology_flow=technology,
            facility_flow=facility,
            facility_pressure=_known(
                figure(cdu.facility_pressure_pa, "pa", rated.facility_pa if rated else empty),
                PRIMARY_PRESSURE,
            ),
            airflow=figure(cdu.airflow_m3_s, "m3_s", rated.airflow_m3_s if rated else empty),
            fan_power=figure(cdu.fan_power_w, "w", rated.fan_power_w if rated else empty),
            pumps=pumps,
            strainer_blockage_fraction=cdu.strainer_blockage_fraction,
            running=cdu.running,
        )
        self._note_cdu(scene, entry)
        return scene

    def _note_cdu(self, cdu: SceneCdu, entry: Entry | None) -> None:
        for quantity, figure in (
            ("capacity", cdu.capacity),
            ("approach", cdu.approach),
            ("technology flow", cdu.technology_flow),
            ("facility flow", cdu.facility_flow),
            ("facility pressure drop", cdu.facility_pressure),
            ("pump power", cdu.pumps.rated_power_w),
            ("pump efficiency", cdu.pumps.efficiency),
        ):
            if quantity == "pump efficiency" and cdu.pumps.rated_power_w.is_known:
                continue
            owner = (cdu.id, cdu.name) if entry is None else (entry.id, entry.name)
            self._log.note(*owner, quantity, figure)

    def _rack(self, rack: Rack, connection: LiquidConnection, end: ConsumerEnd) -> SceneConsumer:
        load = self._loads.rack(rack)
        power_w = load.power_w or 0.0
        heat_w = sum(
            (unit.sustained_power_w.value or 0.0)
            * count
            * (unit.heat_to_liquid_fraction.value or 0.0)
            for unit, count in load.units
        )
        heat_w = heat_w if heat_w > 0.0 and end == "liquid" else power_w
        draw = self._rack_draw(rack, connection, end, heat_w)
        consumer = self._consumer(
            rack.id, rack.label, end, connection.loop_id or "", draw, heat_w, connection
        )
        return replace(
            consumer,
            x_m=rack.x_m,
            y_m=rack.y_m,
            z_m=rack.height_m,
            runs_along_x=round(rack.heading_deg / 90.0) % 2 == 1,
        )

    def _rack_draw(
        self, rack: Rack, connection: LiquidConnection, end: ConsumerEnd, heat_w: float
    ) -> Draw:
        loop = self._loops.get(connection.loop_id or "")
        if end == "liquid" and rack.cooling.startswith("immersion"):
            entry = self._catalogue.get(connection.unit or DEFAULT_UNITS[rack.cooling])
            is_parted = loop is not None and has_own_exchanger(rack, loop)
            return tank_draw(entry, heat_w, has_exchanger=is_parted)
        if connection.unit:
            return unit_draw(self._catalogue.get(connection.unit), heat_w)
        if end == "liquid" and rack.cooling.startswith("cold_plate"):
            supply_c = loop.supply_temperature_c if loop else 30.0
            draws = [
                (self._scaled(unit.id, count, supply_c), count)
                for unit, count in self._loads.rack(rack).units
            ]
            known = [draw for draw, _ in draws if draw.flow_m3_s.is_known]
            if known and len(known) == len(draws):
                return _parallel(known)
            plate = self._catalogue.get(PLATE_UNIT)
            return unit_draw(plate, heat_w)
        return Draw(unknown("m3_s", "not given"), unknown("pa", "not given"))

    def _scaled(self, item: str, count: int, supply_c: float) -> Draw:
        unit = self._loads.unit(item)
        entry = self._catalogue.get(item)
        if unit is None:
            return Draw(unknown("m3_s", "no rack content"), unknown("pa", "no rack content"))
        share = unit.heat_to_liquid_fraction.value or 0.0
        draw = content_draw(entry, supply_c, (unit.sustained_power_w.value or 0.0) * share)
        if draw.flow_m3_s.value is None:
            return draw
        return replace(draw, flow_m3_s=replace(draw.flow_m3_s, value=draw.flow_m3_s.value * count))

    def _coil(self, cooler: Cooler) -> SceneConsumer:
        entry = self._catalogue.get(cooler.unit) if cooler.unit else None
        capacity = cooler.capacity_w or (
            in_si(entry.figure("q_kw")).value if entry is not None else None
        )
        heat_w = capacity or 0.0
        draw = (
            unit_draw(entry, heat_w)
            if entry is not None
            else Draw(unknown("m3_s", "not given"), unknown("pa", "not given"))
        )
        if cooler.coolant_flow_m3_s is not None:
            draw = replace(draw, flow_m3_s=Figure(cooler.coolant_flow_m3_s, "m3_s", "", "design"))
        consumer = self._consumer(
            cooler.id, cooler.label, "coil", cooler.loop_id or "", draw, heat_w, None
        )
        return replace(consumer, x_m=cooler.x_m, y_m=cooler.y_m)

    def _primary(self, cdu: SceneCdu) -> SceneConsumer:
        return SceneConsumer(
            owner_id=cdu.id,
            owner_name=cdu.name,
            end="primary",
            loop_id=cdu.facility_loop_id or "",
            x_m=cdu.x_m,
            y_m=cdu.y_m,
            z_m=_INTAKE_HEIGHT_M,
            runs_along_x=True,
            heat_w=cdu.capacity.value or 0.0,
            flow=cdu.facility_flow,
            pressure=cdu.facility_pressure,
            valve_opening_fraction=1.0 if cdu.running else 0.0,
        )

    def _consumer(
        self,
        owner_id: str,
        owner_name: str,
        end: ConsumerEnd,
        loop_id: str,
        draw: Draw,
        heat_w: float,
        connection: LiquidConnection | None,
    ) -> SceneConsumer:
        flow, pressure = draw.flow_m3_s, draw.pressure_pa
        if connection is not None:
            flow = _drawn(connection.flow_m3_s, "m3_s", flow)
            pressure = _drawn(connection.pressure_pa, "pa", pressure)
        if flow.value is None:
            heat = _estimate(heat_w, "w", "design heat")
            flow = _flow_of_heat(heat, DESIGN_RISE[end]) if heat_w > 0.0 else flow
        pressure = _known(
            pressure, _estimate(DESIGN_PRESSURE[end], "pa", "own side at design flow")
        )
        self._log.note(owner_id, owner_name, f"design coolant flow ({end})", flow)
        self._log.note(owner_id, owner_name, f"coolant pressure drop ({end})", pressure)
        opened = connection or LiquidConnection()
        return SceneConsumer(
            owner_id=owner_id,
            owner_name=owner_name,
            end=end,
            loop_id=loop_id,
            x_m=0.0,
            y_m=0.0,
            z_m=_INTAKE_HEIGHT_M,
            runs_along_x=True,
            heat_w=heat_w,
            flow=flow,
            pressure=pressure,
            valve_opening_fraction=opened.valve_opening_fraction,
            blockage_fraction=opened.blockage_fraction,
            pipe_length_m=opened.pipe_length_m,
            pipe_diameter_m=opened.pipe_diameter_m,
        )


def _on_loop(cooler: Cooler) -> bool:
    return cooler.loop_id is not None and cooler.running


def _has_primary(cdu: SceneCdu) -> bool:
    return cdu.type == "liquid_to_liquid" and cdu.facility_loop_id is not None


def _drawn(drawn: float | None, unit: str, stated: Figure) -> Figure:
    return stated if drawn is None else Figure(drawn, unit, "", "design")


def _known(figure: Figure, fallback: Figure) -> Figure:
    return figure if figure.is_known else fallback


def _flow_of_heat(heat: Figure, rise_k: float) -> Figure:
    """Water flow that carries a heat at a rise [m3/s]; unknown where the heat is."""
    if heat.value is None:
        return unknown("m3_s", "no heat to tell a flow from")
    rise = _estimate(rise_k, "k", "design rise")
    note = f"water at a rise of {rise_k:g} K"
    return derived(heat.value / (_WATER_J_M3_K * rise_k), "m3_s", note, heat, rise)


def _parallel(draws: list[Draw]) -> Draw:
    """Items side by side: flows add, the largest drop counts."""
    total = sum(draw.flow_m3_s.value or 0.0 for draw in draws)
    flow = derived(total, "m3_s", "contents side by side", *(draw.flow_m3_s for draw in draws))
    known = [draw.pressure_pa for draw in draws if draw.pressure_pa.is_known]
    if not known:
        return Draw(flow, unknown("pa", "not in the catalogue"))
    return Draw(flow, max(known, key=lambda figure: figure.value or 0.0))


def _pumps(pumps: Pumps, redundancy: Redundancy, rated: CduFigures | None) -> ScenePumps:
    """Counts by redundancy where not drawn; the curve drawn, the machine's, or a rated point."""
    spares = _SPARES[redundancy]
    if pumps.installed is not None:
        duty = pumps.installed // 2 if redundancy == "2N" else pumps.installed - spares
        installed, duty = pumps.installed, max(duty, 1)
    else:
        duty = max(pumps.running or 1, 1)
        installed = 2 * duty if redundancy == "2N" else duty + spares
    wide, high = (1, duty) if pumps.arrangement == "series" else (duty, 1)
    curve = tuple((point.flow_m3_s * wide, point.pressure_pa * high) for point in pumps.curve)
    flow = None
    power = unknown("w", "pump power not in the catalogue")
    if not curve and rated is not None:
        curve = rated.curve or _one_point(rated)
    if not pumps.curve and rated is not None:
        flow, power = rated.technology_m3_s.value, rated.pump_power_w
    efficiency = _drawn(pumps.efficiency_fraction, "", EFFICIENCY)
    return ScenePumps(
        installed=installed,
        duty=duty,
        running=duty if pumps.running is None else pumps.running,
        curve=curve,
        rated_flow_m3_s=flow,
        rated_power_w=power if pumps.efficiency_fraction is None else unknown("w", "not used"),
        efficiency=efficiency,
        control=pumps.control,
        speed_fraction=pumps.speed_fraction,
        pressure_pa=pumps.pressure_pa,
        temperature_rise_k=pumps.temperature_rise_k,
        npsh_m=pumps.npsh_m,
        arrangement=pumps.arrangement,
    )


def _one_point(rated: CduFigures) -> tuple[tuple[float, float], ...]:
    """Curve through the rated point; empty where it is not known."""
    flow, pressure = rated.technology_m3_s.value, rated.technology_pa.value
    return () if flow is None or pressure is None else curve_through(flow, pressure)


def curve_through(flow_m3_s: float, pressure_pa: float) -> tuple[tuple[float, float], ...]:
    """Points of the one-point pump curve of :mod:`coolsim.equipment.pump` (EPANET's rule)."""
    curve = curve_of_point(flow_m3_s, pressure_pa)
    end = curve.runout_m3_s
    points = 12
    return tuple(
        (end * k / points, max(float(curve.head_pa(end * k / points)), 0.0))
        for k in range(points + 1)
    )
