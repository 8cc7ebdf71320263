"""Findings about loops: nonsense ends in a code that names its object."""

from __future__ import annotations

import pytest

import coolsim.checks
from coolsim.catalogue.loading import load_catalogue
from coolsim.checks import check
from coolsim.design import edits
from coolsim.design.models import Coolant, Design, LiquidConnection, Pumps
from coolsim.results.records import Finding
from tests.loops.halls import FACILITY, TECHNOLOGY, hall

CATALOGUE = load_catalogue()
LIQUID = ("loop.", "cdu.", "rack.no_loop", "rack.unused", "rack.bath", "catalogue.unknown",
          "catalogue.wrong")  # fmt: skip


def found(design: Design) -> dict[str, Finding]:
    """Findings about the liquid side, by code."""
    codes = [item for item in check(design, CATALOGUE) if item.code.startswith(LIQUID)]
    return {item.code: item for item in codes}


def test_a_sound_design_has_no_findings_about_liquid() -> None:
    assert found(hall()) == {}


def of(design: Design, kind: str, **fields: object) -> Design:
    identifier = {"technology": TECHNOLOGY, "facility": FACILITY, "cdu": "cdu-0001"}[kind]
    return edits.update(design, [identifier], **fields)


def bathed(method: str, dielectric: str) -> Design:
    """A tank on facility water with a fluid of its own."""
    connection = LiquidConnection(loop_id=FACILITY, dielectric=dielectric)
    return edits.place(hall(), "rack", 6.0, 6.0, cooling=method, load_w=2e4, liquid=connection)[0]


SWAPPED = {"technology_loop_id": FACILITY, "facility_loop_id": TECHNOLOGY}
PG25 = Coolant(fluid="propylene_glycol", concentration_fraction=0.25)


CASES: list[tuple[Design, str, str, str]] = [
    (of(hall(), "cdu", **SWAPPED), "cdu.reversed", "error", "cdu-0001"),
    (of(hall(), "cdu", facility_loop_id=None), "cdu.no_facility_loop", "error", "cdu-0001"),
    (edits.delete(hall(), ["cdu-0001"]), "loop.no_unit", "error", TECHNOLOGY),
    (of(hall(), "cdu", running=False), "loop.no_pump", "error", TECHNOLOGY),
    (of(hall(), "facility", pumps=Pumps(running=0)), "loop.no_pump", "error", FACILITY),
    (edits.assign_to_loop(hall(), ["rack-0002"], None), "rack.no_loop", "error", "rack-0002"),
    (edits.update(hall(), ["rack-0001"], cooling="air"), "rack.unused_connection", "note",
     "rack-0001"),
    (edits.assign_to_loop(hall(), ["rack-0001"], FACILITY), "loop.wrong_kind", "warning",
     "rack-0001"),
    (of(hall(), "facility", supply_temperature_c=33.0), "cdu.set_point", "error", "cdu-0001"),
    (of(hall(), "technology", supply_temperature_c=-12.0), "loop.freezing", "error",
     TECHNOLOGY),
    (of(hall(), "technology", supply_temperature_c=140.0), "loop.boiling", "error", TECHNOLOGY),
    (of(hall(), "facility", supply_temperature_c=7.0), "loop.dew_point", "warning", FACILITY),
    (of(hall(), "facility", supply_temperature_c=12.0), "loop.dew_margin", "warning", FACILITY),
    (of(hall(), "facility", liquid_class="W17"), "loop.class", "warning", FACILITY),
    (of(hall(), "technology", liquid_class="S30"), "loop.class", "warning", TECHNOLOGY),
    (of(hall(), "technology", liquid_class="W32"), "loop.class_kind", "warning", TECHNOLOGY),
    (of(hall(), "technology", coolant=Coolant(fluid="brine")), "loop.coolant_unknown", "error",
     TECHNOLOGY),
    (hall(racks=30), "loop.capacity_short", "warning", "cdu-0001"),
    (hall(redundancy="N+1"), "loop.redundancy", "warning", "cdu-0001"),
    (of(of(hall(), "technology", redundancy="2N"), "cdu",
        pumps=Pumps(installed=3, running=2)), "loop.redundancy", "warning", "cdu-0001"),
    (of(hall(), "cdu", unit="vertiv_pw170"), "loop.unit_type", "error", "cdu-0001"),
    (of(hall(), "cdu", unit="boyd_4u", capacity_w=None), "loop.capacity_short", "warning",
     "cdu-0001"),
    (of(hall(), "cdu", unit="nothing"), "cdu.capacity_unknown", "note", "cdu-0001"),
    (of(hall(), "cdu", technology_loop_id=None), "cdu.no_technology_loop", "warning", "cdu-0001"),
    (of(hall(), "cdu", running=False), "cdu.stopped", "note", "cdu-0001"),
    (edits.place(Design(), "loop", kind="facility")[0], "loop.empty", "note", FACILITY),
    (of(hall(), "cdu", facility_loop_id=TECHNOLOGY), "cdu.same_loop", "error", "cdu-0001"),
    (of(hall(), "cdu", technology_loop_id=FACILITY), "cdu.same_loop", "error", "cdu-0001"),
    (of(hall(), "cdu", type="liquid_to_air", unit=None, capacity_w=5e5, approach_k=10.0),
     "cdu.airflow_unknown", "error", "cdu-0001"),
    (of(of(hall(), "technology", coolant=Coolant(), supply_temperature_c=2.0), "facility",
        supply_temperature_c=-5.0, coolant=Coolant(fluid="ethylene_glycol",
                                                   concentration_fraction=0.4)),
     "cdu.freezing", "error", "cdu-0001"),
    (of(hall(), "technology", coolant=Coolant(fluid="propylene_glycol",
                                              concentration_fraction=1.0)),
     "loop.concentration", "error", TECHNOLOGY),
    (of(hall(), "technology", coolant=Coolant(fluid="ethylene_glycol",
                                              concentration_fraction=0.6, basis="volume")),
     "loop.concentration", "error", TECHNOLOGY),
    (of(hall(), "technology", coolant=Coolant(fluid="propylene_glycol")), "loop.no_glycol", "note",
     TECHNOLOGY),
    (of(hall(), "technology", coolant=Coolant(fluid="r1233zde")), "loop.coolant_unknown", "error",
     TECHNOLOGY),
    (bathed("immersion", "nothing"), "catalogue.unknown", "error", "rack-0009"),
    (bathed("immersion", "vertiv_xdu1350"), "catalogue.wrong_table", "error", "rack-0009"),
    (bathed("immersion_two_phase", "shell_s5x"), "rack.bath_fluid", "error", "rack-0009"),
    (bathed("immersion", "r1233zde"), "rack.bath_fluid", "error", "rack-0009"),
]  # fmt: skip
CODES = {code for _, code, _, _ in CASES}


