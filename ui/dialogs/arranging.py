"""Arrays, renumbering and the background's scale: dialogs with a preview on the plan."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import cast

from PySide6.QtWidgets import QWidget

from coolsim import units
from coolsim.design import edits, geometry
from coolsim.design.models import Design, Placed
from coolsim.errors import EditError
from ui.dialogs.preview_dialog import PreviewDialog
from ui.session import Session
from ui.widgets.forms import Field

_ARRAY = (
    Field("columns", "Columns", "whole", unit="count", tip="Along x, the selection included"),
    Field("rows", "Rows", "whole", unit="count", tip="Along y, the selection included"),
    Field("pitch_x_m", "Pitch of columns", tip="From one to the next along x"),
    Field("pitch_y_m", "Pitch of rows", tip="From one to the next along y"),
)
_RENUMBER = (
    Field("first_name", "First name", "text", tip="Ends with a number, such as A-01"),
    Field("order", "Order", "choice", choices=(
        ("left_right", "left to right"), ("right_left", "right to left"),
        ("top_bottom", "top to bottom"), ("bottom_top", "bottom to top"),
    )),
    Field("step", "Step", "whole", unit="count", tip="2 leaves odd or even numbers"),
    Field("letter_per_row", "Next letter for each row", "flag"),
)  # fmt: skip
_SCALE = (
    Field("distance_m", "True distance", tip="Between the two points, such as 24 ft or 7.2 m"),
    Field("at_origin", "Put the first point at the hall's corner", "flag"),
)


def array_dialog(session: Session, parent: QWidget | None = None) -> PreviewDialog:
    """Repeat the selection in columns and rows."""
    ids = session.selection
    x0, y0, x1, y1 = _box(session.document.design, ids)
    values = {"columns": 5, "rows": 1, "pitch_x_m": x1 - x0, "pitch_y_m": max(y1 - y0, 0.1)}

    def change(
        design: Design, given: Mapping[str, object]
    ) -> tuple[Design, Iterable[str] | None, str]:
        columns, rows = _whole(given["columns"]), _whole(given["rows"])
        pitch_x, pitch_y = _number(given["pitch_x_m"]), _number(given["pitch_y_m"])
        made, copies = edits.array(design, ids, columns, rows, pitch_x, pitch_y)
        return made, (*ids, *copies), f"{len(copies)} new objects."

    return PreviewDialog(session, "Array", "Make array", _ARRAY, values, change, parent)


def renumber_dialog(session: Session, parent: QWidget | None = None) -> PreviewDialog:
    """Name the selection by a scheme."""
    ids = session.selection
    first = next(
        (item.name for _, item in edits.items(session.document.design) if item.id in ids), ""
    )
    values = {
        "first_name": first or "A-01", "order": "left_right", "step": 1, "letter_per_row": True,
    }  # fmt: skip

    def change(
        design: Design, given: Mapping[str, object]
    ) -> tuple[Design, Iterable[str] | None, str]:
        order = cast("edits.Order", given["order"])
        made = edits.renumber(
            design, ids, str(given["first_name"]), order,
            step=_whole(given["step"]), letter_per_row=bool(given["letter_per_row"]),
        )  # fmt: skip
        rows = edits.rows_of(made, ids, order)
        ends = [f"{row[0].name} to {row[-1].name}" for row in rows[:3]]
        more = f", {len(rows) - 3} more rows" if len(rows) > 3 else ""
        return made, None, f"{', '.join(ends)}{more}."

    label = f"Renumber {len(ids)} objects"
    return PreviewDialog(session, "Renumber", label, _RENUMBER, values, change, parent)


def scale_dialog(
    session: Session, first: geometry.Point, second: geometry.Point, parent: QWidget | None = None
) -> PreviewDialog:
    """Scale the background by two of its points."""
    drawn = ((second[0] - first[0]) ** 2 + (second[1] - first[1]) ** 2) ** 0.5
    values = {"distance_m": drawn, "at_origin": False}

    def change(
        design: Design, given: Mapping[str, object]
    ) -> tuple[Design, Iterable[str] | None, str]:
        at = (0.0, 0.0) if given["at_origin"] else None
        distance = _number(given["distance_m"])
        made = edits.scale_background(design, first, second, distance, at)
        background = made.variant.background
        assert background is not None
        width = units.text(background.width_m, "m", session.unit_system)
        return made, None, f"The picture will be {width} wide."

    return PreviewDialog(
        session, "Scale background", "Scale background", _SCALE, values, change, parent
    )


def _box(design: Design, ids: Iterable[str]) -> geometry.Box:
    chosen = edits.placed_ids(design, ids)
    placed = [i for _, i in edits.items(design) if i.id in chosen and isinstance(i, Placed)]
    return geometry.bounds(placed) if placed else (0.0, 0.0, 0.6, 0.6)


def _number(value: object) -> float:
    if not isinstance(value, int | float):
        raise EditError("A number is missing.")
    return float(value)


def _whole(value: object) -> int:
    return round(_number(value))
