"""Two-phase immersion tanks: boiling on the parts, condensing on a water-cooled coil.

The bath is everywhere at its saturation temperature. The condenser's water valve holds the pressure
the tank is made for (an open bath: that of the room); where the open valve is not enough, pressure
and temperature rise together, and past the relief pressure vapour is lost. A chip stands above
saturation by the superheat of its boiling surface and by conduction, and lowers its power at its
case limit or at the critical heat flux. References: :mod:`coolsim.equipment.boiling`,
:mod:`coolsim.equipment.condenser`, first law; losses of open baths as in the catalogue.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from coolsim.equipment.boiling import (
    PLAIN,
    Saturated,
    Surface,
    boiling_notes,
    critical_flux_w_m2,
    superheat_k,
)
from coolsim.equipment.condenser import resistance_k_w, water_for_saturation_m3_s
from coolsim.equipment.heat_exchanger import ConductanceLaw
from coolsim.equipment.working_fluids import BoilingFluid

_STEPS = 60


@dataclass(frozen=True, slots=True)
class BoilingChip:
    """Accelerators of a tank.

    Attributes:
        count: How many.
        power_w: Power of one [W].
        area_m2: Boiling surface of one, its lid or boiler plate [m2].
        conduction_k_w: From the case to that surface [K/W].
        limit_c: Highest case temperature [deg C]; ``None`` where unknown.
        surface: Kind of surface.
    """

    count: int
    power_w: float
    area_m2: float
    conduction_k_w: float = 0.0
    limit_c: float | None = None
    surface: Surface = PLAIN


@dataclass(frozen=True, slots=True)
class Condenser:
    """A tank's condenser and the facility water at it.

    Attributes:
        law: Its conductance.
        water_in_c: Entering water [deg C].
        open_m3_s: Water flow with the valve open [m3/s].
        water_j_m3_k: Density times heat capacity of the water [J/(m3 K)].
    """

    law: ConductanceLaw
    water_in_c: float
    open_m3_s: float
    water_j_m3_k: float


@dataclass(frozen=True, slots=True)
class TwoPhaseTankState:
    """What a tank does.

    Attributes:
        saturation_c: Temperature of the bath [deg C].
        pressure_pa: Absolute pressure over it [Pa].
        is_venting: Whether that is above the relief pressure, so that vapour is lost.
        to_water_w: Heat to the facility water [W].
        to_room_w: Heat through walls and lid [W].
        water_m3_s: Water that the valve lets pass [m3/s].
        water_out_c: Its leaving temperature [deg C].
        case_c: Of the accelerators; ``None`` without any, or where the fluid's figures do not tell.
        chip_power_w: Power of one, after throttling [W].
        throttled_w: Power all of them do without [W].
        flux_share: Heat flux over the critical one; ``None`` where it cannot be told.
        notes: Where correlations are used outside their data.
    """

    saturation_c: float
    pressure_pa: float
    is_venting: bool
    to_water_w: float
    to_room_w: float
    water_m3_s: float
    water_out_c: float
    case_c: float | None
    chip_power_w: float
    throttled_w: float
    flux_share: float | None
    notes: tuple[str, ...]


def tank_state(
    fluid: BoilingFluid,
    chips: BoilingChip,
    other_w: float,
    condenser: Condenser,
    *,
    pressure_pa: float,
    relief_pa: float,
    room_c: float,
    loss_w_k: float = 0.0,
) -> TwoPhaseTankState:
    """Steady state of one tank.

    Worked number: 100 chips of 1 kW and 10 kW beside them in Novec 649 at 101.325 kPa, coated
    surfaces of 60 cm2 (heat transfer 3.5 times, critical flux twice a plain one), condenser of 125
    kW at 15 K with 2.604 L/s of water, here of 30 deg C: the bath holds 49.05 deg C, case 56.94 deg
    C, 60 % of the critical flux.

    Args:
        fluid: What boils.
        chips: Accelerators.
        other_w: All other heat in the tank [W].
        condenser: Condenser and water.
        pressure_pa: Absolute pressure that the valve holds [Pa].
        relief_pa: Absolute pressure above which vapour is let out [Pa].
        room_c: Air of the room [deg C].
        loss_w_k: Conductance of walls and lid [W/K].
    """
    held_c = float(fluid.table.saturation_c(pressure_pa))
    per_watt = float(resistance_k_w(condenser.law, condenser.open_m3_s, condenser.water_j_m3_k))

    def bath_c(power_w: float) -> float:
        """Saturation temperature at a power of one chip, the valve as far open as it must."""
        heat_w = chips.count * power_w + other_w
        to_water_w_k = 1.0 / per_watt
        ways_out = to_water_w_k + loss_w_k
        if ways_out <= 0.0:
            return math.inf
        driven = to_water_w_k * condenser.water_in_c + loss_w_k * room_c + heat_w
        # a bath whose walls lose all its heat stays below the pressure to hold, its valve closed
        closed_c = room_c + heat_w / loss_w_k if loss_w_k > 0.0 else math.inf
        return max(driven / ways_out, min(held_c, closed_c))

    power_w = _sustained(chips, bath_c, fluid)
    saturation = bath_c(power_w)
    heat_w = chips.count * power_w + other_w
    to_room_w = loss_w_k * (saturation - room_c)
    to_water_w = heat_w - to_room_w
    water_m3_s = water_for_saturation_m3_s(
        to_water_w,
        saturation,
        condenser.water_in_c,
        condenser.law,
        condenser.open_m3_s,
        condenser.water_j_m3_k,
    )
    water_w_k = water_m3_s * condenser.water_j_m3_k
    warming = to_water_w / water_w_k if water_w_k > 0.0 else 0.0
    state = fluid.saturated(saturation) if math.isfinite(saturation) else None
    pressure = (
        float(fluid.table.at(saturation).pressure_pa) if math.isfinite(saturation) else math.inf
    )
    known = state is not None and chips.count > 0
    return TwoPhaseTankState(
        saturation_c=saturation,
        pressure_pa=pressure,
        is_venting=pressure > relief_pa * (1.0 + 1e-9),
        to_water_w=to_water_w,
        to_room_w=to_room_w,
        water_m3_s=water_m3_s,
        water_out_c=condenser.water_in_c + warming,
        case_c=case_temperature_c(chips, power_w, state) if known and state else None,
        chip_power_w=power_w,
        throttled_w=chips.count * (chips.power_w - power_w),
        flux_share=flux_share(chips, power_w, state) if known and state else None,
        notes=(*fluid.table.notes(saturation), *(boiling_notes(state) if state else ())),
    )


def case_temperature_c(chips: BoilingChip, power_w: float, liquid: Saturated) -> float:
    """Case of a chip that boils at a power [deg C].

    Worked number: 1 kW on 60 cm2 coated (3.5 times) in Novec 649 at 49.05 deg C: 56.94 deg C.
    """
    superheat = float(superheat_k(power_w / chips.area_m2, liquid, chips.surface))
    return liquid.temperature_c + superheat + power_w * chips.conduction_k_w


def flux_share(chips: BoilingChip, power_w: float, liquid: Saturated) -> float:
    """Heat flux of a chip over the critical flux of its surface [-]."""
    return power_w / chips.area_m2 / critical_flux_w_m2(liquid, chips.surface)


def _sustained(chips: BoilingChip, bath_c: Callable[[float], float], fluid: BoilingFluid) -> float:
    """Power of one chip that keeps case limit and critical flux [W].

    Both come nearer with power, in the chip and through the bath, so bisection finds it. Where the
    fluid's figures do not tell, the power asked for stands.
    """

    def is_kept(power_w: float) -> bool:
        saturation = bath_c(power_w)
        if not math.isfinite(saturation):
            return chips.limit_c is None
        state = fluid.saturated(saturation)
        if state is None:
            return chips.limit_c is None or saturation < chips.limit_c
        if flux_share(chips, power_w, state) > 1.0:
            return False
        case = case_temperature_c(chips, power_w, state)
        return chips.limit_c is None or case <= chips.limit_c

    if chips.count == 0 or is_kept(chips.power_w):
        return chips.power_w
    low, high = 0.0, chips.power_w
    for _ in range(_STEPS):
        middle = 0.5 * (low + high)
        if is_kept(middle):
            low = middle
        else:
            high = middle
    return low


def fluid_loss_kg(charge_kg: float, loss_per_year: float, years: float = 1.0) -> float:
    """Fluid lost from a tank's charge, topped up all along [kg].

    Worked number: 17.1 % a year (measured on open baths) of 800 kg: 136.8 kg.

    Args:
        charge_kg: Fluid in the tank [kg].
        loss_per_year: Share of the charge lost in a year.
        years: Time [years].
    """
    return charge_kg * loss_per_year * years
