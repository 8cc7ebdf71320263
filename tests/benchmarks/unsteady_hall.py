"""The measured hall followed in time: what a steady flow may leave out.

    python -m tests.benchmarks.unsteady_hall [--case FILE] [--plateau P2] [--cell 0.05]
        [--step 0.1] [--seconds 60] [--skip 15] [--minutes 120] [--checkpoint FILE.npz]

One plateau of case B01 with its measured boundary values (with ``--case
tests/benchmarks/les_pod2.json`` those of its published large-eddy simulation, see
:mod:`tests.benchmarks.les_hall`), from the steady answer on the same grid:
momentum and temperature with second-order (van Leer) convection, implicit Euler in time, and
Smagorinsky's viscosity instead of the steady closure. Printed: root mean square errors of the rack
fronts and cooler returns against the measurement, of the steady start and of the mean over the time
after ``--skip`` seconds, with the standard deviation in time of the top sensors and the difference
of the means of both halves. A run that stops at its time bound goes on from its checkpoint when it
is started again with the same arguments.
"""

from __future__ import annotations

import argparse
import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import time
from pathlib import Path

import numpy as np

from coolsim.air.solution import AirSolution
from coolsim.air.solve import AirSolver
from coolsim.catalogue import load_catalogue
from coolsim.simulate import make_solver, resolve_design
from solvers.flow import FlowOptions, Room
from solvers.grid import Array
from solvers.smagorinsky import smagorinsky
from solvers.turbulence import AIR_VISCOSITY
from tests.benchmarks.hall_readings import add_hall_options, read_hall

AIR_DIFFUSIVITY = AIR_VISCOSITY / 0.71
"""Molecular diffusivity of heat in air [m2/s]."""
SUBGRID_PRANDTL = 0.4
"""Prandtl number of the eddies smaller than a cell: Eidson, *J. Fluid Mech.* 158 (1985) 245 [-]."""
HEAT_CORRECTIONS = 2
"""Times the second-order part of the temperature is found anew in a time step."""
REPORT_EVERY = 25
"""Time steps between two reports and checkpoints."""
HEAT_RESIDUAL = 1e-5
"""Residual of the temperature in a time step, over its sources: below 0.001 K in the room [-]."""


class UnsteadyHall:
    """One plateau on one grid, ready to be followed in time.

    Args:
        options: The command's options.
        steady: Whether to begin with the steady flow; else a stored one is put in its place.
    """

    def __init__(self, options: argparse.Namespace, *, steady: bool) -> None:
        design, self.sensors = read_hall(options, options.cell)
        self._scene = resolve_design(design, load_catalogue())
        self._solver: AirSolver = make_solver(design, self._scene, "full", options.cell)
        self._options = options
        self.solution = _finished(self._solver, self._scene) if steady else None
        self.room = self._in_time()

    def _in_time(self) -> Room:
        """The steady room with the closure and the convection of a flow followed in time."""
        solver, options = self._solver, self._options
        state = self.solution.state if self.solution else None
        steady, _, controller = solver.room_on(self._scene, solver.finest, state, None)
        self._return_weights = controller.devices.return_weights()
        return Room(
            openness=steady.openness,
            exchange=steady.exchange,
            imposed=steady.imposed,
            closure=smagorinsky(steady.openness.grid.spacing),
            options=FlowOptions(
                step=options.step,
                expansion=steady.options.expansion,
                reference=steady.options.reference,
                prandtl=SUBGRID_PRANDTL,
                laminar_viscosity=AIR_VISCOSITY,
                laminar_prandtl=AIR_VISCOSITY / options.diffusivity,
                second_order=True,
            ),
            state=steady.state,
            boundary=steady.boundary,
        )

    def readings(self) -> Array:
        """What the sensors would read now: rack fronts by height, then returns, flattened."""
        return self.sensors.readings(self.room, self._return_weights)


def _finished(solver: AirSolver, scene: object) -> AirSolution:
    steps = solver.solve(scene)  # type: ignore[arg-type]
    while True:
        try:
            next(steps)
        except StopIteration as stop:
            solution: AirSolution = stop.value
            return solution


