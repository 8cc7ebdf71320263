"""Charts of what a hall computes: performance per watt from chip to meter, silicon side by side."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence

from coolsim import units
from coolsim.catalogue.rates import PRECISIONS, operations
from coolsim.results.compute import NOT_KNOWN, SiliconRow, SiliconTable
from coolsim.results.year import Boundary
from ui.charts.data import ChartData, Series

_BOUNDARIES = {"it": "IT", "facility": "Meter"}
CHIP_TO_METER = "chip_to_meter"
_GIGA, _PETA = 1e9, 1e15


def precisions_of(boundaries: Iterable[Boundary]) -> list[str]:
    """Precisions of a waterfall, the narrowest first."""
    found = {name for each in boundaries for name in each.flops_per_watt}
    return [name for name in reversed(PRECISIONS) if name in found]


def per_watt_chart(boundaries: Sequence[Boundary], precision: str, note: str = "") -> ChartData:
    """Peak dense operations per watt at every boundary, and what each keeps of the one before.

    Args:
        boundaries: From chip to facility.
        precision: Of the operations; "" where none is known.
        note: What belongs to it.
    """
    return _per_watt({b.name: b.flops_per_watt.get(precision) for b in boundaries}, precision, note)


def _per_watt(rates: Mapping[str, float | None], precision: str, note: str) -> ChartData:
    values, told, before = [], [], None
    for value in rates.values():
        values.append(math.nan if value is None else value / _GIGA)
        kept = f", {value / before:.0%}" if value is not None and before else ""
        told.append(NOT_KNOWN if value is None else f"{value / _GIGA:,.0f}{kept}")
        before = value or before
    unit = f"G{operations(precision)}/W {precision.upper()}".strip()
    return ChartData(
        "performance", "Performance per watt", "bars",
        tuple(_BOUNDARIES.get(name.casefold(), name.capitalize()) if name != "IT" else name
              for name in rates),
        (Series(unit, tuple(values)),), "", f"{unit} dense", told=tuple(told),
        note=note or "Peak dense operations over the power inside; % of the boundary before",
    )  # fmt: skip


Measure = tuple[str, str, Callable[[SiliconRow], float | None], int]
MEASURES: tuple[Measure, ...] = (
    ("accelerators", "Accelerators", lambda row: row.accelerators, 9),
    ("peak", "Peak operations [P{operations}]", lambda row: _over(row.peak_flops, _PETA), 4),
    ("sustained", "Sustained operations [P{operations}]",
     lambda row: _over(row.sustained_flops, _PETA), 4),
    ("meter", "At the meter [G{operations}/W]",
     lambda row: _over(row.flops_per_watt.get("facility"), _GIGA), 4),
    ("rack", "Power of a rack [kW]", lambda row: _over(row.mean_rack_power_w, 1e3), 4),
    ("per_mw", "Accelerators per MW at the meter", lambda row: row.accelerators_per_mw, 4),
)  # fmt: skip
"""What silicon is compared by: key, name, its value of a row, significant digits."""


def silicon_name(row: SiliconRow) -> str:
    """What a row of the comparison is called."""
    name = f"{row.name} (target)" if row.is_target else row.name
    return f"As drawn: {name or 'no accelerators'}" if not row.asked else name


def measure_names(precision: str) -> list[tuple[str, str]]:
    """Keys and names of what silicon can be compared by, in a chart."""
    word = operations(precision)
    named = [(key, name.format(operations=word)) for key, name, _, _ in MEASURES]
    return [*named, (CHIP_TO_METER, "From chip to meter, of the chosen row")]


def silicon_chart(table: SiliconTable, key: str, chosen: SiliconRow | None) -> ChartData:
    """The hall with each kind of silicon by one measure, at the table's precision alone.

    Args:
        table: The comparison.
        key: Of :data:`MEASURES`, or :data:`CHIP_TO_METER` for one row.
        chosen: That row.
    """
    kind = f"{table.precision.upper()} dense"
    if key == CHIP_TO_METER and chosen is not None:
        names = ("chip", "board", "server", "rack", "IT", "facility")
        rates = {name: chosen.flops_per_watt.get(name) for name in names}
        return _per_watt(rates, table.precision, silicon_name(chosen))
    _, name, of, digits = next((each for each in MEASURES if each[0] == key), MEASURES[0])
    found = [of(row) for row in table.rows]
    title = name.format(operations=operations(table.precision))
    return ChartData(
        f"silicon_{key}", title, "across", tuple(map(silicon_name, table.rows)),
        (Series(title, tuple(math.nan if value is None else float(value) for value in found)),),
        "", kind, note=f"{kind}, {table.objective} density",
        told=tuple(NOT_KNOWN if v is None else units.number(v, digits) for v in found),
    )  # fmt: skip


def _over(value: float | None, scale: float) -> float | None:
    return None if value is None else value / scale
