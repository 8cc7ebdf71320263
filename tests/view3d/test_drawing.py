"""Pictures: what is shown is seen, by pixels; the process answers what it is asked."""

import io

import numpy as np
import pytest

from coolsim.results.records import Fields
from coolsim.view3d import messages
from coolsim.view3d.camera import preset
from coolsim.view3d.contents import AirShown, boxes_of, hall_box
from coolsim.view3d.process import serve
from coolsim.view3d.renderer import Renderer
from tests.halls import small_hall

WHITE, INK, ACCENT = (255, 255, 255), (20, 20, 20), (0, 90, 210)
TABLE = np.linspace((0, 0, 255), (255, 0, 0), 256).astype(np.uint8)
SIZE = (160, 120)


@pytest.fixture(scope="module")
def renderer():
    return Renderer(TABLE, WHITE, INK, ACCENT)


def _fields():
    shape = (20, 12, 9)
    ramp = np.linspace(15.0, 35.0, shape[0], dtype=np.float32)
    temperature = np.broadcast_to(ramp[:, None, None], shape).copy()
    temperature[:2] = np.nan
    velocity = np.zeros((3, *shape), np.float32)
    velocity[0] = 0.5
    return Fields((0.0, 0.0, -0.6), (0.3, 0.4, 0.4), temperature, velocity, temperature)


def _shown(renderer, colours=None, selection=(), air=None, side="iso"):
    variant = small_hall().variant
    low, high = hall_box(variant)
    renderer.set_hall(boxes_of(variant, colours, selection), low, high)
    fields = _fields() if air else None
    renderer.set_fields(fields, None if fields is None else fields.temperature_c)
    renderer.set_air(air or AirShown())
    return renderer.render(preset(side, low, high, SIZE[0] / SIZE[1]), *SIZE).astype(int)


def _reddish(pixels):
    return int((pixels[..., 0] > pixels[..., 2] + 60).sum())


def _bluish(pixels):
    return int((pixels[..., 2] > pixels[..., 0] + 60).sum())


def test_a_hall_is_drawn_on_the_background(renderer):
    pixels = _shown(renderer)
    assert pixels.shape == (SIZE[1], SIZE[0], 3)
    np.testing.assert_array_equal(pixels[0, 0], WHITE)
    assert (pixels != 255).any(axis=2).sum() > 500


def test_racks_take_the_colours_given(renderer):
    plain = _reddish(_shown(renderer))
    red = {rack.id: (230, 20, 20) for rack in small_hall().variant.racks}
    assert _reddish(_shown(renderer, red)) > plain + 200


def test_a_selected_object_is_outlined(renderer):
    plain = _shown(renderer)
    chosen = _shown(renderer, selection=["rack-0002"])
    changed = (plain != chosen).any(axis=2)
    assert 10 < changed.sum() < 0.2 * changed.size
    assert _bluish(chosen) > _bluish(plain)


def test_a_slice_shows_cold_and_warm_ends(renderer):
    level = AirShown((None, None, 2.5), low=15.0, high=35.0)
    pixels = _shown(renderer, air=level, side="top")
    assert _reddish(pixels) > 500
    assert _bluish(pixels) > 500
    columns = np.arange(SIZE[0])
    red = (pixels[..., 0] > pixels[..., 2] + 60).sum(axis=0) @ columns
    blue = (pixels[..., 2] > pixels[..., 0] + 60).sum(axis=0) @ columns
    assert red / _reddish(pixels) > blue / _bluish(pixels)


@pytest.mark.parametrize("axis", [0, 1])
def test_upright_slices_are_seen(renderer, axis):
    at = [None, None, None]
    at[axis] = 3.0
    before = _shown(renderer)
    assert (_shown(renderer, air=AirShown(tuple(at))) != before).any(axis=2).sum() > 300


