"""A liquid-to-air unit: the coolant's heat leaves through a coil into the hall's own air."""

import pytest

from coolsim.air.response import AirResponse
from coolsim.catalogue import load_catalogue
from coolsim.design.liquid import Cdu
from coolsim.simulate import make_hall_solver, resolve_design
from tests.coupling.halls import TECHNOLOGY, drawn, hall, solved


def design(**fields):
    """Two plated racks on a unit that blows into the hall."""
    unit = Cdu(
        id="cdu-0001", name="Blower", type="liquid_to_air", unit="cdu_l2a_generic", x_m=7.0,
        y_m=1.5, technology_loop_id=TECHNOLOGY, airflow_m3_s=6.0, approach_k=12.0,
        capacity_w=80e3, technology_flow_m3_s=2e-3, fan_power_w=1.5e3, **fields,
    )  # fmt: skip
    racks = tuple(drawn(n + 1, "cold_plate") for n in range(2))
    plain = hall(racks, technology_c=40.0)
    return plain.model_copy(
        update={"variants": (plain.variant.model_copy(update={"cdus": (unit,)}),)}
    )


@pytest.fixture(scope="module")
def results():
    return solved(design(), "live")


def test_its_heat_ends_in_the_coolers(results):
    unit = results.liquid.cdus[0]
    assert unit.duty_w > 20e3
    (whole,) = [b for b in results.liquid.balances if b.name == "Hall"]
    assert whole.fraction < 1e-3
    terms = {term.name: term.value for term in whole.terms}
    assert terms["Liquid-to-air units"] == pytest.approx(unit.duty_w)
    assert terms["Fans of liquid-to-air units"] == pytest.approx(1.5e3)
    assert results.liquid.converged


def test_the_air_counts_it_apart_from_the_servers(results):
    """What plates take leaves the servers' line and comes back in the unit's, once each."""
    air = {term.name: term.value for term in results.balance.terms if term.unit == "w"}
    servers = sum(rack.heat_to_air_w for rack in results.racks)
    assert air["IT equipment, to the air"] == pytest.approx(servers, rel=1e-6)
    unit = results.liquid.cdus[0]
    assert air["Liquid-to-air units"] == pytest.approx(unit.duty_w + 1.5e3, rel=1e-3)
    assert results.balance.energy_fraction < 1e-6


def test_it_breathes_and_is_named_as_a_source():
    drawing = design()
    catalogue = load_catalogue().with_entries(drawing.catalogue)
    scene = resolve_design(drawing, catalogue)
    assert [unit.id for unit in scene.units] == ["cdu-0001"]
    solver = make_hall_solver(drawing, catalogue, scene, "live", 0.4)
    steps = solver.solve(scene)
    while True:
        try:
            next(steps)
        except StopIteration as stop:
            solution = stop.value
            break
    explained = AirResponse(solution).explain(0)
    assert abs(explained.sum_error_k) < 0.01
    assert "cdu-0001" in {item.source_id for item in explained.contributions}
    assert len(solution.devices.scene.racks) == 2


def test_warmer_room_air_warms_its_coolant():
    cold, warm = (
        solved(
            design().model_copy(
                update={
                    "variants": (
                        design().variant.model_copy(
                            update={
                                "coolers": tuple(
                                    c.model_copy(update={"supply_temperature_c": supply})
                                    for c in design().variant.coolers
                                )
                            }
                        ),
                    )
                }
            )
        ).liquid.cdus[0]
        for supply in (18.0, 36.0)
    )
    assert warm.facility_out_c > cold.facility_out_c
    assert warm.supply_c >= cold.supply_c


def test_a_standing_unit_is_only_in_the_way():
    drawing = design(running=False)
    scene = resolve_design(drawing, load_catalogue().with_entries(drawing.catalogue))
    assert scene.units == ()
    assert len(scene.solids) == 1
