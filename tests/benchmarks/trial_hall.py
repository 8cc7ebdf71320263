"""A plain hall for timing the flow solver: twenty racks about a cold aisle, nothing else.

12 x 9.6 x 3.6 m, two rows of ten racks of 2 to 8 kW with rises of 10 to 14 K, floor supply of 0.9
of the racks' air at 18 deg C between the rows, returns in both end walls.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix

from solvers.exchange import Exchange, Patch, stack
from solvers.flow import FlowOptions, FlowState, Room, prescribed_velocity
from solvers.grid import Grid
from solvers.openness import Box, Openness, build_openness
from solvers.potential import potential_flow
from solvers.turbulence import Closure
from solvers.wall_friction import WallLaw

SIZE_M = (12.0, 9.6, 3.6)
GRIDS = {
    "30k": (40, 40, 18),
    "230k": (80, 80, 36),
    "1M": (120, 120, 72),
    "4M": (240, 160, 108),
}
RACKS = 20
SUPPLY_C = 18.0
_HEAT_RATE = 1.2 * 1005.0


@dataclass(frozen=True)
class TrialHall:
    """The hall on one grid."""

    openness: Openness
    intakes: list[Patch]
    discharges: list[Patch]
    exchange: Exchange

    def room(
        self,
        closure: Closure,
        options: FlowOptions,
        state: FlowState | None,
        wall_law: WallLaw | None = None,
    ) -> Room:
        """The room under solution, from a state or from potential flow."""
        grid = self.openness.grid
        if state is None:
            velocity, _, _ = potential_flow(self.openness, self.exchange, relative=1e-4)
            state = FlowState(
                velocity,
                grid.zeros(),
                np.full(grid.padded_shape, SUPPLY_C),
                np.full(grid.padded_shape, 0.01),
            )
        imposed = prescribed_velocity(grid, self.discharges, self.intakes, self.exchange)
        return Room(
            self.openness, self.exchange, imposed, closure, options, state, wall_law=wall_law
        )


def trial_hall(shape: tuple[int, int, int]) -> TrialHall:
    """The hall on a grid whose lines meet every rack and opening."""
    spacing = tuple(length / count for length, count in zip(SIZE_M, shape, strict=True))
    grid = Grid(shape, (spacing[0], spacing[1], spacing[2]))
    random = np.random.default_rng(1)
    boxes: list[Box] = []
    intakes: list[Patch] = []
    discharges: list[Patch] = []
    flows: list[float] = []
    rises: list[float] = []
    for low, high, front in ((2.88, 4.08, 1), (5.28, 6.48, -1)):
        for place in range(10):
            power = random.uniform(2000.0, 8000.0)
            flow = power / (_HEAT_RATE * random.uniform(10.0, 14.0))
            left = 3.0 + 0.6 * place
            boxes.append(Box((left, low, 0.0), (left + 0.6, high, 2.0)))
            spans = ((left, left + 0.6), (0.0, 2.0))
            face, rear = (high, low) if front > 0 else (low, high)
            intakes.append(_patch(grid, 1, face, front, spans))
            discharges.append(_patch(grid, 1, rear, -front, spans))
            flows.append(flow)
            rises.append(power / (_HEAT_RATE * flow))
    supply = 0.9 * sum(flows)
    discharges.append(_patch(grid, 2, 0.0, 1, ((3.0, 9.0), (4.08, 5.28))))
    for position, outward in ((0.0, 1), (12.0, -1)):
        intakes.append(_patch(grid, 0, position, outward, ((3.6, 6.0), (2.0, 3.0))))
    passing = np.arange(RACKS)
    exchange = Exchange(
        intakes=stack(intakes),
        discharges=stack(discharges),
        intake_flow=np.array([*flows, supply / 2.0, supply / 2.0]),
        discharge_flow=np.array([*flows, supply]),
        transfer=csr_matrix((np.ones(RACKS), (passing, passing)), shape=(RACKS + 1, RACKS + 2)),
        offset=np.array([*rises, SUPPLY_C]),
        heat=grid.zeros(),
    )
    return TrialHall(build_openness(grid, boxes, []), intakes, discharges, exchange)


def _patch(
    grid: Grid,
    axis: int,
    position: float,
    outward: int,
    spans: tuple[tuple[float, float], tuple[float, float]],
) -> Patch:
    """All cells before a rectangle that lies on grid lines."""
    others = [other for other in range(3) if other != axis]
    face = round(position / grid.spacing[axis])
    ranges = [
        np.arange(round(span[0] / grid.spacing[other]), round(span[1] / grid.spacing[other]))
        for other, span in zip(others, spans, strict=True)
    ]
    first, second = (index.ravel() for index in np.meshgrid(*ranges, indexing="ij"))
    strides = grid.strides
    across = (first + 1) * strides[others[0]] + (second + 1) * strides[others[1]]
    cells = across + (face + (1 if outward > 0 else 0)) * strides[axis]
    share = np.full(cells.size, 1.0 / cells.size)
    velocity = outward * share / grid.face_areas[axis]
    return Patch(cells, share, axis, across + (face + 1) * strides[axis], velocity)
