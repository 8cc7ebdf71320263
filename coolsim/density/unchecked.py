"""Limits that could not be checked, gathered for tables: one line per limit and reason."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from coolsim.density.records import UncheckedLimit


@dataclass(frozen=True, slots=True)
class UncheckedSummary:
    """Objects at which one limit could not be checked for one reason."""

    limit: str
    reason: str
    object_ids: tuple[str, ...]
    object_names: tuple[str, ...]

    @property
    def count(self) -> int:
        """How many objects there are."""
        return len(self.object_ids)


def summarise_unchecked(unchecked: Iterable[UncheckedLimit]) -> tuple[UncheckedSummary, ...]:
    """Gather unchecked limits by limit and reason, in the order met."""
    groups: dict[tuple[str, str], list[UncheckedLimit]] = {}
    for item in unchecked:
        groups.setdefault((item.limit, item.reason), []).append(item)
    return tuple(
        UncheckedSummary(
            limit=limit,
            reason=reason,
            object_ids=tuple(item.object_id for item in items),
            object_names=tuple(item.object_name for item in items),
        )
        for (limit, reason), items in groups.items()
    )
