"""The camera: named views, turning, and what a pixel sees."""

import math

import numpy as np
import pytest

from coolsim.view3d.camera import PRESETS, VIEW_ANGLE_DEG, Camera, pick, preset

LOW, HIGH = (0.0, 0.0, -0.6), (10.0, 4.0, 3.0)


def _seen(camera, point):
    """Place of a point in the picture, -1 to 1 up and across in heights, and its depth."""
    away = np.array(point) - camera.position
    depth = away @ camera.forward
    half = depth * math.tan(math.radians(VIEW_ANGLE_DEG / 2))
    return away @ camera.right / half, away @ camera.up / half, depth


@pytest.mark.parametrize("name", PRESETS)
@pytest.mark.parametrize("aspect", [0.5, 1.6])
def test_a_named_view_shows_all_corners_and_is_filled(name, aspect):
    camera = preset(name, LOW, HIGH, aspect)
    corners = [(x, y, z) for x in (0, 10) for y in (0, 4) for z in (-0.6, 3)]
    seen = np.array([_seen(camera, corner) for corner in corners])
    assert (seen[:, 2] > 0).all()
    assert (np.abs(seen[:, 0]) < aspect).all()
    assert (np.abs(seen[:, 1]) < 1).all()
    assert max(np.abs(seen[:, 0]).max() / aspect, np.abs(seen[:, 1]).max()) > 0.8


def test_the_axes_of_a_picture_are_square_and_right_handed():
    camera = Camera((1.0, 2.0, 3.0), 5.0, 40.0, 20.0)
    axes = np.stack([camera.right, camera.up, -camera.forward])
    np.testing.assert_allclose(axes @ axes.T, np.eye(3), atol=1e-12)
    assert np.linalg.det(axes) == pytest.approx(1.0)
    assert np.linalg.norm(camera.position - camera.target) == pytest.approx(5.0)


def test_the_middle_of_the_picture_is_the_target():
    camera = Camera((1.0, 2.0, 3.0), 5.0, 40.0, 20.0)
    np.testing.assert_allclose(camera.ray(400, 300, 800, 600), camera.forward)
    assert camera.ray(800, 300, 800, 600) @ camera.right > 0
    assert camera.ray(400, 0, 800, 600) @ camera.up > 0


def test_turning_keeps_the_distance_and_stays_above_the_floor():
    camera = Camera((0.0, 0.0, 0.0), 5.0, 170.0, 20.0)
    turned = camera.orbited(30.0, 100.0)
    assert turned.azimuth_deg == pytest.approx(-160.0)
    assert turned.elevation_deg < 90.0
    assert turned.distance_m == 5.0
    assert camera.orbited(0.0, -100.0).elevation_deg == -5.0


def test_panning_moves_the_picture_by_shares_of_its_height():
    camera = Camera((0.0, 0.0, 0.0), 5.0, -90.0, 0.0)
    moved = camera.panned(0.5, 0.0)
    across, up, _ = _seen(moved, (0.0, 0.0, 0.0))
    assert across == pytest.approx(1.0)
    assert up == pytest.approx(0.0, abs=1e-12)


def test_zoom_has_ends():
    camera = Camera((0.0, 0.0, 0.0), 5.0, 0.0, 0.0)
    assert camera.zoomed(2.0).distance_m == 2.5
    assert camera.zoomed(1e9).distance_m == 0.5
    assert camera.zoomed(1e-9).distance_m == 5000.0


def test_the_nearest_box_is_picked():
    camera = Camera((0.0, 0.0, 1.0), 10.0, -90.0, 0.0)
    low = np.array([[-1.0, 2.0, 0.0], [-1.0, -2.0, 0.0], [5.0, 0.0, 0.0]])
    high = low + np.array([2.0, 1.0, 2.0])
    assert pick(camera, camera.forward, low, high) == 1
    assert pick(camera, -camera.forward, low, high) is None
    assert pick(camera, camera.forward, low[:0], high[:0]) is None
