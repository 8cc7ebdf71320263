"""Small empty rooms with machines at random places, their potential flow, and its heat system."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy.sparse import csr_matrix

from solvers.exchange import Exchange, Patch, stack
from solvers.frozen import FrozenFlow
from solvers.grid import Grid
from solvers.heat import HeatOperator
from solvers.openness import Openness, Plate, build_openness
from solvers.potential import potential_flow


@dataclass(frozen=True)
class SmallRoom:
    """Racks that pass all their air on, one cooler; intakes and discharges in that order."""

    exchange: Exchange
    operator: HeatOperator
    flux: tuple[np.ndarray, np.ndarray, np.ndarray]
    grid: Grid
    openness: Openness

    @property
    def flow(self) -> FrozenFlow:
        exchange = self.exchange
        none = self.grid.zeros()
        return FrozenFlow(
            self.operator.coefficients,
            exchange.intakes,
            exchange.discharges,
            exchange.discharge_flow,
            exchange.heat,
            none,
            none,
        )

    def intake_means(self, transfer: csr_matrix, offset: np.ndarray) -> np.ndarray:
        """The coupled solve with other machines on the same flow."""
        exchange = self.exchange.with_devices(transfer, offset)
        self.operator.update(self.flux, np.full(self.grid.padded_shape, 0.005), exchange)
        temperature = np.full(self.grid.padded_shape, 20.0)
        result = self.operator.solve(temperature, reduction=0.0, relative=1e-13, max_iterations=400)
        assert result.residual < 1e-9
        return exchange.intakes.means(temperature)


def patch_of(cells: np.ndarray) -> Patch:
    """A spread opening over cells, all alike."""
    none = np.zeros(0)
    share = np.full(cells.size, 1.0 / cells.size)
    return Patch(cells, share, -1, none.astype(np.int64), none)


def small_room(
    seed: int,
    racks: int = 3,
    shape: tuple[int, int, int] = (7, 6, 5),
    heat: float = 0.0,
    plates: tuple[Plate, ...] = (),
    first_layer: int = 0,
) -> SmallRoom:
    """A room whose machines keep to the cells from ``first_layer`` on along x."""
    rng = np.random.default_rng(seed)
    grid = Grid(shape, (0.5, 0.6, 0.4))
    openness = build_openness(grid, [], list(plates))
    cells = np.flatnonzero(np.pad(np.ones(shape, dtype=bool), 1))
    allowed = cells[cells // grid.strides[0] > first_layer]
    drawn = rng.choice(allowed, size=(2 * (racks + 1), 2), replace=False)
    intakes = stack([patch_of(pair) for pair in drawn[: racks + 1]])
    discharges = stack([patch_of(pair) for pair in drawn[racks + 1 :]])
    flow = np.append(rng.uniform(0.05, 0.5, racks), rng.uniform(0.3, 1.5))
    passing = np.append(np.ones(racks), 0.0)
    field = grid.zeros()
    field.ravel()[cells] = heat * rng.random(cells.size) / cells.size
    exchange = Exchange(
        intakes=intakes,
        discharges=discharges,
        intake_flow=flow,
        discharge_flow=flow,
        transfer=csr_matrix(np.diag(passing)),
        offset=np.append(rng.uniform(0.0, 20.0, racks), 18.0),
        heat=field,
    )
    velocity, _, _ = potential_flow(openness, exchange, relative=1e-13)
    flux = tuple(a * v for a, v in zip(openness.area, velocity, strict=True))
    operator = HeatOperator(grid, openness.area)
    operator.update(flux, np.full(grid.padded_shape, 0.005), exchange)
    return SmallRoom(exchange, operator, flux, grid, openness)


def with_walls(flow: FrozenFlow, conductance: float, temperature: float) -> FrozenFlow:
    """The flow with every cell in touch with a wall."""
    walls = np.where(flow.coefficients.centre > 0.0, conductance, 0.0)
    centre = flow.coefficients.centre + walls
    return replace(
        flow,
        coefficients=flow.coefficients._replace(centre=centre),
        wall_flow=walls,
        wall_heat=walls * temperature,
    )
