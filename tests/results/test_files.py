import dataclasses
import errno
import json

import numpy as np
import pytest

from coolsim.errors import SaveError
from coolsim.results.codec import ResultFileError
from coolsim.results.files import from_json, load_results, save_results, to_json, write_fields
from tests.factories import make_design, make_results

HEAD = [
    "schema", "command", "status", "design_hash", "program_version",
    "fidelity", "grid", "seconds", "findings", "balance", "racks",
]  # fmt: skip


@pytest.fixture
def results():
    return make_results(make_design())


def same(one, two):
    for field in dataclasses.fields(one):
        a, b = getattr(one, field.name), getattr(two, field.name)
        if isinstance(a, np.ndarray):
            np.testing.assert_array_equal(a, b)
        elif field.name == "fields":
            same(a, b)
        else:
            assert a == b, field.name


def test_json_begins_with_the_documented_keys_in_order(results):
    document = to_json(results)
    assert list(document)[: len(HEAD)] == HEAD
    assert set(document["balance"]) >= {"mass_fraction", "energy_fraction"}
    assert list(document["racks"][0])[:8] == [
        "id", "name", "inlet_temperature_c", "inlet_mean_temperature_c",
        "outlet_temperature_c", "airflow_m3_s", "heat_to_air_w", "heat_to_liquid_w",
    ]  # fmt: skip
    assert "fields" not in document


def test_json_text_restores_every_record(results):
    text = json.dumps(to_json(results), allow_nan=False)
    same(from_json(json.loads(text), results.fields), results)


def test_numbers_that_are_not_finite_become_null_and_come_back_as_nan(results):
    rack = dataclasses.replace(
        results.racks[0], inlet_temperature_c=float("nan"), airflow_m3_s=float("inf")
    )
    document = to_json(dataclasses.replace(results, racks=(rack,)))
    json.dumps(document, allow_nan=False)
    assert document["racks"][0]["inlet_temperature_c"] is None
    assert np.isnan(from_json(document).racks[0].inlet_temperature_c)
    assert from_json(document).coolers[1 - 1].capacity_w == 150e3


def test_unknown_capacity_stays_none_not_nan(results):
    cooler = dataclasses.replace(results.coolers[0], capacity_w=None)
    document = to_json(dataclasses.replace(results, coolers=(cooler,)))
    assert from_json(document).coolers[0].capacity_w is None


@pytest.mark.parametrize(
    ("path", "value", "place"),
    [
        (("racks", 3, "airflow_m3_s"), "much", "racks[3].airflow_m3_s"),
        (("grid", "shape"), [1, 2], "grid.shape"),
        (("status",), "fine", "status"),
        (("coolers", 0, "holds_set_point"), 1, "coolers[0].holds_set_point"),
    ],
)
def test_a_broken_value_is_named_by_its_path(results, path, value, place):
    document = json.loads(json.dumps(to_json(results)))
    target = document
    for step in path[:-1]:
        target = target[step]
    target[path[-1]] = value
    with pytest.raises(ResultFileError) as caught:
        from_json(document)
    assert caught.value.where == place


def test_a_missing_key_and_another_schema_are_refused(results):
    document = to_json(results)
    del document["seconds"]
    with pytest.raises(ResultFileError, match="missing"):
        from_json(document)
    with pytest.raises(ResultFileError, match="schema"):
        from_json({"schema": "coolsim/solve-99"})
    with pytest.raises(ResultFileError):
        from_json([])


def test_folder_round_trip_and_same_bytes(results, tmp_path):
    save_results(results, tmp_path / "one")
    save_results(results, tmp_path / "two")
    same(load_results(tmp_path / "one"), results)
    for name in ("result.json", "fields.npz"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()
    assert sorted(p.name for p in (tmp_path / "one").iterdir()) == ["fields.npz", "result.json"]


def test_an_earlier_result_is_replaced_but_a_strangers_file_is_not(results, tmp_path):
    save_results(results, tmp_path)
    newer = dataclasses.replace(results, seconds=9.0)
    save_results(newer, tmp_path)
    assert load_results(tmp_path).seconds == 9.0
    for name, content in (("result.json", b'{"mine": 1}'), ("fields.npz", b"data")):
        folder = tmp_path / name[:4]
        folder.mkdir()
        (folder / name).write_bytes(content)
        with pytest.raises(SaveError, match="did not write"):
            save_results(results, folder)
        assert (folder / name).read_bytes() == content


def test_a_write_that_fails_leaves_the_earlier_result(results, tmp_path):
    save_results(results, tmp_path)
    before = (tmp_path / "fields.npz").read_bytes()

    def full_disk(stream, data):
        stream.write(data[: len(data) // 2])
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(SaveError, match="full"):
        save_results(dataclasses.replace(results, seconds=9.0), tmp_path, write=full_disk)
    assert (tmp_path / "fields.npz").read_bytes() == before
    assert load_results(tmp_path).seconds == results.seconds
    assert len(list(tmp_path.iterdir())) == 2


def test_a_pair_torn_by_a_crash_is_noticed(results, tmp_path):
    save_results(results, tmp_path)
    other = dataclasses.replace(results.fields, pressure_pa=results.fields.pressure_pa + 1.0)
    with (tmp_path / "fields.npz").open("wb") as stream:
        write_fields(other, stream)
    with pytest.raises(ResultFileError, match="another result"):
        load_results(tmp_path)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 cut off", b"{}"])
def test_broken_fields_are_a_clear_error(results, tmp_path, content):
    save_results(results, tmp_path)
    (tmp_path / "fields.npz").write_bytes(content)
    with pytest.raises(ResultFileError):
        load_results(tmp_path)


def test_a_folder_that_cannot_be_made_is_a_save_error(results, tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(SaveError):
        save_results(results, tmp_path / "file" / "out")
