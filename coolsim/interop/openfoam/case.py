"""The folder of a case: mesh, fields, dictionaries, a script that runs it, and what it is of.

The solver is ``buoyantBoussinesqSimpleFoam`` of OpenFOAM v1912 or newer.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from coolsim import __version__
from coolsim.design.atomic import make_folder, replace_file
from coolsim.interop.openfoam.fields import (
    ZERO_C_K,
    everywhere,
    heat_groups,
    resistance_groups,
    temperature,
    velocity,
)
from coolsim.interop.openfoam.hall import FoamHall
from coolsim.interop.openfoam.mesh import WALLS, FoamMesh
from solvers.exchange import Index

SOLVER = "buoyantBoussinesqSimpleFoam"
MANIFEST = "coolsim.json"
SCHEMA = "coolsim/openfoam-1"
STEPS = 1000
"""Steps of the solver."""
MEAN_FROM = 600
"""Step from which the mean temperature is taken."""
_GRAVITY = 9.81
_SPEED, _PRESSURE, _KELVIN, _DIFFUSIVITY = (
    "[0 1 -1 0 0 0 0]",
    "[0 2 -2 0 0 0 0]",
    "[0 0 0 1 0 0 0]",
    "[0 2 -1 0 0 0 0]",
)


def case_files(hall: FoamHall, design_hashes: Sequence[str]) -> dict[str, str]:
    """Text of every file of the case, by its path in the folder.

    Args:
        hall: The hall.
        design_hashes: Of the designs whose results may be compared with it.
    """
    return {
        **_mesh_files(hall.mesh),
        "constant/polyMesh/cellZones": _zones(hall),
        **_field_files(hall),
        **_constant_files(hall),
        **_system_files(),
        "Allrun": f'#!/bin/sh\ncd "${{0%/*}}" || exit 1\n{SOLVER} > log.{SOLVER} 2>&1\n',
        MANIFEST: json.dumps(_manifest(hall, design_hashes), ensure_ascii=False, indent=1) + "\n",
    }


def write_case(folder: Path, hall: FoamHall, design_hashes: Sequence[str]) -> None:
    """Write a case into a folder that is made if it is not there.

    Raises:
        SaveError: If a file cannot be written.
    """
    for name, text in case_files(hall, design_hashes).items():
        path = folder / name
        make_folder(path.parent)
        replace_file(path, text.encode())
    (folder / "Allrun").chmod(0o755)


def _manifest(hall: FoamHall, design_hashes: Sequence[str]) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "program_version": __version__,
        "design_hashes": list(design_hashes),
        "cells": hall.mesh.cells,
        "racks": [
            {"id": rack.id, "name": rack.name, "patches": list(rack.patches)} for rack in hall.racks
        ],
    }


def _head(kind: str, name: str, folder: str) -> str:
    return (
        "FoamFile\n{\n    version 2.0;\n    format ascii;\n"
        f'    class {kind};\n    location "{folder}";\n    object {name};\n}}\n\n'
    )


def _listed(rows: Iterable[str], count: int) -> str:
    return f"{count}\n(\n" + "\n".join(rows) + "\n)\n"


def _mesh_files(mesh: FoamMesh) -> dict[str, str]:
    folder = "constant/polyMesh"
    patches = "".join(
        f"    {patch.name}\n    {{\n        type {'wall' if patch.name == WALLS else 'patch'};\n"
        f"        nFaces {patch.count};\n        startFace {patch.first};\n    }}\n"
        for patch in mesh.patches
    )
    points = (f"({x:.10g} {y:.10g} {z:.10g})" for x, y, z in mesh.points.tolist())
    faces = (f"4({a} {b} {c} {d})" for a, b, c, d in mesh.faces.tolist())
    texts = {
        "points": ("vectorField", _listed(points, len(mesh.points))),
        "faces": ("faceList", _listed(faces, len(mesh.faces))),
        "owner": ("labelList", _listed(map(str, mesh.owner.tolist()), mesh.owner.size)),
        "neighbour": (
            "labelList",
            _listed(map(str, mesh.neighbour.tolist()), mesh.neighbour.size),
        ),
        "boundary": ("polyBoundaryMesh", f"{len(mesh.patches)}\n(\n{patches})\n"),
    }
    return {
        f"{folder}/{name}": _head(kind, name, folder) + text for name, (kind, text) in texts.items()
    }


def _zone_names(hall: FoamHall) -> tuple[list[tuple[str, Index]], list[tuple[str, Index]]]:
    resistances = [
        (f"resistance{number + 1}", cells)
        for number, (_, cells) in enumerate(resistance_groups(hall.mesh))
    ]
    heats = [
        (f"heat{number + 1}", cells) for number, (_, _, cells) in enumerate(heat_groups(hall.heat))
    ]
    return resistances, heats


def _zones(hall: FoamHall) -> str:
    """Cells of resistance and of heat, by name."""
    resistances, heats = _zone_names(hall)
    zones = [*resistances, *heats]
    blocks = "".join(
        f"{name}\n{{\n    type cellZone;\n    cellLabels List<label> {cells.size}("
        + " ".join(map(str, cells.tolist()))
        + ");\n}\n"
        for name, cells in zones
    )
    folder = "constant/polyMesh"
    return _head("regIOobject", "cellZones", folder) + f"{len(zones)}\n(\n{blocks})\n"


def _field_files(hall: FoamHall) -> dict[str, str]:
    mesh, start = hall.mesh, f"uniform {hall.reference_c + ZERO_C_K:.10g}"
    plain = "type calculated; value uniform 0;"
    fields: dict[str, tuple[str, str, str, Mapping[str, str]]] = {
        "U": ("volVectorField", _SPEED, "uniform (0 0 0)", velocity(mesh, hall.machines)),
        "T": (
            "volScalarField",
            _KELVIN,
            start,
            temperature(mesh, hall.machines, hall.viscosity_m2_s, hall.reference_c),
        ),
        "p_rgh": (
            "volScalarField",
            _PRESSURE,
            "uniform 0",
            everywhere(mesh, "type fixedFluxPressure; rho rhok; value uniform 0;"),
        ),
        "p": ("volScalarField", _PRESSURE, "uniform 0", everywhere(mesh, plain)),
        "alphat": ("volScalarField", _DIFFUSIVITY, "uniform 0", everywhere(mesh, plain)),
    }
    return {
        f"0/{name}": _head(kind, name, "0")
        + f"dimensions {dimensions};\n\ninternalField {inside};\n\nboundaryField\n{{\n"
        + "".join(f"    {patch} {{ {entry} }}\n" for patch, entry in entries.items())
        + "}\n"
        for name, (kind, dimensions, inside, entries) in fields.items()
    }


def _constant_files(hall: FoamHall) -> dict[str, str]:
    transport = (
        f"transportModel Newtonian;\nnu {hall.viscosity_m2_s:.10g};\n"
        f"beta {hall.expansion_k:.12g};\nTRef {hall.reference_c + ZERO_C_K:.10g};\n"
        "Pr 1;\nPrt 1;\n"
    )
    gravity = f"dimensions [0 1 -2 0 0 0 0];\nvalue (0 0 -{_GRAVITY});\n"
    return {
        "constant/transportProperties": _dictionary("transportProperties", "constant", transport),
        "constant/turbulenceProperties": _dictionary(
            "turbulenceProperties", "constant", "simulationType laminar;\n"
        ),
        "constant/g": _head("uniformDimensionedVectorField", "g", "constant") + gravity,
        "constant/fvOptions": _dictionary("fvOptions", "constant", _sources(hall)),
    }


def _dictionary(name: str, folder: str, text: str) -> str:
    return _head("dictionary", name, folder) + text


def _sources(hall: FoamHall) -> str:
    """What sheets take from the flow, and what lights, people and walls give to the air."""
    resistances, heats = _zone_names(hall)
    blocks = [
        f"{name}\n{{\n    type explicitPorositySource;\n    explicitPorositySourceCoeffs\n    {{\n"
        f"        selectionMode cellZone;\n        cellZone {name};\n"
        "        type DarcyForchheimer;\n        d (0 0 0);\n"
        f"        f ({drag[0]:.6g} {drag[1]:.6g} {drag[2]:.6g});\n"
        "        coordinateSystem\n        {\n            type cartesian;\n"
        "            origin (0 0 0);\n"
        "            rotation { type axes; e1 (1 0 0); e2 (0 1 0); }\n        }\n    }\n}\n"
        for (name, _), (drag, _) in zip(resistances, resistance_groups(hall.mesh), strict=True)
    ]
    blocks += [
        f"{name}\n{{\n    type scalarSemiImplicitSource;\n    selectionMode cellZone;\n"
        f"    cellZone {name};\n    volumeMode absolute;\n"
        f"    injectionRateSuSp {{ T ({constant:.10g} {slope:.10g}); }}\n}}\n"
        for (name, _), (constant, slope, _) in zip(heats, heat_groups(hall.heat), strict=True)
    ]
    return "".join(blocks)


def _system_files() -> dict[str, str]:
    control = (
        f"application {SOLVER};\nstartFrom startTime;\nstartTime 0;\nstopAt endTime;\n"
        f"endTime {STEPS};\ndeltaT 1;\nwriteControl timeStep;\nwriteInterval {STEPS};\n"
        "purgeWrite 1;\nwriteFormat ascii;\nwritePrecision 9;\ntimeFormat general;\n"
        "runTimeModifiable true;\n\nfunctions\n{\n    means\n    {\n        type fieldAverage;\n"
        "        libs (fieldFunctionObjects);\n        writeControl writeTime;\n"
        f"        timeStart {MEAN_FROM};\n"
        "        fields ( T { mean on; prime2Mean off; base time; } );\n    }\n}\n"
    )
    schemes = (
        "ddtSchemes { default steadyState; }\ngradSchemes { default Gauss linear; }\n"
        "divSchemes\n{\n    default none;\n    div(phi,U) bounded Gauss upwind;\n"
        "    div(phi,T) bounded Gauss upwind;\n"
        "    div((nuEff*dev2(T(grad(U))))) Gauss linear;\n}\n"
        "laplacianSchemes { default Gauss linear orthogonal; }\n"
        "interpolationSchemes { default linear; }\nsnGradSchemes { default orthogonal; }\n"
    )
    solution = (
        "solvers\n{\n"
        "    p_rgh { solver GAMG; smoother GaussSeidel; tolerance 1e-8; relTol 0.01; }\n"
        "    U { solver PBiCGStab; preconditioner DILU; tolerance 1e-10; relTol 0.1; }\n"
        "    T { solver PBiCGStab; preconditioner DILU; tolerance 1e-12; relTol 0.1; }\n}\n"
        "SIMPLE { nNonOrthogonalCorrectors 0; pRefCell 0; pRefValue 0; }\n"
        "relaxationFactors { fields { p_rgh 0.3; } equations { U 0.7; T 0.9; } }\n"
    )
    texts = {"controlDict": control, "fvSchemes": schemes, "fvSolution": solution}
    return {f"system/{name}": _dictionary(name, "system", text) for name, text in texts.items()}
