"""The resolved hall: every object as boxes, openings and numbers, each figure with its source.

A scene has no grid and no temperature. It is what the design means once the catalogue, the air's
properties and the defaults have been looked up; solvers and limits read only this.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from coolsim.catalogue import Catalogue, Figure
from coolsim.catalogue.contents import (
    CONTENT_TABLES,
    Unit,
    airflow_rule,
    cooler_figures,
    tile_loss_coefficient,
    unit_of,
)
from coolsim.design.geometry import footprint, quarter_turns
from coolsim.design.models import (
    AirflowLaw,
    Content,
    Cooler,
    FixedAirflow,
    Obstruction,
    Panel,
    Placed,
    PowerAirflow,
    Rack,
    Tile,
    Variant,
)
from coolsim.errors import SolveError
from coolsim.properties.air import AirState
from coolsim.results.records import Assumption
from coolsim.standards import AirLimits, air_limits

DEFAULT_BANDS = 3
"""Height bands of a rack without drawn slots."""
LEAK_DISCHARGE_COEFFICIENT_ID = "tile_orifice_cd"

Span = tuple[float, float]
Corner = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Opening:
    """A rectangle on a plane that air passes.

    Attributes:
        axis: Axis the plane is normal to.
        position: Where the plane lies along it [m].
        outward: +1 or -1: the side of the plane the room's air is on.
        spans: Extents along the two other axes, ascending [m].
    """

    axis: int
    position: float
    outward: int
    spans: tuple[Span, Span]

    @property
    def area_m2(self) -> float:
        """Area of the opening [m2]."""
        return (self.spans[0][1] - self.spans[0][0]) * (self.spans[1][1] - self.spans[1][0])


@dataclass(frozen=True, slots=True)
class SolidBox:
    """A solid by its corners [m]."""

    low: Corner
    high: Corner


@dataclass(frozen=True, slots=True)
class ThinPlate:
    """A containment panel: plane, extents along the two other axes, open share of its area."""

    id: str
    axis: int
    position: float
    spans: tuple[Span, Span]
    open_share: float


@dataclass(frozen=True, slots=True)
class Counted:
    """A catalogue unit in a rack, with its count."""

    unit: Unit
    count: int


@dataclass(frozen=True, slots=True)
class SceneBand:
    """A height band of a rack: its openings, share of the power, and law of airflow.

    The airflow at band power P is ``airflow_fixed_m3_s + airflow_m3_s_w * P``.
    """

    z_from_m: float
    z_to_m: float
    power_w: float
    airflow_fixed_m3_s: float
    airflow_m3_s_w: float
    intake: Opening
    exhaust: Opening

    def airflow_m3_s(self, power_w: float) -> float:
        """Airflow of the band at a power [m3/s]."""
        return self.airflow_fixed_m3_s + self.airflow_m3_s_w * power_w


@dataclass(frozen=True, slots=True)
class SceneRack:
    """A rack: body, bands, what it holds, what it may take in."""

    id: str
    name: str
    body: SolidBox
    bands: tuple[SceneBand, ...]
    contents: tuple[Counted, ...]
    is_plain_load: bool
    power_w: float
    inlet_limit: Figure
    inlet_limit_note: str

    def band_powers(self, power_w: float) -> tuple[float, ...]:
        """How a rack power spreads over the bands: as drawn, evenly where nothing is drawn [W]."""
        if self.power_w > 0.0:
            return tuple(power_w * band.power_w / self.power_w for band in self.bands)
        return tuple(power_w / len(self.bands) for _ in self.bands)


@dataclass(frozen=True, slots=True)
class SceneCooler:
    """A room cooler: openings, airflow, set point, capacity and fan."""

    id: str
    name: str
    body: SolidBox
    intake: Opening | None
    discharge: Opening | None
    airflow_m3_s: float
    supply_temperature_c: float
    capacity: Figure
    fan_power_w: float
    rated_airflow: Figure


@dataclass(frozen=True, slots=True)
class SceneTile:
    """A perforated tile or ceiling grille with its loss coefficient on the face velocity."""

    id: str
    name: str
    is_floor: bool
    opening: Opening
    loss: Figure


@dataclass(frozen=True, slots=True)
class Scene:
    """The resolved hall."""

    size_m: Corner
    racks: tuple[SceneRack, ...]
    coolers: tuple[SceneCooler, ...]
    tiles: tuple[SceneTile, ...]
    solids: tuple[SolidBox, ...]
    plates: tuple[ThinPlate, ...]
    has_plenum: bool
    has_void: bool
    leak_area_m2: float
    leak_discharge_coefficient: float
    other_heat_w: float
    air: AirState
    assumptions: tuple[Assumption, ...]


def resolve(variant: Variant, catalogue: Catalogue, air: AirState) -> Scene:
    """Resolve a variant: look up every figure and turn every object into boxes and openings.

    Args:
        variant: What was drawn.
        catalogue: The catalogue, the design's own entries included.
        air: State of the hall's air.

    Raises:
        SolveError: For an object that cannot be solved as drawn, naming it and the remedy.
        CatalogueError: For an id the catalogue does not have.
    """
    hall = variant.hall
    for item in (*variant.racks, *variant.coolers, *variant.tiles, *variant.panels):
        _require_quarter_turn(item)
    for obstruction in variant.obstructions:
        _require_quarter_turn(obstruction)
    resolver = _Resolver(catalogue, variant)
    racks = tuple(resolver.rack(rack) for rack in variant.racks)
    coolers = tuple(resolver.cooler(cooler) for cooler in variant.coolers if cooler.running)
    idle = [_body(c, 0.0, c.height_m) for c in variant.coolers if not c.running]
    discharge_coefficient = catalogue.get(LEAK_DISCHARGE_COEFFICIENT_ID).figure("cd")
    return Scene(
        size_m=(hall.length_m, hall.width_m, hall.height_m),
        racks=racks,
        coolers=coolers,
        tiles=tuple(resolver.tile(tile) for tile in variant.tiles),
        solids=(*(_obstruction(o) for o in variant.obstructions), *idle),
        plates=tuple(_plate(panel) for panel in variant.panels),
        has_plenum=hall.raised_floor_m > 0.0,
        has_void=hall.ceiling_void_m > 0.0,
        leak_area_m2=hall.floor_leakage_fraction * hall.length_m * hall.width_m,
        leak_discharge_coefficient=discharge_coefficient.value or 0.65,
        other_heat_w=hall.other_heat_w,
        air=air,
        assumptions=resolver.assumptions(discharge_coefficient),
    )


def _require_quarter_turn(item: Placed) -> None:
    if quarter_turns(item.heading_deg) is None:
        raise SolveError(
            f"the heading {item.heading_deg:g}° is not a multiple of 90°.",
            where=item.label,
            remedy="Turn it to a multiple of 90°; other headings can be drawn but not solved.",
        )


def _axis_and_sign(item: Placed) -> tuple[int, int]:
    """Axis the front is normal to, and the direction it faces along that axis."""
    turns = quarter_turns(item.heading_deg) or 0
    return turns % 2, 1 if turns < 2 else -1


def _body(item: Rack | Cooler | Obstruction, z_from: float, z_to: float) -> SolidBox:
    x0, y0, x1, y1 = footprint(item)
    return SolidBox((x0, y0, z_from), (x1, y1, z_to))


def _obstruction(item: Obstruction) -> SolidBox:
    return _body(item, item.z_from_m, item.z_to_m)


def _plate(panel: Panel) -> ThinPlate:
    x0, y0, x1, y1 = footprint(panel)
    if panel.orientation == "horizontal":
        return ThinPlate(panel.id, 2, panel.z_from_m, ((x0, x1), (y0, y1)), panel.leak_fraction)
    axis, _ = _axis_and_sign(panel)
    across = (y0, y1) if axis == 0 else (x0, x1)
    position = panel.x_m if axis == 0 else panel.y_m
    heights = (panel.z_from_m, panel.z_to_m)
    return ThinPlate(panel.id, axis, position, (across, heights), panel.leak_fraction)


def _side_opening(body: SolidBox, axis: int, side: int, width: Span, heights: Span) -> Opening:
    """An opening on the side of a body that faces ``side`` along a horizontal axis."""
    position = body.high[axis] if side > 0 else body.low[axis]
    return Opening(axis, position, side, (width, heights))


class _Resolver:
    """Looks figures up and remembers which ones the answer rests on."""

    def __init__(self, catalogue: Catalogue, variant: Variant) -> None:
        self._catalogue = catalogue
        self._variant = variant
        self._limits: dict[str, AirLimits] = {}
        self._units: dict[str, Unit] = {}
        self._used: dict[tuple[str, str], Assumption] = {}

    # -- racks ---------------------------------------------------------------------------------

    def rack(self, rack: Rack) -> SceneRack:
        """Resolve one rack."""
        if rack.cooling != "air":
            raise SolveError(
                f"the cooling method {rack.cooling!r} cannot be solved by this version.",
                where=rack.label,
                remedy="Set the rack's cooling to air.",
            )
        body = _body(rack, 0.0, rack.height_m)
        bands = self._bands(rack, body)
        contents = (*rack.contents, *(c for slot in rack.slots for c in slot.contents))
        counted = tuple(Counted(self._unit(content), content.count) for content in contents)
        limit, note = self._inlet_limit(rack, counted)
        return SceneRack(
            id=rack.id,
            name=rack.label,
            body=body,
            bands=bands,
            contents=counted,
            is_plain_load=not contents,
            power_w=sum(band.power_w for band in bands),
            inlet_limit=limit,
            inlet_limit_note=note,
        )

    def _bands(self, rack: Rack, body: SolidBox) -> tuple[SceneBand, ...]:
        if rack.slots:
            slots = sorted(rack.slots, key=lambda slot: slot.z_from_m)
            return tuple(
                self._band(
                    rack,
                    body,
                    (slot.z_from_m, slot.z_to_m),
                    self._load_w(slot.contents, slot.load_w),
                    self._airflow(slot.airflow, slot.contents),
                    1.0,
                )
                for slot in slots
            )
        bottom = rack.opening_z_from_m or 0.0
        top = rack.opening_z_to_m or rack.height_m
        power = self._load_w(rack.contents, rack.load_w)
        law = self._airflow(rack.airflow, rack.contents)
        share = 1.0 / DEFAULT_BANDS
        step = (top - bottom) * share
        return tuple(
            self._band(
                rack,
                body,
                (bottom + n * step, bottom + (n + 1) * step),
                power * share,
                law,
                share,
            )
            for n in range(DEFAULT_BANDS)
        )

    def _band(
        self,
        rack: Rack,
        body: SolidBox,
        heights: Span,
        power_w: float,
        law: tuple[float, float],
        share: float,
    ) -> SceneBand:
        axis, side = _axis_and_sign(rack)
        across = 1 - axis
        middle = 0.5 * (body.low[across] + body.high[across])
        half = 0.5 * min(rack.opening_width_m or rack.width_m, rack.width_m)
        width = (middle - half, middle + half)
        return SceneBand(
            z_from_m=heights[0],
            z_to_m=heights[1],
            power_w=power_w,
            airflow_fixed_m3_s=law[0] * share,
            airflow_m3_s_w=law[1],
            intake=_side_opening(body, axis, side, width, heights),
            exhaust=_side_opening(body, axis, -side, width, heights),
        )

    def _unit(self, content: Content) -> Unit:
        if content.item not in self._units:
            entry = self._catalogue.get(content.item)
            if entry.table not in CONTENT_TABLES:
                raise SolveError(
                    f"{content.item!r} is a {entry.table}, which cannot stand in a rack.",
                    where="rack contents",
                    remedy="Use a server, a switch or a rack-scale system of the catalogue.",
                )
            self._units[content.item] = unit_of(self._catalogue, entry)
        return self._units[content.item]

    def _load_w(self, contents: Sequence[Content], load_w: float | None) -> float:
        if not contents:
            return load_w or 0.0
        total = 0.0
        for content in contents:
            unit = self._unit(content)
            power = unit.sustained_power_w
            if power.value is None:
                raise SolveError(
                    f"the catalogue has no sustained power for {unit.name}.",
                    where=content.item,
                    remedy="Give the rack a plain load, or an own catalogue entry with p_max_w.",
                )
            self._note(content.item, unit.name, "sustained power", power)
            total += content.count * power.value
        return total

    def _airflow(self, law: AirflowLaw, contents: Sequence[Content]) -> tuple[float, float]:
        """Fixed part [m3/s] and part per watt [m3/s/W] of an airflow law."""
        if isinstance(law, FixedAirflow):
            return law.airflow_m3_s, 0.0
        if isinstance(law, PowerAirflow):
            return 0.0, law.airflow_m3_s_kw / 1e3
        if not contents:
            rule = airflow_rule(self._catalogue, dense=False)
            self._note("airflow_design_rule", "plain load", "airflow per power", rule)
            return 0.0, (rule.value or 0.0) / 1e3
        power = airflow = 0.0
        for content in contents:
            unit = self._unit(content)
            per_kw = unit.airflow_m3_s_kw
            self._note(content.item, unit.name, "airflow per power", per_kw)
            watts = content.count * (unit.sustained_power_w.value or 0.0)
            power += watts
            airflow += watts * (per_kw.value or 0.0) / 1e3
        return 0.0, airflow / power if power else 0.0

    def _inlet_limit(self, rack: Rack, contents: Sequence[Counted]) -> tuple[Figure, str]:
        """The rack's inlet limit: its class, or a maker's lower maximum."""
        settings = self._variant.settings
        name = rack.air_class or settings.air_class
        if name not in self._limits:
            altitude = self._variant.site.altitude_m
            self._limits[name] = air_limits(self._catalogue, name, altitude)
        limits = self._limits[name]
        recommended = settings.inlet_limit == "recommended"
        limit = limits.recommended_max_c if recommended else limits.allowable_max_c
        note = f"{name} {settings.inlet_limit}"
        self._note(f"air_class_{name}", f"air class {name}", f"{settings.inlet_limit} inlet", limit)
        for counted in contents:
            own = counted.unit.air_inlet_max_c
            if own.value is not None and (limit.value is None or own.value < limit.value):
                limit, note = own, f"maker's maximum of {counted.unit.name}"
                self._note(counted.unit.id, counted.unit.name, "inlet maximum", own)
        return limit, note

    # -- coolers and tiles ---------------------------------------------------------------------

    def cooler(self, cooler: Cooler) -> SceneCooler:
        """Resolve one running cooler."""
        rated = cooler_figures(self._catalogue.get(cooler.unit)) if cooler.unit else None
        flow = _own(cooler.airflow_m3_s, "m3_s") or (rated.airflow_m3_s if rated else None)
        capacity = _own(cooler.capacity_w, "w") or (rated.capacity_w if rated else None)
        fan = _own(cooler.fan_power_w, "w") or (rated.fan_power_w if rated else None)
        if flow is None or flow.value is None:
            raise SolveError(
                "the cooler has no airflow.",
                where=cooler.label,
                remedy="Give its airflow, or a catalogue unit whose airflow is known.",
            )
        unknown = Figure(None, "w", "", "memory_unverified", note="not given")
        subject = cooler.unit or "coolers without a unit"
        for quantity, figure in (
            ("airflow", flow),
            ("capacity", capacity or unknown),
            ("fan power", fan or unknown),
        ):
            self._note(f"{cooler.unit or cooler.id}", subject, quantity, figure)
        body = _body(cooler, 0.0, cooler.height_m)
        return SceneCooler(
            id=cooler.id,
            name=cooler.label,
            body=body,
            intake=_cooler_intake(cooler, body),
            discharge=_cooler_discharge(cooler, body),
            airflow_m3_s=flow.value,
            supply_temperature_c=cooler.supply_temperature_c,
            capacity=capacity or unknown,
            fan_power_w=(fan.value if fan else None) or 0.0,
            rated_airflow=flow,
        )

    def tile(self, tile: Tile) -> SceneTile:
        """Resolve one tile or grille."""
        x0, y0, x1, y1 = footprint(tile)
        is_floor = tile.surface == "floor"
        position = 0.0 if is_floor else self._variant.hall.height_m
        opening = Opening(2, position, 1 if is_floor else -1, ((x0, x1), (y0, y1)))
        loss = self._tile_loss(tile)
        if loss.value is None:
            raise SolveError(
                "the tile has no loss coefficient.",
                where=tile.label,
                remedy="Give a catalogue tile, an open fraction or a loss coefficient.",
            )
        return SceneTile(tile.id, tile.label, is_floor, opening, loss)

    def _tile_loss(self, tile: Tile) -> Figure:
        if tile.loss_coefficient is not None:
            return Figure(tile.loss_coefficient, "", "", "design")
        if tile.open_fraction is not None:
            value = plate_loss_coefficient(tile.open_fraction)
            return Figure(value, "", "idelchik_formula", "derived", note="from the open fraction")
        if tile.unit is None:
            return Figure(None, "", "", "memory_unverified", note="not given")
        entry = self._catalogue.get(tile.unit)
        figure = tile_loss_coefficient(entry)
        self._note(tile.unit, entry.name, "loss coefficient", figure)
        return figure

    # -- assumptions ---------------------------------------------------------------------------

    def _note(self, object_id: str, subject: str, quantity: str, figure: Figure) -> None:
        key = (object_id, quantity)
        if key not in self._used:
            self._used[key] = Assumption(
                object_id=object_id,
                subject=subject,
                quantity=quantity,
                value=figure.value,
                unit=figure.unit,
                source=figure.source,
                confidence=figure.confidence,
                note=figure.note,
            )

    def assumptions(self, leak: Figure) -> tuple[Assumption, ...]:
        """Every figure the scene rests on, in the order met."""
        if self._variant.hall.raised_floor_m > 0.0:
            self._note(LEAK_DISCHARGE_COEFFICIENT_ID, "floor leakage", "discharge coefficient", leak)
        return tuple(self._used.values())


def plate_loss_coefficient(open_fraction: float) -> float:
    """Loss coefficient of a thin perforated tile on its face velocity [-].

    ``K = (1 / F^2) (1 + 0.5 (1 - F)^0.75 + 1.414 (1 - F)^0.375)``, Idelchik, *Handbook of Hydraulic
    Resistance*, thin sharp-edged plate. Worked number: F = 0.25 gives 42.8.
    """
    closed = 1.0 - open_fraction
    return (1.0 + 0.5 * closed**0.75 + 1.414 * closed**0.375) / open_fraction**2


def _own(value: float | None, unit: str) -> Figure | None:
    """A figure the user gave in the design, or ``None``."""
    return None if value is None else Figure(value, unit, "", "design")


def _cooler_intake(cooler: Cooler, body: SolidBox) -> Opening | None:
    if cooler.intake == "ceiling_void":
        return None
    if cooler.intake == "top":
        spans = ((body.low[0], body.high[0]), (body.low[1], body.high[1]))
        return Opening(2, body.high[2], 1, spans)
    axis, front = _axis_and_sign(cooler)
    side = front if cooler.intake == "front" else -front
    across = 1 - axis
    return _side_opening(
        body, axis, side, (body.low[across], body.high[across]), (0.0, cooler.height_m)
    )


def _cooler_discharge(cooler: Cooler, body: SolidBox) -> Opening | None:
    if cooler.discharge == "underfloor":
        return None
    if cooler.discharge == "top":
        spans = ((body.low[0], body.high[0]), (body.low[1], body.high[1]))
        return Opening(2, body.high[2], 1, spans)
    axis, front = _axis_and_sign(cooler)
    across = 1 - axis
    middle = 0.5 * (body.low[across] + body.high[across])
    half = 0.5 * min(cooler.discharge_width_m or cooler.width_m, cooler.width_m)
    bottom = cooler.discharge_z_from_m if cooler.discharge_z_from_m is not None else 0.0
    top = cooler.discharge_z_to_m if cooler.discharge_z_to_m is not None else cooler.height_m
    return _side_opening(body, axis, front, (middle - half, middle + half), (bottom, top))


def with_rack_powers(scene: Scene, powers_w: Sequence[float]) -> Scene:
    """The scene with other rack powers; airflows follow by each band's law.

    Args:
        scene: The scene.
        powers_w: Power of each rack, in the scene's order [W].
    """
    racks = []
    for rack, power in zip(scene.racks, powers_w, strict=True):
        bands = tuple(
            replace(band, power_w=share)
            for band, share in zip(rack.bands, rack.band_powers(power), strict=True)
        )
        racks.append(replace(rack, bands=bands, power_w=power))
    return replace(scene, racks=tuple(racks))
