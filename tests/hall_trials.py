"""Solving a random hall and judging how that ended."""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np

from coolsim.catalogue import load_catalogue
from coolsim.design.models import Design, Fidelity
from coolsim.errors import SolveError
from coolsim.results.records import Results
from coolsim.simulate import simulate

MOST_STEPS = 4000
"""Steps told of a solve beyond which it has lost its way: its own bounds end it long before. Work
is counted, not seconds, so that a busy machine gives the same answer."""
MOST_MASS_FRACTION = 1e-9
MOST_ENERGY_FRACTION = 1e-3
BELOW_SUPPLY_K = 0.01
"""How far a published temperature may lie below the lowest supply [K]."""
ABSOLUTE_ZERO_C = -273.15


@dataclass(frozen=True)
class Trial:
    """How one hall ended.

    Attributes:
        seed, fidelity: Which hall, solved how.
        outcome: The status, ``refused``, ``too_many_steps``, or the name of an exception.
        reason: The status note or the message.
        problems: What should not have happened; empty for a sound answer.
        steps, seconds: What it took.
        mass_fraction, energy_fraction: The published balances; NaN without an answer.
        above_supply_k: Lowest temperature minus the lowest set point or outside air [K].
        wander_k: The stated wander [K].
    """

    seed: int
    fidelity: str
    outcome: str
    reason: str
    problems: tuple[str, ...]
    steps: int = 0
    seconds: float = 0.0
    mass_fraction: float = float("nan")
    energy_fraction: float = float("nan")
    above_supply_k: float = float("nan")
    wander_k: float = 0.0


def solve_hall(
    design: Design,
    seed: int,
    fidelity: Fidelity,
    cell_m: float | None,
    most_steps: int = MOST_STEPS,
) -> Trial:
    """Solve a hall, within a bound on its steps, and judge the answer."""
    start = time.perf_counter()

    def ended(outcome: str, reason: str, *problems: str) -> Trial:
        spent = time.perf_counter() - start
        return Trial(seed, fidelity, outcome, reason, problems, seconds=spent)

    run = simulate(design, load_catalogue(), fidelity=fidelity, cell_m=cell_m)
    try:
        for _ in range(most_steps):
            next(run)
        return ended("too_many_steps", "", f"not done within {most_steps} steps")
    except StopIteration as done:
        results: Results = done.value
    except SolveError as error:
        lacking = [name for name in ("where", "remedy") if not getattr(error, name)]
        problems = [f"error without {name}" for name in lacking]
        if error.exit_code == 4:
            return ended("diverged", str(error), *problems)
        return ended("refused", str(error), *problems)
    except Exception as error:  # noqa: BLE001  # any other is what this looks for
        text = f"{type(error).__name__}: {error}"
        return ended(type(error).__name__, text, text)
    return judge(results, design, seed, time.perf_counter() - start)


def judge(results: Results, design: Design, seed: int, seconds: float) -> Trial:
    """Hold an answer against what every answer must keep."""
    balance, problems = results.balance, []
    temperatures = np.asarray(results.fields.temperature_c, dtype=float)
    open_cells = temperatures[np.isfinite(temperatures)]
    coldest = float(open_cells.min()) if open_cells.size else float("nan")
    supplies = [c.supply_temperature_c for c in design.variant.coolers if c.running]
    hall = design.variant.hall
    outside = (hall.wall_outside_c, hall.roof_outside_c, hall.floor_outside_c)
    supplies += [temperature for temperature in outside if temperature is not None]
    above = coldest - min(supplies) if supplies else float("nan")
    if results.status not in ("converged", "wandering", "not_converged"):
        problems.append(f"status {results.status}")
    if results.status != "converged" and not results.status_note:
        problems.append("no reason stated")
    if not _all_finite(results):
        problems.append("a published number is not finite")
    if coldest < ABSOLUTE_ZERO_C:
        problems.append(f"below absolute zero: {coldest:g} °C")
    if above < -BELOW_SUPPLY_K:
        problems.append(f"{-above:.3g} K below the lowest supply")
    if results.status != "not_converged":
        if not balance.mass_fraction < MOST_MASS_FRACTION:
            problems.append(f"mass fraction {balance.mass_fraction:.2g}")
        if not balance.energy_fraction < MOST_ENERGY_FRACTION:
            problems.append(f"energy fraction {balance.energy_fraction:.2g}")
    return Trial(
        seed=seed,
        fidelity=results.fidelity,
        outcome=results.status,
        reason=results.status_note,
        problems=tuple(problems),
        steps=results.iterations,
        seconds=seconds,
        mass_fraction=balance.mass_fraction,
        energy_fraction=balance.energy_fraction,
        above_supply_k=above,
        wander_k=results.wander_k,
    )


def _all_finite(results: Results) -> bool:
    """Whether all temperatures and flows are numbers, but for the air of solid cells."""
    racks = [(r.inlet_temperature_c, r.outlet_temperature_c, r.airflow_m3_s) for r in results.racks]
    coolers = [(c.return_temperature_c, c.supply_temperature_c, c.duty_w) for c in results.coolers]
    numbers = [number for row in (*racks, *coolers) for number in row]
    balance = results.balance
    numbers += [balance.mass_fraction, balance.energy_fraction, balance.linear_residual]
    fields = results.fields
    return bool(
        np.isfinite(numbers).all()
        and np.isfinite(fields.velocity_m_s).all()
        and np.isfinite(fields.pressure_pa).all()
        and not np.isinf(fields.temperature_c).any()
    )
