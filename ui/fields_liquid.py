"""The editable fields of loops, coolant distribution units and what hangs on a loop.

A key with a dot names a field of a part: ``pumps.running``. Choices of loops and catalogue entries
depend on the design; whoever makes the form fills them in (see :func:`with_choices`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from coolsim.catalogue import Catalogue
from coolsim.catalogue.liquid import CDU_TYPES
from coolsim.catalogue.liquid_equipment import DOOR_TYPES
from coolsim.design.models import Variant
from ui.widgets.forms import Choices, Field

FLUIDS: Choices = (
    ("water", "Water"),
    ("propylene_glycol", "Propylene glycol"),
    ("ethylene_glycol", "Ethylene glycol"),
)
LIQUID_CLASSES: Choices = (
    (None, "none to keep"),
    *((name, name) for name in ("W17", "W27", "W32", "W40", "W45", "W+")),
    *((name, name) for name in ("S30", "S35", "S40", "S45", "S50")),
)
_PUMPS = (
    Field("pumps.installed", "Pumps installed", "whole", optional=True, empty="by redundancy",
          section="Pumps"),
    Field("pumps.running", "Pumps running", "whole", optional=True, empty="by redundancy"),
    Field("pumps.arrangement", "Arrangement", "choice", choices=(
        ("parallel", "in parallel"), ("series", "in series"),
    ), tip="In parallel flows add, in series pressures"),
    Field("pumps.control", "Control", "choice", choices=(
        ("constant_speed", "constant speed"),
        ("differential_pressure", "hold pressure"),
        ("temperature", "hold rise"),
    ), tip="Constant speed, or what the speed is to hold between supply and return"),
    Field("pumps.speed_fraction", "Speed", unit="fraction", tip="At constant speed"),
    Field("pumps.pressure_pa", "Pressure held", unit="coolant_pa", optional=True,
          empty="not held", tip="Between supply and return header"),
    Field("pumps.temperature_rise_k", "Rise held", unit="k", optional=True, empty="not held",
          tip="Return minus supply"),
    Field("pumps.npsh_m", "NPSH asked for", optional=True, empty="usual margin",
          tip="Head above boiling at the suction that the maker asks for"),
    Field("pumps.efficiency_fraction", "Efficiency", unit="fraction", optional=True,
          empty="estimated", tip="Wire to water"),
)  # fmt: skip
LOOP = (
    Field("name", "Name", "text", empty="no name"),
    Field("kind", "Kind", "choice", choices=(
        ("technology", "technology loop"), ("facility", "facility loop"),
    )),
    Field("coolant.fluid", "Coolant", "choice", choices=FLUIDS, section="Coolant"),
    Field("coolant.concentration_fraction", "Concentration", unit="fraction",
          tip="Share of glycol; none for water"),
    Field("coolant.basis", "Share by", "choice", choices=(("mass", "mass"), ("volume", "volume"))),
    Field("supply_temperature_c", "Supply set point", unit="c"),
    Field("liquid_class", "Class to keep", "choice", choices=LIQUID_CLASSES,
          tip="W of a facility loop, S of a technology loop: highest supply temperature"),
    Field("redundancy", "Redundancy", "choice",
          choices=(("N", "N"), ("N+1", "N+1"), ("2N", "2N"))),
    *_PUMPS,
    Field("static_pressure_pa", "Fill pressure", unit="coolant_pa",
          tip="Above atmosphere, held by the expansion vessel at the pumps' suction"),
    Field("plant_pressure_pa", "Plant side", unit="coolant_pa", optional=True,
          empty="estimated", tip="Pressure drop of the plant side of a facility loop"),
    Field("balancing", "Balancing", "choice", section="Pipes", choices=(
        ("none", "none"), ("reverse_return", "reverse return"), ("valves", "balancing valves"),
    )),
    Field("bypass_flow_m3_s", "Bypass", unit="coolant_m3_s",
          tip="From the end of the supply header to the return, at design conditions"),
    Field("pipes.height_m", "Header height", tip="Below zero under a raised floor"),
    Field("pipes.highest_m", "Highest point", optional=True, empty="the headers",
          tip="Of the whole loop above the floor, such as coolers on a roof"),
    Field("pipes.velocity_limit_m_s", "Velocity limit", unit="coolant_m_s",
          tip="Pipes are the smallest nominal size that keeps it"),
    Field("pipes.roughness_m", "Roughness"),
    Field("pipes.insulation_m", "Insulation"),
    Field("pipes.main_length_m", "Main length", optional=True, empty="from the plan"),
    Field("pipes.main_diameter_m", "Main diameter", optional=True, empty="by velocity"),
    Field("pipes.header_diameter_m", "Header diameter", optional=True, empty="by velocity"),
    Field("pipes.branch_diameter_m", "Branch diameter", optional=True, empty="by velocity"),
)  # fmt: skip

CDU = (
    Field("name", "Name", "text", empty="no name"),
    Field("type", "Type", "choice", choices=(
        ("liquid_to_liquid", "liquid to liquid"), ("liquid_to_air", "liquid to air"),
    )),
    Field("unit", "Machine", "choice", tip="Of the catalogue"),
    Field("running", "Running", "flag"),
    Field("technology_loop_id", "Technology loop", "choice", section="Loops"),
    Field("facility_loop_id", "Facility loop", "choice"),
    Field("capacity_w", "Capacity", unit="w", optional=True, empty="of the machine",
          section="Ratings", tip="At the approach and the rated flows"),
    Field("approach_k", "Approach", unit="k", optional=True, empty="of the machine",
          tip="Technology supply minus facility supply, or minus entering air"),
    Field("technology_flow_m3_s", "Technology flow", unit="coolant_m3_s", optional=True,
          empty="of the machine"),
    Field("facility_flow_m3_s", "Facility flow", unit="coolant_m3_s", optional=True,
          empty="of the machine"),
    Field("facility_pressure_pa", "Facility drop", unit="coolant_pa", optional=True,
          empty="of the machine"),
    Field("airflow_m3_s", "Airflow", unit="m3_s", optional=True, empty="of the machine",
          tip="Of a liquid-to-air unit"),
    Field("fan_power_w", "Fan power", unit="w", optional=True, empty="of the machine"),
    *_PUMPS,
    Field("strainer_blockage_fraction", "Strainer blocked", unit="fraction",
          tip="Share of its open area that dirt takes"),
    Field("x_m", "x", tip="Centre of the footprint, from the hall's inner corner",
          section="Place"),
    Field("y_m", "y", tip="Centre of the footprint, from the hall's inner corner"),
    Field("heading_deg", "Heading", unit="deg"),
    Field("width_m", "Width", tip="Across the heading", section="Size"),
    Field("depth_m", "Depth", tip="Along the heading"),
    Field("height_m", "Height"),
)  # fmt: skip

CONNECTION = (
    Field("loop_id", "Loop", "choice"),
    Field("unit", "Equipment", "choice", tip="Of the catalogue"),
    Field("dielectric", "Bath fluid", "choice", tip="What fills a tank, or boils in the plates"),
    Field("bath_supply_c", "Bath supply", unit="c", optional=True, empty="of the tank",
          tip="Dielectric entering the bath, which the tank's own exchanger holds"),
    Field("case_limit_c", "Case limit", unit="c", optional=True, empty="of the catalogue",
          tip="Highest temperature of the accelerators"),
    Field("flow_m3_s", "Design flow", unit="coolant_m3_s", optional=True,
          empty="of the equipment"),
    Field("pressure_pa", "Drop at that flow", unit="coolant_pa", optional=True,
          empty="of the equipment"),
    Field("valve_opening_fraction", "Valve opening", unit="fraction"),
    Field("blockage_fraction", "Blocked", unit="fraction", tip="Share of the passages"),
    Field("pipe_length_m", "Branch length", optional=True, empty="from the plan"),
    Field("pipe_diameter_m", "Branch diameter", optional=True, empty="by velocity"),
)  # fmt: skip

SATURATION = "saturation_t_pkpa_rhol_rhov_cpl_hfg"
"""Table that a fluid must have in the catalogue to boil here."""
_UNIT_TYPES: dict[str, tuple[str, ...]] = {
    "cold_plate": ("cold_plate",),
    "cold_plate_two_phase": ("cold_plate_2p",),
    "immersion": ("immersion_1p",),
    "immersion_two_phase": ("immersion_2p",),
    "rear_door": DOOR_TYPES,
    "cdu": tuple(CDU_TYPES),
}


def loop_choices(variant: Variant, kind: str = "") -> Choices:
    """The loops of a design, of one kind or of both; first no loop."""
    loops = [loop for loop in variant.loops if kind in ("", loop.kind)]
    return ((None, "no loop"), *((loop.id, loop.label) for loop in loops))


def unit_choices(catalogue: Catalogue, kind: str) -> Choices:
    """Catalogue entries for a cooling method or ``cdu``; first none named."""
    types = _UNIT_TYPES.get(kind, ())
    none = "figures of the design" if kind == "cdu" else "generic"
    found = [entry for entry in catalogue.entries("unit") if entry.word("type") in types]
    return ((None, none), *((entry.id, entry.name) for entry in found))


def dielectric_choices(catalogue: Catalogue, method: str) -> Choices:
    """Fluids for a tank or for boiling plates; first the default."""
    use = {
        "cold_plate_two_phase": "2p_plate",
        "immersion": "immersion",
        "immersion_two_phase": "immersion",
    }.get(method)
    boils = method.endswith("two_phase")
    found = [
        entry
        for entry in catalogue.entries("fluid")
        if use is not None
        and use in str(entry.plain.get("use"))
        and (entry.word("phase") == "2p") == boils
        and (not boils or SATURATION in entry.tables)
    ]
    return ((None, "usual"), *((entry.id, entry.name) for entry in found))


def with_choices(
    listed: Sequence[Field], choices: dict[str, Callable[[], Choices]]
) -> tuple[Field, ...]:
    """Fields whose choices depend on the design, filled in by key."""
    return tuple(
        replace(field, choices=choices[field.key]) if field.key in choices else field
        for field in listed
    )
