"""A solved case read back, broken ones refused, and inlets set side by side."""

import json

import numpy as np
import pytest

from coolsim.errors import ExportError
from coolsim.interop.openfoam.case import MANIFEST, write_case
from coolsim.interop.openfoam.comparison import compare
from coolsim.interop.openfoam.reading import read_case
from coolsim.simulate import collect
from tests.halls import small_hall
from tests.interop.halls import small_case, solved

HEAD = "FoamFile\n{\n    class volScalarField;\n    object T;\n}\ndimensions [0 0 0 1 0 0 0];\n"


def write_field(path, kelvin):
    values = "\n".join(f"{value:.9g}" for value in kelvin)
    path.parent.mkdir(exist_ok=True)
    path.write_text(
        f"{HEAD}internalField   nonuniform List<scalar>\n{kelvin.size}\n(\n{values}\n)\n;\n\n"
        "boundaryField\n{\n    walls { type zeroGradient; }\n}\n"
    )


@pytest.fixture
def case(tmp_path):
    hall = small_case()
    write_case(tmp_path, hall, ["abc"])
    return tmp_path, hall


def _our_field():
    """Our own temperatures in the cells of the mesh [K]."""
    numbering = small_case().mesh.numbering
    kept = numbering >= 0
    kelvin = np.zeros(small_case().mesh.cells)
    kelvin[numbering[kept]] = solved().state.temperature[kept] + 273.15
    return kelvin


def test_what_was_written_is_read(case):
    folder, hall = case
    kelvin = np.linspace(290.0, 310.0, hall.mesh.cells)
    write_field(folder / "1000" / "T", kelvin)
    read = read_case(folder)
    assert read.step == "1000"
    assert not read.is_mean
    np.testing.assert_allclose(read.temperature_c, kelvin - 273.15, atol=1e-6)
    for patch in hall.mesh.patches:
        np.testing.assert_array_equal(read.behind[patch.name], patch.cells)


def test_means_count_before_the_last_step_and_the_last_time_before_others(case):
    folder, hall = case
    write_field(folder / "500" / "T", np.full(hall.mesh.cells, 280.0))
    write_field(folder / "1000" / "T", np.full(hall.mesh.cells, 300.15))
    write_field(folder / "1000" / "TMean", np.full(hall.mesh.cells, 301.15))
    mean, last = read_case(folder).patch_means_c("rack_0001_band1_in")
    assert mean == pytest.approx(28.0)
    assert last == pytest.approx(27.0)


def test_our_own_field_gives_our_own_inlets(case):
    folder, hall = case
    write_field(folder / "1000" / "T", _our_field())
    results = collect_small()
    text = (folder / MANIFEST).read_text().replace('"abc"', f'"{results.design_hash}"')
    (folder / MANIFEST).write_text(text)
    compared = compare(results, read_case(folder))
    assert len(compared.racks) == len(hall.racks)
    # the mesh takes whole faces, our inlets weigh them by the share a rack covers
    assert compared.largest_k < 0.35
    assert compared.rms_k <= compared.largest_k
    assert compared.drift_k == 0.0


def collect_small():
    from coolsim.catalogue.loading import load_catalogue

    return collect(small_hall(), load_catalogue(), "live", solved(), 0.0)


def test_a_case_of_another_design_is_refused(case):
    folder, _ = case
    write_field(folder / "1000" / "T", _our_field())
    with pytest.raises(ExportError, match="different designs"):
        compare(collect_small(), read_case(folder))


def test_an_unsolved_case_says_how_to_solve_it(case):
    folder, _ = case
    with pytest.raises(ExportError, match=r"no solved time yet.*Allrun"):
        read_case(folder)


def test_a_folder_that_is_no_case_is_named(tmp_path):
    with pytest.raises(ExportError, match="no case that CoolSim wrote"):
        read_case(tmp_path)


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        (MANIFEST, "{", "not what CoolSim wrote"),
        (MANIFEST, json.dumps({"schema": "coolsim/openfoam-9"}), "schema"),
        (MANIFEST, "[]", "not what CoolSim wrote"),
        ("1000/T", HEAD + "internalField nonuniform List<scalar> 3 (1 2 3);", "3 cells"),
        ("1000/T", HEAD + "internalField nonuniform List<scalar> 3 (1 2", "middle of a list"),
        ("1000/T", HEAD, "no list"),
        ("constant/polyMesh/boundary", "nothing", "names no patch"),
        ("constant/polyMesh/owner", "}\n4\n(\n1 2 x 3\n)", "should list 4 numbers"),
    ],
)
def test_broken_files_are_named(case, name, text, said):
    folder, hall = case
    write_field(folder / "1000" / "T", np.full(hall.mesh.cells, 300.0))
    (folder / name).write_text(text)
    with pytest.raises(ExportError, match=said) as error:
        read_case(folder)
    assert name.rsplit("/", maxsplit=1)[-1] in error.value.where


def test_a_diverged_run_is_called_one(case):
    folder, hall = case
    kelvin = np.full(hall.mesh.cells, 300.0)
    kelvin[3] = np.nan
    write_field(folder / "1000" / "T", kelvin)
    with pytest.raises(ExportError, match="diverged"):
        read_case(folder)


def test_a_uniform_field_is_read(case):
    folder, _ = case
    (folder / "1000").mkdir()
    (folder / "1000" / "T").write_text(HEAD + "internalField   uniform 293.15;\n")
    assert read_case(folder).patch_means_c("rack_0001_band1_in")[0] == pytest.approx(20.0)
