"""The hall in 3-D for the report, drawn in a process of its own as the window's view is.

A driver that fails or hangs ends that process alone: the report is then made without the picture,
and says so. Pixels depend on the driver, so this picture is not among what is the same in every
report of the same input.
"""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coolsim.report.blocks import Block, heading, remark
from coolsim.report.pictures import heat_colour, heat_table, rgb_png
from coolsim.report.subject import Subject, heat_range
from coolsim.view3d import messages
from coolsim.view3d.camera import preset
from coolsim.view3d.contents import boxes_of, hall_box

FILE = "hall-3d.png"
LONGEST_S = 60.0
"""How long the picture may take; a first start of the drawing libraries takes seconds [s]."""
_WIDTH, _HEIGHT = 1600, 900
_WHITE, _INK, _ACCENT = (255, 255, 255), (27, 31, 36), (11, 99, 206)
_SLICE_M = 1.0
"""Height of the slice of air: racks reach above it; half the hall's height where lower [m]."""


def draw_hall(
    subject: Subject, command: Sequence[str] = (), longest_s: float = LONGEST_S
) -> tuple[bytes | None, str]:
    """The hall with its racks in the colour of their inlet and a slice of air, as a PNG.

    Args:
        subject: What the report is about.
        command: What draws; the program's own process by default.
        longest_s: When it is given up [s].

    Returns:
        The picture and "", or ``None`` and why there is none.
    """
    asked = b"".join(_messages(subject))
    try:
        ended = subprocess.run(  # noqa: S603  our own module, no shell
            list(command) or [sys.executable, "-m", "coolsim.view3d.process"],
            input=asked,
            capture_output=True,
            timeout=longest_s,
            check=False,
        )
        return _picture(ended.stdout), ""
    except subprocess.TimeoutExpired:
        reason = f"drawing took more than {longest_s:.0f} s"
    except (OSError, messages.MessageError, LookupError) as error:
        reason = str(error) or type(error).__name__
    return None, f"The hall could not be drawn in 3-D on this computer: {reason}."


def _messages(subject: Subject) -> list[bytes]:
    low, high = heat_range(subject)
    inlets = {rack.id: rack.inlet_temperature_c for rack in subject.results.racks}
    colours = {
        key: _rgb(heat_colour(value, low, high))
        for key, value in inlets.items()
        if np.isfinite(value)
    }
    boxes = boxes_of(subject.variant, colours)
    corner, far = hall_box(subject.variant)
    camera = preset("iso", corner, far, _WIDTH / _HEIGHT)
    ticket: dict[str, Any] = {"ticket": 1, "width": _WIDTH, "height": _HEIGHT}
    look = {
        "target": camera.target,
        "distance_m": camera.distance_m,
        "azimuth_deg": camera.azimuth_deg,
        "elevation_deg": camera.elevation_deg,
    }
    arrays: dict[str, NDArray[Any]] = {
        "outline": boxes.outline,
        "low": boxes.low,
        "high": boxes.high,
        "rgb": boxes.rgb,
        "opacity": boxes.opacity,
        "chosen": boxes.chosen,
    }
    theme = {"background": _WHITE, "ink": _INK, "accent": _ACCENT}
    said = [
        messages.encode("theme", theme, {"table": _colours()}),
        messages.encode("hall", {"low": corner, "high": far}, arrays),
    ]
    fields = subject.results.fields
    if fields.temperature_c.size:
        place = {"origin_m": fields.origin_m, "spacing_m": fields.spacing_m}
        air = {"value": fields.temperature_c, "velocity": fields.velocity_m_s}
        slice_m = (None, None, _slice_m(subject))
        shown: dict[str, Any] = {
            "slice_m": slice_m,
            "iso": None,
            "seeds": [],
            "low": low,
            "high": high,
        }
        said += [messages.encode("fields", place, air), messages.encode("air", shown)]
    return [*said, messages.encode("frame", ticket | look)]


def _colours() -> NDArray[np.uint8]:
    """The report's colours; its last row is the white of solids, which no air has."""
    table = heat_table()
    table[-1] = table[-2]
    return table


def _slice_m(subject: Subject) -> float:
    return min(_SLICE_M, 0.5 * subject.variant.hall.height_m)


def _rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _picture(answers: bytes) -> bytes:
    """The frame among the answers.

    Raises:
        LookupError: There is none; says why where the process said so.
        MessageError: The answers are no messages.
    """
    stream = io.BytesIO(answers)
    while (message := messages.read(stream)) is not None:
        head, arrays = message
        if head.kind == "failed":
            raise LookupError(str(head.values.get("message", "")))
        if head.kind == "frame":
            return rgb_png(arrays["pixels"])
    raise LookupError("the process that draws ended without a picture")


def picture_blocks(subject: Subject) -> tuple[list[Block], dict[str, bytes]]:
    """The picture under its heading, or why there is none; nothing where none was asked for."""
    if subject.picture is None:
        told = remark(subject.picture_note)
        return ([heading("The hall in 3-D"), told] if told else []), {}
    height = subject.printer.length(_slice_m(subject))
    block: Block = {
        "kind": "picture",
        "file": FILE,
        "alt": "The hall in three dimensions, racks in the colour of their inlet",
        "caption": f"Racks in the colour of their inlet; air {height} above the floor. Colours as "
        "on the plan.",
    }
    return [heading("The hall in 3-D"), block], {FILE: subject.picture}
