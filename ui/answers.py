"""A worker's answer as records: what a finished task brings to the session."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from coolsim.density.files import density_from_json
from coolsim.density.records import Density
from coolsim.design.files import from_object
from coolsim.design.models import Design
from coolsim.results.codec import decode
from coolsim.results.columns import from_columns
from coolsim.results.compute import SiliconTable
from coolsim.results.files import from_json, read_fields
from coolsim.results.records import Finding, RackResult, Results, TileResult
from ui.cooling import compared_cooling
from ui.why import hot_rack
from ui.year import counted_year

RECORDS: Mapping[str, Callable[[Mapping[str, Any]], object]] = MappingProxyType(
    {
        "cooling": compared_cooling,
        "explain": hot_rack,
        "silicon": lambda plain: decode(SiliconTable, plain),
        "year": counted_year,
    }
)
"""How the answer to each inquiry is read, by its task."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a task answered; ``plain`` is the JSON object it came from.

    ``flow`` says of a live answer whether its flow is ``draft``, ``frozen`` or ``live``.
    ``record`` is the answer to an inquiry, ``imported`` the design that a file of another program
    would give.
    """

    plain: Mapping[str, Any]
    findings: tuple[Finding, ...] = ()
    results: Results | None = None
    density: Density | None = None
    flow: str = ""
    record: Any = None
    imported: Design | None = None


def decode_answer(plain: Mapping[str, Any], fields_path: str | None) -> Answer:
    """Build the records of an answer; the field file is read and removed.

    Raises:
        ResultFileError: The answer is of another shape than its schema says.
    """
    command = plain.get("command")
    findings = tuple(decode(Finding, row) for row in plain.get("findings") or ())
    fields = None
    if fields_path:
        path = Path(fields_path)
        try:
            fields = read_fields(path)
        finally:
            path.unlink(missing_ok=True)
    if command == "live":
        racks = from_columns(RackResult, plain["racks"])
        tiles = from_columns(TileResult, plain["tiles"])
        rest = from_json({**plain, "racks": [], "tiles": [], "findings": []}, fields)
        flow = str(plain.get("flow") or "")
        whole = replace(rest, racks=racks, tiles=tiles, findings=findings)
        return Answer(plain, findings, results=whole, flow=flow)
    if command == "solve":
        return Answer(plain, findings, results=from_json(plain, fields))
    if command in ("density", "report"):
        density = density_from_json(plain if command == "density" else plain["density"], fields)
        return Answer(plain, findings, density.results, density)
    if (read := RECORDS.get(str(command))) is not None:
        return Answer(plain, findings, record=read(plain))
    if command == "import-preview" and plain["design"] is not None:
        return Answer(plain, findings, imported=from_object(plain["design"]))
    return Answer(plain, findings)
