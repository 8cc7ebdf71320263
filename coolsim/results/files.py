"""Results as JSON and as a folder: ``result.json`` beside ``fields.npz``."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

from coolsim.bounded import read_bounded
from coolsim.design.atomic import Writer, replace_file, save_error, write_bytes
from coolsim.errors import SaveError
from coolsim.results.codec import ResultFileError, decode, encode
from coolsim.results.records import Fields, RackResult, Results

SCHEMA = "coolsim/solve-1"
RESULT_FILE = "result.json"
FIELDS_FILE = "fields.npz"
_MOST_BYTES = 256_000_000
_MOST_FIELD_BYTES = 4_000_000_000

_HEAD = ("status", "design_hash", "program_version", "fidelity", "grid", "seconds", "findings")
_RACK_HEAD = (
    "id",
    "name",
    "inlet_temperature_c",
    "inlet_mean_temperature_c",
    "outlet_temperature_c",
    "airflow_m3_s",
    "heat_to_air_w",
    "heat_to_liquid_w",
)


def envelope(schema: str, command: str, record: object, **replaced: object) -> dict[str, Any]:
    """The keys every ``--json`` answer begins with, in their fixed order.

    Args:
        schema: Name and version of the answer's shape.
        command: The command that made it.
        record: Anything with the attributes of the head; a missing one becomes ``None``.
        replaced: Values to use instead of the record's.
    """
    head: dict[str, Any] = {"schema": schema, "command": command}
    for key in _HEAD:
        head[key] = encode(replaced.get(key, getattr(record, key, None)))
    return head


def to_json(results: Results, command: str = "solve") -> dict[str, Any]:
    """Everything of ``results`` but the fields, as plain JSON values.

    Keys carry their unit, the order is fixed, and NaN or infinity is ``None``.
    """
    answer = envelope(SCHEMA, command, results)
    body = {
        name: encode(getattr(results, name))
        for name in Results.__slots__
        if name not in answer and name not in ("fields", "racks", "balance")
    }
    answer["balance"] = encode(results.balance)
    answer["racks"] = [_rack_json(rack) for rack in results.racks]
    answer.update(body)
    return answer


def _rack_json(rack: RackResult) -> dict[str, Any]:
    plain = encode(rack)
    ordered = {key: plain.pop(key) for key in _RACK_HEAD}
    return {**ordered, **plain}


def no_fields() -> Fields:
    """Fields without cells, for results read without their arrays."""
    empty = np.zeros((0, 0, 0), np.float32)
    return Fields(
        (0.0, 0.0, 0.0), (1.0, 1.0, 1.0), empty, np.zeros((3, 0, 0, 0), np.float32), empty
    )


def from_json(data: Mapping[str, Any], fields: Fields | None = None) -> Results:
    """The results that :func:`to_json` wrote.

    Args:
        data: The JSON object.
        fields: The arrays that belong to it; without them the fields have no cells.

    Raises:
        ResultFileError: The object is of another schema or broken; names the path inside it.
    """
    check_schema(data, SCHEMA)
    return decode(Results, data, given={"fields": no_fields() if fields is None else fields})


def check_schema(data: object, schema: str) -> None:
    """Refuse JSON of another kind or version.

    Raises:
        ResultFileError: ``data`` is no object or says another ``schema``.
    """
    found = data.get("schema") if isinstance(data, Mapping) else None
    if found != schema:
        raise ResultFileError(
            f"The schema is {found!r}, not {schema!r}.",
            where="schema",
            remedy="Solve the design again with this version of CoolSim.",
        )


def write_fields(fields: Fields, stream: BinaryIO) -> None:
    """Write the arrays as an uncompressed ``.npz`` (the same fields give the same bytes)."""
    arrays: dict[str, Any] = {
        "origin_m": np.asarray(fields.origin_m),
        "spacing_m": np.asarray(fields.spacing_m),
        "temperature_c": fields.temperature_c,
        "velocity_m_s": fields.velocity_m_s,
        "pressure_pa": fields.pressure_pa,
    }
    if fields.humidity_ratio_kg_kg is not None:
        arrays["humidity_ratio_kg_kg"] = fields.humidity_ratio_kg_kg
    np.savez(stream, **arrays)


def read_fields(path: Path) -> Fields:
    """Read what :func:`write_fields` wrote.

    Raises:
        ResultFileError: The file is missing, truncated or of another kind.
    """
    try:
        _require_stored(path)
        with np.load(path, allow_pickle=False) as arrays:
            fields = Fields(
                _triple(arrays["origin_m"]),
                _triple(arrays["spacing_m"]),
                arrays["temperature_c"].astype(np.float32, copy=False),
                arrays["velocity_m_s"].astype(np.float32, copy=False),
                arrays["pressure_pa"].astype(np.float32, copy=False),
                arrays["humidity_ratio_kg_kg"].astype(np.float32, copy=False)
                if "humidity_ratio_kg_kg" in arrays
                else None,
            )
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as error:
        raise ResultFileError(
            f"The fields cannot be read: {error}", where=str(path), remedy="Solve it again."
        ) from error
    shape = fields.temperature_c.shape
    if (
        len(shape) != 3
        or fields.velocity_m_s.shape != (3, *shape)
        or (fields.pressure_pa.shape != shape)
        or (fields.humidity_ratio_kg_kg is not None and fields.humidity_ratio_kg_kg.shape != shape)
    ):
        raise ResultFileError("The arrays do not fit together.", where=str(path))
    return fields


def _require_stored(path: Path) -> None:
    """Raise where arrays are packed, as ours never are: a few bytes could stand for gigabytes."""
    if path.stat().st_size > _MOST_FIELD_BYTES:
        raise ValueError(f"more than {_MOST_FIELD_BYTES / 1e9:.0f} GB")
    with zipfile.ZipFile(path) as packed:
        if any(item.compress_type != zipfile.ZIP_STORED for item in packed.infolist()):
            raise ValueError("packed arrays")


def _triple(values: np.ndarray[Any, Any]) -> tuple[float, float, float]:
    x, y, z = (float(value) for value in values)
    return x, y, z


def save_results(results: Results, folder: str | Path, *, write: Writer = write_bytes) -> Path:
    """Write ``result.json`` and ``fields.npz`` into ``folder``, made if it is missing.

    Each file appears whole or not at all. The JSON carries the checksum of its fields, so a pair
    torn by a crash is noticed when it is read. An earlier result in the folder is replaced; a file
    of that name that CoolSim did not write is not.

    Returns:
        The path of ``result.json``.

    Raises:
        SaveError: The folder cannot be written, or holds somebody else's file.
    """
    folder = Path(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise save_error(folder, error) from error
    _refuse_strangers(folder)
    stream = io.BytesIO()
    write_fields(results.fields, stream)
    content = stream.getvalue()
    document = to_json(results)
    document["fields"] = {"file": FIELDS_FILE, "sha256": hashlib.sha256(content).hexdigest()}
    text = json.dumps(document, ensure_ascii=False, allow_nan=False, indent=1) + "\n"
    replace_file(folder / FIELDS_FILE, content, write=write)
    replace_file(folder / RESULT_FILE, text.encode(), write=write)
    return folder / RESULT_FILE


def load_results(folder: str | Path) -> Results:
    """Read a folder written by :func:`save_results`.

    Raises:
        ResultFileError: A file is missing, broken, of another version, or the two do not belong
            together.
    """
    path = Path(folder) / RESULT_FILE
    try:
        document = json.loads(read_bounded(path, _MOST_BYTES))
    except (OSError, ValueError, RecursionError) as error:
        raise ResultFileError(
            f"There is no readable result: {error}", where=str(path), remedy="Solve it again."
        ) from error
    check_schema(document, SCHEMA)
    link = document.get("fields")
    if not isinstance(link, Mapping):
        return from_json(document)
    fields_path = path.with_name(FIELDS_FILE)
    fields = read_fields(fields_path)
    with fields_path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    if digest != link.get("sha256"):
        raise ResultFileError(
            "The fields belong to another result.", where=str(fields_path), remedy="Solve it again."
        )
    return from_json(document, fields)


def _refuse_strangers(folder: Path) -> None:
    """Raise where ``result.json`` or ``fields.npz`` is there and is not an earlier result."""
    result, fields = folder / RESULT_FILE, folder / FIELDS_FILE
    if not result.exists() and not fields.exists():
        return
    try:
        schema = str(json.loads(read_bounded(result, _MOST_BYTES)).get("schema"))
    except (OSError, ValueError, AttributeError, RecursionError):
        schema = ""
    if not schema.startswith("coolsim/"):
        stranger = result if result.exists() else fields
        raise SaveError(
            "A file of this name is there that CoolSim did not write.",
            where=str(stranger),
            remedy="Choose another folder.",
        )
