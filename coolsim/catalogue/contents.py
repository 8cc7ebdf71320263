"""What a catalogue entry means once it stands in a hall: power, size, airflow, heat split.

All figures here are in the program's units and keep source and class.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from coolsim.catalogue.conversions import derived, in_si
from coolsim.catalogue.entries import Entry, unknown
from coolsim.catalogue.loading import Catalogue
from coolsim.catalogue.rates import PRECISIONS, rate_figure
from coolsim.catalogue.records import Figure

CONTENT_TABLES: tuple[str, ...] = ("server", "switch", "rack")
"""Tables whose entries go into a rack; an entry of ``rack`` fills one by itself."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A content item as a rack sees it.

    Attributes:
        id, name: Of the catalogue entry.
        sustained_power_w: See :func:`sustained_power`.
        height_u: Height in rack units.
        mass_kg: Mass as delivered.
        airflow_m3_s_kw: Airflow per kilowatt of sustained power; see :func:`airflow_per_power`.
        accelerators: Accelerators in one item.
        accelerator_id: Their catalogue id, "" without.
        air_inlet_max_c: The maker's highest inlet air temperature.
        heat_to_liquid_fraction: Share of the heat that leaves with a liquid.
        cooling: As in the catalogue: "air", "dlc", "hybrid", "air+rdhx", "any", "".
        is_whole_rack: Whether the item fills a rack by itself.
        is_target, is_estimate: See :class:`~coolsim.catalogue.entries.Entry`.
    """

    id: str
    name: str
    sustained_power_w: Figure
    height_u: Figure
    mass_kg: Figure
    airflow_m3_s_kw: Figure
    accelerators: int
    accelerator_id: str
    air_inlet_max_c: Figure
    heat_to_liquid_fraction: Figure
    cooling: str
    is_whole_rack: bool
    is_target: bool
    is_estimate: bool


@dataclass(frozen=True, slots=True)
class CoolerFigures:
    """A cooling unit of the catalogue: rated airflow, net capacity, fan power, water, size."""

    airflow_m3_s: Figure
    capacity_w: Figure
    fan_power_w: Figure
    water_in_c: Figure
    width_m: Figure
    depth_m: Figure
    height_m: Figure


def unit_of(catalogue: Catalogue, entry: Entry) -> Unit:
    """Return what an entry of :data:`CONTENT_TABLES` puts into a rack."""
    power = sustained_power(entry)
    return Unit(
        id=entry.id,
        name=entry.name,
        sustained_power_w=power,
        height_u=in_si(entry.figure("height_u")),
        mass_kg=in_si(entry.figure("weight_kg")),
        airflow_m3_s_kw=airflow_per_power(catalogue, entry, power),
        accelerators=entry.count("accelerators"),
        accelerator_id=entry.word("accelerator"),
        air_inlet_max_c=in_si(entry.figure("air_inlet_max_c")),
        heat_to_liquid_fraction=heat_to_liquid_fraction(entry),
        cooling=entry.word("cooling"),
        is_whole_rack=entry.table == "rack",
        is_target=entry.is_target,
        is_estimate=entry.is_estimate,
    )


def sustained_power(entry: Entry) -> Figure:
    """Return the power an item may draw for good, which feeds and cooling must carry [W].

    The rule, first figure known counts:

    1. the larger of ``p_max_w`` and ``heat_output_w``. One maker prints more heat than power;
       feed and cooling are sized by the larger, so that neither document is contradicted.
    2. ``p_ra_max_w`` or ``p_maxp_w``: the maximum of a reference architecture or power profile.
    3. ``p_nominal_w``: the design power.
    4. ``p_with_optics_w``, or ``p_base_w`` and ``p_optics_w`` together: switches with their optics.
    5. ``p_w``: the only power given.

    Where the maker gives a short-term peak as the maximum (rack-scale systems, power smoothing),
    the rule is on the safe side; a design's own entry can give a lower ``p_max_w``.
    A range counts with its middle. Powers of parts of an item are never taken for the item.
    """
    largest = [entry.figure(key) for key in ("p_max_w", "heat_output_w")]
    known = [figure for figure in largest if figure.value is not None]
    if known:
        return in_si(max(known, key=lambda figure: figure.value or 0.0))
    for key in ("p_ra_max_w", "p_maxp_w", "p_nominal_w", "p_with_optics_w"):
        if entry.figure(key).is_known:
            return in_si(entry.figure(key))
    base, optics = entry.figure("p_base_w"), entry.figure("p_optics_w")
    if base.value is not None and optics.value is not None:
        total = base.value + optics.value
        return derived(total, "w", "switch and optics together", base, optics)
    power = entry.figure("p_w")
    return in_si(power) if power.is_known else unknown("w", "no sustained power in the catalogue")


def mean_power(entry: Entry) -> Figure:
    """Return the power an item draws on average in use, which its energy follows [W].

    What the maker or somebody who measured it gives: ``p_mean_w``, ``p_typical_w``, or a fourth of
    ``rack4_p_avg_w``, the mean of a rack of four. A range counts with its middle. Hardly any entry
    has one.

    Worked number: DGX B300, 58 kW in a rack of four: 14.5 kW.
    """
    for key in ("p_mean_w", "p_typical_w"):
        if entry.figure(key).is_known:
            return in_si(entry.figure(key))
    four = entry.figure("rack4_p_avg_w")
    if four.value is None:
        return unknown("w", "no mean power in the catalogue")
    return derived(four.value / 4.0, "w", "a fourth of the mean of a rack of four", four)


def airflow_per_power(catalogue: Catalogue, entry: Entry, power: Figure) -> Figure:
    """Return an item's airflow per kilowatt of its sustained power [m3/s/kW].

    The rated airflow over the sustained power, where both are known, so that the item moves the
    air its maker states; else the stated airflow per power; else the design rule for its kind, for
    the share of the heat that stays in the air as far as that share is known.

    Worked number: DGX B200, 1550 cfm over 14.3 kW, is 0.05115 m3/s/kW (108 cfm/kW).
    """
    total = in_si(entry.figure("airflow_cfm"))
    if total.value is not None and power.value:
        note = "rated airflow over sustained power"
        return derived(total.value / (power.value / 1e3), "m3_s_kw", note, total, power)
    for key in ("airflow_m3_s_kw", "cfm_per_kw", "airflow_m3s_per_w"):
        if entry.figure(key).is_known:
            return in_si(entry.figure(key))
    rule = airflow_rule(catalogue, dense=entry.count("accelerators") > 0)
    liquid = heat_to_liquid_fraction(entry)
    if rule.value is None or not liquid.value:
        return rule
    note = f"{rule.note}, for the share of the heat that stays in the air"
    return derived(rule.value * (1.0 - liquid.value), "m3_s_kw", note, rule, liquid)


def airflow_rule(catalogue: Catalogue, *, dense: bool) -> Figure:
    """Return the design rule for airflow per power [m3/s/kW], for loads without own figures.

    Args:
        catalogue: The catalogue.
        dense: Whether the load is accelerator servers, which take less air per power.
    """
    rule = catalogue.get("airflow_design_rule")
    figure = in_si(rule.figure("dense_gpu" if dense else "cfm_per_kw"))
    kind = "accelerator servers" if dense else "general equipment"
    return replace(figure, note=f"design rule for {kind}; {figure.note}".rstrip("; "))


def heat_to_liquid_fraction(entry: Entry) -> Figure:
    """Return the share of an item's heat that leaves with a liquid [-].

    ``liquid_fraction`` where given; zero for an item its own row calls air-cooled; else unknown.
    """
    figure = entry.figure("liquid_fraction")
    if "liquid_fraction" in entry.figures:
        return replace(figure, unit="fraction")
    if entry.word("cooling") in ("air", "air+rdhx"):
        return Figure(0.0, "fraction", "formula", "derived", note="cooled by air alone")
    return unknown("fraction", "share of heat to the liquid not in the catalogue")


def flops_by_precision(catalogue: Catalogue, accelerator_id: str) -> dict[str, Figure]:
    """Return peak dense operations per second of an accelerator, by precision [1/s].

    Keys are those of "fp64", "fp32", "tf32", "fp16", "bf16", "fp8", "fp4", "int8" that the
    catalogue has a value for. "" (no accelerator) and ids without entry give an empty result.
    """
    found = {name: rate_figure(catalogue, accelerator_id, name) for name in PRECISIONS}
    return {precision: figure for precision, figure in found.items() if figure is not None}


def tile_loss_coefficient(entry: Entry) -> Figure:
    """Return a tile's loss coefficient K on the face velocity: dp = K rho v**2 / 2 [-]."""
    return entry.figure("k_loss")


