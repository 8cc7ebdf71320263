"""The case written for OpenFOAM: a sound mesh, and machines that keep their air and heat."""

import re

import numpy as np
import pytest

from coolsim.errors import ExportError
from coolsim.interop.openfoam.case import MANIFEST, case_files
from coolsim.interop.openfoam.fields import ZERO_C_K, heat_groups, resistance_groups
from coolsim.interop.openfoam.mesh import WALLS, MachineOpening, build_mesh
from solvers.exchange import Patch
from tests.interop.halls import small_case, solved


def _area_vectors(mesh):
    corner = mesh.points[mesh.faces]
    return 0.5 * np.cross(corner[:, 2] - corner[:, 0], corner[:, 3] - corner[:, 1])


def test_every_cell_is_closed_by_its_faces():
    mesh = small_case().mesh
    vectors = _area_vectors(mesh)
    total = np.zeros((mesh.cells, 3))
    np.add.at(total, mesh.owner, vectors)
    np.add.at(total, mesh.neighbour, -vectors[: mesh.neighbour.size])
    assert np.abs(total).max() < 1e-12
    assert np.bincount(mesh.owner, minlength=mesh.cells).min() > 0


def test_faces_inside_are_in_the_order_a_mesh_must_have():
    mesh = small_case().mesh
    inside = mesh.neighbour.size
    owner, neighbour = mesh.owner[:inside], mesh.neighbour
    assert (owner < neighbour).all()
    assert (np.diff(owner * mesh.cells + neighbour) > 0).all()


def test_patches_follow_each_other_and_take_all_boundary_faces():
    mesh = small_case().mesh
    first = mesh.neighbour.size
    for patch in mesh.patches:
        assert patch.first == first
        first += patch.count
    assert first == len(mesh.faces)
    assert mesh.patches[0].name == WALLS


def test_openings_look_the_way_their_air_goes_and_keep_all_of_it():
    hall = small_case()
    mesh, vectors = hall.mesh, _area_vectors(hall.mesh)
    blown = re.findall(
        r"(\w+_(?:in|out)) \{ type fixedValue; value uniform \(([^)]*)\)",
        case_files(hall, [])["0/U"],
    )
    assert len(blown) == len(mesh.patches) - 1
    total = 0.0
    for name, vector in blown:
        patch = mesh.patch(name)
        out = vectors[patch.first : patch.first + patch.count] @ np.array(vector.split(), float)
        assert ((out > 0) == name.endswith("_in")).all()
        total += out.sum()
    assert abs(total) < 1e-12 * hall.machines.discharge_flow_m3_s.sum()


def test_a_tile_becomes_drag_of_the_cells_on_both_sides():
    hall = small_case()
    (drag, cells), *_ = resistance_groups(hall.mesh)
    assert drag[0] == drag[1] == 0.0
    assert drag[2] > 0.0
    # K = 4.0 for half open tiles, over their share of the face, over two cells
    openness = solved().devices.geometry.openness
    faces = (openness.loss[2] > 0.0) & (openness.area[2] > 0.02)
    spread = openness.loss[2][faces] / openness.area[2][faces] ** 2
    expected = spread / (2.0 * openness.grid.spacing[2])
    assert np.isclose(expected, drag[2], rtol=0.06).any()
    assert cells.size % 2 == 0


def test_a_rack_blows_what_it_draws_and_its_rise():
    hall = small_case()
    text = case_files(hall, [])["0/T"]
    entry = next(line for line in text.splitlines() if "rack_0002_band1_out" in line.split("{")[0])
    assert '"drawn0{rack_0002_band1_in} = weightAverage(T)"' in entry
    number = hall.machines.discharges.index("rack_0002_band1_out")
    rise = hall.machines.offset[number]
    devices = solved().devices
    rate = devices.heat_rate_j_m3_k * devices.band_flow_m3_s[number]
    assert rise == pytest.approx(devices.band_power_w[number] / rate)
    said = re.search(r'valueExpr "([-\d.e]+) \+ 1\*drawn0"', entry)
    assert float(said.group(1)) == pytest.approx(rise, rel=1e-8)


def test_a_cooler_blows_its_set_point_in_kelvin():
    hall = small_case()
    text = case_files(hall, [])["0/T"]
    entry = next(line for line in text.splitlines() if "cooler_0001_out" in line.split("{")[0])
    kelvin = float(re.search(r"refValue uniform ([\d.]+)", entry).group(1))
    assert kelvin == pytest.approx(hall.machines.offset[-1] + ZERO_C_K)
    fraction = float(re.search(r"valueFraction uniform ([\d.]+)", entry).group(1))
    patch = hall.mesh.patch("cooler_0001_out")
    speed = hall.machines.discharge_flow_m3_s[-1] / patch.area_m2
    through_half = hall.viscosity_m2_s / patch.half_cell_m
    assert fraction == pytest.approx(speed / (speed + through_half), rel=1e-8)


def test_heat_of_cells_is_kept_when_cells_are_grouped():
    heat = small_case().heat
    groups = heat_groups(heat)
    assert sum(group[0] for group in groups) == pytest.approx(heat.constant.sum())
    assert sum(group[2].size for group in groups) == heat.cells.size


def test_every_file_of_the_case_is_there_and_begins_with_a_head():
    files = case_files(small_case(), ["abc"])
    for name in ("points", "faces", "owner", "neighbour", "boundary", "cellZones"):
        assert files[f"constant/polyMesh/{name}"].startswith("FoamFile")
    for name in ("U", "T", "p", "p_rgh", "alphat"):
        assert files[f"0/{name}"].startswith("FoamFile")
    for name in ("controlDict", "fvSchemes", "fvSolution"):
        assert files[f"system/{name}"].startswith("FoamFile")
    for text in files.values():
        assert text.count("{") == text.count("}")
        assert text.count("(") == text.count(")")
        assert "nan" not in text
    assert MANIFEST in files


def test_an_opening_without_a_face_of_its_own_is_named():
    solution = solved()
    geometry = solution.devices.geometry
    patch = geometry.intakes[0]
    weak = Patch(patch.cells, patch.share, patch.face_axis, patch.faces, patch.velocity_per_flow)
    openings = [
        MachineOpening("strong_in", "Strong", patch, -1.0),
        MachineOpening("weak_in", "Weak", weak, -0.1),
    ]
    with pytest.raises(ExportError, match=r"Weak.*keeps no face.*--cell"):
        build_mesh(geometry.openness, openings, solution.flux, 0.01)
