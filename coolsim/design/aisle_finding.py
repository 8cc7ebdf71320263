"""Aisles told from how the racks stand: pairs of rows that face each other or turn their backs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from coolsim.design.aisles import aisle_between
from coolsim.design.geometry import Box, footprint, quarter_turns
from coolsim.design.models import Rack, Variant

WIDEST_M = 5.0
"""Distance between rows above which they make no aisle [m]."""
_NARROWEST_M = 0.3
_SAME_ROW_M = 0.3
"""Offset of fronts up to which racks stand in one row [m]."""


@dataclass(frozen=True, slots=True)
class _Row:
    turns: int
    racks: tuple[Rack, ...]
    box: Box


def find_aisles(variant: Variant) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Kind (``cold`` between fronts, ``hot`` between rears) and rack ids of every aisle.

    A row's aisle lies between it and the nearest row turned the other way, where the two overlap
    along the rows and stand 0.3 to 5 m apart.
    """
    rows = list(_rows(variant))
    for row in rows:
        if row.turns in (2, 3):
            continue  # its partner, turned 0 or 1, finds it
        for kind, in_front in (("cold", True), ("hot", False)):
            partner = _nearest(row, rows, in_front)
            if partner is not None and _nearest(partner, rows, in_front) is row:
                yield kind, tuple(rack.id for rack in (*row.racks, *partner.racks))


def aisle_at(variant: Variant, x_m: float, y_m: float) -> tuple[str, tuple[str, ...]] | None:
    """Kind and rack ids of the aisle that a point of the plan lies in; ``None`` elsewhere."""
    by_id = {rack.id: rack for rack in variant.racks}
    for kind, ids in find_aisles(variant):
        aisle = aisle_between(by_id[each] for each in ids)
        at = (x_m, y_m) if aisle.axis == 0 else (y_m, x_m)
        within = aisle.across[0] <= at[0] <= aisle.across[1]
        if within and aisle.along[0] <= at[1] <= aisle.along[1]:
            return kind, ids
    return None


def _rows(variant: Variant) -> Iterator[_Row]:
    by_turns: dict[int, list[Rack]] = {}
    for rack in variant.racks:
        turns = quarter_turns(rack.heading_deg)
        if turns is not None:
            by_turns.setdefault(turns, []).append(rack)
    for turns, racks in by_turns.items():
        axis = turns % 2
        racks.sort(key=lambda rack: footprint(rack)[axis])
        row: list[Rack] = []
        for rack in racks:
            if row and footprint(rack)[axis] - footprint(row[-1])[axis] > _SAME_ROW_M:
                yield from _split(turns, row)
                row = []
            row.append(rack)
        yield from _split(turns, row)


def _split(turns: int, racks: list[Rack]) -> Iterator[_Row]:
    """A line of racks, cut where a cross aisle wider than a metre parts it."""
    along = 1 - turns % 2
    ordered = sorted(racks, key=lambda rack: footprint(rack)[along])
    run: list[Rack] = []
    for rack in ordered:
        if run and footprint(rack)[along] - footprint(run[-1])[along + 2] > 1.0:
            yield _row(turns, run)
            run = []
        run.append(rack)
    yield _row(turns, run)


def _row(turns: int, racks: list[Rack]) -> _Row:
    boxes = [footprint(rack) for rack in racks]
    x0, y0, x1, y1 = zip(*boxes, strict=True)
    return _Row(turns, tuple(racks), (min(x0), min(y0), max(x1), max(y1)))


def _nearest(row: _Row, rows: list[_Row], in_front: bool) -> _Row | None:
    """The nearest row turned the other way, before or behind this one."""
    axis = row.turns % 2
    upwards = (row.turns in (0, 1)) == in_front
    best: tuple[float, _Row] | None = None
    for other in rows:
        if (other.turns - row.turns) % 4 != 2 or not _overlaps(row, other, 1 - axis):
            continue
        gap = (
            other.box[axis] - row.box[axis + 2] if upwards else row.box[axis] - other.box[axis + 2]
        )
        if _NARROWEST_M <= gap <= WIDEST_M and (best is None or gap < best[0]):
            best = (gap, other)
    return best[1] if best else None


def _overlaps(one: _Row, other: _Row, axis: int) -> bool:
    low = max(one.box[axis], other.box[axis])
    high = min(one.box[axis + 2], other.box[axis + 2])
    shorter = min(one.box[axis + 2] - one.box[axis], other.box[axis + 2] - other.box[axis])
    return high - low > 0.5 * shorter
