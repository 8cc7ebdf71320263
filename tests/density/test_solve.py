"""Density of a small hall whose flow is really solved, again and again."""

from functools import cache

import pytest

from coolsim.catalogue import load_catalogue
from coolsim.density import solve_density
from coolsim.design.models import Design, Feed, Power
from coolsim.errors import SolveError
from coolsim.simulate import simulate
from tests.density.searching import finish
from tests.halls import small_hall

CELL_M = 0.4
CATALOGUE = load_catalogue()


def hall(*, racks=None, coolers=None, **fields):
    """The small hall with fields of its variant changed.

    ``coolers`` changes every cooler; ``racks`` gives the changes of the rack with a number.
    """
    variant = small_hall().variant
    if racks:
        changes = [racks(number) for number in range(1, len(variant.racks) + 1)]
        fields["racks"] = tuple(
            rack.model_copy(update=change)
            for rack, change in zip(variant.racks, changes, strict=True)
        )
    if coolers:
        fields["coolers"] = tuple(c.model_copy(update=coolers) for c in variant.coolers)
    return Design(variants=(variant.model_copy(update=fields),))


def solve(design, objective="uniform", **options):
    options = {"fidelity": "live", "cell_m": CELL_M, **options}
    return finish(solve_density(design, CATALOGUE, objective=objective, **options))


@cache
def base():
    return solve(small_hall())


def resolved_cold(density):
    """A solve of the answer's powers that knows nothing of the search."""
    design = hall(racks=lambda n: {"load_w": density.racks[n - 1].power_w})
    return finish(simulate(design, CATALOGUE, fidelity="live", cell_m=CELL_M))


def test_the_worst_inlet_stands_at_its_limit_on_an_independent_cold_solve():
    density = base()
    assert density.status == "confirmed"
    assert density.hall.binding.limit == "inlet_class"
    inlets = [rack.inlet_temperature_c for rack in resolved_cold(density).racks]
    assert max(inlets) == pytest.approx(27.0, abs=0.1)
    # the answer itself stands on such a solve, not on one that started warm
    assert [r.inlet_temperature_c for r in density.results.racks] == pytest.approx(inlets, abs=1e-6)


def test_uniform_density_gives_every_rack_the_same():
    density = base()
    assert {rack.power_w for rack in density.racks} == {density.level}
    assert density.hall.power_w == pytest.approx(4 * density.level)
    assert density.hall.power_now_w == pytest.approx(20_000.0)
    assert sum(rack.power_w for rack in density.results.racks) == pytest.approx(4 * density.level)
    assert density.results.balance.energy_fraction < 1e-6


def test_proportional_density_grows_all_loads_by_one_factor():
    even = solve(small_hall(), "proportional")
    assert even.level == pytest.approx(base().level / 5000.0, rel=0.01)
    uneven = solve(hall(racks=lambda n: {"load_w": 2000.0 + 1000.0 * n}), "proportional")
    assert uneven.status == "confirmed"
    for number, rack in enumerate(uneven.racks, 1):
        assert rack.power_w == pytest.approx(uneven.level * (2000.0 + 1000.0 * number))


def test_a_margin_costs_density():
    density = solve(small_hall(), margin_k=2.0)
    assert density.margin_k == 2.0
    assert density.level < 0.99 * base().level
    worst = max(rack.inlet_temperature_c for rack in density.results.racks)
    assert 24.9 <= worst <= 25.0


def test_removing_the_binding_limit_lets_the_next_one_bind():
    tight = solve(hall(coolers={"capacity_w": 24_000.0}))
    assert tight.hall.binding.limit == "cooler_capacity"
    assert tight.hall.power_w == pytest.approx(24_000.0, rel=2e-3)
    assert tight.hall.next.limit == "inlet_class"
    freed = base()
    assert freed.hall.binding.limit == "inlet_class"
    assert freed.level > 1.1 * tight.level
    # what the search foresaw as next is roughly what then binds
    foreseen = tight.hall.power_w + tight.hall.next.slack_w
    assert foreseen == pytest.approx(freed.hall.power_w, rel=0.25)


def test_a_hall_cap_binds_exactly():
    density = solve(hall(power=Power(hall_cap_w=21_000.0)))
    assert density.status == "confirmed"
    assert density.hall.power_w == pytest.approx(21_000.0, rel=1e-9)
    assert {rack.binding.limit for rack in density.racks} == {"hall_cap"}
    assert density.hall.binding.slack_w == 0.0
    assert density.hall.next.limit == "inlet_class"
    # its level is known before any flow is solved: where potential flow puts it, then there, cold
    assert [round(point.power_w) for point in density.points][1:] == [21_000]


