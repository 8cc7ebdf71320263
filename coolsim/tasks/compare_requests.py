"""What can be asked about the variants of a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from pydantic import ConfigDict

from coolsim.design.models import Design, Fidelity

_STRICT = ConfigDict(extra="forbid")


@dataclass(frozen=True, slots=True)
class CompareRequest:
    """Solve variants of a file and compare them.

    Attributes:
        design: The design.
        variants: Ids or names, the base first; empty for all of the file, the active one the base.
        fidelity: Of all solves; ``None`` takes the base's setting.
        cell_m: Largest cell size [m]; ``None`` takes each variant's setting, then the fidelity's.
        density: Whether the uniform density of each is found, too.
        out: A workbook (``.xlsx``) or a folder for CSV files to write; ``None`` writes none.
        force: Whether what stands there may be replaced.
    """

    design: Design
    variants: tuple[str, ...] = ()
    fidelity: Fidelity | None = None
    cell_m: float | None = None
    density: bool = False
    out: Path | None = None
    force: bool = False
    __pydantic_config__: ClassVar[ConfigDict] = _STRICT


@dataclass(frozen=True, slots=True)
class CompareTablesRequest:
    """Write the tables of a comparison that is at hand.

    Attributes:
        design: The design that holds the variants.
        comparison: As the answer of a comparison gave it.
        out, force: As in :class:`CompareRequest`.
    """

    design: Design
    comparison: Mapping[str, Any]
    out: Path
    force: bool = False
    __pydantic_config__: ClassVar[ConfigDict] = _STRICT