def cooler_figures(entry: Entry) -> CoolerFigures:
    """Return the ratings of a room cooler; what the catalogue does not have comes without value."""
    capacity = in_si(entry.figure("q_kw"))
    return CoolerFigures(
        airflow_m3_s=_cooler_airflow(entry, capacity),
        capacity_w=capacity,
        fan_power_w=_fan_power(entry, capacity),
        water_in_c=in_si(entry.figure("water_in_c")),
        width_m=in_si(entry.figure("width_mm")),
        depth_m=in_si(entry.figure("depth_mm")),
        height_m=in_si(entry.figure("height_mm")),
    )


def _cooler_airflow(entry: Entry, capacity: Figure) -> Figure:
    """Rated airflow [m3/s]: stated, or per kilowatt times the capacity."""
    for key in ("airflow_m3_s", "airflow_cfm", "airflow_m3h"):
        if entry.figure(key).is_known:
            return in_si(entry.figure(key))
    per_power = in_si(entry.figure("airflow_m3h_per_kw"))
    if per_power.value is not None and capacity.value is not None:
        total = per_power.value * capacity.value / 1e3
        return derived(total, "m3_s", "airflow per capacity times capacity", per_power, capacity)
    return unknown("m3_s", "airflow not in the catalogue")


def _fan_power(entry: Entry, capacity: Figure) -> Figure:
    """Fan power [W]: stated, or per capacity times the capacity."""
    stated = entry.figure("fan_kw")
    if stated.is_known:
        return in_si(stated)
    share = in_si(entry.figure("w_per_kw"))
    if share.value is not None and capacity.value is not None:
        note = "fan power per capacity times capacity"
        return derived(share.value * capacity.value, "w", note, share, capacity)
    return unknown("w", "fan power not in the catalogue")
