"""What the catalogue says about doors, plates, tanks, heat sinks and chips, in the program's units.

Every figure keeps source and class; one the catalogue does not have comes without value, never as a
guess. Units that distribute coolant, and what things draw from a loop, stand in
:mod:`coolsim.catalogue.liquid`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from coolsim.catalogue.conversions import derived, in_si
from coolsim.catalogue.entries import Entry, unknown
from coolsim.catalogue.loading import Catalogue
from coolsim.catalogue.records import Figure

DOOR_TYPES: tuple[str, ...] = ("rdhx_passive", "rdhx_active")
PLATE_TYPES: tuple[str, ...] = ("cold_plate", "cold_plate_2p")
TANK_TYPES: tuple[str, ...] = ("immersion_1p", "immersion_2p")
DEFAULT_UNITS: Mapping[str, str] = {
    "rear_door": "rdhx_passive_generic",
    "cold_plate": "plate_gpu_generic",
    "cold_plate_two_phase": "plate_two_phase_generic",
    "immersion": "immersion_1p_generic",
    "immersion_two_phase": "immersion_2p_generic",
    "heat_sink": "heat_sink_immersion_generic",
    "boiling_surface": "boiling_surface_coated_generic",
}
"""Generic entry by cooling method, heat sink and boiling surface, where a design names none."""
DEFAULT_FLUIDS: Mapping[str, str] = {
    "cold_plate_two_phase": "r1233zde",
    "immersion": "shell_s5x",
    "immersion_two_phase": "novec649",
}
"""What boils or bathes by cooling method where a design names nothing."""


@dataclass(frozen=True, slots=True)
class DoorFigures:
    """A rear door; ``capacity_w`` counts at ``approach_k``, leaving air minus entering water."""

    is_active: bool
    capacity_w: Figure
    approach_k: Figure
    airflow_m3_s: Figure
    water_flow_m3_s: Figure
    air_drop_pa: Figure
    water_drop_pa: Figure
    bypass_fraction: Figure
    fan_power_w: Figure
    water_min_c: Figure
    depth_m: Figure
    mass_kg: Figure


@dataclass(frozen=True, slots=True)
class PlateFigures:
    """A cold plate: resistance from case to inlet (two-phase: to saturation) at a flow, drop.

    ``flow_m3_s`` is known where the maker states it; ``flow_m3_s_kw`` is a flow per heat instead.
    ``approach_k`` and ``water_flow_m3_s_kw`` are of the condenser that a two-phase plate's
    refrigerant needs; ``plated_fraction`` is the share of a server's heat under plates where its
    maker gives none.
    """

    is_two_phase: bool
    resistance_k_w: Figure
    flow_m3_s: Figure
    flow_m3_s_kw: Figure
    drop_pa: Figure
    heat_w: Figure
    quality_limit_fraction: Figure
    quality_design_fraction: Figure
    approach_k: Figure
    water_flow_m3_s_kw: Figure
    plated_fraction: Figure
    inlet_max_c: Figure


@dataclass(frozen=True, slots=True)
class TankFigures:
    """An immersion tank.

    ``approach_k`` is the dielectric's supply (two-phase: saturation) minus the entering water, at
    ``capacity_w``. ``gauge_pressure_pa`` is what lid and relief of a two-phase tank are made for.
    """

    is_two_phase: bool
    capacity_w: Figure
    approach_k: Figure
    water_flow_m3_s: Figure
    water_drop_pa: Figure
    fluid_flow_m3_s: Figure
    fluid_drop_pa: Figure
    sink_flow_fraction: Figure
    pump_power_w: Figure
    fluid_volume_m3: Figure
    loss_w_k: Figure
    gauge_pressure_pa: Figure


@dataclass(frozen=True, slots=True)
class SinkFigures:
    """A finned heat sink of single-phase immersion."""

    length_m: Figure
    width_m: Figure
    fin_height_m: Figure
    fin_thickness_m: Figure
    fin_gap_m: Figure
    fin_conductivity_w_m_k: Figure
    base_resistance_k_w: Figure


@dataclass(frozen=True, slots=True)
class SurfaceFigures:
    """A boiling surface: its area at one accelerator, and how it compares with a plain one."""

    area_m2: Figure
    transfer_factor: Figure
    critical_factor: Figure


@dataclass(frozen=True, slots=True)
class ChipFigures:
    """An accelerator as a heat source.

    ``limit_c`` is the highest operating temperature read off boards. The sensor sits in the die; a
    case limit is published for hardly any part, and the case is colder than the die.
    """

    power_w: Figure
    idle_w: Figure
    limit_c: Figure


def door_figures(entry: Entry) -> DoorFigures:
    """Return the ratings of a rear door of type ``rdhx_passive`` or ``rdhx_active``."""
    capacity = in_si(entry.figure("q_kw"))
    is_active = entry.word("type") == "rdhx_active"
    return DoorFigures(
        is_active=is_active,
        capacity_w=capacity,
        approach_k=in_si(entry.figure("approach_k")),
        airflow_m3_s=per_capacity(entry, ("airflow_m3h", "airflow_cfm"), capacity),
        water_flow_m3_s=per_capacity(entry, ("water_lpm",), capacity),
        air_drop_pa=in_si(entry.figure("air_dp_pa")),
        water_drop_pa=_first(entry, ("water_dp_kpa",)),
        bypass_fraction=replace(entry.figure("bypass_fraction"), unit="fraction"),
        fan_power_w=fan_power_of(entry, capacity) if is_active else unknown("w", "no fans"),
        water_min_c=in_si(entry.figure("water_min_c")),
        depth_m=in_si(entry.figure("depth_mm")),
        mass_kg=_first(entry, ("weight_wet_kg", "weight_kg")),
    )


def plate_figures(entry: Entry) -> PlateFigures:
    """Return the ratings of a cold plate of type ``cold_plate`` or ``cold_plate_2p``."""
    return PlateFigures(
        is_two_phase=entry.word("type") == "cold_plate_2p",
        resistance_k_w=in_si(entry.figure("r_k_w")),
        flow_m3_s=_first(entry, ("flow_lpm",)),
        flow_m3_s_kw=in_si(entry.figure("flow_lpm_per_kw")),
        drop_pa=_first(entry, ("dp_kpa", "dp_psi")),
        heat_w=in_si(entry.figure("q_w")),
        quality_limit_fraction=replace(entry.figure("quality_limit_fraction"), unit="fraction"),
        quality_design_fraction=replace(entry.figure("quality_design_fraction"), unit="fraction"),
        approach_k=in_si(entry.figure("approach_k")),
        water_flow_m3_s_kw=in_si(entry.figure("water_lpm_per_kw")),
        plated_fraction=replace(entry.figure("plated_fraction"), unit="fraction"),
        inlet_max_c=in_si(entry.figure("coolant_inlet_max_c")),
    )


def tank_figures(entry: Entry) -> TankFigures:
    """Return the ratings of a tank of type ``immersion_1p`` or ``immersion_2p``."""
    capacity = in_si(entry.figure("q_kw"))
    return TankFigures(
        is_two_phase=entry.word("type") == "immersion_2p",
        capacity_w=capacity,
        approach_k=in_si(entry.figure("approach_k")),
        water_flow_m3_s=per_capacity(entry, ("water_lpm",), capacity),
        water_drop_pa=_first(entry, ("water_dp_kpa",)),
        fluid_flow_m3_s=per_capacity(entry, ("fluid_lpm",), capacity),
        fluid_drop_pa=_first(entry, ("fluid_dp_kpa",)),
        sink_flow_fraction=replace(entry.figure("sink_flow_fraction"), unit="fraction"),
        pump_power_w=in_si(entry.figure("p_kw")),
        fluid_volume_m3=in_si(entry.figure("fluid_l")),
        loss_w_k=in_si(entry.figure("loss_w_k")),
        gauge_pressure_pa=_first(entry, ("p_gauge_kpa",)),
    )


def sink_figures(entry: Entry) -> SinkFigures:
    """Return the geometry of a heat sink of type ``heat_sink``."""
    return SinkFigures(
        length_m=in_si(entry.figure("base_length_mm")),
        width_m=in_si(entry.figure("base_width_mm")),
        fin_height_m=in_si(entry.figure("fin_height_mm")),
        fin_thickness_m=in_si(entry.figure("fin_thickness_mm")),
        fin_gap_m=in_si(entry.figure("fin_gap_mm")),
        fin_conductivity_w_m_k=in_si(entry.figure("fin_k_w_mk")),
        base_resistance_k_w=in_si(entry.figure("r_base_k_w")),
    )


def surface_figures(entry: Entry) -> SurfaceFigures:
    """Return a boiling surface of type ``boiling_surface``."""
    return SurfaceFigures(
        area_m2=in_si(entry.figure("area_cm2")),
        transfer_factor=entry.figure("transfer_factor"),
        critical_factor=entry.figure("critical_factor"),
    )


def chip_figures(catalogue: Catalogue, accelerator_id: str) -> ChipFigures:
    """Return what an accelerator draws and bears; "" and unknown ids give unknown figures."""
    if accelerator_id not in catalogue:
        absent = unknown("", "no accelerator")
        return ChipFigures(absent, absent, absent)
    entry = catalogue.get(accelerator_id)
    return ChipFigures(
        power_w=in_si(entry.figure("tdp_w")),
        idle_w=in_si(entry.figure("idle_w")),
        limit_c=in_si(entry.figure("t_max_operating_c")),
    )


def coolant_inlet_max(entry: Entry) -> Figure:
    """Return the warmest coolant the maker of a plate, server or rack lets in [deg C]."""
    return in_si(entry.figure("coolant_inlet_max_c"))


def lowest_inlet_max(catalogue: Catalogue, entries: Iterable[str]) -> Figure | None:
    """Return the lowest of the inlet maxima that makers state; ``None`` where none does."""
    figures = [coolant_inlet_max(catalogue.get(entry)) for entry in entries]
    known = [figure for figure in figures if figure.value is not None]
    return min(known, key=lambda figure: figure.value or 0.0, default=None)


def coolant_pressure_max(entry: Entry) -> Figure:
    """Return the gauge pressure a server or rack with plates is made for [Pa]."""
    return _first(entry, ("p_coolant_max_bar", "p_max_bar"))


def _first(entry: Entry, keys: tuple[str, ...]) -> Figure:
    """First known figure of some keys, or the last one without value."""
    for key in keys[:-1]:
        if entry.figure(key).is_known:
            return in_si(entry.figure(key))
    return in_si(entry.figure(keys[-1]))


def per_capacity(entry: Entry, keys: tuple[str, ...], capacity: Figure) -> Figure:
    """A flow: stated, or per kilowatt times the capacity [m3/s]."""
    stated = _first(entry, keys)
    if stated.is_known or capacity.value is None:
        return stated
    for key in keys:
        per_power = in_si(entry.figure(f"{key}_per_kw"))
        if per_power.value is not None:
            total = per_power.value * capacity.value / 1e3
            return derived(total, "m3_s", "flow per capacity times capacity", per_power, capacity)
    return stated


def fan_power_of(entry: Entry, capacity: Figure) -> Figure:
    """Fan power: stated, or per capacity times the capacity [W]."""
    stated = in_si(entry.figure("fan_kw"))
    share = in_si(entry.figure("w_per_kw"))
    if stated.is_known or share.value is None or capacity.value is None:
        return stated
    note = "fan power per capacity times capacity"
    return derived(share.value * capacity.value, "w", note, share, capacity)
