"""Resolving perforated tiles and ceiling grilles: opening and resistance."""

from __future__ import annotations

from coolsim.catalogue import Catalogue, Figure
from coolsim.catalogue.contents import tile_loss_coefficient
from coolsim.catalogue.entries import unknown
from coolsim.design.geometry import footprint
from coolsim.design.models import Hall, Tile
from coolsim.errors import SolveError
from coolsim.scene.assumptions import AssumptionLog
from coolsim.scene.records import Opening, SceneTile


def resolve_tile(catalogue: Catalogue, tile: Tile, hall: Hall, log: AssumptionLog) -> SceneTile:
    """Resolve one tile or grille.

    Raises:
        SolveError: If its resistance is unknown.
        CatalogueError: For a unit the catalogue does not have.
    """
    x0, y0, x1, y1 = footprint(tile)
    is_floor = tile.surface == "floor"
    position = 0.0 if is_floor else hall.height_m
    opening = Opening(2, position, 1 if is_floor else -1, ((x0, x1), (y0, y1)))
    loss = _loss(catalogue, tile, log)
    if loss.value is None:
        raise SolveError(
            "the tile has no loss coefficient.",
            where=tile.label,
            remedy="Give a catalogue tile, an open fraction or a loss coefficient.",
        )
    return SceneTile(tile.id, tile.label, is_floor, opening, loss)


def _loss(catalogue: Catalogue, tile: Tile, log: AssumptionLog) -> Figure:
    if tile.loss_coefficient is not None:
        return Figure(tile.loss_coefficient, "", "", "design")
    if tile.open_fraction is not None:
        value = plate_loss_coefficient(tile.open_fraction)
        return Figure(value, "", "idelchik_formula", "derived", note="from the open fraction")
    if tile.unit is None:
        return unknown("", "not given")
    entry = catalogue.get(tile.unit)
    figure = tile_loss_coefficient(entry)
    log.note(tile.unit, entry.name, "loss coefficient", figure)
    return figure


def plate_loss_coefficient(open_fraction: float) -> float:
    """Loss coefficient of a thin perforated tile on its face velocity [-].

    ``K = (1 / F^2) (1 + 0.5 (1 - F)^0.75 + 1.414 (1 - F)^0.375)``, Idelchik, *Handbook of Hydraulic
    Resistance*, thin sharp-edged plate. Worked number: F = 0.25 gives 42.8.
    """
    closed = 1.0 - open_fraction
    return float(1.0 + 0.5 * closed**0.75 + 1.414 * closed**0.375) / open_fraction**2
