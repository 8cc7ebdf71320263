"""Solve the study of the README: the density of each variant of ``hall-5mw``, as a table.

Run from the project's folder: ``python -m tests.tools.study_5mw``. It takes some minutes.
"""

from __future__ import annotations

import sys

from coolsim import tasks
from coolsim.density.titles import TITLES
from coolsim.design.examples import example_path
from coolsim.design.files import load

HEADINGS = (
    "Cooling", "kW per rack", "IT kW", "accelerators", "PFLOPS FP8", "at the meter",
    "GFLOPS/W at the meter", "what binds",
)  # fmt: skip


def study_rows() -> list[tuple[str, ...]]:
    """One row per variant: power, whole accelerators, operations, the meter, what binds."""
    design = load(example_path("hall-5mw"))
    rows = []
    for variant in design.variants:
        chosen = design.model_copy(update={"active_variant": variant.id})
        density = tasks.finish(tasks.DensityRequest(chosen)).density
        account, binding = density.compute, density.hall.binding
        assert account is not None
        rate = account.rate("fp8")
        meter = account.boundary("facility")
        assert rate is not None
        assert rate.peak_flops is not None
        assert meter is not None
        assert account.facility_w is not None
        rows.append(
            (
                variant.name,
                f"{density.hall.mean_rack_power_w / 1e3:.1f}",
                f"{density.hall.power_w / 1e3:,.0f}",
                f"{account.accelerators:,}",
                f"{rate.peak_flops / 1e15:,.0f}",
                f"{account.facility_w / 1e6:.2f} MW",
                f"{meter.flops_per_watt['fp8'] / 1e9:,.0f}",
                TITLES[binding.limit] if binding is not None else "nothing",
            )
        )
    return rows


def markdown(headings: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    """A table as the README has it."""
    lines = [headings, ("---", *("---:" for _ in headings[1:-1]), "---"), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


if __name__ == "__main__":
    sys.stdout.write(markdown(HEADINGS, study_rows()) + "\n")
