"""Pipe runs from the plan, nominal sizes, fittings."""

from __future__ import annotations

import numpy as np
import pytest

from coolsim.loops.layout import RETURN_START, SUPPLY_START, Segment, Source, lay_out, rows_of
from coolsim.loops.pipe_sizes import bend_loss, nominal_pipe, outer_diameter_m, turbulent_factor
from coolsim.loops.solve import prepare_loops
from tests.loops.halls import FACILITY, PG25, TECHNOLOGY, hall, scene_of


def consumers(racks: int = 6) -> tuple:  # type: ignore[type-arg]
    return tuple(
        item for item in scene_of(hall(racks=racks)).consumers if item.loop_id == TECHNOLOGY
    )


def balance(segments: tuple[Segment, ...]) -> dict[int, float]:
    """Design flow left over at each node."""
    left: dict[int, float] = {}
    for segment in segments:
        left[segment.tail] = left.get(segment.tail, 0.0) - segment.design_m3_s
        left[segment.head] = left.get(segment.head, 0.0) + segment.design_m3_s
    return left


@pytest.mark.parametrize("reverse", [False, True])
@pytest.mark.parametrize("start", [(1.0, 2.0), (5.5, 2.0), (5.5, 9.0)])
def test_design_flows_balance_at_every_node(reverse: bool, start: tuple[float, float]) -> None:
    items = consumers()
    flows = [1e-3 * (n + 1) for n in range(len(items))]
    layout = lay_out(items, flows, [Source(*start, 4.0, sum(flows))], 2.7, reverse_return=reverse)
    assert all(abs(value) < 1e-12 for value in balance(layout.segments).values())
    branches = [segment for segment in layout.segments if segment.role == "branch"]
    assert sorted(segment.consumer for segment in branches) == list(range(len(items)))
    assert all(segment.length_m > 0.0 for segment in layout.segments)


def test_a_source_amid_the_row_feeds_two_arms() -> None:
    items = consumers()
    ones = [1e-3] * 6
    end = lay_out(items, ones, [Source(1.0, 2.0, 4.0, 6e-3)], 2.7)
    middle = lay_out(items, ones, [Source(5.5, 2.0, 4.0, 6e-3)], 2.7)
    largest = [
        max(s.design_m3_s for s in layout.segments if s.role == "header")
        for layout in (end, middle)
    ]
    assert largest == pytest.approx([6e-3, 3e-3])


def test_reverse_return_gives_every_rack_of_a_row_the_same_way() -> None:
    items, ones = consumers(), [1e-3] * 6
    layout = lay_out(items, ones, [Source(1.0, 2.0, 4.0, 6e-3)], 2.7, reverse_return=True)
    onward = {
        s.tail: s for s in layout.segments if s.role in ("spine", "header") and not s.is_supply
    }
    inward = {s.head: s for s in layout.segments if s.role in ("spine", "header") and s.is_supply}
    ways = []
    for branch in (s for s in layout.segments if s.role == "branch"):
        way, node = 0.0, branch.tail
        while node != SUPPLY_START:
            way, node = way + inward[node].length_m, inward[node].tail
        node = branch.head
        while node != RETURN_START:
            way, node = way + onward[node].length_m, onward[node].head
        ways.append(way)
    assert np.ptp(ways) == pytest.approx(0.0, abs=1e-9)
    direct = lay_out(items, ones, [Source(1.0, 2.0, 4.0, 6e-3)], 2.7)
    assert direct.node_count == layout.node_count


def test_rows_are_told_by_their_lines() -> None:
    assert rows_of([2.0, 5.0, 2.3, 5.1, 9.0]) == [[0, 2], [1, 3], [4]]
    assert rows_of([]) == []


def test_sizes_keep_the_velocity_and_are_no_larger_than_needed() -> None:
    inner, outer = nominal_pipe(np.array([2e-3, 2e-2, 50.0]), 1.5)
    assert (inner[0], outer[0]) == pytest.approx((0.04276, 0.0483))
    assert 2e-2 / (np.pi / 4 * inner[1] ** 2) <= 1.5
    assert inner[2] == pytest.approx(0.74616)  # the largest there is
    assert outer_diameter_m(np.array([0.04276]))[0] == pytest.approx(0.0483)
    assert turbulent_factor(np.array([0.05]))[0] == pytest.approx(0.0191, abs=1e-4)
    assert bend_loss(np.array([0.05]))[0] == pytest.approx(0.267, abs=2e-3)


def test_every_pipe_of_a_hall_keeps_its_limit_at_design_flow() -> None:
    prepared = prepare_loops(scene_of(hall(racks=20, cdus=2)))
    for identifier in (FACILITY, TECHNOLOGY):
        piping = prepared.piping[identifier]
        assert piping is not None
        velocity = piping.design_m3_s / (np.pi / 4 * piping.inner_m**2)
        assert velocity.max() <= piping.loop.pipes.velocity_limit_m_s + 1e-9


def test_diameters_and_lengths_drawn_override_those_derived() -> None:
    pipes = hall().variant.loops[1].pipes.model_copy(
        update={"header_diameter_m": 0.1, "branch_diameter_m": 0.03, "main_diameter_m": 0.12,
                "main_length_m": 11.0}
    )  # fmt: skip
    piping = prepare_loops(scene_of(hall(pipes=pipes, coolant=PG25))).piping[TECHNOLOGY]
    assert piping is not None
    found = {
        segment.role: (float(piping.inner_m[k]), segment.length_m)
        for k, segment in enumerate(piping.layout.segments)
    }
    assert found["header"][0] == 0.1
    assert found["branch"][0] == 0.03
    assert found["source"] == (0.12, 22.0)
