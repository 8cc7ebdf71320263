"""Older versions of the file format, each lifted to the next by one function.

Version 0 is the layout from before the first release: one hall per file, its lists at the top
level, no variants, and ``heading`` and ``power_w`` for what is ``heading_deg`` and ``load_w`` now.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from coolsim.design.models import VERSION

Data = dict[str, object]
Migration = Callable[[Data], Data]

_VARIANT_KEYS = (
    "site",
    "hall",
    "racks",
    "coolers",
    "tiles",
    "panels",
    "obstructions",
    "aisles",
    "groups",
    "power",
    "settings",
)
_RENAMED_IN_1 = {"heading": "heading_deg", "power_w": "load_w"}


def from_0_to_1(data: Data) -> Data:
    """Put the flat hall of version 0 into a variant, and rename the keys that changed."""
    variant: Data = {"id": "variant-0001", "name": "Base"}
    rest: Data = {}
    for key, value in data.items():
        if key in _VARIANT_KEYS:
            variant[key] = _renamed_items(value)
        else:
            rest[key] = value
    return {**rest, "active_variant": "variant-0001", "variants": [variant]}


def _renamed_items(value: object) -> object:
    """A list of objects with the renamed keys; anything else as it is (validated later)."""
    if not isinstance(value, list):
        return value
    return [
        {_RENAMED_IN_1.get(key, key): part for key, part in item.items()}
        if isinstance(item, dict)
        else item
        for item in value
    ]


MIGRATIONS: Mapping[int, Migration] = {0: from_0_to_1}
"""The function that lifts each older version to the next."""


def migrate(data: Data, version: int) -> Data:
    """Lift a document of an older version to the present one, step by step.

    Args:
        data: The document as read, not changed.
        version: Its version, 0 to ``VERSION``.

    Returns:
        The document in the present version; ``data`` itself if it is that already.

    Raises:
        KeyError: For a version that never existed.
    """
    for step in range(version, VERSION):
        data = {**MIGRATIONS[step](data), "version": step + 1}
    return data
