import sys
import types

import pytest

from coolsim.errors import UsageError
from coolsim.results.files import from_json, to_json
from tests.factories import make_design, make_results


class Frame:
    """Stands for a DataFrame: keeps what it was given."""

    def __init__(self, rows):
        self.rows = rows
        self.index = None

    @classmethod
    def from_records(cls, rows):
        return cls(rows)

    def set_index(self, column):
        self.index = column
        return self


@pytest.fixture
def results():
    return make_results(make_design())


def test_racks_become_a_table_of_plain_columns(results, monkeypatch):
    monkeypatch.setitem(sys.modules, "pandas", types.SimpleNamespace(DataFrame=Frame))
    frame = results.racks.to_pandas()
    assert frame.index == "id"
    assert len(frame.rows) == 20
    assert frame.rows[0]["inlet_temperature_c"] == results.racks[0].inlet_temperature_c
    assert "bands" not in frame.rows[0]
    assert results.coolers.to_pandas().rows[0]["capacity_w"] == 150e3


def test_racks_stay_an_ordinary_tuple(results):
    assert isinstance(results.racks, tuple)
    assert results.racks == tuple(results.racks)
    assert from_json(to_json(results)).racks == results.racks


def test_fields_become_a_dataset_over_cell_centres(results, monkeypatch):
    xarray = types.SimpleNamespace(Dataset=lambda data, coords: (data, coords))
    monkeypatch.setitem(sys.modules, "xarray", xarray)
    data, coords = results.fields.to_xarray()
    axes, values = data["temperature_c"]
    assert values.shape == tuple(len(coords[axis]) for axis in axes)
    assert coords["z_m"][0] == pytest.approx(-0.6 + 0.5 * results.fields.spacing_m[2])


@pytest.mark.parametrize("library", ["pandas", "xarray"])
def test_without_the_library_the_error_says_what_to_install(results, monkeypatch, library):
    monkeypatch.setitem(sys.modules, library, None)
    make = {"pandas": results.racks.to_pandas, "xarray": results.fields.to_xarray}[library]
    with pytest.raises(UsageError, match=f"pip install {library}"):
        make()
