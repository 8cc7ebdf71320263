"""What a rack of a design holds and draws, by the catalogue."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from coolsim.catalogue.contents import CONTENT_TABLES, Unit, airflow_rule, unit_of
from coolsim.catalogue.liquid_equipment import DEFAULT_UNITS, plate_figures
from coolsim.catalogue.loading import Catalogue
from coolsim.catalogue.records import Figure
from coolsim.design.models import (
    AirflowLaw,
    Content,
    CoolingMethod,
    FanCurveAirflow,
    PressureCurveAirflow,
    Rack,
)

TANKS = ("immersion", "immersion_two_phase")
"""Cooling methods without air through the rack."""
NOMINAL_INLET_C = 22.0
"""Inlet at which a fan curve counts where no inlet is known [deg C]."""


def airflow_at(law: FanCurveAirflow, inlet_c: float) -> float:
    """Value of a fan curve at an inlet temperature, in the unit the curve is given in."""
    return _on_curve(law.inlet_temperature_c, law.airflow_m3_s or law.airflow_m3_s_kw, inlet_c)


def nominal_airflow(law: FanCurveAirflow | PressureCurveAirflow) -> float:
    """Value of a curve at the nominal inlet, or without pressure between the aisles."""
    if law.law == "fan_curve":
        return airflow_at(law, NOMINAL_INLET_C)
    return _on_curve(law.pressure_difference_pa, law.airflow_m3_s or law.airflow_m3_s_kw, 0.0)


def _on_curve(places: tuple[float, ...], flows: tuple[float, ...], place: float) -> float:
    points = list(zip(places, flows, strict=True))
    if place <= points[0][0]:
        return points[0][1]
    for (before, low), (after, high) in pairwise(points):
        if place <= after:
            return low + (high - low) * (place - before) / (after - before)
    return points[-1][1]


@dataclass(frozen=True, slots=True)
class PartLoad:
    """One filled height band of a rack, or the whole rack where it has no slots.

    The airflow at power P is ``airflow_fixed_m3_s + airflow_m3_s_w * P``, by a fan curve at the
    nominal inlet. ``power_w`` and ``airflow_m3_s_w`` are ``None`` where a figure they need is
    unknown. ``air_share`` of the
    power stays in the air by the catalogue; plates and tanks take the rest.
    """

    contents: tuple[tuple[Unit, int], ...]
    power_w: float | None
    airflow_fixed_m3_s: float
    airflow_m3_s_w: float | None
    is_empty: bool
    air_share: float = 1.0

    @property
    def airflow_m3_s(self) -> float | None:
        """Airflow at the part's power [m3/s]; ``None`` where it cannot be told."""
        if self.airflow_m3_s_w == 0.0:
            return self.airflow_fixed_m3_s
        if self.power_w is None or self.airflow_m3_s_w is None:
            return None
        return self.airflow_fixed_m3_s + self.airflow_m3_s_w * self.power_w


@dataclass(frozen=True, slots=True)
class RackLoad:
    """A rack's contents and totals.

    Attributes:
        parts: One per slot, or a single one.
        power_w: Sustained power [W]; ``None`` where a content's power is unknown.
        airflow_m3_s: Airflow at that power [m3/s]; ``None`` where it cannot be told.
        height_u: Rack units taken; ``None`` where a content's height is unknown.
        contents_mass_kg: Mass of the contents; ``None`` where one is unknown.
        unknown_ids: Content ids that the catalogue does not have or that are no rack content.
        is_empty: Whether nothing is drawn into the rack: no contents, no load.
    """

    parts: tuple[PartLoad, ...]
    power_w: float | None
    airflow_m3_s: float | None
    height_u: float | None
    contents_mass_kg: float | None
    unknown_ids: tuple[str, ...]
    is_empty: bool

    @property
    def air_w(self) -> float | None:
        """Heat that stays in the air by the catalogue [W]; ``None`` where a power is unknown."""
        return _total(
            None if part.power_w is None else part.power_w * part.air_share for part in self.parts
        )

    @property
    def units(self) -> tuple[tuple[Unit, int], ...]:
        """All contents with their counts."""
        return tuple(pair for part in self.parts for pair in part.contents)

    @property
    def to_liquid_w(self) -> float:
        """Heat the rack can give to its liquid: the share known, all of it where it is not [W]."""
        if not self.units:
            return self.power_w or 0.0
        total = 0.0
        for unit, count in self.units:
            share = unit.heat_to_liquid_fraction.value
            power_w = (unit.sustained_power_w.value or 0.0) * count
            total += power_w * (1.0 if share is None else share)
        return total


