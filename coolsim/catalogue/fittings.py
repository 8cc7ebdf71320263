"""Storage and network around accelerators: what a server or rack holds, and where its heat goes.

Their power is part of the power of the server or rack that holds them, not on top of it.
"""

from __future__ import annotations

from dataclasses import dataclass

from coolsim.catalogue.conversions import derived
from coolsim.catalogue.entries import Entry, unknown
from coolsim.catalogue.loading import Catalogue
from coolsim.catalogue.records import Figure


@dataclass(frozen=True, slots=True)
class Fitting:
    """Storage and network of one server or rack-scale system.

    Attributes:
        storage_tb: Capacity of its data drives [TB].
        drives_w: Power of these drives [W].
        drives_side: Where their heat goes: ``air``, ``liquid``, or "" where it is not known.
        ports: Network ports towards other servers.
        port_gbps: Speed of each [Gbit/s].
        medium: ``pluggable``, ``co_packaged``, ``copper``, or "" where it is not known.
        optics_w: Power of the optical modules at these ports [W].
        optics_side: Where their heat goes, as for the drives.
    """

    storage_tb: Figure
    drives_w: Figure
    drives_side: str
    ports: Figure
    port_gbps: Figure
    medium: str
    optics_w: Figure
    optics_side: str

    @property
    def is_complete(self) -> bool:
        """Whether every one of these is known."""
        figures = (self.storage_tb, self.drives_w, self.ports, self.optics_w)
        words = (self.drives_side, self.medium, self.optics_side)
        return all(figure.is_known for figure in figures) and all(words)


def fitting_of(catalogue: Catalogue, entry: Entry) -> Fitting:
    """Storage and network of an entry of a server or rack.

    Worked number: DGX H100, eight drives of 3.84 TB: 30.72 TB; four twin-port modules of 15 to
    17 W: 64 W.
    """
    drives = entry.figure("drives")
    modules = entry.figure("optics_modules")
    return Fitting(
        storage_tb=_capacity_tb(catalogue, entry, drives),
        drives_w=_times_power(catalogue, drives, entry.word("drive"), "drives"),
        drives_side=entry.word("drive_side"),
        ports=entry.figure("network_ports"),
        port_gbps=entry.figure("network_gbps"),
        medium=entry.word("network_medium"),
        optics_w=_times_power(catalogue, modules, entry.word("optics"), "optical modules"),
        optics_side=entry.word("optics_side"),
    )


def _capacity_tb(catalogue: Catalogue, entry: Entry, drives: Figure) -> Figure:
    identity = entry.word("drive")
    if drives.value is None or identity not in catalogue:
        return unknown("tb", "drives not in the catalogue")
    size = catalogue.get(identity).plain.get("tb")
    if not isinstance(size, int | float):
        return unknown("tb", "capacity of the drive not in the catalogue")
    return derived(drives.value * size, "tb", f"{drives.value:g} drives of {size:g} TB", drives)


def _times_power(catalogue: Catalogue, count: Figure, identity: str, what: str) -> Figure:
    """Power of a number of parts [W]."""
    if count.value is None or identity not in catalogue:
        return unknown("w", f"{what} not in the catalogue")
    each = catalogue.get(identity).figure("p_w")
    if each.value is None:
        return unknown("w", f"power of {what} not in the catalogue")
    return derived(count.value * each.value, "w", f"{count.value:g} {what}", count, each)
