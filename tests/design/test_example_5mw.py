"""The example hall-5mw: one hall in four variants, legal, and solved live by every method."""

import pytest

from coolsim.catalogue import load_catalogue
from coolsim.catalogue.loads import LoadReader
from coolsim.checks import check
from coolsim.design.examples import example_path
from coolsim.design.files import load
from coolsim.simulate import simulate

DESIGN = load(example_path("hall-5mw"))
CATALOGUE = load_catalogue().with_entries(DESIGN.catalogue)
METHODS = ("air", "rear_door", "cold_plate", "immersion")
IDS = tuple(variant.id for variant in DESIGN.variants)


def of(identity):
    return DESIGN.model_copy(update={"active_variant": identity})


def test_four_ways_to_cool_the_same_hall():
    assert [variant.racks[0].cooling for variant in DESIGN.variants] == list(METHODS)
    for variant in DESIGN.variants:
        assert {rack.cooling for rack in variant.racks} == {variant.racks[0].cooling}
        assert variant.hall == DESIGN.variants[0].hall
        assert variant.power == DESIGN.variants[0].power
        assert variant.site == DESIGN.variants[0].site
    assert DESIGN.variants[0].power.grid_cap_w == 5e6
    assert DESIGN.variants[0].site.climate == "leesburg-va"


def test_all_hold_the_same_accelerator():
    reader = LoadReader(CATALOGUE)
    kinds = {
        unit.accelerator_id
        for variant in DESIGN.variants
        for rack in variant.racks
        for unit, _ in reader.rack(rack).units
    }
    assert kinds == {"nvidia_h100_sxm"}


@pytest.mark.parametrize("identity", IDS, ids=METHODS)
def test_no_variant_has_an_error(identity):
    findings = check(of(identity), CATALOGUE)
    assert [f.message for f in findings if f.severity == "error"] == []


@pytest.mark.parametrize("identity", IDS, ids=METHODS)
def test_every_variant_is_solved_live_and_balances(identity):
    steps = simulate(of(identity), CATALOGUE, fidelity="live")
    while True:
        try:
            next(steps)
        except StopIteration as stop:
            results = stop.value
            break
    assert results.status in ("converged", "wandering")
    assert abs(results.balance.energy_fraction) < 1e-3
    drawn = sum(LoadReader(CATALOGUE).rack(r).power_w for r in of(identity).variant.racks)
    assert sum(rack.power_w for rack in results.racks) == pytest.approx(drawn, rel=0.02)
