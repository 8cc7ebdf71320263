"""From the units of the catalogue's documents to the program's: the only place that does it."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

from coolsim.catalogue.records import STRONG, Confidence, Figure
from coolsim.errors import CatalogueError

_FOOT_M = 0.3048
_CFM_M3_S = _FOOT_M**3 / 60.0
_PSI_PA = 6894.757293168361
_TOWER_TON_W = 15000.0 * 1055.05585262 / 3600.0

TO_SI: dict[str, tuple[str, float]] = {
    "w": ("w", 1.0),
    "kw": ("w", 1e3),
    "tons": ("w", _TOWER_TON_W),
    "cfm": ("m3_s", _CFM_M3_S),
    "m3h": ("m3_s", 1.0 / 3600.0),
    "m3_s": ("m3_s", 1.0),
    "lpm": ("m3_s", 1e-3 / 60.0),
    "cfm_per_kw": ("m3_s_kw", _CFM_M3_S),
    "m3h_per_kw": ("m3_s_kw", 1.0 / 3600.0),
    "m3s_per_w": ("m3_s_kw", 1e3),
    "m3_s_kw": ("m3_s_kw", 1.0),
    "lpm_per_kw": ("m3_s_kw", 1e-3 / 60.0),
    "w_per_kw": ("fraction", 1e-3),
    "pa": ("pa", 1.0),
    "kpa": ("pa", 1e3),
    "bar": ("pa", 1e5),
    "psi": ("pa", _PSI_PA),
    "m": ("m", 1.0),
    "mm": ("m", 1e-3),
    "um": ("m", 1e-6),
    "cm2": ("m2", 1e-4),
    "l": ("m3", 1e-3),
    "kg": ("kg", 1.0),
    "u": ("u", 1.0),
    "c": ("c", 1.0),
    "k": ("k", 1.0),
    "v": ("v", 1.0),
    "a": ("a", 1.0),
    "k_w": ("k_w", 1.0),
    "w_k": ("w_k", 1.0),
    "kg_m3": ("kg_m3", 1.0),
    "j_kgk": ("j_kg_k", 1.0),
    "kj_kg": ("j_kg", 1e3),
    "w_mk": ("w_m_k", 1.0),
    "mm2_s": ("m2_s", 1e-6),
    "mpas": ("pa_s", 1e-3),
    "n_m": ("n_m", 1.0),
    "kg_kmol": ("kg_kmol", 1.0),
    "per_year": ("per_year", 1.0),
    "pct": ("fraction", 1e-2),
    "min": ("s", 60.0),
    "seconds": ("s", 1.0),
    "tflops": ("flops", 1e12),
    "pflops": ("flops", 1e15),
    "tops": ("flops", 1e12),
    "": ("", 1.0),
}
"""Unit of the catalogue -> unit of the program and factor.

Exact: 1 ft = 0.3048 m, 1 psi = 6894.757 Pa; a tower ton is 15,000 Btu/h, 4396 W of heat rejected.
Worked number: 1105 cfm = 0.52150 m3/s.
"""

_BY_STRENGTH: tuple[Confidence, ...] = (
    "design",
    *(name for name in get_args(Confidence) if name != "design"),
)
"""Classes, strongest first; what the user typed into the design is theirs to answer for."""


def in_si(figure: Figure) -> Figure:
    """Return a figure in the program's unit; class, source and note stay.

    Raises:
        CatalogueError: The unit has no counterpart in the program.
    """
    if figure.unit not in TO_SI:
        raise CatalogueError(f"a figure in {figure.unit!r} cannot be used in a calculation.")
    unit, factor = TO_SI[figure.unit]

    def scaled(value: float | None) -> float | None:
        return None if value is None else value * factor

    return replace(
        figure,
        value=scaled(figure.value),
        unit=unit,
        low=scaled(figure.low),
        high=scaled(figure.high),
    )


def weakest(*figures: Figure) -> Confidence:
    """Return the weakest class among figures: what a number made from them can claim."""
    return max((figure.confidence for figure in figures), key=_BY_STRENGTH.index)


def derived(value: float, unit: str, note: str, *inputs: Figure) -> Figure:
    """Return a figure calculated from others.

    It names all their sources and carries the weakest of their classes, at best ``derived``; only
    where all inputs are the user's own it stays the user's own.
    """
    confidence = weakest(*inputs)
    if confidence in STRONG and confidence != "design":
        confidence = "derived"
    parts = ", ".join(figure.source for figure in inputs if figure.source)
    sources = ", ".join(dict.fromkeys(part.strip() for part in parts.split(",") if part.strip()))
    return Figure(value, unit, sources, confidence, note=note)
