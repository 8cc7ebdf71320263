"""The house keeps its floors, and what should be light to load is."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

HEAVY = ("CoolProp", "vtkmodules", "scipy", "pyqtgraph", "typst", "numba")


def loaded_after(code: str, wanted: tuple[str, ...]) -> list[str]:
    """Which of the modules a fresh interpreter has loaded after running ``code``."""
    listing = f"import sys; print(' '.join(m for m in {wanted!r} if m in sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\n{listing}"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


def test_every_import_contract_holds():
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 broken" in done.stdout


def test_importing_the_package_loads_nothing_heavy():
    assert loaded_after("import coolsim", ("numpy", "pydantic", "PySide6", *HEAVY)) == []


def test_reading_and_editing_a_design_loads_no_numerics():
    code = "from coolsim.design import edits, files, document, recovery"
    assert loaded_after(code, ("numpy", "PySide6", *HEAVY)) == []


WINDOW = """
import tempfile
from pathlib import Path
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from coolsim.assets import asset
from ui.app import Application
from ui.settings import Settings

app = QApplication([])
opened = Application(Settings(), Path(tempfile.mkdtemp()), worker=("true",))
opened.show(str(asset("examples", "room-20.coolsim")))
assert QTest.qWaitForWindowExposed(opened.window)
opened.window.grab()
"""


def test_the_window_shows_before_anything_heavy_is_loaded():
    assert loaded_after(WINDOW, HEAVY) == []


def test_help_loads_no_numerics():
    code = (
        "import contextlib, io\n"
        "from coolsim.cli import main\n"
        "with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit):\n"
        "    main(['--help'])"
    )
    assert loaded_after(code, ("numpy", "PySide6", *HEAVY)) == []


def test_the_worker_says_ready_before_it_loads_numerics():
    assert loaded_after("import coolsim.worker", ("numpy", "PySide6", *HEAVY)) == []
