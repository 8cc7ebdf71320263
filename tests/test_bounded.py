"""Files read as far as a bound, and readers that hold theirs."""

import os
import threading
import zipfile
from pathlib import Path

import numpy as np
import pytest

from coolsim.bounded import read_bounded
from coolsim.cli.arguments import json_object
from coolsim.density.placement.jobs import read_jobs
from coolsim.design import files
from coolsim.design.plant_files import read_curve_set, read_profile
from coolsim.errors import CoolSimError
from coolsim.interop.dxf_reading import read_dxf
from coolsim.interop.schedule import read_schedule
from coolsim.plant.weather.epw import read_epw
from coolsim.report.letterhead import read_logo
from coolsim.results.codec import ResultFileError
from coolsim.results.files import read_fields
from coolsim.verification.loading import read_case


def test_up_to_the_bound_it_is_read_and_beyond_refused(tmp_path):
    path = tmp_path / "a"
    for content in (b"", b"x" * 2_000):
        path.write_bytes(content)
        assert read_bounded(path, 2_000) == content
    path.write_bytes(b"x" * 2_001)
    with pytest.raises(OSError, match="larger than 2 kB"):
        read_bounded(path, 2_000)


@pytest.mark.skipif(os.name == "nt", reason="named pipes are of Unix")
def test_a_pipe_is_read_to_its_end(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=lambda: pipe.write_bytes(b"hall"))
    writer.start()
    assert read_bounded(pipe, 1_000) == b"hall"
    writer.join()


READERS = (
    files.load, read_epw, read_dxf, read_schedule, read_case, read_curve_set, read_profile,
    read_jobs, read_logo, lambda path: json_object(str(path)),
)  # fmt: skip


@pytest.mark.parametrize("read", READERS)
@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="the system has no such device")
def test_a_device_without_an_end_is_refused_in_words(read):
    with pytest.raises(CoolSimError) as caught:
        read(Path("/dev/zero"))
    assert "larger than" in caught.value.message or "no file" in caught.value.message


def test_packed_arrays_could_stand_for_gigabytes(tmp_path):
    path = tmp_path / "fields.npz"
    np.savez_compressed(path, temperature_c=np.zeros((400, 400, 40), np.float32))
    assert path.stat().st_size < 100_000
    with pytest.raises(ResultFileError, match="packed arrays"):
        read_fields(path)
    with zipfile.ZipFile(path, "w") as empty:
        empty.writestr("x.npy", b"")
    with pytest.raises(ResultFileError):
        read_fields(path)
