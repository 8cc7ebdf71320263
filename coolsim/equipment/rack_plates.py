"""Racks with cold plates, single-phase and with boiling refrigerant, made from the catalogue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from coolsim.catalogue.entries import Entry
from coolsim.catalogue.liquid_equipment import PlateFigures, plate_figures
from coolsim.catalogue.records import Figure
from coolsim.equipment.arrays import Array
from coolsim.equipment.chip import PlatedLoad, flow_share_by_heat, plated_state
from coolsim.equipment.cold_plate import FLOW_RANGE, Plate, plate_of_rating
from coolsim.equipment.cold_plate_two_phase import boiling_plate_state, mass_for_quality_kg_s
from coolsim.equipment.condenser import condenser_of_rating, resistance_k_w
from coolsim.equipment.heat_exchanger import ConductanceLaw
from coolsim.equipment.rack_heat import RackHeat, RackLiquidState
from coolsim.equipment.working_fluids import BoilingFluid

RATED_COOLANT_J_M3_K = 4.00e6
"""Density times heat capacity of 25 % propylene glycol, in which plates are rated [J/(m3 K)]."""


@dataclass(frozen=True, slots=True)
class PlateRack:
    """A rack with single-phase plates.

    Attributes:
        heat: Its heat.
        plate: The accelerators' plate; ``None`` where its resistance or flow is not known, and the
            case temperature then *not checked*.
        figures: What the plate rests on.
    """

    heat: RackHeat
    plate: Plate | None
    figures: tuple[tuple[str, Figure], ...]


@dataclass(frozen=True, slots=True)
class BoilingPlateRack:
    """A rack whose plates boil a refrigerant that its own condenser gives to the loop.

    Attributes:
        heat: Its heat.
        fluid: The refrigerant.
        plate_k_w: Resistance from case to saturation [K/W].
        quality_limit: Outlet quality at which the walls dry [-].
        mass_kg_s: Refrigerant per accelerator, by its pump [kg/s].
        condenser: Conductance of the condenser.
        figures: What this rests on.
    """

    heat: RackHeat
    fluid: BoilingFluid
    plate_k_w: float
    quality_limit: float
    mass_kg_s: float
    condenser: ConductanceLaw
    figures: tuple[tuple[str, Figure], ...]


def plate_rack(heat: RackHeat, entry: Entry) -> PlateRack:
    """Return a rack with the plates of a catalogue entry.

    A plate whose maker gives a flow per heat counts at the accelerator's full power.
    """
    of = plate_figures(entry)
    flow = _rated_flow(of, heat)
    figures = ((f"plate resistance of {entry.name}", of.resistance_k_w),)
    if of.resistance_k_w.value is None or flow is None:
        return PlateRack(heat, None, figures)
    plate = plate_of_rating(of.resistance_k_w.value, flow, RATED_COOLANT_J_M3_K)
    return PlateRack(heat, plate if float(plate.surface_k_w) > 0.0 else None, figures)


def _rated_flow(of: PlateFigures, heat: RackHeat) -> float | None:
    """Flow at which the plate's resistance counts [m3/s]."""
    if of.flow_m3_s.value is not None or of.flow_m3_s_kw.value is None:
        return of.flow_m3_s.value
    chip_w = heat.chip_power_w(heat.full_power_w)
    return of.flow_m3_s_kw.value * chip_w / 1e3 if chip_w > 0.0 else None


