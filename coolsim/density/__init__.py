"""Density: the power every rack can sustain with all the others, and what stops it."""

from coolsim.density.records import Density, HallDensity, LimitReading, RackDensity, UncheckedLimit
from coolsim.density.unchecked import UncheckedSummary, summarise_unchecked

__all__ = [
    "Density",
    "HallDensity",
    "LimitReading",
    "RackDensity",
    "UncheckedLimit",
    "UncheckedSummary",
    "solve_density",
    "summarise_unchecked",
]


def __getattr__(name: str) -> object:
    # the solver pulls in compiled kernels; records alone must stay light for the window
    if name == "solve_density":
        from coolsim.density.solve import solve_density

        return solve_density
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