def test_a_shared_feed_binds_exactly_and_stops_all():
    # sqrt(3) x 400 V x 16 A = 11.09 kW for two of the four racks
    feed = Feed(id="feed-0001", voltage_v=400.0, breaker_a=16.0, jurisdiction="IEC", per_rack=False)
    on_feed = {"feed_id": "feed-0001"}
    design = hall(racks=lambda n: on_feed if n < 3 else {}, power=Power(feeds=(feed,)))
    density = solve(design)
    assert density.hall.binding.limit == "feed"
    assert density.hall.binding.object_id == "feed-0001"
    assert density.level == pytest.approx(3**0.5 * 400.0 * 16.0 / 2, rel=1e-9)


def test_a_breaker_of_each_rack_caps_it_whatever_the_others_do():
    feed = Feed(id="feed-0001", voltage_v=230.0, breaker_a=20.0, phases=1, jurisdiction="IEC")
    on_feed = {"feed_id": "feed-0001"}
    design = hall(racks=lambda n: on_feed if n == 1 else {}, power=Power(feeds=(feed,)))
    density = solve(design)
    first, *others = density.racks
    assert (first.power_w, first.binding.limit) == (4600.0, "breaker")
    assert {rack.binding.limit for rack in others} == {"inlet_class"}
    assert others[0].power_w > base().level


def test_a_supply_warmer_than_the_limit_is_infeasible():
    density = solve(hall(coolers={"supply_temperature_c": 29.0}))
    assert density.status == "infeasible"
    assert "rack air inlet of R" in density.findings[0].message
    assert set(density.findings[0].object_ids) <= {rack.id for rack in density.racks}


def test_an_unknown_capacity_is_told_not_taken_as_unlimited():
    density = solve(hall(coolers={"capacity_w": None}))
    assert "cooler_capacity" in {item.limit for item in density.unchecked}
    assert density.hall.binding.limit == "inlet_class"


def test_potential_flow_gives_a_start_that_needs_few_flows():
    from_draft = base().points
    # a coarse hall whose jets potential flow does not know: still the right order
    assert 0.5 < from_draft[0].level / base().level < 2.0


def test_the_next_limit_of_a_rack_is_of_another_kind():
    density = solve(hall(coolers={"capacity_w": 24_000.0}))
    assert {rack.binding.limit for rack in density.racks} == {"cooler_capacity"}
    assert {rack.next.limit for rack in density.racks} == {"inlet_class"}


def test_the_own_limit_that_stops_half_of_the_racks_comes_next():
    # 230 V x 20 A = 4.6 kW a rack, a shared cap just below it for all four
    feed = Feed(id="feed-0001", voltage_v=230.0, breaker_a=20.0, phases=1, jurisdiction="IEC")
    power = Power(feeds=(feed,), hall_cap_w=16_000.0)
    density = solve(hall(racks=lambda n: {"feed_id": "feed-0001"}, power=power))
    assert density.hall.binding.limit == "hall_cap"
    assert density.hall.next.limit == "breaker"
    assert density.hall.next.slack_w == pytest.approx(4 * 600.0)


def test_the_same_hall_gives_the_same_answer():
    again = solve(small_hall())
    assert [rack.power_w for rack in again.racks] == [rack.power_w for rack in base().racks]
    assert again.points == base().points


def test_a_draft_needs_no_second_solve_to_be_a_cold_one():
    density = solve(small_hall(), fidelity="draft")
    levels = [point.level for point in density.points]
    assert len(set(levels)) == len(levels)
    assert density.results.fidelity == "draft"


def test_halls_without_racks_or_loads_are_refused():
    with pytest.raises(SolveError, match="no racks"):
        solve(Design(variants=(small_hall().variant.model_copy(update={"racks": ()}),)))
    with pytest.raises(SolveError, match="proportional"):
        solve(hall(racks=lambda n: {"load_w": 0.0}), "proportional")


def test_the_grid_error_is_kept_free_below_the_limits():
    density = solve(small_hall(), grid_error=True)
    assert density.status == "confirmed"
    found = density.results.grid_error
    assert found is not None
    assert found.is_finer
    tops = [r.inlet_temperature_c + r.inlet_grid_error_k for r in density.results.racks]
    assert max(tops) == pytest.approx(27.0, abs=0.1)
    assert density.hall.power_w < base().hall.power_w


def test_a_draft_has_no_grid_error():
    with pytest.raises(SolveError, match="potential flow"):
        solve(small_hall(), grid_error=True, fidelity="draft")