class LoadReader:
    """Reads rack loads; catalogue items and racks filled alike are resolved once."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._units: dict[str, Unit | None] = {}
        self._rule: Figure | None = None
        self._loads: dict[tuple[object, ...], RackLoad] = {}

    def unit(self, item: str) -> Unit | None:
        """Return a content item; ``None`` where the catalogue has none of that id for a rack."""
        if item not in self._units:
            self._units[item] = self._resolve(item)
        return self._units[item]

    def _resolve(self, item: str) -> Unit | None:
        if item not in self._catalogue:
            return None
        entry = self._catalogue.get(item)
        return unit_of(self._catalogue, entry) if entry.table in CONTENT_TABLES else None

    def plain_load_airflow(self) -> Figure:
        """Return the airflow per power of loads without contents [m3/s/kW]: the general rule."""
        if self._rule is None:
            self._rule = airflow_rule(self._catalogue, dense=False)
        return self._rule

    def rack(self, rack: Rack) -> RackLoad:
        """Return what a rack holds and draws."""
        filling = (rack.cooling, rack.contents, rack.load_w, rack.airflow, rack.slots)
        load = self._loads.get(filling)
        if load is None:
            load = self._loads[filling] = self._read(rack)
        return load

    def _read(self, rack: Rack) -> RackLoad:
        missing: list[str] = []
        if rack.slots:
            parts = tuple(
                self._part(slot.contents, slot.load_w, slot.airflow, rack.cooling, missing)
                for slot in rack.slots
            )
        else:
            parts = (self._part(rack.contents, rack.load_w, rack.airflow, rack.cooling, missing),)
        units = [pair for part in parts for pair in part.contents]
        return RackLoad(
            parts=parts,
            power_w=_total(part.power_w for part in parts),
            airflow_m3_s=_total(part.airflow_m3_s for part in parts),
            height_u=_total(_times(unit.height_u, count) for unit, count in units),
            contents_mass_kg=_total(_times(unit.mass_kg, count) for unit, count in units),
            unknown_ids=tuple(dict.fromkeys(missing)),
            is_empty=all(part.is_empty for part in parts),
        )

    def _part(
        self,
        contents: tuple[Content, ...],
        load_w: float | None,
        law: AirflowLaw,
        cooling: CoolingMethod,
        missing: list[str],
    ) -> PartLoad:
        pairs: list[tuple[Unit, int]] = []
        for content in contents:
            unit = self.unit(content.item)
            if unit is None:
                missing.append(content.item)
            else:
                pairs.append((unit, content.count))
        power_w: float | None
        if contents:
            known = len(pairs) == len(contents)
            powers = (_times(unit.sustained_power_w, count) for unit, count in pairs)
            power_w = _total(powers) if known else None
        else:
            power_w = load_w or 0.0
        share = self._air_share(pairs, cooling)
        fixed, per_watt = self._airflow(pairs, power_w, law)
        if law.law == "catalogue" and not pairs and per_watt is not None:
            # a load without figures moves air for the heat that plates leave it
            per_watt *= share
        if cooling in TANKS:
            fixed, per_watt = 0.0, 0.0
        return PartLoad(
            contents=tuple(pairs),
            power_w=power_w,
            airflow_fixed_m3_s=fixed,
            airflow_m3_s_w=per_watt,
            is_empty=not contents and load_w is None,
            air_share=share,
        )

    def _air_share(self, pairs: list[tuple[Unit, int]], cooling: CoolingMethod) -> float:
        """Share of the heat that stays in the air by the catalogue [-]."""
        if cooling in TANKS:
            return 0.0
        if not cooling.startswith("cold_plate"):
            return 1.0
        plates = plate_figures(self._catalogue.get(DEFAULT_UNITS["cold_plate"]))
        default = plates.plated_fraction.value or 0.0
        powers = [(unit.sustained_power_w.value or 0.0) * count for unit, count in pairs]
        if not sum(powers):
            return 1.0 - default
        shares = [unit.heat_to_liquid_fraction.value for unit, _ in pairs]
        plated = sum(
            power * (default if share is None else share)
            for power, share in zip(powers, shares, strict=True)
        )
        return 1.0 - plated / sum(powers)

    def _airflow(
        self, pairs: list[tuple[Unit, int]], power_w: float | None, law: AirflowLaw
    ) -> tuple[float, float | None]:
        """Fixed part [m3/s] and part per watt [m3/s/W] of a law."""
        if law.law == "fixed":
            return law.airflow_m3_s, 0.0
        if law.law == "per_power":
            return 0.0, law.airflow_m3_s_kw / 1e3
        if law.law in ("fan_curve", "pressure_curve"):
            nominal = nominal_airflow(law)
            return (nominal, 0.0) if law.airflow_m3_s else (0.0, nominal / 1e3)
        if power_w is None:
            return 0.0, None
        if not pairs:
            rule = self.plain_load_airflow().value
            return 0.0, None if rule is None else rule / 1e3
        total = _total(_airflow_of(unit, count) for unit, count in pairs)
        return 0.0, None if total is None or power_w <= 0.0 else total / power_w


def accelerators_in(catalogue: Catalogue, racks: Iterable[Rack]) -> Counter[str]:
    """Accelerators drawn into racks, by their catalogue id; items nobody knows count none.

    Worked number: two servers of eight in each of three racks are 48.
    """
    items = Counter[str]()
    for rack in racks:
        bands = [slot.contents for slot in rack.slots] or [rack.contents]
        for content in (content for contents in bands for content in contents):
            items[content.item] += content.count
    found = Counter[str]()
    for item, count in items.items():
        entry = catalogue.get(item) if item in catalogue else None
        if entry is not None and entry.table in CONTENT_TABLES and entry.count("accelerators"):
            found[entry.word("accelerator")] += count * entry.count("accelerators")
    return found


def _airflow_of(unit: Unit, count: int) -> float | None:
    """Airflow of ``count`` items at their sustained power [m3/s]."""
    power = _times(unit.sustained_power_w, count)
    per_power = unit.airflow_m3_s_kw.value
    return None if power is None or per_power is None else per_power * power / 1e3


def _times(figure: Figure, count: int) -> float | None:
    return None if figure.value is None else figure.value * count


def _total(values: Iterable[float | None]) -> float | None:
    """Sum of values; ``None`` where one of them is unknown."""
    total = 0.0
    for value in values:
        if value is None:
            return None
        total += value
    return total
