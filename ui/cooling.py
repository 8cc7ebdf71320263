"""What every cooling method would do for racks: asking for it, and the rows as they come."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from coolsim.results.codec import decode
from coolsim.results.cooling import Consequence
from ui.inquiry import Inquiry


@dataclass(frozen=True, slots=True)
class ComparedCooling:
    """The racks asked about, and a row per method known so far."""

    rack_ids: tuple[str, ...]
    rows: tuple[Consequence, ...]


def compared_cooling(plain: Mapping[str, Any]) -> ComparedCooling:
    """The answer of the task ``cooling`` as records.

    Raises:
        ResultFileError: It is of another shape.
    """
    rows = tuple(decode(Consequence, row) for row in plain["rows"])
    return ComparedCooling(tuple(plain["rack_ids"]), rows)


class Cooling(Inquiry[ComparedCooling]):
    """The comparison of cooling methods in sight."""

    task = "cooling"

    def ask(self, rack_ids: Iterable[str]) -> None:
        """Compare every cooling method for racks."""
        self.submit({"racks": sorted(rack_ids)})
