"""When a run ends, and what it is called."""

from dataclasses import dataclass, field

import numpy as np
import pytest

from solvers.steady import WINDOW, Run


@dataclass
class FakeIntakes:
    """Intakes that read the temperature field as it stands."""

    count: int = 2

    def means(self, temperature):
        return np.array(temperature[: self.count])


@dataclass
class FakeExchange:
    intakes: FakeIntakes = field(default_factory=FakeIntakes)


class FakeRoom:
    """A room whose temperatures follow a given course, step by step."""

    def __init__(self, course, speed=lambda n: 1.0, imbalance=lambda n: 0.0):
        self.course, self.speed, self.imbalance = course, speed, imbalance
        self.exchange = FakeExchange()
        self.number = 0
        self.shortened = []
        self.state = FakeState()

    def step(self, *, tight=False):
        self.number += 1
        self.state.temperature[:] = self.course(self.number)
        self.state.velocity[0][:] = self.speed(self.number)

    def heat_imbalance(self):
        return self.imbalance(self.number)

    def shorten_step(self):
        self.shortened.append(self.number)


class FakeState:
    def __init__(self):
        self.velocity = tuple(np.zeros(3) for _ in range(3))
        self.pressure = np.zeros(3)
        self.temperature = np.full(2, 20.0)
        self.viscosity = np.zeros(3)
        self.turbulence = None


def ended(course, max_steps=400, monitored=(0, 1), more_steps=0, span=20, **kwargs):
    room = FakeRoom(course, **kwargs)
    run = Run(
        room,
        np.array(monitored, dtype=np.int64),
        lambda means, exchange: exchange,
        tolerance=0.05,
        max_steps=max_steps,
        more_steps=more_steps,
        span=span,
    )
    steps = list(run.steps())
    return run.ending(), steps, room


def test_a_slow_course_passes_for_still_over_twenty_steps_but_not_over_a_longer_span():
    def course(n):
        return 20.0 - 0.16 * np.exp(-n / 60.0)

    at_once, _, _ = ended(course)
    assert at_once.steps < 30
    later, _, _ = ended(course, span=60)
    assert later.outcome == "converged"
    # from one end of the span to the other less than 0.05 K is left
    left = 0.16 * (1.0 - np.exp(-1.0))
    assert later.steps == pytest.approx(60.0 - 60.0 * np.log(0.05 / left), abs=2)


def test_a_course_that_settles_converges_and_stops():
    ending, steps, _ = ended(lambda n: 20.0 + 5.0 * np.exp(-n / 8.0))
    assert ending.outcome == "converged"
    # change over twenty steps 5 exp(-n/8) (exp(20/8) - 1) falls under 0.05 K at step 57
    assert ending.steps == len(steps) == 57
    assert ending.drift < 0.025
    assert ending.wander == 0.0


def test_a_still_room_needs_the_least_number_of_steps():
    ending, _, _ = ended(lambda n: 20.0)
    assert ending.outcome == "converged"
    assert ending.steps == 22


def test_a_bounded_wander_is_named_with_its_size():
    ending, _, _ = ended(lambda n: 20.0 + 0.4 * np.sin(n * 2.0 * np.pi / 15.0), max_steps=200)
    assert ending.outcome == "wandering"
    assert ending.wander == pytest.approx(0.4, rel=0.02)
    assert ending.steps == 200


def test_a_slow_wander_is_judged_and_averaged_over_a_longer_window():
    def wave(n):
        return 20.0 + 0.4 * np.sin(n * 2.0 * np.pi / 120.0)

    room = FakeRoom(wave)
    run = Run(room, np.array([0, 1]), lambda m, e: e, tolerance=0.05, max_steps=250)
    list(run.steps())
    ending = run.ending()
    assert (ending.outcome, ending.window) == ("wandering", 4 * WINDOW)
    assert ending.wander == pytest.approx(0.4, rel=0.01)
    list(run.average(ending.window))
    np.testing.assert_allclose(run.mean_intakes, 20.0)
    assert (run.ending().outcome, run.ending().window) == ("wandering", 4 * WINDOW)


def test_both_spans_must_stand_still():
    # a wave of ten steps hides from the shorter span, its slow climb shows over the longer one
    ending, _, _ = ended(
        lambda n: 20.0 + 0.1 * np.sin(n * 2.0 * np.pi / 10.0) + 0.003 * n, max_steps=200
    )
    assert ending.outcome != "converged"
    # 0.04 K at step 15 is too much in ten steps until step 25, though not in twenty
    ending, _, _ = ended(lambda n: 20.0 if n < 15 else 20.04)
    assert (ending.outcome, ending.steps) == ("converged", 25)


def test_a_trend_is_not_a_wander():
    ending, _, _ = ended(lambda n: 20.0 + 0.02 * n, max_steps=200)
    assert ending.outcome == "not_converged"
    assert ending.drift == pytest.approx(0.2)


def test_still_inlets_with_heat_left_over_have_not_converged():
    ending, _, _ = ended(lambda n: 20.0, imbalance=lambda n: 0.2 if n < 70 else 1e-3)
    assert (ending.outcome, ending.steps) == ("converged", 70)


