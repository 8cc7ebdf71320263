"""Random halls with water in their air: conserved, never below zero, or refused with a reason."""

import numpy as np
import pytest

from coolsim.catalogue import load_catalogue
from coolsim.design import edits
from coolsim.errors import CoolSimError
from coolsim.simulate import simulate
from tests.air.halls import finish
from tests.random_halls import cell_for, random_hall


def humid_hall(seed):
    """A random hall with random sources of water."""
    pick = np.random.default_rng(seed)
    design = edits.set_settings(random_hall(seed), humidity="transported")
    return edits.set_hall(
        design,
        people=int(pick.integers(0, 30)),
        lights_w=float(pick.choice([0.0, 500.0])),
        humidifier_kg_s=float(pick.choice([0.0, 1e-4, 5e-3])),
        outside_air_m3_s=float(pick.choice([0.0, 0.05, 1.0])),
        outside_humidity_ratio_kg_kg=float(pick.uniform(0.001, 0.02)),
        humidity_ratio_kg_kg=float(pick.uniform(0.004, 0.014)),
    )


@pytest.mark.parametrize("seed", range(1, 9))
def test_water_is_conserved_in_any_hall(seed):
    design = humid_hall(seed)
    steps = simulate(design, load_catalogue(), fidelity="draft", cell_m=cell_for(design, 8_000))
    try:
        results = finish(steps)
    except CoolSimError as refused:
        if not refused.remedy:
            raise
        return
    assert results.balance.moisture_fraction < 1e-8
    assert all(cooler.condensate_kg_s >= -1e-15 for cooler in results.coolers)
    known = results.fields.humidity_ratio_kg_kg
    assert np.nanmin(known) >= 0.0
