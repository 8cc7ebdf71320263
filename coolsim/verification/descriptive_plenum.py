"""Raised floors told in words: rows of tiles, their law, footprints; see :mod:`.descriptive`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

Sections = dict[str, Any]

_NUMBER = r"([0-9]+(?:\.[0-9]+)?)"
_TILES = rf"(\d+) rows x (\d+) columns of {_NUMBER} m tiles"
_UNITS = rf"about {_NUMBER} x {_NUMBER} m"
_LAW = rf"dP\[Pa\]\s*=\s*{_NUMBER}\s*Q\^{_NUMBER}"


def plenum_tiles(data: Sections) -> Sections:
    """Tiles as "4 rows x 15 columns of 0.61 m tiles", their law as "dP[Pa]=419 Q^1.99"."""
    setup = _mapping(data.get("setup"))
    geometry, values = dict(_mapping(setup.get("geometry"))), dict(_mapping(setup.get("bc")))
    found = re.search(_TILES, str(geometry.get("tiles", "")))
    if found:
        geometry["tile_rows"], geometry["tile_columns"] = int(found[1]), int(found[2])
        geometry["tile_m"] = float(found[3])
    found = re.search(_UNITS, str(geometry.get("cracs", "")))
    if found:
        geometry["unit_m"] = [float(found[1]), float(found[2])]
    found = re.search(_LAW, str(values.get("tile_impedance", "")))
    if found:
        values["tile_law"] = {"coefficient_pa": float(found[1]), "exponent": float(found[2])}
    return {**data, "setup": {**setup, "geometry": geometry, "bc": values}}


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
