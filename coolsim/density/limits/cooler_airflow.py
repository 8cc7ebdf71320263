"""Cooler: the most air its machine moves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from coolsim.catalogue.contents import cooler_figures
from coolsim.density.case import DensityCase
from coolsim.density.limits.base import Point, Reading
from coolsim.density.records import UncheckedLimit

_ROUNDING = 5e-3
"""Share of a rated airflow by which a drawn one may exceed it and still be that rating [-]."""


@dataclass(frozen=True, slots=True)
class CoolerAirflow:
    """The airflow drawn against the rated airflow of the catalogue machine a cooler names.

    It does not depend on the racks, so it reads only where it is exceeded: then no level holds.
    """

    key: str = "cooler_airflow"
    title: str = "cooler airflow"

    def readings(self, case: DensityCase, point: Point) -> Iterator[Reading]:
        """Running coolers asked for more air than their machine moves."""
        for cooler in case.variant.coolers:
            if not cooler.running or cooler.unit is None or cooler.airflow_m3_s is None:
                continue
            rated = cooler_figures(case.catalogue.get(cooler.unit)).airflow_m3_s
            if rated.value is None or cooler.airflow_m3_s <= rated.value * (1.0 + _ROUNDING):
                continue
            yield Reading(
                limit=self.key,
                object_id=cooler.id,
                object_name=cooler.label,
                value=rated.value,
                actual=cooler.airflow_m3_s,
                unit="m3_s",
                source=rated.source,
                confidence=rated.confidence,
                tolerance=_ROUNDING * rated.value,
            )

    def unchecked(self, case: DensityCase) -> Iterator[UncheckedLimit]:
        """Running coolers with an airflow of their own whose machine has no rated one."""
        for cooler in case.variant.coolers:
            if not cooler.running or cooler.unit is None or cooler.airflow_m3_s is None:
                continue
            if cooler_figures(case.catalogue.get(cooler.unit)).airflow_m3_s.value is None:
                reason = "the machine's airflow is unknown"
                yield UncheckedLimit(self.key, cooler.id, cooler.label, reason)
