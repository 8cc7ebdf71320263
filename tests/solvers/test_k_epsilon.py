"""The k-epsilon model: decay, log layer, positivity, balances."""

from dataclasses import replace

import numpy as np
import pytest
from rooms import exchange_of, keep, room_of, wall_patch
from test_flow import furnished

from solvers.boundary import Boundary, Side, side_wall
from solvers.flow import FlowOptions, Room
from solvers.grid import INTERIOR, Grid
from solvers.k_epsilon import C_2, k_epsilon
from solvers.momentum import zero_velocity
from solvers.openness import Box, build_openness
from solvers.prolong import refine_state
from solvers.wall_functions import (
    C_MU,
    KARMAN,
    LAMINAR_EDGE,
    ROUGHNESS,
    set_wall_viscosity,
    sublayer_resistance,
    wall_diffusivity,
    wall_faces,
)

ALL_SLIP = Boundary(
    sides=tuple(Side(axis, high, slip=True) for axis in range(3) for high in (False, True))
)


def still_box(step):
    grid = Grid((4, 3, 3), (0.5, 0.5, 0.5))
    nothing = exchange_of(grid, [], [], [], [], np.zeros((0, 0)), [])
    room = room_of(
        build_openness(grid, [], []),
        nothing,
        [],
        [],
        FlowOptions(step=step, reference=20.0),
        closure=k_epsilon(),
    )
    return replace_boundary(room, ALL_SLIP)


def replace_boundary(room, boundary):
    """The same room with other walls, its turbulence begun anew."""
    state = replace(room.state, turbulence=None)
    return Room(
        room.openness,
        room.exchange,
        room.imposed,
        k_epsilon(),
        room.options,
        state,
        boundary=boundary,
    )


def decayed(step, instants):
    """Energy over that of the analytic power law after some true time steps."""
    room = still_box(step)
    turbulence = room.state.turbulence
    turbulence.energy.fill(0.01)
    turbulence.dissipation.fill(0.005)
    for _ in range(instants):
        room.step_in_time()
    time = step * instants
    law = 0.01 * (1.0 + (C_2 - 1.0) * 0.5 * time) ** (-1.0 / (C_2 - 1.0))
    inner = turbulence.energy[INTERIOR]
    np.testing.assert_allclose(inner, inner[0, 0, 0], rtol=1e-12)
    return inner[0, 0, 0] / law


def test_homogeneous_turbulence_decays_by_its_power_law():
    # k / epsilon = 2 s at the start; 20 s leave a ninth of the energy
    coarse, fine = decayed(0.1, 200), decayed(0.05, 400)
    assert fine == pytest.approx(1.0, abs=0.02)
    # first order in time: half the step, half the error
    assert (fine - 1.0) / (coarse - 1.0) == pytest.approx(0.5, abs=0.05)


def channel(speed=2.0, cells=12):
    """A plane channel 1 m high and 120 m long, blown into at one end."""
    grid = Grid((60, 1, cells), (2.0, 1.0, 1.0 / cells))
    openness = build_openness(grid, [], [])
    inlet, outlet = (wall_patch(grid, 0, side, range(1), range(cells)) for side in (-1, 1))
    exchange = exchange_of(grid, [inlet], [outlet], [speed], [speed], [[0.0]], [20.0])
    room = room_of(
        openness, exchange, [inlet], [outlet], FlowOptions(step=2.0, reference=20.0), k_epsilon()
    )
    sides = tuple(Side(1, high, slip=True) for high in (False, True))
    return replace_boundary(room, Boundary(sides=sides))


def test_a_developed_channel_obeys_the_log_law():
    speed = 2.0
    room = channel(speed)
    for _ in range(250):
        room.step()
    pressure = room.state.pressure[1:-1, 1, 1:-1].mean(axis=1)
    gradient = (pressure[40] - pressure[52]) / 24.0
    friction = np.sqrt(0.5 * gradient)
    # bulk speed of the log law from wall to centre: u_tau (ln(E h+) - 1) / kappa
    expected = 0.05
    for _ in range(50):
        units = 0.5 * expected / 1.5e-5
        expected = speed * KARMAN / (np.log(ROUGHNESS * units) - 1.0)
    assert friction == pytest.approx(expected, rel=0.05)
    wall_energy = room.state.turbulence.energy[46, 1, 1]
    assert wall_energy == pytest.approx(friction**2 / np.sqrt(C_MU), rel=0.15)
    # the speed at the wall cell's centre lies on the log law of that friction
    units = friction / 24.0 / 1.5e-5
    at_wall = room.state.velocity[0][46, 1, 1]
    assert at_wall / friction == pytest.approx(np.log(ROUGHNESS * units) / KARMAN, rel=0.05)


@pytest.mark.parametrize("seed", range(4))
def test_energy_and_dissipation_stay_positive_in_random_rooms(seed):
    random = np.random.default_rng(seed)
    room = furnished(closure=k_epsilon())
    turbulence = room.state.turbulence
    for field in (turbulence.energy, turbulence.dissipation):
        np.copyto(field, 10.0 ** random.uniform(-6.0, 1.0, field.shape))
    for axis in range(3):
        open_faces = room.openness.area[axis] > 0.0
        room.state.velocity[axis][open_faces] = random.normal(size=int(open_faces.sum()))
    room.state.temperature += random.normal(scale=5.0, size=room.state.temperature.shape)
    for _ in range(15):
        room.step()
        active = room.openness.active
        assert turbulence.energy[active].min() > 0.0
        assert turbulence.dissipation[active].min() > 0.0
        assert np.isfinite(room.state.viscosity).all()


