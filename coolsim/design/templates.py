"""Ready-made groups of objects, as texts that the clipboard's paste reads."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from coolsim.design import edits_copies, edits_groups
from coolsim.design.edits_arrays import Row, place_row
from coolsim.design.edits_objects import items, place
from coolsim.design.models import Design

_RACK: dict[str, object] = {"cabinet": {}, "load_w": 10e3}


@dataclass(frozen=True, slots=True)
class Template:
    """A template: key, name, what it holds in a few words, and how its objects are made."""

    key: str
    name: str
    detail: str
    make: Callable[[], Design]

    def text(self) -> str:
        """The objects as a clipboard text."""
        design = self.make()
        return edits_copies.copy(design, [item.id for _, item in items(design)])


def row_of_ten() -> Design:
    """Ten racks of 10 kW side by side, fronts up the plan."""
    design, _ = place_row(Design(), "rack", Row(0.3, 0.6, 0.0, 0.6, 10), _facing_up())
    return design


def contained_pod() -> Design:
    """Two rows of ten racks across a contained cold aisle of 1.2 m with two rows of tiles."""
    x_m, y_m = 3.0, 3.0  # clear of the walls, which would close the aisle instead of a door
    row = Row(x_m, y_m, 0.0, 0.6, 10, aisle_m=1.2)
    design, racks = place_row(Design(), "rack", row, _facing_up())
    for across_m in (0.9, 1.5):
        tiles = Row(x_m, y_m + across_m, 0.0, 0.6, 10)
        design, _ = place_row(design, "tile", tiles, {"unit": "tile_25"})
    design, aisle = edits_groups.make_aisle(design, racks)
    design, _ = edits_groups.contain(design, [aisle])
    return design


def edge_container() -> Design:
    """Six racks of 10 kW in a 20-foot container (inside 5.9 by 2.35 m) with a unit at its end."""
    design = Design()
    length, width, wall = 5.9, 2.35, 0.06
    for x_m, y_m, heading, long in (
        (length / 2, -wall / 2, 90.0, length + 2 * wall),
        (length / 2, width + wall / 2, 90.0, length + 2 * wall),
        (-wall / 2, width / 2, 0.0, width),
        (length + wall / 2, width / 2, 0.0, width),
    ):
        design, _ = place(
            design, "obstruction", x_m, y_m, heading_deg=heading, width_m=long, depth_m=wall,
            z_to_m=2.4,
        )  # fmt: skip
    row = Row(1.5, 1.15, 0.0, 0.6, 6)
    design, racks = place_row(design, "rack", row, _facing_up() | {"depth_m": 1.1})
    design, cooler = place(
        design, "cooler", 0.45, 1.2, heading_deg=90.0, type="crac", discharge="front",
        intake="rear", width_m=0.6, depth_m=1.0, airflow_m3_s=5.0, capacity_w=70e3,
        supply_temperature_c=22.0,
    )  # fmt: skip
    design, _ = edits_groups.group(design, (*racks, cooler), "Container")
    return design


def _facing_up() -> dict[str, object]:
    return {**_RACK, "heading_deg": 90.0}


TEMPLATES: tuple[Template, ...] = (
    Template("row", "Row of ten racks", "10 × 10 kW, side by side", row_of_ten),
    Template("pod", "Contained pod", "2 × 10 racks, tiles, roof and doors", contained_pod),
    Template("container", "Edge container", "6 racks and a unit in 20 feet", edge_container),
)
"""The templates that come with the program."""
