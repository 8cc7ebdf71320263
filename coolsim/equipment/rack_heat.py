"""How a rack's heat divides before coolant flows: accelerators, other plated parts, air."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from coolsim.catalogue.contents import Unit
from coolsim.catalogue.liquid_equipment import chip_figures
from coolsim.catalogue.loading import Catalogue
from coolsim.catalogue.records import Figure


@dataclass(frozen=True, slots=True)
class RackHeat:
    """Shares of a rack's power; they stay as the power changes.

    Attributes:
        full_power_w: Sustained power at which the shares were taken [W].
        plated_fraction: Share under plates [-]; all of it in a tank.
        chips: Accelerators, 0 where none is known.
        chips_fraction: Their share of the plated heat [-].
        limit_c: Their highest temperature; not a number where unknown [deg C].
        idle_w: What one draws at idle; 0 where unknown [W].
        figures: What this rests on: quantity and figure.
    """

    full_power_w: float
    plated_fraction: float
    chips: int
    chips_fraction: float
    limit_c: float
    idle_w: float
    figures: tuple[tuple[str, Figure], ...]

    def chip_power_w(self, power_w: float) -> float:
        """Power of one accelerator when the rack is asked for a power [W]."""
        if self.chips == 0:
            return 0.0
        return power_w * self.plated_fraction * self.chips_fraction / self.chips

    def other_plated_w(self, power_w: float) -> float:
        """Heat of the other plated parts then [W]."""
        return power_w * self.plated_fraction * (1.0 - self.chips_fraction)

    def unplated_w(self, power_w: float) -> float:
        """Heat that stays in the air whatever flows [W]."""
        return power_w * (1.0 - self.plated_fraction)


@dataclass(frozen=True, slots=True)
class RackLiquidState:
    """What the liquid side of one rack does.

    ``to_coolant_w + to_air_w = power_w + pump_w``: what is drawn is given off.

    Attributes:
        power_w: What the rack draws, after throttling [W].
        to_coolant_w: Heat into the coolant of its loop [W].
        to_air_w: Heat into the air of the hall [W].
        case_c: Hottest accelerator case; not a number where it cannot be told [deg C].
        throttled_w: Power the accelerators do without [W].
        compute_fraction: Their operations over those at full power [-].
        bath_c: Supply of a tank's bath, or saturation of what boils; not a number without [deg C].
        pump_w: Power of the rack's own pumps [W].
        notes: Where a correlation is used outside its data, what is not checked.
    """

    power_w: float
    to_coolant_w: float
    to_air_w: float
    case_c: float
    throttled_w: float
    compute_fraction: float
    bath_c: float = float("nan")
    pump_w: float = 0.0
    notes: tuple[str, ...] = ()


def rack_heat(
    catalogue: Catalogue,
    units: Sequence[tuple[Unit, int]],
    power_w: float,
    plated_default: Figure,
    *,
    is_immersed: bool = False,
    limit_c: float | None = None,
) -> RackHeat:
    """Divide a rack's heat by the catalogue.

    The plated share is that of each item, or the default where its maker gives none. The
    accelerators' share is their design power over the plated heat, at most all of it. The limit is
    the lowest among the accelerators.

    Worked number: GB200 NVL72, 132 kW with 86 % plated and 72 accelerators of 1200 W: 113.52 kW
    plated, 76.1 % of it accelerators, 18.48 kW to the air.

    Args:
        catalogue: The catalogue.
        units: What stands in the rack, with counts; empty for a plain load.
        power_w: Its sustained power [W].
        plated_default: Share of items whose maker gives none [-].
        is_immersed: Whether all parts are in a tank.
        limit_c: Limit of the accelerators instead of the catalogue's [deg C].
    """
    figures: list[tuple[str, Figure]] = []
    plated_w, chips_w, chips = 0.0, 0.0, 0
    limits, idles = [], []
    for unit, count in units:
        own_w = (unit.sustained_power_w.value or 0.0) * count
        share = unit.heat_to_liquid_fraction
        is_air_cooled = share.value == 0.0
        if share.value is None:
            share = plated_default
            figures.append((f"plated share of {unit.name}", share))
        plated_w += own_w * (1.0 if is_immersed else share.value or 0.0)
        if unit.accelerators == 0 or (is_air_cooled and not is_immersed):
            continue
        chip = chip_figures(catalogue, unit.accelerator_id)
        if chip.power_w.value is None:
            continue
        chips += unit.accelerators * count
        chips_w += unit.accelerators * count * chip.power_w.value
        figures.append((f"power of an accelerator of {unit.name}", chip.power_w))
        limit = chip.limit_c if limit_c is None else Figure(limit_c, "c", "", "design")
        figures.append((f"temperature limit of an accelerator of {unit.name}", limit))
        limits.append(np.nan if limit.value is None else limit.value)
        idles.append(chip.idle_w.value or 0.0)
    total_w = sum((unit.sustained_power_w.value or 0.0) * count for unit, count in units)
    if total_w <= 0.0:
        # a plain load: nobody says what is in it
        plated = 1.0 if is_immersed else plated_default.value or 0.0
        figures.append(("plated share of the load", plated_default))
        return RackHeat(power_w, plated, 0, 0.0, np.nan, 0.0, tuple(figures))
    known = [limit for limit in limits if not np.isnan(limit)]
    return RackHeat(
        full_power_w=power_w,
        plated_fraction=plated_w / total_w,
        chips=chips,
        chips_fraction=min(chips_w / plated_w, 1.0) if plated_w > 0.0 else 0.0,
        limit_c=min(known) if known and len(known) == len(limits) else np.nan,
        idle_w=min(idles, default=0.0),
        figures=tuple(figures),
    )
