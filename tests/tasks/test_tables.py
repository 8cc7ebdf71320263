"""Text for a terminal: columns that line up whatever the names, marks on weak figures."""

import dataclasses

import pytest

from coolsim.results.records import Finding
from coolsim.tasks import tables
from coolsim.tasks.answers import DensityAnswer, SolveAnswer
from tests.factories import make_density, make_design, make_results


@pytest.fixture(scope="module")
def density():
    design = make_design()
    return make_density(design, make_results(design))


def test_racks_with_weak_power_are_marked(density):
    marked = DensityAnswer("Hall", density, frozenset({density.racks[1].id})).text()
    line = next(line for line in marked.splitlines() if line.startswith(density.racks[1].name))
    assert line.split()[1].endswith("*")
    other = next(line for line in marked.splitlines() if line.startswith(density.racks[3].name))
    assert not other.split()[1].endswith("*")


def test_notes_are_counted_and_warnings_told(density):
    found = (
        Finding("a.b", "warning", ("rack-0001",) * 9, "It is warm.", "Cool it."),
        Finding("c.d", "note", (), "By the way.", ""),
    )
    text = tables.grave_findings(found)
    assert "warning: It is warm. [rack-0001, rack-0001, rack-0001 and 6 more] (a.b)" in text
    assert "    Cool it." in text
    assert "By the way" not in text
    assert "1 note on" in text


def test_columns_line_up_with_wide_and_hostile_names():
    rows = [("机柜甲", "1"), ("a\x1b[31m\nb", "22"), ("x" * 99, "333"), ("é", "4")]
    rows = [(tables.clean(name), number) for name, number in rows]
    lines = tables.table(("Name", "n"), rows, "<>").splitlines()
    assert len({tables._width(line) for line in lines}) == 1
    assert all(line.isprintable() for line in lines)
    assert "…" in lines[4]


def test_the_density_table_has_every_rack_and_the_totals_below(density):
    text = DensityAnswer("Hall", density).text()
    lines = text.splitlines()
    starts = [line.split()[0] for line in lines if line]
    assert all(rack.name in starts for rack in density.racks)
    assert starts.index("Hall") > starts.index(density.racks[-1].name)
    first = next(line for line in lines if line.startswith(density.racks[0].name))
    assert "rack breaker 11 kW" in first
    assert "11.0" in first
    for word in ("Status", "Margin", "Balance", "Not checked", "Stopped by"):
        assert word in starts or any(line.startswith(word) for line in lines)


def test_a_weak_figure_is_marked_and_the_mark_explained(density):
    text = DensityAnswer("Hall", density).text()
    assert "cooler capacity 150 kW* @ CRAH-1" in text
    assert "rack air inlet 27 °C @" in text
    assert "rack air inlet 27 °C*" not in text
    assert text.rstrip().endswith(tables.WEAK_LEGEND)


def test_without_weak_figures_there_is_no_mark(density):
    strong = dataclasses.replace(
        density,
        assumptions=(),
        racks=tuple(dataclasses.replace(rack, binding=None, next=None) for rack in density.racks),
        hall=dataclasses.replace(density.hall, binding=None, next=None),
    )
    assert tables.WEAK_MARK not in DensityAnswer("Hall", strong).text()


def test_inch_pound_text_shows_fahrenheit_and_cfm(density):
    text = SolveAnswer("Hall", density.results).text("ip")
    assert "inlet °F" in text
    assert "CFM" in text
    assert "80.6" in text  # 27 °C
    assert "°C" not in text.split("\n\n", 2)[1]


@pytest.mark.parametrize(
    ("status", "code"),
    [
        ("converged", 0),
        ("wandering", 0),
        ("not_converged", 3),
        ("diverged", 4),
        ("cancelled", 5),
    ],
)
def test_exit_code_of_a_solve(status, code):
    results = make_results(make_design(), status=status)
    assert SolveAnswer("Hall", results).exit_code == code


@pytest.mark.parametrize(
    ("status", "code"),
    [("confirmed", 0), ("infeasible", 0), ("unlimited", 0), ("not_confirmed", 3), ("cancelled", 5)],
)
def test_exit_code_of_a_density(density, status, code):
    assert DensityAnswer("Hall", dataclasses.replace(density, status=status)).exit_code == code


def test_a_figure_that_rounds_to_nothing_has_no_sign():
    assert tables.fixed(-0.04, 1) == "0.0"
    assert tables.fixed(-1234.54, 1) == "-1,234.5"
