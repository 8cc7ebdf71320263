"""Humidity of a hall on its solved flow: where the air takes up water, and where coils take it out.

The humidity ratio is a passive scalar: it is carried and mixed as the temperature is (Lewis number
one) and racks pass it on. A coil whose surface is colder than the dew point of its return
condenses water. Its air is a mixture of air that passed untouched (the by-pass factor) and air
saturated at the apparatus dew point, the straight process line of the ASHRAE Handbook, *HVAC
Systems and Equipment*, ch. on air-cooling and dehumidifying coils.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from coolsim.air.case import Devices
from coolsim.air.heat_sources import spread
from coolsim.air.solution import AirSolution
from coolsim.errors import SolveError
from coolsim.properties.psychrometrics import humidity_ratio_kg_kg, saturation_pressure_pa
from coolsim.scene import SceneMoisture
from solvers.frozen import stencil_of
from solvers.grid import Array
from solvers.scalar import TIGHT, Passage, ScalarTransport
from solvers.stencil import Transport7

Flags = NDArray[np.bool_]
_LOOSE = 1e-8
"""Residual at which it is seen which coils are wet [-]."""
_MARGIN = 1e-9
"""Share by which a return must be moister than its coil's surface to condense [-]."""


@dataclass(frozen=True, slots=True)
class Humidity:
    """Humidity of a solved hall.

    Attributes:
        ratio: Humidity ratio of the cells, shape of the grid, NaN where there is no air [kg/kg].
        intake_ratio: Of every intake [kg/kg].
        supply_ratio, return_ratio: Of every cooler [kg/kg].
        condensate_kg_s: Water that each coil takes out [kg/s].
        outside_kg_s: Water that outside air brings on balance [kg/s].
        residual: Of the sparse system over its sources; zero where nothing was solved [-].
    """

    ratio: Array
    intake_ratio: Array
    supply_ratio: Array
    return_ratio: Array
    condensate_kg_s: Array
    outside_kg_s: float
    residual: float


def apparatus_dew_point_c(
    return_c: float, supply_c: float, fan_rise_k: float, bypass: float
) -> float:
    """Surface temperature of a coil that cools air with a by-pass factor [deg C].

    The air leaves the coil at the supply temperature less the rise in the fan behind it, and
    ``T_leaving = b T_return + (1 - b) T_surface``.

    Worked number: 30 C return, 20 C supply, 0.5 K fan, b = 0.2: surface 18.125 C.
    """
    return return_c - (return_c - supply_c + fan_rise_k) / (1.0 - bypass)


def dry_air_density_kg_m3(devices: Devices) -> float:
    """Mass of dry air in a cubic metre of the hall's air [kg/m3]."""
    air = devices.scene.air
    return air.density_kg_m3 / (1.0 + air.humidity_ratio)


def uniform_humidity(solution: AirSolution) -> Humidity:
    """The hall's one humidity ratio everywhere: no source, no sink."""
    devices = solution.devices
    ratio, coolers = devices.scene.air.humidity_ratio, len(devices.scene.coolers)
    return Humidity(
        ratio=np.where(np.isfinite(solution.temperature_c()), ratio, np.nan),
        intake_ratio=np.full(len(devices.geometry.intakes), ratio),
        supply_ratio=np.full(coolers, ratio),
        return_ratio=np.full(coolers, ratio),
        condensate_kg_s=np.zeros(coolers),
        outside_kg_s=0.0,
        residual=0.0,
    )


def solve_humidity(solution: AirSolution) -> Humidity:
    """The steady humidity of a solved hall, transported where its design asks for it.

    Without any source, outside air or wet coil an air circuit keeps the hall's humidity ratio, or
    what its driest coil has left of it.

    Raises:
        SolveError: If water is given off in an air circuit where nothing takes it out.
    """
    moisture = solution.devices.scene.moisture
    return uniform_humidity(solution) if moisture is None else _Solver(solution, moisture).solve()


