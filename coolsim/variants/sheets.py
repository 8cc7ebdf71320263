"""The tables of a comparison as rows of plain values: figures, what was drawn, rack by rack."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from coolsim.design.compared import Value, drawing_changes
from coolsim.design.models import Design, Variant
from coolsim.results.variants import VariantComparison

Table = tuple[str, tuple[str, ...], tuple[tuple[Value, ...], ...]]
"""Name, headings, rows."""


def comparison_tables(design: Design, comparison: VariantComparison) -> tuple[Table, ...]:
    """Every table of a comparison: ``figures``, ``drawing``, ``racks``; numbers in base units.

    Args:
        design: The design that holds the variants.
        comparison: What they do.
    """
    variants = {variant.id: variant for variant in design.variants}
    known = [each for each in comparison.variants if each.id in variants]
    names = tuple(f"{each.name} ({each.id})" for each in known)
    return (
        ("figures", ("figure", "unit", *names), tuple(_figures(comparison))),
        (
            "drawing",
            ("base", "variant", "change", "kind", "id", "name", "field", "unit", "before", "after"),
            tuple(_drawing(variants, comparison)),
        ),
        (
            "racks",
            ("base", "variant", "id", "name", "base_inlet_c", "variant_inlet_c",
             "inlet_difference_k", "base_power_w", "variant_power_w", "base_is_over_limit",
             "variant_is_over_limit"),
            tuple(_racks(comparison)),
        ),
    )  # fmt: skip


def _figures(comparison: VariantComparison) -> Iterator[tuple[Value, ...]]:
    yield ("status", "", *(each.failure or each.status for each in comparison.variants))
    yield ("design_hash", "", *(each.design_hash for each in comparison.variants))
    for key in comparison.keys:
        found = [each.figure(key) for each in comparison.variants]
        some = next(figure for figure in found if figure is not None)
        values: list[Value] = []
        for figure in found:
            if figure is None:
                values.append(None)
            else:
                values.append(figure.words or None if figure.value is None else figure.value)
        yield (some.title, some.unit, *values)


def _drawing(
    variants: Mapping[str, Variant], comparison: VariantComparison
) -> Iterator[tuple[Value, ...]]:
    base = variants.get(comparison.variants[0].id)
    for each in comparison.variants[1:]:
        other = variants.get(each.id)
        if base is None or other is None:
            continue
        for change in drawing_changes(base, other):
            about = (base.label, other.label, change.what, change.kind, change.id, change.name)
            if not change.fields:
                yield (*about, None, None, None, None)
            for field in change.fields:
                yield (*about, field.path, field.unit or None, field.before, field.after)


def _racks(comparison: VariantComparison) -> Iterator[tuple[Value, ...]]:
    names = {each.id: each.name for each in comparison.variants}
    for pair in comparison.pairs:
        for row in pair.racks:
            yield (
                names.get(pair.base_id, pair.base_id),
                names.get(pair.other_id, pair.other_id),
                row.id,
                row.name,
                row.base_inlet_c,
                row.other_inlet_c,
                row.inlet_difference_k,
                row.base_power_w,
                row.other_power_w,
                row.base_is_over,
                row.other_is_over,
            )
