"""What machines breathe through floor and ceiling: openings in the slabs, and ducts up to them."""

from __future__ import annotations

from coolsim.design.models import Cooler, Hall, Rack
from coolsim.errors import SolveError
from coolsim.scene.bodies import body_of, front_of
from coolsim.scene.records import Opening, SolidBox, Span

CHIMNEY_DEPTH_M = 0.4
"""Depth of a rack's chimney from its rear; never more than the rack's own [m]."""


def blows_underfloor(cooler: Cooler) -> bool:
    """Whether a cooler supplies the raised floor."""
    return cooler.discharge == "underfloor"


def draws_from_void(cooler: Cooler) -> bool:
    """Whether a cooler draws from the ceiling void."""
    return cooler.intake == "ceiling_void"


def is_ducted(rack: Rack) -> bool:
    """Whether a rack's exhaust goes through a chimney into the ceiling void."""
    return rack.exhaust == "chimney"


def opening_into_plenum(body: SolidBox, name: str, hall: Hall) -> Opening:
    """A machine's whole footprint in the floor, blowing down.

    Raises:
        SolveError: If the hall has no raised floor.
    """
    if hall.raised_floor_m <= 0.0:
        raise SolveError(
            "the cooler blows under the floor, but the hall has no raised floor.",
            where=name,
            remedy="Give the hall a raised floor, or let the cooler discharge to its front.",
        )
    return Opening(2, 0.0, -1, _plan(body))


def opening_into_void(body: SolidBox, name: str, hall: Hall) -> Opening:
    """The plan of a body in the ceiling, open to the void.

    Raises:
        SolveError: If the hall has no ceiling void.
    """
    if hall.ceiling_void_m <= 0.0:
        raise SolveError(
            "it breathes through the ceiling void, but the hall has none.",
            where=name,
            remedy="Give the hall a ceiling void, or let the air pass through the room.",
        )
    return Opening(2, hall.height_m, 1, _plan(body))


def chimney_of(rack: Rack, hall: Hall) -> Opening:
    """The opening of a rack's chimney in the ceiling.

    Raises:
        SolveError: If the hall has no ceiling void.
    """
    return opening_into_void(duct_of_rack(rack, hall), rack.label, hall)


def duct_of_rack(rack: Rack, hall: Hall) -> SolidBox:
    """The chimney on the rear of a rack, up to the ceiling."""
    body = body_of(rack, rack.height_m, hall.height_m)
    axis, front = front_of(rack)
    depth = min(CHIMNEY_DEPTH_M, rack.depth_m)
    low, high = list(body.low), list(body.high)
    if front > 0:
        high[axis] = low[axis] + depth
    else:
        low[axis] = high[axis] - depth
    return SolidBox((low[0], low[1], low[2]), (high[0], high[1], high[2]))


def ducts_of_cooler(cooler: Cooler, hall: Hall) -> tuple[SolidBox, ...]:
    """Ducts between a cooler and the slabs it breathes through, where it does not reach them."""
    bottom, top = cooler.z_from_m, cooler.z_from_m + cooler.height_m
    ducts = []
    if draws_from_void(cooler) and top < hall.height_m:
        ducts.append(body_of(cooler, top, hall.height_m))
    if blows_underfloor(cooler) and bottom > 0.0:
        ducts.append(body_of(cooler, 0.0, bottom))
    return tuple(ducts)


def _plan(body: SolidBox) -> tuple[Span, Span]:
    return (body.low[0], body.high[0]), (body.low[1], body.high[1])
