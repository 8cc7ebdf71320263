"""What a density answer promises, each checked by solves of its own, on a hall of four racks.

    python -m tests.benchmarks.check_density          # a minute of processor time

Printed are: for every objective the worst inlet of the answer's powers solved anew from rest on
the finer grid, which may lie up to 0.1 K below its limit and not above; prices of limits beside
independent solves with another step; what binds once a limit is taken out of the design beside what
was named behind it; shares of an inlet beside the inlet; and what is said where nothing holds. The
first column says whether it is so; the exit code is 1 where any is not.
"""

from __future__ import annotations

import sys
from collections.abc import Generator, Iterator
from typing import Any, NamedTuple, TypeVar

from coolsim.air.response import AirResponse
from coolsim.air.summary import rack_results
from coolsim.catalogue import load_catalogue
from coolsim.density.allocated import Wish
from coolsim.density.finer import finer_hall
from coolsim.density.opening import open_study
from coolsim.density.records import Density, Objective
from coolsim.density.solve import solve_density
from coolsim.design.models import Content, Design, Feed, Power
from tests.halls import small_hall

CELL_M = 0.4
LIMIT_C = 27.0
CATALOGUE = load_catalogue()
RATES = (("groq_lpu_v1", 100.0),)
OBJECTIVES: tuple[Objective, ...] = (
    "uniform", "proportional", "min", "total", "accelerators", "flops", "tokens"
)  # fmt: skip
T = TypeVar("T")


class Row(NamedTuple):
    """One promise: what it is, what the answer says, what was found, whether that is so."""

    promise: str
    said: str
    found: str
    is_so: bool


def finish(steps: Generator[Any, None, T]) -> T:
    """Run a generator to its end."""
    while True:
        try:
            next(steps)
        except StopIteration as stop:
            answer: T = stop.value
            return answer


def density(design: Design, objective: Objective = "uniform", **options: Any) -> Density:
    """The density by the program, live."""
    steps = solve_density(
        design, CATALOGUE, objective=objective, fidelity="live", cell_m=CELL_M, **options
    )
    return finish(steps)


def changed(**fields: object) -> Design:
    """The four-rack hall with fields of its variant changed."""
    return Design(variants=(small_hall().variant.model_copy(update=fields),))


def racks(**fields: object) -> Design:
    """The four-rack hall with fields of its racks changed."""
    drawn = small_hall().variant.racks
    return changed(racks=tuple(rack.model_copy(update=fields) for rack in drawn))


def coolers(**fields: object) -> Design:
    """The four-rack hall with fields of its coolers changed."""
    drawn = small_hall().variant.coolers
    return changed(coolers=tuple(cooler.model_copy(update=fields) for cooler in drawn))


def at_the_limit() -> Iterator[Row]:
    """The worst inlet on the finer grid, by a solve that knows no search."""
    filled = racks(load_w=None, contents=(Content(item="groq_node_8card", count=2),))
    for objective in OBJECTIVES:
        counted = objective in ("accelerators", "flops", "tokens")
        design = filled if counted else small_hall()
        wish = Wish(precision="fp16", tokens=RATES)
        answer = density(design, objective, finer=True, wish=wish)
        opened = open_study(
            design, CATALOGUE, "uniform", margin_k=None, fidelity="live", cell_m=CELL_M
        )
        powers = [rack.power_w for rack in answer.racks]
        finish(opened.study.solve_at(powers, 0.0))
        hall = finer_hall(opened)
        assert hall is not None
        finish(hall.on_finer(powers, 0.0))
        assert hall.study.solution is not None
        worst = max(rack.inlet_temperature_c for rack in rack_results(hall.study.solution))
        yield Row(
            f"{objective}: worst inlet on the finer grid",
            f"{answer.hall.power_w / 1e3:.2f} kW, 26.9 to 27 C",
            f"{worst:.3f} C",
            LIMIT_C - 0.1 <= worst <= LIMIT_C,
        )


def _price(name: str, design: Design, limit: str, other: Design, step: float) -> Row:
    """A price beside a solve of the design with the limit moved by another step."""
    answer = density(design, changes=True)
    assert answer.advice is not None
    price = next(item for item in answer.advice.prices if item.limit == limit)
    other_w = density(other, margin_k=-step if limit == "inlet_class" else None).hall.power_w
    independent = (other_w - answer.hall.power_w) / step
    error = price.per_unit_w / independent - 1.0
    return Row(
        f"price of {name}",
        f"{price.per_unit_w:.1f} W by {price.step:g}",
        f"{independent:.1f} W by {step:g} ({error:+.1%})",
        abs(error) <= 0.1,
    )


