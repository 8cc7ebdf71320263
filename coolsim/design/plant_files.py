"""Small files a plant is fed with: a chiller's curve set, and a load profile of 8,760 hours."""

from __future__ import annotations

import json
import math
from pathlib import Path

from coolsim.bounded import read_bounded
from coolsim.design.edits_objects import validated
from coolsim.design.plant import ChillerCurveSet
from coolsim.errors import CoolSimError, EditError

_MOST_BYTES = 5_000_000
_HOURS = 8760
_ENERGYPLUS = {
    "Qref_W": "capacity_w",
    "COPref": "cop",
    "capFT": "capacity_curve",
    "eirFT": "input_ratio_curve",
    "eirFPLR": "part_load_curve",
    "PLRmin": "least_part_load_fraction",
    "T_eva_range_C": "chilled_range_c",
    "T_con_range_C": "condenser_range_c",
}
"""Names of the published sets of EnergyPlus -> ours; their other fields are left aside."""


class PlantFileError(CoolSimError):
    """A curve set or a profile that cannot be used; names the field or the row."""


def read_curve_set(path: Path) -> ChillerCurveSet:
    """A chiller's curves from a JSON object with the fields of :class:`ChillerCurveSet`.

    An entry of the published sets (``Qref_W``, ``COPref``, ``capFT`` ...) is read as well.

    Raises:
        PlantFileError: It cannot be read, is no JSON object, or a field is wrong.
    """
    text = _text(path)
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise PlantFileError(
            f"This is no JSON file: {error}.",
            where=str(path),
            remedy="Give an object with capacity_w, cop, the three curves and both ranges.",
        ) from None
    if not isinstance(data, dict):
        raise PlantFileError("A curve set is a JSON object.", where=str(path))
    if "Qref_W" in data:
        data = {ours: data[theirs] for theirs, ours in _ENERGYPLUS.items() if theirs in data}
    try:
        return validated(ChillerCurveSet, data)
    except EditError as error:
        fields = ", ".join(ChillerCurveSet.model_fields)
        raise PlantFileError(
            error.message, where=str(path), remedy=f"Its fields are {fields}."
        ) from None


def read_profile(path: Path) -> tuple[float, ...]:
    """Load fractions of 8,760 hours, one a row; of several columns the last counts.

    A first row that is no number is a heading. Values above 1 are percent where one exceeds 1.

    Raises:
        PlantFileError: A row is no number or out of range, or there are not 8,760 of them.
    """
    rows = [line.strip() for line in _text(path).splitlines()]
    values: list[float] = []
    for number, row in enumerate(rows, start=1):
        if not row:
            continue
        cell = row.replace(";", ",").replace("\t", ",").split(",")[-1].strip().strip('"')
        try:
            value = float(cell.removesuffix("%"))
        except ValueError:
            if not values and number == 1:
                continue
            value = math.nan
        if not math.isfinite(value) or value <= 0.0 or value > 100.0:
            raise PlantFileError(
                f"Row {number:,} holds {cell[:40]!r}; a load fraction lies above 0 and goes to 1, "
                "or to 100 in percent.",
                where=str(path),
                remedy="Mend this row.",
            )
        values.append(value)
    if len(values) != _HOURS:
        raise PlantFileError(
            f"The profile has {len(values):,} hours; a year has {_HOURS:,}.",
            where=str(path),
            remedy="Give one value for each hour, from 1 January 1:00.",
        )
    scale = 100.0 if max(values) > 1.0 else 1.0
    return tuple(value / scale for value in values)


def _text(path: Path) -> str:
    try:
        return read_bounded(path, _MOST_BYTES).decode("utf-8-sig", errors="replace")
    except OSError as error:
        raise PlantFileError(
            f"The file cannot be read: {error.strerror or error}.",
            where=str(path),
            remedy="Check the path, or choose another file.",
        ) from None
