"""A worker's answer as records: what a finished task brings to the session."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from coolsim.density.files import density_from_json
from coolsim.density.records import Density
from coolsim.design.files import from_object
from coolsim.design.models import Design
from coolsim.results.codec import decode
from coolsim.results.compute import SiliconTable
from coolsim.results.files import from_json, read_fields
from coolsim.results.records import Finding, Results
from coolsim.results.relay import Hearer
from coolsim.results.variants import VariantComparison
from ui.choice import found_choice
from ui.cooling import compared_cooling
from ui.placement import placement
from ui.why import hot_rack
from ui.year import counted_year

Taken = TypeVar("Taken")

RECORDS: Mapping[str, Callable[[Mapping[str, Any]], object]] = MappingProxyType(
    {
        "choose": found_choice,
        "cooling": compared_cooling,
        "compare": lambda plain: decode(VariantComparison, plain),
        "explain": hot_rack,
        "place": placement,
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


class LiveReader:
    """Reads the answers of a live worker, which tell what differs from the answer before."""

    def __init__(self) -> None:
        self._hearer = Hearer()

    def __call__(self, plain: Mapping[str, Any], fields_path: str | None) -> Answer:
        """The records of an answer, a live one or any other; its field file is read and removed.

        Raises:
            ResultFileError: The answer is broken, or one before it could not be read.
        """
        if plain.get("command") != "live":
            return decode_answer(plain, fields_path)
        content = taken(fields_path, Path.read_bytes) if fields_path else b""
        results = self._hearer.hear(plain["results"], content)
        return Answer(plain, results.findings, results, flow=str(plain["flow"]))


def taken(path: str, read: Callable[[Path], Taken]) -> Taken:
    """What a file holds, which is then removed."""
    where = Path(path)
    try:
        return read(where)
    finally:
        where.unlink(missing_ok=True)


def decode_answer(plain: Mapping[str, Any], fields_path: str | None) -> Answer:
    """Build the records of an answer; the field file is read and removed.

    Raises:
        ResultFileError: The answer is of another shape than its schema says.
    """
    command = plain.get("command")
    findings = tuple(decode(Finding, row) for row in plain.get("findings") or ())
    fields = taken(fields_path, read_fields) if fields_path else None
    if command == "solve":
        return Answer(plain, findings, results=from_json(plain, fields))
    if command == "density" or (command == "report" and plain["density"] is not None):
        density = density_from_json(plain if command == "density" else plain["density"], fields)
        return Answer(plain, findings, density.results, density)
    if (read := RECORDS.get(str(command))) is not None:
        return Answer(plain, findings, record=read(plain))
    if command == "import-preview" and plain["design"] is not None:
        return Answer(plain, findings, imported=from_object(plain["design"]))
    return Answer(plain, findings)
