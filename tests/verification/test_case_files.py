"""Case files: what ships is whole, what a user brings runs, what is broken says where."""

import json

import pytest

from coolsim.assets import asset
from coolsim.errors import UsageError
from coolsim.verification import CaseFileError, read_case, run, shipped_case, shipped_cases
from coolsim.verification.kinds import KINDS

LID = {
    "id": "mine",
    "title": "A cavity of mine",
    "kind": "lid_driven_cavity",
    "source": "my own",
    "setup": {"reynolds": 40, "cells": 16},
    "reference": {"psi_min": -0.1},
    "tolerance": {"abs_err_max": 0.02},
}


@pytest.fixture
def write(tmp_path):
    def call(data):
        path = tmp_path / "case.json"
        path.write_text(data if isinstance(data, str) else json.dumps(data), encoding="utf-8")
        return path

    return call


def test_every_shipped_case_reads_and_is_named_as_its_file():
    cases = shipped_cases()
    assert [case.id for case in cases] == [
        p.stem for p in sorted(asset("validation").glob("*.json"))
    ]
    for case in cases:
        assert case.source
        assert case.licence_note


def test_every_kind_has_a_shipped_case_and_a_line_in_the_guide():
    guide = asset("validation", "README.md").read_text(encoding="utf-8")
    assert {case.kind for case in shipped_cases()} == set(KINDS)
    assert all(f"`{kind}`" in guide for kind in KINDS)


def test_a_case_of_ones_own_runs(write):
    (row,) = run(read_case(write(LID)))
    assert row.case == "mine"
    assert row.published == -0.1
    assert row.difference == pytest.approx(row.ours + 0.1)
    assert row.tolerance == 0.02
    assert row.within_tolerance
    assert row.known_miss is None
    assert row.grid == "16 × 16"
    assert row.seconds > 0.0


def test_a_miss_is_undeclared_until_the_case_gives_a_reason(write):
    wrong = LID | {"reference": {"psi_min": -1.0}}
    (row,) = run(read_case(write(wrong)))
    assert row.is_undeclared_miss
    declared = wrong | {"known_misses": {"stream function": "a value made up"}}
    (row,) = run(read_case(write(declared)))
    assert not row.within_tolerance
    assert row.known_miss == "a value made up"


def test_a_declared_miss_that_agrees_after_all_is_no_miss(write):
    (row,) = run(read_case(write(LID | {"known_misses": {"stream function": "?"}})))
    assert row.known_miss is None


def test_an_unknown_kind_names_the_known_ones(write):
    with pytest.raises(CaseFileError) as caught:
        read_case(write(LID | {"kind": "lid"}))
    assert "'lid'" in caught.value.message
    assert all(kind in caught.value.remedy for kind in KINDS)


@pytest.mark.parametrize(
    ("part", "value", "place"),
    [
        ("setup", {"reynolds": -5}, "setup.reynolds"),
        ("setup", {"reynolds": 5, "cels": 32}, "setup.cels"),
        ("setup", {"reynolds": 5, "cells": 100_000}, "setup.cells"),
        ("setup", {"reynolds": "fast"}, "setup.reynolds"),
        ("reference", {"u_on_x0_5": {"y": [0.5], "u": [1, 2]}}, "reference.u_on_x0_5"),
        ("reference", {"psi": 1}, "reference.psi"),
        ("tolerance", {}, "tolerance.abs_err_max"),
        ("known_misses", ["no"], "known_misses"),
        ("colour", "blue", "colour"),
    ],
)
def test_what_is_wrong_is_named_by_its_place(write, part, value, place):
    path = write(LID | {part: value})
    with pytest.raises(CaseFileError) as caught:
        read_case(path)
    assert place in caught.value.message
    assert caught.value.where == str(path)
    assert "lid_driven_cavity" in caught.value.remedy


@pytest.mark.parametrize("text", ["", "[]", "{", '{"kind": NaN}', "[" * 100_000, "\x00"])
def test_what_is_no_case_at_all_is_told_so(write, text):
    with pytest.raises(CaseFileError):
        read_case(write(text))


def test_a_missing_file_is_told_so(tmp_path):
    with pytest.raises(CaseFileError, match="cannot be read"):
        read_case(tmp_path / "none.json")


def test_numbers_that_are_keys_are_checked():
    path = asset("validation", "A06_smith_hutton.json")
    data = json.loads(path.read_text(encoding="utf-8"))
    assert isinstance(data["reference"]["phi"]["1e6"], list)


@pytest.mark.parametrize(
    ("shipped", "part", "key", "value"),
    [
        ("A02", "setup", "cells", {"hot": 32}),
        ("A02", "setup", "cells", {"1e9": 32}),
        ("A06", "reference", "phi", {"-1": [0.0] * 11}),
        ("A06", "reference", "phi", {"10": [0.0]}),
        ("A07", "reference", "phi", {"0": [0.0] * 8}),
        ("A16", "reference", "kinetic_energy_ratio", {"0.0001": 1.0}),
    ],
)
def test_keys_that_are_numbers_out_of_range_are_refused(write, shipped, part, key, value):
    (path,) = asset("validation").glob(f"{shipped}_*.json")
    data = json.loads(path.read_text(encoding="utf-8"))
    data[part][key] = value
    with pytest.raises(CaseFileError):
        read_case(write(data))


def test_the_beginning_of_an_id_is_enough_where_it_is_unique():
    assert shipped_case("A02").id == "A02_square_cavity_natural_convection"
    with pytest.raises(UsageError, match="A01_lid_cavity_Re1000"):
        shipped_case("A01")
    with pytest.raises(UsageError, match="A17"):
        shipped_case("nothing at all")
