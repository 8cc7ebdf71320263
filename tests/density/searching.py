"""Searches on functions instead of halls: what each limit reads at a level."""

from coolsim.density.limits import Reading
from coolsim.density.search import Trial, find_level


def reading(actual, value=27.0, key="inlet_class", object_id="rack-0001", rest=20.0):
    """A limit that reads ``actual`` of at most ``value``."""
    return Reading(
        limit=key,
        object_id=object_id,
        object_name=object_id,
        value=value,
        actual=actual,
        unit="c",
        source="test",
        confidence="design",
        tolerance=0.02,
        at_rest=rest,
    )


def search(*curves, start=5.0, lowest=0.05, highest=1000.0):
    """Run a search; each curve gives the reading of one limit at a level."""

    def evaluate(level):
        readings = [
            reading(curve(level), object_id=f"rack-{n:04d}") for n, curve in enumerate(curves, 1)
        ]
        yield from ()
        return Trial(level, tuple(sorted(readings, key=lambda r: r.slack)))

    return finish(find_level(evaluate, start, lowest, highest))


def finish(generator):
    """Run a generator to its end and return its answer."""
    while True:
        try:
            next(generator)
        except StopIteration as stop:
            return stop.value
