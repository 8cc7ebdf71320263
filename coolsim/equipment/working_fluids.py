"""Dielectrics and refrigerants of the catalogue as functions of temperature.

The catalogue says what is known about a fluid and how sure it is; the rooms below make tables from
it. A fluid with a figure missing cannot be solved with, and says which one.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from coolsim.catalogue.conversions import in_si, weakest
from coolsim.catalogue.entries import Entry
from coolsim.catalogue.loading import Catalogue
from coolsim.catalogue.records import Confidence, Figure
from coolsim.equipment.boiling import Saturated
from coolsim.errors import SolveError
from coolsim.properties.dielectrics import (
    HIGHEST_C,
    LOWEST_C,
    Points,
    dielectric_table,
    stretched_notes,
)
from coolsim.properties.liquids import LiquidTable
from coolsim.properties.saturation import SaturationTable, surface_tension_n_m

_TABLE = "table_t_rho_cp_mu_k"
_SATURATION = "saturation_t_pkpa_rhol_rhov_cpl_hfg"
_KEYS: dict[str, tuple[tuple[str, float], ...]] = {
    "density": (
        ("rho_15_kg_m3", 15.0),
        ("rho_20_kg_m3", 20.0),
        ("rho_25_kg_m3", 25.0),
        ("rho_kg_m3", 25.0),
    ),
    "heat capacity": (("cp_40_j_kgk", 40.0), ("cp_25_j_kgk", 25.0)),
    "conductivity": (("k_40_w_mk", 40.0), ("k_w_mk", 25.0)),
    "viscosity": (("mu_25_mpas", 25.0),),
}
"""Keys of single points and the temperature they count at [deg C]."""
_KINEMATIC: tuple[tuple[str, float], ...] = (("nu40_mm2_s", 40.0), ("nu25_mm2_s", 25.0))
_TABLES: dict[str, str] = {"heat capacity": "cp_table", "conductivity": "k_table"}
_SIGMA_C = 25.0


@dataclass(frozen=True, slots=True)
class Dielectric:
    """A single-phase dielectric: its table, remarks on it, its weakest confidence class."""

    table: LiquidTable
    notes: tuple[str, ...]
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class BoilingFluid:
    """A two-phase fluid on its saturation line.

    Surface tension, critical point and molar mass may be unknown (``None``): the fluid then carries
    heat, but neither superheat nor critical flux can be told.
    """

    table: SaturationTable
    surface_tension_25_n_m: float | None
    critical_c: float | None
    critical_pa: float | None
    molar_mass_kg_kmol: float | None
    confidence: Confidence

    def saturated(self, temperature_c: float) -> Saturated | None:
        """State for the boiling correlations.

        ``None`` where they need a figure not known, and above the critical point.
        """
        sigma, critical_c = self.surface_tension_25_n_m, self.critical_c
        pressure, mass = self.critical_pa, self.molar_mass_kg_kmol
        if sigma is None or critical_c is None or pressure is None or mass is None:
            return None
        state = self.table.at(temperature_c)
        if temperature_c >= critical_c or float(state.pressure_pa) >= pressure:
            return None
        return Saturated(
            temperature_c=temperature_c,
            pressure_pa=float(state.pressure_pa),
            critical_pa=pressure,
            molar_mass_kg_kmol=mass,
            liquid_kg_m3=float(state.liquid_kg_m3),
            vapour_kg_m3=float(state.vapour_kg_m3),
            latent_j_kg=float(state.latent_j_kg),
            surface_tension_n_m=float(
                surface_tension_n_m(temperature_c, sigma, _SIGMA_C, critical_c)
            ),
        )


def dielectric(catalogue: Catalogue, identity: str) -> Dielectric:
    """Return a liquid of the catalogue for single-phase use.

    Worked number: Shell S5 X at 40 deg C: 806 kg/m3, 2250 J/(kg K), 7.899 mPa s, 0.142 W/(m K).

    Raises:
        CatalogueError: There is no such entry.
        SolveError: A property is not in the catalogue; names it.
    """
    entry = catalogue.get(identity)
    points, classes = _single_phase(entry)
    return Dielectric(
        table=dielectric_table(
            entry.name,
            density=points["density"],
            heat_capacity=points["heat capacity"],
            viscosity=points["viscosity"],
            conductivity=points["conductivity"],
            source=f"catalogue entry {identity}",
        ),
        notes=tuple(
            f"{entry.name}: {note}"
            for note in stretched_notes(
                LOWEST_C,
                HIGHEST_C,
                density=points["density"],
                heat_capacity=points["heat capacity"],
                viscosity=points["viscosity"],
                conductivity=points["conductivity"],
            )
        ),
        confidence=weakest(*(Figure(None, "", "", name) for name in classes)),
    )


def boiling_fluid(catalogue: Catalogue, identity: str) -> BoilingFluid:
    """Return a fluid of the catalogue for two-phase use.

    Worked number: Novec 649 boils at 49.05 deg C under 101.325 kPa, latent heat 87.95 kJ/kg.

    Raises:
        CatalogueError: There is no such entry.
        SolveError: The catalogue has no saturation table of it.
    """
    entry = catalogue.get(identity)
    table = entry.tables.get(_SATURATION)
    if table is None:
        raise SolveError(
            f"{entry.name} has no saturation table in the catalogue, so it cannot boil here.",
            where=identity,
            remedy="Choose a two-phase fluid that has one, such as novec649.",
        )
    columns = np.array(table.rows, dtype=float).T
    values = np.stack([columns[2], columns[3], columns[4], 1e3 * columns[5]])
    figures = [
        entry.figure(key)
        for key in ("sigma_25_n_m", "t_critical_c", "p_critical_kpa", "molar_mass_kg_kmol")
    ]
    sigma, critical_c, critical_pa, mass = (in_si(figure).value for figure in figures)
    known = [figure for figure in figures if figure.value is not None]
    return BoilingFluid(
        table=SaturationTable(entry.name, columns[0], 1e3 * columns[1], values, table.source),
        surface_tension_25_n_m=sigma,
        critical_c=critical_c,
        critical_pa=critical_pa,
        molar_mass_kg_kmol=mass,
        confidence=weakest(Figure(None, "", "", table.confidence), *known),
    )


def _single_phase(entry: Entry) -> tuple[dict[str, Points], list[Confidence]]:
    """Points of the four properties in SI units, and the classes of the figures used."""
    table = entry.tables.get(_TABLE)
    if table is not None:
        rows = np.array(table.rows, dtype=float)
        names = (("density", 1, 1.0), ("heat capacity", 2, 1.0), ("viscosity", 3, 1e-3))
        points: dict[str, Points] = {
            name: [(float(row[0]), factor * float(row[column])) for row in rows]
            for name, column, factor in (*names, ("conductivity", 4, 1.0))
        }
        return points, [table.confidence]
    points, classes = {}, []
    for name, keys in _KEYS.items():
        found = _points(entry, name, keys)
        if found is not None:
            points[name], confidence = found
            classes.append(confidence)
    if "viscosity" not in points and "density" in points:
        for key, at_c in _KINEMATIC:
            kinematic = entry.figure(key)
            if kinematic.value is not None:
                dynamic = kinematic.value * 1e-6 * points["density"][0][1]
                points["viscosity"] = [(at_c, dynamic)]
                classes.append(kinematic.confidence)
                break
    missing = [name for name in _KEYS if name not in points]
    if missing:
        raise SolveError(
            f"{entry.name}: {' and '.join(missing)} not in the catalogue.",
            where=entry.id,
            remedy="Give it in an entry of the design's own catalogue, or choose another fluid.",
        )
    return points, classes


def _points(
    entry: Entry, name: str, keys: tuple[tuple[str, float], ...]
) -> tuple[Points, Confidence] | None:
    """A property's table, or its first known point."""
    table = entry.tables.get(_TABLES.get(name, ""))
    if table is not None:
        rows = [(float(row[0]), float(row[1])) for row in table.rows]
        return rows, table.confidence
    for key, at_c in keys:
        figure = in_si(entry.figure(key))
        if figure.value is not None:
            return [(at_c, figure.value)], figure.confidence
    return None
