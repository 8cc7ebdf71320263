"""Coils that idle or are at their capacity, on a flow that runs and on one that stands still."""

import numpy as np
import pytest

from coolsim.air.case import build_devices
from coolsim.air.circuits import find_circuits
from coolsim.air.coils import CoilController
from coolsim.air.geometry import build_geometry
from coolsim.air.grids import make_grid
from coolsim.catalogue import load_catalogue
from coolsim.design.models import Cooler, Design, Hall, Obstruction, Rack, Variant
from coolsim.errors import SolveError
from coolsim.simulate import resolve_design, simulate


def finish(run):
    while True:
        try:
            next(run)
        except StopIteration as done:
            return done.value


def cooler(number, x_m, set_point_c, capacity_w, airflow_m3_s=0.5):
    return Cooler(
        id=f"cooler-000{number}", x_m=x_m, y_m=0.5, heading_deg=90.0, width_m=1.0, depth_m=0.6,
        height_m=1.8, discharge="front", intake="top", supply_temperature_c=set_point_c,
        airflow_m3_s=airflow_m3_s, capacity_w=capacity_w,
    )  # fmt: skip


def hall(*coolers, load_w=6000.0, wall=False):
    racks = tuple(
        Rack(id=f"rack-000{n}", x_m=x, y_m=3.0, heading_deg=270.0, load_w=load_w)
        for n, x in ((1, 1.5), (2, 4.5))
    )
    across = Obstruction(
        id="obstruction-0001", x_m=3.0, y_m=2.4, width_m=4.8, depth_m=0.6, z_to_m=3.0
    )
    variant = Variant(
        id="variant-0001",
        hall=Hall(length_m=6.0, width_m=4.8, height_m=3.0, raised_floor_m=0.0),
        racks=racks,
        coolers=coolers,
        obstructions=(across,) if wall else (),
    )
    return Design(variants=(variant,))


def devices_of(design):
    scene = resolve_design(design, load_catalogue())
    return build_devices(scene, build_geometry(scene, make_grid(scene, "live", 0.3)))


@pytest.mark.parametrize(
    ("coolers", "modes"),
    [
        (((20.0, 9e3), (20.0, 9e3)), ("holding", "holding")),
        # the first takes 4 kW and no more, whatever comes back
        (((20.0, 4e3), (20.0, 9e3)), ("saturated", "holding")),
        # nothing comes back to the second as warm as it would supply
        (((18.0, 20e3), (145.0, 9e3)), ("holding", "idle")),
    ],
)
@pytest.mark.parametrize("fidelity", ["draft", "live"])
def test_every_coil_keeps_its_own_law(coolers, modes, fidelity):
    design = hall(*(cooler(n + 1, 1.5 + 3.0 * n, *spec) for n, spec in enumerate(coolers)))
    results = finish(simulate(design, load_catalogue(), fidelity=fidelity, cell_m=0.3))
    assert results.balance.energy_fraction < 1e-6
    for found, mode in zip(results.coolers, modes, strict=True):
        assert found.holds_set_point == (mode == "holding")
        if mode == "idle":
            assert found.net_duty_w == pytest.approx(0.0, abs=1.0)
            assert found.supply_temperature_c == pytest.approx(found.return_temperature_c, abs=0.01)
        if mode == "saturated":
            assert found.net_duty_w == pytest.approx(found.capacity_w, rel=0.01)


def test_just_enough_capacity_is_enough():
    """All but one coil at their capacity, and the last one holds its set point alone."""
    design = hall(cooler(1, 1.5, 20.0, 4e3), cooler(2, 4.5, 20.0, 8.001e3))
    results = finish(simulate(design, load_catalogue(), fidelity="draft", cell_m=0.3))
    assert results.status == "converged"
    assert sum(found.net_duty_w for found in results.coolers) == pytest.approx(12e3)
    assert sorted(found.holds_set_point for found in results.coolers) == [False, True]


def test_settling_reaches_the_law_from_wherever_the_flow_left_the_coils():
    """The room mixed to one temperature: the answer is known in closed form."""
    devices = devices_of(hall(cooler(1, 1.5, 20.0, 4e3), cooler(2, 4.5, 20.0, 9e3)))
    rate = devices.capacity_rates_w_k()
    for start in (-500.0, 19.0, 21.0, 25.0, 900.0):
        controller = CoilController(devices)
        exchange = controller.start()
        means = np.full(len(devices.geometry.intakes), start)
        controller.follow(means, exchange)
        update = controller.settling()
        exchange = update(means, exchange)
        for _ in range(10):
            # mixed air: all heat leaves with the returns, which are all alike
            supply = controller.supply(np.zeros_like(means))
            gain = controller.supply(np.ones_like(means)) - supply
            means = np.full_like(means, (12e3 + rate @ supply) / (rate @ (1.0 - gain)))
            updated = update(means, exchange)
            if updated is exchange:
                break
            exchange = updated
        # the first takes 4 kW, so the second 8 kW above its 20 degrees
        assert means[0] == pytest.approx(20.0 + 8e3 / rate[1])
        assert [coil.mode for coil in devices.coils(means)] == ["saturated", "holding"]


def test_while_no_coil_would_hold_the_nearest_one_does():
    """Nothing would fix the temperature if all passed their return on."""
    devices = devices_of(hall(cooler(1, 1.5, 20.0, 7e3), cooler(2, 4.5, 21.0, 9e3)))
    controller = CoilController(devices)
    exchange = controller.start()
    # idle below both set points, at capacity far above: the colder set point, the larger capacity
    for temperature, nearest in ((15.0, 0), (60.0, 1)):
        means = np.full(len(devices.geometry.intakes), temperature)
        for _ in range(3):
            exchange = controller.follow(means, exchange)
            assert controller.supply(means)[nearest] == (20.0, 21.0)[nearest]
            assert controller.holding.sum() == 1


def test_one_coil_off_its_set_point_follows_nearly_fully():
    devices = devices_of(hall(cooler(1, 1.5, 20.0, 4e3), cooler(2, 4.5, 20.0, 90e3)))
    controller = CoilController(devices)
    exchange = controller.start()
    means = np.full(len(devices.geometry.intakes), 40.0)
    for _ in range(2):
        exchange = controller.follow(means, exchange)
    rate = devices.capacity_rates_w_k()
    np.testing.assert_allclose(controller.supply(means), [40.0 - 4e3 / rate[0], 20.0])
    np.testing.assert_allclose(controller.supply(means + 1.0), [40.9 - 4e3 / rate[0], 20.0])


def test_capacity_is_asked_for_in_every_part_of_the_hall():
    coolers = (cooler(1, 1.5, 20.0, 4e3), cooler(2, 4.5, 20.0, 90e3))
    devices_of(hall(*coolers))
    with pytest.raises(SolveError, match="6 kW are released") as caught:
        devices_of(hall(*coolers, wall=True))
    assert caught.value.where == "cooler-0001"
    assert caught.value.remedy


@pytest.mark.parametrize(("wall", "count"), [(False, 1), (True, 2)])
def test_a_sealed_wall_makes_two_circuits(wall, count):
    devices = devices_of(hall(cooler(1, 1.5, 20.0, 9e3), cooler(2, 4.5, 20.0, 9e3), wall=wall))
    geometry = devices.geometry
    coupling, _ = devices.linear_behaviour(np.ones(2), np.zeros(2))
    found, _, _ = find_circuits(geometry.zones, geometry.intakes, geometry.discharges, coupling)
    assert np.unique(devices.cooler_circuit).size == count <= found
    assert devices.heat_per_circuit_w().sum() == pytest.approx(12e3)
