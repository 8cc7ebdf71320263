"""Mean power of the racks over the sustained power that heat and breakers are judged by."""

from __future__ import annotations

from coolsim.catalogue.contents import mean_power
from coolsim.catalogue.conversions import derived
from coolsim.catalogue.loading import Catalogue
from coolsim.catalogue.loads import LoadReader
from coolsim.catalogue.records import Figure
from coolsim.design.models import Variant


def mean_fraction(variant: Variant, catalogue: Catalogue) -> tuple[float, Figure | None]:
    """Mean over sustained power of all racks together [-], and the figure it rests on.

    What the utilisation says counts; else the catalogue's mean of every content that has one. All
    else draws its sustained power. Without any mean the figure is ``None``.

    Worked number: one DGX H100 (11.3 kW, 7.5 kW on average) beside a plain load of 9.8 kW: 0.820.
    """
    drawn = variant.plant.utilisation.mean_fraction
    if drawn is not None:
        return drawn, None
    reader = LoadReader(catalogue)
    sustained = spared = 0.0
    known: list[Figure] = []
    for rack in variant.racks:
        load = reader.rack(rack)
        sustained += load.power_w or 0.0
        for unit, count in load.units:
            most = unit.sustained_power_w.value
            mean = mean_power(catalogue.get(unit.id))
            if most is not None and mean.value is not None and mean.value < most:
                spared += count * (most - mean.value)
                known.append(mean)
    if not known or sustained <= 0.0:
        return 1.0, None
    value = 1.0 - spared / sustained
    note = "mean of contents by the catalogue; what has no known mean draws its sustained power"
    return value, derived(value, "", note, *known)
