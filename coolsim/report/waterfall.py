"""A waterfall of performance per watt, from the chip to the meter, as bars."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from coolsim.catalogue.rates import operations
from coolsim.report.blocks import Block, drawn, heading, note, together
from coolsim.report.subject import Subject
from coolsim.report.text import NOT_KNOWN, flowing


def waterfall_block(title: str, picture: dict[str, Any] | None) -> Block | None:
    """A waterfall under its heading; nothing without one."""
    if picture is None:
        return None
    return together(heading(title), note(picture["title"]), drawn("waterfall", picture))


class BoundaryLike(Protocol):
    """A boundary of power from chip to facility."""

    @property
    def name(self) -> str:
        """What it is called."""

    @property
    def watts(self) -> float | None:
        """Power per accelerator inside it [W]; ``None`` where it is not known."""

    @property
    def flops_per_watt(self) -> dict[str, float]:
        """Operations per watt by precision."""

    @property
    def note(self) -> str:
        """How the power was found, or why it is not known."""


def waterfall(
    subject: Subject, boundaries: Sequence[BoundaryLike], precision: str
) -> dict[str, Any] | None:
    """Bars of operations per watt at one precision, the highest the longest; ``None`` without.

    Args:
        subject: What the report is about.
        boundaries: From chip to facility.
        precision: Of the operations.
    """
    rates = {b.name: b.flops_per_watt.get(precision) for b in boundaries}
    highest = max((value for value in rates.values() if value), default=0.0)
    if not highest:
        return None
    before: float | None = None
    bars = []
    for boundary in boundaries:
        value = rates[boundary.name]
        if value is None:
            note = boundary.note or NOT_KNOWN
            bars.append(_bar(boundary.name, 0.0, NOT_KNOWN, "", flowing(note, 90)))
            continue
        kept = f"{100.0 * value / before:.0f} % kept" if before else ""
        each = subject.printer.text(boundary.watts, "w", 4)
        told = f"{value / 1e9:,.0f}"
        bars.append(_bar(boundary.name, value / highest, told, kept, f"{each} each"))
        before = value
    return {
        "title": f"G{operations(precision)} per watt, {precision.upper()} dense peak",
        "alt": "Bars of operations per watt from chip to facility: "
        + ", ".join(f"{bar['name']} {bar['value']}" for bar in bars),
        "bars": bars,
    }


def _bar(name: str, share: float, value: str, kept: str, note: str) -> dict[str, Any]:
    title = name if name == "IT" else name.capitalize()
    return {"name": title, "share": round(share, 4), "value": value, "kept": kept, "note": note}
