"""Servers in time: worked numbers, the steady state, and heat that is only delayed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coolsim.equipment.server import (
    ServerMass,
    advance_metal_c,
    air_time_constant_s,
    exhaust_c,
    metal_time_constant_s,
    steady_metal_c,
)

R210 = ServerMass(9.9, 480.0, 0.81, 0.06)
RATE = 0.017 * 1206.0


def test_worked_numbers() -> None:
    assert air_time_constant_s(R210, RATE) == pytest.approx(231.8, abs=0.05)
    assert metal_time_constant_s(R210, RATE) == pytest.approx(286.1, abs=0.1)
    plain = ServerMass(10.0, 500.0, 0.8, 0.0)
    assert exhaust_c(plain, 20.0, 30.0, 10.0) == pytest.approx(32.0)
    constant = metal_time_constant_s(plain, RATE)
    after = advance_metal_c(plain, RATE, 20.0, (30.0, 30.0), 0.0, constant)
    assert after == pytest.approx(26.32, abs=0.005)


def test_a_steady_server_stores_nothing() -> None:
    metal = steady_metal_c(R210, 25.0, 12.0)
    assert exhaust_c(R210, metal, 25.0, 12.0) == pytest.approx(37.0)
    assert advance_metal_c(R210, RATE, metal, (25.0, 25.0), 12.0, 100.0) == pytest.approx(metal)


@given(
    end=st.floats(10.0, 45.0),
    rise=st.floats(0.0, 25.0),
    seconds=st.floats(1.0, 3600.0),
    effectiveness=st.floats(0.2, 1.0),
)
def test_what_the_air_loses_the_metal_holds(
    end: float, rise: float, seconds: float, effectiveness: float
) -> None:
    """Simpson's rule over the exhaust's deficit gives the heat that the metal has taken up."""
    server = ServerMass(12.0, 500.0, effectiveness, 0.05)
    metal, step, count = steady_metal_c(server, 20.0, rise), seconds / 400, 400
    first, deficits = metal, []
    for n in range(count + 1):
        inlet = 20.0 + (end - 20.0) * n / count
        deficits.append(inlet + rise - exhaust_c(server, metal, inlet, rise))
        after = 20.0 + (end - 20.0) * (n + 1) / count
        if n < count:
            metal = advance_metal_c(server, RATE, metal, (inlet, after), rise, step)
    weights = [1.0, *([4.0, 2.0] * (count // 2 - 1)), 4.0, 1.0]
    lost = RATE * step / 3.0 * sum(w * d for w, d in zip(weights, deficits, strict=True))
    assert lost == pytest.approx(server.capacity_j_k * (metal - first), rel=1e-5, abs=1e-3)