def test_balances_close_with_two_equations():
    room = furnished(closure=k_epsilon())
    for _ in range(60):
        room.step()
    result, defect = room.finish(keep)
    assert result.converged
    assert defect < 1e-12
    returned = room.exchange.intakes.means(room.state.temperature)[0]
    assert 0.25 * (returned - 18.0) == pytest.approx(0.2 * 10.0, rel=1e-9)


def layered_room(*, buoyancy, rising):
    """Still air between slipping walls, warm above cold (or below), after some true steps."""
    room = still_box(0.05)
    room.closure = k_epsilon(buoyancy=buoyancy)
    height = room.openness.grid.centres(2)
    room.state.temperature[INTERIOR] = 20.0 + (height - 0.75) * (4.0 if rising else -4.0)
    turbulence = room.state.turbulence
    turbulence.energy.fill(0.01)
    turbulence.dissipation.fill(0.005)
    for _ in range(5):
        room.closure.advance(room._surroundings(), turbulence, room.state.viscosity, in_time=True)
    return float(turbulence.energy[INTERIOR].mean())


def test_stable_layers_damp_turbulence_and_unstable_ones_feed_it():
    without = layered_room(buoyancy=False, rising=True)
    assert layered_room(buoyancy=True, rising=True) < without
    assert layered_room(buoyancy=True, rising=False) > without


def test_walls_are_closed_faces_that_nothing_blows_through():
    grid = Grid((4, 4, 4), (0.25, 0.25, 0.25))
    openness = build_openness(grid, [Box((0.5, 0.0, 0.0), (1.0, 1.0, 0.25))], [])
    imposed = zero_velocity(grid)
    imposed[0][1, 2, 3] = 0.4
    walls = wall_faces(openness, imposed, ((1, 0),))
    assert walls[1, 2, 3] == 0  # an opening in the low x wall
    assert walls[1, 1, 3] == 1  # that wall; the low y side is a plane of symmetry
    assert walls[2, 2, 1] == 2 + 16  # beside the box, on the floor
    assert walls[3, 4, 2] == 8 + 16  # on the box, at the high y wall
    assert walls[3, 2, 1] == 0  # inside the box


def test_turbulence_is_carried_to_a_finer_grid():
    room = furnished(closure=k_epsilon())
    for _ in range(5):
        room.step()
    fine = build_openness(Grid((24, 20, 12), (0.15, 0.15, 0.15)), [], [])
    carried = refine_state(room.state, room.openness, fine).turbulence
    coarse = room.state.turbulence
    for name in ("energy", "dissipation", "wall_viscosity"):
        new = getattr(carried, name)[(..., *INTERIOR)]
        old = getattr(coarse, name)[..., room.openness.active]
        assert old.min() <= new.min() <= new.max() <= old.max()


def test_each_wall_has_the_shear_of_its_own_distance():
    # u_k = 0.05 m/s: y+ = 166.7 and 333.3 at 0.05 and 0.1 m, 8.33 at 2.5 mm, which is laminar
    energy = np.full((1, 1, 1), 0.05**2 / np.sqrt(C_MU))
    nu = np.zeros((3, 1, 1, 1))
    set_wall_viscosity(energy, (0.1, 0.2, 0.005), 1.5e-5, nu)
    expected = [0.05 * y * KARMAN / np.log(ROUGHNESS * y * 0.05 / 1.5e-5) for y in (0.05, 0.1)]
    np.testing.assert_allclose(nu.ravel(), [*expected, 1.5e-5], rtol=1e-12)


def test_the_log_law_of_temperature_by_hand():
    # Jayatilleke: 9.24 (0.789^0.75 - 1) (1 + 0.28 exp(-0.0055)); T+ = 0.9 (ln(900) / 0.42 - 1.92)
    assert sublayer_resistance(0.71, 0.9) == pytest.approx(-1.92, abs=0.01)
    energy = (100.0 * 1.5e-5 / 0.05) ** 2 / np.sqrt(C_MU)
    found = wall_diffusivity(np.array([energy, 0.0]), np.full(2, 0.05), 1.5e-5, 0.71, 0.9)
    assert found == pytest.approx([1.5e-5 * 100.0 / 12.84, 1.5e-5 / 0.71], rel=2e-3)
    # both laws meet where the shear is taken to change
    edge = (LAMINAR_EDGE * np.array([0.999, 1.001]) * 1.5e-5 / 0.05) ** 2 / np.sqrt(C_MU)
    below, above = wall_diffusivity(edge, np.full(2, 0.05), 1.5e-5, 0.71, 0.9)
    assert above == pytest.approx(below, rel=0.02)


def test_a_heated_wall_warms_the_air_by_the_log_law():
    room = furnished(closure=k_epsilon())
    wall = side_wall(room.openness, 2, high=True, temperature=40.0)
    state = replace(room.state, turbulence=None)
    room = Room(
        room.openness, room.exchange, room.imposed, k_epsilon(), room.options, state,
        boundary=Boundary(thermal=wall),
    )  # fmt: skip
    for _ in range(25):
        room.step()
    room.step(tight=True)
    near = room.closure.wall_diffusivity(
        room.state.turbulence, wall, room.options.laminar_prandtl, room.options.prandtl
    )
    entering = wall.area * near / 0.15 * (40.0 - room.state.temperature.ravel()[wall.cells])
    assert near.max() > 5.0 * 1.5e-5
    returned = room.exchange.intakes.means(room.state.temperature)[0]
    assert 0.25 * (returned - 18.0) == pytest.approx(0.2 * 10.0 + entering.sum(), rel=1e-8)