def test_a_slow_approach_goes_on_until_it_settles():
    def course(n):
        return 20.0 + 6.0 * np.exp(-n / 60.0)

    assert ended(course, max_steps=200)[0].outcome == "not_converged"
    ending, steps, _ = ended(course, max_steps=200, more_steps=200)
    assert ending.outcome == "converged"
    assert 200 < ending.steps == len(steps) < 400


def test_a_trend_that_stays_ends_with_the_last_steps_and_names_who_moves():
    def course(n):
        return np.array([20.0, 20.0 - 0.02 * n])

    ending, _, _ = ended(course, max_steps=200, more_steps=200)
    assert (ending.outcome, ending.steps) == ("not_converged", 400)
    assert ending.mover == 1
    # halves of a window of sixty steps lie thirty steps apart
    assert ending.trend == pytest.approx(-0.02 * WINDOW / 2)


def test_a_wander_does_not_go_on():
    ending, _, _ = ended(
        lambda n: 20.0 + 0.4 * np.sin(n * 2.0 * np.pi / 15.0), max_steps=200, more_steps=200
    )
    assert (ending.outcome, ending.steps) == ("wandering", 200)


def test_a_wander_slower_than_the_windows_goes_on_until_it_shows_as_one():
    def course(n):
        return 20.0 + 4.0 * np.sin(n * 2.0 * np.pi / 200.0)

    assert ended(course, max_steps=170)[0].outcome == "not_converged"
    ending, _, _ = ended(course, max_steps=170, more_steps=300)
    assert ending.outcome == "wandering"
    assert ending.steps > 170


def test_more_steps_are_bounded():
    ending, _, _ = ended(lambda n: 20.0 + 30.0 * np.exp(-n / 200.0), max_steps=150, more_steps=100)
    assert (ending.outcome, ending.steps) == ("not_converged", 250)


def test_too_few_steps_to_judge_are_not_converged():
    ending, _, _ = ended(lambda n: 20.0 + np.sin(n), max_steps=WINDOW - 1)
    assert ending.outcome == "not_converged"
    assert ending.wander == 0.0


@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_temperatures_that_are_no_numbers_have_diverged(value):
    ending, steps, _ = ended(lambda n: value if n == 30 else n * 1.0)
    assert ending.outcome == "diverged"
    assert len(steps) == 29


@pytest.mark.parametrize("speed", [np.nan, 201.0])
def test_a_speed_no_room_reaches_has_diverged(speed):
    ending, steps, _ = ended(lambda n: 1.0 * n, speed=lambda n: speed if n == 12 else 1.0)
    assert ending.outcome == "diverged"
    assert len(steps) == 11


def test_only_the_monitored_intakes_decide():
    def course(n):
        return np.array([20.0, 20.0 + n])

    assert ended(course, monitored=(0,))[0].outcome == "converged"
    assert ended(course, max_steps=100, monitored=(1,))[0].outcome == "not_converged"
    # nothing named: all of them
    assert ended(course, max_steps=100, monitored=())[0].outcome == "not_converged"


def test_a_cycle_is_damped_by_shorter_steps():
    _, _, room = ended(lambda n: 20.0 + np.sin(n * 2.0 * np.pi / 12.0), max_steps=240)
    assert 120 in room.shortened
    _, _, settling = ended(lambda n: 20.0 + 3000.0 * np.exp(-n / 20.0), max_steps=240)
    assert settling.shortened == []


def test_devices_are_updated_after_every_step():
    seen = []
    room = FakeRoom(lambda n: 1.0 * n)

    def update(means, exchange):
        seen.append(float(means[0]))
        return exchange

    run = Run(room, np.array([0]), update, tolerance=0.05, max_steps=5)
    assert [step.number for step in run.steps()] == [1, 2, 3, 4, 5]
    assert seen == [1.0, 2.0, 3.0, 4.0, 5.0]


def test_an_average_replaces_the_fields_by_their_means():
    def wave(n):
        return np.sin(n * 2.0 * np.pi / 15.0)

    room = FakeRoom(lambda n: 20.0 + wave(n), speed=lambda n: 1.0 + 0.5 * wave(n))
    run = Run(room, np.array([0, 1]), lambda m, e: e, tolerance=0.05, max_steps=30)
    list(run.steps())
    list(run.average(WINDOW))
    np.testing.assert_allclose(run.mean_intakes, 20.0)
    np.testing.assert_allclose(room.state.temperature, 20.0)
    np.testing.assert_allclose(room.state.velocity[0], 1.0)
    ending = run.ending()
    assert ending.outcome == "wandering"
    assert ending.wander == pytest.approx(1.0, rel=0.01)
    assert ending.steps == 30


def test_a_second_average_goes_on_from_where_the_first_ended():
    class Adding(FakeRoom):
        """Every step adds to what the fields are."""

        def step(self, *, tight=False):
            self.number += 1
            self.state.temperature += 1.0

    room = Adding(None)
    run = Run(room, np.array([0]), lambda m, e: e, tolerance=0.05, max_steps=5)
    list(run.average(4))
    np.testing.assert_allclose(run.mean_intakes, 20.0 + 2.5)
    list(run.average(4))
    np.testing.assert_allclose(run.mean_intakes, 24.0 + 2.5)
    np.testing.assert_allclose(room.state.temperature, 24.0 + 2.5)
