"""Accelerators without a published case limit: not checked, unless the design gives a limit."""

import math

import pytest

from coolsim.catalogue import load_catalogue
from coolsim.density.case import make_case
from coolsim.density.limits.base import Point
from coolsim.density.limits.chip_case import ChipCase
from coolsim.design.models import Content
from coolsim.simulate import resolve_design
from coolsim.tasks.tables import grave_findings
from tests.coupling.halls import TECHNOLOGY, by_method, connection, drawn, hall, solved
from tests.tools.example_mixed import OWN_CATALOGUE


def design(technology_c=40.0, **fields):
    """One GB200 rack, whose accelerators have no published limit."""
    rack = drawn(
        1, "cold_plate", contents=(Content(item="gb200_nvl72"),),
        liquid=connection(TECHNOLOGY, **fields),
    )  # fmt: skip
    unit = {"unit": "vertiv_xdu1350"}
    return hall((rack,), technology_c=technology_c, cdu=unit)


def codes(results):
    return {item.code: item for item in results.findings}


@pytest.fixture(scope="module")
def unlimited():
    return solved(design())


def test_without_a_limit_the_case_is_told_and_counted_as_not_checked(unlimited):
    rack = by_method(unlimited)["cold_plate"]
    assert rack.case_c > rack.coolant_in_c
    assert math.isnan(rack.case_limit_c)
    assert rack.throttled_w == 0.0
    finding = codes(unlimited)["rack.case_not_checked"]
    assert finding.object_ids == ("rack-0001",)
    assert "case limit not checked" in finding.message
    assert "name what is not checked" in grave_findings(unlimited.findings)


def test_a_limit_of_the_design_counts_and_throttles(unlimited):
    free = by_method(unlimited)["cold_plate"].case_c
    roomy = solved(design(case_limit_c=free + 5.0))
    rack = by_method(roomy)["cold_plate"]
    assert rack.case_limit_c == pytest.approx(free + 5.0)
    assert rack.throttled_w == 0.0
    assert "rack.case_not_checked" not in codes(roomy)
    tight = by_method(solved(design(case_limit_c=free - 5.0)))["cold_plate"]
    assert tight.case_c == pytest.approx(free - 5.0, abs=0.01)
    assert tight.throttled_w > 0.0


def test_density_reads_the_limit_of_the_design_as_its_own(unlimited):
    def case_of(drawing):
        catalogue = load_catalogue().with_entries(drawing.catalogue)
        scene = resolve_design(drawing, catalogue)
        return make_case(drawing.variant, scene, catalogue, "uniform", 0.0)

    assert [item.object_id for item in ChipCase().unchecked(case_of(design()))] == ["rack-0001"]
    limited = design(case_limit_c=80.0)
    assert list(ChipCase().unchecked(case_of(limited))) == []
    racks = solved(limited).liquid.racks
    (reading,) = ChipCase().readings(case_of(limited), Point((), (), 0.0, racks))
    assert (reading.value, reading.source) == (80.0, "design")


def test_coolant_warmer_than_the_makers_let_in_is_told(unlimited):
    assert by_method(unlimited)["cold_plate"].coolant_limit_c == 45.0
    assert "rack.coolant_too_warm" not in codes(unlimited)
    warm = codes(solved(design(technology_c=47.0)))["rack.coolant_too_warm"]
    assert warm.object_ids == ("rack-0001",)
    assert "47" in warm.message


def test_an_entry_of_ones_own_gives_a_limit_too():
    """The same servers, their accelerator described in the file's own catalogue."""
    own = {
        "accelerator": {
            "own_gpu": {"name": "Own GPU", "tdp_w": {"v": 700}, "t_max_operating_c": {"v": 71}}
        },
        "server": {
            "own_server": {
                **OWN_CATALOGUE["server"]["hgx_h100_plated"], "accelerator": "own_gpu",
            }
        },
    }  # fmt: skip
    rack = drawn(1, "cold_plate", contents=(Content(item="own_server", count=6),))
    drawing = hall((rack,)).model_copy(update={"catalogue": own})
    found = solved(drawing)
    assert by_method(found)["cold_plate"].case_limit_c == 71.0
    assert "rack.case_not_checked" not in codes(found)
