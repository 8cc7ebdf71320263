"""Airflow of a rack against the pressure between its aisles."""

from __future__ import annotations

from itertools import pairwise
from typing import Annotated, Literal

from pydantic import Field, model_validator

from coolsim.design.base import Positive, Record

PressureDifference = Annotated[float, Field(ge=-1000.0, le=1000.0, allow_inf_nan=False)]


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