def test_a_surface_takes_the_colour_of_its_value(renderer):
    warm = _shown(renderer, air=AirShown(iso=33.0, low=15.0, high=35.0))
    cold = _shown(renderer, air=AirShown(iso=19.0, low=15.0, high=35.0))
    assert (warm != cold).any(axis=2).sum() > 300
    redder = (warm - cold)[..., 0] - (warm - cold)[..., 2]
    assert redder.mean() > 2.0


def test_streamlines_run_from_their_seeds(renderer):
    plain = _shown(renderer)
    lines = _shown(renderer, air=AirShown(seeds=((3.0, 2.0, 2.7), (3.0, 2.4, 2.7))))
    assert (plain != lines).any(axis=2).sum() > 20


def test_an_empty_hall_is_drawn(renderer):
    variant = small_hall().variant.model_copy(update={"racks": (), "coolers": (), "tiles": ()})
    low, high = hall_box(variant)
    renderer.set_hall(boxes_of(variant), low, high)
    renderer.set_fields(None, None)
    renderer.set_air(AirShown((1.0, 1.0, 1.0), 20.0, ((1.0, 1.0, 1.0),)))
    assert (renderer.render(preset("iso", low, high), *SIZE) != 255).any()


def test_messages_come_back_whole():
    arrays = {
        "a": np.arange(6, dtype=np.float32).reshape(2, 3),
        "b": np.array([True, False]),
        "c": np.zeros((0, 3)),
    }
    stream = io.BytesIO(messages.encode("hall", {"x": [1.5, None]}, arrays) * 2)
    for _ in range(2):
        head, back = messages.read(stream)
        assert (head.kind, head.values) == ("hall", {"x": [1.5, None]})
        for name, array in arrays.items():
            np.testing.assert_array_equal(back[name], array)
            assert back[name].dtype == array.dtype
    assert messages.read(stream) is None


@pytest.mark.parametrize(
    "line",
    [
        b"nonsense\n",
        b"{}\n",
        b'{"kind": "x", "values": {}, "arrays": [["a", "|O", [1]]]}\n',
        b'{"kind": "x", "values": {}, "arrays": [["a", "<f8", [-1]]]}\n',
        b'{"kind": "x", "values": {}, "arrays": [["a", "<f8", [900000000]]]}\n',
        b'{"kind": "x", "values": {}, "arrays": [["a", "<f8", [4]]]}\nshort',
    ],
)
def test_broken_messages_are_refused(line):
    with pytest.raises(messages.MessageError):
        messages.read(io.BytesIO(line))


def test_the_process_draws_what_it_is_told_and_tells_what_it_cannot():
    variant = small_hall().variant
    low, high = hall_box(variant)
    boxes = boxes_of(variant)
    camera = preset("iso", low, high)
    frame = {
        "ticket": 7,
        "target": camera.target,
        "distance_m": camera.distance_m,
        "azimuth_deg": camera.azimuth_deg,
        "elevation_deg": camera.elevation_deg,
        "width": 80,
        "height": 60,
    }
    given = io.BytesIO(
        messages.encode("frame", frame)
        + messages.encode(
            "theme", {"background": WHITE, "ink": INK, "accent": ACCENT}, {"table": TABLE}
        )
        + messages.encode(
            "hall",
            {"low": low, "high": high},
            {
                "outline": boxes.outline,
                "low": boxes.low,
                "high": boxes.high,
                "rgb": boxes.rgb,
                "opacity": boxes.opacity,
                "chosen": boxes.chosen,
            },
        )
        + messages.encode("frame", frame)
        + messages.encode("dance")
    )
    answers = io.BytesIO()
    serve(given, answers)
    answers.seek(0)
    read = []
    while (message := messages.read(answers)) is not None:
        read.append(message)
    kinds = [head.kind for head, _ in read]
    assert kinds == ["ready", "failed", "frame", "failed"]
    assert "no theme" in read[1][0].values["message"]
    assert "dance" in read[3][0].values["message"]
    assert read[2][0].values["ticket"] == 7
    pixels = read[2][1]["pixels"]
    assert pixels.shape == (60, 80, 3)
    assert (pixels != 255).any()
