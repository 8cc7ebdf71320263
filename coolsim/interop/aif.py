"""Racks, distribution units and room coolers under NVIDIA's AI-factory (AIF) attribute names.

SimReady assets of AI-factory equipment carry attributes ``aif:core:*`` and ``aif:spec:*``. Written
here are those that a design knows, by object; what it does not know is left out, never guessed.

Reference: SimReady Foundation, capability AIF Core Metadata 0.1.0, tables of attributes: lengths in
mm, masses in kg, powers in kW (name plate in W), CDU temperatures in K, technology flow in l/min.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from coolsim.catalogue import Catalogue
from coolsim.catalogue.loads import LoadReader
from coolsim.design.liquid import Cdu, Loop
from coolsim.design.models import Cooler, Rack, Variant
from coolsim.scene import Scene
from coolsim.scene.loop_records import SceneCdu

AIF_VERSION = "0.1.0"
_MM, _KW, _LPM, _ZERO_C_K = 1e3, 1e-3, 6e4, 273.15


def aif_objects(variant: Variant, scene: Scene, catalogue: Catalogue) -> dict[str, Any]:
    """Objects of a hall with their attributes; plain numbers, texts and lists.

    Args:
        variant: What was drawn.
        scene: It, resolved.
        catalogue: The catalogue, the design's own entries included.
    """
    reader = LoadReader(catalogue)
    loops = {loop.id: loop for loop in variant.loops}
    units = {unit.id: unit for unit in scene.loops.cdus}
    objects = [
        *(_object(rack, _rack(rack, reader), _filled_with(rack, reader)) for rack in variant.racks),
        *(
            _object(unit, _cdu(units[unit.id], loops), _model(catalogue, unit.unit))
            for unit in variant.cdus
        ),
        *(_object(unit, _crah(unit), _model(catalogue, unit.unit)) for unit in variant.coolers),
    ]
    return {"schema": f"SimReady Foundation AIF {AIF_VERSION}", "objects": objects}


def _model(catalogue: Catalogue, unit: str | None) -> str | None:
    return catalogue.get(unit).name if unit else None


def _object(
    item: Rack | Cdu | Cooler, attributes: Mapping[str, object], model: str | None = None
) -> dict[str, Any]:
    size = (item.width_m * _MM, item.depth_m * _MM, item.height_m * _MM)
    known = {
        "aif:core:overallGeometryDimensions": list(size),
        "aif:core:width": size[0],
        "aif:core:depth": size[1],
        "aif:core:height": size[2],
        "aif:core:modelNumber": model,
        **attributes,
    }
    return {
        "id": item.id,
        "name": item.label,
        "position_m": [item.x_m, item.y_m, 0.0],
        "heading_deg": item.heading_deg,
        "attributes": {key: value for key, value in known.items() if value is not None},
    }


def _filled_with(rack: Rack, reader: LoadReader) -> str | None:
    """The one thing a rack holds, where it is one."""
    names = {unit.name for unit, _ in reader.rack(rack).units}
    return names.pop() if len(names) == 1 else None


def _rack(rack: Rack, reader: LoadReader) -> dict[str, object]:
    load = reader.rack(rack)
    power_w, air_w = load.power_w, load.air_w
    if rack.cooling.startswith("immersion"):
        air_w = 0.0
    liquid_w = None if power_w is None or air_w is None else power_w - air_w
    if rack.cooling in ("air", "rear_door"):
        liquid_w, air_w = 0.0, power_w
    masses = (rack.empty_mass_kg, load.contents_mass_kg)
    clearance_m = max(rack.clearance_front_m, rack.clearance_rear_m)
    accelerators = sum(unit.accelerators * count for unit, count in load.units)
    return {
        "aif:core:assetClass": "Compute Rack",
        "aif:core:weight": None if None in masses else sum(mass or 0.0 for mass in masses),
        "aif:core:accessibilityRequirement": clearance_m * _MM if clearance_m > 0.0 else None,
        "aif:spec:numGPUs": accelerators,
        "aif:spec:liquidCooling": None if liquid_w is None else liquid_w * _KW,
        "aif:spec:airCooling": None if air_w is None else air_w * _KW,
        "aif:spec:heatCaptureRatio": 100.0 * liquid_w / power_w if liquid_w and power_w else None,
    }


def _cdu(unit: SceneCdu, loops: Mapping[str, Loop]) -> dict[str, object]:
    facility = loops.get(unit.facility_loop_id or "")
    technology = loops.get(unit.technology_loop_id or "")
    flow, capacity_w = unit.technology_flow.value, unit.capacity.value
    return {
        "aif:core:assetClass": "CDU",
        "aif:spec:coolingType": None if technology is None else technology.coolant.fluid,
        "aif:spec:nominalCoolingCapacity": None if capacity_w is None else capacity_w * _KW,
        "aif:spec:nominalFlow": flow,
        "aif:spec:referenceTechnologyCoolantFlowRate": None if flow is None else flow * _LPM,
        "aif:spec:referenceFacilityCoolantTemperature": _supply_k(facility),
        "aif:spec:referenceSecondaryCoolantTemperature": _supply_k(technology),
        "aif:spec:numberOfPumps": unit.pumps.installed,
        "aif:spec:redundancyScheme": None if technology is None else technology.redundancy,
    }


def _crah(cooler: Cooler) -> dict[str, object]:
    return {
        "aif:core:assetClass": "CRAH",
        "aif:spec:nominalCoolingCapacity": None
        if cooler.capacity_w is None
        else cooler.capacity_w * _KW,
    }


def _supply_k(loop: Loop | None) -> float | None:
    return None if loop is None else loop.supply_temperature_c + _ZERO_C_K
