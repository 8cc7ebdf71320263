"""What holds in every hall, under random powers, set points and places: conservation, symmetry."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coolsim.air.solve import AirSolver
from coolsim.air.summary import balance, rack_results
from coolsim.scene import with_rack_powers
from tests.air.halls import CELL_M, all_changed, base, changed, finish, scene_of

powers = st.lists(st.floats(0.0, 15e3), min_size=4, max_size=4)


def moved(variant, shift_m):
    """The hall with its racks moved along their row."""
    racks = tuple(changed(rack, x_m=rack.x_m + shift_m) for rack in variant.racks)
    return changed(variant, racks=racks)


def mirrored(variant):
    """The hall seen in a mirror across its length."""
    length = variant.hall.length_m

    def flipped(record):
        heading = (180.0 - record.heading_deg) % 360.0
        return changed(record, x_m=length - record.x_m, heading_deg=heading)

    kinds = ("racks", "coolers", "tiles", "panels", "obstructions")
    return changed(
        variant, **{kind: tuple(flipped(item) for item in getattr(variant, kind)) for kind in kinds}
    )


def solved(variant, fidelity, watts=None):
    scene = scene_of(variant)
    scene = scene if watts is None else with_rack_powers(scene, watts)
    return finish(AirSolver(scene, fidelity, CELL_M, "constant").solve(scene))


def inlets(solution):
    return np.array([rack.inlet_temperature_c for rack in rack_results(solution)])


@settings(max_examples=12, deadline=None)
@given(watts=powers, supply=st.floats(12.0, 28.0), shift=st.floats(-0.25, 0.25))
def test_air_and_heat_are_conserved(watts, supply, shift):
    hall = moved(base(), shift)
    hall = changed(hall, coolers=all_changed(hall.coolers, supply_temperature_c=supply))
    solution = solved(hall, "draft", watts)
    sums = balance(solution)
    assert sums.mass_fraction < 1e-12
    assert sums.energy_fraction < 1e-9
    if max(watts) > 0.0:
        assert inlets(solution).min() >= supply - 1e-6


@settings(max_examples=4, deadline=None)
@given(watts=powers, supply=st.floats(12.0, 28.0), share=st.floats(0.3, 1.5))
def test_a_flow_with_buoyancy_conserves_air_and_heat(watts, supply, share):
    hall = base()
    flow = share * hall.coolers[0].airflow_m3_s
    coolers = all_changed(hall.coolers, supply_temperature_c=supply, airflow_m3_s=flow)
    solution = solved(changed(hall, coolers=coolers), "live", watts)
    sums = balance(solution)
    assert sums.mass_fraction < 1e-12
    assert sums.energy_fraction < 1e-7


@settings(max_examples=8, deadline=None)
@given(watts=powers, shift=st.floats(-0.25, 0.25))
def test_a_mirrored_draft_is_the_mirror_of_the_draft(watts, shift):
    hall = moved(base(), shift)
    plain, other = solved(hall, "draft", watts), solved(mirrored(hall), "draft", watts)
    assert inlets(other) == pytest.approx(inlets(plain), abs=1e-5)


def test_a_mirrored_flow_is_the_mirror_of_the_flow():
    plain, other = solved(base(), "live"), solved(mirrored(base()), "live")
    allowed = 0.05 + plain.wander_k + other.wander_k
    assert inlets(other) == pytest.approx(inlets(plain), abs=allowed)


@settings(max_examples=8, deadline=None)
@given(watts=powers, more=st.integers(0, 3), extra=st.floats(10.0, 5e3))
def test_more_power_anywhere_cools_no_inlet_at_the_same_flow(watts, more, extra):
    """A draft has no buoyancy: with fixed fans its flow is the same at every power."""
    hall = base()
    hall = changed(
        hall, racks=all_changed(hall.racks, airflow={"law": "fixed", "airflow_m3_s": 0.4})
    )
    raised = [watt + (extra if n == more else 0.0) for n, watt in enumerate(watts)]
    before, after = (inlets(solved(hall, "draft", w)) for w in (watts, raised))
    assert np.all(after >= before - 1e-9)


@settings(max_examples=6, deadline=None)
@given(watts=powers, warmer=st.floats(0.1, 8.0))
def test_warmer_supply_warms_every_inlet_by_as_much_at_the_same_flow(watts, warmer):
    """No heat passes the walls of the hall: all its air rests on what the coolers supply."""
    hall = base()
    hall = changed(
        hall, racks=all_changed(hall.racks, airflow={"law": "fixed", "airflow_m3_s": 0.4})
    )
    supplies = all_changed(
        hall.coolers, supply_temperature_c=hall.coolers[0].supply_temperature_c + warmer
    )
    before, after = (
        inlets(solved(h, "draft", watts)) for h in (hall, changed(hall, coolers=supplies))
    )
    assert after == pytest.approx(before + warmer, abs=1e-6)
