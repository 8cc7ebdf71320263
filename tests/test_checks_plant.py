"""Findings about the plant: nonsense ends in a code that names its object."""

from __future__ import annotations

import pytest

from coolsim.catalogue.loading import load_catalogue
from coolsim.checks import check
from coolsim.design import edits
from coolsim.design.models import Design
from coolsim.results.records import Finding
from tests.loops.halls import FACILITY, hall

CATALOGUE = load_catalogue()
REJECTION = "rejection-0001"


def with_plant(**fields: object) -> Design:
    return edits.add_rejection(hall(), **fields)[0]


def found(design: Design) -> dict[str, Finding]:
    """Findings about the plant, by code."""
    findings = check(design, CATALOGUE)
    return {item.code: item for item in findings if item.code.startswith("plant.")}


SEATTLE = {"design_dry_bulb_c": 35.0, "design_wet_bulb_c": 24.0}
CASES: list[tuple[Design, str, str, str]] = [
    (edits.place(with_plant(kind="dx", cooler_ids=()), "cooler", 2.0, 7.0)[0], "plant.dx_loop",
     "warning", FACILITY),
    (edits.update_rejection(edits.place(with_plant(), "cooler", 2.0, 7.0)[0], REJECTION,
                            cooler_ids=("cooler-0001",)), "plant.not_served", "warning", FACILITY),
    (edits.set_site(with_plant(kind="tower"), **SEATTLE), "plant.set_point", "warning", REJECTION),
    (edits.set_site(with_plant(kind="dry_cooler"), **SEATTLE), "plant.set_point", "warning",
     REJECTION),
    (edits.set_site(with_plant(kind="adiabatic_cooler", dry={"pad_effectiveness": 0.8}),
                    **SEATTLE), "plant.set_point", "warning", REJECTION),
    (with_plant(capacity_w=100e3), "plant.capacity_short", "warning", REJECTION),
    (with_plant(running=False), "plant.stopped", "note", REJECTION),
    (edits.set_plant(with_plant(), tariff={"usd_kwh": -1.0}), "plant.negative_tariff", "warning",
     ""),
    (edits.set_plant(with_plant(), footprint={"carbon": "Mars"}), "plant.unknown_price", "warning",
     ""),
    (edits.set_site(with_plant(), design_wet_bulb_c=60.0), "plant.wet_bulb", "warning", ""),
    (edits.set_site(with_plant(), design_wet_bulb_c=30.0, design_dry_bulb_c=20.0),
     "plant.wet_bulb", "warning", ""),
]  # fmt: skip
CODES = {code for _, code, _, _ in CASES}


@pytest.mark.parametrize(("design", "code", "severity", "object_id"), CASES)
def test_nonsense_is_found_and_named(
    design: Design, code: str, severity: str, object_id: str
) -> None:
    findings = found(design)
    assert code in findings
    assert findings[code].severity == severity
    assert not object_id or object_id in findings[code].object_ids


def test_a_sound_plant_has_no_findings() -> None:
    assert found(with_plant(kind="water_chiller")) == {}
    assert found(hall()) == {}
    warm = edits.set_site(edits.update(with_plant(kind="tower"), [FACILITY],
                                       supply_temperature_c=32.0), **SEATTLE)  # fmt: skip
    assert "plant.set_point" not in found(warm)
