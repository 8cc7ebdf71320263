"""One plateau of a measured hall as a design, and what its sensors read under solution."""

from __future__ import annotations

import argparse
import dataclasses
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix

from coolsim.design.models import Design, FixedAirflow, Rack, Variant
from coolsim.design.slots import Slot
from coolsim.results.records import Fields
from coolsim.verification import read_case, shipped_case
from coolsim.verification.kinds import hall_sensors, measured_hall
from solvers.flow import Room
from solvers.grid import INTERIOR, Array

CASE = "B01_rise_pod2_2018"


@dataclass(frozen=True)
class Sensors:
    """Rack fronts (racks, 3) and cooler returns (coolers,) of one plateau [deg C].

    Attributes:
        variant: The hall.
        heights_m: Heights of the front sensors.
        front, returns: What they are compared with.
    """

    variant: Variant
    heights_m: tuple[float, float, float]
    front: Array
    returns: Array

    def readings(self, room: Room, return_weights: csr_matrix) -> Array:
        """What the sensors would read now: rack fronts by height, then returns, flattened."""
        grid, temperature = room.openness.grid, room.state.temperature
        none = np.zeros((0, 0, 0), np.float32)
        shown = temperature[INTERIOR].astype(np.float32)
        fields = Fields(grid.origin, grid.spacing, shown, none, none)
        front = [
            hall_sensors.front_temperatures(fields, rack, self.heights_m)
            for rack in self.variant.racks
        ]
        returns = return_weights @ room.exchange.intakes.means(temperature)
        return np.concatenate([np.ravel(front), returns])

    def flattened(self) -> Array:
        """What they are compared with, in the order of :meth:`readings`."""
        return np.concatenate([np.ravel(self.front), self.returns])

    def errors(self, readings: Array) -> str:
        """Root mean square differences and bias of readings, in one line."""
        racks = self.front.shape[0]
        front = readings[: 3 * racks].reshape(racks, 3) - self.front
        returns = readings[3 * racks :] - self.returns
        rms = [measured_hall.rms(front[:, n]) for n in range(3)] + [measured_hall.rms(returns)]
        bias = front.mean(axis=0)
        return "RMS bottom {:.2f} middle {:.2f} top {:.2f} returns {:.2f} K".format(
            *rms
        ) + "; bias {:+.2f} {:+.2f} {:+.2f} K".format(*bias)

    def tops(self, readings: Array) -> str:
        """The top sensors of all racks, in order of their names [deg C]."""
        racks = self.variant.racks
        order = sorted(range(len(racks)), key=lambda n: int(racks[n].name[1:]))
        return " ".join(f"{readings[3 * n + 2]:.1f}" for n in order)


def add_hall_options(parser: argparse.ArgumentParser) -> None:
    """Options that say which plateau is solved, and how its racks pass air on."""
    parser.add_argument("--case", type=Path, help="case file instead of the shipped one")
    parser.add_argument("--plateau", default="P2", help="plateau of the case")
    parser.add_argument("--rack-flow", type=float, default=1.0, help="factor on air through racks")
    parser.add_argument("--rack-heat", type=float, default=1.0, help="factor on heat of racks")
    parser.add_argument("--slots", type=int, default=0, help="slots a rack is cut into")


def read_hall(options: argparse.Namespace, cell_m: float) -> tuple[Design, Sensors]:
    """The hall that the options name, and its sensors."""
    case = read_case(options.case) if options.case else shipped_case(CASE)
    assert isinstance(case, measured_hall.MeasuredHall)
    plateau = next(p for p in case.reference.plateaus if p.id == options.plateau)
    setup = dataclasses.replace(case.setup, cell_m=cell_m)
    design = measured_hall.plateau_design(
        setup, _scaled(plateau, options.rack_flow, options.rack_heat)
    )
    if options.slots:
        design = _with_slots(design, options.slots)
    variant = design.variant
    sensors = Sensors(
        variant,
        case.setup.sensor_z_m,
        np.array([plateau.racks[rack.name].front_T_C_bmt for rack in variant.racks]),
        np.array([np.mean(plateau.cracs[c.name].return_T_C) for c in variant.coolers]),
    )
    return design, sensors


def _with_slots(design: Design, count: int) -> Design:
    """Every rack cut into slots of one height, so that air leaves at the height it entered at."""
    variant = design.variant
    racks = tuple(_cut(rack, count) for rack in variant.racks)
    return design.model_copy(update={"variants": (variant.model_copy(update={"racks": racks}),)})


def _cut(rack: Rack, count: int) -> Rack:
    assert isinstance(rack.airflow, FixedAirflow)
    assert rack.airflow.airflow_m3_s is not None
    edges = np.linspace(rack.opening_z_from_m or 0.0, rack.opening_z_to_m or 0.0, count + 1)
    law = FixedAirflow(airflow_m3_s=rack.airflow.airflow_m3_s / count)
    slots = tuple(
        Slot(
            z_from_m=float(low),
            z_to_m=float(high),
            load_w=(rack.load_w or 0.0) / count,
            airflow=law,
        )
        for low, high in pairwise(edges)
    )
    return rack.model_copy(update={"slots": slots, "load_w": None})


def _scaled(plateau: measured_hall.Plateau, flow: float, heat: float) -> measured_hall.Plateau:
    """The plateau with more or less air through its racks and heat in them."""
    racks = {
        name: dataclasses.replace(
            rack,
            power_W=heat * rack.power_W,
            inferred_mass_flow_kg_s=flow * rack.inferred_mass_flow_kg_s,
        )
        for name, rack in plateau.racks.items()
    }
    return dataclasses.replace(plateau, racks=racks)
