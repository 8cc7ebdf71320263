"""Draws pictures for a window: ``python -m coolsim.view3d.process`` reads messages, answers frames.

Asked of it: ``theme``, ``hall``, ``fields``, ``air`` (what is shown from now on) and ``frame`` (a
picture from a camera). It answers ``ready`` once, a ``frame`` for each asked, and ``failed``
where one cannot be drawn. It ends when its input does.
"""

from __future__ import annotations

import sys
from typing import Any, BinaryIO

from numpy.typing import NDArray

from coolsim.results.records import Fields
from coolsim.view3d import messages
from coolsim.view3d.camera import Camera
from coolsim.view3d.contents import AirShown, Boxes
from coolsim.view3d.renderer import Renderer

Arrays = dict[str, NDArray[Any]]


def serve(given: BinaryIO, answers: BinaryIO) -> None:
    """Answer messages until the input ends."""
    artist = _Artist()
    answers.write(messages.encode("ready"))
    answers.flush()
    while (message := messages.read(given)) is not None:
        head, arrays = message
        try:
            answer = artist.answer(head.kind, head.values, arrays)
        except Exception as error:  # noqa: BLE001  the window must learn of it, whatever it is
            answer = messages.encode("failed", {"message": f"{type(error).__name__}: {error}"})
        if answer:
            answers.write(answer)
            answers.flush()


class _Artist:
    """A renderer and what it was told."""

    def __init__(self) -> None:
        self._renderer: Renderer | None = None

    def answer(self, kind: str, values: dict[str, Any], arrays: Arrays) -> bytes | None:
        if kind == "theme":
            self._theme(values, arrays)
        elif kind == "hall":
            boxes = Boxes(
                (), arrays["outline"], arrays["low"], arrays["high"], arrays["rgb"],
                arrays["opacity"], arrays["chosen"],
            )  # fmt: skip
            self._known.set_hall(boxes, _triple(values["low"]), _triple(values["high"]))
        elif kind == "fields":
            self._fields(values, arrays)
        elif kind == "air":
            x, y, z = values["slice_m"]
            seeds = tuple(_triple(seed) for seed in values["seeds"])
            shown = AirShown((x, y, z), values["iso"], seeds, values["low"], values["high"])
            self._known.set_air(shown)
        elif kind == "frame":
            return self._frame(values)
        else:
            raise ValueError(f"nothing is known of {kind!r}")
        return None

    @property
    def _known(self) -> Renderer:
        if self._renderer is None:
            raise ValueError("no theme was given yet")
        return self._renderer

    def _theme(self, values: dict[str, Any], arrays: Arrays) -> None:
        background, ink, accent = (
            _colour(values[name]) for name in ("background", "ink", "accent")
        )
        if self._renderer is None:
            self._renderer = Renderer(arrays["table"], background, ink, accent)
        else:
            self._renderer.set_theme(arrays["table"], background, ink, accent)

    def _fields(self, values: dict[str, Any], arrays: Arrays) -> None:
        if "value" not in arrays:
            self._known.set_fields(None, None)
            return
        fields = Fields(
            origin_m=_triple(values["origin_m"]),
            spacing_m=_triple(values["spacing_m"]),
            temperature_c=arrays["value"],
            velocity_m_s=arrays["velocity"],
            pressure_pa=arrays["value"],
        )
        self._known.set_fields(fields, arrays["value"])

    def _frame(self, values: dict[str, Any]) -> bytes:
        camera = Camera(
            _triple(values["target"]),
            float(values["distance_m"]),
            float(values["azimuth_deg"]),
            float(values["elevation_deg"]),
        )
        pixels = self._known.render(camera, int(values["width"]), int(values["height"]))
        return messages.encode("frame", {"ticket": values["ticket"]}, {"pixels": pixels})


def _triple(values: Any) -> tuple[float, float, float]:
    x, y, z = values
    return float(x), float(y), float(z)


def _colour(values: Any) -> tuple[int, int, int]:
    red, green, blue = values
    return int(red), int(green), int(blue)


def main() -> None:
    """Serve the process's own streams; whatever libraries print goes to the error stream."""
    answers = sys.stdout.buffer
    sys.stdout = sys.stderr
    serve(sys.stdin.buffer, answers)


if __name__ == "__main__":
    main()
