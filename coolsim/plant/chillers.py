"""Chillers of the plant: shipped curve sets, and what they do beyond the range of their curves.

The sets are those of EnergyPlus (see ``assets/plant/chillers.json``). Their chilled water ends
between 8 and 13 deg C. Beyond a range a quadratic means nothing, so the curves are read at the
range's edge and the share of the Carnot efficiency they give there is kept: the way the Carnot
models of the Modelica Buildings Library extend a rating (M. Wetter et al., Journal of Building
Performance Simulation 7 (2014) 253-270). Capacity stays that of the edge.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np

from coolsim.assets import asset
from coolsim.design.plant import ChillerCurveSet
from coolsim.equipment.arrays import Array, Quantity
from coolsim.equipment.chiller import ChillerCurves, ChillerState, available_capacity_w, staged
from coolsim.errors import SolveError

DEFAULT_WATER_CHILLER = "York YT 1758kW/6.28COP/Vanes"
DEFAULT_AIR_CHILLER = "York YCAL0033EE 100.6 kW/3.1 COP Air Cooled"
"""Both above the minimum of ASHRAE 90.1-2019 at their rating (``coolsim verify --case D05``)."""
EVAPORATOR_K = 3.0
CONDENSER_K = 8.5
"""Evaporating below leaving chilled water; condensing above the entering condenser fluid, its
range of 5.5 K included [K]."""
_ZERO_C_K = 273.15


@cache
def shipped_chillers() -> Mapping[str, ChillerCurves]:
    """The shipped curve sets by name."""
    data = json.loads(asset("plant", "chillers.json").read_text(encoding="utf-8"))
    return {row["name"]: _curves(row) for row in data["chillers"]}


def _curves(row: Mapping[str, Any]) -> ChillerCurves:
    return ChillerCurves(
        name=row["name"],
        condenser=row["condenser"],
        capacity_w=row["Qref_W"],
        cop=row["COPref"],
        capacity_curve=tuple(row["capFT"]),
        input_ratio_curve=tuple(row["eirFT"]),
        part_load_curve=tuple(row["eirFPLR"]),
        least_part_load=row["PLRmin"],
        most_part_load=row["PLRmax"],
        chilled_c=tuple(row["T_eva_range_C"]),
        condenser_c=tuple(row["T_con_range_C"]),
        chilled_kg_s=row["m_eva"],
        condenser_kg_s=row["m_con"],
    )


def chiller_named(name: str) -> ChillerCurves:
    """A shipped curve set.

    Raises:
        SolveError: There is none of that name; names the nearest.
    """
    sets = shipped_chillers()
    if name not in sets:
        near = difflib.get_close_matches(name, sets, n=3, cutoff=0.3)
        raise SolveError(
            f"there is no chiller {name!r}.",
            where="heat rejection",
            remedy=f"Nearest: {'; '.join(near)}." if near else "Name a shipped curve set.",
        )
    return sets[name]


def own_chiller(name: str, curves: ChillerCurveSet, condenser: str) -> ChillerCurves:
    """The curves that a design brings."""
    return ChillerCurves(
        name=name,
        condenser="air" if condenser == "air" else "water",
        capacity_w=curves.capacity_w,
        cop=curves.cop,
        capacity_curve=curves.capacity_curve,
        input_ratio_curve=curves.input_ratio_curve,
        part_load_curve=curves.part_load_curve,
        least_part_load=curves.least_part_load_fraction,
        most_part_load=1.0,
        chilled_c=curves.chilled_range_c,
        condenser_c=curves.condenser_range_c,
    )


def sized(curves: ChillerCurves, capacity_w: float) -> ChillerCurves:
    """The same machine at another reference capacity: what its curves say is relative."""
    return replace(curves, capacity_w=capacity_w, chilled_kg_s=None, condenser_kg_s=None)


def capacity_w(curves: ChillerCurves, chilled_c: Quantity, condenser_c: Quantity) -> Array:
    """Largest cooling of one machine, its curves read no further than their ranges [W]."""
    x, y = np.clip(chilled_c, *curves.chilled_c), np.clip(condenser_c, *curves.condenser_c)
    return np.asarray(curves.most_part_load * available_capacity_w(curves, x, y))


def chill(
    curves: ChillerCurves, machines: int, load_w: Array, chilled_c: Array, condenser_c: Array
) -> ChillerState:
    """Staged machines at a load, in and beyond the range of their curves.

    The condenser never falls below the range: head-pressure control, or a bypass of the tower.
    """
    x = np.clip(chilled_c, *curves.chilled_c)
    y = np.clip(condenser_c, *curves.condenser_c)
    state = staged(curves, machines, load_w, x, y)
    power = state.power_w * beyond_range(curves, chilled_c, condenser_c)
    return replace(state, power_w=power, rejected_w=np.asarray(state.cooling_w + power))


def beyond_range(curves: ChillerCurves, chilled_c: Quantity, condenser_c: Quantity) -> Array:
    """Power over that at the edge of the curves' range, Carnot share kept; 1 inside [-].

    Worked number: chilled water 15 deg C where the range ends at 8.89, condenser at 29.44: 0.792.
    """
    x = np.clip(chilled_c, *curves.chilled_c)
    y = np.clip(condenser_c, *curves.condenser_c)
    held = np.maximum(condenser_c, curves.condenser_c[0])
    return np.asarray(_carnot_input(chilled_c, held) / _carnot_input(x, y))


def _carnot_input(chilled_c: Quantity, condenser_c: Quantity) -> Array:
    evaporating = np.asarray(chilled_c, dtype=float) - EVAPORATOR_K + _ZERO_C_K
    condensing = np.asarray(condenser_c, dtype=float) + CONDENSER_K + _ZERO_C_K
    lift = np.maximum(condensing - evaporating, _LEAST_LIFT_K)
    return np.asarray(lift / evaporating)


_LEAST_LIFT_K = 6.0
"""Lift a compressor keeps up whatever the temperatures [K]."""
