"""Rack inlets of a result beside those that OpenFOAM found."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from coolsim.errors import ExportError
from coolsim.interop.openfoam.reading import SolvedCase
from coolsim.results.records import Results


@dataclass(frozen=True, slots=True)
class InletPair:
    """A rack's inlet by both programs; of several bands that of the warmest.

    Attributes:
        id, name: The rack.
        ours_c, theirs_c: Inlet temperatures.
        drift_k: What their last step is off their mean.
    """

    id: str
    name: str
    ours_c: float
    theirs_c: float
    drift_k: float

    @property
    def difference_k(self) -> float:
        """Ours less theirs."""
        return self.ours_c - self.theirs_c


@dataclass(frozen=True, slots=True)
class Comparison:
    """All racks that draw air, side by side.

    Attributes:
        racks: In the order of the result.
        step: OpenFOAM's last step.
        is_mean: Whether its temperatures are means over steps.
    """

    racks: tuple[InletPair, ...]
    step: str
    is_mean: bool

    @property
    def mean_k(self) -> float:
        """Mean difference."""
        return sum(rack.difference_k for rack in self.racks) / len(self.racks)

    @property
    def rms_k(self) -> float:
        """Root of the mean square of the differences."""
        return math.sqrt(sum(rack.difference_k**2 for rack in self.racks) / len(self.racks))

    @property
    def largest_k(self) -> float:
        """Largest difference, either way."""
        return max(abs(rack.difference_k) for rack in self.racks)

    @property
    def drift_k(self) -> float:
        """Largest drift."""
        return max(abs(rack.drift_k) for rack in self.racks)


def compare(results: Results, case: SolvedCase) -> Comparison:
    """Set the racks of a result beside a solved case of the same design.

    Raises:
        ExportError: If the case is of another design, or has none of the racks.
    """
    if results.design_hash not in case.manifest["design_hashes"]:
        raise ExportError(
            "The result and the case are of different designs.",
            remedy="Compare a case with the result that its export wrote beside it.",
        )
    patches = {rack["id"]: rack["patches"] for rack in case.manifest["racks"]}
    pairs = [
        _pair(rack.id, rack.name, rack.inlet_temperature_c, case, patches[rack.id])
        for rack in results.racks
        if patches.get(rack.id)
    ]
    if not pairs:
        raise ExportError("No rack of the result draws air in the case.")
    return Comparison(tuple(pairs), case.step, case.is_mean)


def _pair(
    rack_id: str, name: str, ours_c: float, case: SolvedCase, patches: Sequence[Any]
) -> InletPair:
    means = [case.patch_means_c(patch) for patch in patches]
    theirs, last = max(mean for mean, _ in means), max(last for _, last in means)
    return InletPair(rack_id, name, ours_c, theirs, last - theirs)