@pytest.mark.parametrize(("design", "code", "severity", "object_id"), CASES)
def test_nonsense_is_found_and_named(
    design: Design, code: str, severity: str, object_id: str
) -> None:
    findings = found(design)
    assert code in findings
    assert findings[code].severity == severity
    assert object_id in findings[code].object_ids
    assert findings[code].hint


def test_spares_that_are_there_are_enough() -> None:
    design = of(hall(cdus=2, redundancy="N+1"), "cdu", pumps=Pumps(installed=3, running=2))
    assert found(design) == {}
    assert "loop.redundancy" not in found(hall(cdus=2, racks=20, redundancy="N"))


def test_a_door_and_a_coil_belong_on_facility_water() -> None:
    design, _ = edits.place(hall(), "rack", 4.0, 6.0, cooling="rear_door", load_w=20e3)
    assert found(design)["rack.no_loop"].object_ids == ("rack-0009",)
    assert "rack.no_loop" not in found(edits.assign_to_loop(design, ["rack-0009"], FACILITY))
    wrong = edits.assign_to_loop(design, ["rack-0009"], TECHNOLOGY)
    assert found(wrong)["loop.wrong_kind"].object_ids == ("rack-0009",)
    unit = LiquidConnection(loop_id=FACILITY, unit="plate_gpu_generic")
    misfit = edits.update(design, ["rack-0009"], door=unit)
    assert found(misfit)["loop.unit_type"].object_ids == ("rack-0009",)


def test_a_unit_outside_or_inside_something_is_found() -> None:
    outside = check(edits.move(hall(), ["cdu-0001"], -5.0, 0.0), CATALOGUE)
    assert "cdu.outside_hall" in {item.code for item in outside}
    on_rack = check(edits.move(hall(), ["cdu-0001"], 3.0, 0.0), CATALOGUE)
    assert any("cdu-0001" in item.object_ids for item in on_rack if "overlap" in item.code)


def test_severities_are_as_documented() -> None:
    for _, code, severity, _ in CASES:
        lines = [text.replace(",", " ").split() for text in coolsim.checks.__doc__.splitlines()]
        (words,) = [line for line in lines if code in line[:2]]
        assert severity in words[1:3]
