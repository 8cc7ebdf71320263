"""Jobs with power profiles, and the servers they may run on."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coolsim.bounded import read_bounded
from coolsim.density.case import DensityCase
from coolsim.errors import SolveError, UsageError

Array = NDArray[np.float64]

_MOST_BYTES = 20_000_000
MOST_STEPS = 48
"""Steps of time that a file may have; each is a solved hall for every strategy."""


@dataclass(frozen=True, slots=True)
class Job:
    """Work that runs on servers.

    Attributes:
        id: Its name.
        accelerators: How many it needs, all of them or none.
        profile: Power of its servers over their sustained power, one value per step [-].
    """

    id: str
    accelerators: int
    profile: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class JobList:
    """What is to run, in order of priority.

    Attributes:
        jobs: The jobs.
        idle_fraction: Power of a server without a job over its sustained power [-].
        steps: Steps of every profile.
    """

    jobs: tuple[Job, ...]
    idle_fraction: float
    steps: int


@dataclass(frozen=True, slots=True)
class Slots:
    """Servers of the hall that jobs may run on, arrays by rack.

    Attributes:
        servers: Servers in each rack.
        accelerators: Accelerators in one of them.
        server_w: Sustained power of one [W].
        other_w: Power of the rest of each rack, and of racks without accelerators [W].
    """

    servers: NDArray[np.int64]
    accelerators: NDArray[np.int64]
    server_w: Array
    other_w: Array

    def powers_w(self, placed: NDArray[np.int64], jobs: JobList, step: int) -> Array:
        """Power of every rack in a step [W].

        Args:
            placed: Servers of each rack that run each job, shape (jobs, racks).
            jobs: The jobs.
            step: The step of time.
        """
        factors = np.array([job.profile[step] for job in jobs.jobs])
        busy = placed.sum(axis=0)
        idle = jobs.idle_fraction * (self.servers - busy)
        return np.asarray(self.other_w + self.server_w * (factors @ placed + idle))


def slots_of(case: DensityCase) -> Slots:
    """The servers of a case that jobs may run on.

    Raises:
        SolveError: No rack holds accelerators.
    """
    racks = case.scene.racks
    servers = np.zeros(len(racks), dtype=np.int64)
    accelerators = np.zeros(len(racks), dtype=np.int64)
    server_w = np.zeros(len(racks))
    other_w = np.array([rack.power_w for rack in racks])
    for n, filling in enumerate(case.fillings):
        if filling is None or not filling.unit.accelerators:
            continue
        servers[n], accelerators[n] = filling.drawn, filling.unit.accelerators
        server_w[n] = filling.unit_power_w
        other_w[n] = filling.other_power_w
    if not servers.any():
        raise SolveError(
            "no rack holds accelerators that a job could run on.",
            remedy="Fill racks from the catalogue.",
        )
    return Slots(servers, accelerators, server_w, other_w)


def read_jobs(path: Path) -> JobList:
    """The jobs of a file: ``{"idle_fraction": f, "jobs": [{"id", "accelerators", "profile"}]}``.

    A profile is one number, or one for every step of time; all lists are equally long.

    Raises:
        UsageError: The file cannot be read or says something else; names the place.
    """
    try:
        data = json.loads(read_bounded(path, _MOST_BYTES).decode("utf-8-sig"))
    except (OSError, ValueError, RecursionError) as error:
        raise UsageError(f"The jobs cannot be read: {error}", where=str(path)) from None
    if not isinstance(data, Mapping) or not isinstance(data.get("jobs"), list):
        raise UsageError('The file has no list "jobs".', where=str(path))
    return job_list(data)


def job_list(data: Mapping[str, Any]) -> JobList:
    """The jobs of an object as a file of jobs holds it, see :func:`read_jobs`.

    Raises:
        UsageError: It says something else; names the place.
    """
    if not isinstance(data.get("jobs"), list):
        raise UsageError('There is no list "jobs".', where="jobs")
    idle = _fraction(data.get("idle_fraction"), "idle_fraction", 1.0)
    found = [_job(item, f"jobs[{n}]") for n, item in enumerate(data["jobs"])]
    if not found:
        raise UsageError("There is no job to place.", where="jobs")
    lengths = {len(job.profile) for job in found} - {1}
    if len(lengths) > 1:
        raise UsageError("Profiles have different lengths.", where="jobs")
    steps = max(lengths, default=1)
    if steps > MOST_STEPS:
        raise UsageError(f"Profiles have {steps} steps; {MOST_STEPS} are the most.", where="jobs")
    even = [
        Job(job.id, job.accelerators, job.profile * steps if len(job.profile) == 1 else job.profile)
        for job in found
    ]
    if len({job.id for job in even}) < len(even):
        raise UsageError("Two jobs have the same id.", where="jobs")
    return JobList(tuple(even), idle, steps)


def _job(item: Any, where: str) -> Job:
    if not isinstance(item, Mapping) or not isinstance(item.get("id"), str) or not item["id"]:
        raise UsageError("A job needs an id.", where=where)
    count = item.get("accelerators")
    if not isinstance(count, int) or isinstance(count, bool) or count < 1:
        raise UsageError("accelerators is a whole number from 1 up.", where=f"{where}.accelerators")
    profile = item.get("profile", 1.0)
    values = profile if isinstance(profile, list) else [profile]
    if not values:
        raise UsageError("The profile is empty.", where=f"{where}.profile")
    read = tuple(_fraction(value, f"{where}.profile", 1.5) for value in values)
    return Job(item["id"], count, read)


def _fraction(value: Any, where: str, most: float) -> float:
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise UsageError("A number is missing.", where=where)
    if not (math.isfinite(value) and 0.0 <= value <= most):
        raise UsageError(f"{value} does not lie between 0 and {most:g}.", where=where)
    return float(value)
