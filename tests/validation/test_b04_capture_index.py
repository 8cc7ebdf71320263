"""Capture indices of ten racks, hot aisle open, ended by a door, or covered; another CFD program.

E. Wibron, A.-L. Ljung and T. S. Lundstroem, Comparing performance metrics of partial aisle
containments in hard floor and raised floor data centers using CFD, Energies 12 (2019) 1473.
"""

import dataclasses
import json

import pytest

from coolsim.assets import asset
from coolsim.verification import CaseFileError, read_case, shipped_case
from coolsim.verification.kinds import capture_index
from tests.validation.cases import assert_agrees, row_of, rows

CASE = "B04_wibron_2019_hard_floor"
COARSE_M = 0.2


@pytest.fixture(scope="module")
def found():
    return rows(CASE, cell_m=COARSE_M, beside=())


def test_racks_within_the_rows_agree_on_a_coarse_grid(found):
    assert_agrees(found)
    others = [
        row for row in found if "capture index" in row.quantity and " R1 " not in row.quantity
    ]
    assert len(others) == 27
    missed = [row for row in others if not row.within_tolerance]
    assert [row.quantity for row in missed] == ["top R10 capture index"]
    assert abs(missed[0].difference) < 2.0 * missed[0].tolerance


def test_a_door_at_the_end_of_the_aisle_helps_the_first_rack(found):
    open_end = row_of(found, "open R1 ")
    closed_end = row_of(found, "side R1 ")
    assert closed_end.tolerance == 6.0
    assert abs(closed_end.difference) < 15.0
    assert closed_end.ours > open_end.ours + 5.0


def test_the_open_end_misses_with_its_reason(found):
    row = row_of(found, "open R1 ")
    assert not row.within_tolerance
    assert row.difference > 0.0
    assert "Recirculation" in row.known_miss


def test_the_return_temperature_index_is_the_ratio_of_the_flows(found):
    boundary = shipped_case(CASE).setup.bc
    racks = sum(boundary.rack_mass_flow_kg_s) / 1.2
    coolers = 1.225 * 1.8 * sum(boundary.crah_face_velocity)
    for name in ("open", "side", "top"):
        row = row_of(found, f"{name} return temperature index")
        assert row.within_tolerance
        assert row.ours == pytest.approx(100.0 * racks / coolers, rel=1e-6)


def test_the_configurations_differ_in_their_panel_only():
    setup = shipped_case(CASE).setup
    panels = {}
    for name in ("open", "side", "top"):
        design = capture_index.configured_design(setup, name)
        panels[name] = design.variant.panels
        assert design.variant.racks == capture_index.configured_design(setup, "open").variant.racks
    assert panels["open"] == ()
    (door,), (cover,) = panels["side"], panels["top"]
    assert door.orientation == "vertical"
    assert cover.orientation == "horizontal"
    assert cover.z_from_m == pytest.approx(2.22)
    assert cover.width_m * cover.depth_m == pytest.approx(4.0 * 1.2)


def _published():
    path = asset("validation", f"{CASE}.json")
    return json.loads(path.read_text(encoding="utf-8"))


def test_a_file_without_a_hall_in_numbers_uses_the_shipped_one(tmp_path):
    data = _published()
    shipped = shipped_case(CASE)
    del data["setup"]["hall"]
    path = tmp_path / "case.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    setup = read_case(path).setup
    assert setup.hall is None
    for name in ("open", "side", "top"):
        ours = capture_index.configured_design(setup, name)
        assert ours == capture_index.configured_design(shipped.setup, name)


@pytest.mark.parametrize("key", ["rack_heat_W", "rack_mass_flow_kg_s", "crah_face_velocity"])
def test_lists_that_do_not_fit_the_hall_are_refused(tmp_path, key):
    data = _published()
    data["setup"]["bc"][key] = data["setup"]["bc"][key][:-1]
    path = tmp_path / "case.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(CaseFileError):
        read_case(path)


def test_a_configuration_alone_has_no_order(tmp_path):
    case = shipped_case(CASE)
    side = {"side": case.reference.captures["side"]}
    reference = dataclasses.replace(case.reference, capture_index_percent_R1_to_R10=side)
    setup = dataclasses.replace(case.setup, cell_m=COARSE_M, beside=())
    alone = capture_index.run(dataclasses.replace(case, setup=setup, reference=reference))
    assert len(alone) == 11


def test_other_physics_adds_the_first_rack_and_the_worst_of_the_others():
    case = shipped_case(CASE)
    side = {"side": case.reference.captures["side"]}
    reference = dataclasses.replace(case.reference, capture_index_percent_R1_to_R10=side)
    other = capture_index.Physics("constant", "second_order")
    setup = dataclasses.replace(case.setup, cell_m=0.3, beside=(other,))
    found = capture_index.run(dataclasses.replace(case, setup=setup, reference=reference))
    own, beside = row_of(found, "side R1 "), found[-2:]
    assert beside[0].quantity == "constant, second order: side R1 capture index"
    assert beside[0].tolerance == own.tolerance
    assert beside[0].ours != own.ours
    assert beside[1].tolerance == case.tolerance.CI_abs_others
