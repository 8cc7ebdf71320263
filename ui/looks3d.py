"""What the 3-D view shares with the plan: colours of racks and air, seeds of streamlines."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from coolsim.design import edits
from coolsim.design.models import Placed
from coolsim.results.air_quantities import hall_humidity, values_of_cells
from ui import theme
from ui.plan.colour_tables import colour_table
from ui.plan.map_scale import MapScales
from ui.plan.scales import heat_range_of, rack_colours
from ui.plan.stream_layer import seeds_of
from ui.session import Session
from ui.view3d.looks import AirLook, Looks, Rgb

_UP_THE_SCALE = 0.75


def looks_of(session: Session) -> Looks:
    """The plan's colours for a session."""
    scales = MapScales()

    def racks() -> Mapping[str, Rgb]:
        variant = session.design.variant
        shown = rack_colours(
            variant, session.results, session.density, session.metric,
            heat_range_of(variant), theme.is_dark(), session.density_is_stale,
        )  # fmt: skip
        return {
            rack_id: (hue.red(), hue.green(), hue.blue())
            for rack_id, (hue, _) in shown.by_id.items()
            if hue is not None
        }

    def air() -> AirLook | None:
        fields = session.results.fields if session.results is not None else None
        if fields is None or fields.temperature_c.size == 0:
            return None
        variant = session.design.variant
        scale = scales.scale(variant, session.air_key, fields)
        table = colour_table(scale.table, theme.is_dark())
        recommended = scale.heat.recommended_c if scale.heat is not None else None
        upwards = scale.low + _UP_THE_SCALE * (scale.high - scale.low)
        return AirLook(
            title=scale.quantity.name,
            unit=scale.quantity.unit,
            low=scale.low,
            high=scale.high,
            table=np.ascontiguousarray(table[:, 2::-1]),
            values=values_of_cells(fields, session.air_key, hall_humidity(variant)),
            middle=recommended[1] if recommended is not None else upwards,
        )

    def seeds() -> NDArray[np.float64]:
        results = session.results
        records = [edits.find(session.design, each) for each in sorted(session.selection)]
        placed = [record for record in records if isinstance(record, Placed)]
        if results is None or results.fields.temperature_c.size == 0:
            return np.empty((0, 3))
        found = seeds_of(placed, max(results.fields.spacing_m))
        return np.concatenate([found.after, found.before])

    def hidden() -> frozenset[str]:
        return session.drawing_layers.hidden

    return Looks(racks, air, seeds, hidden)
