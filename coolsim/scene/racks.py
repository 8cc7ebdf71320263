"""Resolving racks: height bands with openings, power and airflow, contents, and inlet limit."""

from __future__ import annotations

from collections.abc import Iterator

from coolsim.catalogue import Catalogue, Figure
from coolsim.catalogue.entries import unknown
from coolsim.catalogue.loads import (
    TANKS,
    LoadReader,
    PartLoad,
    RackLoad,
    nominal_airflow,
)
from coolsim.design.models import (
    AirflowLaw,
    FanCurveAirflow,
    PressureCurveAirflow,
    Rack,
    Variant,
)
from coolsim.errors import SolveError
from coolsim.scene.assumptions import AssumptionLog
from coolsim.scene.bodies import body_of, side_opening
from coolsim.scene.cabinets import CabinetReader
from coolsim.scene.ducts import chimney_of, is_ducted
from coolsim.scene.records import Counted, Curve, Opening, SceneBand, SceneRack, SolidBox, Span
from coolsim.standards import AirLimits, air_limits

DEFAULT_BANDS = 3
"""Height bands of a rack without drawn slots."""


class RackResolver:
    """Resolves the racks of a variant.

    Args:
        catalogue: The catalogue, the design's own entries included.
        variant: What was drawn.
        log: Where the figures used are noted.
    """

    def __init__(self, catalogue: Catalogue, variant: Variant, log: AssumptionLog) -> None:
        self._catalogue = catalogue
        self._variant = variant
        self._log = log
        self._reader = LoadReader(catalogue)
        self._cabinets = CabinetReader(catalogue, log)
        self._limits: dict[str, AirLimits] = {}

    def resolve(self, rack: Rack) -> SceneRack:
        """Resolve one rack.

        Raises:
            SolveError: For contents that cannot stand in a rack, or a power or airflow the
                catalogue does not know.
            CatalogueError: For contents the catalogue does not have.
        """
        load = self._reader.rack(rack)
        self._require_known(load)
        body = body_of(rack, 0.0, rack.height_m)
        contents = tuple(Counted(unit, count) for unit, count in load.units)
        if rack.cooling in TANKS:
            return self._tank(rack, body, contents, load.power_w or 0.0)
        bands = tuple(self._bands(rack, body, load))
        limit, note = self._inlet_limit(rack, contents)
        return SceneRack(
            id=rack.id,
            name=rack.label,
            body=body,
            bands=bands,
            contents=contents,
            is_plain_load=not contents,
            power_w=sum(band.power_w for band in bands),
            inlet_limit=limit,
            inlet_limit_note=note,
            cabinet=self._cabinets.cabinet(rack, body),
        )

    def _tank(
        self, rack: Rack, body: SolidBox, contents: tuple[Counted, ...], power_w: float
    ) -> SceneRack:
        """A tank: it moves no air, so it has neither bands nor an inlet to limit."""
        return SceneRack(
            id=rack.id,
            name=rack.label,
            body=body,
            bands=(),
            contents=contents,
            is_plain_load=not contents,
            power_w=power_w,
            inlet_limit=unknown("c", "a tank draws no air"),
            inlet_limit_note="no air drawn",
        )

    def _require_known(self, load: RackLoad) -> None:
        for item in load.unknown_ids:
            table = self._catalogue.get(item).table
            raise SolveError(
                f"{item!r} is a {table}, which cannot stand in a rack.",
                where="rack contents",
                remedy="Use a server, a switch or a rack-scale system of the catalogue.",
            )
        for unit, _ in load.units:
            if unit.sustained_power_w.value is None:
                raise SolveError(
                    f"the catalogue has no sustained power for {unit.name}.",
                    where=unit.id,
                    remedy="Give the rack a plain load, or an own catalogue entry with p_max_w.",
                )

    def _bands(self, rack: Rack, body: SolidBox, load: RackLoad) -> Iterator[SceneBand]:
        """The slots from the floor up, or equal bands that share the rack's load."""
        if rack.slots:
            drawn = zip(rack.slots, load.parts, strict=True)
            for slot, part in sorted(drawn, key=lambda pair: pair[0].z_from_m):
                heights = (slot.z_from_m, slot.z_to_m)
                closed = slot.blanked or not part.is_empty
                yield self._band(rack, body, heights, slot.airflow, part, 1.0, blanked=closed)
            return
        bottom = rack.opening_z_from_m or 0.0
        top = rack.height_m if rack.opening_z_to_m is None else rack.opening_z_to_m
        step = (top - bottom) / DEFAULT_BANDS
        for n in range(DEFAULT_BANDS):
            heights = (bottom + n * step, bottom + (n + 1) * step)
            yield self._band(rack, body, heights, rack.airflow, load.parts[0], 1.0 / DEFAULT_BANDS)

    def _band(
        self,
        rack: Rack,
        body: SolidBox,
        heights: Span,
        law: AirflowLaw,
        part: PartLoad,
        share: float,
        *,
        blanked: bool = True,
    ) -> SceneBand:
        """A band that carries a share of a part of the load."""
        if part.power_w is None or part.airflow_m3_s_w is None:
            raise SolveError(
                "the catalogue has no airflow for what it holds.",
                where=rack.label,
                remedy="Give the rack an airflow law of its own.",
            )
        self._note_part(law, part)
        width = rack.opening_width_m
        return SceneBand(
            z_from_m=heights[0],
            z_to_m=heights[1],
            power_w=part.power_w * share,
            airflow_fixed_m3_s=part.airflow_fixed_m3_s * share,
            airflow_m3_s_w=part.airflow_m3_s_w,
            intake=side_opening(rack, body, at_front=True, width_m=width, heights=heights),
            exhaust=self._exhaust(rack, body, heights),
            fan_factors=_fan_factors(law),
            pressure_factors=_pressure_factors(law),
            leak_area_m2=self._cabinets.leak_area_m2(rack, heights, blanked=blanked),
            air_share=part.air_share,
        )

    def _exhaust(self, rack: Rack, body: SolidBox, heights: Span) -> Opening:
        """The rear of a band; with a chimney all bands share the one opening in the ceiling."""
        if is_ducted(rack):
            return chimney_of(rack, self._variant.hall)
        width = rack.opening_width_m
        return side_opening(rack, body, at_front=False, width_m=width, heights=heights)

    def _note_part(self, law: AirflowLaw, part: PartLoad) -> None:
        by_catalogue = law.law == "catalogue"
        for unit, _ in part.contents:
            self._log.note(unit.id, unit.name, "sustained power", unit.sustained_power_w)
            if by_catalogue:
                self._log.note(unit.id, unit.name, "airflow per power", unit.airflow_m3_s_kw)
        if by_catalogue and not part.contents:
            rule = self._reader.plain_load_airflow()
            self._log.note("airflow_design_rule", "plain load", "airflow per power", rule)

    def _inlet_limit(self, rack: Rack, contents: tuple[Counted, ...]) -> tuple[Figure, str]:
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
        quantity = f"{settings.inlet_limit} inlet"
        self._log.note(f"air_class_{name}", f"air class {name}", quantity, limit)
        for counted in contents:
            own = counted.unit.air_inlet_max_c
            if own.value is not None and (limit.value is None or own.value < limit.value):
                limit, note = own, f"maker's maximum of {counted.unit.name}"
                self._log.note(counted.unit.id, counted.unit.name, "inlet maximum", own)
        return limit, note


def _fan_factors(law: AirflowLaw) -> Curve:
    """A fan curve over its value at the nominal inlet."""
    if law.law != "fan_curve":
        return ()
    return _over_nominal(law.inlet_temperature_c, law.airflow_m3_s or law.airflow_m3_s_kw, law)


def _pressure_factors(law: AirflowLaw) -> Curve:
    """A pressure curve over its value without pressure between the aisles."""
    if law.law != "pressure_curve":
        return ()
    return _over_nominal(law.pressure_difference_pa, law.airflow_m3_s or law.airflow_m3_s_kw, law)


def _over_nominal(
    places: tuple[float, ...],
    flows: tuple[float, ...],
    law: FanCurveAirflow | PressureCurveAirflow,
) -> Curve:
    nominal = nominal_airflow(law)
    return tuple((place, flow / nominal) for place, flow in zip(places, flows, strict=True))
