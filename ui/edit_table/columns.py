"""The columns of each kind of object: its editable fields, and what they add up to."""

from __future__ import annotations

from coolsim.catalogue.loads import LoadReader
from ui import fields
from ui.edit_table.cells import Column
from ui.widgets.forms import Field, read_field

KINDS = ("rack", "cooler", "tile", "panel", "obstruction", "cdu", "note", "sensor")
_LOAD = Field("load_w", "Plain load", unit="w", optional=True,
              tip="Sustained power of a rack without contents or slots")  # fmt: skip
_POWER = Field("power", "Power", unit="w", tip="Of what the rack holds; edit it as contents")
_USED = Field("used", "Used", unit="u", tip="Rack units that the contents take")


def columns_of(kind: str, reader: LoadReader) -> tuple[Column, ...]:
    """The columns of a kind."""
    listed = [field for field in fields.BY_KIND[kind] if "." not in field.key]
    made = [_editable(field) for field in listed]
    if kind == "rack":
        made.insert(1, _editable(_LOAD))
        made.insert(2, Column(_POWER, lambda rack: reader.rack(rack).power_w, is_editable=False))
        made.insert(3, Column(_USED, lambda rack: reader.rack(rack).height_u, is_editable=False))
    return tuple(made)


def _editable(field: Field) -> Column:
    def read(record: object) -> object:
        return read_field(record, field.key)

    return Column(field, read)
