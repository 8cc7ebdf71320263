"""What a density study works on: the scene, each rack's weight, and what a rack is filled with."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from coolsim.catalogue import Catalogue, Figure
from coolsim.catalogue.contents import Unit
from coolsim.design.models import Feed, Rack, Variant
from coolsim.plant.outdoor import Outdoor
from coolsim.scene import Scene, SceneRack

_WHOLE = 1e-9
"""Share of a unit by which a count may fall short and still be whole (round-off) [-]."""


@dataclass(frozen=True, slots=True)
class Filling:
    """What a rack is filled with: the unit that is counted, and everything else in it.

    The counted unit is the content that draws the most power as drawn; the rest (switches, a
    management server) stays as it is and is powered first.

    Attributes:
        unit: The counted unit.
        drawn: Units drawn.
        other_power_w: Power of the rest [W].
        other_height_u: Height of the rest [U]; ``None`` where a figure is unknown.
        other_mass_kg: Mass of the rest [kg]; ``None`` where a figure is unknown.
        other_accelerators: Accelerators of the rest, as (catalogue id, count).
    """

    unit: Unit
    drawn: int
    other_power_w: float
    other_height_u: float | None
    other_mass_kg: float | None
    other_accelerators: tuple[tuple[str, int], ...]

    @property
    def unit_power_w(self) -> float:
        """Sustained power of one unit [W]."""
        return self.unit.sustained_power_w.value or 0.0

    def units_within(self, power_w: float) -> int:
        """Whole units that a rack power carries; a rack-scale unit at most once."""
        if self.unit_power_w <= 0.0:
            return self.drawn
        count = max(0, math.floor((power_w - self.other_power_w) / self.unit_power_w + _WHOLE))
        return min(count, 1) if self.unit.is_whole_rack else count

    def power_of(self, units: int) -> float:
        """Rack power with a number of units [W]."""
        return self.other_power_w + units * self.unit_power_w


@dataclass(frozen=True, slots=True)
class DensityCase:
    """One hall under a density study.

    Attributes:
        variant: The variant as drawn.
        scene: The resolved hall as drawn.
        catalogue: The catalogue, own entries included.
        weights: Weight of each rack: 1 W (uniform) or its drawn load (proportional) [W].
        fillings: What each rack is filled with; ``None`` for a plain load.
        margin_k: Margin kept under every inlet limit [K].
        overhead_w: Cooling power at the worst hour for a power of all racks, where a year tells
            it [W].
        design_day: Outdoor air of the design day, one moment, where the site tells it.
    """

    variant: Variant
    scene: Scene
    catalogue: Catalogue
    weights: tuple[float, ...]
    fillings: tuple[Filling | None, ...]
    margin_k: float
    overhead_w: Callable[[float], float] | None = None
    design_day: Outdoor | None = None

    @property
    def racks(self) -> tuple[Rack, ...]:
        """The drawn racks, in the scene's order."""
        return self.variant.racks

    def feeds_of(self, rack: Rack) -> tuple[Feed, ...]:
        """The feeds a rack names: none, one or two, of which each must carry it alone."""
        named = (rack.feed_id, rack.feed_b_id)
        return tuple(feed for feed in self.variant.power.feeds if feed.id in named)


def is_on_coolant(rack: Rack) -> bool:
    """Whether plates or a tank take part of a rack's heat."""
    return rack.cooling not in ("air", "rear_door")


def filling_of(rack: SceneRack) -> Filling | None:
    """What a rack is filled with; ``None`` where nothing in it can be counted."""
    counts = Counter[str]()
    units: dict[str, Unit] = {}
    for content in rack.contents:
        counts[content.unit.id] += content.count
        units[content.unit.id] = content.unit
    powers = {id_: n * (units[id_].sustained_power_w.value or 0.0) for id_, n in counts.items()}
    if not any(powers.values()):
        return None
    counted = max(powers, key=lambda id_: powers[id_])
    others = [(n, units[id_]) for id_, n in counts.items() if id_ != counted]
    # slots may hold plain loads beside counted contents: power without height or mass
    plain_w = rack.power_w - sum(powers.values())
    has_plain = plain_w > _WHOLE * rack.power_w
    return Filling(
        unit=units[counted],
        drawn=counts[counted],
        other_power_w=rack.power_w - powers[counted] if others or has_plain else 0.0,
        other_height_u=None if has_plain else _sum((n, unit.height_u) for n, unit in others),
        other_mass_kg=None if has_plain else _sum((n, unit.mass_kg) for n, unit in others),
        other_accelerators=tuple(
            (unit.accelerator_id, n * unit.accelerators) for n, unit in others if unit.accelerators
        ),
    )


def _sum(parts: Iterable[tuple[int, Figure]]) -> float | None:
    total = 0.0
    for count, figure in parts:
        if figure.value is None:
            return None
        total += count * figure.value
    return total


def make_case(
    variant: Variant, scene: Scene, catalogue: Catalogue, objective: str, margin_k: float
) -> DensityCase:
    """The case of a study with objective ``uniform`` or ``proportional``."""
    uniform = objective == "uniform"
    return DensityCase(
        variant=variant,
        scene=scene,
        catalogue=catalogue,
        weights=tuple(1.0 if uniform else rack.power_w for rack in scene.racks),
        fillings=tuple(filling_of(rack) for rack in scene.racks),
        margin_k=margin_k,
    )
