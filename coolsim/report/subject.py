"""What a report is about: the answers it prints, and the scales it prints them on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from coolsim.catalogue.loading import Catalogue
from coolsim.density.choice.records import ChoiceAnswer
from coolsim.density.placement.records import PlacementAnswer
from coolsim.density.records import Density
from coolsim.design.files import design_hash
from coolsim.design.models import Design, Item, Variant
from coolsim.report.letterhead import NO_LETTERHEAD, Letterhead
from coolsim.report.text import Printer, clean
from coolsim.results.compute import SiliconTable
from coolsim.results.records import Assumption, Finding, Results
from coolsim.results.year import YearResults
from coolsim.standards import AirLimits, air_limits
from coolsim.variants.records import Compared


@dataclass(frozen=True, slots=True)
class Subject:
    """Everything a report prints, with the units it prints in.

    Attributes:
        design: The design; its active variant is reported.
        results: The solved flow at the load drawn.
        density: The density answer; ``None`` where there is none.
        catalogue: Where sources are looked up.
        findings: Findings of the checks and of the solve, none twice.
        printer: Prints numbers.
        date: Date on the report, as text.
        year: A year of the hall; ``None`` where none was counted.
        silicon: The hall with other silicon; ``None`` where none was compared.
        paper: ``"a4"`` or ``"letter"``.
        letterhead: Whose report it is.
        picture: The hall in 3-D as a PNG; ``None`` without one.
        picture_note: Why there is no picture though one was asked for.
        elevations: Whether the faces of racks are drawn.
        choice: Cooling and silicon chosen per rack; ``None`` where they were not.
        placement: Jobs placed on the servers; ``None`` where none were.
        variants: Variants of the file compared with this one; ``None`` where none were.
    """

    design: Design
    results: Results
    density: Density | None
    catalogue: Catalogue
    findings: tuple[Finding, ...]
    printer: Printer
    date: str
    year: YearResults | None = None
    silicon: SiliconTable | None = None
    paper: str = "a4"
    letterhead: Letterhead = NO_LETTERHEAD
    picture: bytes | None = None
    picture_note: str = ""
    elevations: bool = False
    choice: ChoiceAnswer | None = None
    placement: PlacementAnswer | None = None
    variants: Compared | None = None

    @property
    def variant(self) -> Variant:
        """The variant reported."""
        return self.design.variant

    @property
    def company(self) -> str:
        """Whose report it is: as asked for, else as the design says; "" where neither does."""
        return clean(self.letterhead.company) or clean(self.design.project.company)

    @property
    def is_current(self) -> bool:
        """Whether the result belongs to the design as it is now."""
        return self.results.design_hash == design_hash(self.design)

    @property
    def density_is_current(self) -> bool:
        """Whether the density answer belongs to the same design as the result."""
        return self.density is None or self.density.design_hash == self.results.design_hash

    @property
    def limits(self) -> AirLimits:
        """Inlet limits of the variant's air class at its altitude."""
        variant = self.variant
        return air_limits(self.catalogue, variant.settings.air_class, variant.site.altitude_m)

    @property
    def assumptions(self) -> tuple[Assumption, ...]:
        """Every figure the answers rest on, none twice, in the order met."""
        density = self.density.assumptions if self.density else ()
        if self.density is not None and self.density.compute is not None:
            density += self.density.compute.assumptions
        year = self.year.assumptions if self.year else ()
        return tuple(dict.fromkeys((*self.results.assumptions, *density, *year)))

    def names(self) -> dict[str, str]:
        """Object id -> the name to show."""
        variant = self.variant
        items: tuple[Item, ...] = (
            *variant.racks, *variant.coolers, *variant.tiles, *variant.panels,
            *variant.obstructions, *variant.loops, *variant.cdus, *variant.aisles, *variant.groups,
            *variant.power.feeds, *variant.plant.rejections,
        )  # fmt: skip
        named = {item.id: clean(item.label) for item in items}
        return {variant.id: "Hall", **named}


def heat_range(subject: Subject) -> tuple[float, float]:
    """Ends of the temperature scale: the class's allowable range, so that two reports compare."""
    low, high = subject.limits.allowable_min_c.value, subject.limits.allowable_max_c.value
    return (15.0, 45.0) if low is None or high is None else (low, high)


def joined_findings(*groups: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings of several places, errors first, none twice."""
    order = {"error": 0, "warning": 1, "note": 2}
    every = dict.fromkeys(finding for group in groups for finding in group)
    return tuple(sorted(every, key=lambda finding: order[finding.severity]))
