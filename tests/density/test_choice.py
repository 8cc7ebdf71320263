"""Choice of cooling and silicon: the programme by hand numbers, the loop on a solved hall."""

import itertools
from dataclasses import replace
from functools import cache

import pytest

from coolsim import tasks
from coolsim.catalogue import load_catalogue
from coolsim.density.choice.options import Option, options_of, rows_of
from coolsim.density.choice.points import Metered, Surroundings, pareto
from coolsim.density.choice.records import ChoicePoint, ChoiceWish
from coolsim.density.choice.search import choose
from coolsim.density.choice.selection import Ban, Cut, select
from coolsim.density.opening import open_study
from coolsim.design import edits
from coolsim.design.changes import changed
from coolsim.errors import UsageError
from coolsim.tasks.choosing import ChooseAnswer
from tests.density.searching import finish
from tests.density.test_solve import CELL_M
from tests.halls import small_hall

CATALOGUE = load_catalogue()
PRICES = (("nvidia_h100_sxm", 30_000.0),)


def wish(**changes):
    given = {"units": ("dgx_h100",), "methods": ("air", "rear_door"), "prices_usd": PRICES}
    return ChoiceWish(**{**given, **changes})


@cache
def chosen(**changes):
    return finish(choose(small_hall(), CATALOGUE, wish(**changes), "draft", CELL_M))


def hand_options(count=2):
    """Racks of none to three servers of 10 kW and 8 accelerators, all in the air."""
    unit = options_of(small_hall(), CATALOGUE, wish())[0]["rack-0001"][1].unit
    empty = Option("air", None, 0, 0.0, 0.0, 0, 0.0)
    full = [Option("air", unit, n, 10e3 * n, 10e3 * n, 8 * n, 1e6 * n) for n in (1, 2, 3)]
    return {f"rack-{n:04d}": (empty, *full) for n in range(1, count + 1)}


def alone(options):
    return [(name,) for name in options]


def everywhere(options, quantity, most):
    return Cut(quantity, dict.fromkeys(options, 1.0), most)


def test_the_programme_takes_the_most_accelerators_that_the_power_carries():
    options = hand_options()
    picked = select(options, alone(options), [everywhere(options, "power", 40e3)], ())
    assert picked.accelerators == picked.bound == 32


def test_the_programme_agrees_with_every_combination():
    options = hand_options(3)
    cuts = [
        Cut("air", {"rack-0001": 1.0, "rack-0002": 0.4, "rack-0003": 0.1}, 31e3),
        everywhere(options, "capital", 6e6),
    ]
    best = max(
        sum(option.accelerators for option in combination)
        for combination in itertools.product(*options.values())
        if all(cut.total(dict(zip(options, combination, strict=True))) <= cut.most for cut in cuts)
    )
    assert select(options, alone(options), cuts, ()).accelerators == best


def test_a_ban_and_a_row_hold():
    options = hand_options()
    unit = options["rack-0001"][1].unit
    banned = select(options, alone(options), [], [Ban("air", unit.id, 2)])
    assert banned.accelerators == 16
    row = select(options, [tuple(options)], [everywhere(options, "power", 50e3)], ())
    assert {option.units for option in row.chosen.values()} == {2}


def test_racks_are_limited_by_their_own_height_and_servers_by_what_they_are_made_for():
    options, excluded = options_of(
        small_hall(), CATALOGUE, wish(units=("dgx_h100", "mi355x_8way_dlc"))
    )
    counts = {o.units for o in options["rack-0001"] if o.unit and o.unit.id == "dgx_h100"}
    # five of 8 U in 42 U
    assert max(counts) == 5
    pairs = {(item.unit_id, item.method) for item in excluded}
    assert pairs == {("mi355x_8way_dlc", "air"), ("mi355x_8way_dlc", "rear_door")}


def test_the_four_racks_stand_in_one_row():
    assert rows_of(small_hall().variant.racks) == (
        ("rack-0001", "rack-0002", "rack-0003", "rack-0004"),
    )


def test_what_is_chosen_holds_every_limit_when_the_design_is_solved_on_its_own():
    answer = chosen()
    assert answer.best.accelerators > 0
    opened = open_study(
        answer.design, CATALOGUE, "proportional", margin_k=None, fidelity="draft", cell_m=CELL_M
    )
    trial = finish(opened.study.evaluate(1.0))
    assert trial.holds
    assert trial.power_w == pytest.approx(answer.best.power_w)
    assert {rack.cooling for rack in answer.design.variant.racks} >= {
        rack.method for rack in answer.best.racks if rack.units
    }
    # doors take what air alone does not
    assert answer.best.accelerators > chosen(methods=("air",)).best.accelerators


