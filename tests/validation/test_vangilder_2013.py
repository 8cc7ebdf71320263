"""Measured thermal mass of servers.

J. W. VanGilder, C. M. Healey, Z. M. Pardey and X. Zhang, A compact server model for transient data
center simulations, ASHRAE Transactions 119(2) (2013).
"""

import dataclasses
import math

import pytest

from coolsim.verification import shipped_case
from coolsim.verification.kinds.server_thermal_mass import run
from tests.validation.cases import assert_agrees, rows

CASE = "B06_server_thermal_mass"


def test_the_exhaust_lags_an_even_ramp_as_published():
    found = rows(CASE)
    assert len(found) == 3
    assert_agrees(found)
    assert all(row.within_tolerance for row in found)


def test_any_number_of_steps_gives_the_same_exhaust():
    for one, other in zip(rows(CASE), rows(CASE, steps=3), strict=True):
        assert one.ours == pytest.approx(other.ours, abs=1e-9)


@pytest.mark.parametrize("name", ["1U PowerEdge 850", "2U PowerEdge 2850"])
def test_the_other_servers_follow_their_closed_form(name):
    case = shipped_case(CASE)
    ramp = dataclasses.replace(case.reference.ramp_check, server=name)
    changed = dataclasses.replace(
        case, reference=dataclasses.replace(case.reference, ramp_check=ramp)
    )
    (server,) = [one for one in case.reference.servers if one.name == name]
    air = server.M_kg * server.cp / (server.Q_L_s * 1e-3 * ramp.rho_cp)
    metal = air / server.effectiveness
    for row, instant in zip(run(changed), ramp.rise_above_initial_minus_dT_IT, strict=True):
        held_back = air * (1.0 - math.exp(-instant.t_s / metal))
        assert row.ours == pytest.approx(ramp.ramp_K_s * (instant.t_s - held_back), abs=1e-9)


def test_a_ramp_of_an_unknown_server_is_refused():
    case = shipped_case(CASE)
    ramp = dataclasses.replace(case.reference.ramp_check, server="another")
    with pytest.raises(ValueError, match="not among the servers"):
        dataclasses.replace(case.reference, ramp_check=ramp)
