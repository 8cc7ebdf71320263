"""Drawing sheets: sizes of paper, what room they leave for a drawing, and which scale fits it.

Papers are those of ISO 216, the frame that of ISO 5457: 20 mm to the left for filing, 10 mm
elsewhere. Metric scales are those of ISO 5455 and the steps between them that building drawings
use; in inch-pound units they are architectural scales, such as 1/8 in = 1 ft.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, Literal, get_args

from coolsim import units
from coolsim.errors import ReportError

SheetPaper = Literal["a4", "a3", "a2", "a1", "a0"]
Orientation = Literal["landscape", "portrait"]

_SHORT_LONG_MM: Final[Mapping[SheetPaper, tuple[int, int]]] = {
    "a4": (210, 297), "a3": (297, 420), "a2": (420, 594), "a1": (594, 841), "a0": (841, 1189),
}  # fmt: skip
FRAME_MM: Final = {"left": 20.0, "right": 10.0, "top": 10.0, "bottom": 10.0}
"""Edge of the paper to the frame [mm]."""
TITLE_MM: Final = (180.0, 44.0)
"""Width and height of the title block [mm]; the width is that of ISO 7200."""
LEGEND_MM: Final = 44.0
"""Height of the legend where it stands above the title block [mm]; beside it, as high as that."""
_LEAST_LEGEND_MM = 130.0
AROUND_MM: Final = {"left": 16.0, "right": 8.0, "top": 8.0, "bottom": 16.0}
"""Room about the hall for its dimension lines, inside the frame [mm]."""
_METRIC = (
    5, 10, 20, 25, 50, 75, 100, 125, 150, 200, 250, 300, 400, 500, 750, 1000, 1500, 2000, 2500,
    5000, 10_000,
)  # fmt: skip
_ARCHITECTURAL = (4, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 384, 768, 1536, 3072, 6144, 12_288)
_TOLERANCE_MM = 0.01


@dataclass(frozen=True, slots=True)
class SheetLayout:
    """A sheet of paper and its parts.

    Attributes:
        paper: Its name.
        orientation: Which way up.
        width_mm, height_mm: The paper.
    """

    paper: SheetPaper
    orientation: Orientation
    width_mm: float
    height_mm: float

    @property
    def frame_mm(self) -> tuple[float, float]:
        """Width and height inside the frame."""
        return (
            self.width_mm - FRAME_MM["left"] - FRAME_MM["right"],
            self.height_mm - FRAME_MM["top"] - FRAME_MM["bottom"],
        )

    @property
    def is_legend_beside(self) -> bool:
        """Whether the legend stands beside the title block; on narrow paper it stands above."""
        return self.frame_mm[0] - TITLE_MM[0] >= _LEAST_LEGEND_MM

    @property
    def field_mm(self) -> tuple[float, float]:
        """Width and height above legend and title block."""
        width, height = self.frame_mm
        return width, height - TITLE_MM[1] - (0.0 if self.is_legend_beside else LEGEND_MM)

    @property
    def room_mm(self) -> tuple[float, float]:
        """Width and height there is for the hall itself."""
        width, height = self.field_mm
        return (
            width - AROUND_MM["left"] - AROUND_MM["right"],
            height - AROUND_MM["top"] - AROUND_MM["bottom"],
        )


def sheet_layout(paper: SheetPaper, orientation: Orientation = "landscape") -> SheetLayout:
    """The sheet of a paper.

    Raises:
        ReportError: There is no such paper or orientation.
    """
    if paper not in _SHORT_LONG_MM:
        raise ReportError(
            f"There is no paper {paper!r}.",
            where="paper",
            remedy=f"Take one of: {', '.join(_SHORT_LONG_MM)}.",
        )
    if orientation not in get_args(Orientation):
        raise ReportError(
            f"There is no orientation {orientation!r}.",
            where="orientation",
            remedy="Take landscape or portrait.",
        )
    short, long = _SHORT_LONG_MM[paper]
    width, height = (long, short) if orientation == "landscape" else (short, long)
    return SheetLayout(paper, orientation, float(width), float(height))


def scales(system: units.System = "si") -> tuple[int, ...]:
    """The usual scales, the largest drawing first: 100 means 1:100."""
    return _METRIC if system == "si" else _ARCHITECTURAL


def fits(layout: SheetLayout, hall_m: tuple[float, float], scale: float) -> bool:
    """Whether a hall of so many metres fits a sheet at 1:scale.

    Worked number: 40 m take 400 mm at 1:100, more than A3 has across.
    """
    return all(
        length_m * 1e3 / scale <= room + _TOLERANCE_MM
        for length_m, room in zip(hall_m, layout.room_mm, strict=True)
    )


def largest_scale(
    layout: SheetLayout, hall_m: tuple[float, float], system: units.System = "si"
) -> int:
    """The largest of the usual scales at which a hall fits.

    Worked number: 12.0 m by 9.6 m on A3 landscape, with 366 mm by 209 mm for it -> 1:50.

    Raises:
        ReportError: It fits at none.
    """
    for scale in scales(system):
        if fits(layout, hall_m, scale):
            return scale
    raise ReportError(
        f"The hall fits {layout.paper.upper()} at no scale.",
        where="paper",
        remedy="Take larger paper.",
    )


def chosen_scale(
    layout: SheetLayout, hall_m: tuple[float, float], scale: float | None, system: units.System
) -> float:
    """The scale asked for; the largest usual one that fits where none is.

    Raises:
        ReportError: The hall does not fit at it.
    """
    if scale is None:
        return largest_scale(layout, hall_m, system)
    if not fits(layout, hall_m, scale):
        best = largest_scale(layout, hall_m, system)
        needed = " by ".join(f"{length * 1e3 / scale:,.0f}" for length in hall_m)
        room = " by ".join(f"{length:,.0f}" for length in layout.room_mm)
        raise ReportError(
            f"At {scale_words(scale)} the hall takes {needed} mm, and {layout.paper.upper()} "
            f"{layout.orientation} has {room} mm for it.",
            where="scale",
            remedy=f"The largest scale that fits is {scale_words(best)}; or take larger paper.",
        )
    return scale


def scale_words(scale: float, system: units.System = "si") -> str:
    """A scale in words.

    Worked numbers: 100 -> "1:100"; 96 in inch-pound units -> "1:96 (1/8 in = 1 ft)".
    """
    words = f"1:{scale:g}"
    if system == "si" or scale not in _ARCHITECTURAL:
        return words
    return f"{words} ({Fraction(12, int(scale))} in = 1 ft)"