def plate_states(
    racks: Sequence[PlateRack],
    power_w: Array,
    inlet_c: Array,
    flow_m3_s: Array,
    coolant_j_m3_k: Array,
    air_c: Array,
) -> list[RackLiquidState]:
    """State of racks with plates, all at once.

    Args:
        racks: The racks.
        power_w: Power asked of each [W].
        inlet_c: Coolant at its inlet [deg C].
        flow_m3_s: Flow through it [m3/s].
        coolant_j_m3_k: Density times heat capacity of its coolant [J/(m3 K)].
        air_c: Air in it [deg C].
    """
    if not racks:
        return []
    powers = [float(power) for power in power_w]
    pairs = list(zip(racks, powers, strict=True))
    # a plate that is not known carries its heat all the same; its case is not told
    known = np.array([rack.plate is not None for rack in racks])
    plate = Plate(
        np.array([_surface(rack.plate) for rack in racks]),
        np.array([1.0 if rack.plate is None else float(rack.plate.rated_m3_s) for rack in racks]),
    )
    chips = np.array([rack.heat.chips for rack in racks], dtype=float)
    each_w = np.array([rack.heat.chip_power_w(power) for rack, power in pairs])
    other_w = np.array([rack.heat.other_plated_w(power) for rack, power in pairs])
    limit = np.array([rack.heat.limit_c for rack in racks])
    load = PlatedLoad(
        chips=chips,
        power_w=each_w,
        limit_c=np.where(known, limit, np.nan),
        other_w=other_w,
        chips_flow_fraction=flow_share_by_heat(chips * each_w, other_w),
    )
    found = plated_state(load, plate, inlet_c, flow_m3_s, coolant_j_m3_k, air_c)
    unplated = np.array([rack.heat.unplated_w(power) for rack, power in pairs])
    drawn = np.asarray(power_w) - found.throttled_w
    share = load.chips_flow_fraction
    return [
        RackLiquidState(
            power_w=float(drawn[n]),
            to_coolant_w=float(found.to_coolant_w[n]),
            to_air_w=float(found.to_air_w[n] + unplated[n]),
            case_c=float(found.hottest_case_c[n]) if known[n] else float("nan"),
            throttled_w=float(found.throttled_w[n]),
            compute_fraction=float(found.compute_fraction[n]),
            notes=_notes(rack, float(np.asarray(flow_m3_s)[n] * np.asarray(share)[n])),
        )
        for n, rack in enumerate(racks)
    ]


def _surface(plate: Plate | None) -> float:
    return _ANY_K_W if plate is None else float(plate.surface_k_w)


_ANY_K_W = 1e-6
"""Stands for a plate that is not known: its heat goes to the coolant, its case is not told."""


def _notes(rack: PlateRack, chips_m3_s: float) -> tuple[str, ...]:
    if rack.plate is None or rack.heat.chips == 0:
        return ("case temperature not checked",)
    ratio = chips_m3_s / rack.heat.chips / float(rack.plate.rated_m3_s)
    limit = () if not np.isnan(rack.heat.limit_c) else ("case limit not checked",)
    return (*limit, *FLOW_RANGE.notes(ratio))


def boiling_plate_rack(
    heat: RackHeat, entry: Entry, fluid: BoilingFluid, water_j_m3_k: float
) -> BoilingPlateRack | None:
    """Return a rack with boiling plates of a catalogue entry.

    ``None`` where a figure is missing, or where nothing in the rack has plates.

    Condenser and pump are sized for the rack at full power: the condenser at its stated approach
    and water flow, the pump for the stated outlet quality with 30 deg C saturation.

    Args:
        heat: The rack's heat.
        entry: A plate of type ``cold_plate_2p``.
        fluid: The refrigerant.
        water_j_m3_k: Density times heat capacity of the loop's coolant [J/(m3 K)].
    """
    of = plate_figures(entry)
    wanted = {
        "plate resistance": of.resistance_k_w,
        "dry-out quality": of.quality_limit_fraction,
        "design quality": of.quality_design_fraction,
        "condenser approach": of.approach_k,
        "condenser water flow": of.water_flow_m3_s_kw,
    }
    values = {name: figure.value for name, figure in wanted.items()}
    plated_w = heat.full_power_w * heat.plated_fraction
    resistance, dry, design, approach, per_kw = values.values()
    if resistance is None or dry is None or design is None or approach is None or per_kw is None:
        return None
    if plated_w <= 0.0:
        return None
    latent = float(fluid.table.at(_SIZING_C).latent_j_kg)
    each_w = heat.chip_power_w(heat.full_power_w)
    return BoilingPlateRack(
        heat=heat,
        fluid=fluid,
        plate_k_w=resistance,
        quality_limit=dry,
        mass_kg_s=float(mass_for_quality_kg_s(each_w, design, latent)),
        condenser=condenser_of_rating(plated_w, approach, per_kw * plated_w / 1e3, water_j_m3_k),
        figures=tuple((f"{name} of {entry.name}", figure) for name, figure in wanted.items()),
    )


