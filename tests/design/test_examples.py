"""The shipped examples: made by their script, free of errors, worth looking at."""

from __future__ import annotations

from pathlib import Path

import pytest

from coolsim.catalogue import load_catalogue
from coolsim.catalogue.loads import LoadReader
from coolsim.checks import check
from coolsim.design.examples import copy_example, example_path, list_examples
from coolsim.design.files import load
from coolsim.design.geometry import footprint
from coolsim.errors import SaveError, UsageError
from tests.tools import make_examples

NAMES = ("room-20", "hall-400", "rise-pod2")


def test_listing_has_titles_descriptions_and_racks() -> None:
    examples = list_examples()
    assert [(example.name, example.racks) for example in examples] == [
        ("room-20", 20),
        ("hall-400", 400),
        ("mixed-40", 40),
        ("hall-5mw", 96),
        ("rise-pod2", 10),
    ]
    for example in examples:
        assert 10 < len(example.title) < 60
        assert 60 < len(example.description) < 300


def test_the_script_makes_the_shipped_files(tmp_path: Path) -> None:
    make_examples.make(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(
        example.path.name for example in list_examples()
    )
    for example in list_examples():
        made = (tmp_path / example.path.name).read_text("utf-8")
        assert made == example.path.read_text("utf-8"), "run python -m tests.tools.make_examples"


@pytest.mark.parametrize("name", NAMES)
def test_no_example_has_an_error(name: str) -> None:
    findings = check(load(example_path(name)), load_catalogue())
    assert [finding.message for finding in findings if finding.severity == "error"] == []


@pytest.mark.parametrize(
    ("name", "power_kw", "supply_over_demand"),
    [("room-20", (90, 130), (0.9, 1.0)), ("hall-400", (1800, 2200), (0.9, 1.0))],
)
def test_halls_are_a_little_short_of_air(
    name: str, power_kw: tuple[float, float], supply_over_demand: tuple[float, float]
) -> None:
    catalogue = load_catalogue()
    variant = load(example_path(name)).variant
    loads = [LoadReader(catalogue).rack(rack) for rack in variant.racks]
    power_w = sum(load.power_w or 0.0 for load in loads)
    demand = sum(load.airflow_m3_s or 0.0 for load in loads)
    supply = 0.0
    for cooler in variant.coolers:
        if not cooler.running:
            continue
        if cooler.airflow_m3_s is not None:
            supply += cooler.airflow_m3_s
        else:
            airflow_cfm = catalogue.get(cooler.unit or "").figure("airflow_cfm").value
            assert airflow_cfm is not None
            supply += airflow_cfm * 0.3048**3 / 60.0
    assert power_kw[0] < power_w / 1e3 < power_kw[1]
    assert supply_over_demand[0] < supply / demand < supply_over_demand[1]


def test_pod2_stands_where_the_source_puts_it() -> None:
    variant = load(example_path("rise-pod2")).variant
    boxes = {item.name: footprint(item) for item in (*variant.racks, *variant.coolers)}
    assert boxes["R1"] == (4.12, 3.2, 5.29, 4.0)
    assert boxes["R6"] == (1.75, 0.0, 2.92, 0.8)
    assert boxes["C1"] == (6.44, 2.275, 6.95, 3.5)
    assert boxes["C3"] == (0.0, 0.6, 0.51, 1.825)
    flow = sum(cooler.airflow_m3_s or 0.0 for cooler in variant.coolers)
    assert flow * make_examples.DENSITY_KG_M3 == pytest.approx(6.629, abs=5e-4)
    assert sum(rack.load_w or 0.0 for rack in variant.racks) == pytest.approx(54705.0, abs=1.5)


def test_copying_never_overwrites(tmp_path: Path) -> None:
    path = copy_example("room-20", tmp_path)
    assert path == tmp_path / "room-20.coolsim"
    assert load(path) == load(example_path("room-20"))
    with pytest.raises(SaveError, match="exists"):
        copy_example("room-20", tmp_path)
    assert copy_example("room-20", tmp_path / "other.coolsim").is_file()
    with pytest.raises(UsageError, match="Did you mean room-20"):
        copy_example("room20", tmp_path)
    with pytest.raises(UsageError, match="There are hall-400"):
        copy_example("zzz", tmp_path)
