"""The compute account of a density answer, with the outdoor air of the design's site."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from coolsim.catalogue.loading import Catalogue
from coolsim.density.records import Density
from coolsim.design.models import Design
from coolsim.errors import CoolSimError

if TYPE_CHECKING:
    from coolsim.plant.weather import Weather


def with_compute(design: Design, catalogue: Catalogue, density: Density) -> Density:
    """Return a density answer with everything it computes counted."""
    from coolsim.compute import compute_account

    account = compute_account(design, catalogue, density, outdoor(design))
    return replace(density, compute=account)


def outdoor(design: Design) -> Weather | str:
    """Return the outdoor air of a design's site, or why there is none."""
    from coolsim.compute.meter import NO_CLIMATE
    from coolsim.tasks.annual import weather_of

    site = design.variant.site
    if not (site.climate or site.weather_file):
        return NO_CLIMATE
    try:
        return weather_of(design, None, None)
    except CoolSimError as error:
        return error.message.rstrip(".")
