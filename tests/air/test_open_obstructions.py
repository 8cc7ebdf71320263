"""Obstructions that air passes: a loss across each axis, no closed face, no lost volume."""

import numpy as np
import pytest

from coolsim.air.summary import balance
from coolsim.design.models import Obstruction
from solvers.openness import perforated_plate_loss
from tests.air.halls import base, changed, solve
from tests.air.test_case import devices_of


def with_tray(**fields):
    """The small hall with a box of whole cells above its racks."""
    tray = Obstruction.model_validate(
        {
            "id": "obstruction-0001", "x_m": 3.0, "y_m": 2.4, "width_m": 1.2, "depth_m": 1.2,
            "z_from_m": 2.4, "z_to_m": 3.0, **fields,
        }
    )  # fmt: skip
    return changed(base(), obstructions=(tray,))


def middles(devices, axis):
    """Loss of the faces normal to an axis that an obstruction touched, against a bare hall."""
    loss = devices.geometry.openness.loss[axis]
    bare = devices_of(base()).geometry.openness.loss[axis]
    return loss[~np.isclose(loss, bare)]


@pytest.mark.parametrize("axis", [0, 1, 2])
def test_air_meets_the_loss_of_a_perforated_plate_whichever_way_it_goes(axis):
    losses = middles(devices_of(with_tray(open_fraction=0.4)), axis)
    assert losses.size
    assert losses.max() == pytest.approx(float(perforated_plate_loss(0.4)))


def test_it_closes_nothing():
    open_one, solid, bare = (
        devices_of(variant).geometry.openness
        for variant in (with_tray(open_fraction=0.4), with_tray(), base())
    )
    assert np.array_equal(open_one.fluid, bare.fluid)
    assert solid.fluid.sum() < bare.fluid.sum()
    for axis in range(3):
        assert np.array_equal(open_one.area[axis], bare.area[axis])


def test_a_hall_with_a_cable_tray_balances():
    solution = solve(with_tray(open_fraction=0.4), fidelity="live", cell_m=0.4)
    assert balance(solution).energy_fraction < 1e-9
    assert balance(solution).mass_fraction < 1e-6
