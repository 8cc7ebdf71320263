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
    assert case.reference.v_on_y0_5 is None, "no number of the shipped case may slip in"
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


@pytest.mark.parametrize(
    "content",
    [
        {"id": "A01_x", "reference": {"u_on_x0_5": {"y": [0.0], "u": [0.0, 1.0]}}},
        {"id": "A02_x", "reference": {"benchmark_1983": 3}},
        {"id": "A16_x", "setup": {"nu": -1.0}},
    ],
)
def test_nonsense_under_a_known_code_ends_in_a_clear_error(tmp_path, content):
    path = written(tmp_path, content)
    with pytest.raises(CaseFileError, match=r"case\.json"):
        read_case(path)


def test_numbers_in_words_and_rows_under_columns_are_found(tmp_path):
    conduction = {
        "id": "A08_x",
        "title": "Step on a half space",
        "source": "somebody",
        "reference": {
            **shipped("A08_conduction_analytic")["reference"],
            "semi_infinite": {
                "case": "solid step, alpha=2e-5 m2/s, T0=10,Ts=50, t=300 s",
                "points": [{"x": 0.02, "T": 40.0}],
            },
        },
    }
    step = read_case(written(tmp_path, conduction)).reference.semi_infinite
    assert (step.alpha_m2_s, step.T0, step.Ts, step.t_s) == (2e-5, 10.0, 50.0, 300.0)
    duct = {
        "id": "A09_x",
        "title": "Duct",
        "source": "somebody",
        "reference": {
            "columns": ["fRe_Fanning", "Nu_T", "Nu_H1"],
            "rectangular": {"0.5": [1, 2, 3]},
        },
    }
    ratios = read_case(written(tmp_path, duct)).reference
    assert list(ratios) == ["0.5"]
    assert ratios["0.5"].Nu_T == 2.0


def test_declared_misses_do_not_excuse_other_numbers(tmp_path):
    data = shipped("A07_1d_convection_diffusion")
    told = {key: data[key] for key in ("id", "title", "source", "reference", "tolerance")}
    assert read_case(written(tmp_path, told)).known_misses
    told["reference"] = {**told["reference"], "phi": {"50": [0.0] * len(told["reference"]["x"])}}
    assert not read_case(written(tmp_path, told)).known_misses
