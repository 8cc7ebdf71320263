"""Air rise through a rack: how far the flow model may be trusted.

A rack whose airflow does not follow its power could be given any power on paper. The flow model
treats air as incompressible with a linear buoyancy force, which holds to 10 % for air up to a
temperature difference of 28.6 K (Gray and Giorgini, *Int. J. Heat Mass Transfer* 19 (1976)
545-551), so no answer is given beyond it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from coolsim.density.case import DensityCase
from coolsim.density.limits.base import Cap
from coolsim.density.records import UncheckedLimit
from coolsim.scene import SceneRack

BOUSSINESQ_RISE_K = 28.6
"""Temperature difference up to which the flow model holds [K]."""


@dataclass(frozen=True, slots=True)
class AirRise:
    """The air's rise through every band with a fixed part in its airflow."""

    key: str = "air_rise"
    title: str = "air rise (range of the flow model)"

    def caps(self, case: DensityCase) -> Iterator[Cap | UncheckedLimit]:
        """The power at which the hottest band reaches the rise."""
        air = case.scene.air
        rate = air.density_kg_m3 * air.heat_capacity_j_kg_k
        for index, rack in enumerate(case.scene.racks):
            power = _power_at_rise(rack, rate)
            if power is not None:
                yield Cap(
                    limit=self.key,
                    rack=index,
                    power_w=power,
                    value=BOUSSINESQ_RISE_K,
                    unit="k",
                    source="Gray and Giorgini 1976",
                    confidence="third_party",
                    per_watt=BOUSSINESQ_RISE_K / power,
                )


def _power_at_rise(rack: SceneRack, rate_j_m3_k: float) -> float | None:
    """Rack power at which a band with fixed airflow reaches the rise [W]; ``None`` without one."""
    lowest: float | None = None
    for band, share in zip(rack.bands, rack.band_powers(1.0), strict=True):
        if band.airflow_fixed_m3_s <= 0.0 or share <= 0.0:
            continue
        heat = rate_j_m3_k * BOUSSINESQ_RISE_K
        # band power P_b: P_b = heat (fixed + per_w P_b); with enough flow per watt it never binds
        remaining = 1.0 - heat * band.airflow_m3_s_w
        if remaining <= 0.0:
            continue
        power = heat * band.airflow_fixed_m3_s / remaining / share
        lowest = power if lowest is None else min(lowest, power)
    return lowest
