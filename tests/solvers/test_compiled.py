"""Kernels: code is kept between processes where a folder can be written to, else made anew."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = """
import numpy as np
from solvers.compiled import code_cache
from solvers import exchange
before = code_cache()
out = np.empty(1)
patch = exchange.PatchSet(np.array([0, 2]), np.array([1, 3]), np.array([0.25, 0.75]))
mean = patch.means(np.array([9.0, 10.0, 9.0, 20.0]))[0]
print(mean, before.kept, code_cache().kept, code_cache().total, code_cache().folder)
"""


def in_a_process(folder, **environment):
    """What the program above prints with the sources copied to a folder."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"} | environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    mean, *counts, where = done.stdout.split()
    assert float(mean) == pytest.approx(17.5)
    return [int(count) for count in counts], where


@pytest.fixture
def sources(tmp_path):
    """The package without any code kept from before."""
    shutil.copytree(
        ROOT / "solvers", tmp_path / "solvers", ignore=shutil.ignore_patterns("__pycache__")
    )
    return tmp_path


def test_code_is_kept_for_the_next_process(sources, tmp_path):
    kept = str(tmp_path / "kept")
    (before, after, total), where = in_a_process(sources, NUMBA_CACHE_DIR=kept)
    assert before == 0
    assert 0 < after <= total
    assert where.startswith(kept)
    (before_again, _, _), _ = in_a_process(sources, NUMBA_CACHE_DIR=kept)
    assert before_again == after


def test_without_a_folder_to_write_to_kernels_still_compile(sources):
    # a file where numba would make its folder: nobody, root included, can write there
    (sources / "solvers" / "__pycache__").write_text("")
    blocked = sources / "blocked"
    blocked.write_text("")
    home = {name: str(blocked) for name in ("HOME", "XDG_CACHE_HOME", "LOCALAPPDATA")}
    (before, after, total), where = in_a_process(sources, **home)
    assert (before, after, where) == (0, 0, "None")
    assert total > 0
