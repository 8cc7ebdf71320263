"""Run CoolSim from a fresh checkout: ``python3 run.py``; test it: ``python3 run.py test``.

Needs Python 3.11 or newer and nothing else. The first run makes a virtual environment in ``.venv``
and installs the pinned libraries; later runs start at once. Arguments go to the program:
``python3 run.py solve hall.coolsim``. Without arguments the example hall opens; where there is no
screen it is solved, its density table printed and its report written instead.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
WINDOWS = os.name == "nt"
PYTHON = VENV / ("Scripts/python.exe" if WINDOWS else "bin/python")
CONSTRAINTS = ROOT / "assets" / "constraints.txt"
EXAMPLE = "room-20"

DEBIAN_PACKAGES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libGLX.so.0": "libglx0",
    "libOpenGL.so.0": "libopengl0",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libX11.so.6": "libx11-6",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxcb.so.1": "libxcb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxkbcommon.so.0": "libxkbcommon0",
}
"""Shared libraries Qt needs from the system, and the Debian and Ubuntu package of each."""

CHECKS = (
    ("format", ["-m", "ruff", "format", "--check", "."]),
    ("lint", ["-m", "ruff", "check", "."]),
    ("types", ["-m", "mypy"]),
    ("imports", ["-c", "from importlinter.cli import lint_imports_command as c; c()"]),
)
"""What ``test`` runs before pytest: a name and the arguments of Python."""


class SetupError(Exception):
    """A setup step that cannot go on; the text tells the user what to do."""


def say(text: str) -> None:
    """Tell the user what is under way, away from the program's own output."""
    print(text, file=sys.stderr, flush=True)


def requirements(*, tests: bool) -> list[str]:
    """Return the requirements declared in ``pyproject.toml``."""
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extra = project["optional-dependencies"]["test"] if tests else []
    return [*project["dependencies"], *extra]


def stamp(wanted: list[str]) -> str:
    """Return a fingerprint of what an environment should hold."""
    parts = [*wanted, CONSTRAINTS.read_text(encoding="utf-8"), sys.version, str(VENV)]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def prepare(*, tests: bool) -> None:
    """Make the environment hold what is wanted; does nothing where it already does.

    The environment for tests holds everything the program needs too, so it serves both.
    """
    wanted = requirements(tests=tests)
    marks = [stamp(requirements(tests=True))] + ([] if tests else [stamp(wanted)])
    stamp_file = VENV / "coolsim-stamp"
    if PYTHON.exists() and stamp_file.exists() and stamp_file.read_text() in marks:
        return
    say("Setting up: installing the libraries into .venv (once, one to three minutes).")
    stamp_file.unlink(missing_ok=True)
    make_environment()
    # Quiet where nobody watches; with a progress bar where somebody does.
    quiet = [] if sys.stderr.isatty() else ["--quiet"]
    install = [PYTHON, "-m", "pip", "install", "--disable-pip-version-check", "--no-input", *quiet]
    done = subprocess.run([*install, "-c", CONSTRAINTS, *wanted], stdout=sys.stderr, check=False)
    if done.returncode:
        raise SetupError(
            "The libraries could not be installed; the reason stands above. Try again."
        )
    stamp_file.write_text(marks[-1] if not tests else marks[0])


def make_environment() -> None:
    """Make the virtual environment, after a look at what Debian leaves out of Python."""
    if not has_modules("ensurepip", "venv"):
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        provide([f"python{version}-venv"], "Python's venv module")
    done = subprocess.run(
        [sys.executable, "-m", "venv", "--clear", str(VENV)], stdout=sys.stderr, check=False
    )
    if done.returncode:
        raise SetupError(f"The environment {VENV} could not be made; the reason stands above.")


def has_modules(*names: str) -> bool:
    """Return whether Python finds modules, asked afresh so that a just-installed one counts."""
    code = "import importlib.util as u, sys; sys.exit(not all(map(u.find_spec, sys.argv[1:])))"
    return not subprocess.run([sys.executable, "-c", code, *names], check=False).returncode


def provide(packages: list[str], what: str) -> None:
    """Install Debian packages as root, or stop with the exact command.

    Args:
        packages: Debian package names.
        what: What they bring, for the message.
    """
    names = " ".join(packages)
    if shutil.which("apt-get") is None:
        raise SetupError(
            f"{what} is missing. Install it with your package manager (Debian: {names})."
        )
    if os.geteuid() != 0:
        raise SetupError(
            f"{what} is missing. Install it, then start again:\n\n"
            f"    sudo apt-get install -y {names}\n"
        )
    say(f"Installing from the distribution: {names}")
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
    for command in (["apt-get", "update", "-qq"], install):
        done = subprocess.run(command, env=quiet, stdout=subprocess.DEVNULL, check=False)
    if done.returncode:
        raise SetupError(f"The installation failed. Try it yourself:\n\n    {' '.join(install)}\n")


