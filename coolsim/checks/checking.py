"""All checks of a design, one by one; those that an edit cannot change are not made again."""

from __future__ import annotations

from coolsim.catalogue.loading import Catalogue
from coolsim.catalogue.loads import LoadReader
from coolsim.checks.boxes import Plan
from coolsim.checks.containment import containment
from coolsim.checks.coolants import coolants
from coolsim.checks.coolers import coolers, ratings, tiles
from coolsim.checks.hall import hall
from coolsim.checks.humidity import humidity
from coolsim.checks.loops import loops
from coolsim.checks.placement import placement
from coolsim.checks.plant import plant
from coolsim.checks.power import power
from coolsim.checks.racks import racks
from coolsim.design.models import Design, Rack, Variant
from coolsim.results.records import Finding

_ORDER = {"error": 0, "warning": 1, "note": 2}
Findings = tuple[Finding, ...]


def check(design: Design, catalogue: Catalogue) -> Findings:
    """Check the active variant: errors first, then warnings, then notes.

    Args:
        design: The design; its own catalogue entries are laid over ``catalogue`` here.
        catalogue: The shipped catalogue, or one that already has the design's entries.
    """
    return Checker().check(design, catalogue)


class Checker:
    """Checks one design after another.

    While racks are moved, what has nothing to do with where they stand is kept from the design
    before.
    """

    def __init__(self) -> None:
        self._before: tuple[Design, Catalogue] | None = None
        self._kept: tuple[Findings, Findings, Findings] = ((), (), ())

    def check(self, design: Design, catalogue: Catalogue) -> Findings:
        """As :func:`check`."""
        if not self._only_moves_racks(design, catalogue):
            self._kept = _equipment(design, catalogue)
        self._before = (design, catalogue)
        plan = Plan(design.variant)
        entries, machines, supplies = self._kept
        found = (
            *entries,
            *placement(design.variant, plan),
            *machines,
            *containment(design.variant, plan),
            *supplies,
        )
        return tuple(sorted(found, key=lambda finding: _ORDER[finding.severity]))

    def _only_moves_racks(self, design: Design, catalogue: Catalogue) -> bool:
        """Whether a design differs from the one before in nothing but places of racks."""
        if self._before is None:
            return False
        former, known = self._before
        return (
            former.catalogue == design.catalogue
            and known is catalogue
            and _differ_in_places(former.variant, design.variant)
        )


def _differ_in_places(former: Variant, variant: Variant) -> bool:
    """Whether two variants share all objects but racks, which are alike where they stand."""
    names = set(Variant.model_fields) - {"racks"}
    # by value: a design told by its change has new tuples, of the same members
    if any(getattr(former, name) != getattr(variant, name) for name in names):
        return False
    if len(former.racks) != len(variant.racks):
        return False
    return all(
        before is after or _put_where(before, after) == after
        for before, after in zip(former.racks, variant.racks, strict=True)
    )


def _put_where(rack: Rack, other: Rack) -> Rack:
    """A rack in the place of another one."""
    place = {"x_m": other.x_m, "y_m": other.y_m, "heading_deg": other.heading_deg}
    return rack.model_copy(update=place)


def _equipment(design: Design, catalogue: Catalogue) -> tuple[Findings, Findings, Findings]:
    """What does not depend on where racks stand: of entries, of machines, of what serves them."""
    variant = design.variant
    malformed = catalogue.own_problems(design.catalogue)
    entries = tuple(
        Finding(
            "catalogue.malformed",
            "error",
            (),
            f"{problem.path}: {problem.message}.",
            "Mend the entry in the design's own catalogue.",
        )
        for problem in malformed
    )
    if not malformed:
        catalogue = catalogue.with_entries(design.catalogue)
    reader = LoadReader(catalogue)
    loads = {rack.id: reader.rack(rack) for rack in variant.racks}
    rated = ratings(variant, catalogue)
    machines = (
        *racks(variant, catalogue, loads),
        *coolers(variant, catalogue, rated),
        *tiles(variant, catalogue),
    )
    supplies = (
        *humidity(variant),
        *loops(variant, catalogue, loads),
        *coolants(variant, catalogue),
        *power(variant, catalogue),
        *plant(variant, catalogue, loads),
        *hall(variant, catalogue, loads, rated),
    )
    return entries, machines, supplies
