"""A power of its own for every rack, in print: what was made large, and how good it is."""

from __future__ import annotations

from coolsim.density.records import Density
from coolsim.report.blocks import Section, facts, prose, section
from coolsim.report.subject import Subject
from coolsim.report.text import counted, flowing

OBJECTIVES = {
    "min": "largest least power",
    "total": "largest total power",
    "accelerators": "most accelerators",
    "flops": "most operations",
    "tokens": "most tokens",
}
"""What an allocation makes large, by its objective."""
_TOLD = "density.best_found"
_HELD = 1e-3
"""Relative change of power below which a rack counts as held as drawn [-]."""


def allocation_section(subject: Subject) -> Section | None:
    """Objective, racks and how good the answer is; ``None`` where all racks got one power."""
    density = subject.density
    if density is None or density.objective not in OBJECTIVES or not density.racks:
        return None
    told = [finding for finding in density.findings if finding.code == _TOLD]
    system = subject.printer.system
    return section(
        "Allocation of power",
        facts(_facts(subject, density), 0.6),
        *(prose(flowing(finding.text(system), 900)) for finding in told),
    )


def _facts(subject: Subject, density: Density) -> list[list[str]]:
    printer = subject.printer
    powers = [rack.power_w for rack in density.racks]
    held = sum(
        abs(rack.power_w - rack.power_now_w) <= _HELD * max(rack.power_now_w, 1.0)
        for rack in density.racks
    )
    lines = [
        ["Made large", OBJECTIVES[density.objective]],
        ["All racks", printer.text(sum(powers), "w")],
        ["Least and largest rack", f"{printer.text(min(powers), 'w', 3)} to "
         f"{printer.text(max(powers), 'w', 3)}"],
        ["As drawn", counted(held, "rack")],
    ]  # fmt: skip
    if density.hall.accelerators:
        lines.append(["Accelerators", f"{density.hall.accelerators:,}"])
    return lines