def test_power_and_budget_are_kept():
    most = chosen().best
    less = chosen(facility_cap_w=0.6 * most.facility_w).best
    assert less.facility_w <= 0.6 * most.facility_w
    assert 0 < less.accelerators < most.accelerators
    poor = chosen(budget_usd=0.5 * most.capital_usd).best
    assert poor.capital_usd <= 0.5 * most.capital_usd
    assert 0 < poor.accelerators < most.accelerators


def point(accelerators, facility, capital):
    return ChoicePoint(accelerators, 0.0, facility, capital, "", "", ())


def test_the_front_holds_what_nothing_beats():
    good = [point(10, 5.0, 5.0), point(8, 4.0, 5.0), point(6, 4.5, 1.0)]
    assert pareto([*good, point(8, 4.5, 5.0), point(10, 5.0, 6.0)]) == tuple(good)


def test_unknown_servers_are_refused_and_the_answer_is_told():
    with pytest.raises(UsageError, match="no_such"):
        options_of(small_hall(), CATALOGUE, wish(units=("no_such",)))
    told = ChooseAnswer("Small hall", small_hall(), "draft", chosen()).text("si")
    assert "Accelerators" in told
    assert "best found" in told


def test_every_point_of_the_front_comes_with_its_design():
    answer = chosen(front=1)
    assert len(answer.front_designs) == len(answer.front) > 1
    plain = ChooseAnswer("Small hall", small_hall(), "draft", answer).to_json()
    for point_, design, change in zip(
        answer.front, answer.front_designs, plain["front_changes"], strict=True
    ):
        counts = [sum(c.count for c in rack.contents) for rack in design.variant.racks]
        assert counts == [rack.units for rack in point_.racks]
        assert changed(small_hall(), change) == design


def test_a_hall_too_warm_for_any_choice_names_the_limit_that_breaks():
    hall = small_hall()
    ids = [cooler.id for cooler in hall.variant.coolers]
    warm = edits.update(hall, ids, supply_temperature_c=45.0)
    answer = finish(choose(warm, CATALOGUE, wish(methods=("air",)), "draft", CELL_M))
    assert answer.best is None
    assert answer.clash == "inlet_class"
    told = ChooseAnswer("Small hall", warm, "draft", answer).text("si")
    assert "rack air inlet" in told.lower()


def test_heat_rejection_of_the_design_day_counts_at_the_meter():
    around = Surroundings(
        metered=lambda _design, results: Metered(1.5 * sum(r.power_w for r in results.racks), "day")
    )
    plain, most = chosen().best, 1.05 * chosen().best.facility_w
    assert not plain.has_rejection
    design = small_hall()
    metered = finish(
        choose(design, CATALOGUE, wish(facility_cap_w=most), "draft", CELL_M, around)
    ).best
    assert metered.has_rejection
    assert metered.facility_w == pytest.approx(1.5 * metered.power_w)
    assert metered.facility_w <= most
    assert 0 < metered.accelerators < plain.accelerators
    # the grid's cap is held without being asked for
    power = design.variant.power.model_copy(update={"grid_cap_w": most})
    variant = design.variant.model_copy(update={"power": power})
    on_grid = design.model_copy(update={"variants": (variant,)})
    held = finish(choose(on_grid, CATALOGUE, wish(), "draft", CELL_M, around)).best
    assert held.facility_w <= most


def test_a_water_cap_holds_a_choice_and_leaves_the_design_as_it_was():
    design = edits.add_rejection(small_hall(), kind="water_chiller")[0]
    design = edits.set_site(design, climate="phoenix-az")
    request = tasks.ChooseRequest(
        design, ("dgx_h100",), methods=("air",), fidelity="draft", cell_m=CELL_M
    )
    free = tasks.finish(request).choice.best
    assert free.has_rejection
    assert free.facility_w > 1.1 * free.power_w
    cap = 0.5 * free.water_kg_s
    answer = tasks.finish(replace(request, water_cap_kg_s=cap))
    assert answer.choice.best.water_kg_s <= cap * 1.001
    assert 0 < answer.choice.best.accelerators < free.accelerators
    assert answer.choice.design.variant.plant.water_cap_kg_s is None
    assert "kg/s" in answer.text("si")
