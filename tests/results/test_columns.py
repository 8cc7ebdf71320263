"""Columns: the same records come back, whatever their numbers."""

import dataclasses
import json
import math

import pytest

from coolsim.results.columns import from_columns, to_columns
from coolsim.results.records import RackResult
from tests.factories import make_design, make_results


def test_racks_come_back_through_json():
    racks = tuple(make_results(make_design(5)).racks)
    columns = json.loads(json.dumps(to_columns(RackResult, racks), allow_nan=False))
    assert from_columns(RackResult, columns) == racks


def test_an_unknown_number_stays_unknown():
    rack = dataclasses.replace(make_results(make_design(1)).racks[0], inlet_limit_c=math.nan)
    columns = to_columns(RackResult, [rack])
    assert columns["inlet_limit_c"] == [None]
    assert math.isnan(from_columns(RackResult, columns)[0].inlet_limit_c)


def test_no_records_are_no_records():
    assert from_columns(RackResult, to_columns(RackResult, [])) == ()


def test_columns_of_unequal_length_are_refused():
    columns = to_columns(RackResult, tuple(make_results(make_design(2)).racks))
    columns["power_w"].pop()
    with pytest.raises(ValueError, match="shorter"):
        from_columns(RackResult, columns)