_SIZING_C = 30.0
"""Saturation at which the refrigerant pump is sized [deg C]."""


def boiling_plate_rack_state(
    rack: BoilingPlateRack,
    power_w: float,
    inlet_c: float,
    flow_m3_s: float,
    coolant_j_m3_k: float,
    air_c: float,
) -> RackLiquidState:
    """State of a rack with boiling plates.

    Saturation follows the heat through the condenser; throttled chips lower both. The balance is
    found by halving between the powers asked for and none.

    Args:
        rack: The rack.
        power_w: Power asked of it [W].
        inlet_c: Coolant of the loop at its condenser [deg C].
        flow_m3_s: Its flow [m3/s].
        coolant_j_m3_k: Density times heat capacity of that coolant [J/(m3 K)].
        air_c: Air in the rack [deg C].
    """
    heat = rack.heat
    per_watt = float(resistance_k_w(rack.condenser, flow_m3_s, coolant_j_m3_k))
    other_w, unplated_w = heat.other_plated_w(power_w), heat.unplated_w(power_w)
    each_w = heat.chip_power_w(power_w)
    if not np.isfinite(per_watt):
        # without coolant nothing condenses: limited chips stop, the rest warms the air
        chips_w = heat.chips * each_w if np.isnan(heat.limit_c) else 0.0
        to_air = chips_w + other_w + unplated_w
        return _boiling_state(heat, power_w, chips_w, 0.0, to_air, float("nan"), float("nan"))

    def saturation(chip_w: float) -> float:
        return inlet_c + per_watt * (heat.chips * chip_w + other_w)

    def sustained(chip_w: float) -> tuple[float, float]:
        """Power of a chip that the plates bear at the saturation of another power, and its case."""
        at_c = saturation(chip_w)
        latent = float(rack.fluid.table.at(at_c).latent_j_kg)
        found = boiling_plate_state(
            each_w,
            at_c,
            rack.mass_kg_s,
            latent,
            rack.plate_k_w,
            air_c,
            quality_limit=rack.quality_limit,
            limit_c=heat.limit_c,
        )
        return float(found.power_w), float(found.case_c)

    low, high = 0.0, each_w
    power, case = sustained(high)
    if power < high:
        for _ in range(_HALVINGS):
            middle = 0.5 * (low + high)
            power, case = sustained(middle)
            low, high = (middle, high) if power >= middle else (low, middle)
        power = low
    chips_w = heat.chips * power
    case = saturation(power) + power * rack.plate_k_w
    to_coolant = chips_w + other_w
    state = _boiling_state(heat, power_w, chips_w, to_coolant, unplated_w, case, saturation(power))
    return replace(state, notes=(*state.notes, *rack.fluid.table.notes(state.bath_c)))


_HALVINGS = 50


def _boiling_state(
    heat: RackHeat,
    power_w: float,
    chips_w: float,
    to_coolant_w: float,
    to_air_w: float,
    case_c: float,
    bath_c: float,
) -> RackLiquidState:
    asked = heat.chips * heat.chip_power_w(power_w)
    known = heat.chips > 0
    limit = () if not np.isnan(heat.limit_c) else ("case limit not checked",)
    return RackLiquidState(
        power_w=power_w - (asked - chips_w),
        to_coolant_w=to_coolant_w,
        to_air_w=to_air_w,
        case_c=case_c if known else float("nan"),
        throttled_w=asked - chips_w,
        compute_fraction=chips_w / asked if asked > 0.0 else 1.0,
        bath_c=bath_c,
        notes=limit if known else ("case temperature not checked",),
    )
