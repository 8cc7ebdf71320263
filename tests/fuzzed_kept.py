"""Readers of what the program keeps and reads back, and of pictures, each with good files to break.

Results and their fields, answers a report prints, templates, recovery copies, solved cases of
OpenFOAM, and the picture under the plan.
"""

from __future__ import annotations

import io
import json
import tempfile
from functools import partial
from pathlib import Path

import numpy as np
from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QImage

from coolsim.catalogue.loading import load_catalogue
from coolsim.cli.arguments import json_object
from coolsim.design.edits_copies import copy
from coolsim.design.files import design_hash
from coolsim.design.recovery import RecoveryStore
from coolsim.errors import ImportFileError
from coolsim.interop.openfoam.case import MANIFEST, write_case
from coolsim.interop.openfoam.reading import read_case
from coolsim.results.codec import encode
from coolsim.results.files import load_results, read_fields, to_json, write_fields
from coolsim.simulate import collect
from coolsim.tasks.kept import kept_answers
from tests.fuzzed_brought import small_png
from tests.fuzzing import Reader
from tests.halls import small_hall
from tests.interop.halls import small_case, solved
from tests.interop.test_openfoam_reading import write_field
from tests.report.test_density_sections import CHOICE, JOBS
from ui.pictures import read_picture
from ui.templates import SUFFIX, TemplateStore

_KEY = "a" * 16
_COPY = ".recovery"
_OWN = "template:own/"


def kept() -> tuple[Reader, ...]:
    """Readers of files that the program wrote, or looks at in its window."""
    results = collect(small_hall(), load_catalogue(), "live", solved(), 0.0)
    fields = io.BytesIO()
    write_fields(results.fields, fields)
    racks = [rack.id for rack in small_hall().variant.racks]
    template = copy(small_hall(), racks).encode()
    return (
        Reader("result", ".json", (json.dumps(to_json(results)).encode(),), _result),
        Reader("fields", ".npz", (fields.getvalue(),), read_fields),
        Reader("kept answers", ".json", _answers(), _kept_answers),
        Reader("template", SUFFIX, (template,), _template),
        Reader("recovery copy", _COPY, (_recovery_copy(),), _recovered),
        Reader("background", ".png", (small_png(), *_pictures()), _background),
        *_solved_case(),
    )


def _result(path: Path) -> object:
    folder = path.parent / "result"
    folder.mkdir(exist_ok=True)
    (folder / "result.json").write_bytes(path.read_bytes())
    return load_results(folder)


def _answers() -> tuple[bytes, ...]:
    """What ``choose --json`` and ``place --json`` print, as far as a report reads it."""
    own = {"design_hash": design_hash(small_hall()), "status": "ok"}
    choice = {"best": encode(CHOICE.best), "front": encode(CHOICE.front),
              "excluded": encode(CHOICE.excluded), "notes": list(CHOICE.notes),
              "bound": CHOICE.bound, "solves": CHOICE.solves, "seconds": CHOICE.seconds,
              "clash": "", "clash_name": ""}  # fmt: skip
    return (
        json.dumps({"command": "choose", **own, **choice}).encode(),
        json.dumps({"command": "place", **own, **encode(JOBS)}).encode(),
    )


def _kept_answers(path: Path) -> object:
    return kept_answers(small_hall(), [json_object(str(path))])


def _template(path: Path) -> object:
    """A template the library leaves out is one refused."""
    own = [item for item in TemplateStore(path.parent).items() if item.tool.startswith(_OWN)]
    if not own:
        raise ImportFileError("The library leaves it out.", where=str(path))
    return own


def _recovery_copy() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        store = RecoveryStore(Path(folder))
        store.write(_KEY, small_hall(), Path(folder) / "hall.coolsim")
        store.close()
        [file] = Path(folder).glob(f"*{_COPY}")
        return file.read_bytes()


def _recovered(path: Path) -> object:
    """A damaged copy is passed over, which is a refusal."""
    folder = path.parent / "recovery"
    folder.mkdir(exist_ok=True)
    with RecoveryStore(folder) as store:
        file = folder / f"{_KEY}{_COPY}"
        file.write_bytes(path.read_bytes())
        found = store.find()
    if not found:
        raise ImportFileError("It is passed over.", where=str(path))
    return found


def _pictures() -> tuple[bytes, ...]:
    """A small picture in the other formats that a background may have."""
    image = QImage(24, 16, QImage.Format.Format_RGB32)
    image.fill(0x808080)
    made = []
    for kind in ("JPG", "BMP"):
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        image.save(buffer, kind)
        made.append(bytes(buffer.data().data()))
    return tuple(made)


def _background(path: Path) -> object:
    image, fault = read_picture(path)
    if image.isNull():
        raise ImportFileError(fault, where=str(path))
    return image


def _solved_case() -> tuple[Reader, ...]:
    """The files of a solved case one by one; all others of it are whole."""
    names = (MANIFEST, "1000/T", "constant/polyMesh/owner", "constant/polyMesh/boundary")
    with tempfile.TemporaryDirectory() as folder:
        whole = _case_in(Path(folder))
        good = {name: (whole / name).read_bytes() for name in names}
    return tuple(
        Reader(f"case: {Path(name).name}", "", (content,), partial(_with_file, name, content))
        for name, content in good.items()
    )


def _case_in(folder: Path) -> Path:
    """A solved case in a folder, written once."""
    case = folder / "case"
    if not case.exists():
        write_case(case, small_case(), ["abc"])
        write_field(case / "1000" / "T", np.linspace(290.0, 310.0, small_case().mesh.cells))
    return case


def _with_file(name: str, good: bytes, path: Path) -> object:
    """Read a case in which one file is another."""
    case = _case_in(path.parent)
    try:
        (case / name).write_bytes(path.read_bytes())
        return read_case(case)
    finally:
        (case / name).write_bytes(good)
