"""A solved hall for ParaView and other readers of VTK's XML files.

``hall.vti`` has the air on its grid, cell by cell; ``racks.vtp`` the racks as boxes with their
answers. Both are written as *appended raw* data, little-endian; see *VTK File Formats*, Kitware.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import quoteattr

import numpy as np
from numpy.typing import NDArray

from coolsim.design.atomic import make_folder, replace_file
from coolsim.results.records import Fields, RackResult
from coolsim.scene import Scene
from solvers.grid import Array

HALL_FILE, RACKS_FILE = "hall.vti", "racks.vtp"
_KINDS = {"f4": "Float32", "f8": "Float64", "i8": "Int64", "u1": "UInt8"}
_BOX_SIDES = ((0, 2, 3, 1), (4, 5, 7, 6), (0, 1, 5, 4), (2, 6, 7, 3), (0, 4, 6, 2), (1, 3, 7, 5))


def hall_vti(fields: Fields) -> bytes:
    """The fields of the air as image data; NaN where there is no air.

    Arrays, one value a cell: ``temperature_c``, ``velocity_m_s`` (3), ``pressure_pa`` and, where it
    was solved, ``humidity_ratio_kg_kg``.
    """
    shape = fields.temperature_c.shape
    arrays = {
        "temperature_c": _by_cell(fields.temperature_c),
        "velocity_m_s": np.stack([_by_cell(part) for part in fields.velocity_m_s], axis=1),
        "pressure_pa": _by_cell(fields.pressure_pa),
    }
    if fields.humidity_ratio_kg_kg is not None:
        arrays["humidity_ratio_kg_kg"] = _by_cell(fields.humidity_ratio_kg_kg)
    data = _Appended()
    extent = " ".join(f"0 {count}" for count in shape)
    body = (
        f'<ImageData WholeExtent="{extent}" Origin="{_words(fields.origin_m)}" '
        f'Spacing="{_words(fields.spacing_m)}">\n<Piece Extent="{extent}">\n'
        f'<CellData Scalars="temperature_c" Vectors="velocity_m_s">\n{data.add_all(arrays)}'
        "</CellData>\n</Piece>\n</ImageData>\n"
    )
    return data.document("ImageData", body)


def racks_vtp(scene: Scene, racks: Sequence[RackResult]) -> bytes:
    """The racks as boxes of six faces, with what was solved of them on each face.

    Arrays, one value a face: ``rack`` (place in the list of names), ``power_w``, ``airflow_m3_s``,
    ``inlet_temperature_c``, ``outlet_temperature_c``, ``inlet_limit_c``. The names are field data:
    ``name``, one UTF-8 text, a line for each rack.
    """
    solved = {rack.id: rack for rack in racks}
    shown = [rack for rack in scene.racks if rack.id in solved]
    corners = [
        [(rack.body.low, rack.body.high)[bit][axis] for axis, bit in enumerate((x, y, z))]
        for rack in shown
        for z in (0, 1)
        for y in (0, 1)
        for x in (0, 1)
    ]
    sides = [
        8 * number + corner
        for number in range(len(shown))
        for side in _BOX_SIDES
        for corner in side
    ]
    results = [solved[rack.id] for rack in shown]
    by_rack = {
        "rack": np.arange(len(shown)),
        "power_w": np.array([rack.power_w for rack in results]),
        "airflow_m3_s": np.array([rack.airflow_m3_s for rack in results]),
        "inlet_temperature_c": np.array([rack.inlet_temperature_c for rack in results]),
        "outlet_temperature_c": np.array([rack.outlet_temperature_c for rack in results]),
        "inlet_limit_c": np.array([rack.inlet_limit_c for rack in results]),
    }
    names = "\n".join(rack.name.replace("\n", " ") for rack in shown).encode()
    data = _Appended()
    faces = 6 * len(shown)
    body = (
        "<PolyData>\n<FieldData>\n"
        f"{data.add('name', np.frombuffer(names, dtype='u1'), tuples=len(names))}</FieldData>\n"
        f'<Piece NumberOfPoints="{len(corners)}" NumberOfVerts="0" NumberOfLines="0" '
        f'NumberOfStrips="0" NumberOfPolys="{faces}">\n<Points>\n'
        f"{data.add('points', np.array(corners, dtype=float).reshape(-1, 3))}</Points>\n<Polys>\n"
        f"{data.add('connectivity', np.array(sides, dtype=np.int64))}"
        f"{data.add('offsets', 4 * np.arange(1, faces + 1))}</Polys>\n"
        '<CellData Scalars="inlet_temperature_c">\n'
        f"{data.add_all({key: np.repeat(value, 6) for key, value in by_rack.items()})}"
        "</CellData>\n</Piece>\n</PolyData>\n"
    )
    return data.document("PolyData", body)


def write_vtk(
    folder: Path, scene: Scene, fields: Fields, racks: Sequence[RackResult]
) -> tuple[Path, Path]:
    """Write both files into a folder that is made if it is not there.

    Raises:
        SaveError: If a file cannot be written.
    """
    make_folder(folder)
    hall, boxes = folder / HALL_FILE, folder / RACKS_FILE
    replace_file(hall, hall_vti(fields))
    replace_file(boxes, racks_vtp(scene, racks))
    return hall, boxes


class _Appended:
    """Arrays laid end to end behind the XML, each led by its length in bytes."""

    def __init__(self) -> None:
        self._blocks: list[bytes] = []
        self._offset = 0

    def add(self, name: str, values: NDArray[np.generic], *, tuples: int | None = None) -> str:
        """Take an array in and return the element that names it."""
        kind = values.dtype.str[1:]
        raw = values.astype(f"<{kind}", copy=False).tobytes()
        block = len(raw).to_bytes(8, "little") + raw
        parts = values.shape[1] if values.ndim == 2 else 1
        many = "" if parts == 1 else f' NumberOfComponents="{parts}"'
        count = "" if tuples is None else f' NumberOfTuples="{tuples}"'
        element = (
            f'<DataArray type="{_KINDS[kind]}" Name={quoteattr(name)}{many}{count} '
            f'format="appended" offset="{self._offset}"/>\n'
        )
        self._blocks.append(block)
        self._offset += len(block)
        return element

    def add_all(self, arrays: Mapping[str, NDArray[np.generic]]) -> str:
        return "".join(self.add(name, values) for name, values in arrays.items())

    def document(self, kind: str, body: str) -> bytes:
        head = (
            f'<?xml version="1.0"?>\n<VTKFile type="{kind}" version="1.0" '
            'byte_order="LittleEndian" header_type="UInt64">\n'
        )
        tail = '<AppendedData encoding="raw">\n_'
        return b"".join(
            [(head + body + tail).encode(), *self._blocks, b"\n</AppendedData>\n</VTKFile>\n"]
        )


def _by_cell(field: Array | NDArray[np.float32]) -> NDArray[np.float32]:
    """Values cell by cell, x running fastest."""
    return np.asarray(field, dtype=np.float32).ravel(order="F")


def _words(values: Sequence[float]) -> str:
    return " ".join(f"{value:.10g}" for value in values)
