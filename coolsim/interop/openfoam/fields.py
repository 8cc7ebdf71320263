"""What the patches of a case do: velocity, temperature and pressure, and heat set free in cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix

from coolsim.interop.openfoam.mesh import WALLS, FoamMesh, FoamPatch
from solvers.exchange import Index
from solvers.grid import Array

ZERO_C_K = 273.15


@dataclass(frozen=True, slots=True)
class Machines:
    """The machines of a hall by what they blow.

    ``T_d = transfer T_i + offset`` gives the temperatures blown from those drawn [deg C].

    Attributes:
        intakes, discharges: Patch of each; ``None`` where one moves no air.
        intake_flow_m3_s, discharge_flow_m3_s: What each moves.
        transfer: Shape (discharges, intakes).
        offset: Shape (discharges,) [deg C or K].
    """

    intakes: tuple[str | None, ...]
    discharges: tuple[str | None, ...]
    intake_flow_m3_s: Array
    discharge_flow_m3_s: Array
    transfer: csr_matrix
    offset: Array


@dataclass(frozen=True, slots=True)
class CellHeat:
    """Heat set free in mesh cells, over ``rho cp``: ``constant + slope * T`` [K m3/s], T in K."""

    cells: Index
    constant: Array
    slope: Array


def velocity(mesh: FoamMesh, machines: Machines) -> dict[str, str]:
    """Velocity of every patch: no slip at walls, an even speed through openings."""
    flows = _flows(machines)
    entries = {WALLS: "type noSlip;"}
    for patch in mesh.patches:
        if patch.name == WALLS:
            continue
        speed = -flows[patch.name] / patch.area_m2
        vector = " ".join(f"{speed * part:.15g}" for part in patch.outward)
        entries[patch.name] = f"type fixedValue; value uniform ({vector});"
    return entries


def temperature(
    mesh: FoamMesh, machines: Machines, diffusivity_m2_s: float, start_c: float
) -> dict[str, str]:
    """Temperature of every patch: openings blow what their machine makes of what it draws.

    What a machine blows carries its heat by flow alone. A temperature fixed on the patch would let
    more in by conduction, so the patch mixes it with that of the cell behind: ``f = u / (u + a/d)``
    with velocity u, diffusivity a and half a cell d keeps the sum of both at what is blown.
    """
    entries = {WALLS: "type zeroGradient;"}
    entries.update({name: "type zeroGradient;" for name in machines.intakes if name})
    transfer = csr_matrix(machines.transfer)
    for number, name in enumerate(machines.discharges):
        if name is None:
            continue
        row = slice(transfer.indptr[number], transfer.indptr[number + 1])
        drawn = [
            (machines.intakes[column], float(share))
            for column, share in zip(transfer.indices[row], transfer.data[row], strict=True)
            if abs(share) > 1e-12
        ]
        patch = mesh.patch(name)
        flow = float(machines.discharge_flow_m3_s[number])
        speed = flow / patch.area_m2
        fraction = speed / (speed + diffusivity_m2_s / patch.half_cell_m)
        entries[name] = _blown(drawn, float(machines.offset[number]), fraction, start_c)
    return entries


def _blown(
    drawn: Sequence[tuple[str | None, float]], offset: float, fraction: float, start_c: float
) -> str:
    """Entry of an opening that blows ``offset`` and shares of what others draw."""
    start = f"uniform {start_c + ZERO_C_K:.10g}"
    constant = offset + ZERO_C_K * (1.0 - sum(share for _, share in drawn))
    terms = [f"{constant:.10g}"]
    variables = []
    for number, (patch, share) in enumerate(drawn):
        if patch is None:
            # Air of a machine that stands still is where the hall began.
            terms[0] = f"{float(terms[0]) + share * (start_c + ZERO_C_K):.10g}"
            continue
        variables.append(f'"drawn{number}{{{patch}}} = weightAverage(T)"')
        terms.append(f"{share:.10g}*drawn{number}")
    if not variables:
        value = f"uniform {terms[0]}"
        return (
            f"type mixed; refValue {value}; refGradient uniform 0; "
            f"valueFraction uniform {fraction:.10g}; value {start};"
        )
    return (
        f"type exprMixed; refValue {start}; refGradient uniform 0; "
        f"valueFraction uniform {fraction:.10g}; value {start}; "
        f"variables ({' '.join(variables)}); "
        f'valueExpr "{" + ".join(terms)}"; gradientExpr "0"; fractionExpr "{fraction:.10g}";'
    )


def everywhere(mesh: FoamMesh, entry: str) -> dict[str, str]:
    """The same entry for every patch."""
    return {patch.name: entry for patch in mesh.patches}


def patch_means(mesh: FoamMesh, names: Sequence[str | None], field: Array) -> Array:
    """Mean of a field of mesh cells behind each patch; NaN where there is none."""
    cells = {patch.name: patch.cells for patch in mesh.patches}
    return np.array([np.nan if name is None else field[cells[name]].mean() for name in names])


def _flows(machines: Machines) -> dict[str, float]:
    """Flow of every opening, positive into the room [m3/s]."""
    into = zip(machines.discharges, machines.discharge_flow_m3_s, strict=True)
    out = zip(machines.intakes, machines.intake_flow_m3_s, strict=True)
    flows = {name: float(flow) for name, flow in into if name}
    return flows | {name: -float(flow) for name, flow in out if name}


def resistance_groups(mesh: FoamMesh) -> list[tuple[Array, Index]]:
    """Cells of alike resistance: the coefficients along x, y, z [1/m] and the cells.

    Coefficients are rounded to two figures, so that a hall has few zones.
    """
    return [
        (np.array(key), cells)
        for key, cells in _alike(mesh.resistance, figures=2)
        if any(part > 0.0 for part in key)
    ]


def heat_groups(heat: CellHeat) -> list[tuple[float, float, Index]]:
    """Cells that set alike heat free: constant and slope of all of them together, and the cells."""
    groups = []
    for _, rows in _alike(np.stack([heat.constant, heat.slope], axis=1), figures=3):
        groups.append(
            (float(heat.constant[rows].sum()), float(heat.slope[rows].sum()), heat.cells[rows])
        )
    return groups


def _alike(values: Array, *, figures: int) -> list[tuple[tuple[float, ...], Index]]:
    """Rows that agree to a number of figures, and where they are; rows of zeros left out."""
    scale = np.zeros_like(values)
    present = values != 0.0
    scale[present] = 10.0 ** (figures - 1 - np.floor(np.log10(np.abs(values[present]))))
    rounded = np.zeros_like(values)
    rounded[present] = np.round(values[present] * scale[present]) / scale[present]
    rows = np.flatnonzero(present.any(axis=1))
    if rows.size == 0:
        return []
    keys, group = np.unique(rounded[rows], axis=0, return_inverse=True)
    group = group.ravel()
    return [(tuple(map(float, key)), rows[group == n]) for n, key in enumerate(keys)]


__all__ = [
    "CellHeat",
    "FoamPatch",
    "Machines",
    "everywhere",
    "heat_groups",
    "patch_means",
    "resistance_groups",
    "temperature",
    "velocity",
]
