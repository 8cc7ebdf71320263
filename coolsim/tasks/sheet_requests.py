"""What can be asked of the plan to scale."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, ClassVar, Literal

from pydantic import ConfigDict, Field

from coolsim.design.models import Design, Fidelity


@dataclass(frozen=True, slots=True)
class PlanRequest:
    """Write the plan of the active variant to scale, as a PDF.

    Attributes:
        design: The design.
        out: The PDF file.
        units: Unit system of dimensions and temperatures.
        paper, orientation: The sheet.
        scale: 100 for 1:100; ``None`` takes the largest usual one that fits.
        quantity: ``temperature`` solves the hall and draws its air temperatures.
        fidelity: Of that solve; ``None`` takes the variant's setting.
        leave_out: Kinds of objects that are not drawn.
        company: Whose drawing it is; "" takes what the design says.
        logo: Picture of its logo: PNG, JPEG or SVG.
        force: Whether a file at ``out`` may be replaced.
    """

    design: Design
    out: Path
    units: Literal["si", "ip"] = "si"
    paper: Literal["a4", "a3", "a2", "a1", "a0"] = "a3"
    orientation: Literal["landscape", "portrait"] = "landscape"
    scale: Annotated[float, Field(gt=0.0, allow_inf_nan=False)] | None = None
    quantity: Literal["none", "temperature"] = "none"
    fidelity: Fidelity | None = None
    leave_out: tuple[
        Literal["cooler", "cdu", "tile", "panel", "obstruction", "dimension", "note"], ...
    ] = ()
    company: str = ""
    logo: Path | None = None
    force: bool = False
    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")
