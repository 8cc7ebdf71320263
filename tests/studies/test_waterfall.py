"""Performance per watt from chip to facility, and accelerators in whole units."""

from __future__ import annotations

import pytest

from coolsim.catalogue.boards import board_power
from coolsim.catalogue.loading import load_catalogue
from coolsim.design import edits
from coolsim.design.models import Content
from coolsim.scene.assumptions import AssumptionLog
from coolsim.simulate import resolve_design
from coolsim.studies.waterfall import accelerators_carried, waterfall
from tests.studies.halls import air_hall, air_room, year_of


def test_each_boundary_costs_more_watts() -> None:
    design = edits.update(
        air_hall(), ["rack-0001"], load_w=None, contents=(Content(item="dgx_h100", count=2),)
    )
    year = year_of(design, air_room(), "chicago-ohare-il").year
    log = AssumptionLog()
    steps = waterfall(design.variant, load_catalogue(), year, log)
    assert [step.name for step in steps] == ["chip", "board", "server", "rack", "IT", "facility"]
    watts = [step.watts for step in steps if step.watts is not None]
    assert watts == sorted(watts)
    assert watts[0] == 700.0
    assert steps[1].watts == pytest.approx(700.0 / 0.925)
    assert "efficiency 0.925" in steps[1].note
    assert "board" in {item.object_id for item in log.all()}
    rates = [step.flops_per_watt["bf16"] for step in steps if step.flops_per_watt]
    assert rates == sorted(rates, reverse=True)
    assert watts[-1] == pytest.approx(watts[-2] * year.pue)
    assert waterfall(air_hall().variant, load_catalogue(), year, log) == ()


def test_power_is_never_multiplied_into_accelerators() -> None:
    design = edits.update(
        air_hall(), ["rack-0001"], load_w=None, contents=(Content(item="dgx_h100", count=4),)
    )
    carried = accelerators_carried(resolve_design(design, load_catalogue()).racks)
    assert carried is not None
    assert [carried(share) for share in (1.2, 1.0, 0.8, 0.5, 0.2)] == [32, 32, 24, 16, 0]
    assert accelerators_carried(resolve_design(air_hall(), load_catalogue()).racks) is None


def test_boards_by_their_worked_number() -> None:
    board = board_power(load_catalogue(), 700.0)
    assert (board.low, board.value, board.high) == pytest.approx((736.84, 756.76, 777.78), abs=5e-3)
    assert board.is_weak
