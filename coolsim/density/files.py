"""A density answer as JSON and back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from coolsim.density.records import (
    Density,
    DensityPoint,
    HallDensity,
    LimitReading,
    RackDensity,
    UncheckedLimit,
)
from coolsim.results.codec import decode, encode
from coolsim.results.files import check_schema, envelope, from_json, to_json
from coolsim.results.records import Fields

SCHEMA = "coolsim/density-1"
RENAMES: Mapping[type, Mapping[str, str]] = {
    LimitReading: {"object_id": "object"},
    UncheckedLimit: {"object_id": "object"},
    DensityPoint: {"worst_object_id": "worst_object"},
}

_RACK_HEAD = ("id", "name", "power_w", "units", "accelerators", "flops", "binding", "next")


def density_to_json(density: Density) -> dict[str, Any]:
    """Everything of ``density`` as plain JSON values, the confirmed flow under ``results``.

    The head is that of every answer; ``fidelity`` and ``grid`` are those of the confirmed flow.
    """
    flow = density.results
    answer = envelope(SCHEMA, "density", density, fidelity=flow.fidelity, grid=flow.grid)
    answer["hall"] = _hall_json(density.hall)
    answer["racks"] = [_rack_json(rack) for rack in density.racks]
    for name in Density.__slots__:
        if name not in answer and name != "results":
            answer[name] = encode(getattr(density, name), RENAMES)
    answer["results"] = to_json(flow)
    return answer


def _hall_json(hall: HallDensity) -> dict[str, Any]:
    plain: dict[str, Any] = encode(hall, RENAMES)
    return plain


def _rack_json(rack: RackDensity) -> dict[str, Any]:
    plain = encode(rack, RENAMES)
    ordered = {key: plain.pop(key) for key in _RACK_HEAD}
    ordered["slack_w"] = plain.pop("slack_w")
    return {**ordered, **plain}


def density_from_json(data: Mapping[str, Any], fields: Fields | None = None) -> Density:
    """The density answer that :func:`density_to_json` wrote.

    Args:
        data: The JSON object.
        fields: The arrays of the confirmed flow; without them they have no cells.

    Raises:
        ResultFileError: The object is of another schema or broken; names the path inside it.
    """
    check_schema(data, SCHEMA)
    flow = from_json(data.get("results") or {}, fields)
    return decode(Density, data, RENAMES, given={"results": flow})
