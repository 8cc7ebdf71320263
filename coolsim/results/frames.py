"""Results as pandas frames and xarray datasets, for those who have these libraries."""

from __future__ import annotations

import dataclasses
import importlib
from typing import TYPE_CHECKING, Any, TypeVar

from coolsim.errors import UsageError

if TYPE_CHECKING:
    from coolsim.results.records import Fields

Record = TypeVar("Record")


class Records(tuple[Record, ...]):
    """A tuple of records that turns into a table."""

    __slots__ = ()

    def to_pandas(self) -> Any:
        """A ``pandas.DataFrame``: a row per record by its id, a column per plain field.

        Raises:
            UsageError: pandas is not installed.
        """
        pandas = optional("pandas")
        rows = [plain_fields(record) for record in self]
        frame = pandas.DataFrame.from_records(rows)
        return frame.set_index("id") if rows and "id" in rows[0] else frame


def plain_fields(record: object) -> dict[str, object]:
    """Fields of a record that hold one value: no tuples, no records."""
    values = {
        field.name: getattr(record, field.name)
        for field in dataclasses.fields(record)  # type: ignore[arg-type]
    }
    return {
        name: value
        for name, value in values.items()
        if value is None or isinstance(value, str | bool | int | float)
    }


def fields_to_xarray(fields: Fields) -> Any:
    """An ``xarray.Dataset`` over the cell centres x, y, z [m].

    Raises:
        UsageError: xarray is not installed.
    """
    xarray = optional("xarray")
    axes = ("x_m", "y_m", "z_m")
    centres = {
        axis: [origin + (index + 0.5) * step for index in range(count)]
        for axis, origin, step, count in zip(
            axes, fields.origin_m, fields.spacing_m, fields.temperature_c.shape, strict=True
        )
    }
    arrays = {
        "temperature_c": (axes, fields.temperature_c),
        "velocity_m_s": (("component", *axes), fields.velocity_m_s),
        "pressure_pa": (axes, fields.pressure_pa),
    }
    if fields.humidity_ratio_kg_kg is not None:
        arrays["humidity_ratio_kg_kg"] = (axes, fields.humidity_ratio_kg_kg)
    return xarray.Dataset(
        arrays,
        coords={**centres, "component": ["x", "y", "z"]},
    )


def optional(name: str) -> Any:
    """A library the program can do without.

    Raises:
        UsageError: It is not installed.
    """
    try:
        return importlib.import_module(name)
    except ImportError as error:
        raise UsageError(
            f"{name} is not installed.", where=name, remedy=f"Install it: pip install {name}."
        ) from error
