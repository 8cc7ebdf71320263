"""Lines that follow the air stay on it and end where it ends."""

from dataclasses import replace

import numpy as np
import pytest

from coolsim.results.records import Fields
from coolsim.results.streamlines import streamlines


def vortex(cells=40, step=0.1):
    """Solid-body rotation about the middle, at 1 rad/s."""
    at = (np.arange(cells) + 0.5) * step - cells * step / 2
    x, y, _ = np.meshgrid(at, at, at[:4], indexing="ij")
    velocity = np.stack((-y, x, np.zeros_like(x))).astype("f4")
    zero = np.zeros(x.shape, dtype="f4")
    return Fields((0.0, 0.0, 0.0), (step,) * 3, zero + 20, velocity, zero)


def test_a_line_of_a_vortex_keeps_its_radius_over_a_turn():
    around = 2 * np.pi * 1.0
    (line,) = streamlines(vortex(), np.array([[3.0, 2.0, 0.2]]), longest_m=around)
    radius = np.hypot(line[:, 0] - 2.0, line[:, 1] - 2.0)
    assert len(line) == int(around / 0.08) + 1
    assert np.abs(radius - 1.0).max() < 1e-5
    assert line[5, 1] > 2.0


def test_upstream_runs_the_other_way_and_back():
    seed = np.array([[3.0, 2.0, 0.2]])
    (there,) = streamlines(vortex(), seed, longest_m=1.0)
    (back,) = streamlines(vortex(), there[-1:], upstream=True, longest_m=1.0)
    np.testing.assert_allclose(back[-1], seed[0], atol=1e-5)


def test_lines_end_at_solids_walls_and_in_still_air():
    fields = vortex()
    jet = np.zeros_like(fields.velocity_m_s)
    jet[0] = 1.0
    solid = fields.temperature_c.copy()
    solid[30:32] = np.nan
    fields = replace(fields, velocity_m_s=jet, temperature_c=solid)
    blocked, free, inside = streamlines(
        fields, np.array([[1.0, 2.0, 0.2], [3.3, 2.0, 0.2], [3.05, 2.0, 0.2]])
    )
    assert 2.9 < blocked[-1, 0] < 3.0
    assert 3.9 < free[-1, 0] <= 4.0
    assert len(inside) == 1
    still = replace(fields, velocity_m_s=jet * 0)
    assert len(streamlines(still, np.array([[1.0, 2.0, 0.2]]))[0]) == 1


def test_seeds_outside_give_their_point_only():
    (line,) = streamlines(vortex(), np.array([[-1.0, 2.0, 0.2]]))
    assert line.tolist() == [[-1.0, pytest.approx(2.0), pytest.approx(0.2)]]
