"""What a hall computes at its density: accelerators, operations, performance per watt, per place.

Operations never stand without precision and sparsity; precisions stay apart. Accelerators are
those of whole units, and power at a boundary is that of these units: thermal headroom between whole
units is never counted as computing, nor charged to it.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from coolsim import units
from coolsim.results.records import Assumption
from coolsim.results.year import Boundary

NOT_KNOWN = "not known"
HEADLINES = ("fp8", "bf16", "fp16", "int8", "fp4")
"""Precisions that stand for a hall where only one can be shown, first choice first."""


@dataclass(frozen=True, slots=True)
class Silicon:
    """Accelerators of one kind.

    Attributes:
        id, name: Of the catalogue entry.
        count: How many whole units bring.
        is_target: Whether it is announced only.
        memory_gb: Memory of one [GB]; ``None``: not known.
    """

    id: str
    name: str
    count: int
    is_target: bool
    memory_gb: float | None


@dataclass(frozen=True, slots=True)
class RateTotal:
    """Dense operations per second of all accelerators at one precision.

    ``None`` where one accelerator has no figure of this kind: a sum over the others would
    compare unlike things.

    Attributes:
        precision: Such as ``fp8``.
        peak_flops: As the makers state it [1/s].
        sustained_flops: As measured in large matrix products [1/s].
        accelerators: Accelerators that have the peak figure.
        is_weak: Whether a figure in it is weak.
    """

    precision: str
    peak_flops: float | None
    sustained_flops: float | None
    accelerators: int
    is_weak: bool


@dataclass(frozen=True, slots=True)
class Share:
    """The hall's computing over something it takes up.

    Attributes:
        per: What: ``rack``, ``m2_with_clearance``, ``m2_of_hall``, ``mw_of_it``, ``mw_of_grid``.
        amount: How much of that there is; ``None``: not known.
        accelerators: Accelerators per one of it.
        peak_flops, sustained_flops: Operations per one of it, by precision [1/s].
        note: Why it is not known, or what it stands for.
    """

    per: str
    amount: float | None
    accelerators: float | None
    peak_flops: dict[str, float]
    sustained_flops: dict[str, float]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Around:
    """Storage and network of the counted servers; their power is part of the servers' power.

    ``None``: not known for at least one of them.

    Attributes:
        storage_tb: Capacity of the data drives [TB].
        storage_tb_each: The same per accelerator [TB].
        drives_w: Their power, and what of it goes to the air [W].
        drives_to_air_w: Part of it that goes to the air [W].
        ports: Network ports.
        media: How they are reached: ``pluggable``, ``co_packaged``, ``copper``, as far as known.
        optics_w: Power of the modules at these ports [W].
        optics_to_air_w: Part of it that goes to the air [W].
        incomplete: Names of the counted servers of which one of these is not known.
    """

    storage_tb: float | None
    storage_tb_each: float | None
    drives_w: float | None
    drives_to_air_w: float | None
    ports: float | None
    media: tuple[str, ...]
    optics_w: float | None
    optics_to_air_w: float | None
    incomplete: tuple[str, ...] = ()

    def lines(self, system: units.System) -> list[tuple[str, str]]:
        """Return storage and network as labelled lines, with the side their heat takes."""
        storage = NOT_KNOWN
        if self.storage_tb is not None and self.storage_tb_each is not None:
            storage = f"{self.storage_tb:,.0f} TB, {self.storage_tb_each:.2f} TB per accelerator"
        ports = NOT_KNOWN if self.ports is None else f"{self.ports:,.0f} ports"
        media = ", ".join(medium.replace("_", "-") for medium in self.media)
        lines = [
            ("Storage", f"{storage}; drives {_heat(self.drives_w, self.drives_to_air_w, system)}"),
            (
                "Network",
                f"{ports}{f', {media}' if media else ''}; optics at the servers "
                f"{_heat(self.optics_w, self.optics_to_air_w, system)}",
            ),
        ]
        if self.incomplete:
            names = ", ".join(self.incomplete)
            lines.append(("Not checked", f"not all of storage and network is known of {names}"))
        return lines


def _heat(power_w: float | None, to_air_w: float | None, system: units.System) -> str:
    """A power and the side its heat takes."""
    if power_w is None:
        return NOT_KNOWN
    told = units.text(power_w, "w", system)
    if to_air_w is None:
        return f"{told}, side of their heat not known"
    if to_air_w >= power_w:
        return f"{told}, all to the air"
    return f"{told}, {units.text(to_air_w, 'w', system)} of it to the air"


@dataclass(frozen=True, slots=True)
class ComputeAccount:
    """The account of a hall at a density answer.

    Attributes:
        accelerators: Of whole units.
        racks: Racks that hold any.
        silicon: By kind, most first.
        rates: By precision, in the order of precisions; only those some accelerator has.
        memory_gb: Of all accelerators; ``None``: not known for one of them [GB].
        around: Storage and network.
        shares: Per rack, area, and power.
        boundaries: Performance per watt from chip to facility; ``watts`` per accelerator.
        it_w: Power of all racks with whole units [W].
        facility_w: Power at the meter on the design day for that [W]; ``None``: not known.
        facility_note: Why not, or how it was found.
        assumptions: Figures it rests on, beyond those of the density.
    """

    accelerators: int
    racks: int
    silicon: tuple[Silicon, ...]
    rates: tuple[RateTotal, ...]
    memory_gb: float | None
    around: Around | None
    shares: tuple[Share, ...]
    boundaries: tuple[Boundary, ...]
    it_w: float
    facility_w: float | None
    facility_note: str
    assumptions: tuple[Assumption, ...] = ()

    @property
    def headline(self) -> RateTotal | None:
        """The precision to show where there is room for one: one that all accelerators have."""
        whole = {item.precision: item for item in self.rates if item.peak_flops is not None}
        first = next((whole[name] for name in HEADLINES if name in whole), None)
        return first or next(iter(whole.values()), None)

    def share(self, per: str) -> Share | None:
        """A share by what it is over, such as ``mw_of_grid``."""
        return next((item for item in self.shares if item.per == per), None)

    def rate(self, precision: str) -> RateTotal | None:
        """The operations at a precision."""
        return next((item for item in self.rates if item.precision == precision), None)

    def boundary(self, name: str) -> Boundary | None:
        """A boundary by name, such as ``facility``."""
        return next((item for item in self.boundaries if item.name == name), None)


@dataclass(frozen=True, slots=True)
class SiliconRow:
    """One kind of silicon in the hall, solved again; figures are ``None`` where not known.

    Attributes:
        asked: What was asked for: id of an accelerator, server or rack; "" for the hall as drawn.
        name: Of the accelerator.
        item_name: The server or rack-scale system that brings it; "" without one.
        is_target: Announced only.
        is_weak: The power of the item rests on a weak figure.
        status: Of the density answer; "" where none could be found.
        note: Why not, or what to know.
        racks: Racks that hold it.
        power_w: Power the hall can sustain [W].
        mean_rack_power_w: Mean over its racks [W].
        units: Whole units of the item.
        accelerators: Accelerators of this kind.
        peak_flops, sustained_flops: Dense, at the table's precision [1/s].
        flops_per_watt: Peak dense at that precision over the power inside a boundary, by boundary.
        accelerators_per_mw: Per megawatt at the meter.
        facility_w: Power at the meter on the design day [W].
        binds: Key of the limit that stops the hall.
        binds_at: Where.
    """

    asked: str
    name: str
    item_name: str = ""
    is_target: bool = False
    is_weak: bool = False
    status: str = ""
    note: str = ""
    racks: int = 0
    power_w: float | None = None
    mean_rack_power_w: float | None = None
    units: int | None = None
    accelerators: int | None = None
    peak_flops: float | None = None
    sustained_flops: float | None = None
    flops_per_watt: dict[str, float] = field(default_factory=dict)
    accelerators_per_mw: float | None = None
    facility_w: float | None = None
    binds: str = ""
    binds_at: str = ""


@dataclass(frozen=True, slots=True)
class SiliconTable:
    """The same hall with other silicon, at one precision, dense.

    Attributes:
        precision: The precision all operations are given at.
        objective: Of the density.
        rows: The hall as drawn first, then as asked.
        seconds: Time of all solves.
    """

    precision: str
    objective: str
    rows: tuple[SiliconRow, ...]
    seconds: float
