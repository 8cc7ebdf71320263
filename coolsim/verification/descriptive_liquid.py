"""Liquid cases told in words: pool boiling, exchangers, sizing points; see :mod:`.descriptive`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

Sections = dict[str, Any]

_NUMBER = r"([0-9]+(?:\.[0-9]+)?)"
_CATALOGUE_IDS: dict[str, str] = {"FC-72": "fc72", "Novec 649": "novec649"}
_US_GPM_L_MIN = 3.785411784
_WATER_KG_M3 = 998.3
_WATER_J_KG_K = 4183.0
"""Water at 20 deg C, for a published plate test that names no properties (IAPWS-IF97)."""


def pool_boiling(data: Sections) -> Sections:
    """Check values under names that begin with their correlation; fluids under makers' names."""
    given = _mapping(data.get("reference"))
    reference: Sections = {}
    for group, names in (
        ("rohsenow", {"Rohsenow_water": "water", "Rohsenow_water2": "water, textbook"}),
        ("cooper", {"Cooper_water": "water", "Cooper_benzene": "benzene"}),
    ):
        found = {ours: _with_points(given[key]) for key, ours in names.items() if key in given}
        if found:
            reference[group] = found
    measured = _mapping(given.get("measured_CHF_orders"))
    if "FC72_saturated_1atm_plain_W_cm2" in measured:
        reference["critical_flux_W_cm2"] = {"fc72": measured["FC72_saturated_1atm_plain_W_cm2"]}
    fluids = {
        _CATALOGUE_IDS[name]: {key: row[key] for key in ("Tb_C", "hfg_kJ_kg") if key in row}
        for name, row in _mapping(given.get("fluids")).items()
        if name in _CATALOGUE_IDS and isinstance(row, Mapping)
    }
    if fluids:
        reference["fluids"] = fluids
    return {**data, "reference": reference or given}


def _with_points(told: object) -> object:
    """A check value given as one superheat and its flux, as a point of the curve."""
    given = _mapping(told)
    inputs = dict(_mapping(given.get("inputs")))
    if "q_W_m2" not in given or "Te" not in inputs:
        return told
    superheat = inputs.pop("Te")
    return {"inputs": inputs, "points": [{"Te": superheat, "h": given["q_W_m2"] / superheat}]}


def heat_exchanger(data: Sections) -> Sections:
    """The example tells temperatures, flows, conductance and heat capacity in one sentence."""
    reference = dict(_mapping(data.get("reference")))
    example = _mapping(reference.get("cdu_example"))
    pattern = (
        rf"hot in {_NUMBER} C {_NUMBER} kg/s, cold in {_NUMBER} C {_NUMBER} kg/s, "
        rf"UA={_NUMBER} kW/K, cp={_NUMBER}"
    )
    found = re.search(pattern, str(example.get("text", "")))
    if found:
        hot_c, hot, cold_c, cold, kw_k, cp = (float(value) for value in found.groups())
        reference["cdu_example"] = {
            "hot_in_C": hot_c,
            "hot_kg_s": hot,
            "cold_in_C": cold_c,
            "cold_kg_s": cold,
            "UA_W_K": 1e3 * kw_k,
            "cp_J_kg_K": cp,
            **{key: example[key] for key in ("eps", "Q_kW") if key in example},
        }
    return {**data, "reference": reference}


def liquid_anchors(data: Sections) -> Sections:
    """Rows of a name and a sentence; those whose numbers can be predicted are taken."""
    rows = _mapping(data.get("reference")).get("rows")
    if not isinstance(rows, list):
        return data
    told = {
        str(row.get("name", "")): str(row.get("value", ""))
        for row in rows
        if isinstance(row, Mapping)
    }
    reference: Sections = {}
    rack = re.search(
        rf"{_NUMBER}-{_NUMBER} kW/rack of which about {_NUMBER} kW to liquid and "
        rf"{_NUMBER}-{_NUMBER} kW to air",
        told.get("GB200 NVL72", ""),
    )
    if rack:
        _, most, liquid, _, air = (float(value) for value in rack.groups())
        reference["heat_split"] = [
            {"rack": "gb200_nvl72", "rack_kW": most, "liquid_kW": liquid, "air_kW": air}
        ]
    share = re.search(rf"cooling efficiency factor {_NUMBER}", told.get("Frontier CDU", ""))
    if share:
        reference["liquid_share"] = [{"rack": "hpe_cray_ex4000", "fraction": float(share.group(1))}]
    warming = [*_glycol(told), *_plate(told)]
    if warming:
        reference["warming"] = warming
    return {**data, "reference": reference or _mapping(data.get("reference"))}


def _glycol(told: Mapping[str, str]) -> list[Sections]:
    found = re.search(
        rf"{_NUMBER} L/min/kW with rho {_NUMBER}, cp {_NUMBER} -> dT = {_NUMBER} K",
        told.get("PG25 energy balance check", ""),
    )
    if not found:
        return []
    flow, density, capacity, rise = (float(value) for value in found.groups())
    name = f"PG25 at {flow:g} L/min per kW"
    return [_stream(name, 1.0, flow, density, capacity, rise)]


def _plate(told: Mapping[str, str]) -> list[Sections]:
    found = re.search(
        rf"{_NUMBER} W, {_NUMBER} C water, {_NUMBER} gpm, Tout {_NUMBER} C",
        told.get("Boyd cold-plate example", ""),
    )
    if not found:
        return []
    watts, inlet, gpm, outlet = (float(value) for value in found.groups())
    name = f"Boyd plate, {gpm:g} gal/min of water"
    flow = gpm * _US_GPM_L_MIN
    return [_stream(name, watts / 1e3, flow, _WATER_KG_M3, _WATER_J_KG_K, outlet - inlet)]


def _stream(
    name: str, heat_kw: float, flow: float, density: float, capacity: float, rise: float
) -> Sections:
    return {
        "name": name,
        "heat_kW": heat_kw,
        "flow_L_min": flow,
        "rho_kg_m3": density,
        "cp_J_kg_K": capacity,
        "rise_K": rise,
    }


def _mapping(value: object) -> Mapping[str, Any]:
    """The value if it is a mapping, else an empty one: what is wrong is told when it is read."""
    return value if isinstance(value, Mapping) else {}
