"""From a flow that has been followed to its end to a solution: means, laws, closed balances."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import replace
from functools import partial

import numpy as np

from coolsim.air.case import Devices, strongest_opening
from coolsim.air.coils import CoilController
from coolsim.air.controls import FLOW_LAW, RETURN_LAW_K, Machines
from coolsim.air.endings import ending_note, law_note
from coolsim.air.envelope import envelope_heat_w
from coolsim.air.runs import LONGEST_WINDOW, MOST_WINDOWS, run_on_from_mean, watched
from coolsim.air.solution import AirSolution
from coolsim.errors import SolveError
from coolsim.events import Progress
from coolsim.results.records import Status
from coolsim.sentences import quantity, told
from solvers.flow import Room
from solvers.grid import Array
from solvers.heat import SparseHeat, assemble
from solvers.momentum import Velocity
from solvers.steady import Ending, Run

MACHINE_ROUNDS = 80
"""Tight solves in which fans and return controls may come to their laws on the final flow."""
DIVERGED_CODE = 4
"""Exit code of a flow that diverged."""


def conclude(
    room: Room, machines: Machines, controller: CoilController, run: Run
) -> Generator[Progress, None, AirSolution]:
    """Publish a run that has ended; a flow that does not settle is averaged first.

    Where the mean has a trend, waves die away: it is nearer to rest than the flow at any moment
    was, so the flow goes on from there, and is averaged again, longer, where it does not rest.
    """
    ending = run.ending()
    window = ending.window
    answers, before = machines.is_running, 0
    for number in range(1, MOST_WINDOWS + 1):
        if ending.outcome in ("converged", "diverged"):
            break
        controller.start_window()
        machines.is_running = False
        for step in run.average(window):
            yield Progress(
                "flow",
                0.9 + 0.1 * step.number / window,
                f"Averaging a flow that does not settle: step {step.number} of {window}",
                {"drift_k": step.drift},
            )
        ending = run.ending()
        if ending.outcome != "not_converged" or number == MOST_WINDOWS:
            break
        window = min(2 * window, LONGEST_WINDOW)
        machines.is_running = answers
        after = run_on_from_mean(room, machines, controller)
        for step in after.steps():
            yield Progress(
                "flow",
                0.9,
                f"Going on from the mean flow: step {step.number}",
                {"drift_k": step.drift},
            )
        before, run, ending = before + ending.steps, after, after.ending()
    ending = replace(ending, steps=before + ending.steps)
    note = ending_note(ending, watched(controller.devices), controller.devices, room.options.step)
    # a flow that came to rest while it was averaged is brought to its laws like any other
    means = None if ending.outcome == "converged" else run.mean_intakes
    return publish(room, machines, controller, ending.outcome, note, ending, means)


def publish(
    room: Room,
    machines: Machines,
    controller: CoilController,
    status: Status,
    note: str,
    ending: Ending | None = None,
    mean_intakes: Array | None = None,
    *,
    is_preview: bool = False,
) -> AirSolution:
    """Close the balances and collect what was solved.

    With ``mean_intakes`` the answer is the mean over a window whose steps closed their own
    balances; else the temperature is solved tightly on the final flow, fans and return
    controls at their laws. A preview leaves them where they are and closes its balances as far
    as can be seen.
    """
    if status == "diverged":
        raise diverged(controller.devices)
    if mean_intakes is None:
        for _ in range(0 if is_preview else MACHINE_ROUNDS):
            result, mass_fraction = room.finish(controller.settling())
            means = room.exchange.intakes.means(room.state.temperature)
            if not (result.converged and machines.close(means)):
                break
        else:
            result, mass_fraction = room.finish(controller.settling(), is_preview=is_preview)
            means = room.exchange.intakes.means(room.state.temperature)
        solved = room.state.temperature
        if not (result.converged and np.isfinite(means).all()):
            status, note = "not_converged", "The temperature system was not solved tightly."
        coils = controller.devices.coils(means)
    else:
        # the sparse system is checked on the temperature of the mean flow; shown is the mean
        means, shown = mean_intakes, room.state.temperature.copy()
        coils = controller.window_coils(means)
        behaviour = controller.devices.exchange(coils)
        _, mass_fraction = room.finish(lambda _means, _exchange: behaviour)
        solved, room.state.temperature = room.state.temperature, shown
    missed = machines.misses(means)
    if status == "converged" and (missed.flow > FLOW_LAW or missed.return_k > RETURN_LAW_K):
        status, note = "not_converged", law_note(missed)
    # a preview has its system assembled only for who asks: that takes as long as its racks
    if is_preview:
        assembled = partial(assemble, room.heat, room.exchange, solved)
        residual = room.heat.relative_residual(solved)
    else:
        sparse = assemble(room.heat, room.exchange, solved)
        assembled, residual = partial(_given, sparse), sparse.residual(solved, room.exchange)
    return AirSolution(
        devices=controller.devices,
        coils=coils,
        intake_means=means,
        outlet_means=controller.devices.outlet_temperatures(coils, means),
        status=status,
        status_note=note,
        wander_k=ending.wander if ending else 0.0,
        steps=ending.steps if ending else 0,
        history=ending.history if ending else (),
        state=room.state,
        flux=_total_flux(room),
        assembled=assembled,
        linear_residual=residual,
        envelope_w=envelope_heat_w(controller.devices.scene, room.openness, room.state.temperature),
        mass_fraction=mass_fraction,
        with_equation=room.heat.active,
    )


def diverged(devices: Devices) -> SolveError:
    """The error that a flow has diverged: names the opening where air is fastest."""
    name, speed = strongest_opening(devices)
    fastest = quantity(speed, "m_s", 2)
    error = told(
        SolveError(
            f"the flow diverged; the fastest air passes an opening here, at {fastest}.",
            where=name,
            remedy="Give its air a larger opening, or ask for another cell size.",
        )
    )
    error.exit_code = DIVERGED_CODE
    return error


def _given(sparse: SparseHeat) -> SparseHeat:
    """A system that is assembled already."""
    return sparse


def _total_flux(room: Room) -> Velocity:
    through = room.through_flow()
    x, y, z = (through[axis] + room.imposed[axis] for axis in range(3))
    return (x, y, z)
