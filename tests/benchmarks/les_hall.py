"""The measured hall on the boundary values of its published large-eddy simulation.

    python -m tests.benchmarks.les_hall [--cell 0.1] [--rack-flow 1.0] [--rack-heat 1.0]
        [--slots 0] [--only NAME ...]

Plateau P2 with the cooler flows, supplies and rack rises that the simulation had, solved with
every physics on offer, and compared with the simulation's own readings instead of the measured
ones: what remains is between two codes.

What racks draw is not among the simulation's output. The case file has the air that power and rise
of each rack ask for, scaled so that racks add the heat that coolers remove; the simulation's
published inputs have 1.126 times as much, and with the rises of its output as many times the heat:
``--rack-flow 1.126 --rack-heat 1.126``. ``--slots`` passes air on at the height it enters at, as
the simulation does. Runs named ``... of the simulation`` have its molecular diffusivity of heat,
which it sets to a hundredth in units of its lattice: a hundred times that of air.
"""

from __future__ import annotations

import argparse
import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import dataclasses
import time
from pathlib import Path

from coolsim.air.case import Devices
from coolsim.air.coils import CoilController
from coolsim.air.controls import Machines, Operating
from coolsim.air.geometry import CaseGeometry
from coolsim.air.solve import AirSolver
from coolsim.catalogue import load_catalogue
from coolsim.design.models import Design
from coolsim.scene import Scene
from coolsim.simulate import resolve_design
from solvers.flow import FlowState, Room
from solvers.turbulence import AIR_VISCOSITY
from tests.benchmarks.hall_readings import Sensors, add_hall_options, read_hall

LES_CASE = Path(__file__).with_name("les_pod2.json")
LES_DIFFUSIVITY = 1e-2 * 10.0 * 6.95 / 320
"""Molecular diffusivity of heat in the simulation: a hundredth of speed scale times cell [m2/s]."""


@dataclasses.dataclass(frozen=True)
class Physics:
    """What a run is solved with, see :class:`coolsim.air.solve.AirSolver`."""

    turbulence: str = "zero_equation"
    second_order: bool = False
    log_law: bool = False
    diffusivity: float | None = None


RUNS = {
    "default": Physics(),
    "constant": Physics("constant"),
    "k_epsilon": Physics("k_epsilon"),
    "second order, log law": Physics(second_order=True, log_law=True),
    "diffusivity of the simulation": Physics(diffusivity=LES_DIFFUSIVITY),
    "second order, log law, diffusivity of the simulation": Physics(
        second_order=True, log_law=True, diffusivity=LES_DIFFUSIVITY
    ),
    "k_epsilon, diffusivity of the simulation": Physics("k_epsilon", diffusivity=LES_DIFFUSIVITY),
}


class DiffusingSolver(AirSolver):
    """A solver whose air conducts heat with another molecular diffusivity.

    Args:
        scene: The hall.
        cell_m: Cell size [m].
        physics: What to solve with.
    """

    def __init__(self, scene: Scene, cell_m: float, physics: Physics) -> None:
        super().__init__(
            scene,
            "full",
            cell_m,
            physics.turbulence,
            second_order=physics.second_order,
            log_law_walls=physics.log_law,
        )
        self._diffusivity = physics.diffusivity
        self.latest: tuple[Room, Devices] | None = None

    def room_on(
        self,
        scene: Scene,
        geometry: CaseGeometry,
        state: FlowState | None,
        operating: Operating | None,
    ) -> tuple[Room, Machines, CoilController]:
        """The room of the solver, with its own molecular diffusivity."""
        room, machines, controller = super().room_on(scene, geometry, state, operating)
        if self._diffusivity is not None:
            room.options = dataclasses.replace(
                room.options,
                laminar_viscosity=AIR_VISCOSITY,
                laminar_prandtl=AIR_VISCOSITY / self._diffusivity,
            )
        self.latest = room, controller.devices
        return room, machines, controller


def tell(design: Design, sensors: Sensors, cell_m: float, name: str, physics: Physics) -> None:
    """Solve with one physics and print how it compares."""
    scene = resolve_design(design, load_catalogue())
    solver = DiffusingSolver(scene, cell_m, physics)
    begun, used = time.perf_counter(), time.process_time()
    steps = solver.solve(scene)
    while True:
        try:
            next(steps)
        except StopIteration as stop:
            solution = stop.value
            break
    assert solver.latest is not None
    room, devices = solver.latest
    readings = sensors.readings(room, devices.return_weights())
    print(
        f"{name}: {sensors.errors(readings)}; top {sensors.tops(readings)}; {solution.status}, "
        f"wander {solution.wander_k:.2f} K, {solution.steps} steps, "
        f"{time.perf_counter() - begun:.0f} s, {time.process_time() - used:.0f} s of processor",
        flush=True,
    )


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    add_hall_options(parser)
    parser.add_argument("--cell", type=float, default=0.1, help="cell size [m]")
    parser.add_argument("--only", nargs="+", default=list(RUNS), help="runs by name")
    options = parser.parse_args()
    options.case = options.case or LES_CASE
    design, sensors = read_hall(options, options.cell)
    print(f"the simulation itself: top {sensors.tops(sensors.flattened())}", flush=True)
    for name in options.only:
        tell(design, sensors, options.cell, name, RUNS[name])


if __name__ == "__main__":
    main()
