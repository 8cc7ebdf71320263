"""Laws of a rack's airflow: fixed, by power, by inlet temperature, by pressure between aisles."""

from __future__ import annotations

from itertools import pairwise
from typing import Annotated, Literal

from pydantic import Field, model_validator

from coolsim.design.base import Positive, Record, Temperature

PressureDifference = Annotated[float, Field(ge=-1000.0, le=1000.0, allow_inf_nan=False)]


class FixedAirflow(Record):
    """Airflow that does not depend on power."""

    law: Literal["fixed"] = "fixed"
    airflow_m3_s: Positive


class PowerAirflow(Record):
    """Airflow proportional to power: cubic metres per second and kilowatt."""

    law: Literal["per_power"] = "per_power"
    airflow_m3_s_kw: Positive


class CatalogueAirflow(Record):
    """Airflow per kilowatt as the catalogue gives it for the contents (or its design rule)."""

    law: Literal["catalogue"] = "catalogue"


class FanCurveAirflow(Record):
    """Airflow against inlet temperature: straight between the points, level beyond the ends.

    Either ``airflow_m3_s`` or ``airflow_m3_s_kw`` has one value per temperature.
    """

    law: Literal["fan_curve"] = "fan_curve"
    inlet_temperature_c: Annotated[tuple[Temperature, ...], Field(min_length=2, max_length=50)]
    airflow_m3_s: tuple[Positive, ...] = ()
    airflow_m3_s_kw: tuple[Positive, ...] = ()

    @model_validator(mode="after")
    def _one_flow_per_temperature(self) -> FanCurveAirflow:
        if bool(self.airflow_m3_s) == bool(self.airflow_m3_s_kw):
            raise ValueError("give airflow_m3_s or airflow_m3_s_kw, not both")
        if len(self.airflow_m3_s or self.airflow_m3_s_kw) != len(self.inlet_temperature_c):
            raise ValueError("give one airflow per inlet temperature")
        if any(warmer <= colder for colder, warmer in pairwise(self.inlet_temperature_c)):
            raise ValueError("inlet_temperature_c must rise from point to point")
        return self


class PressureCurveAirflow(Record):
    """Airflow against the pressure before the rack over that behind it [Pa], as solved.

    Straight between the points, level beyond the ends. Either ``airflow_m3_s`` or
    ``airflow_m3_s_kw`` has one value per pressure difference. At no difference the curve gives the
    nominal airflow, which counts where no flow is solved.
    """

    law: Literal["pressure_curve"] = "pressure_curve"
    pressure_difference_pa: Annotated[
        tuple[PressureDifference, ...], Field(min_length=2, max_length=50)
    ]
    airflow_m3_s: tuple[Positive, ...] = ()
    airflow_m3_s_kw: tuple[Positive, ...] = ()

    @model_validator(mode="after")
    def _one_rising_flow_per_pressure(self) -> PressureCurveAirflow:
        flows = self.airflow_m3_s or self.airflow_m3_s_kw
        if bool(self.airflow_m3_s) == bool(self.airflow_m3_s_kw):
            raise ValueError("give airflow_m3_s or airflow_m3_s_kw, not both")
        if len(flows) != len(self.pressure_difference_pa):
            raise ValueError("give one airflow per pressure difference")
        if any(higher <= lower for lower, higher in pairwise(self.pressure_difference_pa)):
            raise ValueError("pressure_difference_pa must rise from point to point")
        if any(more < less for less, more in pairwise(flows)):
            raise ValueError("airflow must not fall where the pressure difference helps it")
        return self


AirflowLaw = Annotated[
    FixedAirflow | PowerAirflow | CatalogueAirflow | FanCurveAirflow | PressureCurveAirflow,
    Field(discriminator="law"),
]
