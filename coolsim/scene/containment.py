"""Resolving containment panels: how much they leak."""

from __future__ import annotations

from coolsim.catalogue import Catalogue, Figure
from coolsim.design.models import Panel
from coolsim.errors import SolveError
from coolsim.scene.assumptions import AssumptionLog


def leak_figure(catalogue: Catalogue, panel: Panel) -> Figure:
    """Open share of a closed panel's area: as drawn, else what its construction leaks [-]."""
    if panel.leak_fraction is not None:
        return Figure(panel.leak_fraction, "", "", "design")
    return catalogue.get(leak_entry_id(panel)).figure("leak_fraction")


def leak_entry_id(panel: Panel) -> str:
    """The catalogue entry that tells how much panels of this construction leak."""
    return f"containment_{panel.construction}"


def leak_fraction(catalogue: Catalogue, panel: Panel, log: AssumptionLog) -> float:
    """The open share of a closed panel's area, noted as an assumption [-].

    Raises:
        SolveError: If neither the drawing nor the catalogue has it.
    """
    figure = leak_figure(catalogue, panel)
    if figure.value is None:
        raise SolveError(
            "its leakage is not known.",
            where=panel.label,
            remedy="Give the open share of its area.",
        )
    if panel.leak_fraction is None:
        entry = catalogue.get(leak_entry_id(panel))
        log.note(entry.id, entry.name, "open share", figure)
    return figure.value