def check_system_libraries(*, screen: bool) -> None:
    """Make sure the libraries Qt needs from a Linux system are there.

    Args:
        screen: Whether a window will open; otherwise only drawing off screen must work.
    """
    if not sys.platform.startswith("linux") or shutil.which("ldd") is None:
        return
    missing = missing_libraries(platform_plugin(screen=screen))
    if not missing:
        return
    unknown = sorted(name for name in missing if name not in DEBIAN_PACKAGES)
    packages = sorted({DEBIAN_PACKAGES[name] for name in missing if name in DEBIAN_PACKAGES})
    if unknown:
        raise SetupError(
            f"Qt needs libraries this system lacks: {', '.join(sorted(missing))}.\n"
            "Install the packages that bring them, then start again."
        )
    if shutil.which("apt-get") is None and shutil.which("dnf"):
        names = " ".join(f"'{name}()(64bit)'" for name in sorted(missing))
        raise SetupError(f"Qt needs system libraries:\n\n    sudo dnf install {names}\n")
    provide(packages, f"Part of what Qt needs of the system ({len(missing)} libraries)")
    left = missing_libraries(platform_plugin(screen=screen))
    if left:
        raise SetupError(f"Qt still lacks system libraries: {', '.join(sorted(left))}.")


def platform_plugin(*, screen: bool) -> str:
    """Return the file name of the Qt platform plugin that will be used."""
    chosen = os.environ.get("QT_QPA_PLATFORM", "").split(":")[0].split(";")[0]
    if chosen:
        return f"libq{chosen}.so"
    if not screen:
        return "libqoffscreen.so"
    return "libqxcb.so" if os.environ.get("DISPLAY") else "libqwayland.so"


def missing_libraries(plugin: str) -> set[str]:
    """Return the shared libraries that a Qt platform plugin asks for and the system lacks."""
    files = list(VENV.glob(f"lib/python3*/site-packages/PySide6/Qt/plugins/platforms/{plugin}"))
    files += VENV.glob("lib/python3*/site-packages/PySide6/QtWidgets.abi3.so")
    missing: set[str] = set()
    for file in files:
        listed = subprocess.run(["ldd", file], capture_output=True, text=True, check=False).stdout
        missing |= {line.split()[0] for line in listed.splitlines() if "not found" in line}
    return missing


def environment() -> dict[str, str]:
    """Return the environment of the program: it runs from the checkout, on the pinned libraries."""
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH", "")]))
    return {**os.environ, "PYTHONPATH": path}


def run_tests(arguments: list[str]) -> int:
    """Run every check and then the tests; with arguments, only pytest with these."""
    prepare(tests=True)
    check_system_libraries(screen=False)
    env = environment()
    env.setdefault("QT_QPA_PLATFORM", "offscreen")
    failed = []
    for name, command in () if arguments else CHECKS:
        say(f"== {name}")
        if subprocess.run([PYTHON, *command], cwd=ROOT, env=env, check=False).returncode:
            failed.append(name)
    if failed:
        say(f"== FAILED: {', '.join(failed)}; the tests follow.")
    say("== tests")
    tests = subprocess.run([PYTHON, "-m", "pytest", *arguments], cwd=ROOT, env=env, check=False)
    return tests.returncode or bool(failed)


def run_program(arguments: list[str]) -> int:
    """Start the program: with arguments as given, without them on the example hall."""
    prepare(tests=False)
    sys.path.insert(0, str(ROOT))
    from coolsim.doctor import why_no_screen

    reason = why_no_screen()
    if not reason and (not arguments or arguments[0].endswith(".coolsim")):
        check_system_libraries(screen=True)
    if arguments:
        return start(arguments)
    if not reason:
        return start([EXAMPLE])
    report = ROOT / f"{EXAMPLE}.pdf"
    say(f"No window: {reason} Solving the example hall {EXAMPLE} here instead.")
    code = start(["report", EXAMPLE, "--out", str(report), "--force"])
    if code == 0:
        say(f"No window opened: {reason} The report is in {report}")
    return code


def start(arguments: list[str]) -> int:
    """Run the program and return its exit code; Ctrl-C is the program's to answer."""
    program = subprocess.Popen([PYTHON, "-m", "coolsim", *arguments], env=environment())
    while True:
        try:
            return program.wait()
        except KeyboardInterrupt:
            continue


def main() -> int:
    """Do what the command line says."""
    if sys.version_info < (3, 11):  # noqa: UP036  whoever starts this file may have an older one
        say("CoolSim needs Python 3.11 or newer; this is " + sys.version.split()[0] + ".")
        return 2
    arguments = sys.argv[1:]
    try:
        if arguments[:1] == ["test"]:
            return run_tests(arguments[1:])
        return run_program(arguments)
    except SetupError as stop:
        say(str(stop))
        return 2
    except KeyboardInterrupt:
        say("Stopped.")
        return 5


if __name__ == "__main__":
    sys.exit(main())
