"""What coolant leaves to be told about racks and cold surfaces of a coupled hall."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from coolsim.checks.wording import shortened
from coolsim.results.liquid import DEW_MARGIN_K, LiquidResults, RackLiquid
from coolsim.results.records import Finding
from coolsim.sentences import quantity

_INLET_TOLERANCE_K = 0.05
"""Excess over a maker's inlet maximum that is not worth a word."""


def liquid_findings(results: LiquidResults) -> Iterator[Finding]:
    """Yield findings about a solved liquid side.

    ========================  ========  ==========================================================
    code                      severity  meaning
    ========================  ========  ==========================================================
    rack.throttles            warning   accelerators at their case limit do without power
    rack.case_not_checked     note      no case temperature or limit is known
    rack.coolant_too_warm     warning   warmer coolant than the makers of contents or plates let in
    surface.sweats            error     colder than the dew point of the air about it
    surface.near_dew_point    warning   less than the usual margin above it
    liquid.not_coupled        warning   air and liquid did not come to one state
    ========================  ========  ==========================================================

    Args:
        results: The liquid side.
    """
    for rack in results.racks:
        if rack.throttled_w > 0.0:
            yield Finding(
                "rack.throttles",
                "warning",
                (rack.id,),
                f"{rack.name} throttles: its accelerators reach their case limit and do without "
                f"{quantity(rack.throttled_w, 'w')}, {1.0 - rack.compute_fraction:.1%} of their "
                "operations.",
                "Give it more or colder coolant, or lower its load.",
            )
        if rack.coolant_in_c > rack.coolant_limit_c + _INLET_TOLERANCE_K:
            yield Finding(
                "rack.coolant_too_warm",
                "warning",
                (rack.id,),
                f"Coolant enters {rack.name} at {quantity(rack.coolant_in_c, 'c')}; its makers "
                f"allow {quantity(rack.coolant_limit_c, 'c')}.",
                "Supply colder coolant.",
            )
    yield from _cases_not_checked(results.racks)
    for surface in results.surfaces:
        if surface.margin_k < DEW_MARGIN_K:
            wet = surface.margin_k <= 0.0
            yield Finding(
                "surface.sweats" if wet else "surface.near_dew_point",
                "error" if wet else "warning",
                (surface.object_id,),
                f"{surface.name}, {surface.surface}: {quantity(surface.temperature_c, 'c')} where "
                f"the air's dew point is {quantity(surface.dew_point_c, 'c')}"
                + (": water condenses on it." if wet else ": there is little margin."),
                "Raise the supply temperature, dry the air, or insulate.",
            )
    if not results.converged:
        yield Finding(
            "liquid.not_coupled",
            "warning",
            (),
            f"Air and liquid did not come to one state in {len(results.changes)} rounds: heat "
            f"flows still move by {results.changes[-1]:.1e} of the racks' power.",
            "Look at the findings of loops and units; solve again at full fidelity.",
        )


def _cases_not_checked(racks: Sequence[RackLiquid]) -> Iterator[Finding]:
    """What no case or limit is known of: one note for all racks that lack the same."""
    alike: dict[str, list[RackLiquid]] = {}
    for rack in racks:
        told = "; ".join(note for note in rack.notes if "not checked" in note)
        if rack.loop_id and told:
            alike.setdefault(told, []).append(rack)
    for told, those in alike.items():
        yield Finding(
            "rack.case_not_checked",
            "note",
            tuple(rack.id for rack in those),
            f"{shortened([rack.name for rack in those])}: {told}.",
            "Give a case limit, the contents, or a plate of known resistance.",
        )
