"""Liquid figures: drawn, rated, or estimated; each with its class."""

from __future__ import annotations

import pytest

from coolsim.catalogue.liquid import cdu_figures, curve_points
from coolsim.design import edits
from coolsim.design.models import Content, LiquidConnection, Pumps
from coolsim.scene.assumptions import AssumptionLog
from coolsim.scene.loops import resolve_loops
from tests.loops.halls import FACILITY, TECHNOLOGY, catalogue, connected, hall, scene_of


def test_a_pump_curve_in_words_becomes_points() -> None:
    points = curve_points("kPa = 476.46 + 0.092063*Q - 0.000234*Q^2")
    flows, rises = zip(*points, strict=True)
    assert flows[0] == 0.0
    assert rises[0] == rises[1] == max(rises) == pytest.approx(485.5e3, rel=1e-3)
    assert list(rises) == sorted(rises, reverse=True)
    assert rises[-1] == pytest.approx(0.0, abs=1.0)
    assert curve_points("as the maker says") == ()
    figures = cdu_figures(catalogue().get("vertiv_xdu1350"))
    assert figures.curve == points
    assert figures.technology_m3_s.value == pytest.approx(0.02)
    assert figures.capacity_w.value == pytest.approx(1359e3)


def test_the_rack_scale_flow_table_counts_at_the_loops_supply() -> None:
    design = edits.update(
        hall(racks=1, supply_temperature_c=40.0), ["rack-0001"], load_w=None,
        contents=(Content(item="gb300_nvl72"),),
    )  # fmt: skip
    consumer = next(c for c in scene_of(design).consumers if c.owner_id == "rack-0001")
    assert consumer.flow.value == pytest.approx(119e-3 / 60.0)
    assert consumer.pressure.value == pytest.approx(8.5 * 6894.757, rel=1e-6)
    assert consumer.flow.source == "lenovo_lp2357"


def test_plain_loads_take_the_generic_plates_flow_and_say_so() -> None:
    log = AssumptionLog()
    scene = resolve_loops(hall(racks=1).variant, catalogue(), log)
    consumer = next(c for c in scene.consumers if c.owner_id == "rack-0001")
    assert consumer.flow.value == pytest.approx(1.25e-3 / 60.0 * 60.0)
    noted = {(a.object_id, a.quantity): a for a in log.all()}
    assert noted["rack-0001", "design coolant flow (liquid)"].confidence == "third_party"
    assert noted["rack-0001", "coolant pressure drop (liquid)"].confidence == "estimate"


def test_what_is_drawn_goes_before_what_is_rated() -> None:
    design = connected(hall(), "rack-0001", flow_m3_s=3e-3, pressure_pa=20e3)
    design = edits.update(design, ["cdu-0001"], capacity_w=9e5, technology_flow_m3_s=0.03)
    scene = scene_of(design)
    consumer = next(c for c in scene.consumers if c.owner_id == "rack-0001")
    assert (consumer.flow.value, consumer.pressure.value) == (3e-3, 20e3)
    assert consumer.flow.confidence == "design"
    assert scene.cdus[0].capacity.value == 9e5
    assert scene.cdus[0].technology_flow.value == 0.03


@pytest.mark.parametrize(
    ("redundancy", "pumps", "expected"),
    [
        ("N", Pumps(), (1, 1, 1)),
        ("N+1", Pumps(), (2, 1, 1)),
        ("2N", Pumps(running=2), (4, 2, 2)),
        ("N+1", Pumps(installed=3), (3, 2, 2)),
        ("2N", Pumps(installed=4), (4, 2, 2)),
        ("N", Pumps(installed=2, running=1), (2, 2, 1)),
    ],
)
def test_pump_counts_follow_the_redundancy(
    redundancy: str, pumps: Pumps, expected: tuple[int, int, int]
) -> None:
    design = edits.update(hall(redundancy=redundancy), ["cdu-0001"], pumps=pumps)
    found = scene_of(design).cdus[0].pumps
    assert (found.installed, found.duty, found.running) == expected


def test_coils_doors_and_primaries_hang_on_the_facility_loop() -> None:
    design, _ = edits.place(hall(), "cooler", 0.5, 6.0, unit="vertiv_pw170", loop_id=FACILITY)
    design, _ = edits.place(design, "rack", 4.0, 6.0, cooling="rear_door", load_w=30e3)
    connection = LiquidConnection(loop_id=FACILITY, unit="rdhx_active_generic")
    design = edits.update(design, ["rack-0009"], door=connection)
    by_key = {item.key: item for item in scene_of(design).consumers}
    assert by_key["cooler-0001", "coil"].flow.value == pytest.approx(175e-3 / 60.0)
    assert by_key["rack-0009", "door"].flow.value == pytest.approx(1.5e-3 / 60.0 * 30.0)
    assert by_key["rack-0009", "door"].pressure.value == pytest.approx(50e3)
    assert by_key["cdu-0001", "primary"].loop_id == FACILITY
    stopped = edits.update(design, ["cooler-0001"], running=False)
    assert ("cooler-0001", "coil") not in {item.key for item in scene_of(stopped).consumers}


def test_a_hall_without_liquid_has_none() -> None:
    empty = edits.delete(hall(), [FACILITY, TECHNOLOGY, "cdu-0001"])
    scene = scene_of(empty)
    assert (scene.loops, scene.cdus, scene.consumers) == ((), (), ())
