"""Cases whose set-up is told in words are read like the shipped case of their code."""

from __future__ import annotations

import json

import pytest

from coolsim.assets import asset
from coolsim.verification import CaseFileError, read_case


def shipped(name):
    return json.loads((asset("validation") / f"{name}.json").read_text(encoding="utf-8"))


def written(tmp_path, data):
    path = tmp_path / "case.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("case_id", "properties", "reynolds"),
    [
        ("A01_lid_cavity", "rho=1, U=1, L=1, nu=1/400; laminar", 400.0),
        ("A01_lid_cavity", "Re = 2500, steady", 2500.0),
        ("A01_lid_cavity_Re3200", "laminar", 3200.0),
    ],
)
def test_the_reynolds_number_is_read_from_the_words(tmp_path, case_id, properties, reynolds):
    data = {
        "id": case_id,
        "title": "Another lid",
        "source": "somebody",
        "setup": {"geometry": "unit square", "properties": properties},
        "reference": {"u_on_x0_5": {"y": [0.0, 0.5, 1.0], "u": [0.0, -0.1, 1.0]}},
        "tolerance": {"abs_err_max": 0.05},
    }
    case = read_case(written(tmp_path, data))
    assert case.kind == "lid_driven_cavity"
    assert case.setup.reynolds == reynolds
    assert case.reference.u_on_x0_5.y == (0.0, 0.5, 1.0)
    assert case.tolerance.abs_err_max == 0.05


def test_parameters_of_the_file_replace_those_of_the_shipped_case(tmp_path):
    data = {
        "id": "A02_cavity",
        "title": "One Rayleigh number",
        "source": "somebody",
        "setup": {"properties": "Pr=0.7, Boussinesq"},
        "reference": {"benchmark_1983": {"5e4": {"Nu_mean": 3.7, "psi_mid": 7.0}}},
        "tolerance": {"Nu_mean_rel": {"5e4": 0.02}, "u_max_rel": 0.04},
    }
    case = read_case(written(tmp_path, data))
    assert list(case.reference) == ["5e4"]
    assert case.setup.prandtl == 0.7
    assert case.setup.cells["5e4"] >= 3.5 * 5e4**0.25


def test_a_case_that_names_its_kind_is_left_alone(tmp_path):
    data = shipped("A01_lid_cavity_Re100") | {"id": "A01_mine"}
    assert read_case(written(tmp_path, data)).setup.reynolds == 100.0


def test_an_unknown_code_still_asks_for_a_kind(tmp_path):
    path = written(tmp_path, {"id": "Q99_else", "setup": {}, "reference": {}})
    with pytest.raises(CaseFileError, match="names no kind"):
        read_case(path)


def test_nonsense_under_a_known_code_ends_in_a_clear_error(tmp_path):
    for content in (
        {"id": "A01_x", "setup": 7, "reference": "none", "tolerance": []},
        {"id": "A01_x", "reference": {"u_on_x0_5": {"y": [0.0], "u": [0.0, 1.0]}}},
        {"id": "A02_x", "reference": {"benchmark_1983": 3}},
        {"id": "A16_x", "setup": {"nu": "thick"}},
    ):
        path = written(tmp_path, content)
        try:
            read_case(path)
        except CaseFileError as error:
            assert str(path) in str(error)
