"""VTK files: what was written, taken apart again by their own offsets."""

import re
import xml.etree.ElementTree as ElementTree

import numpy as np

from coolsim.catalogue.loading import load_catalogue
from coolsim.interop.vtk import hall_vti, racks_vtp, write_vtk
from coolsim.simulate import collect
from tests.halls import small_hall
from tests.interop.halls import solved

KINDS = {"Float32": "<f4", "Float64": "<f8", "Int64": "<i8", "UInt8": "u1"}


def _arrays(document):
    head, _, data = document.partition(b'<AppendedData encoding="raw">\n_')
    root = ElementTree.fromstring(head + b"</VTKFile>")
    arrays = {}
    for element in root.iter("DataArray"):
        start = int(element.get("offset"))
        length = int.from_bytes(data[start : start + 8], "little")
        raw = data[start + 8 : start + 8 + length]
        values = np.frombuffer(raw, dtype=KINDS[element.get("type")])
        parts = int(element.get("NumberOfComponents", "1"))
        arrays[element.get("Name")] = values.reshape(-1, parts) if parts > 1 else values
    return root, arrays


def _results():
    return collect(small_hall(), load_catalogue(), "live", solved(), 0.0)


def test_the_air_comes_back_cell_by_cell():
    fields = _results().fields
    root, arrays = _arrays(hall_vti(fields))
    image = root.find("ImageData")
    extent = [int(word) for word in image.get("WholeExtent").split()]
    assert tuple(extent[1::2]) == fields.temperature_c.shape
    shape = fields.temperature_c.shape
    np.testing.assert_array_equal(
        arrays["temperature_c"].reshape(shape, order="F"), fields.temperature_c
    )
    back = arrays["velocity_m_s"].reshape(*shape, 3, order="F")
    np.testing.assert_array_equal(np.moveaxis(back, 3, 0), fields.velocity_m_s)
    np.testing.assert_array_equal(
        arrays["pressure_pa"].reshape(shape, order="F"), fields.pressure_pa
    )


def test_racks_are_boxes_with_their_answers():
    results, scene = _results(), solved().devices.scene
    root, arrays = _arrays(racks_vtp(scene, results.racks))
    piece = root.find("PolyData/Piece")
    racks = len(results.racks)
    assert int(piece.get("NumberOfPoints")) == 8 * racks
    assert int(piece.get("NumberOfPolys")) == 6 * racks
    np.testing.assert_allclose(
        arrays["inlet_temperature_c"][::6], [rack.inlet_temperature_c for rack in results.racks]
    )
    corners = arrays["points"].reshape(racks, 8, 3)
    for rack, corner in zip(scene.racks, corners, strict=True):
        np.testing.assert_allclose(corner.min(axis=0), rack.body.low)
        np.testing.assert_allclose(corner.max(axis=0), rack.body.high)
    # each side of a box lies in a plane of it
    sides = arrays["points"][arrays["connectivity"].reshape(-1, 4)]
    assert (np.ptp(sides, axis=1).min(axis=1) < 1e-12).all()
    assert bytes(arrays["name"]).decode().split("\n") == [rack.name for rack in results.racks]


def test_names_with_markup_stay_data(tmp_path):
    results, scene = _results(), solved().devices.scene
    hall, racks = write_vtk(tmp_path / "out", scene, results.fields, results.racks)
    assert hall.exists()
    assert racks.exists()
    assert re.search(rb"<VTKFile", racks.read_bytes())
