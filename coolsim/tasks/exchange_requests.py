"""What can be asked of the exchange with other programs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar, Literal

from pydantic import ConfigDict

from coolsim.design.models import Design, Fidelity

_STRICT = ConfigDict(extra="forbid")


@dataclass(frozen=True, slots=True)
class ExportRequest:
    """Write the active variant for another program, solved unless it is a drawing.

    Attributes:
        design: The design.
        to: The program or form.
        out: Folder or file to write.
        fidelity: ``None`` takes the variant's setting.
        cell_m: Largest cell size [m]; ``None`` takes the variant's setting, then the fidelity's.
        force: Whether what stands at ``out`` may be replaced.
    """

    design: Design
    to: Literal["openfoam", "vtk", "csv", "xlsx", "dxf", "epjson", "aif"]
    out: Path
    fidelity: Fidelity | None = None
    cell_m: float | None = None
    force: bool = False
    __pydantic_config__: ClassVar[ConfigDict] = _STRICT


@dataclass(frozen=True, slots=True)
class ImportRequest:
    """Read a file of another program and write a design.

    Attributes:
        source: The file; a folder for NetBox.
        kind: What it is: a drawing, a rack schedule, exports of NetBox, or readings of sensors.
        out: The design file to write; ``None`` tells what would be read and writes nothing.
        into: A design whose hall and settings are kept; ``None`` begins an empty one.
        columns: Field for a column's heading, for schedules and readings.
        layers: Kind of object for a layer, for drawings.
        metres: Metres in a unit of the drawing; ``None`` takes what it says.
        force: Whether a file at ``out`` may be replaced.
    """

    source: Path
    kind: Literal["dxf", "csv", "netbox", "sensors"]
    out: Path | None = None
    into: Design | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    layers: Mapping[str, str] = field(default_factory=dict)
    metres: float | None = None
    force: bool = False
    __pydantic_config__: ClassVar[ConfigDict] = _STRICT


@dataclass(frozen=True, slots=True)
class ImportPreviewRequest:
    """Tell what a file of another program would give, and give the design with it; write none.

    Attributes:
        design: The design it is to go into, its active variant without racks
            unless readings of sensors are to go into it.
        source: The file; a folder for NetBox.
        kind: As of :class:`ImportRequest`.
        taken: What layers or columns are taken as, "" to leave one out.
        metres: Metres in a unit of the drawing; ``None`` takes what it says.
    """

    design: Design
    source: Path
    kind: Literal["dxf", "csv", "netbox", "sensors"]
    taken: Mapping[str, str] = field(default_factory=dict)
    metres: float | None = None
    __pydantic_config__: ClassVar[ConfigDict] = _STRICT


@dataclass(frozen=True, slots=True)
class CompareOpenFoamRequest:
    """Set the rack inlets of a result beside those of a solved OpenFOAM case.

    Attributes:
        result: Folder of the result.
        case: Folder of the case.
    """

    result: Path
    case: Path
    __pydantic_config__: ClassVar[ConfigDict] = _STRICT