def prices() -> Iterator[Row]:
    """Prices of limits of every kind against independent cold solves with another step."""
    yield _price("a kelvin of inlet", small_hall(), "inlet_class", small_hall(), 0.5)
    small, larger = coolers(capacity_w=16e3), coolers(capacity_w=17.6e3)
    yield _price("a watt of cooling", small, "cooler_capacity", larger, 1600.0)
    cap, more = changed(power=Power(hall_cap_w=21e3)), changed(power=Power(hall_cap_w=23e3))
    yield _price("a watt of the hall's cap", cap, "hall_cap", more, 2000.0)
    grid, wider = changed(power=Power(grid_cap_w=22e3)), changed(power=Power(grid_cap_w=24e3))
    yield _price("a watt of the grid", grid, "grid_cap", wider, 2000.0)


def next_limits() -> Iterator[Row]:
    """A limit taken out of the design: the density rises until the one named next binds."""
    free = Power()
    cases = (
        ("hall cap", changed(power=Power(hall_cap_w=21e3)), changed(power=free)),
        ("grid cap", changed(power=Power(grid_cap_w=22e3)), changed(power=free)),
        ("cooling", coolers(capacity_w=24e3), coolers(capacity_w=96e3)),
        ("breaker", _on_breakers(20.0), changed(power=free)),
    )
    for name, tight, loose in cases:
        held, freed = density(tight, changes=True), density(loose)
        assert held.advice is not None
        assert held.hall.next is not None
        assert freed.hall.binding is not None
        yield Row(
            f"without the {name}",
            f"{held.advice.second_limit}, {held.advice.second_w / 1e3:.2f} kW "
            f"(screened: {held.hall.next.limit})",
            f"{freed.hall.binding.limit}, {freed.hall.power_w / 1e3:.2f} kW "
            f"(was {held.hall.power_w / 1e3:.2f})",
            held.advice.second_limit == freed.hall.binding.limit
            and freed.hall.power_w > held.hall.power_w
            and abs(held.advice.second_w / freed.hall.power_w - 1.0) < 0.02,
        )


def _on_breakers(amps: float) -> Design:
    feed = Feed(id="feed-0001", voltage_v=230.0, breaker_a=amps, phases=1, jurisdiction="IEC")
    variant = racks(feed_id=feed.id).variant
    return Design(variants=(variant.model_copy(update={"power": Power(feeds=(feed,))}),))


def shares() -> Iterator[Row]:
    """Shares of every rack's inlet against the inlet."""
    opened = open_study(
        small_hall(), CATALOGUE, "uniform", margin_k=None, fidelity="live", cell_m=CELL_M
    )
    finish(opened.study.evaluate(6000.0))
    assert opened.study.solution is not None
    response = AirResponse(opened.study.solution)
    worst = max(abs(response.explain(n).sum_error_k) for n in range(4))
    yield Row("shares add up to the inlet", "1e-6 K", f"{worst:.1e} K", worst <= 1e-6)


def told() -> Iterator[Row]:
    """What is said where no level holds, or a floor is too high."""
    hot = coolers(supply_temperature_c=30.0)
    cases = (
        ("supply above the class", density(hot), "inlet"),
        (
            "a floor above what inlets hold",
            density(small_hall(), "total", wish=Wish(floor_w=20e3)),
            "floor",
        ),
        (
            "a floor above a breaker",
            density(_on_breakers(20.0), "total", wish=Wish(floor_w=9e3)),
            "breaker",
        ),
    )
    for name, answer, word in cases:
        said = next(f.message for f in answer.findings if f.code == "density.infeasible")
        yield Row(name, "names what clashes", said, answer.status == "infeasible" and word in said)


def main() -> int:
    """Print every promise; 1 where any is broken."""
    is_so = True
    for part in (at_the_limit, prices, next_limits, shares, told):
        for row in part():
            is_so &= row.is_so
            verdict = "yes" if row.is_so else "NO"
            print(f"{verdict:<5}{row.promise:<45}{row.said:<52}{row.found}", flush=True)
    return 0 if is_so else 1


if __name__ == "__main__":
    sys.exit(main())