class Record:
    """Readings at every instant, kept on disk with the state they belong to.

    Args:
        path: The checkpoint; ``None`` keeps nothing.
        hall: The hall it belongs to; its state is replaced by a stored one.
    """

    def __init__(self, path: Path | None, hall: UnsteadyHall) -> None:
        self._path, self._hall = path, hall
        self.readings: list[Array] = []
        if path is not None and path.exists():
            self._load(path)

    def _fields(self) -> dict[str, Array]:
        state = self._hall.room.state
        u, v, w = state.velocity
        return {
            "u": u,
            "v": v,
            "w": w,
            "pressure": state.pressure,
            "temperature": state.temperature,
            "viscosity": state.viscosity,
        }

    def _load(self, path: Path) -> None:
        with np.load(path) as stored:
            self.readings = list(stored["readings"])
            for name, field in self._fields().items():
                np.copyto(field, stored[name])

    def save(self) -> None:
        """Write state and readings, whole or not at all."""
        if self._path is None:
            return
        partial = self._path.with_suffix(".partial.npz")
        np.savez(partial, readings=np.array(self.readings), **self._fields())  # type: ignore[arg-type]
        partial.replace(self._path)


def follow(hall: UnsteadyHall, record: Record, options: argparse.Namespace) -> None:
    """Step in time until the end or the time bound, with reports and checkpoints."""
    begun = time.perf_counter()
    steps = round(options.seconds / options.step)
    while len(record.readings) < steps:
        hall.room.step_in_time(inner=1, residual=HEAT_RESIDUAL, corrections=HEAT_CORRECTIONS)
        record.readings.append(hall.readings())
        number = len(record.readings)
        if number % REPORT_EVERY == 0 or number == steps:
            record.save()
            _tell(f"t = {number * options.step:.1f} s", hall, record.readings[-REPORT_EVERY:])
            print(f"    {time.perf_counter() - begun:.0f} s of computing", flush=True)
        if time.perf_counter() - begun > 60.0 * options.minutes:
            print("The time bound is reached; started again it goes on.", flush=True)
            record.save()
            return


def _tell(label: str, hall: UnsteadyHall, readings: list[Array]) -> None:
    mean = np.mean(readings, axis=0)
    print(f"{label}: {hall.sensors.errors(mean)}; top {hall.sensors.tops(mean)}", flush=True)


def summary(hall: UnsteadyHall, record: Record, options: argparse.Namespace) -> None:
    """The mean after the first seconds, how much sensors move, whether the mean still drifts."""
    kept = record.readings[round(options.skip / options.step) :]
    if len(kept) < 2:
        print("Too little time for a mean.", flush=True)
        return
    _tell(f"mean over {len(kept) * options.step:.1f} s", hall, kept)
    racks = len(hall.sensors.variant.racks)
    top = np.array(kept)[:, 2 : 3 * racks : 3]
    half = len(kept) // 2
    drift = np.abs(top[:half].mean(axis=0) - top[half:].mean(axis=0))
    print(
        f"top sensors: standard deviation in time up to {top.std(axis=0).max():.2f} K; the means "
        f"of both halves differ by up to {drift.max():.2f} K",
        flush=True,
    )


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    add_hall_options(parser)
    parser.add_argument(
        "--diffusivity", type=float, default=AIR_DIFFUSIVITY, help="of heat, molecular [m2/s]"
    )
    parser.add_argument("--cell", type=float, default=0.05, help="cell size [m]")
    parser.add_argument("--step", type=float, default=0.1, help="time step [s]")
    parser.add_argument("--seconds", type=float, default=60.0, help="time to follow [s]")
    parser.add_argument("--skip", type=float, default=15.0, help="time left out of the mean [s]")
    parser.add_argument("--minutes", type=float, default=120.0, help="most time to compute")
    parser.add_argument("--checkpoint", type=Path, help="file to go on from")
    options = parser.parse_args()
    goes_on = options.checkpoint is not None and options.checkpoint.exists()
    hall = UnsteadyHall(options, steady=not goes_on)
    cells = hall.room.openness.grid.cells
    print(f"{options.plateau}, {cells:,} cells", flush=True)
    if hall.solution is not None:
        _tell(f"steady start, {hall.solution.status}", hall, [hall.readings()])
    record = Record(options.checkpoint, hall)
    follow(hall, record, options)
    summary(hall, record, options)


if __name__ == "__main__":
    main()
