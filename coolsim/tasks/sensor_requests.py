"""What can be asked of sensors beside the model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

from pydantic import ConfigDict

from coolsim.design.models import Design, Fidelity


@dataclass(frozen=True, slots=True)
class SensorsRequest:
    """Solve the active variant and set what its sensors read beside it.

    Attributes:
        design: The design.
        readings: A table of readings that count in place of the design's own; ``None`` for those.
        columns: Field for a column's heading of that table.
        fidelity: ``None`` takes the variant's setting.
        cell_m: Largest cell size [m]; ``None`` takes the variant's setting, then the fidelity's.
        out: A CSV file to write the comparison to.
        force: Whether a file at ``out`` may be replaced.
    """

    design: Design
    readings: Path | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    fidelity: Fidelity | None = None
    cell_m: float | None = None
    out: Path | None = None
    force: bool = False
    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")