class _Solver:
    """Finds which coils are wet: policy iteration on the lesser of two linear laws.

    Every coil supplies the lesser of its return's humidity and that of a wet coil. It starts from
    all coils wet, which determines the humidity wherever there is a coil (Howard 1960).
    """

    def __init__(self, solution: AirSolution, moisture: SceneMoisture) -> None:
        devices = self._devices = solution.devices
        self._solution, self._moisture = solution, moisture
        self._density = dry_air_density_kg_m3(devices)
        self._weights = devices.return_weights()
        self._bypass = np.array([c.bypass.value or 0.0 for c in devices.scene.coolers])
        self._surface = self._surface_ratios()
        cools = np.array([coil.net_duty_w > 0.0 for coil in solution.coils], dtype=bool)
        self._cools = cools & np.isfinite(self._surface)
        reached = devices.reached()
        openness = devices.geometry.openness
        self._intakes = devices.geometry.laid_intakes
        self._discharges = devices.geometry.laid_discharges
        self._coefficients = self._stencil(reached)
        everywhere = (0.0, devices.scene.size_m[2])
        even = spread(openness, reached, everywhere)
        people = spread(openness, reached, moisture.people_heights_m)
        self._source = (
            moisture.people_kg_s * people + moisture.humidifier_kg_s * even
        ) / self._density
        self._outside = moisture.outside_air_m3_s * even
        self._label = np.where(reached, devices.zone_circuit[devices.geometry.zones.label], -1)

    def _stencil(self, reached: Flags) -> Transport7:
        """The transport of the published temperature in the air that coolers supply.

        Walls that pass heat pass no water, and convection is first order whatever that of heat is:
        a correction that depends on the temperature would not conserve water.
        """
        sparse = self._solution.sparse
        cells = int(np.count_nonzero(sparse.numbering >= 0))
        whole = stencil_of(csr_matrix(sparse.matrix[:cells, :cells]), sparse.numbering)
        kept = reached.astype(float)
        stencil = Transport7(*(field * kept for field in whole))
        centre = np.sum(stencil[1:], axis=0)
        self._discharges.add(centre, self._devices.discharge_flow)
        return stencil._replace(centre=centre * kept)

    def _surface_ratios(self) -> Array:
        """Humidity ratio of air saturated at each coil's surface; infinite if boiling [kg/kg]."""
        solution, devices = self._solution, self._devices
        returns = self._weights @ solution.intake_means
        rates = devices.capacity_rates_w_k()
        surface = [
            apparatus_dew_point_c(
                float(returns[n]),
                coil.supply_temperature_c,
                cooler.fan_power_w / float(rates[n]),
                float(self._bypass[n]),
            )
            for n, (coil, cooler) in enumerate(
                zip(solution.coils, devices.scene.coolers, strict=True)
            )
        ]
        vapour, pressure = saturation_pressure_pa(np.array(surface)), devices.scene.pressure_pa
        boiling = vapour >= pressure
        ratio = humidity_ratio_kg_kg(np.where(boiling, 0.0, vapour), pressure)
        return np.where(boiling, np.inf, ratio)

    def solve(self) -> Humidity:
        wet = self._cools.copy()
        field = np.full(self._source.shape, self._devices.scene.air.humidity_ratio)
        is_settled = False
        for _ in range(2 * wet.size + 4):
            transport, passage, pinned = self._at(wet)
            field = transport.solve(passage, field, TIGHT if is_settled else _LOOSE)
            returns = self._weights @ self._intakes.means(field)
            wanted = self._cools & (returns > self._surface * (1.0 + _MARGIN))
            if np.array_equal(wanted, wet):
                if is_settled:
                    break
                is_settled = True
            wet = wanted
        self._require_sinks(pinned)
        supply = np.where(wet, self._wet_supply(returns), returns)
        flow = np.array([cooler.airflow_m3_s for cooler in self._devices.scene.coolers])
        outside = self._outside * (self._moisture.outside_humidity_ratio - field)
        shown = np.where(self._coefficients.centre > 0.0, field, np.nan)
        return Humidity(
            ratio=shown[1:-1, 1:-1, 1:-1],
            intake_ratio=self._intakes.means(field),
            supply_ratio=supply,
            return_ratio=returns,
            condensate_kg_s=self._density * flow * (returns - supply),
            outside_kg_s=self._density * float(outside.sum()),
            residual=transport.residual(passage, field),
        )

    def _wet_supply(self, returns: Array) -> Array:
        return np.asarray(self._bypass * returns + (1.0 - self._bypass) * self._surface)

    def _at(self, wet: Flags) -> tuple[ScalarTransport, Passage, list[int]]:
        """The system for given wet coils, and the circuits held at a level."""
        gain = np.where(wet, self._bypass, 1.0)
        offset = np.where(wet, (1.0 - self._bypass) * self._surface, 0.0)
        transfer, with_rises = self._devices.linear_behaviour(gain, offset, doors=False)
        _, rises = self._devices.linear_behaviour(gain, np.zeros_like(offset), doors=False)
        outside, value, pinned = self._levels(wet)
        transport = ScalarTransport(
            coefficients=self._coefficients,
            intakes=self._intakes,
            discharges=self._discharges,
            discharge_flow=self._devices.discharge_flow,
            outside=outside,
            outside_value=value,
            source=self._source,
        )
        return transport, Passage(transfer, with_rises - rises), pinned

    def _levels(self, wet: Flags) -> tuple[Array, Array, list[int]]:
        """Outside air, and in a circuit whose level nothing sets one cell held at the hall's."""
        flow = self._outside.copy()
        value = np.full(flow.shape, self._moisture.outside_humidity_ratio)
        pinned: list[int] = []
        if self._moisture.outside_air_m3_s > 0.0:
            return flow, value, pinned
        circuit = self._devices.cooler_circuit
        hall = self._devices.scene.air.humidity_ratio
        supply = float(self._devices.discharge_flow.sum()) or 1.0
        active = self._coefficients.centre > 0.0
        for n in np.unique(self._label[active]):
            if np.any(wet & (circuit == n)):
                continue
            cell = int(np.flatnonzero((self._label == n).ravel() & active.ravel())[0])
            driest = self._surface[self._cools & (circuit == n)].min(initial=np.inf)
            flow.ravel()[cell] = supply
            value.ravel()[cell] = min(hall, float(driest))
            pinned.append(int(n))
        return flow, value, pinned

    def _require_sinks(self, pinned: list[int]) -> None:
        for n in pinned:
            if self._source[self._label == n].sum() > 0.0:
                raise SolveError(
                    "water is given off where no coil condenses and no outside air comes in: the "
                    "humidity would rise for ever.",
                    where="humidity",
                    remedy="Let outside air in, take the source away, or keep humidity uniform.",
                )
