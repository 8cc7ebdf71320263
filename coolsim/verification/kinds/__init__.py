"""The kinds of cases and their runners. A new kind is one module and one line here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from coolsim.verification.kinds import (
    capture_index,
    chiller,
    conduction,
    convection_1d,
    cooling_tower,
    dry_cooler,
    efficiency_minimums,
    fluid_properties,
    hall_bands,
    heat_exchanger,
    heated_cavity,
    laminar_duct,
    lid_cavity,
    liquid_anchors,
    measured_hall,
    pipe_friction,
    pipe_step,
    plenum,
    pool_boiling,
    potential,
    psychrometrics,
    rack_loop,
    server_thermal_mass,
    smith_hutton,
    tall_cavity,
    taylor_green,
    water_if97,
    weather_file,
    zero_equation,
)
from coolsim.verification.records import Case, Row


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of case.

    Attributes:
        case: Record its files are read into.
        run: Its runner, from such a record to rows.
        needs_file: Whether it needs a file that does not ship, beside the case's own.
    """

    case: type[Case]
    run: Callable[[Any], tuple[Row, ...]]
    needs_file: bool = False


KINDS: dict[str, Kind] = {
    "capture_index": Kind(capture_index.CaptureIndex, capture_index.run),
    "chiller": Kind(chiller.Chiller, chiller.run),
    "conduction": Kind(conduction.Conduction, conduction.run),
    "convection_diffusion_1d": Kind(convection_1d.Convection, convection_1d.run),
    "dry_cooler": Kind(dry_cooler.RatedDryCooler, dry_cooler.run),
    "efficiency_minimums": Kind(efficiency_minimums.Minimums, efficiency_minimums.run),
    "fluid_properties": Kind(fluid_properties.FluidProperties, fluid_properties.run),
    "heat_exchanger": Kind(heat_exchanger.HeatExchanger, heat_exchanger.run),
    "heated_cavity": Kind(heated_cavity.HeatedCavity, heated_cavity.run),
    "laminar_duct": Kind(laminar_duct.LaminarDuct, laminar_duct.run),
    "lid_driven_cavity": Kind(lid_cavity.LidCavity, lid_cavity.run),
    "liquid_anchors": Kind(liquid_anchors.LiquidAnchors, liquid_anchors.run),
    "measured_hall": Kind(measured_hall.MeasuredHall, hall_bands.run),
    "pipe_friction": Kind(pipe_friction.PipeFriction, pipe_friction.run),
    "pipe_step": Kind(pipe_step.PipeStep, pipe_step.run),
    "plenum_tiles": Kind(plenum.PlenumTiles, plenum.run),
    "pool_boiling": Kind(pool_boiling.PoolBoiling, pool_boiling.run),
    "potential_flow": Kind(potential.PotentialFlow, potential.run),
    "psychrometrics": Kind(psychrometrics.Psychrometrics, psychrometrics.run),
    "rack_loop": Kind(rack_loop.RackLoop, rack_loop.run),
    "server_thermal_mass": Kind(server_thermal_mass.ServerThermalMass, server_thermal_mass.run),
    "smith_hutton": Kind(smith_hutton.SmithHutton, smith_hutton.run),
    "tall_cavity": Kind(tall_cavity.TallCavity, tall_cavity.run),
    "taylor_green": Kind(taylor_green.TaylorGreen, taylor_green.run),
    "tower_merkel": Kind(cooling_tower.MerkelRun, cooling_tower.run_merkel),
    "tower_york": Kind(cooling_tower.YorkTower, cooling_tower.run_york),
    "water_if97": Kind(water_if97.WaterIf97, water_if97.run),
    "weather_file": Kind(weather_file.WeatherFile, weather_file.run, needs_file=True),
    "zero_equation": Kind(zero_equation.ZeroEquation, zero_equation.run),
}
