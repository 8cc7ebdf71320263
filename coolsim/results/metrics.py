"""Air-management metrics of a hall: one equation, one function, one reference.

Ratios are fractions (1 is 100 %) and never clamped: below zero or above one they say something.
Airflow stands for mass flow throughout, because one air density holds in the whole hall.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coolsim.results.records import CoolerResult, Metric, RackResult

HERRLIN_2005 = "Herrlin, ASHRAE Transactions 111(2), 2005, 725-731"
HERRLIN_2008 = "Herrlin, ASHRAE Transactions 114(2), 2008, 182-187"
SHARMA_2002 = "Sharma, Bash and Patel, AIAA 2002-3091, doi 10.2514/6.2002-3091"
MATHEW_2009 = "Mathew et al., LBNL for NYSERDA, 2009, osti 983248"


@dataclass(frozen=True, slots=True)
class InletRange:
    """Inlet limits of an air class, lower and upper end of both ranges [deg C]."""

    recommended_min_c: float
    recommended_max_c: float
    allowable_min_c: float
    allowable_max_c: float


def rack_cooling_index_high(
    inlet_c: ArrayLike, recommended_max_c: ArrayLike, allowable_max_c: ArrayLike
) -> float:
    """Rack cooling index, high side (RCI_HI): how little the inlets exceed what is recommended.

    ``1 - mean(max(0, T - T_rec) / (T_all - T_rec))`` over the samples. Cold inlets do not offset
    warm ones. 1 is ideal, 0.96 good, 0.90 poor; below 0 the mean excess passes the allowable end.
    Worked number: inlets 26, 28 and 30 with 27 and 32 -> 1 - (0 + 1 + 3) / (5 x 3) = 0.7333.

    Args:
        inlet_c: Inlet samples [deg C].
        recommended_max_c: Upper end of the recommended range, one or one per sample [deg C].
        allowable_max_c: Upper end of the allowable range, one or one per sample [deg C].

    Source: Herrlin, ASHRAE Transactions 111(2), 2005, 725-731.
    """
    inlet, recommended, allowable = _floats(inlet_c, recommended_max_c, allowable_max_c)
    return float(1.0 - np.mean(np.maximum(0.0, inlet - recommended) / (allowable - recommended)))


def rack_cooling_index_low(
    inlet_c: ArrayLike, recommended_min_c: ArrayLike, allowable_min_c: ArrayLike
) -> float:
    """Rack cooling index, low side (RCI_LO): how little the inlets fall below what is recommended.

    ``1 - mean(max(0, T_rec - T) / (T_rec - T_all))`` over the samples; 1 is ideal.
    Worked number: inlets 17, 18 and 19 with 18 and 15 -> 1 - 1 / (3 x 3) = 0.8889.

    Args:
        inlet_c: Inlet samples [deg C].
        recommended_min_c: Lower end of the recommended range, one or one per sample [deg C].
        allowable_min_c: Lower end of the allowable range, one or one per sample [deg C].

    Source: Herrlin, ASHRAE Transactions 111(2), 2005, 725-731.
    """
    inlet, recommended, allowable = _floats(inlet_c, recommended_min_c, allowable_min_c)
    return float(1.0 - np.mean(np.maximum(0.0, recommended - inlet) / (recommended - allowable)))


def equipment_rise_k(
    heat_to_air_w: ArrayLike,
    airflow_m3_s: ArrayLike,
    air_density_kg_m3: float,
    air_heat_capacity_j_kg_k: float,
) -> float:
    """Airflow-weighted mean air temperature rise through the racks [K].

    ``sum(Q) / (rho cp sum(V))``. Worked number: 12 kW in 1 m3/s of 1.2 kg/m3, 1000 J/kg/K -> 10 K.

    Source: Herrlin, ASHRAE Transactions 114(2), 2008, 182-187.
    """
    heat, airflow = _floats(heat_to_air_w, airflow_m3_s)
    return float(heat.sum() / (air_density_kg_m3 * air_heat_capacity_j_kg_k * airflow.sum()))


def return_temperature_index(return_c: float, supply_c: float, equipment_rise: float) -> float:
    """Return temperature index (RTI): rise over the coolers against rise through the racks.

    ``(T_return - T_supply) / dT_equipment``; 1 is ideal, more is recirculation, less is bypass. In
    a steady hall without other heat it equals rack airflow over cooler airflow.
    Worked number: return 32, supply 20, rise 15 K -> 0.8.

    Source: Herrlin, ASHRAE Transactions 114(2), 2008, 182-187.
    """
    return (return_c - supply_c) / equipment_rise


def supply_and_return_heat_index(
    inlet_c: ArrayLike, outlet_c: ArrayLike, airflow_m3_s: ArrayLike, reference_c: float
) -> tuple[float, float]:
    """Supply heat index and return heat index (SHI, RHI), a pair that sums to one.

    SHI is the share of the racks' enthalpy rise over the reference that the air had picked up
    before it entered them: ``sum(V (T_in - T_ref)) / sum(V (T_out - T_ref))``; RHI is the rest.
    Ideal: 0 and 1. Worked number: inlet 22, outlet 32, reference 20 -> 2 / 12 = 0.1667.

    Args:
        inlet_c: Mean inlet temperature of each rack [deg C].
        outlet_c: Outlet temperature of each rack [deg C].
        airflow_m3_s: Airflow of each rack, the weight [m3/s].
        reference_c: Flow-weighted supply temperature of the coolers [deg C].

    Source: Sharma, Bash and Patel, AIAA 2002-3091, doi 10.2514/6.2002-3091.
    """
    inlet, outlet, airflow = _floats(inlet_c, outlet_c, airflow_m3_s)
    before = float(np.sum(airflow * (inlet - reference_c)))
    after = float(np.sum(airflow * (outlet - reference_c)))
    supply_index = before / after
    return supply_index, 1.0 - supply_index


def airflow_efficiency_w_m3_s(fan_power_w: ArrayLike, airflow_m3_s: ArrayLike) -> float:
    """Fan power of the coolers per airflow supplied [W per m3/s].

    Better practice is 0.5 W/CFM = 1059 W per m3/s. Worked number: 3 kW for 4 m3/s -> 750.

    Source: Mathew et al., LBNL for NYSERDA, 2009, osti 983248 (metric A4).
    """
    power, airflow = _floats(fan_power_w, airflow_m3_s)
    return float(power.sum() / airflow.sum())


def weighted_mean(values: ArrayLike, weights: ArrayLike) -> float:
    """Mean weighted by airflow."""
    values, weights = _floats(values, weights)
    return float(np.sum(values * weights) / np.sum(weights))


def air_metrics(
    racks: Sequence[RackResult],
    coolers: Sequence[CoolerResult],
    ranges: Mapping[str, InletRange],
    *,
    air_density_kg_m3: float,
    air_heat_capacity_j_kg_k: float,
) -> tuple[Metric, ...]:
    """Every air metric of the hall, always the same ones in the same order.

    The samples of both RCI are the bands of the racks that draw air: with the default three equal
    bands the centres lie at 1/6, 1/2 and 5/6 of the rack's height, whatever the grid.

    Args:
        racks: Racks of the result; those without airflow do not count.
        coolers: Coolers; those without airflow do not count.
        ranges: Rack id -> its class's inlet limits; a rack that is missing gives no RCI sample.
        air_density_kg_m3: Density of the hall's air.
        air_heat_capacity_j_kg_k: Its heat capacity.

    Returns:
        Metrics whose value is ``None`` where they cannot be formed, with the reason as note.
    """
    working = [rack for rack in racks if rack.airflow_m3_s > 0.0]
    running = [cooler for cooler in coolers if cooler.airflow_m3_s > 0.0]
    return (
        *_cooling_indices(working, ranges),
        *_temperature_indices(working, running, air_density_kg_m3, air_heat_capacity_j_kg_k),
        _airflow_efficiency(running),
    )


def _cooling_indices(
    racks: Sequence[RackResult], ranges: Mapping[str, InletRange]
) -> tuple[Metric, Metric]:
    samples = [
        (band.inlet_temperature_c, ranges[rack.id])
        for rack in racks
        for band in rack.bands
        if rack.id in ranges and band.airflow_m3_s > 0.0
    ]
    sampled = [rack for rack in racks if rack.id in ranges]
    note = f"{len(samples):,} samples: one in each band with airflow of {len(sampled):,} racks"
    high = low = None
    if samples:
        inlet = [temperature for temperature, _ in samples]
        high = rack_cooling_index_high(
            inlet,
            [limits.recommended_max_c for _, limits in samples],
            [limits.allowable_max_c for _, limits in samples],
        )
        low = rack_cooling_index_low(
            inlet,
            [limits.recommended_min_c for _, limits in samples],
            [limits.allowable_min_c for _, limits in samples],
        )
    else:
        note = "No rack with airflow has known inlet limits."
    return (
        Metric("rci_hi", "Rack cooling index, high", high, "fraction", "100%", HERRLIN_2005, note),
        Metric("rci_lo", "Rack cooling index, low", low, "fraction", "100%", HERRLIN_2005, note),
    )


def _temperature_indices(
    racks: Sequence[RackResult],
    coolers: Sequence[CoolerResult],
    density: float,
    heat_capacity: float,
) -> tuple[Metric, Metric, Metric]:
    index = supply_index = return_index = None
    index_note = "Above 100% air recirculates, below 100% it bypasses the racks."
    heat_note = "Reference: flow-weighted supply temperature of the coolers."
    if not racks or not coolers:
        index_note = heat_note = "Needs racks and coolers that move air."
    else:
        airflow = [rack.airflow_m3_s for rack in racks]
        cooler_airflow = [cooler.airflow_m3_s for cooler in coolers]
        supply = weighted_mean([c.supply_temperature_c for c in coolers], cooler_airflow)
        back = weighted_mean([c.return_temperature_c for c in coolers], cooler_airflow)
        outlet = [rack.outlet_temperature_c for rack in racks]
        rise = equipment_rise_k(
            [rack.heat_to_air_w for rack in racks], airflow, density, heat_capacity
        )
        if rise > 0.0:
            index = return_temperature_index(back, supply, rise)
        else:
            index_note = "The racks give no heat to the air."
        if weighted_mean(outlet, airflow) > supply:
            supply_index, return_index = supply_and_return_heat_index(
                [rack.inlet_mean_temperature_c for rack in racks], outlet, airflow, supply
            )
        else:
            heat_note = "The racks' outlets are not warmer than the supply."
    return (
        Metric(
            "rti", "Return temperature index", index, "fraction", "100%", HERRLIN_2008, index_note
        ),
        Metric("shi", "Supply heat index", supply_index, "1", "0", SHARMA_2002, heat_note),
        Metric("rhi", "Return heat index", return_index, "1", "1", SHARMA_2002, heat_note),
    )


def _airflow_efficiency(coolers: Sequence[CoolerResult]) -> Metric:
    value, note = None, "Needs coolers that move air."
    if coolers:
        value = airflow_efficiency_w_m3_s(
            [cooler.fan_power_w for cooler in coolers], [cooler.airflow_m3_s for cooler in coolers]
        )
        note = "Better practice: 0.5 W/CFM, 1,059 W per m³/s."
    return Metric(
        "airflow_efficiency", "Airflow efficiency", value, "w_m3_s", "low", MATHEW_2009, note
    )


def _floats(*values: ArrayLike) -> tuple[NDArray[np.float64], ...]:
    return tuple(np.asarray(value, np.float64) for value in values)
