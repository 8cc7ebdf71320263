"""Why the selected rack is hot: asking for it, and the answer by source."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from coolsim.errors import CoolSimError
from ui.inquiry import Inquiry

SOLVED = frozenset({"live", "full"})


@dataclass(frozen=True, slots=True)
class Source:
    """What one source carries to the inlet.

    Attributes:
        id, name: The rack or cooler; for the rest what it is called.
        kind: ``cooler``, ``rack``, ``wall``, ``heat`` or ``unsettled``.
        share: Share of the inlet air it blew out last [-].
        temperature_c: At which temperature; NaN for what is no air [deg C].
        adds_k: Rise of the inlet over the supply air by it [K].
    """

    id: str
    name: str
    kind: str
    share: float
    temperature_c: float
    adds_k: float


@dataclass(frozen=True, slots=True)
class HotRack:
    """A rack's inlet by source; the reference and all rises add up to the inlet.

    Attributes:
        rack_id: The rack.
        rack_name: Its name.
        inlet_c: Temperature of its warmest band with equipment [deg C].
        reference_c: Mean supply air, from where rises are counted [deg C].
        supply_share: Share of the air straight from coolers [-].
        sources: The largest rise first.
        fidelity, status: Of the flow it rests on.
        note: What it does not say.
    """

    rack_id: str
    rack_name: str
    inlet_c: float
    reference_c: float
    supply_share: float
    sources: tuple[Source, ...]
    fidelity: str
    status: str
    note: str


def hot_rack(plain: Mapping[str, Any]) -> HotRack:
    """The answer of the task ``explain`` as records.

    Raises:
        CoolSimError: The answer is of another shape.
    """
    try:
        sources = tuple(
            Source(
                id=str(row["source_id"]),
                name=str(row["source_name"] or row["source_id"]),
                kind=str(row["kind"]),
                share=float(row["share"]),
                temperature_c=_number(row["temperature_c"]),
                adds_k=float(row["adds_k"]),
            )
            for row in plain["contributions"]
        )
        return HotRack(
            rack_id=str(plain["rack_id"]),
            rack_name=str(plain["rack_name"] or plain["rack_id"]),
            inlet_c=float(plain["inlet_temperature_c"]),
            reference_c=float(plain["reference_temperature_c"]),
            supply_share=float(plain["supply_share"]),
            sources=sources,
            fidelity=str(plain["fidelity"]),
            status=str(plain["status"]),
            note=str(plain["note"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise CoolSimError(
            f"The explanation cannot be read: {error}.",
            where="explain",
            remedy="Solve again; if it stays so, reinstall CoolSim.",
        ) from error


def _number(value: object) -> float:
    return math.nan if value is None else float(value)  # type: ignore[arg-type]


class Why(Inquiry[HotRack]):
    """The explanation in sight."""

    task = "explain"

    @property
    def rack_id(self) -> str | None:
        """The one selected rack; ``None`` with none or several objects selected."""
        chosen = self._session.selection
        known = [rack.id for rack in self._session.variant.racks if rack.id in chosen]
        return known[0] if len(chosen) == len(known) == 1 else None

    def fidelity(self) -> str:
        """The flow to explain: that of the solved result in sight, else live flow."""
        results = self._session.results
        fidelity = results.fidelity if results is not None else "live"
        return fidelity if fidelity in SOLVED else "live"

    def ask(self) -> None:
        """Explain the selected rack; the answer comes by signal."""
        rack_id = self.rack_id
        if rack_id is None:
            self._session.message.emit("Select one rack to see why it is hot.", "warning")
        else:
            cell_m = self._session.variant.settings.cell_m
            self.submit({"rack": rack_id, "fidelity": self.fidelity(), "cell_m": cell_m})
