"""Edits of load scenarios: keep what the racks hold under a name, and switch between such states.

The scenario in force has its loads in the racks themselves; the others keep theirs until they are
switched to. So whatever reads the design always reads one load, the one in force.
"""

from __future__ import annotations

from collections.abc import Mapping

from coolsim.design.edits_objects import new_id, raise_marks, replaced, validated, with_variant
from coolsim.design.models import Design, Rack, Scenario, Variant
from coolsim.design.scenarios import Filling, filling_of
from coolsim.errors import EditError


def scenario_add(design: Design, name: str) -> tuple[Design, str]:
    """Keep what the racks hold now as a new scenario, and put that in force.

    Raises:
        EditError: If a scenario has that name, or the name is empty.
    """
    variant = stored(design.variant)
    _require_free(variant, name, None)
    identifier = new_id(design, "scenario")
    held = {rack.id: filling_of(rack) for rack in variant.racks}
    added = validated(Scenario, {"id": identifier, "name": name.strip(), "racks": held})
    changed = variant.model_copy(
        update={"scenarios": (*variant.scenarios, added), "scenario_id": identifier}
    )
    marked = raise_marks(design, {"scenario": int(identifier.rpartition("-")[2])})
    return with_variant(marked, changed), identifier


def scenario_of_loads(design: Design, name: str, powers_w: Mapping[str, float]) -> Design:
    """Keep rack powers as a scenario of plain loads; what is in force stays so.

    Where no scenario is in force, what the racks hold is kept as "As drawn" first: a switch to the
    new one and back loses nothing.

    Args:
        design: The design.
        name: Of the scenario; one of that name is replaced unless it is in force.
        powers_w: Power by rack id [W]; racks not named keep what they hold.

    Raises:
        EditError: If a rack is unknown, or the scenario of that name is in force.
    """
    if design.variant.scenario_id is None:
        design, _ = scenario_add(design, _free_name(design.variant, "As drawn"))
    variant = design.variant
    racks = {rack.id: rack for rack in variant.racks}
    unknown = sorted(powers_w.keys() - racks.keys())
    if unknown:
        raise EditError(f"There is no rack {unknown[0]!r}.", where="scenarios")
    held = {
        key: Filling(load_w=power, airflow=racks[key].airflow) for key, power in powers_w.items()
    }
    former = next((each for each in variant.scenarios if each.name == name.strip()), None)
    if former is not None and former.id == variant.scenario_id:
        raise EditError(
            f"The scenario {name.strip()!r} is in force.",
            where="scenarios",
            remedy="Switch to another one first.",
        )
    if former is not None:
        kept = tuple(
            each.model_copy(update={"racks": held}) if each is former else each
            for each in variant.scenarios
        )
        return with_variant(design, variant.model_copy(update={"scenarios": kept}))
    _require_free(variant, name, None)
    identifier = new_id(design, "scenario")
    added = validated(Scenario, {"id": identifier, "name": name.strip(), "racks": held})
    changed = variant.model_copy(update={"scenarios": (*variant.scenarios, added)})
    marked = raise_marks(design, {"scenario": int(identifier.rpartition("-")[2])})
    return with_variant(marked, changed)


def _free_name(variant: Variant, name: str) -> str:
    """The name, with a number where a scenario has it."""
    known = {each.name for each in variant.scenarios}
    numbers = (f"{name} {n}" for n in range(2, len(known) + 3))
    return next(each for each in (name, *numbers) if each not in known)


def scenario_switch(design: Design, identifier: str) -> Design:
    """Put another scenario in force: keep the loads of the former, load the racks with its own.

    A rack that the scenario does not name keeps what it holds.

    Raises:
        EditError: If there is no such scenario.
    """
    variant = stored(design.variant)
    wanted = _scenario(variant, identifier)
    racks = tuple(
        _filled(rack, wanted) if rack.id in wanted.racks else rack for rack in variant.racks
    )
    changed = variant.model_copy(update={"racks": racks, "scenario_id": identifier})
    return with_variant(design, changed)


def scenario_rename(design: Design, identifier: str, name: str) -> Design:
    """Give a scenario another name.

    Raises:
        EditError: If there is no such scenario, or the name is empty or taken.
    """
    variant = design.variant
    _require_free(variant, name, identifier)
    wanted = _scenario(variant, identifier)
    renamed = tuple(
        replaced(each, {"name": name.strip()}) if each is wanted else each
        for each in variant.scenarios
    )
    return with_variant(design, variant.model_copy(update={"scenarios": renamed}))


def scenario_delete(design: Design, identifier: str) -> Design:
    """Forget a scenario; the racks keep what they hold.

    Raises:
        EditError: If there is no such scenario.
    """
    variant = design.variant
    wanted = _scenario(variant, identifier)
    kept = tuple(each for each in variant.scenarios if each is not wanted)
    active = None if variant.scenario_id == identifier else variant.scenario_id
    changed = variant.model_copy(update={"scenarios": kept, "scenario_id": active})
    marked = raise_marks(design, {"scenario": int(identifier.rpartition("-")[2])})
    return with_variant(marked, changed)


def stored(variant: Variant) -> Variant:
    """The variant with the loads of its racks kept in the scenario in force, if there is one."""
    if variant.scenario_id is None:
        return variant
    held = {rack.id: filling_of(rack) for rack in variant.racks}
    scenarios = tuple(
        each.model_copy(update={"racks": held}) if each.id == variant.scenario_id else each
        for each in variant.scenarios
    )
    return variant.model_copy(update={"scenarios": scenarios})


def _filled(rack: Rack, scenario: Scenario) -> Rack:
    filling = scenario.racks[rack.id]
    if filling == filling_of(rack):
        return rack
    fields = {name: getattr(filling, name) for name in type(filling).model_fields}
    return replaced(rack, fields)


def _scenario(variant: Variant, identifier: str) -> Scenario:
    for each in variant.scenarios:
        if each.id == identifier:
            return each
    raise EditError(f"There is no scenario {identifier!r}.", where=identifier)


def _require_free(variant: Variant, name: str, own: str | None) -> None:
    if not name.strip():
        raise EditError("A scenario needs a name.", where="scenarios")
    if any(each.name == name.strip() and each.id != own for each in variant.scenarios):
        raise EditError(f"There is a scenario {name.strip()!r} already.", where="scenarios")
