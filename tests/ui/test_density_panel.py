"""The density panel: asking, the limits over a rack, prices, failures, the colours on the plan."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from coolsim.density.records import Advice, LimitReading, Price, Survival, Watched
from coolsim.design import edits
from coolsim.design.models import Content
from coolsim.results.compute import ComputeAccount, RateTotal
from coolsim.results.records import Finding
from coolsim.results.year import Boundary
from tests.factories import make_density, make_design, make_results
from ui.panels.density import DensityPanel
from ui.session import Session

INLET = LimitReading("inlet_class", "rack-0001", "R1", 27.0, 26.0, "c", "A2", "standard", 9000.0)
COOLER = LimitReading(
    "cooler_capacity", "cooler-0001", "CRAH", 300e3, 240e3, "w", "maker", "datasheet", 60e3
)
BREAKER = LimitReading("breaker", "rack-0002", "R2", 14e3, 11e3, "w", "design", "design", 3e3)
COLD = Watched("inlet_low", "rack-0002", "R2", 18.0, 15.0, "c", "A2", "standard", False)


class Asked:
    """Stands where the jobs are: keeps what was asked for."""

    busy = ""
    cancelling = False

    def __init__(self):
        self.calls = []

    def request_live(self, design, *, is_passing=False):
        """Nobody solves here."""

    def density(self, objective, **options):
        self.calls.append((objective, options))


@pytest.fixture
def session():
    made = Session()
    made.apply("Hall", make_design())
    return made


@pytest.fixture
def panel(session, qtbot):
    shown = DensityPanel(session)
    qtbot.addWidget(shown)
    shown.resize(1200, 500)
    shown.show()
    qtbot.waitExposed(shown)
    return shown


def answered(session, **fields):
    """Take an answer in whose second rack has limits of its own."""
    density = make_density(session.design, make_results(session.design))
    first, second, *rest = density.racks
    second = replace(second, limits=(BREAKER,))
    fields = {"racks": (first, second, *rest), "limits": (INLET, COOLER), **fields}
    session.accept_density(session.design, replace(density, **fields))


def click(widget):
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


def column(table, name):
    model = table.model()
    titles = [model.headerData(n, Qt.Orientation.Horizontal) for n in range(model.columnCount())]
    place = next(n for n, title in enumerate(titles) if title.startswith(name))
    return [model.index(row, place).data() for row in range(model.rowCount())]


def test_what_is_chosen_is_asked_for(session, panel):
    asked = Asked()
    session._jobs = asked
    session.select([session.variant.racks[1].id])
    goal = panel.goal
    goal.objective.setFocus()
    for _ in range(3):
        QTest.keyClick(goal.objective, Qt.Key.Key_Down)
    assert goal.objective.currentData() == "total"
    assert goal.floor.isVisible()
    assert goal.servers.isVisible()
    assert not goal.failures.isVisible()
    goal.servers.setFocus()
    QTest.keyClick(goal.servers, Qt.Key.Key_Down)
    goal.floor.setFocus()
    goal.floor.selectAll()
    QTest.keyClicks(goal.floor, "2 kW")
    QTest.keyClick(goal.floor, Qt.Key.Key_Return)
    goal.selected.setFocus()
    QTest.keyClick(goal.selected, Qt.Key.Key_Space)
    click(goal.run)
    ((objective, options),) = asked.calls
    assert objective == "total"
    assert options["floor_w"] == pytest.approx(2000.0)
    assert options["racks"] == [session.variant.racks[1].id]
    assert options["failures"] is False
    assert options["whole"] == "greedy"


def test_failures_are_asked_for_with_a_level(session, panel):
    asked = Asked()
    session._jobs = asked
    panel.goal.failures.setFocus()
    QTest.keyClick(panel.goal.failures, Qt.Key.Key_Space)
    click(panel.goal.run)
    ((objective, options),) = asked.calls
    assert (objective, options["failures"], options["floor_w"]) == ("uniform", True, 0.0)


RATES = (
    Boundary("chip", 700.0, {"fp8": 2.8e12, "bf16": 1.4e12}),
    Boundary("board", None, {}, "not known"),
    Boundary("IT", 1400.0, {"fp8": 1.4e12, "bf16": 0.7e12}),
    Boundary("facility", 2000.0, {"fp8": 1.0e12, "bf16": 0.5e12}),
)


def test_performance_per_watt_from_chip_to_meter_is_drawn_at_one_precision(
    session, panel, qtbot, tmp_path, monkeypatch
):
    panel.tabs.setCurrentWidget(panel.per_watt)
    answered(session)
    assert panel.per_watt._stack.currentIndex() == 0
    account = ComputeAccount(
        accelerators=8, racks=1, silicon=(), memory_gb=None, around=None, shares=(), it_w=11e3,
        rates=(RateTotal("fp8", 1e16, None, 8, False), RateTotal("bf16", 5e15, None, 8, False)),
        boundaries=RATES, facility_w=16e3, facility_note="",
    )  # fmt: skip
    answered(session, compute=account)
    chart, choice = panel.per_watt.chart, panel.per_watt.choice
    assert panel.per_watt._stack.currentIndex() == 1
    assert choice.currentText() == "FP8 dense"
    assert chart.data.categories == ("Chip", "Board", "IT", "Meter")
    assert chart.data.told == ("2,800", "not known", "1,400, 50%", "1,000, 71%")
    QTest.keyClick(choice, Qt.Key.Key_Down)
    assert chart.data.y == "GFLOPS/W BF16 dense"
    assert chart.data.told[0] == "1,400"
    names = iter([str(tmp_path / "a.csv"), str(tmp_path / "a.png")])
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (next(names), ""))
    saves = {action.text(): action for action in panel.per_watt.save.menu().actions()}
    saves["Save CSV…"].trigger()
    saves["Save picture…"].trigger()
    assert "Meter,500" in (tmp_path / "a.csv").read_text()
    assert not QImage(str(tmp_path / "a.png")).isNull()
    session.apply("Other", edits.update(session.design, [session.variant.racks[0].id], load_w=1.0))
    assert "stale" in chart.legend.text()


def test_a_finer_grid_is_asked_for_by_mouse_and_by_default_where_racks_differ(session, panel):
    asked = Asked()
    session._jobs = asked
    goal = panel.goal
    click(goal.run)
    click(goal.finer)
    click(goal.run)
    assert [options["finer"] for _, options in asked.calls] == [False, True]
    goal.objective.setFocus()
    for _ in range(2):
        QTest.keyClick(goal.objective, Qt.Key.Key_Down)
    assert goal.objective.currentData() == "min"
    assert goal.finer.isChecked()
    click(goal.finer)
    click(goal.run)
    assert asked.calls[-1][1]["finer"] is False
    QTest.keyClick(goal.objective, Qt.Key.Key_Home)
    assert goal.finer.isChecked()  # as it was left for one power


def test_before_an_answer_the_panel_says_how_to_get_one(panel):
    assert panel._stack.currentWidget() is panel._empty
    assert panel.goal.isVisible()
    assert not panel.colour.isVisible()


def test_the_limits_over_a_selected_rack_stand_nearest_first(session, panel):
    answered(session)
    panel.tabs.setCurrentWidget(panel.limits)
    assert "Hall" in panel.limits.title.text()
    session.select([session.variant.racks[1].id])
    # the inlet's 9 kW are the whole hall's; the rack's share of them is the least
    assert column(panel.limits.limits, "Limit")[0] == "rack air inlet"
    assert "rack breaker" in column(panel.limits.limits, "Limit")
    (left,) = column(panel.limits.stranded, "Left")
    assert left == "3 kW"
    assert column(panel.limits.stranded, "Of") == ["Power"]


def test_prices_and_failures_have_tables_and_empty_ones_say_what_to_do(session, panel):
    answered(session)
    assert panel.failures._stack.currentIndex() == 0
    assert panel.prices._stack.currentIndex() == 0
    price = Price("inlet_class", "c", 1.0, 5e3, 5e3, "breaker")
    lost = Survival("cooler-0001", "CRAH 1", 80e3, "inlet_class", True)
    answered(session, advice=Advice((price,), "", 0.0, ()), survival=(lost,))
    assert column(panel.failures.table, "How") == ["screening"]
    assert column(panel.prices.table, "Hall gains") == ["5.00"]
    assert column(panel.prices.table, "Per unit") == ["5 kW per K"]


def test_a_price_is_per_the_unit_the_reader_has(session, panel):
    session.set_unit_system("ip")
    air = Price("tile_airflow", "m3_s", 0.1, 1e3, 1e4, "breaker")
    answered(session, advice=Advice((air,), "", 0.0, ()))
    assert column(panel.prices.table, "Per unit") == ["4.72 W per CFM"]  # 1e4 / 2118.88


def test_what_is_missing_or_wrong_is_said_in_sight(session, panel):
    goal = panel.goal
    assert not goal.lacking.isVisible()
    goal.objective.setFocus()
    for _ in range(3):
        QTest.keyClick(goal.objective, Qt.Key.Key_Down)
    goal.floor.setFocus()
    goal.floor.selectAll()
    QTest.keyClicks(goal.floor, "-2 kW")
    QTest.keyClick(goal.floor, Qt.Key.Key_Return)
    assert "give 0 W or more" in goal.floor.toolTip()
    assert goal.floor.value == 0.0
    goal.selected.setFocus()
    QTest.keyClick(goal.selected, Qt.Key.Key_Space)
    assert goal.lacking.isVisible()
    assert "Select racks first" in goal.lacking.text()
    session.select([session.variant.racks[0].id])
    assert not goal.lacking.isVisible()


def test_what_no_power_moves_is_told_and_the_plan_is_coloured_on_demand(session, panel):
    answered(session, watched=(COLD,), hall=replace(
        make_density(session.design, make_results(session.design)).hall, also=("breaker",)
    ))  # fmt: skip
    assert "lower end of the inlet band: R2" in panel.hall.text()
    assert "rack breaker" in panel.hall.text()
    panel.colour.setFocus()
    QTest.keyClick(panel.colour, Qt.Key.Key_Space)
    assert session.metric == "binding"


def test_an_answer_is_drawn_in_one_step_of_undo(session, panel):
    answered(session)
    before = session.design
    panel.apply.setFocus()
    QTest.keyClick(panel.apply, Qt.Key.Key_Space)
    powers = {rack.id: rack.power_w for rack in session.density.racks}
    plain = [rack for rack in session.variant.racks if rack.load_w is not None]
    assert plain
    assert all(rack.load_w == pytest.approx(powers[rack.id]) for rack in plain)
    assert session.document.undo_label == "Apply density to the racks"
    assert not panel.apply.isEnabled()  # the answer is of another design now
    session.undo()
    assert session.design == before


def test_tokens_are_asked_for_at_rates_of_the_accelerators_drawn(session, panel):
    asked = Asked()
    session._jobs = asked
    rack = session.variant.racks[0]
    filled = {"contents": (Content(item="dgx_h100", count=2),), "load_w": None}
    session.apply("Fill", edits.update(session.design, [rack.id], **filled))
    goal = panel.goal
    goal.objective.setFocus()
    QTest.keyClick(goal.objective, Qt.Key.Key_End)
    assert goal.objective.currentData() == "tokens"
    assert not goal.run.isEnabled()
    rate = goal.rates.edits["nvidia_h100_sxm"]
    rate.setFocus()
    QTest.keyClicks(rate, "2500")
    QTest.keyClick(rate, Qt.Key.Key_Return)
    click(goal.run)
    ((objective, options),) = asked.calls
    assert objective == "tokens"
    assert options["tokens"] == (("nvidia_h100_sxm", 2500.0),)


def test_a_clash_is_named_with_what_to_do(session, panel):
    text = "No power level holds every limit: rack air inlet of R1 reaches 30 where 27 is allowed."
    clash = Finding("density.infeasible", "warning", (), text, "Raise the limit.")
    cold = Finding("density.inlet_low", "warning", (), "Too cold.", "")
    answered(session, status="infeasible", findings=(clash, cold))
    told = panel.hall.text()
    assert "rack air inlet of R1 reaches 30" in told
    assert "Raise the limit" in told
    assert "Too cold" not in told  # it stands in a row of its own
    assert "Hall density" not in told  # what was tried is no answer
    assert panel.table.model().rowCount() == 0
    assert not panel.apply.isEnabled()
