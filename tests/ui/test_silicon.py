"""The comparison of silicon in the window: chosen by mouse, asked for, shown, stale, printed."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from coolsim.design import edits
from coolsim.results.compute import SiliconRow, SiliconTable
from tests.factories import make_density, make_design, make_results
from tests.ui.asked import panel_of
from ui.jobs import Jobs
from ui.panels.compute_rows import compute_rows, flops_text
from ui.panels.silicon import SiliconPanel

DRAWN = SiliconRow("", "NVIDIA H100 SXM5 80 GB", status="confirmed", racks=2, power_w=60e3,
                   mean_rack_power_w=30e3, accelerators=32, peak_flops=6.3e16, binds="breaker",
                   flops_per_watt={"chip": 2.8e12, "IT": 1.4e12})  # fmt: skip
RUBIN = SiliconRow("nvidia_rubin_gpu", "NVIDIA Rubin GPU", is_target=True,
                   note="made for liquid; no rack here has plates for it")  # fmt: skip
TABLE = SiliconTable("fp8", "uniform", (DRAWN, RUBIN), 12.0)


@pytest.fixture
def shown(qtbot, monkeypatch):
    return panel_of(SiliconPanel, make_design(), qtbot, monkeypatch, (1000, 300))


def cells(panel, row):
    model = panel.table.model()
    return [model.index(row, column).data() for column in range(model.columnCount())]


def test_compare_asks_for_what_is_chosen(shown, qtbot):
    session, panel, asked = shown
    session.silicon.choose("amd_mi300x", wanted=False)
    QTest.keyClick(panel.precision, Qt.Key.Key_Up)  # FP8 to BF16
    qtbot.mouseClick(panel.bar.run, Qt.MouseButton.LeftButton)
    ((task, options),) = asked.tasks
    assert task == "silicon"
    assert "nvidia_h100_sxm" in options["silicon"]
    assert "amd_mi300x" not in options["silicon"]
    assert options["precision"] == "bf16"


def test_the_menu_ticks_kinds_by_vendor(shown):
    session, panel, _ = shown
    panel.kinds.ticks.aboutToShow.emit()
    vendors = {action.text(): action.menu() for action in panel.kinds.ticks.actions()}
    assert {"NVIDIA", "AMD", "Google", "AWS", "Intel", "Groq", "Cerebras"} <= set(vendors)
    by_name = {action.text(): action for action in vendors["Google"].actions()}
    tick = by_name["Google TPU v7 Ironwood"]
    assert not tick.isChecked()
    tick.trigger()
    assert "google_tpu_v7" in session.silicon.chosen
    assert panel.kinds.text().strip() == f"Silicon ({len(session.silicon.chosen)})"
    assert any("(target)" in action.text() for action in vendors["NVIDIA"].actions())


def test_nothing_chosen_cannot_be_compared(shown):
    session, panel, _ = shown
    for identity in session.silicon.chosen:
        session.silicon.choose(identity, wanted=False)
    assert not panel.bar.run.isEnabled()


def test_the_table_says_what_is_not_known(shown):
    session, panel, _ = shown
    assert not panel.table.isVisible()
    session.silicon.take(session.design, TABLE)
    assert panel.table.isVisible()
    rows = {row[0]: row for row in (cells(panel, 0), cells(panel, 1))}
    drawn = rows["As drawn: NVIDIA H100 SXM5 80 GB"]
    assert drawn[1:5] == ["30.0", "60", "32", "63.0"]
    assert drawn[5] == "not known"
    rubin = rows["NVIDIA Rubin GPU (target)"]
    assert set(rubin[1:-1]) == {"not known"}
    assert "made for liquid" in rubin[-1]
    model = panel.table.model()
    tips = [model.index(n, 0).data(Qt.ItemDataRole.ToolTipRole) or "" for n in range(2)]
    assert any("made for liquid" in tip for tip in tips)


def test_whole_numbers_are_counted_in_operations_without_a_point(shown):
    session, panel, _ = shown
    session.silicon.take(session.design, replace(TABLE, precision="int8"))
    model = panel.table.model()
    heads = [
        str(model.headerData(column, Qt.Orientation.Horizontal))
        for column in range(model.columnCount())
    ]
    assert "POPS peak" in heads
    assert "GOPS/W meter" in heads
    assert not any("FLOPS" in head for head in heads)
    assert flops_text({"int8": 2.5e15}) == "2.5 POPS INT8"


def test_the_chart_compares_by_the_measure_chosen_and_follows_the_chosen_row(shown, qtbot):
    session, panel, _ = shown
    session.silicon.take(session.design, TABLE)
    qtbot.waitExposed(panel)
    chart, choice = panel.charts.chart, panel.charts.choice
    assert chart.data.categories == (
        "As drawn: NVIDIA H100 SXM5 80 GB",
        "NVIDIA Rubin GPU (target)",
    )
    assert chart.data.told == ("32", "not known")
    choice.setFocus()
    QTest.keyClick(choice, Qt.Key.Key_Down)
    assert "PFLOPS" in chart.data.title
    assert chart.data.y == "FP8 dense"
    QTest.keyClick(choice, Qt.Key.Key_End)
    assert chart.data.told[0] == "2,800"
    assert chart.data.told[4] == "1,400, 50%"  # of the chip, for the boundaries between say nothing
    panel.table.setFocus()
    names = [panel.table.model().index(n, 0).data() for n in range(2)]
    row = names.index("NVIDIA Rubin GPU (target)")
    place = panel.table.visualRect(panel.table.model().index(row, 0)).center()
    qtbot.mouseClick(panel.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert set(chart.data.told) == {"not known"}
    assert chart.data.note == "NVIDIA Rubin GPU (target)"


def test_a_chart_of_whole_numbers_counts_no_floating_point(shown, qtbot):
    session, panel, _ = shown
    session.silicon.take(session.design, replace(TABLE, precision="int8"))
    qtbot.waitExposed(panel)
    QTest.keyClick(panel.charts.choice, Qt.Key.Key_Down)
    assert "[POPS]" in panel.charts.chart.data.title


def test_a_changed_design_makes_it_stale_and_another_document_forgets_it(shown):
    session, panel, _ = shown
    session.silicon.take(session.design, TABLE)
    assert "Stale" not in panel.bar.text.text()
    rack = session.variant.racks[0]
    session.apply("Heavier", edits.update(session.design, [rack.id], load_w=1.0))
    assert "Stale" in panel.bar.text.text()
    session.new()
    assert session.silicon.answer is None
    assert not panel.table.isVisible()


def test_a_report_repeats_what_the_window_shows(shown):
    session, _, _ = shown
    jobs = Jobs.__new__(Jobs)
    jobs._session = session
    assert jobs._studies() == {"kept": []}
    density = make_density(session.design, make_results(session.design))
    session.accept_density(session.design, density)
    session.silicon.take(session.design, TABLE)
    assert jobs._studies() == {
        "objective": density.objective,
        "changes": False,
        "failures": False,
        "silicon": ["nvidia_rubin_gpu"],
        "precision": "fp8",
        "kept": [],
    }


def test_operations_of_one_precision_stand_for_a_hall():
    assert flops_text({"fp4": 4e18, "fp8": 2e18, "bf16": 1e18}) == "2 EFLOPS FP8"
    assert flops_text({}) == "—"


def test_rows_of_an_answer_without_accelerators_stay_short():
    design = make_design()
    density = make_density(design, make_results(design))
    assert [label for label, _ in compute_rows(density, "si")] == ["Accelerators", "Peak compute"]
