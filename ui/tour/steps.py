"""The steps of the tour: what to do, when it is done, and how the program does it itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from coolsim.design import edits
from coolsim.design.models import Design

if TYPE_CHECKING:
    from ui.session import Session

_LOAD_W = 10e3


@dataclass(frozen=True)
class Step:
    """One step.

    Attributes:
        title: What it is about.
        text: What to do, in a sentence or two.
        target: Object name of the part of the window that is marked, "" for none.
        is_done: Whether the session shows that it was done.
        do: Does it, as "Show me" asks.
    """

    title: str
    text: str
    target: str
    is_done: Callable[[Session], bool]
    do: Callable[[Session], None]


def _rows(session: Session) -> None:
    row = edits.Row(3.0, 2.4, 0.0, 0.6, 8, aisle_m=1.8)
    fields: dict[str, object] = {"heading_deg": 90.0, "cabinet": {}}
    session.edit("Place row", edits.place_row, "rack", row, fields)


def _has_two_rows(session: Session) -> bool:
    return len({rack.heading_deg for rack in session.document.design.variant.racks}) > 1


def _loads(session: Session) -> None:
    ids = [rack.id for rack in session.variant.racks]
    session.edit("Change load", edits.update, ids, load_w=_LOAD_W)
    session.select(ids)


def _tiles(session: Session) -> None:
    racks = session.variant.racks
    y_m = sum(rack.y_m for rack in racks) / max(len(racks), 1)
    columns = sorted({rack.x_m for rack in racks})

    def change(design: Design) -> Design:
        for side in (-0.3, 0.3):
            row = edits.Row(columns[0], y_m + side, 0.0, 0.6, len(columns))
            design, _ = edits.place_row(design, "tile", row, {"unit": "tile_25"})
        return design

    if columns:
        session.edit("Place tiles", change)


def _cooler(session: Session) -> None:
    session.edit(
        "Place cooler", edits.place, "cooler", 0.6, session.variant.hall.width_m / 2.0,
        heading_deg=0.0, airflow_m3_s=14.0, capacity_w=200e3,
    )  # fmt: skip


def _contain(session: Session) -> None:
    ids = [rack.id for rack in session.variant.racks]
    session.edit("Contain aisle", edits.contain, ids)


STEPS: tuple[Step, ...] = (
    Step(
        "Two rows of racks",
        "Press K. Type 1.8 m into Aisle in its corner, then drag on the plan from left to right: "
        "two rows that face each other.",
        "plan", _has_two_rows, _rows,
    ),
    Step(
        "Give them a load",
        "Drag a band around the racks, choose “plain load” in the inspector and type 10 kW. Any "
        "unit will do.",
        "inspector",
        lambda session: any(rack.load_w for rack in session.document.design.variant.racks),
        _loads,
    ),
    Step(
        "Let cold air in",
        "Press Shift+T and drag a row of perforated tiles into the aisle between the fronts.",
        "plan",
        lambda session: bool(session.document.design.variant.tiles), _tiles,
    ),
    Step(
        "Cool the hall",
        "Drag a CRAH from the library to a wall, or press Shift+C and click. The map appears and "
        "follows every change from now on.",
        "library",
        lambda session: bool(session.document.design.variant.coolers), _cooler,
    ),
    Step(
        "Contain the aisle",
        "Select all racks (Ctrl+A) and press Shift+A: a roof and doors. Watch the map.",
        "plan",
        lambda session: bool(session.document.design.variant.panels), _contain,
    ),
    Step(
        "How dense can it be?",
        "Press F6. The answer names the limit that stops each rack, and what would move it.",
        "results",
        lambda session: session.density is not None,
        lambda session: session.run_density(),
    ),
)  # fmt: skip
