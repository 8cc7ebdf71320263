"""Pool boiling: correlations against their check values, critical flux against measurements."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from pydantic import ConfigDict, FiniteFloat

from coolsim.catalogue import load_catalogue
from coolsim.equipment.boiling import cooper_w_m2_k, critical_flux_w_m2, rohsenow_w_m2_k
from coolsim.equipment.working_fluids import boiling_fluid
from coolsim.verification.kinds.parts import Positive
from coolsim.verification.records import STRICT, Case, Row, Solved

_ATMOSPHERE_PA = 101_325.0


@dataclass(frozen=True, slots=True)
class Point:
    """Coefficient ``h`` [W/(m2 K)] at a superheat ``Te`` [K]."""

    Te: Positive
    h: Positive
    __pydantic_config__: ClassVar[ConfigDict] = STRICT


@dataclass(frozen=True, slots=True)
class RohsenowInputs:
    """Properties in SI units, as Rohsenow's formula names them."""

    Cpl: Positive
    kl: Positive
    mul: Positive
    sigma: Positive
    Hvap: Positive
    rhol: Positive
    rhog: Positive
    Csf: Positive
    n: Positive
    __pydantic_config__: ClassVar[ConfigDict] = STRICT


@dataclass(frozen=True, slots=True)
class CooperInputs:
    """Pressures [Pa], molar mass [kg/kmol], roughness [um]."""

    P: Positive
    Pc: Positive
    MW: Positive
    Rp_um: Positive = 1.0
    __pydantic_config__: ClassVar[ConfigDict] = STRICT


@dataclass(frozen=True, slots=True)
class Rohsenow:
    """A liquid on a surface, and points of its boiling curve."""

    inputs: RohsenowInputs
    points: tuple[Point, ...]
    __pydantic_config__: ClassVar[ConfigDict] = STRICT


@dataclass(frozen=True, slots=True)
class Cooper:
    """A liquid, and points of its boiling curve."""

    inputs: CooperInputs
    points: tuple[Point, ...]
    __pydantic_config__: ClassVar[ConfigDict] = STRICT


@dataclass(frozen=True, slots=True)
class Fluid:
    """Boiling point [deg C] and latent heat [kJ/kg] at one atmosphere, by catalogue id."""

    Tb_C: FiniteFloat
    hfg_kJ_kg: Positive
    __pydantic_config__: ClassVar[ConfigDict] = STRICT


@dataclass(frozen=True, slots=True)
class Reference:
    """Check values by liquid; measured critical flux of plain surfaces [W/cm2] and fluids by id."""

    rohsenow: Mapping[str, Rohsenow] = field(default_factory=dict)
    cooper: Mapping[str, Cooper] = field(default_factory=dict)
    critical_flux_W_cm2: Mapping[str, tuple[Positive, Positive]] = field(default_factory=dict)
    fluids: Mapping[str, Fluid] = field(default_factory=dict)
    __pydantic_config__: ClassVar[ConfigDict] = STRICT


@dataclass(frozen=True, slots=True)
class Tolerance:
    """Relative errors, and that of boiling points [K]."""

    check_values_rel: Positive
    critical_flux_rel: Positive = 0.25
    boiling_point_abs: Positive = 0.5
    latent_heat_rel: Positive = 0.02
    __pydantic_config__: ClassVar[ConfigDict] = STRICT


@dataclass(frozen=True, kw_only=True)
class PoolBoiling(Case):
    """Correlations of two-phase immersion."""

    reference: Reference
    tolerance: Tolerance


def run(case: PoolBoiling) -> tuple[Row, ...]:
    """Evaluate the correlations of two-phase tanks and the catalogue's fluids in them."""
    return (*_rohsenow(case), *_cooper(case), *_critical_flux(case), *_fluids(case))


def _rohsenow(case: PoolBoiling) -> Iterator[Row]:
    for name, given in case.reference.rohsenow.items():
        of = given.inputs
        for point in given.points:
            begun = time.perf_counter()
            ours = rohsenow_w_m2_k(
                point.Te,
                liquid_kg_m3=of.rhol,
                vapour_kg_m3=of.rhog,
                viscosity_pa_s=of.mul,
                conductivity_w_m_k=of.kl,
                heat_capacity_j_kg_k=of.Cpl,
                latent_j_kg=of.Hvap,
                surface_tension_n_m=of.sigma,
                surface_constant=of.Csf,
                prandtl_exponent=of.n,
            )
            yield _check(case, f"h by Rohsenow, {name}", point, float(ours), begun)


def _cooper(case: PoolBoiling) -> Iterator[Row]:
    for name, given in case.reference.cooper.items():
        of = given.inputs
        for point in given.points:
            begun = time.perf_counter()
            ours = cooper_w_m2_k(
                of.P, of.Pc, of.MW, superheat_k=point.Te, roughness_m=1e-6 * of.Rp_um
            )
            yield _check(case, f"h by Cooper, {name}", point, float(ours), begun)


def _check(case: PoolBoiling, name: str, point: Point, ours: float, begun: float) -> Row:
    solved = Solved(time.perf_counter() - begun, "closed form")
    allowed = case.tolerance.check_values_rel * point.h
    return case.row(f"{name}, {point.Te:g} K", ours, point.h, allowed, solved, "W/(m2 K)")


def _critical_flux(case: PoolBoiling) -> Iterator[Row]:
    """Zuber on a plain surface against the middle of what was measured."""
    for identity, (low, high) in case.reference.critical_flux_W_cm2.items():
        begun = time.perf_counter()
        fluid = boiling_fluid(load_catalogue(), identity)
        state = fluid.saturated(float(fluid.table.saturation_c(_ATMOSPHERE_PA)))
        ours = float("nan") if state is None else critical_flux_w_m2(state) / 1e4
        solved = Solved(time.perf_counter() - begun, "closed form")
        middle = 0.5 * (low + high)
        allowed = case.tolerance.critical_flux_rel * middle
        quantity = f"critical heat flux, {identity}, plain, 1 atm"
        yield case.row(quantity, ours, middle, allowed, solved, "W/cm2")


def _fluids(case: PoolBoiling) -> Iterator[Row]:
    """Boiling point and latent heat of the catalogue's tables against the makers' sheets."""
    for identity, given in case.reference.fluids.items():
        begun = time.perf_counter()
        table = boiling_fluid(load_catalogue(), identity).table
        boiling_c = float(table.saturation_c(_ATMOSPHERE_PA))
        latent = float(table.at(boiling_c).latent_j_kg) / 1e3
        solved = Solved(time.perf_counter() - begun, "table")
        allowed = case.tolerance.boiling_point_abs
        yield case.row(f"boiling point, {identity}", boiling_c, given.Tb_C, allowed, solved, "degC")
        allowed = case.tolerance.latent_heat_rel * given.hfg_kJ_kg
        quantity = f"latent heat, {identity}"
        yield case.row(quantity, latent, given.hfg_kJ_kg, allowed, solved, "kJ/kg")
