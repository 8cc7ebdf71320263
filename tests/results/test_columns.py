"""Columns: the same records come back, whatever their numbers."""

import dataclasses
import json
import math

import pytest

from coolsim.results.columns import from_columns, to_columns
from coolsim.results.records import RackResult, TileResult
from tests.factories import make_design, make_results


def sent(columns, numbers):
    """Columns after a way as text; the numbers travel as they are."""
    return json.loads(json.dumps(columns, allow_nan=False)), numbers


def test_racks_come_back_through_json():
    racks = tuple(make_results(make_design(5)).racks)
    back = from_columns(RackResult, *sent(*to_columns(RackResult, racks)))
    assert repr(back) == repr(racks)  # NaN is like no other NaN


def test_an_unknown_number_stays_unknown():
    rack = dataclasses.replace(make_results(make_design(1)).racks[0], inlet_limit_c=math.nan)
    back = from_columns(RackResult, *sent(*to_columns(RackResult, [rack])))
    assert math.isnan(back[0].inlet_limit_c)


def test_no_records_are_no_records():
    assert from_columns(RackResult, *to_columns(RackResult, [])) == ()


def test_every_bit_of_a_number_arrives():
    tile = TileResult("tile-0001", "", 0.1 + 0.2, -0.0)
    back = from_columns(TileResult, *to_columns(TileResult, [tile]))[0]
    assert (back.airflow_m3_s.hex(), back.temperature_c.hex()) == ((0.1 + 0.2).hex(), (-0.0).hex())


def columns_of_two():
    return to_columns(RackResult, tuple(make_results(make_design(2)).racks))


def test_columns_of_unequal_length_are_refused():
    columns, numbers = columns_of_two()
    columns["name"].pop()
    with pytest.raises(ValueError, match="shorter"):
        from_columns(RackResult, columns, numbers)


@pytest.mark.parametrize("count", [0, 3])
def test_another_number_of_numbers_is_refused(count):
    columns, numbers = columns_of_two()
    with pytest.raises(ValueError, match=r"shorter|numbers"):
        from_columns(RackResult, columns | {"count": count}, numbers)
