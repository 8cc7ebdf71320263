"""A closed loop of eight racks, solved by EPANET 2.2.

L. A. Rossman et al., EPANET 2.2 User Manual, EPA/600/R-20/133 (2020).
"""

import dataclasses

import numpy as np

from coolsim.verification import shipped_case
from coolsim.verification.kinds.rack_loop import rack_network
from solvers.network import solve_network
from tests.validation.cases import assert_agrees, row_of, rows

CASE = "C04_epanet_rack_loop"


def test_flows_of_both_configurations_agree():
    found = rows(CASE)
    assert len(found) == 22
    assert_agrees(found)
    # the two differ in their friction formula alone: closer than the tolerance by far
    assert max(abs(row.difference / row.published) for row in found if row.published) < 2e-3


def test_a_rack_with_more_resistance_gets_less_and_its_neighbours_more():
    equal, unequal = "direct_return_equal_K60", "direct_return_unequal"
    found = rows(CASE)
    assert (
        row_of(found, f"{unequal}: flow of rack 8").ours
        < row_of(found, f"{equal}: flow of rack 8").ours
    )
    assert (
        row_of(found, f"{unequal}: flow of rack 1").ours
        > row_of(found, f"{equal}: flow of rack 1").ours
    )


def test_a_thicker_liquid_flows_less_everywhere():
    setup = shipped_case(CASE).setup
    losses = (60.0,) * 8
    thick = dataclasses.replace(setup, kinematic_viscosity_m2_s=5e-6)
    plain, slow = (solve_network(rack_network(s, losses)).flow_kg_s for s in (setup, thick))
    assert (np.asarray(slow) < np.asarray(plain)).all()
