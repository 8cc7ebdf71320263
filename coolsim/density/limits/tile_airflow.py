"""Tile: the most air that its maker lets through it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from coolsim.catalogue import Figure
from coolsim.catalogue.entries import unknown
from coolsim.density.case import DensityCase
from coolsim.density.limits.base import FLOW_TOLERANCE, Point, Reading
from coolsim.density.records import UncheckedLimit
from coolsim.design.models import Tile

MOST_AIR = "max_airflow_m3_s"
"""Figure of a tile's catalogue entry: above it its air passes the rack fronts, or its plate lifts.

No shipped tile has one, for no maker we know of states it; an own entry may."""


@dataclass(frozen=True, slots=True)
class TileAirflow:
    """Air through each floor tile against what its catalogue entry lets through.

    Without a plenum that is solved tiles share the coolers' air, so this moves with the racks only
    where the coolers' air does.
    """

    key: str = "tile_airflow"
    title: str = "tile airflow"

    def readings(self, case: DensityCase, point: Point) -> Iterator[Reading]:
        """Air through every tile with a figure."""
        flows = {tile.id: tile.airflow_m3_s for tile in point.tiles}
        for tile in _floor_tiles(case):
            most = most_air(case, tile)
            if most.value is None or tile.id not in flows:
                continue
            yield Reading(
                limit=self.key,
                object_id=tile.id,
                object_name=tile.label,
                value=most.value,
                actual=flows[tile.id],
                unit="m3_s",
                source=most.source or "design",
                confidence=most.confidence,
                tolerance=FLOW_TOLERANCE * most.value,
                at_rest=flows[tile.id],
            )

    def unchecked(self, case: DensityCase) -> Iterator[UncheckedLimit]:
        """Floor tiles without a figure."""
        for tile in _floor_tiles(case):
            if most_air(case, tile).value is None:
                reason = "nobody states the most air through it"
                yield UncheckedLimit(self.key, tile.id, tile.label, reason)


def most_air(case: DensityCase, tile: Tile) -> Figure:
    """The most air that a tile lets through [m3/s]; without a value where nobody states it."""
    if tile.unit is None:
        return unknown("m3_s", "no catalogue entry")
    return case.catalogue.get(tile.unit).figure(MOST_AIR)


def _floor_tiles(case: DensityCase) -> Iterator[Tile]:
    return (tile for tile in case.variant.tiles if tile.surface == "floor")
