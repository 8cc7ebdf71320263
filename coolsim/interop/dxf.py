"""The plan as a DXF drawing.

One layer for each kind of object (``COOLSIM_RACK`` ...), each object a closed polyline with its id
and name as extended data, in metres.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Any

from coolsim.design import geometry
from coolsim.design.models import Placed, Variant

APP = "COOLSIM"
"""Whose the extended data are."""
_COLOURS = {"rack": 7, "cooler": 5, "cdu": 3, "tile": 4, "panel": 6, "obstruction": 8}
_TEXT_M = 0.12
_METRE_UNIT = 6


def dxf_text(variant: Variant) -> str:
    """The plan of a variant as the text of a DXF file (R2010), in metres."""
    from ezdxf.document import Drawing as DxfDocument

    document = DxfDocument.new("R2010")
    document.header["$INSUNITS"] = _METRE_UNIT
    document.header["$MEASUREMENT"] = 1
    document.appids.add(APP)
    space = document.modelspace()
    document.layers.add("COOLSIM_HALL", color=1)
    hall = variant.hall
    corners = [(0, 0), (hall.length_m, 0), (hall.length_m, hall.width_m), (0, hall.width_m)]
    space.add_lwpolyline(corners, close=True, dxfattribs={"layer": "COOLSIM_HALL"})
    for kind, records in _drawn(variant):
        layer = f"COOLSIM_{kind.upper()}"
        document.layers.add(layer, color=_COLOURS[kind])
        for record in records:
            _add(space, record, kind, layer)
    out = io.StringIO()
    document.write(out)
    return out.getvalue()


def _drawn(variant: Variant) -> Iterable[tuple[str, tuple[Placed, ...]]]:
    return (
        ("rack", variant.racks),
        ("cooler", variant.coolers),
        ("cdu", variant.cdus),
        ("tile", variant.tiles),
        ("panel", variant.panels),
        ("obstruction", variant.obstructions),
    )


def _add(space: Any, record: Placed, kind: str, layer: str) -> None:
    line = space.add_lwpolyline(geometry.polygon(record), close=True, dxfattribs={"layer": layer})
    line.set_xdata(
        APP,
        [
            (1000, record.id[:250]),
            (1000, record.name[:250]),
            (1000, kind),
            (1040, record.heading_deg),
        ],
    )
    if kind in ("rack", "cooler", "cdu"):
        text = space.add_text(_plain(record.label), height=_TEXT_M, dxfattribs={"layer": layer})
        text.set_placement((record.x_m, record.y_m), align=_middle())


def _middle() -> Any:
    from ezdxf.enums import TextEntityAlignment

    return TextEntityAlignment.MIDDLE_CENTER


def _plain(name: str) -> str:
    """A name without what DXF reads as control codes or line ends."""
    return " ".join(name.replace("%%", "% %").split())[:250]
