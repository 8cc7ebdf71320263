"""A density answer drawn: every rack given the power, or the whole units, that it can sustain."""

from __future__ import annotations

from collections.abc import Sequence

from coolsim.catalogue import Catalogue
from coolsim.density.records import Density, RackDensity
from coolsim.design import edits
from coolsim.design.models import Content, Design


def with_answer(
    design: Design, catalogue: Catalogue, density: Density
) -> tuple[Design, tuple[str, ...]]:
    """The design with its racks as a density answer leaves them.

    A plain load becomes the power; where units are counted, their number becomes that of the
    answer. A rack drawn by slots stays as it is: an answer does not say which units go.

    Worked number: a rack with a plain load of 5 kW that can sustain 6.2 kW is drawn with 6.2 kW;
    one with four servers that can sustain three keeps three.

    Args:
        design: The design that the answer belongs to.
        catalogue: The catalogue, the design's own entries included.
        density: The answer.

    Returns:
        The design, and the names of racks that stay as drawn though the answer differs.
    """
    racks = {rack.id: rack for rack in design.variant.racks}
    changes: dict[str, dict[str, object]] = {}
    left: list[str] = []
    for answer in density.racks:
        rack = racks[answer.id]
        if rack.slots:
            left += [rack.label] if answer.units != answer.units_drawn else []
        elif not rack.contents:
            if rack.load_w != answer.power_w:
                changes[rack.id] = {"load_w": answer.power_w}
        elif answer.unit_name and answer.units != answer.units_drawn:
            changes[rack.id] = {"contents": _counted(rack.contents, catalogue, answer)}
    return edits.update_each(design, changes), tuple(left)


def _counted(
    contents: Sequence[Content], catalogue: Catalogue, answer: RackDensity
) -> tuple[Content, ...]:
    """The contents with as many of the counted unit as the answer has; the rest as drawn."""
    left, found = answer.units, list[Content]()
    for content in contents:
        if catalogue.get(content.item).name != answer.unit_name:
            found.append(content)
            continue
        # the first takes all that are left: units of one kind are all alike
        if left > 0:
            found.append(content.model_copy(update={"count": left}))
        left = 0
    return tuple(found)
