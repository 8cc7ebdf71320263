"""What every test needs: no screen, one thread for linear algebra, folders of its own."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# Before anything loads numpy.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

# Settings, caches and recovery files of the person who runs the tests are left alone. The compiled
# kernels of numba live beside the sources and are not affected.
_HOME = tempfile.TemporaryDirectory(prefix="coolsim-tests-", ignore_cleanup_errors=True)
for _name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
    os.environ[_name] = str(Path(_HOME.name) / _name.lower())
# What processes started by a test leave behind goes with it; pytest's own folders stay for a look.
os.environ["TMPDIR"] = _HOME.name

import pytest  # noqa: E402
from hypothesis import settings  # noqa: E402

settings.register_profile("coolsim", deadline=None, max_examples=50, derandomize=True)
settings.load_profile("coolsim")


@pytest.fixture(autouse=True)
def _no_leftover_environment(monkeypatch):
    """Traces and screens of the outside never change what a test sees."""
    monkeypatch.delenv("COOLSIM_TRACEBACK", raising=False)
