"""The grid's error in the window: what the command asks for and where the answer shows."""

from __future__ import annotations

import dataclasses

from tests.factories import make_design, make_results
from ui.panels.object_results import result_lines


def test_the_command_asks_for_a_second_grid(session, monkeypatch):
    asked = []

    class Jobs:
        def solve(self, fidelity: str, *, grid_error: bool) -> None:
            asked.append((fidelity, grid_error))

    monkeypatch.setattr(session, "_jobs", Jobs())
    session.run_solve(grid_error=True)
    session.run_solve("full")
    assert asked == [(session.variant.settings.fidelity, True), ("full", False)]


def test_a_selected_rack_shows_its_error_only_where_there_is_one():
    results = make_results(make_design())
    rack = results.racks[0]
    plain = [line.name for line in result_lines(rack.id, results, None, "si")]
    assert "Grid error" not in plain
    judged = dataclasses.replace(rack, inlet_grid_error_k=0.4, second_grid_inlet_c=22.0)
    found = dataclasses.replace(results, racks=(judged, *results.racks[1:]))
    lines = {line.name: line for line in result_lines(rack.id, found, None, "si")}
    assert lines["Grid error"].value == "±0.4 K"
    assert "22 °C" in lines["Grid error"].tooltip
