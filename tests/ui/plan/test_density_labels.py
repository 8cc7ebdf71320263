"""Racks on the plan after a density: the hue of what binds, power now and then."""

import math
from dataclasses import replace

from coolsim.density.records import Advice, Change
from coolsim.design import edits
from tests.factories import make_density, make_design, make_results
from ui.plan.describe import describe
from ui.plan.scales import HeatRange, rack_colours


def test_a_rack_says_what_its_power_becomes(qtbot):
    from ui.plan.view import PlanView
    from ui.session import Session

    session = Session()
    session.apply("Hall", make_design())
    view = PlanView(session)
    qtbot.addWidget(view)
    density = make_density(session.design, make_results(session.design))
    session.set_metric("binding")
    session.accept_density(session.design, density)
    item = next(i for i in view.scene.of_kind("rack") if i.record.id == density.racks[1].id)
    now = density.racks[1].power_now_w / 1e3
    assert item.value_text() == f"{now:.3g} → 11.8 kW"
    assert item.colour is not None
    session.set_metric("power")
    assert "→" not in item.value_text()


def test_powers_of_different_size_keep_both_units():
    design = make_design()
    density = make_density(design, make_results(design))
    colours = rack_colours(design.variant, None, density, "binding", HeatRange(15, 45), False)
    assert colours.before == {rack.id: rack.power_now_w for rack in density.racks}
    assert len(colours.categories) == len({rack.binding.limit for rack in density.racks})


def test_the_legend_names_the_one_change_that_frees_most(qtbot):
    from ui.plan.view import PlanView
    from ui.session import Session

    session = Session()
    session.apply("Hall", make_design())
    view = PlanView(session)
    qtbot.addWidget(view)
    changes = (
        Change("supply", "Supply air 1 K colder", (), 110e3, 10e3, "inlet_class"),
        Change("tile", "One more tile", (), 104e3, 4e3, "inlet_class"),
        Change("airflow", "More air", (), math.nan, math.nan, "", "the flow diverged"),
    )
    density = make_density(session.design, make_results(session.design))
    session.set_metric("binding")
    session.accept_density(session.design, replace(density, advice=Advice((), "", 0.0, changes)))
    words = ", ".join(view.legend.sentences())
    assert "Frees most: Supply air 1 K colder, +10 kW" in words
    assert "racks: Binding limit," in words
    rack = session.variant.racks[0]
    tip = describe(session, "rack", rack)
    assert "possible" in tip
    assert "Stops at " in tip
    session.apply("Heavier", edits.update(session.design, [rack.id], load_w=1.0))
    assert "racks: Binding limit (stale)" in ", ".join(view.legend.sentences())
    assert "Density (stale)" in describe(session, "rack", session.variant.racks[0])
