"""Exchangers of units with what really flows in them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from coolsim.design import edits
from coolsim.design.models import Coolant
from coolsim.loops import prepare_loops
from coolsim.loops.units import (
    UnitInlets,
    facility_stream,
    rated_technology,
    technology_stream,
    unit_states,
)
from coolsim.properties.liquids import liquid_table
from tests.loops.halls import FACILITY, hall, scene_of, solved, unit

WATER = liquid_table(Coolant())


def glycol(share: float) -> Coolant:
    return Coolant(fluid="propylene_glycol", concentration_fraction=share)


def test_worked_numbers() -> None:
    assert technology_stream(WATER, 40.0).film_factor(0.703) == pytest.approx(1.583, abs=5e-4)
    assert facility_stream(WATER, 30.0).film_factor(0.703) == 1.0
    assert technology_stream(None, 0.0).film_factor(0.703) == 1.0


def test_the_rating_holds_with_the_liquids_of_the_rating() -> None:
    model = prepare_loops(scene_of(hall())).models["cdu-0001"]
    capacity, approach = model.cdu.capacity.value, model.cdu.approach.value
    hot, cold = model.cdu.technology_flow.value, model.cdu.facility_flow.value
    assert capacity
    assert approach
    assert hot
    assert cold
    assert model.law
    rated = rated_technology()
    volume_j = float(rated.density_kg_m3 * rated.heat_capacity_j_kg_k)
    rise = capacity / hot / volume_j
    plain = facility_stream(None, 30.0)
    of_rating = replace(model, hot_factor=1.0, cold_factor=1.0, cold_j_m3_k=plain.rated_j_m3_k)
    inlet = UnitInlets(25.0 + approach + rise, 10.0, hot, volume_j, 25.0, cold)
    (state,) = unit_states([of_rating], [inlet])
    assert state.duty_w == pytest.approx(capacity, rel=1e-6)
    assert state.supply_c - 25.0 == pytest.approx(approach, rel=1e-6)


def test_thicker_glycol_on_either_side_means_a_larger_approach() -> None:
    """At a set point that no unit reaches, the approach is the exchanger's own."""

    def approach(technology: Coolant, facility: Coolant) -> float:
        design = edits.update(
            hall(load_w=100e3, supply_temperature_c=25.5, coolant=technology),
            [FACILITY], coolant=facility,
        )  # fmt: skip
        answer = solved(design)
        assert unit(answer).mode == "short"
        # flows differ too: the same duty per flow is compared
        return unit(answer).approach_k / unit(answer).duty_w

    thin, usual, thick = (approach(glycol(share), Coolant()) for share in (0.1, 0.25, 0.5))
    assert thin < usual < thick
    assert approach(glycol(0.25), Coolant()) < approach(glycol(0.25), glycol(0.4))


def test_thicker_glycol_takes_more_facility_water_to_hold_the_set_point() -> None:
    opened = [
        unit(solved(hall(load_w=100e3, coolant=glycol(share)))).facility_m3_s
        for share in (0.1, 0.25, 0.5)
    ]
    assert opened == sorted(opened)
    assert opened[0] < opened[-1]
