"""Time the linear solvers on a hall with 20 racks: `python tests/benchmarks/bench_linear.py [1M]`.

Without a grid asked for, the example halls follow: pressure iterations on their live grids, with
raised floor and void in the grid, for the potential to 1e-8 and for a step of the flow.

The goals are figures of prototypes on one core of a 15 GB/s machine: potential flow to 1e-8
(set-up and solve), temperature to 1e-9 by incomplete factors and by agglomeration multigrid.
"""

import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "solvers")]

from linear_systems import Hall  # noqa: E402

from coolsim.air.solve import AirSolver  # noqa: E402
from coolsim.assets import asset  # noqa: E402
from coolsim.catalogue.loading import load_catalogue  # noqa: E402
from coolsim.design.files import load  # noqa: E402
from coolsim.simulate import resolve_design  # noqa: E402
from solvers.agglomeration import TransportMultigrid  # noqa: E402
from solvers.krylov import DiluPreconditioner, KrylovResult, bicgstab  # noqa: E402
from solvers.multigrid import PressureMultigrid  # noqa: E402
from solvers.potential import potential_flow  # noqa: E402

SHAPES = {"30k": (40, 40, 18), "230k": (80, 80, 36), "1M": (120, 120, 72)}
GOALS_MS = {
    "30k": {"potential": 13, "dilu": 17, "multigrid": 20},
    "230k": {"potential": 100, "dilu": 310, "multigrid": 190},
    "1M": {"potential": 740, "multigrid": 1340},
}


def best_ms(function: Callable[[], KrylovResult | object], repeats: int) -> tuple[float, object]:
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        result = function()
        times.append(time.perf_counter() - start)
    return 1e3 * min(times), result


def report(grid: str, name: str, milliseconds: float, result: object) -> None:
    goal = GOALS_MS[grid].get(name)
    iterations = f"{result.iterations} iterations" if isinstance(result, KrylovResult) else ""
    print(f"{grid:>5} {name:<22}{milliseconds:9.2f} ms  goal {goal or '-':>5}  {iterations}")


def run(grid: str) -> None:
    shape = SHAPES[grid]
    hall = Hall.build(shape)
    potential, _ = hall.solve_potential()
    repeats = 7 if grid == "30k" else 3
    report(grid, "potential", *best_ms(lambda: hall.solve_potential()[1], repeats))
    multigrid = PressureMultigrid(*hall.faces)
    report(grid, "pressure set-up", *best_ms(lambda: multigrid.rebuild(*hall.faces), repeats))
    report(grid, "pressure cycle", *best_ms(lambda: multigrid(hall.rhs), repeats))
    coefficients, rhs = hall.transport(potential, 12.0 / shape[0])

    def solve(preconditioner: type[DiluPreconditioner] | type[TransportMultigrid]) -> KrylovResult:
        x = np.where(coefficients.centre > 0, 20.0, 0.0)
        return bicgstab(
            lambda value, out: hall.apply(coefficients, value, out),
            rhs,
            x,
            preconditioner(coefficients),
        )

    for name, kind in (("dilu", DiluPreconditioner), ("multigrid", TransportMultigrid)):
        if name == "multigrid" or grid != "1M":
            solve(kind)
            report(grid, name, *best_ms(lambda kind=kind: solve(kind), repeats))
    transport = TransportMultigrid(coefficients)
    report(grid, "transport set-up", *best_ms(lambda: transport.rebuild(coefficients), repeats))
    report(grid, "transport cycle", *best_ms(lambda: transport(rhs), repeats))


def count(example: str, steps: int = 30) -> None:
    """Print how many pressure iterations an example hall takes."""
    design = load(asset("examples", f"{example}.coolsim"))
    scene = resolve_design(design, load_catalogue())
    solver = AirSolver(scene, "live", None, "zero_equation")
    room, machines, _ = solver.room_on(scene, solver.finest, None, None)
    _, _, potential = potential_flow(solver.finest.openness, room.exchange)
    taken = []
    for _ in range(steps):
        before = room.pressure_iterations
        room.step()
        taken.append(room.pressure_iterations - before)
        means = room.exchange.intakes.means(room.state.temperature)
        room.exchange = machines.follow(means, room.exchange)
    print(
        f"{example:>8} {room.openness.grid.cells:,} cells: potential {potential.iterations} "
        f"iterations; a step {np.mean(taken):.1f} on average over {steps}, at most {max(taken)}"
    )


if __name__ == "__main__":
    for requested in sys.argv[1:] or SHAPES:
        run(requested)
    if not sys.argv[1:]:
        count("hall-400")
        count("room-20")
