"""Key figures of a variant: what it does as drawn, and what it can sustain where that is known."""

from __future__ import annotations

from coolsim.catalogue import Catalogue
from coolsim.catalogue.rates import counted_in, operations
from coolsim.compute.account import compute_account
from coolsim.compute.meter import meter_of
from coolsim.density.records import Density
from coolsim.density.titles import TITLES
from coolsim.design.files import design_hash
from coolsim.design.models import Design
from coolsim.plant.weather import Weather
from coolsim.results.compute import ComputeAccount
from coolsim.results.quantities import worst_rack
from coolsim.results.records import Results
from coolsim.results.variants import KeyFigure, VariantFigures, racks_over_limit
from coolsim.simulate import resolve_design
from coolsim.studies.hours import COOLING

NO_ACCELERATOR = "no accelerators stand in it"
NO_DENSITY = "no density was asked for"


def variant_figures(
    design: Design,
    catalogue: Catalogue,
    results: Results,
    weather: Weather | str,
    density: Density | None = None,
) -> VariantFigures:
    """The key figures of the design's active variant.

    Args:
        design: The design.
        catalogue: The catalogue, own entries included.
        results: The variant solved at the load drawn.
        weather: Outdoor air of its site, or why there is none.
        density: What it can sustain; ``None`` where that was not asked for.
    """
    variant = design.variant
    scene = resolve_design(design, catalogue)
    account = compute_account(design, catalogue, results, weather, scene)
    meter = meter_of(design, catalogue, scene, results, weather)
    return VariantFigures(
        id=variant.id,
        name=variant.label,
        design_hash=design_hash(design),
        status=results.status,
        fidelity=results.fidelity,
        figures=(
            *_air(results),
            *_power(results, meter.power_w, meter.ratio, meter.note),
            *_computing(account),
            *_density(density),
        ),
    )


def not_solved(design: Design, fidelity: str, reason: str) -> VariantFigures:
    """The place of a variant that could not be solved, with the reason."""
    variant = design.variant
    return VariantFigures(
        variant.id, variant.label, design_hash(design), "not_solved", fidelity, failure=reason
    )


def _air(results: Results) -> tuple[KeyFigure, ...]:
    it_w = sum(rack.power_w for rack in results.racks)
    worst = worst_rack(results)
    where = "" if worst is None else worst.name or worst.id
    inlet = None if worst is None else worst.inlet_temperature_c
    margin = None if worst is None else worst.inlet_limit_c - worst.inlet_temperature_c
    none = "no rack draws air" if worst is None else ""
    return (
        KeyFigure("it", "IT power", "w", it_w),
        KeyFigure("racks", "Racks", "", float(len(results.racks))),
        KeyFigure("worst_inlet", "Worst inlet", "c", inlet, where, none, "low"),
        KeyFigure("margin", "Margin to its limit", "k", margin, where, none, "high"),
        KeyFigure(
            "over", "Racks over limit", "", float(racks_over_limit(results.racks)), better="low"
        ),
    )


def _power(
    results: Results, power_w: dict[str, float], ratio: float | None, note: str
) -> tuple[KeyFigure, ...]:
    """Cooling power and the ratio at the meter on the design day; fans alone without a plant."""
    if power_w:
        cooling: float | None = sum(power_w[name] for name in COOLING)
        told = "fans, pumps and plant on the design day"
    else:
        cooling, told = None, note
    fans = sum(cooler.fan_power_w for cooler in results.coolers)
    return (
        KeyFigure("cooling", "Cooling power", "w", cooling, "", told, "low"),
        KeyFigure("fans", "Fans of the coolers", "w", fans, better="low"),
        KeyFigure("pue", "Facility over IT, design day", "", ratio, "", note, "low"),
    )


def _computing(account: ComputeAccount | None) -> tuple[KeyFigure, ...]:
    """Accelerators as drawn, their operations, and these per watt at the meter or at IT."""
    if account is None:
        return (
            KeyFigure("accelerators", "Accelerators", "", 0.0, "", NO_ACCELERATOR, "high"),
            KeyFigure("flops", "Peak compute", "flops", None, "", NO_ACCELERATOR, "high"),
            KeyFigure("per_watt", "PFLOPS per kW", "", None, "", NO_ACCELERATOR, "high"),
        )
    rate = account.headline
    peak = rate.peak_flops if rate is not None else None
    name = rate.precision if rate is not None else ""
    precision = f"dense {name.upper()}" if name else ""
    watts, at = account.facility_w, "at the meter on the design day"
    if watts is None:
        watts, at = account.it_w, "at the IT load"
    per_kw = None if peak is None or not watts else peak / watts / 1e12
    told = ", ".join(filter(None, (precision, at)))
    return (
        KeyFigure("accelerators", "Accelerators", "", float(account.accelerators), better="high"),
        KeyFigure("flops", "Peak compute", counted_in(name), peak, precision, "", "high"),
        KeyFigure("per_watt", f"P{operations(name)} per kW", "", per_kw, "", told, "high"),
    )


def _density(density: Density | None) -> tuple[KeyFigure, ...]:
    if density is None:
        return ()
    hall = density.hall
    told = density.status.replace("_", " ")
    binding = hall.binding
    words = ""
    if binding is not None:
        title = TITLES.get(binding.limit, binding.limit.replace("_", " "))
        words = f"{title} at {binding.object_name}"
    units = float(hall.accelerators)
    return (
        KeyFigure("density", "Sustained density", "w", hall.power_w, "", told, "high"),
        KeyFigure("dense_accelerators", "Accelerators at it", "", units, better="high"),
        KeyFigure("binds", "Binds", "", None, words or "nothing", told),
    )
