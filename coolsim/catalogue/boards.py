"""Power of accelerators with the voltage regulators of their boards."""

from __future__ import annotations

from coolsim.catalogue.entries import unknown
from coolsim.catalogue.loading import Catalogue
from coolsim.catalogue.records import Figure

REGULATOR = "vrm"
"""Entry of the regulators where a design names none."""


def board_power(catalogue: Catalogue, chips_w: float, regulator: str | None = None) -> Figure:
    """What boards draw whose chips draw a power: that over the efficiency of their regulators.

    Makers often state the power limit of a whole module; then this counts the regulators twice,
    and the board draws what its chip is said to.

    Worked number: chips of 700 W behind regulators of 0.90 to 0.95: 737 to 778 W, 757 W.

    Args:
        catalogue: The catalogue, own entries included.
        chips_w: Power of the chips [W].
        regulator: Catalogue entry of the regulators; ``None`` takes the usual one.

    Raises:
        CatalogueError: There is no such entry.
    """
    entry = catalogue.get(regulator or REGULATOR)
    share = entry.figure("eff")
    if not share.value:
        return unknown("w", f"{entry.name} has no efficiency")
    return Figure(
        value=chips_w / share.value,
        unit="w",
        source=share.source,
        confidence=share.confidence,
        low=chips_w / share.high if share.high else None,
        high=chips_w / share.low if share.low else None,
        note=f"with regulators, {entry.name}: efficiency {share.value:g}",
    )
