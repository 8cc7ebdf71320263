"""Make CoolSim one executable file for the system this runs on.

    python assets/bundle/make.py [FOLDER]

Needs ``pip install -c assets/constraints.txt ".[bundle]"`` in the same Python. The file is written
to FOLDER (``dist`` by default) as ``coolsim``, ``coolsim.exe`` on Windows. Bundles are made on the
system they are for; there is no cross-building.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
DATA_OF = ("fluids", "ht", "qtawesome", "typst", "CoolProp", "ezdxf")
"""Libraries whose files of data or shared objects the import graph does not show."""
OWN = ("coolsim", "ui", "solvers")
UNUSED = ("tkinter", "matplotlib", "IPython", "pandas", "pytest")


def arguments(folder: Path, work: Path) -> list[str]:
    """The call of PyInstaller that makes the bundle."""
    separator = ";" if sys.platform == "win32" else ":"
    call = [
        str(HERE / "start.py"),
        "--name=coolsim",
        "--onefile",
        "--noconfirm",
        f"--distpath={folder}",
        f"--workpath={work}",
        f"--specpath={work}",
        f"--paths={ROOT}",
        f"--add-data={ROOT / 'assets'}{separator}coolsim/_assets",
        "--hidden-import=vtkmodules.all",
        # what coolsim doctor reads the versions of the libraries from
        "--recursive-copy-metadata=coolsim",
    ]
    call += [f"--collect-submodules={name}" for name in OWN]
    call += [f"--collect-all={name}" for name in DATA_OF]
    call += [f"--exclude-module={name}" for name in UNUSED]
    return call


def main() -> int:
    """Make the bundle; returns the exit code."""
    parser = argparse.ArgumentParser(description="Make CoolSim one executable file.")
    parser.add_argument("folder", nargs="?", type=Path, default=Path("dist"))
    folder = parser.parse_args().folder.resolve()
    try:
        from PyInstaller.__main__ import run
    except ImportError:
        sys.stderr.write('PyInstaller is missing: pip install ".[bundle]" first.\n')
        return 2
    with tempfile.TemporaryDirectory() as work:
        run(arguments(folder, Path(work)))
    made = folder / ("coolsim.exe" if sys.platform == "win32" else "coolsim")
    sys.stdout.write(f"{made}: {made.stat().st_size / 1e6:,.0f} MB\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
