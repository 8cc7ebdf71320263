"""From a solved hall to everything an OpenFOAM case of it says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from coolsim.air.envelope import envelope_walls
from coolsim.air.physics import CONSTANT_VISCOSITY
from coolsim.air.solution import AirSolution
from coolsim.interop.openfoam.fields import ZERO_C_K, CellHeat, Machines
from coolsim.interop.openfoam.mesh import FoamMesh, MachineOpening, build_mesh
from coolsim.scene import Scene
from solvers.exchange import Patch
from solvers.grid import Array


@dataclass(frozen=True, slots=True)
class RackInlets:
    """A rack and the patches that its servers draw from; those of empty bands are left out."""

    id: str
    name: str
    patches: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FoamHall:
    """A hall as OpenFOAM is told it.

    Attributes:
        mesh: Its cells.
        machines: Racks and coolers.
        heat: Of lights, people, walls.
        racks: The racks by their inlets.
        viscosity_m2_s: Constant viscosity, also the diffusivity of heat.
        reference_c: Temperature without buoyancy, and at which the run starts.
    """

    mesh: FoamMesh
    machines: Machines
    heat: CellHeat
    racks: tuple[RackInlets, ...]
    viscosity_m2_s: float
    reference_c: float

    @property
    def expansion_k(self) -> float:
        """Thermal expansion of the air [1/K]."""
        return 1.0 / (self.reference_c + ZERO_C_K)


def without_cabinets(scene: Scene) -> Scene:
    """The hall with racks whose air passes their equipment alone.

    The leaks inside a cabinet are a network of their own, which a mesh of the room does not have.
    """
    return replace(scene, racks=tuple(replace(rack, cabinet=None) for rack in scene.racks))


def foam_hall(solution: AirSolution, reference_c: float) -> FoamHall:
    """Take a hall apart that was solved at constant viscosity, its racks without cabinets.

    Raises:
        ExportError: If an opening is too narrow for the grid.
    """
    devices, geometry = solution.devices, solution.devices.geometry
    exchange = devices.exchange(solution.coils)
    labels = _labels(devices.scene)
    intakes = _openings(labels, "in", geometry.intakes, -devices.intake_flow)
    discharges = _openings(labels, "out", geometry.discharges, devices.discharge_flow)
    moving = [each for each in (*intakes, *discharges) if each.flow_m3_s != 0.0]
    mesh = build_mesh(geometry.openness, moving, solution.flux, CONSTANT_VISCOSITY)
    names = {each.name for each in moving}
    machines = Machines(
        intakes=tuple(each.name if each.name in names else None for each in intakes),
        discharges=tuple(each.name if each.name in names else None for each in discharges),
        intake_flow_m3_s=devices.intake_flow,
        discharge_flow_m3_s=devices.discharge_flow,
        transfer=exchange.transfer,
        offset=exchange.offset,
    )
    return FoamHall(
        mesh=mesh,
        machines=machines,
        heat=_cell_heat(solution, mesh, exchange.heat),
        racks=_racks(devices.scene, machines),
        viscosity_m2_s=CONSTANT_VISCOSITY,
        reference_c=reference_c,
    )


def _labels(scene: Scene) -> list[tuple[str, str]]:
    """Patch stem and name of every machine opening, in the order of the geometry's patches."""
    labels = []
    for rack in scene.breathers:
        for number, _ in enumerate(rack.bands):
            stem = _word(rack.id) if len(rack.bands) == 1 else f"{_word(rack.id)}_band{number + 1}"
            labels.append((stem, rack.name))
    labels += [(_word(cooler.id), cooler.name) for cooler in scene.coolers]
    return labels


def _word(identifier: str) -> str:
    """An id as a word that OpenFOAM's expressions take for one name."""
    return re.sub(r"[^A-Za-z0-9]", "_", identifier)


def _openings(
    labels: Sequence[tuple[str, str]], side: str, patches: Sequence[Patch], flows: Array
) -> list[MachineOpening]:
    return [
        MachineOpening(f"{stem}_{side}", name, patch, float(flow))
        for (stem, name), patch, flow in zip(labels, patches, flows, strict=True)
    ]


def _cell_heat(solution: AirSolution, mesh: FoamMesh, released: Array) -> CellHeat:
    """Heat of lights and people, and what walls pass at the temperature of their cell."""
    number = mesh.numbering.ravel()
    constant, slope = np.zeros(mesh.cells), np.zeros(mesh.cells)
    kept = number >= 0
    constant[number[kept]] = released.ravel()[kept]
    openness = solution.devices.geometry.openness
    walls = envelope_walls(solution.devices.scene, openness)
    if walls is not None:
        passed = walls.conductance(openness.grid.zeros())
        cells = number[walls.cells]
        inside = cells >= 0
        outer_k = walls.temperature[inside] + ZERO_C_K
        np.add.at(constant, cells[inside], passed[inside] * outer_k)
        np.add.at(slope, cells[inside], -passed[inside])
    cells = np.flatnonzero((constant != 0.0) | (slope != 0.0))
    return CellHeat(cells, constant[cells], slope[cells])


def _racks(scene: Scene, machines: Machines) -> tuple[RackInlets, ...]:
    racks, first = [], 0
    for rack in scene.breathers:
        own = machines.intakes[first : first + len(rack.bands)]
        first += len(rack.bands)
        racks.append(RackInlets(rack.id, rack.name, tuple(name for name in own if name)))
    return tuple(racks)
